//! Graphs that were put and hold nothing.
//!
//! To the store a graph exists while it holds a quad. One that was made empty over this protocol is remembered by a statement in
//! `graph:provenance`, until it holds something or is deleted.

use crate::model::vocab::rdf;
use crate::model::{GraphNameRef, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, QuadRef};
use crate::snapshot::Snapshot;
use crate::store::Transaction;
use crate::vocab;

const GRAPH: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("http://www.w3.org/ns/sparql-service-description#Graph");

fn note(name: &NamedNode) -> Quad {
    Quad::new(name.clone(), rdf::TYPE, GRAPH, vocab::graph("provenance"))
}

/// Whether there is a graph of that name.
pub(super) fn exists(snapshot: &Snapshot, name: &NamedNode) -> bool {
    snapshot.contains(&note(name)) || snapshot.named_graphs().contains(&NamedOrBlankNode::from(name.clone()))
}

/// Remembers that there is an empty graph of that name.
pub(super) fn remember(transaction: &mut Transaction<'_>, name: &NamedNode) {
    transaction.insert(&note(name));
}

/// Forgets it again.
pub(super) fn forget(transaction: &mut Transaction<'_>, name: &NamedNode) {
    transaction.remove(QuadRef::from(&note(name)));
}

/// Whether the graph without a name holds nothing.
pub(super) fn is_empty(snapshot: &Snapshot) -> bool {
    snapshot.quads_for_pattern(None, None, None, Some(GraphNameRef::DefaultGraph)).next().is_none()
}
