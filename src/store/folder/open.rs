//! Opening a folder: to go on writing, to read only, or to read as it was.

use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;

use super::{Folder, lock};
use crate::snapshot::State;
use crate::store::checkpoint;
use crate::store::dictionary::Growing;
use crate::store::disk::Disk;
use crate::store::journal::{self, Journal, Scanned};
use crate::store::manifest::{Generation, Manifest};
use crate::store::{Commit, StoreError};

/// How often a reader begins anew when a writer changes the files under its hands.
const TRIES: usize = 5;

/// A state with what is known of the commit that made it.
type Found = (State, Commit);

impl Folder {
    /// Opens the folder, made now if there is none, and recovers the state after the last commit.
    pub(in crate::store) fn open(path: &Path) -> Result<(Self, Found), StoreError> {
        fs::create_dir_all(path).map_err(StoreError::file("make", path))?;
        let lock = lock::lock(path)?;
        let disk = Disk::default();
        let (manifest, found, journal) = match Manifest::read(path)? {
            None => {
                let manifest = Manifest::new();
                let first = &manifest.generations[0];
                let journal = Journal::create(&path.join(&first.journal), &disk)?;
                manifest.write(path, &disk).map_err(|(error, _)| error)?;
                let commit = first.commit.clone();
                (manifest, (State::default(), commit), journal)
            }
            Some(manifest) => {
                let (found, end) = recover(path, &manifest, u64::MAX)?;
                let last = &manifest.generations.last().expect("there is always one").journal;
                let journal = Journal::go_on(&path.join(last), end, &disk)?;
                (manifest, found, journal)
            }
        };
        let folder = Self::with(path, Some(lock), manifest, Some(journal), disk);
        folder.tidy();
        Ok((folder, found))
    }

    /// Opens the folder to read only; another process may write to it meanwhile.
    pub(in crate::store) fn open_read_only(path: &Path) -> Result<(Self, Found), StoreError> {
        let (manifest, found) = reading(path, |manifest| Ok(recover(path, manifest, u64::MAX)?.0))?;
        Ok((Self::with(path, None, manifest, None, Disk::default()), found))
    }

    fn with(path: &Path, lock: Option<fs::File>, manifest: Manifest, journal: Option<Journal>, disk: Disk) -> Self {
        let (manifest, journal) = (Mutex::new(manifest), Mutex::new(journal));
        let (broken, closing) = (AtomicBool::new(false), AtomicBool::new(false));
        Self { path: path.to_owned(), disk, lock, manifest, journal, broken, closing }
    }

    /// The state after commit `number`, if it is kept.
    pub(in crate::store) fn at(&self, number: u64) -> Result<Option<State>, StoreError> {
        let (_, found) = reading(&self.path, |manifest| match manifest.from(number) {
            Some(_) => Ok(Some(recover(&self.path, manifest, number)?.0.0)),
            None => Ok(None),
        })?;
        Ok(found.filter(|state| state.number == number))
    }

    /// All commits that are kept, oldest first.
    pub(in crate::store) fn log(&self) -> Result<Vec<Commit>, StoreError> {
        let read = |manifest: &Manifest| {
            let mut log: Vec<Commit> = Vec::new();
            for generation in &manifest.generations {
                if log.last().is_none_or(|last| last.number < generation.commit.number) {
                    log.push(generation.commit.clone());
                }
                log.extend(records(&self.path, generation)?.records.into_iter().map(|record| record.commit));
            }
            Ok(log)
        };
        Ok(reading(&self.path, read)?.1)
    }
}

/// Reads what a manifest speaks of, anew when a writer has replaced it meanwhile.
pub(in crate::store) fn reading<T>(
    path: &Path,
    read: impl Fn(&Manifest) -> Result<T, StoreError>,
) -> Result<(Manifest, T), StoreError> {
    let mut tries = TRIES;
    loop {
        let manifest = Manifest::read(path)?.ok_or_else(|| StoreError::Missing { folder: path.to_owned() })?;
        match read(&manifest) {
            Ok(read) => return Ok((manifest, read)),
            Err(error) if error.is_not_found() && tries > 0 => tries -= 1,
            Err(error) => return Err(error),
        }
    }
}

/// The state after the last commit, or after `upto` if that is earlier, and where the last journal's whole records end.
fn recover(path: &Path, manifest: &Manifest, upto: u64) -> Result<(Found, u64), StoreError> {
    let (base, later) = manifest.from(upto).expect("one that is whole was looked for");
    let mut state =
        if base.files.is_empty() { State::default() } else { checkpoint::read(path, &base.commit, &base.files)? };
    let mut commit = base.commit.clone();
    let mut terms = Growing::new(state.dictionary.clone());
    let mut end = 0;
    let mut journals = [base].into_iter().chain(later).peekable();
    while let Some(generation) = journals.next() {
        let Scanned { records, end: whole, torn } = records(path, generation)?;
        end = whole;
        let damaged = |reason: String| StoreError::Damaged { path: path.join(&generation.journal), reason };
        if generation.commit.number != state.number {
            let reason = format!(
                "it begins after commit {} and the one before ends with {}",
                generation.commit.number, state.number
            );
            return Err(damaged(reason));
        }
        if torn > 0 {
            match journals.peek() {
                Some(_) => {
                    return Err(damaged(format!("it is cut off at byte {whole}, and commits follow in another")));
                }
                None => {
                    tracing::warn!(journal = %generation.journal, bytes = torn, "a commit that was cut off is left out");
                }
            }
        }
        for record in records {
            if record.commit.number > upto {
                return Ok(((state, commit), end));
            }
            commit = record.commit.clone();
            state.replay(record, &mut terms).map_err(&damaged)?;
        }
        if state.number == upto {
            break;
        }
    }
    Ok(((state, commit), end))
}

/// What stands in the journal of `generation`.
pub(in crate::store) fn records(path: &Path, generation: &Generation) -> Result<Scanned, StoreError> {
    let path = path.join(&generation.journal);
    let bytes = fs::read(&path).map_err(StoreError::file("read", &path))?;
    journal::scan(&bytes, generation.commit.number + 1)
        .map_err(|fault| StoreError::Damaged { path, reason: format!("at byte {}: {}", fault.at, fault.reason) })
}
