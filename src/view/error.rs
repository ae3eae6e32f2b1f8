use std::path::PathBuf;

use crate::sparql::{BindError, SparqlError};
use crate::text::did_you_mean;

/// Why a view cannot be read, asked or answered.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ViewError {
    /// A name that is no `aspect/view`.
    #[error("{id:?} is no view: a view is named aspect/view, in small letters, digits and hyphens")]
    Id {
        /// What was given.
        id: String,
    },
    /// No view has that name.
    #[error("there is no view {id:?}{}", did_you_mean(.nearest))]
    Unknown {
        /// What was asked for.
        id: String,
        /// The names most like it.
        nearest: Vec<String>,
    },
    /// The header cannot be read.
    #[error("{view}.rq:{line}: {key}: {reason}")]
    Header {
        /// The view.
        view: String,
        /// Line of the file, from 1.
        line: u64,
        /// The key at fault.
        key: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Header and query do not fit each other, or the query cannot be parsed.
    #[error("{view}: {reason}")]
    Refused {
        /// The view.
        view: String,
        /// Why it is refused.
        reason: String,
    },
    /// The view has no such parameter.
    #[error("{view} has no parameter {parameter:?}{}", did_you_mean(.nearest))]
    NoSuchParameter {
        /// The view.
        view: String,
        /// What was given.
        parameter: String,
        /// The names most like it.
        nearest: Vec<String>,
    },
    /// A parameter that the view needs was not given.
    #[error("{view} needs {parameter}")]
    Missing {
        /// The view.
        view: String,
        /// The parameter.
        parameter: String,
    },
    /// A value does not fit its parameter.
    #[error("{view}: {parameter}: {value:?} {reason}{}", did_you_mean(.nearest))]
    Argument {
        /// The view.
        view: String,
        /// The parameter.
        parameter: String,
        /// What was given.
        value: String,
        /// Why it does not fit.
        reason: String,
        /// The choices most like it.
        nearest: Vec<String>,
    },
    /// The table has no such row.
    #[error("{view} has no row {number}: {}", rows_there(*.rows))]
    NoSuchRow {
        /// The view.
        view: String,
        /// The row that was asked for, from 1.
        number: usize,
        /// How many rows there are.
        rows: usize,
    },
    /// A row holds what its column's type does not allow.
    #[error("{view}: column {column} is declared {expected}, and a row holds {found}")]
    Cell {
        /// The view.
        view: String,
        /// The column.
        column: String,
        /// The type that the header declares.
        expected: &'static str,
        /// The term that came.
        found: String,
    },
    /// The measure cannot take what the query gave it.
    #[error("{view}: {measure}: {reason}")]
    Measure {
        /// The view.
        view: String,
        /// The measure.
        measure: String,
        /// Why.
        reason: String,
    },
    /// A parameter could not be bound.
    #[error("{view}: {source}")]
    Bind {
        /// The view.
        view: String,
        /// Why.
        source: BindError,
    },
    /// The query could not be answered.
    #[error(transparent)]
    Sparql(#[from] SparqlError),
    /// A file could not be read.
    #[error("{}: {source}", .path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A table could not be written.
    #[error("the table could not be written: {0}")]
    Write(#[from] std::io::Error),
}

fn rows_there(rows: usize) -> String {
    match rows {
        0 => "its table is empty".to_owned(),
        1 => "its table has one row, number 1".to_owned(),
        rows => format!("its table has rows 1 to {rows}"),
    }
}
