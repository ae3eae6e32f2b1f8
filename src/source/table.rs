//! A table of one's own: CSV, TSV, JSON lines, Parquet or a spreadsheet as named columns and numbered rows.
//!
//! What the file types is typed (a spreadsheet's dates, Parquet's numbers); what it writes as text stays text, since
//! only who made the table knows whether `01` is a number.

mod json_lines;
mod parquet_rows;
#[cfg(feature = "tables")]
mod sheet;

use super::rows::{Dialect, Rows};
use super::value::Date;
use super::{Meter, Refused, Source};
use std::io::Read;
use std::path::Path;

/// A table under way.
///
/// ```
/// use milieu::source::{Source, table::{self, Cell, Format}};
///
/// let source = Source::from_bytes("firms.csv", "id;name\n01;Acme\n02;\n").unwrap();
/// let table = table::read(source, Format::Csv).unwrap();
/// assert_eq!(table.columns(), ["id", "name"]);
/// let rows: Vec<_> = table.map(Result::unwrap).collect();
/// assert_eq!(rows[0].cells, [Cell::Text("01".into()), Cell::Text("Acme".into())]);
/// assert_eq!((rows[1].number, &rows[1].cells[1]), (3, &Cell::Empty));
/// ```
pub struct Table {
    columns: Vec<String>,
    sha256: String,
    meter: Option<Meter>,
    rows: Box<dyn Iterator<Item = Result<Row, Refused>> + Send>,
}

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The line of a text file or the row of a sheet, counted from 1 with the header; in Parquet from 1 without.
    pub number: u64,
    /// As many cells as the table has columns.
    pub cells: Vec<Cell>,
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Text, never empty.
    Text(String),
    /// A whole number, where the file itself types it.
    Integer(i64),
    /// Another number, where the file itself types it.
    Number(f64),
    /// True or false, where the file itself types it.
    Boolean(bool),
    /// A day, where the file itself types it.
    Date(Date),
}

/// How a table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Text parted by commas, semicolons or tabs; the header tells by which.
    Csv,
    /// Text parted by tabs.
    Tsv,
    /// A JSON object a line.
    JsonLines,
    /// Parquet.
    Parquet,
    /// A spreadsheet: XLSX, XLS or ODS; its first sheet.
    Sheet,
}

impl Format {
    /// The format by the file's name, a `.gz` or `.zst` at its end left aside.
    ///
    /// ```
    /// use milieu::source::table::Format;
    /// assert_eq!(Format::of("firms.csv.gz".as_ref()), Some(Format::Csv));
    /// assert_eq!(Format::of("firms.pdf".as_ref()), None);
    /// ```
    pub fn of(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        match extension.as_str() {
            "gz" | "zst" => Self::of(Path::new(path.file_stem()?)),
            "csv" | "txt" => Some(Self::Csv),
            "tsv" | "tab" => Some(Self::Tsv),
            "jsonl" | "ndjson" => Some(Self::JsonLines),
            "parquet" => Some(Self::Parquet),
            "xlsx" | "xlsm" | "xls" | "ods" => Some(Self::Sheet),
            _ => None,
        }
    }
}

/// Opens the table in a file, whose name tells the format.
///
/// ```
/// let refused = milieu::source::table::open("firms.pdf").err().unwrap();
/// assert!(refused.reason.contains("csv"));
/// ```
///
/// # Errors
/// When the file cannot be read or its format is not known.
pub fn open(path: impl AsRef<Path>) -> Result<Table, Refused> {
    let path = path.as_ref();
    let format = Format::of(path).ok_or_else(|| {
        let known = "not a table that is known by its name: csv, tsv, jsonl, parquet, xlsx, xls, ods";
        Refused::new(path.display().to_string(), 0, known)
    })?;
    read(super::open(path)?, format)
}

/// Reads a table of a known format; see [`Table`] for an example.
///
/// # Errors
/// When the file as a whole cannot be understood.
pub fn read(source: Source, format: Format) -> Result<Table, Refused> {
    let meter = source.meter();
    let table = match format {
        Format::Csv => separated(source, None),
        Format::Tsv => separated(source, Some(Dialect::TAB)),
        Format::JsonLines => json_lines::read(source),
        Format::Parquet => parquet_rows::read(source),
        #[cfg(feature = "tables")]
        Format::Sheet => sheet::read(source),
        #[cfg(not(feature = "tables"))]
        Format::Sheet => Err(Refused::new(source.file(), 0, "spreadsheets need the feature \"tables\"")),
    };
    Ok(Table { meter, ..table? })
}

impl Table {
    /// The names of the columns, in order.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// The SHA-256 of the file.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// What tells how far the file has been read.
    pub(crate) fn meter(&self) -> Option<Meter> {
        self.meter.clone()
    }

    /// Checks the header: every column has a name of its own.
    fn new(
        file: &str,
        sha256: String,
        columns: Vec<String>,
        rows: impl Iterator<Item = Result<Row, Refused>> + Send + 'static,
    ) -> Result<Self, Refused> {
        for (place, name) in columns.iter().enumerate() {
            if name.is_empty() {
                let reason = format!("column {} of the header has no name", place + 1);
                return Err(Refused::new(file, 1, reason));
            }
            if columns[..place].contains(name) {
                return Err(Refused::new(file, 1, "the header names a column twice").column(name));
            }
        }
        Ok(Self { columns, sha256, meter: None, rows: Box::new(rows) })
    }
}

impl Iterator for Table {
    type Item = Result<Row, Refused>;

    fn next(&mut self) -> Option<Self::Item> {
        self.rows.next()
    }
}

impl std::fmt::Debug for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Table").field("columns", &self.columns).finish_non_exhaustive()
    }
}

impl Cell {
    /// What stands there as text: numbers as they are written in programs, days as RFC 3339 has them, nothing as nothing.
    ///
    /// ```
    /// use milieu::source::table::Cell;
    /// assert_eq!([Cell::Integer(7).to_text(), Cell::Empty.to_text()], ["7", ""]);
    /// ```
    pub fn to_text(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.clone(),
            Self::Integer(number) => number.to_string(),
            Self::Number(number) => number.to_string(),
            Self::Boolean(truth) => truth.to_string(),
            Self::Date(day) => day.to_string(),
        }
    }

    /// Text, or nothing when it is blank.
    fn text(text: &str) -> Self {
        let text = text.trim();
        if text.is_empty() { Self::Empty } else { Self::Text(text.to_owned()) }
    }
}

/// The whole file in memory, for formats that need to be read from their end.
fn all_bytes(mut source: Source) -> Result<Vec<u8>, Refused> {
    let mut bytes = Vec::new();
    source.read_to_end(&mut bytes).map_err(|e| Refused::new(source.file(), 0, format!("cannot be read: {e}")))?;
    Ok(bytes)
}

fn separated(source: Source, dialect: Option<Dialect>) -> Result<Table, Refused> {
    let (file, sha256) = (source.file().to_owned(), source.sha256().to_owned());
    let mut rows = match dialect {
        Some(dialect) => Rows::new(source, dialect)?,
        None => Rows::guess(source)?,
    };
    let columns = rows.columns().to_vec();
    let width = columns.len();
    let rows = std::iter::from_fn(move || {
        rows.read_next(|row| {
            let cells: Result<_, _> = (0..width).map(|place| row.at(place).map(Cell::text)).collect();
            Ok(Row { number: row.line(), cells: cells? })
        })
    });
    Table::new(&file, sha256, columns, rows)
}

#[cfg(test)]
mod tests;
