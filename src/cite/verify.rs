//! Whether a crate's result comes out again.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::folder::{BIBTEX, COLUMNS, CSL, CrateError, METADATA, QUERY, RESULT};
use crate::snapshot::Snapshot;
use crate::view::{Catalogue, Cell, ColumnType, RowChange, RunOptions, Table, View};
use crate::vocab;

/// A crate that was kept.
#[derive(Debug, Clone)]
pub struct Kept {
    folder: PathBuf,
    view: View,
    parameters: Vec<(String, String)>,
    snapshot_hash: String,
    /// Files that are not as they were when the crate was written.
    changed: Vec<String>,
}

/// How a crate compares with what its view answers on given data.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Verdict {
    /// Files of the crate that are gone or not as they were written.
    pub changed_files: Vec<String>,
    /// The hash of the crate's view and that of the view of this name which ships, if they differ; none ships, and it is empty.
    pub view: Option<(String, String)>,
    /// The hash of the crate's data and that of the given, if they differ.
    pub data: Option<(String, String)>,
    /// The rows that differ from the crate's result to the new one.
    pub rows: Vec<RowChange>,
    /// Whether the rows are the same in another order, or written in another way.
    pub rearranged: bool,
    /// The new result.
    pub table: Table,
}

impl Verdict {
    /// Whether nothing differs.
    pub fn is_equal(&self) -> bool {
        let same = self.changed_files.is_empty() && self.view.is_none() && self.data.is_none();
        same && self.rows.is_empty() && !self.rearranged
    }
}

impl Kept {
    /// Reads the crate in `folder`.
    ///
    /// # Errors
    /// [`CrateError`] when it is none that [`write_crate`](super::write_crate) made.
    pub fn read(folder: &Path) -> Result<Self, CrateError> {
        let bytes = |name: &str| {
            let path = folder.join(name);
            fs::read(&path).map_err(CrateError::file(&path))
        };
        let not_ours = |reason: &str| CrateError::NotOurs { path: folder.to_owned(), reason: reason.to_owned() };
        let metadata: Value = serde_json::from_slice(&bytes(METADATA)?)
            .map_err(|error| not_ours(&format!("{METADATA} is no JSON: {error}")))?;
        let graph = metadata["@graph"].as_array().ok_or_else(|| not_ours("its metadata have no @graph"))?;
        let entity = |id: &str| graph.iter().find(|entity| entity["@id"] == id);
        let text = |id: &str, member: &str| entity(id)?[member].as_str().map(str::to_owned);
        let missing = |what: &str| not_ours(&format!("its metadata name no {what}"));
        let iri = text(QUERY, "identifier").ok_or_else(|| missing("view"))?;
        let view = iri.strip_prefix(vocab::VIEW).ok_or_else(|| not_ours(&format!("{iri} is no view")))?;
        let query = String::from_utf8(bytes(QUERY)?).map_err(|_| not_ours("view.rq is no text"))?;
        let parameters = graph.iter().filter(|entity| {
            entity["@id"].as_str().is_some_and(|id| id.starts_with(&super::ro_crate::parameter_id("")))
        });
        let pair = |entity: &Value| Some((entity["name"].as_str()?.to_owned(), entity["value"].as_str()?.to_owned()));
        let is_as_written = |name: &&str| {
            let now = fs::read(folder.join(name)).map(|bytes| crate::hex(&Sha256::digest(bytes))).ok();
            now.is_some() && now == text(name, "sha256")
        };
        let changed = [RESULT, COLUMNS, QUERY, BIBTEX, CSL].into_iter().filter(|name| !is_as_written(name));
        Ok(Self {
            folder: folder.to_owned(),
            view: View::read(view, &query)?,
            parameters: parameters.filter_map(pair).collect(),
            snapshot_hash: text("#content-hash", "value").ok_or_else(|| missing("content hash"))?,
            changed: changed.map(str::to_owned).collect(),
        })
    }

    /// The view, as it was.
    pub fn view(&self) -> &View {
        &self.view
    }

    /// Asks the crate's own view with its own parameters of `snapshot`, and compares.
    ///
    /// # Errors
    /// [`CrateError`] when the result cannot be read, or the view has no answer on these data.
    pub fn verify(&self, snapshot: &Snapshot, options: &RunOptions) -> Result<Verdict, CrateError> {
        let arguments = self.view.arguments(self.parameters.iter().map(|(name, value)| (name, value)))?;
        let table = self.view.run(snapshot, &arguments, options)?;
        let before = self.result(&table)?;
        let rows = before.changes_to(&table);
        let (mut old, mut new) = (Vec::new(), Vec::new());
        before.to_csv(&mut old)?;
        table.to_csv(&mut new)?;
        let differ = |before: &str, now: String| (before != now).then(|| (before.to_owned(), now));
        let shipped = Catalogue::shipped().get(self.view.id().as_str()).map(|view| view.hash().to_owned());
        Ok(Verdict {
            changed_files: self.changed.clone(),
            view: differ(self.view.hash(), shipped.unwrap_or_default()),
            data: differ(&self.snapshot_hash, snapshot.hash()),
            rearranged: rows.is_empty() && old != new,
            rows,
            table,
        })
    }

    /// The crate's result, as an answer like `now`.
    fn result(&self, now: &Table) -> Result<Table, CrateError> {
        let path = self.folder.join(RESULT);
        let not_ours = |reason: String| CrateError::NotOurs { path: self.folder.clone(), reason };
        let mut reader = csv::Reader::from_path(&path).map_err(|error| not_ours(format!("{RESULT}: {error}")))?;
        let names: Vec<&str> = now.columns.iter().map(|column| column.name.as_str()).collect();
        let header = reader.headers().map_err(|error| not_ours(format!("{RESULT}: {error}")))?;
        if header.iter().ne(names.iter().copied()) {
            return Err(not_ours(format!("{RESULT} does not have the columns {}", names.join(", "))));
        }
        let mut rows = Vec::new();
        for record in reader.records() {
            let record = record.map_err(|error| not_ours(format!("{RESULT}: {error}")))?;
            let cells = now.columns.iter().zip(&record).map(|(column, field)| cell(column.type_, field));
            rows.push(cells.collect());
        }
        Ok(Table { rows, ..now.clone() })
    }
}

/// A cell as a CSV file has it.
fn cell(type_: ColumnType, field: &str) -> Cell {
    let text = || Cell::Text { value: field.to_owned(), lang: None };
    match type_ {
        _ if field.is_empty() => Cell::Null,
        ColumnType::Iri => Cell::Iri { value: field.to_owned(), label: None },
        ColumnType::Integer => field.parse().map_or_else(|_| text(), Cell::Integer),
        ColumnType::Decimal => Cell::Decimal(field.to_owned()),
        _ => text(),
    }
}
