//! The names in a table linked with a target, row by row: what `milieu link` does.

mod answer;
mod read;

use std::collections::VecDeque;

use rayon::prelude::*;

pub use answer::{Answer, Choice, Verdict};
use read::Places;

use super::decision::LinkOptions;
use super::target::Target;
use crate::source::table::Table;
use crate::source::{Meter, Refused};
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

/// Columns that the table does not have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}: no column \"{column}\"{}; it has {}", did_you_mean(.nearest), .columns.join(", "))]
pub struct UnknownColumn {
    /// The table's file.
    pub file: String,
    /// The name that was asked for.
    pub column: String,
    /// The nearest that it has.
    pub nearest: Vec<String>,
    /// All that it has.
    pub columns: Vec<String>,
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
/// use milieu::link::table::{Columns, LinkedTable, Verdict};
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
/// let linked = LinkedTable::new("members.csv", table, &columns, &target, LinkOptions::BALANCED)?;
/// let rows: Vec<_> = linked.collect::<Result<_, _>>()?;
/// assert_eq!([rows[0].answer.verdict, rows[1].answer.verdict, rows[2].answer.verdict], [Verdict::Linked, Verdict::None, Verdict::Linked]);
/// assert_eq!(rows[0].answer.link.as_ref().unwrap().iri, "https://ror.org/04vnq7t77");
/// assert_eq!(rows[2].answer.because, "the identifier GRID grid.5719.a is this record's");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct LinkedTable<'a> {
    table: Table,
    places: Places,
    target: &'a Target,
    options: LinkOptions,
    ready: VecDeque<Result<LinkedRow, Refused>>,
}

impl<'a> LinkedTable<'a> {
    /// A table whose `columns` are to be linked with `target`; `file` is the name that is told of what is left aside.
    ///
    /// # Errors
    /// When the table has no column of a name that is given, with the nearest that it has.
    pub fn new(
        file: &str,
        table: Table,
        columns: &Columns,
        target: &'a Target,
        options: LinkOptions,
    ) -> Result<Self, UnknownColumn> {
        let places = Places::of(file, table.columns(), columns)?;
        Ok(Self { table, places, target, options, ready: VecDeque::new() })
    }

    /// The names of the table's own columns.
    pub fn columns(&self) -> &[String] {
        self.table.columns()
    }

    /// What tells how far the file has been read.
    pub(crate) fn meter(&self) -> Option<Meter> {
        self.table.meter()
    }
}

impl Iterator for LinkedTable<'_> {
    type Item = Result<LinkedRow, Refused>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ready.is_empty() {
            let rows: Vec<_> = self.table.by_ref().take(CHUNK).collect();
            let link = |row: Result<_, _>| row.map(|row| self.places.link(row, self.target, self.options));
            let linked: Vec<_> = rows.into_par_iter().map(link).collect();
            self.ready = linked.into();
        }
        self.ready.pop_front()
    }
}
