//! The store: terms, tables, transactions and the checkpoint.
//!
//! One writer at a time changes the store in a [`Transaction`]; everyone reads [`Snapshot`]s. With a folder, each commit is
//! written there as Parquet before it becomes visible.

mod backup;
pub(crate) mod bulk;
mod checkpoint;
mod commit;
pub(crate) mod dictionary;
pub(crate) mod diff;
mod disk;
mod error;
mod folder;
#[cfg(fuzzing)]
pub mod fuzz;
pub(crate) mod hash;
mod history;
pub(crate) mod inline;
mod journal;
pub(crate) mod keys;
mod manifest;
pub(crate) mod numbers;
mod sorted;
mod state;
pub(crate) mod table;
pub(crate) mod term;
mod transaction;
mod verify;

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::thread::JoinHandle;
use std::time::SystemTime;

use crate::snapshot::{Snapshot, State};
pub use commit::Commit;
pub use diff::Diff;
#[cfg(feature = "http")]
pub(crate) use diff::changed_graphs;
pub use error::StoreError;
use folder::Folder;
use history::History;
pub use transaction::Transaction;
pub use verify::{Fault, Verification};

/// An embedded RDF store: columns in memory, immutable snapshots, and if wanted a folder that keeps them.
///
/// ```
/// use milieu::sparql::{self, QueryOptions};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let store = milieu::Store::new();
/// sparql::update(&store, "INSERT DATA { id:toy/a rdfs:label 'A' }".replace("id:toy/a", "<https://w3id.org/milieu/id/toy/a>").as_str(), &QueryOptions::default())?;
/// assert_eq!(store.snapshot().len(), 1);
/// # Ok(()) }
/// ```
#[derive(Debug)]
pub struct Store {
    current: RwLock<Snapshot>,
    writer: Mutex<()>,
    history: Mutex<History>,
    folder: Option<Arc<Folder>>,
    compaction: Mutex<Option<JoinHandle<()>>>,
}

impl Store {
    /// An empty store in memory.
    pub fn new() -> Self {
        Self::with((State::default(), manifest::Manifest::new().generations.remove(0).commit), None)
    }

    /// The store that `folder` keeps; an empty one, made now, if there is none.
    ///
    /// # Errors
    /// [`StoreError`] when another process has it open to write, when a file is missing, damaged or of another version, and
    /// when the folder cannot be read or written.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let folder = tempfile::tempdir()?;
    /// # let folder = folder.path().join("store");
    /// let store = milieu::Store::open(&folder)?;
    /// assert!(store.snapshot().is_empty());
    /// assert!(milieu::Store::open(&folder).is_err(), "one process at a time");
    /// # Ok(()) }
    /// ```
    pub fn open(folder: impl AsRef<Path>) -> Result<Self, StoreError> {
        let (folder, found) = Folder::open(folder.as_ref())?;
        Ok(Self::with(found, Some(folder)))
    }

    /// The store that `folder` keeps, to read only: its state now, whatever another process that has it open commits later.
    ///
    /// # Errors
    /// [`StoreError`] when there is none, and when a file is missing, damaged or of another version.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let folder = tempfile::tempdir()?;
    /// let writing = milieu::Store::open(folder.path())?;
    /// let reading = milieu::Store::open_read_only(folder.path())?;
    /// milieu::sparql::update(&writing, "INSERT DATA { nuts:DE11 rdfs:label 'Stuttgart' }", &Default::default())?;
    /// assert!(reading.snapshot().is_empty());
    /// assert_eq!(milieu::Store::open_read_only(folder.path())?.snapshot().len(), 1);
    /// # Ok(()) }
    /// ```
    pub fn open_read_only(folder: impl AsRef<Path>) -> Result<Self, StoreError> {
        let (folder, found) = Folder::open_read_only(folder.as_ref())?;
        Ok(Self::with(found, Some(folder)))
    }

