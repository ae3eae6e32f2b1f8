//! A query's answer as bytes.

use axum::response::Response;

use super::format::Output;
use crate::face::http::answer::{Answer, Sending, Sink};
use crate::face::http::problem::Problem;
use crate::face::http::{drawn, rdf};
use crate::face::results::{self, Failed, Of, Sheet};
use crate::sparql::{QueryResults, SparqlError};

/// `results` in full, or the reason why not; `link` leads to what belongs to them.
pub(super) fn send(
    results: QueryResults<'static>,
    of: &Of<'_>,
    output: Output,
    sending: &Sending,
    link: Option<&str>,
) -> Result<Response, Problem> {
    let named = |media: &'static str, ending: &str| {
        let file = format!("answer.{ending}");
        sending.begin(Answer::to_come(media).of(of.snapshot).file(file).link(link.map(str::to_owned)))
    };
    let (written, out) = match (results, output) {
        (QueryResults::Solutions(rows), Output::Rows(format)) => {
            let mut out = named(format.media_type(), format.file_extension());
            (results::rows(rows, format, &mut out).map(drop), out)
        }
        (QueryResults::Solutions(rows), Output::Columns(file)) => {
            let mut out = named(file.media_type(), file.extension());
            (results::columns(rows, of, file, &mut out).map(drop), out)
        }
        (QueryResults::Solutions(rows), Output::Drawing(drawing)) => {
            let sheet = Sheet::of_rows(rows)?;
            let mut out = named(drawing.media_type(), drawing.extension());
            drawn::write(&sheet, drawing, of.snapshot, &mut out)?;
            (Ok(()), out)
        }
        (QueryResults::Boolean(answer), Output::Rows(format)) => {
            let mut out = named(format.media_type(), format.file_extension());
            (results::truth(answer, format, &mut out).map_err(Failed::Write), out)
        }
        (QueryResults::Graph(triples), Output::Graph(format)) => {
            let mut out = named(format.media_type(), format.file_extension());
            rdf::write_to(triples.map(|triple| triple.map_err(SparqlError::from)), format, &mut out)?;
            (Ok(()), out)
        }
        _ => return Err(Problem::internal("the format does not suit the query's form")),
    };
    match written {
        Ok(()) => out.finish(),
        Err(Failed::Answer(error)) => Err(error.into()),
        Err(Failed::Write(error)) => Err(out.problem(&error)),
    }
}
