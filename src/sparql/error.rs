use std::time::Duration;

use oxigraph::model::NamedNode;
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
        /// What stands there, or last before it; none when the fault has no place.
        token: Option<String>,
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
    /// It holds more memory than it may.
    #[error("the query was stopped at its limit of {limit} bytes of memory: ask for less at once, or raise the limit")]
    TooMuchMemory {
        /// The limit, in bytes.
        limit: usize,
    },
    /// Its memory is to be limited, and nothing counts it.
    #[error(
        "max_memory cannot be kept, as this program does not count its memory: install milieu::memory::Counting as its \
         #[global_allocator], or leave the limit out"
    )]
    MemoryNotCounted,
    /// It was cancelled from outside.
    #[error("the query was cancelled")]
    Cancelled,
    /// It is larger than anything that is answered.
    #[error("the query has more than {limit} patterns, or parts within one another: ask several smaller ones")]
    TooComplex {
        /// The limit.
        limit: usize,
    },
    /// It asks for something that is switched off.
    #[error("{0}")]
    NotAllowed(String),
    /// A file that it loads cannot be read, or is not what its name says.
    #[error("{file}:{line}: {reason}")]
    Load {
        /// The file.
        file: String,
        /// The line, from 1; 0 when the fault has no place.
        line: u64,
        /// What is wrong.
        reason: String,
    },
    /// Another server that it asks did not answer as it should.
    #[error("{address}: {reason}")]
    Remote {
        /// What was asked.
        address: String,
        /// What is wrong.
        reason: String,
    },
    /// It creates a graph that there is.
    #[error("the graph {0} exists already: CREATE SILENT passes over that")]
    GraphExists(NamedNode),
    /// A computed property, such as `milieu:nearby`, has arguments that it cannot take.
    #[error("{0}")]
    Arguments(String),
    /// It was understood and could not be evaluated.
    #[error("the query could not be evaluated: {0}")]
    Evaluation(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The store could not keep what an update wrote.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl SparqlError {
    /// The parser tells the place only in its text, `error at 2:7: expected one of ...`, with character classes among what it
    /// expected; people are told the place, what stands there, and the words that could.
    pub(super) fn syntax(error: &SparqlSyntaxError, query: &str) -> Self {
        let text = error.to_string();
        let placed = text.strip_prefix("error at ").and_then(|rest| {
            let (place, expected) = rest.split_once(": ")?;
            let (line, column) = place.split_once(':')?;
            Some((line.parse::<usize>().ok()?, column.parse::<usize>().ok()?, expected))
        });
        let Some((line, column, expected)) = placed else {
            return Self::Syntax { message: text, line: 0, column: 0, token: None };
        };
        let text = query.lines().nth(line.saturating_sub(1)).unwrap_or_default();
        let at = text.char_indices().nth(column.saturating_sub(1)).map_or(text.len(), |(at, _)| at);
        let here = text[at..].split(char::is_whitespace).next().filter(|here| !here.is_empty());
        let before = text[..at].split_whitespace().next_back();
        let found = match (here, before) {
            (Some(here), _) => format!("found \"{here}\""),
            (None, Some(before)) => format!("after \"{before}\""),
            (None, None) => "at the end of the line before".to_owned(),
        };
        let expected = if expected.contains("Prefix not found") {
            "a prefix that is declared (PREFIX name: <IRI>) or the project's own".to_owned()
        } else {
            let words = expected.trim_start_matches("expected ").trim_start_matches("one of ").split(", ");
            let words: Vec<_> = words.filter(|word| !word.contains('[')).collect();
            if words.is_empty() { "something else".to_owned() } else { words.join(", ") }
        };
        let token = here.or(before).map(str::to_owned);
        Self::Syntax { message: format!("{found}, expected {expected}"), line, column, token }
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
            QueryEvaluationError::Dataset(inner) | QueryEvaluationError::Service(inner) => {
                match inner.downcast::<Self>() {
                    Ok(ours) => *ours,
                    Err(inner) => Self::Evaluation(inner),
                }
            }
            error => Self::Evaluation(Box::new(error)),
        }
    }
}
