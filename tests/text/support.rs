//! Worlds of labels.

use milieu::model::{GraphNameRef, Literal, NamedNode, Quad, vocab::rdfs};
use milieu::{Snapshot, Store};

pub(crate) fn labelled(thing: u32, label: &str) -> Quad {
    quad(&format!("t{thing}"), label)
}

fn quad(thing: &str, label: &str) -> Quad {
    let thing = NamedNode::new_unchecked(format!("http://example.com/{thing}"));
    Quad::new(thing, rdfs::LABEL, Literal::new_simple_literal(label), GraphNameRef::DefaultGraph)
}

/// A world of these things and their labels.
pub(crate) fn filled(labels: impl IntoIterator<Item = (String, String)>) -> Snapshot {
    let store = Store::new();
    let mut transaction = store.begin();
    transaction.extend(labels.into_iter().map(|(thing, label)| quad(&thing, &label)));
    transaction.commit().unwrap()
}

/// The labels that a search gives.
pub(crate) fn found(world: &Snapshot, text: &str) -> Vec<String> {
    world.search(text).map(|found| found.label.value().to_owned()).collect()
}
