//! A byte that changed is found, and it is said where.

use milieu::{Store, StoreError};

use super::{Outcome, file, quad, update};

/// A store of three generations with commits in each journal.
fn store(folder: &std::path::Path) -> Outcome {
    let store = Store::open(folder)?;
    for round in 0..3 {
        for n in 0..4 {
            let mut transaction = store.begin();
            (0..20).for_each(|value| transaction.insert(&quad(round * 4 + n, value)));
            transaction.commit()?;
        }
        if round < 2 {
            store.compact()?;
        }
    }
    Ok(())
}

#[test]
fn a_flipped_bit_is_found_in_every_file_and_it_is_said_where() -> Outcome {
    let temporary = tempfile::tempdir()?;
    let folder = temporary.path();
    store(folder)?;
    let sound = Store::verify(folder)?;
    assert_eq!((sound.faults.len(), sound.files, sound.snapshot, sound.commits), (0, 7, 12, 12));
    let files =
        std::fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>()?;
    let mut tried = 0;
    for path in files.iter().filter(|path| path.extension().is_some_and(|kind| kind == "parquet" || kind == "log")) {
        let whole = std::fs::read(path)?;
        for at in [0, whole.len() / 3, whole.len() / 2, whole.len() - 1] {
            let mut flipped = whole.clone();
            flipped[at] ^= 4;
            std::fs::write(path, flipped)?;
            let found = Store::verify(folder)?;
            let fault = found.faults.first().unwrap_or_else(|| panic!("byte {at} of {}", path.display()));
            assert_eq!(&fault.path, path);
            if let Some(bytes) = &fault.bytes {
                // A torn tail begins where its record does, before the byte or at it.
                assert!(bytes.contains(&(at as u64)), "{fault}");
            } else {
                assert!(fault.reason.contains("at byte"), "{fault}");
            }
            tried += 1;
        }
        std::fs::write(path, whole)?;
    }
    assert_eq!(tried, 7 * 4);
    Ok(())
}

#[test]
fn damage_that_would_lose_a_commit_stops_the_store_from_opening() -> Outcome {
    let temporary = tempfile::tempdir()?;
    let folder = temporary.path();
    store(folder)?;
    let refused = |told: &str| {
        let error = Store::open(folder).unwrap_err().to_string();
        assert!(error.contains(told) && error.contains("milieu verify-store"), "{error}");
    };
    let quads = file(folder, "quads-", ".parquet");
    let whole = std::fs::read(&quads)?;
    let mut flipped = whole.clone();
    flipped[whole.len() / 2] ^= 1;
    std::fs::write(&quads, flipped)?;
    refused("quads-8.parquet is damaged: bytes 0 to ");
    std::fs::write(&quads, &whole)?;

    let journal = file(folder, "journal-", ".log");
    let whole = std::fs::read(&journal)?;
    let mut flipped = whole.clone();
    flipped[60] ^= 1;
    std::fs::write(&journal, flipped)?;
    refused("journal-8.log is damaged: at byte 16: the record here is damaged, and whole ones follow");
    std::fs::remove_file(&journal)?;
    let error = Store::open(folder).unwrap_err().to_string();
    assert!(error.contains("cannot read") && error.contains("journal-8.log"), "{error}");
    std::fs::write(&journal, whole)?;
    assert_eq!(Store::open(folder)?.snapshot().number(), 12);
    Ok(())
}

#[test]
fn a_store_of_another_format_is_not_touched() -> Outcome {
    let temporary = tempfile::tempdir()?;
    drop(Store::open(temporary.path())?);
    let manifest = temporary.path().join("manifest.json");
    let text = std::fs::read_to_string(&manifest)?;
    for (format, newer) in [(9, true), (1, false)] {
        let other = text.replace("\"format\": 2", &format!("\"format\": {format}"));
        std::fs::write(&manifest, &other)?;
        let error = Store::open(temporary.path()).unwrap_err();
        assert!(matches!(&error, StoreError::Newer { .. }) == newer, "{error}");
        assert!(error.to_string().contains(if newer { "use a newer milieu" } else { "export it" }), "{error}");
        assert_eq!(std::fs::read_to_string(&manifest)?, other);
    }
    std::fs::write(&manifest, "{")?;
    assert!(matches!(Store::open(temporary.path()), Err(StoreError::Damaged { .. })));
    Ok(())
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_loses_nothing() -> Outcome {
    // A limit on the size of files stands for a disk that is full, and it can be set for a process alone.
    const FOLDER: &str = "MILIEU_FULL_FOLDER";
    if let Some(folder) = std::env::var_os(FOLDER) {
        let store = Store::open(folder)?;
        for number in 1.. {
            let mut transaction = store.begin();
            (0..50).for_each(|value| transaction.insert(&quad(number, value)));
            if let Err(error) = transaction.commit() {
                println!("refused: {error}");
                println!("left: {}", store.snapshot().number());
                return Ok(());
            }
        }
    }
    let temporary = tempfile::tempdir()?;
    let script = "ulimit -f 64; trap '' XFSZ; exec \"$0\" --exact damage::a_full_disk_loses_nothing --nocapture";
    let output = std::process::Command::new("bash")
        .args(["-c", script])
        .arg(std::env::current_exe()?)
        .env(FOLDER, temporary.path())
        .output()?;
    let text = String::from_utf8(output.stdout)?;
    assert!(text.contains("cannot write") && text.contains("Nothing was changed"), "{text}");
    let left: u64 = text.split_once("left: ").unwrap().1.split_whitespace().next().unwrap().parse()?;
    let after = Store::open(temporary.path())?;
    assert!(left > 1);
    assert_eq!((after.snapshot().number(), after.snapshot().len() as u64), (left, left * 50));
    update(&after, "INSERT DATA { id:a id:p 1 }");
    Ok(())
}
