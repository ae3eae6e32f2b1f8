//! One term: what it means, how it stands to others, where it is from.

use maud::{Markup, html};

use super::page::sorted;
use super::{CLASS, FUNCTION, LINK, NOTE, VALUE, leading_to, texts, values};
use crate::face::http::entity::{label, words};
use crate::face::http::frame::Frame;
use crate::face::http::link::{encode, page_of};
use crate::face::http::number::grouped;
use crate::model::vocab::{rdf, rdfs};
use crate::model::{NamedNode, NamedNodeRef};
use crate::snapshot::Snapshot;
use crate::vocab::{dct, skos};

const EXAMPLE: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("http://www.w3.org/2004/02/skos/core#example");
const THING: &str = "http://www.w3.org/2002/07/owl#Thing";

pub(super) fn page(snapshot: &Snapshot, term: &NamedNode) -> Markup {
    let kinds = values(snapshot, term, rdf::TYPE);
    let is = |kind: NamedNodeRef<'_>| kinds.iter().any(|found| found.as_ref() == kind);
    let is_class = is(CLASS);
    let kind = if is_class {
        "class"
    } else if is(LINK) {
        "property that links things"
    } else if is(VALUE) || is(NOTE) {
        "property that holds values"
    } else if is(FUNCTION) {
        "function of SPARQL"
    } else {
        "term"
    };
    let above = if is_class { rdfs::SUB_CLASS_OF } else { rdfs::SUB_PROPERTY_OF };
    let mut broader = values(snapshot, term, above);
    broader.retain(|term| term.as_str() != THING);
    let related = [
        ("Broader", broader),
        ("Narrower", sorted(snapshot, leading_to(snapshot, above, term.as_ref()))),
        ("Of", values(snapshot, term, rdfs::DOMAIN)),
        ("Leads to", values(snapshot, term, rdfs::RANGE)),
        ("Properties", sorted(snapshot, leading_to(snapshot, rdfs::DOMAIN, term.as_ref()))),
        ("Properties that lead here", sorted(snapshot, leading_to(snapshot, rdfs::RANGE, term.as_ref()))),
        ("Source", values(snapshot, term, dct::SOURCE)),
    ];
    let name = label(snapshot, term);
    let (used, query) = usage(snapshot, term, is_class);
    let body = html! {
        p.crumbs { a href="/ontology" { "Ontology" } " / " (kind) }
        h1 { (name) }
        p.iri { (term.as_str()) }
        @if let Some(text) = words(snapshot, term.as_ref()) { p.lead { (text) } }
        dl.term {
            dt { "Kind" } dd { (kind) }
            @for (title, terms) in related.iter().filter(|(_, terms)| !terms.is_empty()) { dt { (title) } dd { (links(snapshot, terms)) } }
            @for source in texts(snapshot, term, dct::SOURCE) { dt { "Source" } dd { (source) } }
            @for example in texts(snapshot, term, EXAMPLE) { dt { "Example" } dd { (example) } }
            @for note in texts(snapshot, term, skos::NOTATION) { dt { "Notation" } dd { (note) } }
            dt { "In use" }
            dd {
                (grouped(used)) @if is_class { " things" } @else { " statements" } ". "
                @if used > 0 { a href={ "/sparql#run&query=" (encode(&query)) } { "List them" } }
            }
        }
        ul.links aria-label="As data" {
            li { "As data" }
            @for (ending, name) in [("ttl", "Turtle"), ("jsonld", "JSON-LD"), ("nt", "N-Triples")] {
                li { a href={ (page_of(term.as_str())) "." (ending) } { (name) } }
            }
        }
    };
    Frame::new(&name).current("/ontology").snapshot(snapshot).page(&body)
}

fn links(snapshot: &Snapshot, terms: &[NamedNode]) -> Markup {
    html! {
        @for (at, term) in terms.iter().enumerate() {
            @if at > 0 { ", " }
            a href=(page_of(term.as_str())) { (label(snapshot, term)) }
        }
    }
}

/// How often the term is used, and the query that lists where.
fn usage(snapshot: &Snapshot, term: &NamedNode, is_class: bool) -> (usize, String) {
    let iri = term.as_str();
    if is_class {
        let used = leading_to(snapshot, rdf::TYPE, term.as_ref()).len();
        return (
            used,
            format!(
                "SELECT ?thing ?label WHERE {{\n  ?thing a <{iri}> .\n  OPTIONAL {{ ?thing rdfs:label ?label }}\n}}\nLIMIT 100"
            ),
        );
    }
    let mut last = None;
    let quads = snapshot.quads_for_pattern(None, Some(term.as_ref()), None, None);
    let used = quads
        .filter(|quad| {
            let said = (quad.subject.clone(), quad.object.clone());
            last.as_ref() != Some(&said) && {
                last = Some(said);
                true
            }
        })
        .count();
    (used, format!("SELECT ?thing ?value WHERE {{ ?thing <{iri}> ?value }}\nLIMIT 100"))
}
