//! IRIs of ours that are no things: views, parts of the ontology, kinds of problems. Each leads somewhere.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde_json::json;

use super::asked;
use super::problems::{KINDS, Kind};
use crate::face::http::entity::{Form, triples};
use crate::face::http::frame::Frame;
use crate::face::http::negotiate::{Offer, choose};
use crate::face::http::problem::Problem;
use crate::face::http::state::Shared;
use crate::model::NamedNode;
use crate::snapshot::Snapshot;
use crate::view::Catalogue;

const PART: &str = "https://w3id.org/milieu/ontology/part/";

/// `GET /view/ASPECT/VIEW`: the name of a view, which leads to where it is answered.
pub(in crate::face::http) async fn view(
    Path((aspect, name)): Path<(String, String)>,
    request: Request,
) -> Result<Response, Problem> {
    let id = format!("{aspect}/{name}");
    let view = Catalogue::shipped().get(&id).map_err(|error| Problem::not_found(format!("{error}.")))?;
    let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
    Ok(Redirect::to(&format!("/views/{}{query}", view.id().as_str())).into_response())
}

/// `GET /ontology/part/NAME`: a part of the ontology, whose terms stand with all others on one page.
pub(in crate::face::http) async fn part(
    State(state): State<Arc<Shared>>,
    Path(name): Path<String>,
    request: Request,
) -> Result<Response, Problem> {
    let form = asked(&request)?;
    let node = NamedNode::new(format!("{PART}{name}")).map_err(|error| Problem::bad_request(error.to_string()))?;
    state
        .run(move |state, _| {
            let snapshot = state.store.snapshot();
            if snapshot.quads_for_pattern(Some((&node).into()), None, None, None).next().is_none() {
                return Err(Problem::not_found(format!("The ontology has no part <{}>.", node.as_str())));
            }
            match form {
                Form::Page => Ok(Redirect::to("/ontology").into_response()),
                Form::Graph(format) => triples(&snapshot, [node], format, state.settings.max_bytes),
            }
        })
        .await
}

const OFFERS: [Offer<bool>; 2] =
    [Offer::new("text/html", &["application/xhtml+xml"], true), Offer::new("application/json", &[], false)];

fn wants_page(request: &Request) -> Result<bool, Problem> {
    let offer = choose(request.headers(), &OFFERS);
    Ok(offer.ok_or_else(|| Problem::not_acceptable(OFFERS.map(|offer| offer.media)))?.what)
}

/// `GET /problem/`: every kind of problem.
pub(in crate::face::http) async fn problems(
    State(state): State<Arc<Shared>>,
    request: Request,
) -> Result<Response, Problem> {
    if !wants_page(&request)? {
        return Ok(Json(KINDS.iter().map(document).collect::<Vec<_>>()).into_response());
    }
    let body = html! {
        h1 { "Problems" }
        p.lead { "What can go wrong, and the way out. Errors come as problem documents (RFC 9457), whose type leads here." }
        ul.results { @for kind in KINDS { li { a href={ "/problem/" (kind.name) } { (kind.title) } p { (kind.means) } } } }
    };
    Ok(Frame::new("Problems").snapshot(&state.store.snapshot()).page(&body).into_response())
}

/// `GET /problem/NAME`: what that kind of problem is, and what to do.
pub(in crate::face::http) async fn problem(
    State(state): State<Arc<Shared>>,
    Path(name): Path<String>,
    request: Request,
) -> Result<Response, Problem> {
    let Some(kind) = KINDS.iter().find(|kind| kind.name == name) else {
        return Err(Problem::not_found(format!("There is no kind of problem {name:?}. /problem/ lists them.")));
    };
    if wants_page(&request)? {
        return Ok(page(&state.store.snapshot(), kind).into_response());
    }
    Ok(Json(document(kind)).into_response())
}

fn iri(kind: &Kind) -> String {
    format!("https://w3id.org/milieu/problem/{}", kind.name)
}

fn document(kind: &Kind) -> serde_json::Value {
    json!({ "type": iri(kind), "title": kind.title, "means": kind.means, "way_out": kind.way_out })
}

fn page(snapshot: &Snapshot, kind: &Kind) -> Markup {
    let body = html! {
        p.crumbs { a href="/problem/" { "Problems" } " / " (kind.name) }
        h1 { (kind.title) }
        p.iri { (iri(kind)) }
        dl.term { dt { "What it is" } dd { (kind.means) } dt { "What to do" } dd { (kind.way_out) } }
    };
    Frame::new(kind.title).snapshot(snapshot).page(&body)
}
