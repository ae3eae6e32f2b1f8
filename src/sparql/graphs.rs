//! The graphs that an answer can rest on.

use std::collections::BTreeSet;

use oxigraph::model::{GraphName, NamedNodeRef, TermRef};
use spargebra::Query;
use spargebra::algebra::{GraphPattern, PropertyPathExpression};
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};

use super::{plain, walk};
use crate::snapshot::{Scope, Snapshot};
use crate::store::dictionary::TermId;

/// The graphs that hold a quad which one of the patterns of `query` matches by itself, in the order of their numbers.
pub(crate) fn graphs_of(query: &Query, snapshot: &Snapshot) -> Vec<GraphName> {
    let mut query = query.clone();
    let (Query::Select { pattern, .. }
    | Query::Construct { pattern, .. }
    | Query::Describe { pattern, .. }
    | Query::Ask { pattern, .. }) = &mut query;
    plain::make(pattern);
    let mut found = Found { snapshot, graphs: BTreeSet::new() };
    walk::see_each_pattern(pattern, &mut |pattern| match pattern {
        GraphPattern::Bgp { patterns } => patterns.iter().for_each(|triple| found.triple(triple)),
        GraphPattern::Path { path, .. } => found.path(path),
        _ => {}
    });
    found.named()
}

struct Found<'s> {
    snapshot: &'s Snapshot,
    graphs: BTreeSet<TermId>,
}

impl Found<'_> {
    fn named(self) -> Vec<GraphName> {
        self.graphs.into_iter().map(|graph| self.snapshot.graph(graph)).collect()
    }

    fn add(&mut self, subject: Option<TermId>, predicate: Option<TermId>, object: Option<TermId>) {
        let mut last = None;
        for [.., graph] in self.snapshot.matches(subject, predicate, object, Scope::All) {
            if last.replace(graph) != Some(graph) {
                self.graphs.insert(graph);
            }
        }
    }

    fn triple(&mut self, triple: &TriplePattern) {
        let find = |term: &TermPattern| match term {
            TermPattern::NamedNode(node) => self.find(node.as_ref().into()).map(Some),
            TermPattern::Literal(literal) => self.find(literal.as_ref().into()).map(Some),
            _ => Some(None),
        };
        let predicate = match &triple.predicate {
            NamedNodePattern::NamedNode(node) => self.find(node.as_ref().into()).map(Some),
            NamedNodePattern::Variable(_) => Some(None),
        };
        // A term that the store does not know matches nothing.
        if let (Some(subject), Some(predicate), Some(object)) = (find(&triple.subject), predicate, find(&triple.object))
        {
            self.add(subject, predicate, object);
        }
    }

    fn path(&mut self, path: &PropertyPathExpression) {
        match path {
            PropertyPathExpression::NamedNode(node) => self.predicate(node.as_ref()),
            PropertyPathExpression::Reverse(path)
            | PropertyPathExpression::ZeroOrMore(path)
            | PropertyPathExpression::OneOrMore(path)
            | PropertyPathExpression::ZeroOrOne(path) => self.path(path),
            PropertyPathExpression::Sequence(first, second) | PropertyPathExpression::Alternative(first, second) => {
                self.path(first);
                self.path(second);
            }
            PropertyPathExpression::NegatedPropertySet(_) => self.add(None, None, None),
        }
    }

    fn predicate(&mut self, predicate: NamedNodeRef<'_>) {
        if let Some(predicate) = self.find(predicate.into()) {
            self.add(None, Some(predicate), None);
        }
    }

    fn find(&self, term: TermRef<'_>) -> Option<TermId> {
        self.snapshot.state.dictionary.find(term)
    }
}
