//! Every step of a write is made to fail in turn.

use std::path::Path;

use crate::model::{Literal, NamedNode, Quad};
use crate::store::{Snapshot, Store, StoreError};

/// A quad that no other number makes.
fn quad(number: usize) -> Quad {
    let node = NamedNode::new_unchecked("http://example.com/a");
    Quad::new(node.clone(), node.clone(), Literal::new_simple_literal(number.to_string()), node)
}

fn insert(store: &Store, quads: std::ops::Range<usize>) -> Result<Snapshot, StoreError> {
    let mut transaction = store.begin();
    transaction.extend(quads.map(quad));
    transaction.commit()
}

/// What may be done to a store, and fail.
type Write = fn(&Store) -> Result<(), StoreError>;

fn fail_after(store: &Store, steps: Option<usize>) {
    *store.folder.as_ref().unwrap().disk.steps.lock().unwrap() = steps;
}

fn content(path: &Path) -> (u64, String) {
    let snapshot = Store::open_read_only(path).unwrap().snapshot();
    (snapshot.number(), snapshot.hash())
}

/// Lets `write` fail at its first step, then at its second, until it does not, and gives how many steps it has.
fn at_every_step(write: Write) -> usize {
    for steps in 0.. {
        let temporary = tempfile::tempdir().unwrap();
        let store = Store::open(temporary.path()).unwrap();
        let before = insert(&store, 0..3).unwrap();
        fail_after(&store, Some(steps));
        let outcome = write(&store);
        fail_after(&store, None);
        let shown = (store.snapshot().number(), store.snapshot().hash());
        match outcome {
            Ok(()) => {
                assert_eq!(content(temporary.path()), shown);
                return steps;
            }
            Err(StoreError::File { source, .. }) => assert_eq!(source.kind(), std::io::ErrorKind::StorageFull),
            Err(error) => panic!("{error}"),
        }
        assert_eq!(shown, (before.number(), before.hash()), "step {steps}: a failed write is not seen");
        // Another write works, or is refused for good because nobody can say what is on the disk.
        let after = match insert(&store, 100..101) {
            Ok(after) => after,
            Err(StoreError::Broken { .. }) => {
                drop(store);
                let kept = Store::open(temporary.path()).unwrap();
                assert!(kept.snapshot().number() >= before.number(), "step {steps}: what was acknowledged is kept");
                assert!((0..3).all(|n| kept.snapshot().contains(&quad(n))));
                insert(&kept, 100..101).unwrap();
                continue;
            }
            Err(error) => panic!("step {steps}: {error}"),
        };
        drop(store);
        assert_eq!(content(temporary.path()), (after.number(), after.hash()), "step {steps}");
        assert_eq!(Store::verify(temporary.path()).unwrap().faults, [], "step {steps}");
        let store = Store::open(temporary.path()).unwrap();
        assert_eq!(store.at(before.number()).unwrap().hash(), before.hash());
    }
    unreachable!("some number of steps is enough")
}

#[test]
fn a_small_commit() {
    assert!(at_every_step(|store| insert(store, 10..12).map(|_| ())) >= 2, "it writes and syncs");
}

#[test]
fn a_large_commit() {
    assert!(at_every_step(|store| insert(store, 10..100).map(|_| ())) > 10, "it writes two files and a manifest");
}

#[test]
fn a_compaction() {
    assert!(at_every_step(Store::compact) > 10, "it writes a manifest twice and two files");
}

#[test]
fn a_setting() {
    assert!(at_every_step(|store| store.keep(7)) >= 4, "it writes, syncs and renames a manifest, and syncs the folder");
}
