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
    /// Whether it was computed for this question.
    pub answer: Answered,
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

/// How an answer came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Answered {
    /// It was computed.
    Computed,
    /// A [`Cache`](super::Cache) had kept it from an earlier question.
    Kept,
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

    /// What it holds in memory, near enough.
    pub(super) fn bytes(&self) -> usize {
        let texts = [self.view.as_str(), &self.title, &self.question, &self.snapshot.hash, &self.view_hash];
        let texts: usize =
            texts.map(str::len).into_iter().sum::<usize>() + self.sentence.as_ref().map_or(0, String::len);
        let column = |column: &Column| {
            let unit = column.unit.as_ref().map_or(0, String::len);
            // The name is in the coverage once more.
            size_of::<Column>() + 2 * column.name.len() + column.title.len() + unit + column.definition.len()
        };
        let columns: usize = self.columns.iter().map(column).sum();
        let pairs: usize = self.parameters.iter().map(|(name, value)| name.len() + value.len()).sum();
        let row = |row: &Vec<Cell>| size_of::<Vec<Cell>>() + row.iter().map(Cell::bytes).sum::<usize>();
        size_of::<Self>() + texts + columns + pairs + self.rows.iter().map(row).sum::<usize>()
    }
}
