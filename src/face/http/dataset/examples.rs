//! Every view and every example query, described as the SIB's collections of examples are (Bolleman et al. 2025,
//! <https://doi.org/10.1093/gigascience/giaf045>): what a query asks, in words, beside a text that can be run as it is.

use maud::{Markup, html};

use super::Place;
use super::prefixes;
use super::say::Statements;
use crate::face::http::frame::Frame;
use crate::face::http::link::encode;
use crate::face::http::meta;
use crate::face::http::state::Shared;
use crate::snapshot::Snapshot;
use crate::sparql::{self, Query};
use crate::view::{Catalogue, View};

/// The namespace that the SIB's examples use; our data use schema.org without TLS.
const SCHEMA: &str = "https://schema.org/";

/// A question and the query that answers it.
struct Example {
    /// The last part of its address.
    path: String,
    question: String,
    query: String,
    keywords: Vec<String>,
}

pub(super) fn describe(place: &Place) -> Statements {
    let mut said = Statements::default();
    let known = prefixes::declare(&mut said, place);
    for example in all() {
        let (class, property) = match sparql::parse(&example.query, None) {
            Ok(Query::Ask { .. }) => ("sh:SPARQLAskExecutable", "sh:ask"),
            Ok(Query::Construct { .. }) => ("sh:SPARQLConstructExecutable", "sh:construct"),
            _ => ("sh:SPARQLSelectExecutable", "sh:select"),
        };
        let mut about = said.about(place.at(&format!("/.well-known/sparql-examples#{}", example.path)));
        about.a("sh:SPARQLExecutable").a(class).english("rdfs:comment", &example.question);
        about.text(property, &example.query).say("sh:prefixes", known.clone());
        about.say(&format!("{SCHEMA}target"), place.at("/sparql"));
        for keyword in &example.keywords {
            about.text(&format!("{SCHEMA}keywords"), keyword);
        }
    }
    said
}

fn all() -> Vec<Example> {
    let mut all: Vec<_> = Catalogue::shipped().iter().map(of_view).collect();
    for (at, (title, query)) in meta::EXAMPLES.iter().map(|text| meta::parts(text)).enumerate() {
        let path = format!("query-{}", at + 1);
        all.push(Example { path, question: title.to_owned(), query, keywords: vec!["example".to_owned()] });
    }
    all
}

fn of_view(view: &View) -> Example {
    let header = view.header();
    let keywords = std::iter::once(view.id().aspect().to_owned())
        .chain(header.for_.iter().map(|whom| crate::face::http::view::audience(*whom).to_owned()));
    Example {
        path: view.id().as_str().replace('/', "-"),
        question: header.question.clone(),
        // As it is written: its parameters are variables, which are free here.
        query: meta::parts(view.text()).1,
        keywords: keywords.collect(),
    }
}

pub(super) fn page(_: &Shared, snapshot: &Snapshot) -> Markup {
    let body = html! {
        h1 { "Example queries" }
        p.lead { "What the data can be asked in SPARQL. Each query runs as it is." }
        ul.links aria-label="As data" { li { "As data" } li { a href="/.well-known/sparql-examples?format=ttl" { "Turtle" } } li { a href="/.well-known/sparql-examples?format=jsonld" { "JSON-LD" } } }
        @for example in all() {
            details id=(example.path) {
                summary { (example.question) }
                div.code { pre tabindex="0" { code { (example.query) } } }
                ul.links { li { a href={ "/sparql#query=" (encode(&example.query)) } { "Open it in the editor" } } }
            }
        }
    };
    Frame::new("Example queries").current("/sparql").snapshot(snapshot).page(&body)
}
