//! The names in a table linked with a target, row by row: what `milieu link` does.

mod answer;
mod read;

use std::collections::VecDeque;
use std::path::Path;

use rayon::prelude::*;

pub use answer::{Answer, Choice, Verdict};
use read::Places;

use super::decision::{Decision, LinkOptions};
use super::identifier::Identifier;
use super::target::Target;
#[cfg(feature = "cli")]
use crate::source::Meter;
use crate::source::Refused;
use crate::source::table::{self, Table};
use crate::text::did_you_mean;

/// Which columns of a table say what, by their names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Columns {
    /// The organisation's name.
    pub name: String,
    /// Its country: a code of two or three letters, or a name.
    pub country: Option<String>,
    /// Its city.
    pub city: Option<String>,
    /// The region around the city.
    pub region: Option<String>,
    /// Its web site.
    pub website: Option<String>,
    /// An identifier of it, of any kind; one that the target knows decides by itself.
    pub identifier: Option<String>,
}

/// Why a table's names are not linked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TableError {
    /// The file as a whole cannot be read.
    #[error(transparent)]
    Unreadable(#[from] Refused),
    /// The table has no such column.
    #[error("{file}: no column \"{column}\"{}; it has {}", did_you_mean(.nearest), .columns.join(", "))]
    UnknownColumn {
        /// The table's file.
        file: String,
        /// The name that was asked for.
        column: String,
        /// The nearest that it has.
        nearest: Vec<String>,
        /// All that it has.
        columns: Vec<String>,
    },
}

/// A table whose names can be linked.
#[derive(Debug)]
pub struct Unlinked {
    table: Table,
    places: Places,
}

impl Unlinked {
    /// Opens a table; its name tells how it is written.
    ///
    /// ```
    /// use milieu::link::table::{Columns, Unlinked};
    /// # let folder = tempfile::tempdir()?;
    /// let path = folder.path().join("members.csv");
    /// std::fs::write(&path, "member,country\nCERN,CH\n")?;
    /// let columns = Columns { name: "membre".into(), ..Columns::default() };
    /// assert!(Unlinked::open(&path, &columns).unwrap_err().to_string().contains("did you mean member?"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// When the file cannot be read, or has no column of a name that is given; the nearest is told.
    pub fn open(path: impl AsRef<Path>, columns: &Columns) -> Result<Self, TableError> {
        let path = path.as_ref();
        Self::new(&path.display().to_string(), table::open(path)?, columns)
    }

    /// The same with a table at hand; `file` is the name that is told of what is wrong.
    ///
    /// # Errors
    /// [`TableError::UnknownColumn`].
    pub fn new(file: &str, table: Table, columns: &Columns) -> Result<Self, TableError> {
        let places = Places::of(file, table.columns(), columns)?;
        Ok(Self { table, places })
    }

    /// The names of the table's own columns.
    pub fn columns(&self) -> &[String] {
        self.table.columns()
    }

    /// Its rows with what their names mean.
    pub fn link(self, target: &Target, options: LinkOptions) -> LinkedTable<'_> {
        LinkedTable { unlinked: self, target, options, ready: VecDeque::new() }
    }
}

/// A row with what was decided.
#[derive(Debug, Clone, PartialEq)]
pub struct LinkedRow {
    /// The line of a text file or the row of a sheet, from 1.
    pub number: u64,
    /// Its cells as they were, as text.
    pub cells: Vec<String>,
    /// What its name means.
    pub answer: Answer,
    /// The same with all that was weighed.
    pub decision: Decision,
    /// The identifier of the row that decided by itself, if one did.
    pub identifier: Option<Identifier>,
    /// What of it was not understood and left aside: a country that is none, an identifier with a wrong check digit.
    pub left_aside: Vec<Refused>,
}

/// Rows are read so many at a time, and linked on every core.
const CHUNK: usize = 512;

/// A table whose names are being linked: an iterator of its rows, in their order. A row that cannot be read is [`Refused`], and those after it
/// are linked.
///
/// ```
/// use milieu::link::decision::LinkOptions;
/// use milieu::link::shelf::{AddOptions, Shelf};
/// use milieu::link::table::{Columns, Unlinked, Verdict};
/// use milieu::source::{Source, table};
/// # let folder = tempfile::tempdir()?;
/// # let file = folder.path().join("ror.jsonl");
/// # std::fs::write(&file, concat!(
/// #     r#"{"id": "04vnq7t77", "status": "active", "name": "University of Stuttgart", "country": "DE", "ext": {"grid": ["grid.5719.a", ["grid.5719.a"]]}}"#, "\n",
/// #     r#"{"id": "00b1c9541", "status": "active", "name": "University of Hohenheim", "country": "DE"}"#))?;
/// # let shelf = Shelf::new(folder.path());
/// # shelf.add("ror", &file, &AddOptions::default(), &())?;
/// let target = shelf.open("ror")?;
///
/// let text = "member,country,grid\nUniversität Stuttgart,Germany,\nOptomechatronics Group,DE,\nUni S,,grid.5719.a\n";
/// let table = table::read(Source::from_bytes("members.csv", text)?, table::Format::Csv)?;
/// let columns = Columns {
///     name: "member".into(), country: Some("country".into()), identifier: Some("grid".into()), ..Columns::default()
/// };
/// let linked = Unlinked::new("members.csv", table, &columns)?.link(&target, LinkOptions::BALANCED);
/// let rows: Vec<_> = linked.collect::<Result<_, _>>()?;
/// assert_eq!([rows[0].answer.verdict, rows[1].answer.verdict, rows[2].answer.verdict], [Verdict::Linked, Verdict::None, Verdict::Linked]);
/// assert_eq!(rows[0].answer.link.as_ref().unwrap().iri, "https://ror.org/04vnq7t77");
/// assert_eq!(rows[2].answer.because, "the identifier GRID grid.5719.a is this record's");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct LinkedTable<'a> {
    unlinked: Unlinked,
    target: &'a Target,
    options: LinkOptions,
    ready: VecDeque<Result<LinkedRow, Refused>>,
}

#[cfg(feature = "cli")]
impl LinkedTable<'_> {
    /// What tells how far the file has been read.
    pub(crate) fn meter(&self) -> Option<Meter> {
        self.unlinked.table.meter()
    }
}

impl Iterator for LinkedTable<'_> {
    type Item = Result<LinkedRow, Refused>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ready.is_empty() {
            let rows: Vec<_> = self.unlinked.table.by_ref().take(CHUNK).collect();
            let link = |row: Result<_, _>| row.map(|row| self.unlinked.places.link(&row, self.target, self.options));
            let linked: Vec<_> = rows.into_par_iter().map(link).collect();
            self.ready = linked.into();
        }
        self.ready.pop_front()
    }
}
