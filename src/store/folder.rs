//! The folder that keeps a store.
//!
//! ```text
//! manifest.json                     what is true: the generations, their files and seals, how far back is kept
//! terms-N.parquet quads-N.parquet   a generation: the state after commit N, whole
//! journal-N.log                     the commits after N, up to the next generation
//! lock                              held while a process has the store open to write; its text is that process's number
//! ```
//! A small commit is a record in the journal; a large one is a generation of its own. Either is on the disk, and the manifest or
//! the journal synced, before anyone sees the commit. When a journal has grown long a new generation is written in the background.

#[cfg(test)]
mod faults;
mod lock;
mod open;

pub(super) use open::{reading, records};

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::checkpoint::{self, Files};
use super::disk::Disk;
use super::journal::{Journal, Record};
use super::manifest::{self, Generation, Manifest};
use super::{Commit, StoreError};
use crate::snapshot::State;

/// A commit that changes more quads than this is written as a generation.
pub(super) const LARGE: u64 = if cfg!(test) { 50 } else { 100_000 };

/// A journal may be so long, or half as long as its generation's files if that is more, before a new generation is written.
const JOURNAL: u64 = 4 << 20;

/// An open folder.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    pub(super) disk: Disk,
    /// Held while the folder is open to write.
    lock: Option<File>,
    manifest: Mutex<Manifest>,
    /// That of the last generation, when the folder is open to write.
    journal: Mutex<Option<Journal>>,
    /// Set when a failed write could not be taken back.
    broken: AtomicBool,
    /// Set when the store is let go, so that work in the background ends.
    closing: AtomicBool,
}

impl Drop for Folder {
    fn drop(&mut self) {
        // Closing the file is not enough: a process that is being started may hold a copy of the handle for a moment.
        if let Some(lock) = &self.lock {
            let _ = lock.unlock();
        }
    }
}

impl Folder {
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn manifest(&self) -> MutexGuard<'_, Manifest> {
        self.manifest.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn journal(&self) -> MutexGuard<'_, Option<Journal>> {
        self.journal.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn is_read_only(&self) -> bool {
        self.lock.is_none()
    }

    /// Ends what goes on in the background.
    pub(super) fn close(&self) {
        self.closing.store(true, Ordering::Relaxed);
    }

    fn writable(&self) -> Result<(), StoreError> {
        if self.is_read_only() {
            return Err(StoreError::ReadOnly { folder: self.path.clone() });
        }
        if self.broken.load(Ordering::Relaxed) {
            return Err(StoreError::Broken { folder: self.path.clone() });
        }
        Ok(())
    }

    /// Keeps the commit that led from `before` to `after`. Once this returns it is on the disk.
    pub(super) fn keep(&self, before: &State, after: &State, commit: &Commit) -> Result<(), StoreError> {
        self.writable()?;
        if commit.added + commit.removed > LARGE {
            let files = checkpoint::write(&self.path, after, &self.disk, &|| true);
            let begun = files.and_then(|files| self.begin(Generation::new(commit.clone(), files)));
            return begun.inspect_err(|_| self.discard(commit.number));
        }
        let (terms, changes) = before.changes(after);
        let record = Record { commit: commit.clone(), terms, changes };
        let path = self.journal_path();
        let mut journal = self.journal();
        let journal = journal.as_mut().expect("a folder that is open to write has a journal");
        journal.append(&record, &path, &self.disk).map_err(|failed| {
            if !failed.mended {
                self.broken.store(true, Ordering::Relaxed);
            }
            failed.error
        })
    }

    fn journal_path(&self) -> PathBuf {
        let manifest = self.manifest();
        self.path.join(&manifest.generations.last().expect("there is always one").journal)
    }

    /// Begins a generation with a new journal.
    fn begin(&self, generation: Generation) -> Result<(), StoreError> {
        let path = self.path.join(&generation.journal);
        let journal = Journal::create(&path, &self.disk)?;
        let mut manifest = self.manifest();
        let mut next = manifest.clone();
        next.prune(generation.commit.number);
        next.generations.push(generation);
        self.replace(&mut manifest, next)?;
        *self.journal() = Some(journal);
        Ok(())
    }

