use std::time::Duration;

use oxigraph::sparql::QueryEvaluationError;
use spargebra::SparqlSyntaxError;

use crate::store::StoreError;

/// Why a query or an update has no answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SparqlError {
    /// It cannot be parsed.
    #[error("line {line}, column {column}: {message}")]
    Syntax {
        /// What was expected there.
        message: String,
        /// Line, from 1; 0 when the fault has no place.
        line: usize,
        /// Column, from 1; 0 when the fault has no place.
        column: usize,
    },
    /// The base IRI is none.
    #[error("the base IRI is not valid: {0}")]
    BaseIri(String),
    /// It took longer than it may.
    #[error("the query was stopped after its limit of {} s: ask for less, or raise the limit", .limit.as_secs_f64())]
    TimedOut {
        /// The limit.
        limit: Duration,
    },
    /// It has more rows than it may.
    #[error("the result has more than {limit} rows, its limit: add LIMIT, aggregate, or raise the limit")]
    TooManyRows {
        /// The limit.
        limit: usize,
    },
    /// It was cancelled from outside.
    #[error("the query was cancelled")]
    Cancelled,
    /// It asks for something that is switched off.
    #[error("{0}")]
    NotAllowed(String),
    /// It was understood and could not be evaluated.
    #[error("the query could not be evaluated: {0}")]
    Evaluation(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The store could not keep what an update wrote.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl SparqlError {
    pub(super) fn syntax(error: &SparqlSyntaxError) -> Self {
        // The parser tells the place only in its text: "error at 2:7: expected ...".
        let text = error.to_string();
        let placed = text.strip_prefix("error at ").and_then(|rest| {
            let (place, message) = rest.split_once(": ")?;
            let (line, column) = place.split_once(':')?;
            Some((line.parse().ok()?, column.parse().ok()?, message.to_owned()))
        });
        let (line, column, message) = placed.unwrap_or((0, 0, text.clone()));
        Self::Syntax { message, line, column }
    }
}

impl From<SparqlError> for QueryEvaluationError {
    fn from(error: SparqlError) -> Self {
        Self::Dataset(Box::new(error))
    }
}

/// The error of a row: a limit that was met on the way comes out as itself.
impl From<QueryEvaluationError> for SparqlError {
    fn from(error: QueryEvaluationError) -> Self {
        match error {
            QueryEvaluationError::Cancelled => Self::Cancelled,
            QueryEvaluationError::UnsupportedService(service) => {
                Self::NotAllowed(format!("SERVICE {service} is not allowed: federation is switched off"))
            }
            QueryEvaluationError::Dataset(inner) => match inner.downcast::<Self>() {
                Ok(ours) => *ours,
                Err(inner) => Self::Evaluation(inner),
            },
            error => Self::Evaluation(Box::new(error)),
        }
    }
}
