//! Statements that a request brings, read within its limits.

use oxigraph::io::{RdfParseError, RdfParser};
use oxigraph::model::Quad;

use super::limit::Limit;
use super::load::syntax;
use super::watch::{tick, watch};
use super::{QueryOptions, SparqlError};
use crate::source::Guarded;

/// Why statements cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StatementsError {
    /// They are not written as their format has it.
    #[error("line {line}, column {column}: {message}")]
    Syntax {
        /// What is wrong there.
        message: String,
        /// Line, from 1; 0 when the fault has no place.
        line: u64,
        /// Column, from 1; 0 when the fault has no place.
        column: u64,
    },
    /// A limit was met.
    #[error(transparent)]
    Limit(#[from] SparqlError),
}

/// The statements of `text` as `parser` reads them, within the time and memory of `options`; a text that is made to take stack or time
/// without end is cut off before.
///
/// # Errors
/// [`StatementsError`]; nothing is given of a text with a fault.
///
/// ```
/// use milieu::io::{RdfFormat, RdfParser};
/// use milieu::sparql::{statements, QueryOptions, StatementsError};
/// let read = |text: &str| statements(text.as_bytes(), RdfParser::from_format(RdfFormat::Turtle), &QueryOptions::default());
/// assert_eq!(read("<urn:a> a <urn:B> , <urn:C> .").unwrap().len(), 2);
/// assert!(matches!(read("<urn:a> a\n ."), Err(StatementsError::Syntax { line: 2, column: 2, .. })));
/// ```
pub fn statements(text: &[u8], parser: RdfParser, options: &QueryOptions) -> Result<Vec<Quad>, StatementsError> {
    let limit = Limit::new(options)?;
    limit.check()?;
    let guarded = Guarded::new(syntax(parser.format()), text);
    let read = watch(&limit, || parser.for_reader(guarded).inspect(|_| tick()).collect::<Result<Vec<_>, _>>())?;
    read.map_err(|error| match error {
        RdfParseError::Io(error) => StatementsError::Syntax { message: error.to_string(), line: 0, column: 0 },
        RdfParseError::Syntax(error) => {
            let text = error.to_string();
            match error.location() {
                // The parser's text begins with the place.
                Some(at) => StatementsError::Syntax {
                    message: text.split_once(": ").map_or(text.as_str(), |(_, reason)| reason).to_owned(),
                    line: at.start.line + 1,
                    column: at.start.column + 1,
                },
                None => StatementsError::Syntax { message: text, line: 0, column: 0 },
            }
        }
    })
}
