//! The words: the ontology with its classes, properties and schemes, as pages and as RDF.

mod page;
mod scheme;
mod term;

use std::sync::Arc;

use axum::extract::{Path, Request, State};
use axum::http::HeaderMap;
use axum::response::Response;

use super::answer;
use super::dataset::Signs;
use super::entity::{Form, form, triples};
use super::problem::Problem;
use super::state::Shared;
use crate::model::vocab::{rdf, rdfs};
use crate::model::{NamedNode, NamedNodeRef, NamedOrBlankNode, NamedOrBlankNodeRef, Term};
use crate::snapshot::Snapshot;
use crate::vocab;

const CLASS: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("http://www.w3.org/2002/07/owl#Class");
const LINK: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("http://www.w3.org/2002/07/owl#ObjectProperty");
const VALUE: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("http://www.w3.org/2002/07/owl#DatatypeProperty");
const NOTE: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("http://www.w3.org/2002/07/owl#AnnotationProperty");
const FUNCTION: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("https://w3id.org/function/ontology#Function");
const SCHEME: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("http://www.w3.org/2004/02/skos/core#ConceptScheme");
const VERSION: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("http://www.w3.org/2002/07/owl#versionIRI");
const ONTOLOGY: &str = "https://w3id.org/milieu/ontology";

/// `GET /ontology`, also with an ending such as `.ttl`
pub(super) async fn all(State(state): State<Arc<Shared>>, request: Request) -> Result<Response, Problem> {
    let ending = request.uri().path().strip_prefix("/ontology.").map(str::to_owned);
    let form = form(request.headers(), ending.as_deref())?;
    state.run(move |state, _| whole(&state.store.snapshot(), form, state.settings.max_bytes)).await
}

/// The whole ontology, which is the same at its own address and at that of its version.
fn whole(snapshot: &Snapshot, form: Form, limit: usize) -> Result<Response, Problem> {
    let version = version(snapshot);
    let licence = values(snapshot, &vocabulary(), vocab::dct::LICENSE).pop();
    let signs = Signs::default()
        .maybe("cite-as", version.as_ref().map(NamedNode::as_str))
        .add("latest-version", "/ontology")
        .add("type", "https://schema.org/DefinedTermSet")
        .maybe("license", licence.as_ref().map(NamedNode::as_str));
    let format = match form {
        Form::Page => {
            let signs = signs.in_rdf("describedby", |ending| format!("/ontology.{ending}"));
            return Ok(signs.on(answer::page(snapshot, page::page(snapshot))));
        }
        Form::Graph(format) => format,
    };
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
    let bytes = super::rdf::write(said.into_iter().map(Ok::<_, Problem>), format, limit)?;
    let answer = super::answer::Answer::new(format.media_type(), bytes).of(snapshot);
    Ok(signs.typed("describes", "/ontology", "text/html").on(answer))
}

/// The IRI of the version that the store holds.
fn version(snapshot: &Snapshot) -> Option<NamedNode> {
    values(snapshot, &vocabulary(), VERSION).pop()
}

/// The form that is asked for, if `name` is a version: `0.1.0`, `0.1.0.ttl`. Other versions than that of the store are not here.
fn form_of_version(snapshot: &Snapshot, name: &str, headers: &HeaderMap) -> Result<Option<Form>, Problem> {
    if !name.starts_with(|c: char| c.is_ascii_digit()) {
        return Ok(None);
    }
    let held = version(snapshot);
    let held = held.as_ref().and_then(|version| version.as_str().rsplit('/').next());
    match held.and_then(|held| name.strip_prefix(held)) {
        Some("") => form(headers, None).map(Some),
        Some(rest) if rest.starts_with('.') => form(headers, Some(&rest[1..])).map(Some),
        _ => Err(Problem::not_found(match held {
            Some(held) => format!("The store holds version {held} of the ontology, and no {name}."),
            None => format!("The store holds no version of the ontology, so no {name} either."),
        })),
    }
}

