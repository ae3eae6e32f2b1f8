//! The words: the ontology with its classes, properties and schemes, as pages and as RDF.

mod page;
mod scheme;
mod term;

use std::sync::Arc;

use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Response};

use super::answer;
use super::entity::{Form, form, triples};
use super::problem::Problem;
use super::state::Shared;
use crate::model::vocab::{rdf, rdfs};
use crate::model::{NamedNode, NamedNodeRef, NamedOrBlankNode, Term};
use crate::snapshot::Snapshot;
use crate::vocab;

const CLASS: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("http://www.w3.org/2002/07/owl#Class");
const LINK: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("http://www.w3.org/2002/07/owl#ObjectProperty");
const VALUE: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("http://www.w3.org/2002/07/owl#DatatypeProperty");
const NOTE: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("http://www.w3.org/2002/07/owl#AnnotationProperty");
const SCHEME: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("http://www.w3.org/2004/02/skos/core#ConceptScheme");
const ONTOLOGY: &str = "https://w3id.org/milieu/ontology";

/// `GET /ontology`, also with an ending such as `.ttl`
pub(super) async fn all(State(state): State<Arc<Shared>>, request: Request) -> Result<Response, Problem> {
    let ending = request.uri().path().strip_prefix("/ontology.").map(str::to_owned);
    let form = form(request.headers(), ending.as_deref())?;
    state
        .run(move |state, _| {
            let snapshot = state.store.snapshot();
            match form {
                Form::Page => Ok(answer::page(&snapshot, page::page(&snapshot))),
                Form::Graph(format) => {
                    let mut nodes: Vec<_> = snapshot
                        .quads_for_pattern(None, Some(rdfs::IS_DEFINED_BY), Some(vocabulary().as_ref().into()), None)
                        .filter_map(|quad| named(quad.subject))
                        .collect();
                    nodes.push(vocabulary());
                    nodes.sort_unstable();
                    nodes.dedup();
                    let said = nodes.iter().flat_map(|node| {
                        let node = NamedOrBlankNode::from(node.clone());
                        snapshot.quads_for_pattern(Some(node.as_ref()), None, None, None).map(Into::into)
                    });
                    let mut said: Vec<crate::model::Triple> = said.collect();
                    let mut seen = std::collections::HashSet::new();
                    said.retain(|triple| seen.insert(triple.clone()));
                    let bytes =
                        super::rdf::write(said.into_iter().map(Ok::<_, Problem>), format, state.settings.max_bytes)?;
                    Ok(super::answer::Answer::new(format.media_type(), bytes).of(&snapshot).into_response())
                }
            }
        })
        .await
}

/// `GET /ontology/TERM`
pub(super) async fn term(
    State(state): State<Arc<Shared>>,
    Path(name): Path<String>,
    request: Request,
) -> Result<Response, Problem> {
    let headers = request.headers().clone();
    state
        .run(move |state, _| {
            let snapshot = state.store.snapshot();
            let (name, ending) = match name.rsplit_once('.') {
                Some((stem, ending)) => (stem, Some(ending)),
                None => (name.as_str(), None),
            };
            let form = form(&headers, ending)?;
            let iri = format!("{}{name}", vocab::M);
            let node = NamedNode::new(&iri).map_err(|error| Problem::bad_request(error.to_string()))?;
            if !says_anything(&snapshot, &node) {
                return Err(Problem::not_found(format!("The ontology has no term <{iri}>.")));
            }
            match form {
                Form::Page => Ok(answer::page(&snapshot, term::page(&snapshot, &node))),
                Form::Graph(format) => triples(&snapshot, [node], format, state.settings.max_bytes),
            }
        })
        .await
}

/// `GET /scheme/NAME`
pub(super) async fn scheme(
    State(state): State<Arc<Shared>>,
    Path(name): Path<String>,
    request: Request,
) -> Result<Response, Problem> {
    let headers = request.headers().clone();
    state
        .run(move |state, _| {
            let snapshot = state.store.snapshot();
            let (name, ending) = match name.rsplit_once('.') {
                Some((stem, ending)) => (stem, Some(ending)),
                None => (name.as_str(), None),
            };
            let form = form(&headers, ending)?;
            let iri = format!("{}{name}", vocab::SCHEME);
            let node = NamedNode::new(&iri).map_err(|error| Problem::bad_request(error.to_string()))?;
            if !says_anything(&snapshot, &node) {
                return Err(Problem::not_found(format!("There is no scheme <{iri}>.")));
            }
            match form {
                Form::Page => Ok(answer::page(&snapshot, scheme::page(&snapshot, &node))),
                Form::Graph(format) => {
                    let mut nodes = scheme::concepts(&snapshot, &node);
                    nodes.insert(0, node);
                    triples(&snapshot, nodes, format, state.settings.max_bytes)
                }
            }
        })
        .await
}

fn vocabulary() -> NamedNode {
    NamedNode::new_unchecked(ONTOLOGY)
}

fn named(node: NamedOrBlankNode) -> Option<NamedNode> {
    match node {
        NamedOrBlankNode::NamedNode(node) => Some(node),
        NamedOrBlankNode::BlankNode(_) => None,
    }
}

fn says_anything(snapshot: &Snapshot, node: &NamedNode) -> bool {
    snapshot.quads_for_pattern(Some(node.into()), None, None, None).next().is_some()
}

/// The things of `class`, each once.
fn of_class(snapshot: &Snapshot, class: NamedNodeRef<'_>) -> Vec<NamedNode> {
    leading_to(snapshot, rdf::TYPE, class)
}

/// The things whose `property` is `object`, each once.
fn leading_to(snapshot: &Snapshot, property: NamedNodeRef<'_>, object: NamedNodeRef<'_>) -> Vec<NamedNode> {
    let quads = snapshot.quads_for_pattern(None, Some(property), Some(object.into()), None);
    let mut things: Vec<_> = quads.filter_map(|quad| named(quad.subject)).collect();
    things.sort_unstable();
    things.dedup();
    things
}

/// The things that `property` of `node` leads to.
fn values(snapshot: &Snapshot, node: &NamedNode, property: NamedNodeRef<'_>) -> Vec<NamedNode> {
    let named = |term| match term {
        Term::NamedNode(node) => Some(node),
        _ => None,
    };
    snapshot.objects(node.as_ref().into(), property).filter_map(named).collect()
}

/// The texts that `property` of `node` holds.
fn texts(snapshot: &Snapshot, node: &NamedNode, property: NamedNodeRef<'_>) -> Vec<String> {
    let text = |term| match term {
        Term::Literal(literal) => Some(literal.value().to_owned()),
        _ => None,
    };
    snapshot.objects(node.as_ref().into(), property).filter_map(text).collect()
}
