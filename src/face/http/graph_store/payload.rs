//! What a request brings: one document, or several as the files of a form.

use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::StatusCode;

use crate::face::http::content;
use crate::face::http::problem::Problem;
use crate::face::http::rdf::{self, GRAPH_OFFERS};
use crate::io::{RdfFormat, RdfParser};
use crate::model::{GraphName, Quad};
use crate::sparql::{QueryOptions, StatementsError, statements};

const FORM: &str = "multipart/form-data";

/// The types of bodies that are read.
pub(in crate::face::http) fn read_here() -> Vec<&'static str> {
    GRAPH_OFFERS.iter().map(|offer| offer.media).chain([FORM]).collect()
}

/// RDF as it came.
struct Document {
    /// The file of a form.
    file: Option<String>,
    format: RdfFormat,
    bytes: Bytes,
}

/// All that a request brings.
#[derive(Default)]
pub(super) struct Payload(Vec<Document>);

/// Reads the body of `request`.
pub(super) async fn receive(request: Request) -> Result<Payload, Problem> {
    let kind = content::kind(request.headers())?;
    if kind == FORM {
        return files(request).await;
    }
    let format = format(&kind).ok_or_else(|| Problem::unsupported(&kind, &read_here()))?;
    Ok(Payload(vec![Document { file: None, format, bytes: content::bytes(request).await?.into() }]))
}

fn format(media: &str) -> Option<RdfFormat> {
    GRAPH_OFFERS.iter().find(|offer| offer.media == media || offer.also.contains(&media)).map(|offer| offer.what)
}

/// The files of a form, each in the format that its type or else its name says.
async fn files(request: Request) -> Result<Payload, Problem> {
    let head = request.headers().clone();
    let mut whole = Request::new(content::bytes(request).await?.into());
    *whole.headers_mut() = head;
    let mut form =
        Multipart::from_request(whole, &()).await.map_err(|error| Problem::bad_request(error.body_text()))?;
    let broken = |error: axum::extract::multipart::MultipartError| {
        Problem::bad_request(format!("The form cannot be read: {}", error.body_text()))
    };
    let mut documents = Vec::new();
    while let Some(field) = form.next_field().await.map_err(broken)? {
        let name = field.file_name().or(field.name()).unwrap_or_default().to_owned();
        let media = content::of(field.content_type().unwrap_or_default())?;
        let ending = || rdf::by_ending(name.rsplit_once('.')?.1).map(|offer| offer.what);
        let format = format(&media).filter(|_| media != "text/plain").or_else(ending).or_else(|| format(&media));
        let Some(format) = format else {
            let problem = Problem::unsupported(&media, &GRAPH_OFFERS.map(|offer| offer.media));
            let detail = format!(
                "Of the file {name:?}: {} A name that ends in .ttl, .jsonld, .nt, .rdf, .nq or .trig says it too.",
                problem.detail
            );
            return Err(problem.detail(detail));
        };
        documents.push(Document { file: Some(name), format, bytes: field.bytes().await.map_err(broken)? });
    }
    if documents.is_empty() {
        return Err(Problem::bad_request("The form holds no file."));
    }
    Ok(Payload(documents))
}

impl Payload {
    /// The statements, as those of `graph`; relative IRIs are relative to `base`.
    pub(super) fn quads(
        &self,
        graph: &GraphName,
        base: Option<&str>,
        options: &QueryOptions,
    ) -> Result<Vec<Quad>, Problem> {
        let mut quads = Vec::new();
        for document in &self.0 {
            let mut parser = RdfParser::from_format(document.format)
                .without_named_graphs()
                .with_default_graph(graph.clone())
                .rename_blank_nodes();
            if let Some(base) = base {
                parser = parser.with_base_iri(base).map_err(|error| Problem::bad_request(error.to_string()))?;
            }
            quads.extend(statements(&document.bytes, parser, options).map_err(|error| document.problem(error))?);
        }
        Ok(quads)
    }
}

impl Document {
    fn problem(&self, error: StatementsError) -> Problem {
        match error {
            StatementsError::Limit(error) => error.into(),
            StatementsError::Syntax { message, line, column } => {
                let file = self.file.as_ref().map(|file| format!("The file {file:?}: ")).unwrap_or_default();
                let detail = format!("{file}{message}");
                let title = "The body is not what its Content-Type says";
                let place = |number: u64| u32::try_from(number).ok().filter(|number| *number > 0);
                Problem::new(StatusCode::BAD_REQUEST, "payload", title, detail).at(place(line), place(column))
            }
        }
    }
}
