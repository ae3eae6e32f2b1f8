//! What came, put in the place of what was there of the same things before.

use rustc_hash::FxHashSet;

use super::answer::is_nameless;
use crate::model::{GraphName, NamedNode, Quad, Term, Triple};
use crate::snapshot::Snapshot;
use crate::store::Transaction;

/// Removes from `graph` what was said of `things` (by these predicates, if any are given) before the transaction began, with the nameless things
/// that nothing leads to then.
pub(super) fn forget<'t>(
    transaction: &mut Transaction<'_>,
    graph: &GraphName,
    things: impl IntoIterator<Item = &'t NamedNode>,
    predicates: Option<&[NamedNode]>,
) {
    let before = transaction.before().clone();
    let mut gone = Gone { before: &before, graph, quads: FxHashSet::default(), order: Vec::new() };
    for thing in things {
        gone.all_of(thing, predicates);
    }
    let mut at = 0;
    while at < gone.order.len() {
        let object = gone.order[at].object.clone();
        if let Term::NamedNode(node) = object
            && is_nameless(&node)
            && gone.is_left_alone(&node)
        {
            gone.all_of(&node, None);
        }
        at += 1;
    }
    for quad in &gone.order {
        transaction.remove(quad);
    }
}

struct Gone<'g> {
    before: &'g Snapshot,
    graph: &'g GraphName,
    quads: FxHashSet<Quad>,
    order: Vec<Quad>,
}

impl Gone<'_> {
    fn all_of(&mut self, thing: &NamedNode, predicates: Option<&[NamedNode]>) {
        for quad in self.before.quads_for_pattern(Some(thing.into()), None, None, Some(self.graph.as_ref())) {
            if predicates.is_none_or(|predicates| predicates.contains(&quad.predicate))
                && self.quads.insert(quad.clone())
            {
                self.order.push(quad);
            }
        }
    }

    fn is_left_alone(&self, node: &NamedNode) -> bool {
        let mut to_it = self.before.quads_for_pattern(None, None, Some(node.into()), Some(self.graph.as_ref()));
        to_it.all(|quad| self.quads.contains(&quad))
    }
}

/// Adds `triples` to `graph`.
pub(super) fn add<'t>(
    transaction: &mut Transaction<'_>,
    graph: &GraphName,
    triples: impl IntoIterator<Item = &'t Triple>,
) {
    for triple in triples {
        transaction.insert(&triple.clone().in_graph(graph.clone()));
    }
}
