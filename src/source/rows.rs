//! CSV with named columns, true line numbers and refusals that name the cell.

use super::open::Lines;
use super::value::NotThis;
use super::{Refused, Source};
use csv::{ByteRecord, Reader, ReaderBuilder};
use std::str::FromStr;

/// How a file writes its cells.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Dialect {
    pub(crate) separator: u8,
    /// Texts that stand for "no value", beside the empty one.
    pub(crate) missing: &'static [&'static str],
    /// Whether rows may leave off cells at their end.
    pub(crate) short_rows: bool,
}

impl Dialect {
    pub(crate) const COMMA: Self = Self::parted_by(b',');
    pub(crate) const SEMICOLON: Self = Self::parted_by(b';');
    pub(crate) const TAB: Self = Self::parted_by(b'\t');

    const fn parted_by(separator: u8) -> Self {
        Self { separator, missing: &[], short_rows: false }
    }

    pub(crate) const fn with_short_rows(self) -> Self {
        Self { short_rows: true, ..self }
    }

    pub(crate) const fn missing(self, missing: &'static [&'static str]) -> Self {
        Self { missing, ..self }
    }
}

/// Reads the rows of a table whose header holds at least the columns `expected`, in any order.
pub(crate) fn records<T, F>(
    source: Source,
    dialect: Dialect,
    expected: &[&str],
    read: F,
) -> Result<impl Iterator<Item = Result<T, Refused>> + use<T, F>, Refused>
where
    F: Fn(&Row<'_>) -> Result<T, Refused>,
{
    let mut rows = Rows::new(source, dialect)?;
    rows.expect(expected)?;
    Ok(std::iter::from_fn(move || rows.read_next(&read)))
}

/// A table under way: its columns and the row at hand.
pub(crate) struct Rows {
    file: String,
    columns: Vec<String>,
    dialect: Dialect,
    reader: Reader<Lines>,
    record: ByteRecord,
    broken: bool,
}

/// One row.
pub(crate) struct Row<'a> {
    rows: &'a Rows,
    line: u64,
}

impl Rows {
    pub(crate) fn new(source: Source, dialect: Dialect) -> Result<Self, Refused> {
        let file = source.file().to_owned();
        let lines = source.lines().map_err(|e| Refused::new(&file, 0, format!("cannot be read: {e}")))?;
        let reader =
            ReaderBuilder::new().delimiter(dialect.separator).has_headers(false).flexible(true).from_reader(lines);
        let mut rows = Self { file, columns: Vec::new(), dialect, reader, record: ByteRecord::new(), broken: false };
        let line = match rows.advance() {
            Some(line) => line?,
            None => return Err(Refused::new(&rows.file, 0, "the file is empty")),
        };
        let names: Result<Vec<_>, _> =
            rows.record.iter().map(|name| std::str::from_utf8(name).map(|name| name.trim().to_owned())).collect();
        rows.columns = names.map_err(|_| Refused::new(&rows.file, line, "the header is not UTF-8 text"))?;
        Ok(rows)
    }

    /// The same for a table whose separator is not known: it is the sign that parts the header into most columns. A header
    /// that none of them parts is that of a list, whose commas are part of what it lists.
    pub(crate) fn guess(source: Source) -> Result<Self, Refused> {
        let (first, source) = source.first_line()?;
        let outside_quotes: Vec<u8> = first.split(|byte| *byte == b'"').step_by(2).flatten().copied().collect();
        let times = |sign: u8| count(&outside_quotes, sign);
        let separator = [b'\t', b';', b','].into_iter().filter(|sign| times(*sign) > 0).max_by_key(|sign| times(*sign));
        Self::new(source, Dialect::parted_by(separator.unwrap_or(b'\t')))
    }

    pub(crate) fn columns(&self) -> &[String] {
        &self.columns
    }

    fn expect(&self, expected: &[&str]) -> Result<(), Refused> {
        if expected.iter().all(|name| self.columns.iter().any(|column| column == name)) {
            return Ok(());
        }
        let reason = format!(
            "the columns are not those expected; expected: {}; found: {}",
            expected.join(", "),
            self.columns.join(", ")
        );
        Err(Refused::new(&self.file, 1, reason))
    }

    /// Moves on to the next row; gives the line on which it begins.
    fn advance(&mut self) -> Option<Result<u64, Refused>> {
        if self.broken {
            return None;
        }
        match self.reader.read_byte_record(&mut self.record) {
            Ok(false) => None,
            Ok(true) => {
                // The reader tells where it stopped: past the record, whose own line ends are those inside quotes.
                let inside = count(self.record.as_slice(), b'\n');
                let after = self.reader.position().line();
                Some(Ok(after - 1 - inside))
            }
            Err(e) => {
                // What stands after a broken archive is not known.
                self.broken = true;
                let line = self.reader.position().line();
                Some(Err(Refused::new(&self.file, line, format!("cannot be read on: {e}"))))
            }
        }
    }

