//! All words on one page, each with an anchor that its IRI leads to.

use maud::{Markup, html};

use super::{CLASS, FUNCTION, LINK, NOTE, SCHEME, VALUE, of_class, version, vocabulary};
use crate::face::http::entity::{label, words};
use crate::face::http::frame::Frame;
use crate::face::http::link::page_of;
use crate::model::NamedNode;
use crate::snapshot::Snapshot;
use crate::vocab;

pub(super) fn page(snapshot: &Snapshot) -> Markup {
    let ours = |class| {
        let mut terms = of_class(snapshot, class);
        terms.retain(|term| term.as_str().starts_with(vocab::M));
        sorted(snapshot, terms)
    };
    let classes = ours(CLASS);
    let links = ours(LINK);
    let values = sorted(snapshot, [ours(VALUE), ours(NOTE)].concat());
    let functions = ours(FUNCTION);
    let schemes = sorted(snapshot, of_class(snapshot, SCHEME));
    let empty = classes.is_empty() && schemes.is_empty();
    let body = html! {
        h1 { "Ontology" }
        p.lead {
            (words(snapshot, vocabulary().as_ref()).unwrap_or_else(|| {
                "The words of the field as classes, properties and schemes, each with its definition and source.".to_owned()
            }))
        }
        @if empty {
            p.empty { "This store does not hold the ontology. " code { "milieu demo" } " loads it." }
        } @else {
            @if let Some(version) = version(snapshot) {
                @let name = version.as_str().rsplit('/').next().unwrap_or_default();
                p.note { "Version " a href={ "/ontology/" (name) } { (name) } ", cited as " code { (version.as_str()) } "." }
            }
            ul.links aria-label="As data" {
                li { "As data" }
                li { a href="/ontology.ttl" { "Turtle" } }
                li { a href="/ontology.jsonld" { "JSON-LD" } }
                li { a href="/ontology.rdf" { "RDF/XML" } }
                li { a href="/context.jsonld" { "JSON-LD context" } }
                li { a href="/shapes" { "SHACL shapes" } }
            }
            ul.links aria-label="On this page" {
                li { a href="#classes" { (classes.len()) " classes" } }
                li { a href="#links" { (links.len()) " properties that link things" } }
                li { a href="#values" { (values.len()) " properties that hold values" } }
                li { a href="#functions" { (functions.len()) " functions of SPARQL" } }
                li { a href="#schemes" { (schemes.len()) " schemes" } }
            }
            (section(snapshot, "classes", "Classes", &classes))
            (section(snapshot, "links", "Properties that link things", &links))
            (section(snapshot, "values", "Properties that hold values", &values))
            (section(snapshot, "functions", "Functions of SPARQL", &functions))
            h2 id="schemes" { "Schemes" }
            ul.results {
                @for scheme in &schemes {
                    li {
                        a href=(address(scheme)) { (label(snapshot, scheme)) }
                        @if let Some(text) = words(snapshot, scheme.as_ref()) { p { (text) } }
                    }
                }
            }
        }
    };
    Frame::new("Ontology").current("/ontology").snapshot(snapshot).page(&body)
}

fn section(snapshot: &Snapshot, id: &str, title: &str, terms: &[NamedNode]) -> Markup {
    html! {
        h2 id=(id) { (title) }
        ul.results {
            @for term in terms {
                li id=[term.as_str().strip_prefix(vocab::M)] {
                    a href=(page_of(term.as_str())) { (label(snapshot, term)) }
                    @if let Some(text) = words(snapshot, term.as_ref()) { p { (text) } }
                }
            }
        }
    }
}

/// The page of a scheme: those of ours have one that lists their concepts.
pub(super) fn address(scheme: &NamedNode) -> String {
    let name = scheme.as_str().strip_prefix(vocab::SCHEME).filter(|name| !name.contains(['#', '/']));
    name.map_or_else(|| page_of(scheme.as_str()), |name| format!("/scheme/{name}"))
}

pub(super) fn sorted(snapshot: &Snapshot, mut terms: Vec<NamedNode>) -> Vec<NamedNode> {
    terms.sort_by_cached_key(|term| (label(snapshot, term).to_lowercase(), term.clone()));
    terms.dedup();
    terms
}