/// `GET /ontology/TERM`, and `/ontology/VERSION` for all terms
pub(super) async fn term(
    State(state): State<Arc<Shared>>,
    Path(name): Path<String>,
    request: Request,
) -> Result<Response, Problem> {
    let headers = request.headers().clone();
    state
        .run(move |state, _| {
            let snapshot = state.store.snapshot();
            if let Some(form) = form_of_version(&snapshot, &name, &headers)? {
                return whole(&snapshot, form, state.settings.max_bytes);
            }
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
                Form::Page => Ok(of_page(&node, "/ontology").on(answer::page(&snapshot, term::page(&snapshot, &node)))),
                Form::Graph(format) => {
                    let signs = of_data(&node);
                    Ok(signs.on(triples(&snapshot, [node], format, state.settings.max_bytes)?))
                }
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
                Form::Page => {
                    let page = answer::page(&snapshot, scheme::page(&snapshot, &node));
                    Ok(of_page(&node, "/ontology#schemes").on(page))
                }
                Form::Graph(format) => {
                    let signs = of_data(&node);
                    let mut nodes = scheme::concepts(&snapshot, &node);
                    nodes.extend(scheme::collections(&snapshot, &nodes));
                    nodes.insert(0, node);
                    Ok(signs.on(triples(&snapshot, nodes, format, state.settings.max_bytes)?))
                }
            }
        })
        .await
}

/// Links from the page of a word to its name and its data.
fn of_page(node: &NamedNode, collection: &str) -> Signs {
    let address = page::address(node);
    Signs::default()
        .add("cite-as", node.as_str())
        .add("type", "https://schema.org/DefinedTerm")
        .add("collection", collection)
        .in_rdf("describedby", |ending| format!("{address}.{ending}"))
}

/// Links from the data of a word to its name and its page.
fn of_data(node: &NamedNode) -> Signs {
    Signs::default().add("cite-as", node.as_str()).typed("describes", &page::address(node), "text/html")
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
pub(super) fn of_class(snapshot: &Snapshot, class: NamedNodeRef<'_>) -> Vec<NamedNode> {
    leading_to(snapshot, rdf::TYPE, class)
}

/// The things whose `property` is `object`, each once.
pub(super) fn leading_to(snapshot: &Snapshot, property: NamedNodeRef<'_>, object: NamedNodeRef<'_>) -> Vec<NamedNode> {
    let quads = snapshot.quads_for_pattern(None, Some(property), Some(object.into()), None);
    let mut things: Vec<_> = quads.filter_map(|quad| named(quad.subject)).collect();
    things.sort_unstable();
    things.dedup();
    things
}

/// The named things that `property` of `node` leads to.
pub(super) fn values(snapshot: &Snapshot, node: &NamedNode, property: NamedNodeRef<'_>) -> Vec<NamedNode> {
    nodes(snapshot, &node.clone().into(), property).into_iter().filter_map(named).collect()
}

/// The things that `property` of `node` leads to, with and without names.
pub(super) fn nodes(snapshot: &Snapshot, node: &NamedOrBlankNode, property: NamedNodeRef<'_>) -> Vec<NamedOrBlankNode> {
    let node_of = |term| match term {
        Term::NamedNode(node) => Some(node.into()),
        Term::BlankNode(node) => Some(node.into()),
        _ => None,
    };
    snapshot.objects(node.as_ref(), property).filter_map(node_of).collect()
}

/// The texts that `property` of `node` holds.
pub(super) fn texts<'n>(
    snapshot: &Snapshot,
    node: impl Into<NamedOrBlankNodeRef<'n>>,
    property: NamedNodeRef<'_>,
) -> Vec<String> {
    let text = |term| match term {
        Term::Literal(literal) => Some(literal.value().to_owned()),
        _ => None,
    };
    snapshot.objects(node.into(), property).filter_map(text).collect()
}