    /// Makes `next` what is true, and removes the files that it no longer speaks of.
    fn replace(&self, manifest: &mut Manifest, next: Manifest) -> Result<(), StoreError> {
        next.write(&self.path, &self.disk).map_err(|(error, in_place)| {
            if in_place {
                self.broken.store(true, Ordering::Relaxed);
            }
            error
        })?;
        let before = std::mem::replace(manifest, next);
        before.files().filter(|name| !manifest.files().any(|kept| kept == *name)).for_each(|name| self.remove(name));
        Ok(())
    }

    /// Sets how many commits back can be asked for.
    pub(super) fn set_keep(&self, commits: u64, newest: u64) -> Result<(), StoreError> {
        self.writable()?;
        let mut manifest = self.manifest();
        let mut next = manifest.clone();
        next.keep = commits;
        next.prune(newest);
        self.replace(&mut manifest, next)
    }

    /// Whether the journal has grown so long that a new generation is wanted.
    pub(super) fn wants_compaction(&self) -> bool {
        let files: u64 = match self.manifest().generations.iter().rfind(|one| one.is_whole()) {
            Some(whole) => whole.files.values().map(|seal| seal.bytes).sum(),
            None => 0,
        };
        self.journal().as_ref().is_some_and(|journal| journal.len() > JOURNAL.max(files / 2))
    }

    /// Begins the generation of `commit`, still without its files: later commits go to its journal. False if there is one.
    ///
    /// No commit may be made meanwhile.
    pub(super) fn begin_compaction(&self, commit: &Commit) -> Result<bool, StoreError> {
        self.writable()?;
        if self.manifest().generations.last().is_some_and(|last| last.commit.number == commit.number) {
            return Ok(false);
        }
        match self.begin(Generation::new(commit.clone(), Files::new())) {
            Ok(()) => Ok(true),
            Err(error) => {
                self.discard(commit.number);
                Err(error)
            }
        }
    }

    /// Writes the files of a generation that was begun. Commits may go on.
    pub(super) fn finish_compaction(&self, state: &State) -> Result<(), StoreError> {
        let going = || !self.closing.load(Ordering::Relaxed);
        let finished = checkpoint::write(&self.path, state, &self.disk, &going).and_then(|files| {
            let mut manifest = self.manifest();
            let mut next = manifest.clone();
            // A generation that was forgotten meanwhile is not wanted any more.
            if let Some(generation) = next.generations.iter_mut().find(|one| one.commit.number == state.number) {
                generation.files = files;
                let newest = next.generations.last().expect("there is always one").commit.number;
                next.prune(newest);
                self.replace(&mut manifest, next)?;
            }
            Ok(())
        });
        self.discard(state.number);
        finished
    }

    /// Removes files of generation `number` that the manifest does not speak of.
    fn discard(&self, number: u64) {
        // After a failure in the midst of replacing the manifest, the one on the disk may be the newer.
        if self.broken.load(Ordering::Relaxed) {
            return;
        }
        let manifest = self.manifest();
        let files = checkpoint::names(number).into_iter().chain([manifest::journal(number)]);
        let left = files.filter(|name| !manifest.files().any(|kept| kept == name) && self.path.join(name).exists());
        left.for_each(|name| self.remove(&name));
    }

    /// Removes files of ours that the manifest does not speak of: what was half written when an earlier process ended.
    fn tidy(&self) {
        let manifest = self.manifest();
        for entry in fs::read_dir(&self.path).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            let journal = name.starts_with("journal-") && name.ends_with(".log");
            let ours = checkpoint::owns(&name) || journal || name == "manifest.json.new";
            if ours && !manifest.files().any(|kept| kept == name) {
                self.remove(&name);
            }
        }
    }

    /// Removes a file that nothing speaks of. It does no harm, so a failure is not one of the commit.
    fn remove(&self, name: &str) {
        let path = self.path.join(name);
        if let Err(error) = fs::remove_file(&path) {
            tracing::warn!(%error, file = %path.display(), "an old file stays");
        }
    }
}