    fn with((state, commit): (State, Commit), folder: Option<Folder>) -> Self {
        let snapshot = Snapshot { state: Arc::new(state) };
        let keep = folder.as_ref().map_or(manifest::KEEP, |folder| folder.manifest().keep);
        Self {
            history: Mutex::new(History::new(keep, commit, snapshot.clone())),
            current: RwLock::new(snapshot),
            writer: Mutex::new(()),
            folder: folder.map(Arc::new),
            compaction: Mutex::new(None),
        }
    }

    /// The state after the last commit.
    pub fn snapshot(&self) -> Snapshot {
        self.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The state after commit `number`.
    ///
    /// It shares with the newest what did not change since; one of a folder that this process has not seen is read from there.
    ///
    /// # Errors
    /// [`StoreError::NotKept`] when it is too far back or not made yet. A store in memory keeps snapshots back to its last
    /// commit of over 100,000 quads that changed more than half of it, a folder as many as [`keep`](Self::keep) says.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let store = milieu::Store::new();
    /// milieu::sparql::update(&store, "INSERT DATA { nuts:DE11 rdfs:label 'Stuttgart' }", &Default::default())?;
    /// assert_eq!(store.at(0)?.len(), 0);
    /// assert_eq!(store.at(1)?.len(), 1);
    /// assert!(store.at(2).is_err());
    /// # Ok(()) }
    /// ```
    pub fn at(&self, number: u64) -> Result<Snapshot, StoreError> {
        let (known, (oldest, newest)) = {
            let history = self.history();
            (history.at(number), history.range())
        };
        if let Some(snapshot) = known {
            return Ok(snapshot);
        }
        let Some(folder) = &self.folder else {
            return Err(StoreError::NotKept { number, oldest, newest });
        };
        if let Some(state) = folder.at(number)? {
            return Ok(Snapshot { state: Arc::new(state) });
        }
        let log = folder.log()?;
        let ends = log.first().zip(log.last()).map(|(first, last)| (first.number, last.number));
        let (oldest, newest) = ends.unwrap_or((oldest, newest));
        Err(StoreError::NotKept { number, oldest, newest })
    }

    /// The commits that are kept, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the folder cannot be read.
    pub fn log(&self) -> Result<Vec<Commit>, StoreError> {
        match &self.folder {
            Some(folder) => folder.log(),
            None => Ok(self.history().log()),
        }
    }

    /// Sets how many commits back can be asked for; 100 unless it is said otherwise. A folder remembers it.
    ///
    /// # Errors
    /// [`StoreError`] when the folder cannot be written.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let store = milieu::Store::new();
    /// store.keep(0)?;
    /// milieu::sparql::update(&store, "INSERT DATA { nuts:DE11 rdfs:label 'Stuttgart' }", &Default::default())?;
    /// assert!(store.at(0).is_err());
    /// # Ok(()) }
    /// ```
    pub fn keep(&self, commits: u64) -> Result<(), StoreError> {
        let _only_writer = self.only_writer();
        if let Some(folder) = &self.folder {
            folder.set_keep(commits, self.snapshot().number())?;
        }
        let mut history = self.history();
        history.keep = commits;
        history.prune();
        Ok(())
    }

    /// Begins to write, as soon as no one else does.
    pub fn begin(&self) -> Transaction<'_> {
        Transaction::new(self, self.only_writer())
    }

    /// The folder that keeps this store, if one does.
    pub fn folder(&self) -> Option<&Path> {
        self.folder.as_ref().map(|folder| folder.path())
    }