    pub(crate) fn read_next<T>(&mut self, read: impl Fn(&Row<'_>) -> Result<T, Refused>) -> Option<Result<T, Refused>> {
        let line = match self.advance()? {
            Ok(line) => line,
            Err(refused) => return Some(Err(refused)),
        };
        let row = Row { rows: self, line };
        Some(row.check_width().and_then(|()| read(&row)))
    }
}

impl Row<'_> {
    pub(crate) fn line(&self) -> u64 {
        self.line
    }

    fn check_width(&self) -> Result<(), Refused> {
        let (found, wanted) = (self.rows.record.len(), self.rows.columns.len());
        if found == wanted || (found < wanted && self.rows.dialect.short_rows) {
            return Ok(());
        }
        let reason = format!("{found} cells where the header has {wanted}: a separator or a quote is out of place");
        Err(Refused::new(&self.rows.file, self.line, reason))
    }

    /// Refuses the row for what stands in one column.
    pub(crate) fn refuse(&self, column: &str, reason: impl Into<String>) -> Refused {
        let value = String::from_utf8_lossy(self.bytes(column)).into_owned();
        self.refuse_unnamed(column, reason).value(&value)
    }

    /// Refuses the row without repeating the value.
    pub(crate) fn refuse_unnamed(&self, column: &str, reason: impl Into<String>) -> Refused {
        Refused::new(&self.rows.file, self.line, reason).column(column)
    }

    fn bytes(&self, column: &str) -> &[u8] {
        let at = self.rows.columns.iter().position(|name| name == column);
        at.and_then(|at| self.rows.record.get(at)).unwrap_or_default()
    }

    /// The cell by its place, as it stands.
    pub(crate) fn at(&self, place: usize) -> Result<&str, Refused> {
        let bytes = self.rows.record.get(place).unwrap_or_default();
        std::str::from_utf8(bytes).map_err(|_| {
            let column = self.rows.columns.get(place).map_or("", String::as_str);
            self.refuse(column, "not UTF-8 text")
        })
    }

    /// The text of a cell, trimmed, as it stands.
    pub(crate) fn raw(&self, column: &str) -> Result<&str, Refused> {
        let text = std::str::from_utf8(self.bytes(column)).map_err(|_| self.refuse(column, "not UTF-8 text"))?;
        Ok(text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}'))
    }

    /// The text of a cell; `None` where there is no value.
    pub(crate) fn optional(&self, column: &str) -> Result<Option<&str>, Refused> {
        let text = self.raw(column)?;
        let missing = text.is_empty() || self.rows.dialect.missing.contains(&text);
        Ok((!missing).then_some(text))
    }

    /// The text of a cell that must have one.
    pub(crate) fn text(&self, column: &str) -> Result<&str, Refused> {
        self.optional(column)?.ok_or_else(|| self.refuse_unnamed(column, "no value where one is needed"))
    }

    /// The same, owned.
    pub(crate) fn owned(&self, column: &str) -> Result<Option<String>, Refused> {
        Ok(self.optional(column)?.map(str::to_owned))
    }

    /// The value of a cell that must have one.
    pub(crate) fn parse<T: Cell>(&self, column: &str) -> Result<T, Refused> {
        T::read(self.text(column)?).map_err(|reason| self.refuse(column, reason.to_string()))
    }

    /// The value of a cell, if it has one.
    pub(crate) fn parse_optional<T: Cell>(&self, column: &str) -> Result<Option<T>, Refused> {
        match self.optional(column)? {
            None => Ok(None),
            Some(text) => T::read(text).map(Some).map_err(|reason| self.refuse(column, reason.to_string())),
        }
    }
}

fn count(bytes: &[u8], sign: u8) -> u64 {
    bytes.iter().map(|byte| u64::from(*byte == sign)).sum()
}

/// What a cell can be read as, with a word on what was expected when it cannot.
pub(crate) trait Cell: Sized {
    fn read(text: &str) -> Result<Self, NotThis>;
}

macro_rules! cells {
    ($($kind:ty: $expected:literal),* $(,)?) => {$(
        impl Cell for $kind {
            fn read(text: &str) -> Result<Self, NotThis> {
                text.parse().map_err(|_| NotThis::expected($expected))
            }
        }
    )*};
}

cells!(
    u8: "a small whole number",
    u16: "a whole number below 65,536",
    u32: "a whole number",
    u64: "a whole number",
);

impl Cell for f64 {
    fn read(text: &str) -> Result<Self, NotThis> {
        match Self::from_str(text) {
            Ok(number) if number.is_finite() => Ok(number),
            _ => Err(NotThis::expected("a number")),
        }
    }
}

/// The types of ours already say what they expect.
macro_rules! own_cells {
    ($($kind:ty),*) => {$(
        impl Cell for $kind {
            fn read(text: &str) -> Result<Self, NotThis> {
                text.parse()
            }
        }
    )*};
}

own_cells!(super::value::Date, super::value::Amount, super::value::ActivityType, super::value::Alpha3);

#[cfg(test)]
mod tests;
