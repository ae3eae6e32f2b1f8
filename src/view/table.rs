use std::collections::BTreeMap;

use super::header::{Chart, Column};
use super::{Cell, ViewId};

/// The answer of a view, with all it rests on: enough to cite it and to run it again.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Table {
    /// The view.
    pub view: ViewId,
    /// Its title.
    pub title: String,
    /// Its question.
    pub question: String,
    /// The parameters as they were given, defaults included.
    pub parameters: BTreeMap<String, String>,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows; each has a cell for each column.
    pub rows: Vec<Vec<Cell>>,
    /// How it is best drawn.
    pub chart: Chart,
    /// The state of the data.
    pub snapshot: RestsOn,
    /// The SHA-256 of the view's file.
    pub view_hash: String,
    /// How many rows have a value in each column.
    pub coverage: BTreeMap<String, usize>,
    /// The result in a sentence.
    pub sentence: Option<String>,
}

/// The state of the data that a result rests on.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct RestsOn {
    /// The number of the snapshot.
    pub number: u64,
    /// The hash of its content.
    pub hash: String,
}

impl Table {
    /// The column of that name: where it stands.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    /// The cell of a row by its column's name.
    pub fn cell(&self, row: usize, column: &str) -> Option<&Cell> {
        self.rows.get(row)?.get(self.column(column)?)
    }
}
