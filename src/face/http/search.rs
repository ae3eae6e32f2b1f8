//! Finding things by the words of their labels.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, Request, State};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde::{Deserialize, Serialize};

use super::frame::Frame;
use super::link::page_of;
use super::negotiate::{Offer, choose};
use super::number::grouped;
use super::problem::Problem;
use super::state::Shared;
use crate::model::vocab::{rdf, rdfs};
use crate::model::{NamedNode, NamedNodeRef, NamedOrBlankNode, Term};
use crate::snapshot::Snapshot;
use crate::text::fold;
use crate::vocab::{milieu, skos};

/// What a thing may be found by.
const NAMES: [NamedNodeRef<'static>; 3] =
    [rdfs::LABEL, NamedNodeRef::new_unchecked("http://www.w3.org/2004/02/skos/core#altLabel"), skos::NOTATION];
/// The most things on a page.
const MOST: usize = 50;

/// Every label with the thing that it names.
#[derive(Default)]
pub(super) struct Labels(Vec<Label>);

struct Label {
    /// Folded for comparing, its words apart by one space.
    folded: String,
    text: String,
    node: NamedNode,
}

impl Labels {
    /// The labels that `snapshot` holds.
    pub(super) fn of(snapshot: &Snapshot) -> Self {
        let mut labels = Vec::new();
        for name in NAMES {
            for quad in snapshot.quads_for_pattern(None, Some(name), None, None) {
                if let (NamedOrBlankNode::NamedNode(node), Term::Literal(literal)) = (quad.subject, quad.object) {
                    let text = literal.value().to_owned();
                    let folded = fold(&text)
                        .split(|c: char| !c.is_alphanumeric())
                        .filter(|word| !word.is_empty())
                        .collect::<Vec<_>>()
                        .join(" ");
                    labels.push(Label { folded, text, node });
                }
            }
        }
        Self(labels)
    }

    /// The things with a label in which each word begins a word: whole labels first, then those that begin so, then the shorter.
    fn find(&self, words: &[String]) -> Vec<&Label> {
        let whole = words.join(" ");
        let begins = |label: &Label, word: &str| {
            label.folded.starts_with(word)
                || label.folded.match_indices(word).any(|(at, _)| label.folded.as_bytes()[at - 1] == b' ')
        };
        let fits = |label: &&Label| !words.is_empty() && words.iter().all(|word| begins(label, word));
        let mut found: Vec<_> = self.0.iter().filter(fits).collect();
        found.sort_unstable_by_key(|label| {
            (label.folded != whole, !label.folded.starts_with(&whole), label.text.len(), &label.text, &label.node)
        });
        let mut seen = std::collections::HashSet::new();
        found.retain(|label| seen.insert(&label.node));
        found
    }
}

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
    const OFFERS: [Offer<bool>; 2] = [Offer::new("application/json", &[], false), Offer::new("text/html", &[], true)];
    let Query(Asked { q }) =
        Query::try_from_uri(request.uri()).map_err(|error| Problem::bad_request(error.body_text()))?;
    let page = choose(request.headers(), &OFFERS)
        .ok_or_else(|| Problem::not_acceptable(OFFERS.map(|offer| offer.media)))?
        .what;
    state
        .run(move |state, _| {
            let snapshot = state.store.snapshot();
            let labels = state.labels(&snapshot);
            let words: Vec<_> = fold(&q)
                .split(|c: char| !c.is_alphanumeric())
                .filter(|word| !word.is_empty())
                .map(str::to_owned)
                .collect();
            let found = labels.find(&words);
            let first: Vec<_> = found.iter().take(MOST).map(|label| about(&snapshot, label)).collect();
            Ok(if page {
                html(&snapshot, &q, &words, &first, found.len()).into_response()
            } else {
                Json(serde_json::json!({ "query": q, "count": found.len(), "things": first })).into_response()
            })
        })
        .await
}

fn about(snapshot: &Snapshot, found: &Label) -> Found {
    let labels = |property| {
        snapshot.objects(found.node.as_ref().into(), property).filter_map(|term| match term {
            Term::NamedNode(node) => snapshot.label(node.as_ref()),
            _ => None,
        })
    };
    let mut about: Vec<_> = labels(rdf::TYPE).collect();
    about.extend(labels(skos::IN_SCHEME));
    about.extend(labels(milieu::IN_COUNTRY));
    // A thing that was found by another of its names still goes by its label.
    let label = snapshot.label(found.node.as_ref()).unwrap_or_else(|| found.text.clone());
    if label != found.text {
        about.insert(0, found.text.clone());
    }
    Found { iri: found.node.as_str().to_owned(), label, about }
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
