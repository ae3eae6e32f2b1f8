//! Small stores, and what is inferred in them.

use std::collections::BTreeSet;

use milieu::model::GraphNameRef;
use milieu::reason::{self, Report, Rules};
use milieu::sparql::{self, QueryOptions};
use milieu::{Snapshot, Store, vocab};

/// A store that holds the triples, written with the known prefixes; `:` is an example's.
pub(crate) fn store(triples: &str) -> Store {
    let store = Store::new();
    update(&store, &format!("INSERT DATA {{ GRAPH graph:mine {{ {triples} }} }}"));
    store
}

pub(crate) fn update(store: &Store, text: &str) -> Snapshot {
    let text = format!("PREFIX : <urn:x:> {text}");
    sparql::update(store, &text, &QueryOptions::default()).unwrap_or_else(|error| panic!("{text}: {error}"))
}

pub(crate) fn infer(store: &Store, rules: Rules) -> Report {
    let mut transaction = store.begin();
    let report = reason::infer(&mut transaction, &rules).unwrap();
    transaction.commit().unwrap();
    report
}

/// The triples of `graph:inferred`, as N-Triples writes them.
pub(crate) fn inferred(snapshot: &Snapshot) -> BTreeSet<String> {
    let graph = vocab::graph("inferred");
    snapshot
        .quads_for_pattern(None, None, None, Some(GraphNameRef::from(&graph)))
        .map(|quad| format!("{} {} {}", quad.subject, quad.predicate, quad.object))
        .collect()
}

/// The same triples from the notation of [`store`].
pub(crate) fn written(triples: &str) -> BTreeSet<String> {
    let graph = vocab::graph("mine");
    store(triples)
        .snapshot()
        .quads_for_pattern(None, None, None, Some(GraphNameRef::from(&graph)))
        .map(|quad| format!("{} {} {}", quad.subject, quad.predicate, quad.object))
        .collect()
}
