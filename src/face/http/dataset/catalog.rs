//! The data sets, their files and their services as a catalogue: [DCAT 3](https://www.w3.org/TR/vocab-dcat-3/), W3C 2024; checksums as
//! [SPDX](https://spdx.org/rdf/terms/) has them.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::Place;
use super::dumps::{ALL, Dump, file_of};
use super::say::Statements;
use super::void::{dataset, origin};
use crate::face::http::frame::Frame;
use crate::face::http::link::page_of;
use crate::face::http::number::grouped;
use crate::face::http::state::Shared;
use crate::model::{GraphName, NamedNode};
use crate::snapshot::Snapshot;
use crate::view::GraphSource;

/// What the whole is called.
pub(super) const TITLE: &str = "milieu: business clusters, how they learn and how they are linked";
const ABOUT: &str = "Clusters, the actors in them, what these know, and the linkages among them and across borders, with the source and the licence of each part.";

const MEDIA: &str = "https://www.iana.org/assignments/media-types/";
const SPDX: &str = "http://spdx.org/rdf/terms#";

pub(super) fn describe(state: &Shared, snapshot: &Snapshot, place: &Place) -> Statements {
    let mut said = Statements::default();
    let (catalog, whole) = (place.at("/catalog"), dataset(place));
    let (endpoint, views) = (place.at("/sparql"), place.at("/views"));
    let sources = sources(snapshot);
    let made = state.dumps.made(snapshot);
    let made = made.as_ref().map(|dumps| dumps.files.as_slice()).unwrap_or_default();

    let mut about = said.about(catalog);
    about.a("dcat:Catalog").english("dct:title", TITLE).english("dct:description", ABOUT);
    about.link("foaf:homepage", place.at("/").as_str()).text("dct:language", "en");
    about.link("dct:conformsTo", "https://www.w3.org/TR/vocab-dcat-3/");
    about.say("dcat:dataset", whole.clone());
    for (node, _) in &sources {
        about.say("dcat:dataset", node.clone());
    }
    about.say("dcat:service", endpoint.clone()).say("dcat:service", views.clone());

    let mut about = said.about(whole.clone());
    about.a("dcat:Dataset").english("dct:title", TITLE).english("dct:description", ABOUT);
    about.text("dcat:version", &snapshot.hash()).say("dcat:landingPage", place.at("/"));
    let licences: BTreeSet<_> = sources.iter().filter_map(|(_, source)| source.licence.as_deref()).collect();
    for licence in licences {
        about.iri_or_text("dct:license", licence);
    }
    for (node, _) in &sources {
        about.say("dct:hasPart", node.clone());
    }
    about.say("dcat:distribution", place.at(&format!("/dumps/{ALL}")));
    distribution(&mut said, place, ALL, made, None);

    for (node, source) in &sources {
        let file = file_of(node);
        let mut about = said.about(node.clone());
        about.a("dcat:Dataset");
        origin(&mut about, source);
        about.say("dcat:landingPage", NamedNode::new_unchecked(format!("{}{}", place.0, page_of(node.as_str()))));
        about.say("dcat:distribution", place.at(&format!("/dumps/{file}")));
        distribution(&mut said, place, &file, made, source.licence.as_deref());
    }

    let mut about = said.about(endpoint.clone());
    about.a("dcat:DataService").english("dct:title", "SPARQL endpoint");
    about.say("dcat:endpointURL", endpoint.clone()).say("dcat:endpointDescription", endpoint);
    about.link("dct:conformsTo", "https://www.w3.org/TR/sparql11-protocol/").say("dcat:servesDataset", whole.clone());
    let mut about = said.about(views.clone());
    about.a("dcat:DataService").english("dct:title", "Views: questions with typed answers");
    about.say("dcat:endpointURL", views).say("dcat:endpointDescription", place.at("/openapi.json"));
    about.link("dct:conformsTo", "https://spec.openapis.org/oas/v3.1.0").say("dcat:servesDataset", whole);
    said
}

