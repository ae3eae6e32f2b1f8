//! Finding things by the words of their labels.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, Request, State};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde::{Deserialize, Serialize};

use super::frame::Frame;
use super::link::page_of;
use super::negotiate::wants_page;
use super::number::grouped;
use super::problem::Problem;
use super::state::Shared;
use crate::model::Term;
use crate::model::vocab::rdf;
use crate::snapshot::{self, Snapshot};
use crate::text::{fold, words};
use crate::vocab::{milieu, skos};

/// The most things on a page.
const MOST: usize = 50;

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    q: String,
}

/// A thing that was found.
#[derive(Serialize)]
struct Found {
    iri: String,
    label: String,
    /// What it is, and where.
    about: Vec<String>,
}

/// `GET /search?q=`
pub(super) async fn search(State(state): State<Arc<Shared>>, request: Request) -> Result<Response, Problem> {
    let Query(Asked { q }) =
        Query::try_from_uri(request.uri()).map_err(|error| Problem::bad_request(error.body_text()))?;
    let page = wants_page(request.headers())?;
    state
        .run(move |state, _| {
            let snapshot = state.store.snapshot();
            let words = words(&q);
            let found = snapshot.search(&q);
            let count = found.len();
            let first: Vec<_> = found.take(MOST).map(|found| about(&snapshot, found)).collect();
            Ok(if page {
                html(&snapshot, &q, &words, &first, count).into_response()
            } else {
                Json(serde_json::json!({ "query": q, "count": count, "things": first })).into_response()
            })
        })
        .await
}

fn about(snapshot: &Snapshot, found: snapshot::Found) -> Found {
    let labels = |property| {
        snapshot.objects(found.thing.as_ref().into(), property).filter_map(|term| match term {
            Term::NamedNode(node) => snapshot.label(node.as_ref()),
            _ => None,
        })
    };
    let mut about: Vec<_> = labels(rdf::TYPE).collect();
    about.extend(labels(skos::IN_SCHEME));
    about.extend(labels(milieu::IN_COUNTRY));
    // A thing that was found by another of its names still goes by its label.
    let text = found.label.value();
    let label = snapshot.label(found.thing.as_ref()).unwrap_or_else(|| text.to_owned());
    if label != text {
        about.insert(0, text.to_owned());
    }
    Found { iri: found.thing.into_string(), label, about }
}

fn html(snapshot: &Snapshot, q: &str, words: &[String], first: &[Found], count: usize) -> Markup {
    let title = if q.trim().is_empty() { "Search".to_owned() } else { format!("“{}”", q.trim()) };
    let body = html! {
        h1 { (title) }
        @if words.is_empty() {
            p.note { "Type the beginnings of words, such as a name, a place or a code." }
        } @else {
            p.note { (grouped(count)) @if count == 1 { " thing" } @else { " things" } " whose label holds every word." }
        }
        @if !first.is_empty() {
            ul.results {
                @for thing in first {
                    li { a href=(page_of(&thing.iri)) { (marked(&thing.label, words)) } @if !thing.about.is_empty() { p { (thing.about.join(", ")) } } }
                }
            }
        }
        @if count > first.len() { p.note { "The first " (first.len()) " are listed; one more word narrows the search." } }
    };
    Frame::new(&title).sought(q).snapshot(snapshot).page(&body)
}

/// `label` with the words that were found set off.
fn marked(label: &str, words: &[String]) -> Markup {
    let mut parts: Vec<(&str, bool)> = Vec::new();
    for part in label.split_inclusive(|c: char| !c.is_alphanumeric()) {
        let word = part.trim_end_matches(|c: char| !c.is_alphanumeric());
        let folded = fold(word);
        parts.push((word, !word.is_empty() && words.iter().any(|sought| folded.starts_with(sought.as_str()))));
        parts.push((&part[word.len()..], false));
    }
    html! { @for (text, found) in parts { @if found { mark { (text) } } @else { (text) } } }
}
