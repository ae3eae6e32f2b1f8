//! A copy of a store's folder, taken while it is in use, and a store brought back to it.

use std::fs;
use std::io;
use std::path::Path;

use super::disk::Disk;
use super::folder::{reading, records};
use super::manifest::Manifest;
use super::{Store, StoreError};
use crate::snapshot::Snapshot;

impl Store {
    /// Copies what the store in `from` keeps, its history included, to the folder `to`, which is a store then. Another process
    /// may write to `from` meanwhile: what is copied is the state after one of its commits.
    ///
    /// # Errors
    /// [`StoreError`] when there is no store in `from`, when `to` holds anything, and when a file cannot be read or written.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let folder = tempfile::tempdir()?;
    /// # let (mine, safe) = (folder.path().join("mine"), folder.path().join("safe"));
    /// let store = milieu::Store::open(&mine)?;
    /// milieu::sparql::update(&store, "INSERT DATA { nuts:DE11 rdfs:label 'Stuttgart' }", &Default::default())?;
    /// milieu::Store::backup(&mine, &safe)?;
    /// assert_eq!(milieu::Store::open_read_only(&safe)?.snapshot().hash(), store.snapshot().hash());
    /// # Ok(()) }
    /// ```
    pub fn backup(from: impl AsRef<Path>, to: impl AsRef<Path>) -> Result<(), StoreError> {
        let (from, to) = (from.as_ref(), to.as_ref());
        let occupied = fs::read_dir(to).is_ok_and(|mut entries| entries.next().is_some());
        if occupied {
            return Err(StoreError::Occupied { folder: to.to_owned() });
        }
        if Manifest::read(from)?.is_none() {
            return Err(StoreError::Missing { folder: from.to_owned() });
        }
        fs::create_dir_all(to).map_err(StoreError::file("make", to))?;
        let disk = Disk::default();
        let copied = reading(from, |manifest| copy(from, to, manifest, &disk));
        let (manifest, ()) = copied.inspect_err(|_| {
            // A half of a copy is none.
            let _ = fs::remove_dir_all(to);
        })?;
        // Last, since a folder is a store once it has a manifest.
        manifest.write(to, &disk).map_err(|(error, _)| error)
    }

    /// Makes this store hold what the backup in `from` holds, as one commit: readers go on, and what was there before can still
    /// be asked for by its number.
    ///
    /// # Errors
    /// [`StoreError`] when the backup cannot be read or the store not written; nothing has changed then.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let folder = tempfile::tempdir()?;
    /// # let (mine, safe) = (folder.path().join("mine"), folder.path().join("safe"));
    /// let store = milieu::Store::open(&mine)?;
    /// milieu::sparql::update(&store, "INSERT DATA { nuts:DE11 rdfs:label 'Stuttgart' }", &Default::default())?;
    /// milieu::Store::backup(&mine, &safe)?;
    /// milieu::sparql::update(&store, "CLEAR ALL", &Default::default())?;
    /// let after = store.restore(&safe)?;
    /// assert_eq!((after.number(), after.len()), (3, 1));
    /// # Ok(()) }
    /// ```
    pub fn restore(&self, from: impl AsRef<Path>) -> Result<Snapshot, StoreError> {
        let from = from.as_ref();
        let backup = Self::open_read_only(from)?.snapshot();
        let mut transaction = self.begin();
        transaction.note(format!("restore {} (snapshot {})", from.display(), backup.number()));
        transaction.clear_all();
        transaction.extend(backup.iter());
        transaction.commit()
    }
}

/// Copies the files that `manifest` speaks of, of the journals what is whole.
fn copy(from: &Path, to: &Path, manifest: &Manifest, disk: &Disk) -> Result<(), StoreError> {
    for generation in &manifest.generations {
        for name in generation.files.keys() {
            copy_file(&from.join(name), &to.join(name), u64::MAX, disk)?;
        }
        let name = &generation.journal;
        copy_file(&from.join(name), &to.join(name), records(from, generation)?.end, disk)?;
    }
    Ok(())
}

fn copy_file(from: &Path, to: &Path, bytes: u64, disk: &Disk) -> Result<(), StoreError> {
    let input = fs::File::open(from).map_err(StoreError::file("read", from))?;
    let mut output = disk.create(to)?;
    io::copy(&mut io::Read::take(input, bytes), &mut output).map_err(StoreError::file("write", to))?;
    disk.sync(&output, to)
}
