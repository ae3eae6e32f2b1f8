//! Earlier snapshots, the log, and what changed between.

use milieu::{Store, StoreError};

use super::{Outcome, file, update};

#[test]
fn earlier_snapshots_can_be_asked_for_as_far_back_as_is_kept() -> Outcome {
    let temporary = tempfile::tempdir()?;
    let store = Store::open(temporary.path())?;
    store.keep(4)?;
    for n in 1..=20 {
        update(&store, &format!("INSERT DATA {{ id:a id:p {n} }}"));
        if n % 3 == 0 {
            store.compact()?;
        }
    }
    for opened_again in [false, true] {
        let store = if opened_again { &Store::open_read_only(temporary.path())? } else { &store };
        for number in 16..=20 {
            let then = store.at(number)?;
            assert_eq!((then.number(), then.len() as u64), (number, number));
        }
        let error = store.at(3).unwrap_err();
        assert!(matches!(error, StoreError::NotKept { number: 3, newest: 20, .. }), "{error}");
        assert!(error.to_string().contains("how many are kept is a setting"), "{error}");
        assert!(store.at(21).is_err());
        let log = store.log()?;
        assert_eq!(log.last().map(|last| (last.number, last.added, last.removed, last.quads)), Some((20, 1, 0, 20)));
        assert!(log.is_sorted_by(|a, b| a.number + 1 == b.number && a.time <= b.time));
        assert_eq!(log.last().unwrap().hash, store.snapshot().hash());
    }
    assert!(file(temporary.path(), "quads-", ".parquet").ends_with("quads-18.parquet"));
    assert!(!temporary.path().join("quads-9.parquet").exists(), "what is too old is removed");
    store.keep(0)?;
    let files = std::fs::read_dir(temporary.path())?.count();
    assert_eq!(files, 5, "manifest, lock, one generation and its journal");
    Ok(())
}

#[test]
fn the_journal_is_shortened_while_commits_go_on() -> Outcome {
    let temporary = tempfile::tempdir()?;
    let store = Store::open(temporary.path())?;
    store.keep(3)?;
    let long = "x".repeat(200_000);
    for n in 0..60 {
        update(&store, &format!("INSERT DATA {{ id:a id:p '{n} {long}' }}"));
    }
    let hash = store.snapshot().hash();
    drop(store);
    let journal = std::fs::metadata(file(temporary.path(), "journal-", ".log"))?.len();
    assert!(journal < 11_000_000, "{journal} bytes of 12 million are left in the journal");
    let store = Store::open(temporary.path())?;
    assert_eq!((store.snapshot().number(), store.snapshot().hash()), (60, hash));
    assert_eq!(Store::verify(temporary.path())?.faults, []);
    Ok(())
}
