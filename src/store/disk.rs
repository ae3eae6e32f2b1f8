//! What the store does to files. Everything that writes goes through here, so that a test can make any step fail.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use super::StoreError;

/// The way to the disk.
#[derive(Debug, Default)]
pub(super) struct Disk {
    /// How many more steps succeed; without a number all do.
    #[cfg(test)]
    pub(super) steps: std::sync::Mutex<Option<usize>>,
}

type Result<T> = std::result::Result<T, StoreError>;

impl Disk {
    #[cfg(not(test))]
    #[allow(clippy::unused_self, clippy::unnecessary_wraps, reason = "the same as where steps can fail")]
    fn step(&self) -> io::Result<()> {
        Ok(())
    }

    #[cfg(test)]
    fn step(&self) -> io::Result<()> {
        match &mut *self.steps.lock().unwrap() {
            Some(0) => Err(io::ErrorKind::StorageFull.into()),
            Some(left) => {
                *left -= 1;
                Ok(())
            }
            None => Ok(()),
        }
    }

    pub(super) fn create(&self, path: &Path) -> Result<File> {
        self.step().and_then(|()| File::create(path)).map_err(StoreError::file("write", path))
    }

    pub(super) fn open_to_write(&self, path: &Path) -> Result<File> {
        self.step().and_then(|()| File::options().write(true).open(path)).map_err(StoreError::file("write", path))
    }

    /// Writes all of `bytes`; when that fails some of them may be there.
    pub(super) fn write(&self, file: &mut impl Write, bytes: &[u8], path: &Path) -> Result<()> {
        let halves = bytes.split_at(if cfg!(test) { bytes.len() / 2 } else { 0 });
        let written = file.write_all(halves.0).and_then(|()| self.step()).and_then(|()| file.write_all(halves.1));
        written.map_err(StoreError::file("write", path))
    }

    pub(super) fn sync(&self, file: &File, path: &Path) -> Result<()> {
        self.step().and_then(|()| file.sync_data()).map_err(StoreError::file("sync", path))
    }

    pub(super) fn rename(&self, from: &Path, to: &Path) -> Result<()> {
        self.step().and_then(|()| fs::rename(from, to)).map_err(StoreError::file("rename", from))
    }

    /// Makes what was created, renamed and removed in a folder last.
    pub(super) fn sync_folder(&self, path: &Path) -> Result<()> {
        let synced = self.step().and_then(|()| File::open(path)).and_then(|folder| folder.sync_all());
        synced.map_err(StoreError::file("sync", path))
    }

    /// A file to write through as any writer does.
    pub(super) fn writer<'a>(&'a self, path: &Path) -> Result<Writer<'a>> {
        Ok(Writer { disk: self, file: self.create(path)? })
    }
}

/// A file that is written.
pub(super) struct Writer<'a> {
    disk: &'a Disk,
    pub(super) file: File,
}

impl Write for Writer<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.disk.step()?;
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