/// A dump; how large it is and its checksum are known once it has been made.
fn distribution(said: &mut Statements, place: &Place, file: &str, made: &[Dump], licence: Option<&str>) {
    let here = place.at(&format!("/dumps/{file}"));
    let mut about = said.about(here.clone());
    about.a("dcat:Distribution").text("dct:title", file);
    about.say("dcat:accessURL", place.at("/dumps")).say("dcat:downloadURL", here);
    let media = if file == ALL { "application/n-quads" } else { "application/n-triples" };
    about.link("dcat:mediaType", &format!("{MEDIA}{media}"));
    about.link("dcat:compressFormat", &format!("{MEDIA}application/gzip"));
    if let Some(licence) = licence {
        about.iri_or_text("dct:license", licence);
    }
    if let Some(dump) = made.iter().find(|dump| dump.file == file) {
        about.typed("dcat:byteSize", &dump.bytes.len().to_string(), "xsd:nonNegativeInteger");
        about.with(&format!("{SPDX}checksum"), |sum| {
            sum.a(&format!("{SPDX}Checksum"));
            sum.link(&format!("{SPDX}algorithm"), &format!("{SPDX}checksumAlgorithm_sha256"));
            sum.typed(&format!("{SPDX}checksumValue"), &crate::hex(&dump.sha256), "xsd:hexBinary");
        });
    }
}

/// The named graphs that were loaded from somewhere.
fn sources(snapshot: &Snapshot) -> Vec<(NamedNode, GraphSource)> {
    let profile = snapshot.profile();
    let named = profile.graphs.iter().filter_map(|(graph, _)| match graph {
        GraphName::NamedNode(node) => Some((node.clone(), GraphSource::of(snapshot, graph))),
        _ => None,
    });
    named.filter(|(_, source)| source.loaded.is_some() || source.licence.is_some()).collect()
}

pub(super) fn page(_: &Shared, snapshot: &Snapshot) -> Markup {
    let profile = snapshot.profile();
    let whole = &profile.whole;
    let number = |number: u64| grouped(usize::try_from(number).unwrap_or(usize::MAX));
    let body = html! {
        h1 { "Data sets" }
        p.lead { (ABOUT) }
        p.note {
            (number(whole.triples)) " triples on " (number(whole.entities)) " things, with " (whole.classes.len()) " classes and "
            (whole.properties.len()) " properties."
        }
        ul.links aria-label="As data" {
            li { "As data" }
            li { a href="/catalog?format=ttl" { "DCAT" } }
            li { a href="/.well-known/void?format=ttl" { "VoID" } }
            li { a href="/dumps" { "Dumps" } }
            li { a href="/shapes" { "Shapes" } }
            li { a href="/.well-known/sparql-examples" { "Example queries" } }
            li { a href="/context.jsonld" { "JSON-LD context" } }
            li { a href="/api" { "API" } }
        }
        div.scroll tabindex="0" role="region" aria-label="Graphs" {
            table {
                thead { tr {
                    th scope="col" { "Graph" } th.num scope="col" { "Triples" } th.num scope="col" { "Things" }
                    th scope="col" { "From" } th scope="col" { "Licence" } th scope="col" { "Loaded" } th scope="col" { "Dump" }
                } }
                tbody {
                    @for (graph, counts) in &profile.graphs {
                        @let source = GraphSource::of(snapshot, graph);
                        tr {
                            td { @if let GraphName::NamedNode(node) = graph { a href=(page_of(node.as_str())) { (source.title) } } @else { (source.title) } }
                            td.num { (number(counts.triples)) } td.num { (number(counts.entities)) }
                            td { (web(source.publisher.as_deref())) } td { (web(source.licence.as_deref())) }
                            td { (source.loaded.as_deref().and_then(|time| time.get(..10)).unwrap_or_default()) }
                            td { @if let GraphName::NamedNode(node) = graph { a href={ "/dumps/" (file_of(node)) } download { (file_of(node)) } } }
                        }
                    }
                }
            }
        }
    };
    Frame::new("Data sets").snapshot(snapshot).page(&body)
}

/// A link where the text is an address.
pub(super) fn web(text: Option<&str>) -> Markup {
    let text = text.unwrap_or_default();
    html! {
        @if text.starts_with("http://") || text.starts_with("https://") { a href=(text) rel="noreferrer" { (text) } } @else { (text) }
    }
}
