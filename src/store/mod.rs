//! The store: terms, tables, transactions and the checkpoint.
//!
//! One writer at a time changes the store in a [`Transaction`]; everyone reads [`Snapshot`]s. With a folder, each commit is
//! written there as Parquet before it becomes visible.

pub(crate) mod bulk;
mod checkpoint;
pub(crate) mod dictionary;
mod error;
pub(crate) mod hash;
pub(crate) mod table;
pub(crate) mod term;
mod transaction;

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use crate::snapshot::{Snapshot, State};
use checkpoint::Folder;
pub use error::StoreError;
pub use transaction::Transaction;

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
    folder: Option<Folder>,
}

impl Store {
    /// An empty store in memory.
    pub fn new() -> Self {
        Self::with(State::default(), None)
    }

    /// The store that `folder` keeps; an empty one, made now, if there is none.
    ///
    /// # Errors
    /// [`StoreError`] when another process has it open, when a file is missing, damaged or of a newer version, and when the
    /// folder cannot be read or written.
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
        let (folder, state) = Folder::open(folder.as_ref())?;
        Ok(Self::with(state, Some(folder)))
    }

    fn with(state: State, folder: Option<Folder>) -> Self {
        let current = RwLock::new(Snapshot { state: Arc::new(state) });
        Self { current, writer: Mutex::new(()), folder }
    }

    /// The state after the last commit.
    pub fn snapshot(&self) -> Snapshot {
        self.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Begins to write, as soon as no one else does.
    pub fn begin(&self) -> Transaction<'_> {
        // A writer that panicked left nothing behind: what it staged went with it.
        let only_writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        Transaction::new(self, only_writer)
    }

    /// The folder that keeps this store, if one does.
    pub fn folder(&self) -> Option<&Path> {
        self.folder.as_ref().map(Folder::path)
    }

    /// Keeps `snapshot` if there is a folder, then shows it to readers.
    fn publish(&self, snapshot: &Snapshot) -> Result<(), StoreError> {
        if let Some(folder) = &self.folder {
            folder.write(&snapshot.state)?;
        }
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = snapshot.clone();
        Ok(())
    }
}

impl Default for Store {
    fn default() -> Self {
        Self::new()
    }
}
