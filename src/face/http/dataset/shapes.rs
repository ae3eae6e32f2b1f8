//! What data have to look like: the SHACL shapes of the project, as RDF and as a page.

use std::sync::{Arc, LazyLock};

use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

use super::asked;
use crate::face::http::answer::Answer;
use crate::face::http::entity::{Form, graph, label};
use crate::face::http::frame::Frame;
use crate::face::http::link::{encode, page_of};
use crate::face::http::ontology::{leading_to, nodes, texts, values};
use crate::face::http::problem::Problem;
use crate::face::http::rdf;
use crate::face::http::state::Shared;
use crate::io::{RdfFormat, RdfParser};
use crate::model::vocab::rdf::TYPE;
use crate::model::{NamedNode, NamedNodeRef, NamedOrBlankNode, Triple};
use crate::snapshot::Snapshot;
use crate::store::Store;

const NAMESPACE: &str = "https://w3id.org/milieu/shape/";

/// A store that holds the shapes alone.
static SHAPES: LazyLock<Snapshot> = LazyLock::new(|| {
    let text = include_str!("../../../../ontology/shapes.ttl");
    let store = Store::new();
    let mut transaction = store.begin();
    for quad in RdfParser::from_format(RdfFormat::Turtle).for_slice(text) {
        transaction.insert(&quad.expect("the shapes that ship are Turtle"));
    }
    transaction.commit().expect("a store in memory takes what it is given")
});

macro_rules! sh {
    ($name:literal) => {
        NamedNodeRef::new_unchecked(concat!("http://www.w3.org/ns/shacl#", $name))
    };
}

/// `GET /shapes`
pub(in crate::face::http) async fn all(
    State(state): State<Arc<Shared>>,
    request: Request,
) -> Result<Response, Problem> {
    match asked(&request)? {
        Form::Page => Ok(page(&state.store.snapshot()).into_response()),
        Form::Graph(format) => write(SHAPES.iter().map(Triple::from), format, state.settings.max_bytes),
    }
}

/// `GET /shape/NAME`, and `/shape/` for all of them
pub(in crate::face::http) async fn one(
    State(state): State<Arc<Shared>>,
    name: Option<Path<String>>,
    request: Request,
) -> Result<Response, Problem> {
    let Some(Path(name)) = name else { return Ok(Redirect::to("/shapes").into_response()) };
    let node = NamedNode::new(format!("{NAMESPACE}{name}")).map_err(|error| Problem::bad_request(error.to_string()))?;
    let said = graph(&SHAPES, &node);
    if said.is_empty() {
        return Err(Problem::not_found(format!("There is no shape <{}>. /shapes lists them.", node.as_str())));
    }
    match asked(&request)? {
        Form::Page => Ok(Redirect::to(&format!("/shapes#{}", encode(&name))).into_response()),
        Form::Graph(format) => write(said, format, state.settings.max_bytes),
    }
}

fn write(said: impl IntoIterator<Item = Triple>, format: RdfFormat, limit: usize) -> Result<Response, Problem> {
    let bytes = rdf::write(said.into_iter().map(Ok::<_, Problem>), format, limit)?;
    Ok(Answer::new(format.media_type(), bytes).into_response())
}

fn page(snapshot: &Snapshot) -> Markup {
    let mut shapes = leading_to(&SHAPES, TYPE, sh!("NodeShape"));
    shapes.sort_by_key(|shape| name(&shape.clone().into()));
    let body = html! {
        h1 { "Shapes" }
        p.lead { "What data have to look like, and what to do about it where they do not. " code { "milieu validate" } " holds a store against them." }
        ul.links aria-label="As data" {
            li { "As data" }
            @for (ending, name) in [("ttl", "Turtle"), ("jsonld", "JSON-LD"), ("rdf", "RDF/XML"), ("nt", "N-Triples")] {
                li { a href={ "/shapes?format=" (ending) } { (name) } }
            }
        }
        @for shape in &shapes {
            @let node = NamedOrBlankNode::from(shape.clone());
            section id=[shape.as_str().strip_prefix(NAMESPACE)] {
                h2 { (name(&node)) }
                @for text in texts(&SHAPES, shape, sh!("description")) { p { (text) } }
                @for class in values(&SHAPES, shape, sh!("targetClass")) {
                    p.note { "For every " a href=(page_of(class.as_str())) { (label(snapshot, &class)) } "." }
                }
                ul.results {
                    @for message in texts(&SHAPES, shape, sh!("message")) { li { (message) } }
                    @for property in nodes(&SHAPES, &node, sh!("property")) { (rule(&property)) }
                }
            }
        }
    };
    Frame::new("Shapes").current("/ontology").snapshot(snapshot).page(&body)
}

/// What one property has to be, and how much it matters.
fn rule(property: &NamedOrBlankNode) -> Markup {
    let severity =
        nodes(&SHAPES, property, sh!("severity")).pop().map(|severity| match severity.to_string().as_str() {
            "<http://www.w3.org/ns/shacl#Warning>" => "warning",
            "<http://www.w3.org/ns/shacl#Info>" => "info",
            _ => "violation",
        });
    html! {
        li {
            strong { (name(property)) } " " span.badge { (severity.unwrap_or("violation")) }
            @for message in texts(&SHAPES, property.as_ref(), sh!("message")) { p { (message) } }
        }
    }
}

fn name(shape: &NamedOrBlankNode) -> String {
    let named = texts(&SHAPES, shape.as_ref(), sh!("name")).pop();
    named.unwrap_or_else(|| crate::face::http::link::short(shape.to_string().trim_matches(['<', '>'])))
}
