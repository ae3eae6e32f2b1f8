//! Opening, closing, reading beside a writer, copying.

use std::collections::HashSet;

use milieu::{Store, StoreError};

use super::{Outcome, quad, update};

#[test]
fn a_folder_keeps_the_store() -> Outcome {
    let temporary = tempfile::tempdir()?;
    let folder = temporary.path().join("store");
    let store = Store::open(&folder)?;
    let before = update(
        &store,
        "INSERT DATA { GRAPH id:g { id:a id:p 1.10, 7, 007, true, '2026-11-23'^^xsd:date, 'x'@en, 'y'@ar--rtl, \
         <<( id:a id:p _:b )>> } _:b id:q 'z' }",
    );
    let Err(StoreError::InUse { pid, .. }) = Store::open(&folder) else { panic!("two writers") };
    assert!(pid.contains(&std::process::id().to_string()));
    for compacted in [false, true] {
        let reading = Store::open_read_only(&folder)?.snapshot();
        assert_eq!((reading.number(), reading.len(), reading.hash()), (1, before.len(), before.hash()), "{compacted}");
        assert_eq!(reading.iter().collect::<HashSet<_>>(), before.iter().collect::<HashSet<_>>());
        assert_eq!(reading.graph_sizes(), before.graph_sizes());
        store.compact()?;
    }
    drop(store);
    let store = Store::open(&folder)?;
    assert_eq!(store.snapshot().hash(), before.hash());
    assert_eq!(update(&store, "INSERT DATA { id:new id:p 8 }").number(), 2);
    Ok(())
}

#[test]
fn a_large_commit_is_a_generation_and_small_ones_follow_in_its_journal() -> Outcome {
    let temporary = tempfile::tempdir()?;
    let store = Store::open(temporary.path())?;
    let mut transaction = store.begin();
    transaction.note("a large load");
    transaction.extend((0..100_001).map(|n| quad(n, n)));
    let large = transaction.commit()?;
    let names = |begins: &str| {
        let entries = std::fs::read_dir(temporary.path()).unwrap().map(|entry| entry.unwrap().file_name());
        entries.filter(|name| name.to_string_lossy().starts_with(begins)).count()
    };
    assert_eq!((names("quads-1."), names("journal-1.")), (1, 1));
    let small = update(&store, "INSERT DATA { id:a id:p 1 }");
    drop(store);
    let store = Store::open(temporary.path())?;
    assert_eq!(store.snapshot().hash(), small.hash());
    assert_eq!(store.at(1)?.hash(), large.hash());
    assert_eq!(store.log()?[1].note, "a large load");
    assert_eq!(store.at(0)?.len(), 0);
    Ok(())
}

#[test]
fn a_store_that_is_read_only_takes_no_commit() -> Outcome {
    let temporary = tempfile::tempdir()?;
    assert!(matches!(Store::open_read_only(temporary.path()), Err(StoreError::Missing { .. })));
    drop(Store::open(temporary.path())?);
    let store = Store::open_read_only(temporary.path())?;
    let mut transaction = store.begin();
    transaction.insert(&quad(1, 1));
    assert!(matches!(transaction.commit(), Err(StoreError::ReadOnly { .. })));
    assert!(store.snapshot().is_empty());
    assert!(store.keep(1).is_err());
    Ok(())
}

#[test]
fn a_backup_is_a_store_and_a_restored_one_has_its_content() -> Outcome {
    let temporary = tempfile::tempdir()?;
    let (mine, safe) = (temporary.path().join("mine"), temporary.path().join("safe"));
    assert!(matches!(Store::backup(&mine, &safe), Err(StoreError::Missing { .. })));
    let store = Store::open(&mine)?;
    for n in 0..10 {
        update(&store, &format!("INSERT DATA {{ id:a id:p {n}, 'text {n}' }}"));
        if n == 5 {
            store.compact()?;
        }
    }
    Store::backup(&mine, &safe)?;
    assert!(matches!(Store::backup(&mine, &safe), Err(StoreError::Occupied { .. })));
    let kept = store.snapshot();
    update(&store, "DELETE WHERE { ?s ?p 3 } ; INSERT DATA { id:b id:q 'new' }");
    let copy = Store::open_read_only(&safe)?;
    assert_eq!(copy.snapshot().hash(), kept.hash());
    assert_eq!(copy.log()?, &store.log()?[..=10]);
    assert_eq!(copy.at(4)?.hash(), store.at(4)?.hash());
    let restored = store.restore(&safe)?;
    assert_eq!((restored.number(), restored.hash()), (12, kept.hash()));
    assert_eq!(store.at(11)?.len(), 20, "what was restored over can still be asked for");
    Ok(())
}
