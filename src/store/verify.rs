//! Whether a folder still holds what was written to it.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::dictionary::Growing;
use super::folder::{reading, records};
use super::hash::ContentHash;
use super::manifest::{Generation, Manifest};
use super::{Store, StoreError, checkpoint};
use crate::snapshot::State;

/// What a check of a store's folder found.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Verification {
    /// How many files were read.
    pub files: usize,
    /// How many bytes they have.
    pub bytes: u64,
    /// The number of the last commit that can be read.
    pub snapshot: u64,
    /// How many commits of the journals were gone through.
    pub commits: usize,
    /// What is wrong; nothing if all is well.
    pub faults: Vec<Fault>,
}

/// Something that is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fault {
    /// The file.
    pub path: PathBuf,
    /// The bytes within which it is, if that is known.
    pub bytes: Option<Range<u64>>,
    /// What it is.
    pub reason: String,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.path.display())?;
        if let Some(Range { start, end }) = &self.bytes {
            write!(f, ", bytes {start} to {end}")?;
        }
        write!(f, ": {}", self.reason)
    }
}

impl Store {
    /// Reads everything that `folder` keeps and compares it with its seals: every byte of every file, every commit of every
    /// journal, and the content hash that all of it leads to. Another process may write to the folder meanwhile.
    ///
    /// # Errors
    /// [`StoreError`] when there is no store, or when its manifest cannot be read.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let folder = tempfile::tempdir()?;
    /// let store = milieu::Store::open(folder.path())?;
    /// milieu::sparql::update(&store, "INSERT DATA { nuts:DE11 rdfs:label 'Stuttgart' }", &Default::default())?;
    /// assert!(milieu::Store::verify(folder.path())?.faults.is_empty());
    /// # Ok(()) }
    /// ```
    pub fn verify(folder: impl AsRef<Path>) -> Result<Verification, StoreError> {
        let folder = folder.as_ref();
        reading(folder, |manifest| verify(folder, manifest)).map(|(_, found)| found)
    }
}

fn verify(folder: &Path, manifest: &Manifest) -> Result<Verification, StoreError> {
    let mut found = Verification::default();
    let mut state: Option<State> = None;
    for generation in &manifest.generations {
        let faults = found.faults.len();
        files(folder, generation, &mut found)?;
        if generation.is_whole() && found.faults.len() == faults {
            match whole(folder, generation) {
                Ok(read) => {
                    compare(state.as_ref(), &read, folder, &mut found);
                    state = Some(read);
                }
                Err(error) => found.fault(error)?,
            }
        }
        journal(folder, generation, &mut state, &mut found)?;
    }
    found.snapshot = state.map_or(0, |state| state.number);
    Ok(found)
}

/// Compares the bytes of a generation's files with their seals.
fn files(folder: &Path, generation: &Generation, found: &mut Verification) -> Result<(), StoreError> {
    for (name, seal) in &generation.files {
        let path = folder.join(name);
        let bytes = fs::read(&path).map_err(StoreError::file("read", &path))?;
        found.files += 1;
        found.bytes += bytes.len() as u64;
        if let Some(range) = seal.broken(&bytes) {
            let reason = "these are not the bytes that were written".to_owned();
            found.faults.push(Fault { path, bytes: Some(range), reason });
        } else if !seal.hashes(&bytes) {
            let reason = format!("its SHA-256 is not {}", seal.sha256);
            found.faults.push(Fault { path, bytes: None, reason });
        }
    }
    Ok(())
}

/// Reads a generation, and recomputes its hash.
fn whole(folder: &Path, generation: &Generation) -> Result<State, StoreError> {
    if generation.files.is_empty() {
        return Ok(State::default());
    }
    let state = checkpoint::read(folder, &generation.commit, &generation.files)?;
    if let Some(term) = state.dictionary.repeated() {
        let reason = format!("term {term} of snapshot {} is there twice", state.number);
        return Err(StoreError::Damaged { path: Manifest::path(folder), reason });
    }
    let tables = state.tables.iter();
    let hash = tables.fold(ContentHash::default(), |sum, (&predicate, table)| {
        sum.plus(ContentHash::of(&state.dictionary, predicate, &table.rows().collect::<Vec<_>>()))
    });
    if hash == state.hash {
        return Ok(state);
    }
    let reason = format!("the content of snapshot {} has the hash {hash}, not {}", state.number, state.hash);
    Err(StoreError::Damaged { path: Manifest::path(folder), reason })
}

/// A generation has to be what the journal before it led to.
fn compare(before: Option<&State>, read: &State, folder: &Path, found: &mut Verification) {
    if let Some(before) = before
        && before.number == read.number
        && before.hash != read.hash
    {
        let reason = format!("snapshot {} is not what the journal before it leads to", read.number);
        found.faults.push(Fault { path: Manifest::path(folder), bytes: None, reason });
    }
}

/// Goes through a journal from `state` on.
fn journal(
    folder: &Path,
    generation: &Generation,
    state: &mut Option<State>,
    found: &mut Verification,
) -> Result<(), StoreError> {
    let path = folder.join(&generation.journal);
    let scanned = match records(folder, generation) {
        Ok(scanned) => scanned,
        Err(error) => return found.fault(error),
    };
    found.files += 1;
    found.bytes += scanned.end;
    if scanned.torn > 0 {
        let bytes = Some(scanned.end..scanned.end + scanned.torn);
        let reason =
            "a commit that was cut off before anyone was told of it, or is being written; it counts for nothing";
        found.faults.push(Fault { path: path.clone(), bytes, reason: reason.to_owned() });
    }
    found.commits += scanned.records.len();
    let Some(state) = state.as_mut().filter(|state| state.number == generation.commit.number) else {
        return Ok(());
    };
    let mut terms = Growing::new(state.dictionary.clone());
    for record in scanned.records {
        if let Err(reason) = state.replay(record, &mut terms) {
            found.faults.push(Fault { path, bytes: None, reason });
            break;
        }
    }
    Ok(())
}

impl Verification {
    /// Notes damage; other errors go on.
    fn fault(&mut self, error: StoreError) -> Result<(), StoreError> {
        match error {
            StoreError::Damaged { path, reason } => {
                self.faults.push(Fault { path, bytes: None, reason });
                Ok(())
            }
            error => Err(error),
        }
    }
}
