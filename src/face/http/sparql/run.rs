//! A query's answer as bytes.

use super::format::Output;
use crate::face::http::answer::{Answer, Capped};
use crate::face::http::problem::Problem;
use crate::face::http::rdf;
use crate::snapshot::Snapshot;
use crate::sparql::results::{QueryResultsFormat, QueryResultsSerializer};
use crate::sparql::{QueryResults, QuerySolutionIter, SparqlError, arrow};

/// What an answer is the answer of.
pub(super) struct Of<'a> {
    pub(super) snapshot: &'a Snapshot,
    pub(super) query: &'a str,
}

/// `results` in full, or the reason why not.
pub(super) fn write(
    results: QueryResults<'static>,
    of: &Of<'_>,
    output: Output,
    limit: usize,
) -> Result<Answer, Problem> {
    match (results, output) {
        (QueryResults::Solutions(rows), Output::Rows(format)) => Ok(named(format, solutions(rows, format, limit)?)),
        (QueryResults::Solutions(rows), Output::Columns(file)) => {
            // The types are decided over all rows, so nothing is written before the last of them came.
            let batches = arrow::record_batches(rows, of.snapshot, of.query)?;
            let mut bytes = Capped::new(limit);
            if let Err(error) = batches.write(file, &mut bytes) {
                return Err(bytes.problem(&error));
            }
            Ok(Answer::new(file.media_type(), bytes.finish()?).file(format!("answer.{}", file.extension())))
        }
        (QueryResults::Boolean(answer), Output::Rows(format)) => {
            let mut bytes = Capped::new(limit);
            let serializer = QueryResultsSerializer::from_format(format);
            if let Err(error) = serializer.serialize_boolean_to_writer(&mut bytes, answer) {
                return Err(bytes.problem(&error));
            }
            Ok(named(format, bytes.finish()?))
        }
        (QueryResults::Graph(triples), Output::Graph(format)) => {
            let bytes = rdf::write(triples.map(|triple| triple.map_err(SparqlError::from)), format, limit)?;
            Ok(Answer::new(format.media_type(), bytes).file(format!("answer.{}", format.file_extension())))
        }
        _ => Err(Problem::internal("the format does not suit the query's form")),
    }
}

fn named(format: QueryResultsFormat, bytes: Vec<u8>) -> Answer {
    Answer::new(format.media_type(), bytes).file(format!("answer.{}", format.file_extension()))
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
