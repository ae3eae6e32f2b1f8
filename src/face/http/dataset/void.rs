//! The data set in the [Vocabulary of Interlinked Datasets](https://www.w3.org/TR/void/), W3C 2011.

use std::collections::BTreeSet;

use super::Place;
use super::dumps::file_of;
use super::say::{About, Statements};
use crate::face::http::rdf::GRAPH_OFFERS;
use crate::model::vocab::rdf;
use crate::model::{GraphName, NamedOrBlankNode};
use crate::snapshot::{Counts, Snapshot};
use crate::view::GraphSource;
use crate::vocab::{self, milieu};

/// What is said of the whole, then of each named graph.
pub(super) fn describe(snapshot: &Snapshot, place: &Place) -> Statements {
    let profile = snapshot.profile();
    let mut said = Statements::default();
    let whole = dataset(place);
    let description = place.at("/.well-known/void");
    let mut about = said.about(description);
    about.a("void:DatasetDescription").say("foaf:primaryTopic", whole.clone());
    about.english("dct:title", "What the data set holds, in numbers");

    let mut about = said.about(whole);
    about.a("void:Dataset").english("dct:title", super::catalog::TITLE);
    about.link("foaf:homepage", place.at("/").as_str());
    about.link("void:sparqlEndpoint", place.at("/sparql").as_str());
    about.say("void:dataDump", place.at("/dumps/all.nq.gz"));
    about.text("void:uriSpace", vocab::ID);
    about.text("dct:identifier", &snapshot.hash());
    for offer in &GRAPH_OFFERS {
        about.link("void:feature", offer.what.iri());
    }
    for example in examples(snapshot) {
        about.say("void:exampleResource", example);
    }
    let (mut licences, mut subsets) = (BTreeSet::new(), Vec::new());
    for (graph, counts) in &profile.graphs {
        // The default graph has no name that a subset could go by.
        if let GraphName::NamedNode(node) = graph {
            let source = GraphSource::of(snapshot, graph);
            licences.extend(source.licence.clone());
            about.say("void:subset", node.clone());
            subsets.push((node, source, counts));
        }
    }
    for licence in licences {
        about.iri_or_text("dct:license", &licence);
    }
    count(&mut about, &profile.whole);

    for (node, source, counts) in subsets {
        let mut about = said.about(node.clone());
        about.a("void:Dataset");
        origin(&mut about, &source);
        about.say("void:dataDump", place.at(&format!("/dumps/{}", file_of(node))));
        count(&mut about, counts);
    }
    said
}

/// The name of the whole.
pub(super) fn dataset(place: &Place) -> crate::model::NamedNode {
    place.at("/.well-known/void#dataset")
}

/// Where a graph is from, and under which licence.
pub(super) fn origin(about: &mut About<'_>, source: &GraphSource) {
    about.english("dct:title", &source.title);
    if let Some(licence) = &source.licence {
        about.iri_or_text("dct:license", licence);
    }
    if let Some(publisher) = &source.publisher {
        about.iri_or_text("dct:source", publisher);
    }
    if let Some(loaded) = &source.loaded {
        about.typed("dct:modified", loaded, "xsd:dateTime");
    }
}

fn count(about: &mut About<'_>, counts: &Counts) {
    let Counts { triples, entities, subjects, objects, .. } = *counts;
    about.number("void:triples", triples).number("void:entities", entities);
    about.number("void:distinctSubjects", subjects).number("void:distinctObjects", objects);
    about.number("void:classes", counts.classes.len() as u64);
    about.number("void:properties", counts.properties.len() as u64);
    let used = counts.classes.iter().map(|(class, _)| class);
    let used = used.chain(counts.properties.iter().map(|used| &used.property));
    let vocabularies: BTreeSet<_> = used.filter_map(|term| namespace(term.as_str())).collect();
    for vocabulary in vocabularies {
        about.link("void:vocabulary", vocabulary);
    }
    for (class, instances) in &counts.classes {
        about.with("void:classPartition", |part| {
            part.say("void:class", class.clone()).number("void:entities", *instances);
        });
    }
    for used in &counts.properties {
        about.with("void:propertyPartition", |part| {
            part.say("void:property", used.property.clone()).number("void:triples", used.triples);
            part.number("void:distinctSubjects", used.subjects).number("void:distinctObjects", used.objects);
        });
    }
}

/// All of an IRI up to its local name.
fn namespace(iri: &str) -> Option<&str> {
    let end = iri.rfind('#').or_else(|| iri.rfind('/'))?;
    iri.get(..=end).filter(|namespace| !namespace.ends_with("//"))
}

/// A thing of each of the classes that most ask for.
fn examples(snapshot: &Snapshot) -> impl Iterator<Item = NamedOrBlankNode> {
    let classes = [milieu::CLUSTER, milieu::ACTOR, milieu::LINKAGE, milieu::COUNTRY];
    let mut found: Vec<_> = classes
        .into_iter()
        .filter_map(|class| snapshot.quads_for_pattern(None, Some(rdf::TYPE), Some(class.into()), None).next())
        .map(|quad| quad.subject)
        .filter(NamedOrBlankNode::is_named_node)
        .collect();
    found.dedup();
    found.into_iter()
}
