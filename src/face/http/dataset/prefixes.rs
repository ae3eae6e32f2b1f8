//! The project's prefixes as SHACL declares them (SHACL, 5.2.1).

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};

use super::Place;
use super::say::Statements;
use crate::face::http::answer::Answer;
use crate::face::http::problem::Problem;
use crate::face::http::rdf;
use crate::face::http::state::Shared;
use crate::io::RdfFormat;
use crate::model::NamedNode;
use crate::vocab;

/// Where they stand.
const PATH: &str = "/prefixes.ttl";

/// Declares every prefix; gives the node that has them all.
pub(super) fn declare(said: &mut Statements, place: &Place) -> NamedNode {
    let known = place.at(PATH);
    let mut about = said.about(known.clone());
    about.a("owl:Ontology").english("rdfs:label", "Prefixes that every query knows without declaring them");
    for (prefix, namespace) in vocab::PREFIXES {
        about.with("sh:declare", |declared| {
            declared.text("sh:prefix", prefix).typed("sh:namespace", namespace, "xsd:anyURI");
        });
    }
    known
}

/// `GET /prefixes.ttl`
pub(in crate::face::http) async fn turtle(
    State(state): State<Arc<Shared>>,
    request: Request,
) -> Result<Response, Problem> {
    let place = Place::of(&state, request.headers())?;
    let mut said = Statements::default();
    declare(&mut said, &place);
    let bytes =
        rdf::write(said.finish().into_iter().map(Ok::<_, Problem>), RdfFormat::Turtle, state.settings.max_bytes)?;
    Ok(Answer::new(RdfFormat::Turtle.media_type(), bytes).into_response())
}
