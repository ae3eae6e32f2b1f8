//! What is stated follows from the records, whoever changes them and however.

use milieu::model::{GraphName, Quad};
use milieu::sparql::{self, QueryOptions};
use milieu::{Snapshot, Store, ingest, mapping};
use proptest::prelude::*;

/// A change by SPARQL Update of a small world: two sets, three records in each, two subjects and objects.
fn change() -> impl Strategy<Value = String> {
    let graph = || prop_oneof![Just("graph:mappings%one"), Just("graph:mappings%two"), Just("graph:elsewhere")];
    let node = || 0..3;
    let record = (graph(), node(), 0..2, 0..2, prop_oneof![Just("skos:exactMatch"), Just("owl:sameAs")]).prop_map(
        |(graph, node, subject, object, predicate)| {
            format!(
                "INSERT DATA {{ GRAPH {graph} {{ <urn:m{node}> owl:annotatedSource <urn:s{subject}> ; \
                 owl:annotatedProperty {predicate} ; owl:annotatedTarget <urn:o{object}> }} }}"
            )
        },
    );
    let slot = prop_oneof![
        Just("sssom:reviewer_label 'Ada'"),
        Just("sssom:reviewer_id <urn:ada>"),
        Just("sssom:reviewer_agreement '-1'"),
        Just("sssom:predicate_modifier sssom:NegatedPredicate"),
        Just("owl:annotatedTarget sssom:NoTermFound"),
    ];
    let slot = (prop_oneof![Just("INSERT DATA"), Just("DELETE DATA")], graph(), node(), slot)
        .prop_map(|(verb, graph, node, slot)| format!("{verb} {{ GRAPH {graph} {{ <urn:m{node}> {slot} }} }}"));
    let gone = (graph(), node())
        .prop_map(|(graph, node)| format!("DELETE WHERE {{ GRAPH {graph} {{ <urn:m{node}> ?p ?o }} }}"));
    let cleared = graph().prop_map(|graph| format!("CLEAR SILENT GRAPH {graph}"));
    let by_hand =
        (prop_oneof![Just("INSERT DATA"), Just("DELETE DATA")], 0..2, 0..2).prop_map(|(verb, subject, object)| {
            format!("{verb} {{ GRAPH graph:mappings%accepted {{ <urn:s{subject}> skos:exactMatch <urn:o{object}> }} }}")
        });
    prop_oneof![4 => record, 5 => slot, 1 => gone, 1 => cleared, 1 => by_hand].prop_map(|text| named(&text))
}

/// Names of graphs with a stroke in them.
fn named(text: &str) -> String {
    ["one", "two", "accepted"].into_iter().fold(text.to_owned(), |text, name| {
        text.replace(&format!("graph:mappings%{name}"), &format!("<https://w3id.org/milieu/graph/mappings/{name}>"))
    })
}

fn accepted(snapshot: &Snapshot) -> Vec<String> {
    let graph = GraphName::from(mapping::accepted_graph());
    let mut quads: Vec<String> =
        snapshot.iter().filter(|quad| quad.graph_name == graph).map(|quad| quad.to_string()).collect();
    quads.sort();
    quads
}

/// What is stated where nothing was before.
fn anew(snapshot: &Snapshot) -> Vec<String> {
    let store = Store::new();
    let mut transaction = store.begin();
    let graph = GraphName::from(mapping::accepted_graph());
    transaction.extend(snapshot.iter().filter(|quad: &Quad| quad.graph_name != graph));
    ingest::follow(&mut transaction).unwrap();
    accepted(&transaction.commit().unwrap())
}

proptest! {
    #[test]
    fn little_by_little_or_all_at_once(changes in proptest::collection::vec(change(), 1..24)) {
        let store = Store::new();
        for text in changes {
            let mut transaction = store.begin();
            sparql::update_in(&mut transaction, &text, &QueryOptions::default()).unwrap();
            ingest::follow(&mut transaction).unwrap();
            let after = transaction.commit().unwrap();
            prop_assert_eq!(accepted(&after), anew(&after), "after {}", text);
        }
    }
}
