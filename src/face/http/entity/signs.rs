//! Links from the page of a thing to what is said of it, and back.

use super::describe::Description;
use super::page::as_data;
use crate::face::http::dataset::Signs;
use crate::face::http::link::page_of;
use crate::model::{GraphName, NamedNode};
use crate::snapshot::Snapshot;
use crate::view::GraphSource;

/// The most classes and graphs that are told in a header.
const MOST: usize = 8;

/// Of the page of `thing`.
pub(super) fn of_page(snapshot: &Snapshot, thing: &Description) -> Signs {
    let iri = thing.node.as_str();
    let mut signs = Signs::default().maybe("cite-as", Some(iri)).in_rdf("describedby", |ending| as_data(iri, ending));
    signs = signs.add("type", "https://schema.org/AboutPage");
    for class in thing.types.iter().take(MOST) {
        signs = signs.maybe("type", Some(class.as_str()));
    }
    let mut licences = Vec::new();
    for graph in thing.graphs.iter().take(MOST) {
        signs = signs.add("collection", &page_of(graph.as_str()));
        let licence = GraphSource::of(snapshot, &GraphName::from(graph.clone())).licence;
        licences.extend(licence.filter(|licence| !licences.contains(licence)));
    }
    licences.iter().fold(signs, |signs, licence| signs.maybe("license", Some(licence)))
}

/// Of what is said of `node`, as RDF.
pub(super) fn of_data(node: &NamedNode) -> Signs {
    let iri = node.as_str();
    Signs::default().maybe("cite-as", Some(iri)).typed("describes", &page_of(iri), "text/html")
}
