//! The result of a view as a thing that can be cited, kept and computed again.
//!
//! A [`Citation`] names the result, the works that its view rests on and the sources of its data, as BibTeX or CSL-JSON. A
//! [crate](write_crate) is a folder with the result and all of that, described as an RO-Crate; [`Kept::verify`] runs it again.

mod bibtex;
mod csl;
mod folder;
mod ro_crate;
mod verify;
mod work;

use std::collections::BTreeMap;
use std::sync::LazyLock;
use std::time::SystemTime;

pub use folder::{CrateError, METADATA, Run, write_crate};
pub use ro_crate::detached;
pub use verify::{Kept, Verdict};
pub use work::{Work, WorkKind};

use crate::ingest::Load;
use crate::snapshot::Snapshot;
use crate::store::Store;
use crate::view::{Arguments, GraphSource, Table, View, ViewError};

/// The version of milieu that computes.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// All that names a result and what it rests on.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Citation {
    /// The view, as `aspect/view`.
    pub view: String,
    /// Its title.
    pub title: String,
    /// Its question.
    pub question: String,
    /// The SHA-256 of its file.
    pub view_hash: String,
    /// The parameters, defaults included.
    pub parameters: BTreeMap<String, String>,
    /// The number of the snapshot.
    pub snapshot: u64,
    /// The hash of its content.
    pub snapshot_hash: String,
    /// When it was computed.
    pub time: SystemTime,
    /// Who had it computed, `Family, Given`.
    pub authors: Vec<String>,
    /// Where it stands.
    pub address: Option<String>,
    /// The works that the view rests on.
    pub works: Vec<Work>,
    /// Where the data are from.
    pub sources: Vec<GraphSource>,
}

/// What ships of works, for stores that were not loaded with it.
static ATLAS: LazyLock<Snapshot> = LazyLock::new(|| {
    let store = Store::new();
    Load::new(&store).atlas().expect("what ships can be loaded");
    store.snapshot()
});

impl Citation {
    /// The citation of `table`, an answer of `view` on `snapshot`, computed at `time`.
    ///
    /// # Errors
    /// [`ViewError`] when an argument names nothing.
    ///
    /// ```
    /// use milieu::{Store, cite::Citation, ingest::Load, view::{Catalogue, RunOptions}};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let store = Store::new();
    /// Load::new(&store).toy()?;
    /// let (snapshot, view) = (store.snapshot(), Catalogue::shipped().get("cluster/ei-index")?);
    /// let arguments = view.arguments([("group", "Alder Valley")])?;
    /// let table = view.run(&snapshot, &arguments, &RunOptions::default())?;
    /// let citation = Citation::of(view, &snapshot, &arguments, &table, std::time::SystemTime::now())?;
    /// assert!(citation.to_bibtex().contains("@article{krackhardt-stern-1988,"));
    /// # Ok(()) }
    /// ```
    pub fn of(
        view: &View,
        snapshot: &Snapshot,
        arguments: &Arguments,
        table: &Table,
        time: SystemTime,
    ) -> Result<Self, ViewError> {
        let work = |node| {
            let here = Work::of(snapshot, &node);
            if here.title.is_some() { here } else { Work::of(&ATLAS, &node) }
        };
        Ok(Self {
            view: table.view.to_string(),
            title: table.title.clone(),
            question: table.question.clone(),
            view_hash: table.view_hash.clone(),
            parameters: table.parameters.clone(),
            snapshot: table.snapshot.number,
            snapshot_hash: table.snapshot.hash.clone(),
            time,
            authors: Vec::new(),
            address: None,
            works: view.header().works().into_iter().map(work).collect(),
            sources: view.sources(snapshot, arguments)?,
        })
    }

    /// The same with its authors, `Family, Given`.
    #[must_use]
    pub fn authors(self, authors: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { authors: authors.into_iter().map(Into::into).collect(), ..self }
    }

    /// The same with the address where the result stands.
    #[must_use]
    pub fn address(self, address: impl Into<String>) -> Self {
        Self { address: Some(address.into()), ..self }
    }

    /// A short name: the view, and the first letters of the hash of the data.
    fn key(&self) -> String {
        format!("milieu-{}-{}", self.view.replace('/', "-"), self.snapshot_hash.get(..8).unwrap_or_default())
    }

    /// The title with the parameters.
    fn full_title(&self) -> String {
        let given: Vec<String> = self.parameters.iter().map(|(name, value)| format!("{name} = {value}")).collect();
        if given.is_empty() { self.title.clone() } else { format!("{} ({})", self.title, given.join(", ")) }
    }

    /// What it takes to find the result again, in a sentence.
    fn note(&self) -> String {
        format!(
            "View {} (SHA-256 {}) on snapshot {} (content hash {}), computed with milieu {VERSION} on {}",
            self.view,
            self.view_hash,
            self.snapshot,
            self.snapshot_hash,
            self.date()
        )
    }

    fn time(&self) -> String {
        humantime::format_rfc3339_seconds(self.time).to_string()
    }

    fn date(&self) -> String {
        self.time().get(..10).unwrap_or_default().to_owned()
    }

    /// The sources that someone published or that were loaded from a file; what is derived has others behind it.
    fn published(&self) -> impl Iterator<Item = &GraphSource> {
        self.sources.iter().filter(|source| source.publisher.is_some() || !source.files.is_empty())
    }
}

/// What a source is, in a sentence.
fn told(source: &GraphSource) -> String {
    let licence = source.licence.iter().map(|licence| format!("licence {licence}"));
    let files = source.files.iter().map(|file| format!("{} (SHA-256 {})", file.name, file.sha256));
    std::iter::once(format!("Graph {}", source.graph)).chain(licence).chain(files).collect::<Vec<_>>().join("; ")
}
