//! What a load did.

use crate::model::NamedNode;
use crate::source::person::NATURAL_PERSON;
use crate::source::{Refused, Source};

/// What a load put into one named graph.
///
/// ```
/// use milieu::{Store, ingest::Load, vocab};
///
/// let store = Store::new();
/// let turtle = "<https://example.org/a> <http://www.w3.org/2000/01/rdf-schema#label> 'A' .";
/// let report = Load::new(&store).rdf_bytes("mine.ttl", turtle)?;
/// assert_eq!((report.graph, report.rows_read, report.quads), (vocab::graph("mine"), 1, 1));
/// assert_eq!(report.snapshot, store.snapshot().number());
/// # Ok::<(), milieu::ingest::LoadError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Report {
    /// The named graph.
    pub graph: NamedNode,
    /// What was given to load: a file or a folder.
    pub file: String,
    /// The SHA-256 of the file as it lies; of several, that of their hashes one after the other.
    pub sha256: String,
    /// Every file that was read.
    pub files: Vec<FileUsed>,
    /// Rows, or statements of RDF, that were read, the refused ones among them.
    pub rows_read: u64,
    /// Rows that were refused.
    pub rows_refused: u64,
    /// Rows among them that are about natural persons: left out on purpose, whole as they may be.
    pub persons_left_out: u64,
    /// The first [`Report::MOST_REFUSED`] of them.
    pub refused: Vec<Refused>,
    /// How many quads the graph holds now (with those of other graphs that the file itself names).
    pub quads: usize,
    /// The number of the snapshot in which all of this is visible; of a failed load, of the one that stayed.
    pub snapshot: u64,
}

/// A file that a load read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileUsed {
    /// Its name, without its folder.
    pub name: String,
    /// The SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

impl FileUsed {
    pub(super) fn of(source: &Source) -> Self {
        let name = source.file().rsplit(['/', '\\']).next().unwrap_or_default();
        Self { name: name.to_owned(), sha256: source.sha256().to_owned() }
    }
}

impl Report {
    /// How many refused rows a report keeps; all are counted.
    pub const MOST_REFUSED: usize = 1_000;

    /// Rows that are broken: refused for a fault of theirs.
    pub(super) fn broken(&self) -> u64 {
        self.rows_refused - self.persons_left_out
    }

    pub(super) fn refuse(&mut self, refused: Refused) {
        self.rows_refused += 1;
        self.persons_left_out += u64::from(refused.reason == NATURAL_PERSON);
        if self.refused.len() < Self::MOST_REFUSED {
            self.refused.push(refused);
        }
    }
}
