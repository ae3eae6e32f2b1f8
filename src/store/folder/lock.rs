//! One process at a time writes to a folder.

use std::fs::{File, TryLockError};
use std::io::{Read, Write};
use std::path::Path;
use std::time::Duration;

use crate::store::StoreError;

/// Locks `folder` for this process, until what is given back is dropped.
pub(super) fn lock(folder: &Path) -> Result<File, StoreError> {
    let path = folder.join("lock");
    let told = |action| StoreError::file(action, &path);
    let mut lock =
        File::options().create(true).truncate(false).read(true).write(true).open(&path).map_err(told("write"))?;
    match patiently(&lock) {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let mut pid = String::new();
            lock.read_to_string(&mut pid).map_err(told("read"))?;
            let pid = if pid.is_empty() { "another process".to_owned() } else { format!("process {pid}") };
            return Err(StoreError::InUse { folder: folder.to_owned(), pid });
        }
        Err(TryLockError::Error(error)) => return Err(told("lock")(error)),
    }
    lock.set_len(0).and_then(|()| write!(lock, "{}", std::process::id())).map_err(told("write"))?;
    Ok(lock)
}

/// Tries for a moment: a process that this one is about to start holds what this one has open, and let go of, until it runs its program.
fn patiently(lock: &File) -> Result<(), TryLockError> {
    const TRIES: usize = 10;
    const PAUSE: Duration = Duration::from_millis(20);
    for _ in 1..TRIES {
        match lock.try_lock() {
            Err(TryLockError::WouldBlock) => std::thread::sleep(PAUSE),
            done => return done,
        }
    }
    lock.try_lock()
}
