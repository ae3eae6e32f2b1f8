//! Tables as files.

use std::io::{self, Write};

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::{Map, Value, json};

use super::{Cell, RowChange, Table, ViewError};

impl Table {
    /// Writes comma-separated values (RFC 4180): a row of column names, then the rows; IRIs in full, empty for no value.
    ///
    /// # Errors
    /// [`ViewError::Write`] when the writer fails.
    pub fn to_csv(&self, writer: impl Write) -> Result<(), ViewError> {
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(writer);
        let failed = |error: csv::Error| io::Error::other(error);
        writer.write_record(self.columns.iter().map(|column| &column.name)).map_err(failed)?;
        for row in &self.rows {
            writer.write_record(row.iter().map(Cell::to_field)).map_err(failed)?;
        }
        Ok(writer.flush()?)
    }

    /// Writes tab-separated values; a tab or line break within a value becomes a space.
    ///
    /// # Errors
    /// [`ViewError::Write`] when the writer fails.
    pub fn to_tsv(&self, mut writer: impl Write) -> Result<(), ViewError> {
        let names: Vec<&str> = self.columns.iter().map(|column| column.name.as_str()).collect();
        writeln!(writer, "{}", names.join("\t"))?;
        for row in &self.rows {
            let fields: Vec<String> = row.iter().map(|cell| cell.to_field().replace(['\t', '\n', '\r'], " ")).collect();
            writeln!(writer, "{}", fields.join("\t"))?;
        }
        Ok(writer.flush()?)
    }

    /// Writes one JSON object with rows, columns, chart and all that the result rests on.
    ///
    /// # Errors
    /// [`ViewError::Write`] when the writer fails.
    pub fn to_json(&self, mut writer: impl Write) -> Result<(), ViewError> {
        serde_json::to_writer(&mut writer, self).map_err(io::Error::other)?;
        Ok(writer.flush()?)
    }

    /// Writes one JSON object a row, by the names of the columns.
    ///
    /// # Errors
    /// [`ViewError::Write`] when the writer fails.
    pub fn to_jsonl(&self, mut writer: impl Write) -> Result<(), ViewError> {
        for row in &self.rows {
            let object: Map<String, Value> =
                self.columns.iter().zip(row).map(|(column, cell)| (column.name.clone(), json(cell))).collect();
            serde_json::to_writer(&mut writer, &object).map_err(io::Error::other)?;
            writeln!(writer)?;
        }
        Ok(writer.flush()?)
    }
}

impl Serialize for Table {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(12))?;
        map.serialize_entry("view", self.view.as_str())?;
        map.serialize_entry("title", &self.title)?;
        map.serialize_entry("question", &self.question)?;
        map.serialize_entry("parameters", &self.parameters)?;
        map.serialize_entry("columns", &self.columns)?;
        map.serialize_entry("rows", &Rows(&self.rows))?;
        map.serialize_entry("chart", &self.chart)?;
        map.serialize_entry("snapshot", &self.snapshot)?;
        map.serialize_entry("view_hash", &self.view_hash)?;
        map.serialize_entry("answer", &self.answer)?;
        map.serialize_entry("coverage", &self.coverage)?;
        map.serialize_entry("sentence", &self.sentence)?;
        map.end()
    }
}

impl Serialize for RowChange {
    /// One object: `change` is `added`, `removed` or `changed`, with the row before and the row after where there is one.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (change, before, after) = match self {
            Self::Added(after) => ("added", None, Some(after)),
            Self::Removed(before) => ("removed", Some(before), None),
            Self::Changed { before, after } => ("changed", Some(before), Some(after)),
        };
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("change", change)?;
        for (name, row) in [("before", before), ("after", after)] {
            if let Some(row) = row {
                map.serialize_entry(name, &row.iter().map(json).collect::<Vec<_>>())?;
            }
        }
        map.end()
    }
}

/// Rows, written one by one.
struct Rows<'a>(&'a [Vec<Cell>]);

impl Serialize for Rows<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut rows = serializer.serialize_seq(Some(self.0.len()))?;
        for row in self.0 {
            rows.serialize_element(&row.iter().map(json).collect::<Vec<_>>())?;
        }
        rows.end()
    }
}

/// A decimal is a string, since a JSON number is read as floating point; so is an infinity, which JSON has none for.
pub(super) fn json(cell: &Cell) -> Value {
    match cell {
        Cell::Null => Value::Null,
        Cell::Iri { value, label } => json!({ "value": value, "label": label }),
        Cell::Text { value, lang: Some(lang) } => json!({ "value": value, "lang": lang }),
        Cell::Integer(value) => (*value).into(),
        Cell::Year(value) => (*value).into(),
        Cell::Boolean(value) => (*value).into(),
        Cell::Double(value) if value.is_finite() => (*value).into(),
        other => other.to_field().into(),
    }
}
