//! A SKOS scheme: its concepts, the broader above the narrower, each with an anchor that its IRI leads to.

use maud::{Markup, html};

use super::page::sorted;
use super::{leading_to, values};
use crate::face::http::entity::{label, words};
use crate::face::http::frame::Frame;
use crate::face::http::link::page_of;
use crate::model::{NamedNode, NamedNodeRef};
use crate::snapshot::Snapshot;
use crate::vocab::skos;

const MEMBER: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("http://www.w3.org/2004/02/skos/core#member");

/// The concepts of `scheme`.
pub(super) fn concepts(snapshot: &Snapshot, scheme: &NamedNode) -> Vec<NamedNode> {
    sorted(snapshot, leading_to(snapshot, skos::IN_SCHEME, scheme.as_ref()))
}

/// The collections that gather some of `concepts`.
pub(super) fn collections(snapshot: &Snapshot, concepts: &[NamedNode]) -> Vec<NamedNode> {
    let with = concepts.iter().flat_map(|concept| leading_to(snapshot, MEMBER, concept.as_ref()));
    sorted(snapshot, with.collect())
}

pub(super) fn page(snapshot: &Snapshot, scheme: &NamedNode) -> Markup {
    let concepts = concepts(snapshot, scheme);
    let tree: Vec<_> = concepts.iter().map(|concept| (concept, values(snapshot, concept, skos::BROADER))).collect();
    // A concept whose broader ones lie in other schemes is at the top of this one.
    let top = tree.iter().filter(|(_, broader)| !broader.iter().any(|broader| concepts.contains(broader)));
    let top: Vec<_> = top.map(|(concept, _)| *concept).collect();
    let gathered = collections(snapshot, &concepts);
    let name = label(snapshot, scheme);
    let address = super::page::address(scheme);
    let body = html! {
        p.crumbs { a href="/ontology#schemes" { "Ontology" } " / scheme" }
        h1 { (name) }
        p.iri { (scheme.as_str()) }
        @if let Some(text) = words(snapshot, scheme.as_ref()) { p.lead { (text) } }
        ul.links aria-label="As data" {
            li { "As data" }
            @for (ending, name) in [("ttl", "Turtle"), ("jsonld", "JSON-LD"), ("nt", "N-Triples")] {
                li { a href={ (address) "." (ending) } { (name) } }
            }
        }
        h2 { (concepts.len()) @if concepts.len() == 1 { " concept" } @else { " concepts" } }
        (list(snapshot, &tree, &top, 8))
        @if !gathered.is_empty() {
            h2 { "Collections" }
            ul.results {
                @for collection in &gathered {
                    li id=[anchor(collection)] {
                        a href=(page_of(collection.as_str())) { (label(snapshot, collection)) }
                        @if let Some(text) = words(snapshot, collection.as_ref()) { p { (text) } }
                    }
                }
            }
        }
    };
    Frame::new(&name).current("/ontology").snapshot(snapshot).page(&body)
}

/// Where the IRI of a concept leads to on the page of its scheme.
fn anchor(concept: &NamedNode) -> Option<&str> {
    concept.as_str().split_once('#').map(|(_, name)| name)
}

fn list(snapshot: &Snapshot, tree: &[(&NamedNode, Vec<NamedNode>)], concepts: &[&NamedNode], deep: usize) -> Markup {
    html! {
        ul.results {
            @for concept in concepts {
                li id=[anchor(concept)] {
                    a href=(page_of(concept.as_str())) { (label(snapshot, concept)) }
                    @if let Some(text) = words(snapshot, concept.as_ref()) { p { (text) } }
                    @let narrower: Vec<_> = tree.iter().filter(|(_, broader)| broader.contains(concept)).map(|(concept, _)| *concept).collect();
                    // A circle among the concepts must not go on for ever.
                    @if deep > 0 && !narrower.is_empty() { (list(snapshot, tree, &narrower, deep - 1)) }
                }
            }
        }
    }
}
