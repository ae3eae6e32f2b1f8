//! A thing: as a page for people, as RDF for programs.

mod describe;
mod page;
mod signs;

use std::sync::Arc;

use axum::extract::{Query, Request, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use percent_encoding::percent_decode_str;
use serde::Deserialize;

pub(super) use self::describe::{Description, graph, words};
pub(super) use self::page::label;
use super::answer::{self, Answer};
use super::negotiate::{Offer, choose};
use super::problem::Problem;
use super::rdf::{self, GRAPH_OFFERS};
use super::state::Shared;
use crate::io::RdfFormat;
use crate::model::NamedNode;
use crate::snapshot::Snapshot;
use crate::vocab;

/// What all IRIs of ours begin with.
const OURS: &str = "https://w3id.org/milieu";

/// How a thing is sent.
#[derive(Clone, Copy)]
pub(super) enum Form {
    /// A page.
    Page,
    /// Triples.
    Graph(RdfFormat),
}

/// What the client wants of a thing; `format` wins over the Accept header.
pub(super) fn form(headers: &HeaderMap, format: Option<&str>) -> Result<Form, Problem> {
    if let Some(format) = format {
        return match rdf::by_ending(format) {
            Some(offer) => Ok(Form::Graph(offer.what)),
            None if format == "html" => Ok(Form::Page),
            None => Err(Problem::bad_request(format!(
                "The format {format:?} is not known here. Known are html, ttl, jsonld, nt, rdf, nq, trig."
            ))),
        };
    }
    let mut offers: Vec<_> =
        GRAPH_OFFERS.iter().map(|offer| Offer::new(offer.media, offer.also, Form::Graph(offer.what))).collect();
    offers.push(Offer::new("text/html", &["application/xhtml+xml"], Form::Page));
    choose(headers, &offers)
        .map(|offer| offer.what)
        .ok_or_else(|| Problem::not_acceptable(offers.iter().map(|offer| offer.media)))
}

#[derive(Deserialize)]
pub(super) struct Asked {
    iri: Option<String>,
    format: Option<String>,
}

/// `GET /id/...`
pub(super) async fn by_path(State(state): State<Arc<Shared>>, request: Request) -> Result<Response, Problem> {
    let Query(asked) =
        Query::<Asked>::try_from_uri(request.uri()).map_err(|error| Problem::bad_request(error.body_text()))?;
    let path = request.uri().path().strip_prefix("/id/").unwrap_or_default().to_owned();
    let headers = request.headers().clone();
    send(state, move |snapshot| {
        // An ending names a format, unless it belongs to the name.
        let ending = path.rsplit_once('.').filter(|(_, ending)| rdf::by_ending(ending).is_some());
        match (known(snapshot, &path), ending) {
            (Some(node), _) => Ok((node, form(&headers, asked.format.as_deref())?)),
            (None, Some((stem, ending))) => match known(snapshot, stem) {
                Some(node) => Ok((node, form(&headers, Some(ending))?)),
                None => Err(unknown(&format!("{}{stem}", vocab::ID))),
            },
            (None, None) => Err(unknown(&format!("{}{path}", vocab::ID))),
        }
    })
    .await
}

/// `GET /.well-known/genid/...`: what came without a name and was given one (RDF 1.1 Concepts, 3.5)
pub(super) async fn unnamed(State(state): State<Arc<Shared>>, request: Request) -> Result<Response, Problem> {
    let iri = format!("{OURS}{}", request.uri().path());
    let headers = request.headers().clone();
    send(state, move |snapshot| one(snapshot, &iri, &headers, None)).await
}

/// `GET /entity?iri=`
pub(super) async fn by_iri(State(state): State<Arc<Shared>>, request: Request) -> Result<Response, Problem> {
    let Query(asked) =
        Query::<Asked>::try_from_uri(request.uri()).map_err(|error| Problem::bad_request(error.body_text()))?;
    let iri = asked.iri.ok_or_else(|| Problem::bad_request("The parameter `iri` is missing."))?;
    let headers = request.headers().clone();
    send(state, move |snapshot| one(snapshot, &iri, &headers, asked.format.as_deref())).await
}

/// The thing `iri`, if anything is said of it.
fn one(
    snapshot: &Snapshot,
    iri: &str,
    headers: &HeaderMap,
    format: Option<&str>,
) -> Result<(NamedNode, Form), Problem> {
    let node = NamedNode::new(iri).map_err(|error| Problem::bad_request(format!("{iri:?} is no IRI: {error}")))?;
    if is_known(snapshot, &node) { Ok((node, form(headers, format)?)) } else { Err(unknown(iri)) }
}

async fn send(
    state: Arc<Shared>,
    find: impl FnOnce(&Snapshot) -> Result<(NamedNode, Form), Problem> + Send + 'static,
) -> Result<Response, Problem> {
    state
        .run(move |state, _| {
            let snapshot = state.store.snapshot();
            let (node, form) = find(&snapshot)?;
            match form {
                Form::Page => {
                    let thing = Description::of(&snapshot, &node);
                    Ok(signs::of_page(&snapshot, &thing).on(answer::page(&snapshot, page::page(&snapshot, &thing))))
                }
                Form::Graph(format) => {
                    let signs = signs::of_data(&node);
                    Ok(signs.on(triples(&snapshot, [node], format, state.settings.max_bytes)?))
                }
            }
        })
        .await
}

/// What is said of `nodes`, as RDF.
pub(super) fn triples(
    snapshot: &Snapshot,
    nodes: impl IntoIterator<Item = NamedNode>,
    format: RdfFormat,
    limit: usize,
) -> Result<Response, Problem> {
    let all = nodes.into_iter().flat_map(|node| graph(snapshot, &node)).map(Ok::<_, Problem>);
    Ok(Answer::new(format.media_type(), rdf::write(all, format, limit)?).of(snapshot).into_response())
}

/// The thing of ours at `path`, which came percent-encoded, however its IRI is written.
fn known(snapshot: &Snapshot, path: &str) -> Option<NamedNode> {
    let decoded = percent_decode_str(path).decode_utf8().ok()?;
    let written =
        [format!("{}{path}", vocab::ID), format!("{}{decoded}", vocab::ID), vocab::id(&decoded).into_string()];
    written.into_iter().filter_map(|iri| NamedNode::new(iri).ok()).find(|node| is_known(snapshot, node))
}

fn is_known(snapshot: &Snapshot, node: &NamedNode) -> bool {
    snapshot.quads_for_pattern(Some(node.into()), None, None, None).next().is_some()
        || snapshot.quads_for_pattern(None, None, Some(node.into()), None).next().is_some()
        || snapshot.quads_for_pattern(None, Some(node.into()), None, None).next().is_some()
        || snapshot.named_graphs().contains(&node.clone().into())
}

fn unknown(iri: &str) -> Problem {
    Problem::not_found(format!("The store holds no statement about <{iri}>."))
}
