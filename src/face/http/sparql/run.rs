//! A query's answer as bytes.

use super::format::Output;
use crate::face::http::answer::{Answer, Capped};
use crate::face::http::problem::Problem;
use crate::face::http::{drawn, rdf};
use crate::face::results::{self, Failed, Of, Sheet};
use crate::sparql::{QueryResults, SparqlError};

/// `results` in full, or the reason why not.
pub(super) fn write(
    results: QueryResults<'static>,
    of: &Of<'_>,
    output: Output,
    limit: usize,
) -> Result<Answer, Problem> {
    let mut bytes = Capped::new(limit);
    let (written, media, ending) = match (results, output) {
        (QueryResults::Solutions(rows), Output::Rows(format)) => {
            (results::rows(rows, format, &mut bytes).map(drop), format.media_type(), format.file_extension())
        }
        (QueryResults::Solutions(rows), Output::Columns(file)) => {
            (results::columns(rows, of, file, &mut bytes).map(drop), file.media_type(), file.extension())
        }
        (QueryResults::Solutions(rows), Output::Drawing(drawing)) => {
            let sheet = Sheet::of_rows(rows)?;
            let bytes = drawn::write(&sheet, drawing, of.snapshot, limit)?;
            return Ok(named(drawing.media_type(), drawing.extension(), bytes));
        }
        (QueryResults::Boolean(answer), Output::Rows(format)) => {
            let written = results::truth(answer, format, &mut bytes);
            (written.map_err(Failed::Write), format.media_type(), format.file_extension())
        }
        (QueryResults::Graph(triples), Output::Graph(format)) => {
            let bytes = rdf::write(triples.map(|triple| triple.map_err(SparqlError::from)), format, limit)?;
            return Ok(named(format.media_type(), format.file_extension(), bytes));
        }
        _ => return Err(Problem::internal("the format does not suit the query's form")),
    };
    match written {
        Ok(()) => Ok(named(media, ending, bytes.finish()?)),
        Err(Failed::Answer(error)) => Err(error.into()),
        Err(Failed::Write(error)) => Err(bytes.problem(&error)),
    }
}

fn named(media: &'static str, ending: &str, bytes: Vec<u8>) -> Answer {
    Answer::new(media, bytes).file(format!("answer.{ending}"))
}
