//! The page of a thing.

use maud::{Markup, html};

use super::describe::{Description, Listed, TITLE};
use crate::face::http::dataset::file_of;
use crate::face::http::frame::Frame;
use crate::face::http::link::{encode, page_of, short};
use crate::face::http::number::grouped;
use crate::face::http::view::panels;
use crate::model::vocab::xsd;
use crate::model::{NamedNode, NamedOrBlankNode, Term};
use crate::snapshot::Snapshot;

const ENDINGS: [(&str, &str); 4] = [("ttl", "Turtle"), ("jsonld", "JSON-LD"), ("nt", "N-Triples"), ("rdf", "RDF/XML")];

pub(super) fn page(snapshot: &Snapshot, thing: &Description) -> Markup {
    let iri = thing.node.as_str();
    let name = thing.label.clone().unwrap_or_else(|| short(iri));
    let body = html! {
        p.crumbs { a href="/" { "Views" } " / thing" }
        h1 { (name) }
        p.iri { (linked_out(iri)) }
        @if !thing.types.is_empty() {
            ul.types { @for class in &thing.types { li { a.badge href=(page_of(class.as_str())) { (label(snapshot, class)) } } } }
        }
        @if let Some(text) = &thing.text { p.lead { (text) } }
        ul.links aria-label="As data" {
            li { "As data" }
            @for (ending, name) in ENDINGS { li { a href=(as_data(iri, ending)) { (name) } } }
        }
        @if let Some(triples) = triples_in(snapshot, &thing.node) {
            p.note {
                "A named graph of " (grouped(usize::try_from(triples).unwrap_or(usize::MAX))) @if triples == 1 { " triple" } @else { " triples" }
                ", as a file: " a href={ "/dumps/" (file_of(&thing.node)) } download { (file_of(&thing.node)) }
            }
        }
        (panels(snapshot, thing))
        @if !thing.outgoing.is_empty() {
            h2 { "What is said of it" }
            div.scroll tabindex="0" role="region" aria-label="What is said of it" {
                table.properties { tbody {
                    @for (property, values) in &thing.outgoing {
                        tr {
                            th scope="row" { (property_link(snapshot, property)) }
                            td {
                                ul { @for value in &values.first { li { (shown(snapshot, value)) } } }
                                (rest(values, &format!("SELECT ?value WHERE {{ <{iri}> <{}> ?value }}", property.as_str())))
                            }
                        }
                    }
                } }
            }
        }
        @if !thing.incoming.is_empty() {
            h2 { "Where it is mentioned" }
            div.scroll tabindex="0" role="region" aria-label="Where it is mentioned" {
                table.properties { tbody {
                    @for (property, things) in &thing.incoming {
                        tr {
                            th scope="row" { (property_link(snapshot, property)) " of" span.note { " (" (grouped(things.count)) ")" } }
                            td {
                                ul { @for thing in &things.first { li { (shown(snapshot, &of(thing))) } } }
                                (rest(things, &format!("SELECT ?thing WHERE {{ ?thing <{}> <{iri}> }}", property.as_str())))
                            }
                        }
                    }
                } }
            }
        }
        @if !thing.graphs.is_empty() {
            p.provenance {
                "Stated in "
                @for (at, graph) in thing.graphs.iter().enumerate() {
                    @if at > 0 { ", " }
                    a href=(page_of(graph.as_str())) { (title(snapshot, graph)) }
                }
                "."
            }
        }
    };
    Frame::new(&name).snapshot(snapshot).page(&body)
}

/// How many triples there are in the graph of this name, if there is one.
fn triples_in(snapshot: &Snapshot, name: &NamedNode) -> Option<u64> {
    let sizes = snapshot.graph_sizes();
    let named = |graph: &Option<NamedOrBlankNode>| *graph == Some(name.clone().into());
    sizes.iter().find(|(graph, _)| named(graph)).map(|(_, triples)| *triples)
}

/// What others minted can be looked up where they keep it.
fn linked_out(iri: &str) -> Markup {
    let ours = iri.starts_with("https://w3id.org/milieu/");
    let web = iri.starts_with("http://") || iri.starts_with("https://");
    html! { @if web && !ours { a href=(iri) rel="noreferrer" { (iri) } } @else { (iri) } }
}

pub(super) fn as_data(iri: &str, ending: &str) -> String {
    match page_of(iri) {
        page if page.starts_with("/id/") => format!("{page}.{ending}"),
        _ => format!("/entity?iri={}&format={ending}", encode(iri)),
    }
}

fn title(snapshot: &Snapshot, graph: &NamedNode) -> String {
    let title = snapshot.objects(graph.as_ref().into(), TITLE).find_map(|term| match term {
        Term::Literal(literal) => Some(literal.value().to_owned()),
        _ => None,
    });
    title.unwrap_or_else(|| short(graph.as_str()))
}

pub(in crate::face::http) fn label(snapshot: &Snapshot, node: &NamedNode) -> String {
    snapshot.label(node.as_ref()).unwrap_or_else(|| short(node.as_str()))
}

fn property_link(snapshot: &Snapshot, property: &NamedNode) -> Markup {
    html! { a href=(page_of(property.as_str())) title=(property.as_str()) { (label(snapshot, property)) } }
}

fn of(node: &NamedOrBlankNode) -> Term {
    match node {
        NamedOrBlankNode::NamedNode(node) => node.clone().into(),
        NamedOrBlankNode::BlankNode(node) => node.clone().into(),
    }
}

fn shown(snapshot: &Snapshot, value: &Term) -> Markup {
    match value {
        Term::NamedNode(node) => {
            html! { a href=(page_of(node.as_str())) title=(node.as_str()) { (label(snapshot, node)) } }
        }
        Term::Literal(literal) => html! {
            (literal.value())
            @if let Some(language) = literal.language() { span.lang { (language) } }
            @else if literal.datatype() != xsd::STRING { span.datatype { (short(literal.datatype().as_str())) } }
        },
        Term::BlankNode(_) => html! { span.note { "(without a name)" } },
        Term::Triple(_) => html! { code { (value) } },
    }
}

/// How many are not listed, with the query that lists them.
fn rest<T>(listed: &Listed<T>, query: &str) -> Markup {
    let more = listed.count - listed.first.len();
    html! {
        @if more > 0 { p.note { a href={ "/sparql#run&query=" (encode(query)) } { "and " (grouped(more)) " more" } } }
    }
}
