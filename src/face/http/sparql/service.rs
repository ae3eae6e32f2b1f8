//! What the endpoint says of itself (SPARQL 1.1 Service Description).

use axum::http::HeaderMap;

use crate::face::http::answer::Answer;
use crate::face::http::problem::Problem;
use crate::face::http::rdf;
use crate::face::http::state::Shared;
use crate::io::RdfFormat;
use crate::model::vocab::rdf::TYPE;
use crate::model::{BlankNode, NamedNode, NamedNodeRef, Term, Triple};
use crate::sparql::results::QueryResultsFormat;

const SD: &str = "http://www.w3.org/ns/sparql-service-description#";
const ROWS: [QueryResultsFormat; 4] =
    [QueryResultsFormat::Json, QueryResultsFormat::Xml, QueryResultsFormat::Csv, QueryResultsFormat::Tsv];

pub(super) fn description(state: &Shared, headers: &HeaderMap) -> Result<Answer, Problem> {
    let sd = |name: &str| NamedNode::new_unchecked(format!("{SD}{name}"));
    let service = BlankNode::default();
    let endpoint = NamedNode::new(format!("{}/sparql", state.base(headers)))
        .map_err(|error| Problem::bad_request(format!("the Host header makes no IRI: {error}")))?;
    let mut triples = Vec::new();
    let mut say = |predicate: NamedNode, object: Term| {
        triples.push(Ok::<_, Problem>(Triple::new(service.clone(), predicate, object)));
    };
    say(TYPE.into_owned(), sd("Service").into());
    say(sd("endpoint"), endpoint.into());
    say(sd("supportedLanguage"), sd("SPARQL11Query").into());
    if !state.settings.is_read_only() {
        say(sd("supportedLanguage"), sd("SPARQL11Update").into());
    }
    say(sd("feature"), sd("UnionDefaultGraph").into());
    let formats = ROWS.map(QueryResultsFormat::iri).into_iter();
    for iri in formats.chain(rdf::GRAPH_OFFERS.iter().map(|offer| offer.what.iri())) {
        say(sd("resultFormat"), NamedNodeRef::new_unchecked(iri).into_owned().into());
    }
    let bytes = rdf::write(triples, RdfFormat::Turtle, state.settings.max_bytes)?;
    Ok(Answer::new(RdfFormat::Turtle.media_type(), bytes).of(&state.store.snapshot()))
}