    /// Writes the state as it is now as files of its own, so that the journal begins anew and the next opening is quick. Readers
    /// go on meanwhile, and so do writers. A store does so by itself when its journal has grown long.
    ///
    /// # Errors
    /// [`StoreError`] when the folder cannot be written; nothing has changed then.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let folder = tempfile::tempdir()?;
    /// let store = milieu::Store::open(folder.path())?;
    /// milieu::sparql::update(&store, "INSERT DATA { nuts:DE11 rdfs:label 'Stuttgart' }", &Default::default())?;
    /// store.compact()?;
    /// assert!(folder.path().join("quads-1.parquet").exists());
    /// # Ok(()) }
    /// ```
    pub fn compact(&self) -> Result<(), StoreError> {
        let Some(folder) = &self.folder else { return Ok(()) };
        let snapshot = {
            let _only_writer = self.only_writer();
            if !folder.begin_compaction(&self.newest())? {
                return Ok(());
            }
            self.snapshot()
        };
        folder.finish_compaction(&snapshot.state)
    }

    fn newest(&self) -> Commit {
        self.history().newest().clone()
    }

    fn history(&self) -> MutexGuard<'_, History> {
        self.history.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn only_writer(&self) -> MutexGuard<'_, ()> {
        // A writer that panicked left nothing behind: what it staged went with it.
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Shows `newest` to readers.
    fn replace(&self, newest: Snapshot) {
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = newest;
    }

    /// Keeps `after` if there is a folder, then shows it to readers.
    fn publish(&self, before: &State, after: Snapshot, note: String) -> Result<Snapshot, StoreError> {
        let (added, removed) = diff::size(before, &after.state);
        let (number, quads, hash) = (after.number(), after.len() as u64, after.hash());
        let commit = Commit { number, time: SystemTime::now(), added, removed, quads, hash, note };
        if let Some(folder) = &self.folder {
            folder.keep(before, &after.state, &commit)?;
        }
        self.history().push(commit.clone(), after.clone());
        self.replace(after.clone());
        if let Some(folder) = &self.folder
            && folder.wants_compaction()
        {
            self.compact_behind(folder, &commit, after.clone());
        }
        Ok(after)
    }

    /// Begins a generation at `snapshot` and has its files written by a thread, unless one is at it still.
    fn compact_behind(&self, folder: &Arc<Folder>, commit: &Commit, snapshot: Snapshot) {
        let mut compaction = self.compaction.lock().unwrap_or_else(PoisonError::into_inner);
        if compaction.as_ref().is_some_and(|thread| !thread.is_finished()) {
            return;
        }
        let told = |error: StoreError| tracing::warn!(%error, "the journal could not be shortened; it goes on growing");
        match folder.begin_compaction(commit) {
            Ok(true) => {}
            Ok(false) => return,
            Err(error) => return told(error),
        }
        let folder = Arc::clone(folder);
        *compaction = Some(std::thread::spawn(move || {
            if let Err(error) = folder.finish_compaction(&snapshot.state) {
                told(error);
            }
        }));
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        if let Some(folder) = &self.folder {
            folder.close();
        }
        let thread = self.compaction.get_mut().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread {
            // It logs what went wrong itself.
            let _ = thread.join();
        }
    }
}

/// A store in memory that begins with what the snapshot holds. They share all that is not changed later, so this costs next to
/// nothing; wherever the snapshot came from stays as it is.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let folder = tempfile::tempdir()?;
/// let kept = milieu::Store::open(folder.path())?;
/// let tried = milieu::Store::from(kept.snapshot());
/// milieu::sparql::update(&tried, "INSERT DATA { nuts:DE11 rdfs:label 'Stuttgart' }", &Default::default())?;
/// assert_eq!((tried.snapshot().len(), kept.snapshot().len()), (1, 0));
/// # Ok(()) }
/// ```
impl From<Snapshot> for Store {
    fn from(snapshot: Snapshot) -> Self {
        let (number, quads, hash) = (snapshot.number(), snapshot.len() as u64, snapshot.hash());
        let note = "the beginning, in memory".to_owned();
        let commit = Commit { number, time: SystemTime::now(), added: 0, removed: 0, quads, hash, note };
        Self::with((State::clone(&snapshot.state), commit), None)
    }
}

impl Default for Store {
    fn default() -> Self {
        Self::new()
    }
}
