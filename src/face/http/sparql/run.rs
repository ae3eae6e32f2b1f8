//! A query's answer as bytes.

use super::format::Output;
use crate::face::http::answer::{Answer, Capped};
use crate::face::http::problem::Problem;
use crate::face::http::rdf;
use crate::sparql::results::{QueryResultsFormat, QueryResultsSerializer};
use crate::sparql::{QueryResults, QuerySolutionIter, SparqlError};

/// `results` in full, or the reason why not.
pub(super) fn write(results: QueryResults<'static>, output: Output, limit: usize) -> Result<Answer, Problem> {
    match (results, output) {
        (QueryResults::Solutions(rows), Output::Rows(format)) => named(format, solutions(rows, format, limit)?),
        (QueryResults::Boolean(answer), Output::Rows(format)) => {
            let mut bytes = Capped::new(limit);
            let serializer = QueryResultsSerializer::from_format(format);
            if let Err(error) = serializer.serialize_boolean_to_writer(&mut bytes, answer) {
                return Err(bytes.problem(&error));
            }
            named(format, bytes.finish()?)
        }
        (QueryResults::Graph(triples), Output::Graph(format)) => {
            let bytes = rdf::write(triples.map(|triple| triple.map_err(SparqlError::from)), format, limit)?;
            Ok(Answer::new(format.media_type(), bytes).file(format!("answer.{}", format.file_extension())))
        }
        _ => Err(Problem::internal("the format does not suit the query's form")),
    }
}

fn named(format: QueryResultsFormat, bytes: Vec<u8>) -> Result<Answer, Problem> {
    Ok(Answer::new(format.media_type(), bytes).file(format!("answer.{}", format.file_extension())))
}

fn solutions(rows: QuerySolutionIter<'static>, format: QueryResultsFormat, limit: usize) -> Result<Vec<u8>, Problem> {
    let mut bytes = Capped::new(limit);
    let variables = rows.variables().to_vec();
    let serializer = QueryResultsSerializer::from_format(format);
    let mut failed = None;
    let written = (|| {
        let mut writer = serializer.serialize_solutions_to_writer(&mut bytes, variables)?;
        for row in rows {
            match row {
                Ok(row) => writer.serialize(&row)?,
                Err(error) => {
                    failed = Some(Problem::from(SparqlError::from(error)));
                    break;
                }
            }
        }
        writer.finish().map(drop)
    })();
    match (failed, written) {
        (Some(problem), _) => Err(problem),
        (None, Err(error)) => Err(bytes.problem(&error)),
        (None, Ok(())) => bytes.finish(),
    }
}
