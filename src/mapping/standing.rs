//! Where records stand, read by numbers of terms.

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use super::name::SetName;
use super::terms::{
    AGREEMENT, CONFIDENCE, MAPPINGS, MODIFIER, NO_TERM, PROPERTY, REVIEWER_ID, REVIEWER_LABEL, SOURCE, TARGET,
};
use crate::link::sssom::{Mapping, Slot, State};
use crate::model::{NamedNodeRef, Term};
use crate::snapshot::{Scope, Snapshot};
use crate::store::dictionary::TermId;

/// Records of one state of the store.
pub(super) struct Standing<'s> {
    pub(super) snapshot: &'s Snapshot,
    /// Whether a graph is a set's.
    of_sets: RefCell<FxHashMap<TermId, bool>>,
    no_term: Option<TermId>,
}

/// A record: its node and its graph.
pub(super) type Record = (TermId, TermId);
/// A plain triple: subject, predicate, object.
pub(super) type Plain = [TermId; 3];

/// The properties that decide whether a mapping is stated.
pub(super) const DECIDE: [NamedNodeRef<'static>; 7] =
    [SOURCE, PROPERTY, TARGET, REVIEWER_ID, REVIEWER_LABEL, AGREEMENT, MODIFIER];

impl<'s> Standing<'s> {
    pub(super) fn new(snapshot: &'s Snapshot) -> Self {
        Self { snapshot, of_sets: RefCell::default(), no_term: snapshot.find(NO_TERM) }
    }

    /// Whether a graph holds a set.
    pub(super) fn is_set(&self, graph: TermId) -> bool {
        let is_set = || matches!(self.snapshot.graph(graph), crate::model::GraphName::NamedNode(name) if SetName::of_graph(name.as_str()).is_some());
        *self.of_sets.borrow_mut().entry(graph).or_insert_with(is_set)
    }

    /// The records of a set.
    pub(super) fn of_set(&self, graph: TermId) -> Vec<TermId> {
        let Some(mappings) = self.snapshot.find(MAPPINGS) else { return Vec::new() };
        self.snapshot.matches(None, Some(mappings), None, Scope::Graph(graph)).map(|[_, _, node, _]| node).collect()
    }

    /// The records of every set that have this subject, or any.
    pub(super) fn of_subject(&self, subject: Option<TermId>) -> Vec<Record> {
        let Some(source) = self.snapshot.find(SOURCE) else { return Vec::new() };
        let found = self.snapshot.matches(None, Some(source), subject, Scope::Named);
        found.filter(|row| self.is_set(row[3])).map(|[node, _, _, graph]| (node, graph)).collect()
    }

    fn values(&self, (node, graph): Record, property: NamedNodeRef<'_>) -> impl Iterator<Item = TermId> {
        let property = self.snapshot.find(property);
        let found = property.map(|it| self.snapshot.matches(Some(node), Some(it), None, Scope::Graph(graph)));
        found.into_iter().flatten().map(|row| row[2])
    }

    /// The value of a property that has one; where there are several, a record does not say which it means.
    fn value(&self, record: Record, property: NamedNodeRef<'_>) -> Option<TermId> {
        let mut values = self.values(record, property);
        values.next().filter(|_| values.next().is_none())
    }

    fn has(&self, record: Record, property: NamedNodeRef<'_>) -> bool {
        self.values(record, property).next().is_some()
    }

    fn text(&self, record: Record, property: NamedNodeRef<'_>) -> Option<String> {
        match self.snapshot.state.dictionary.term(self.value(record, property)?) {
            Term::Literal(literal) => Some(literal.value().to_owned()),
            other => Some(other.to_string()),
        }
    }

    /// Where a record stands.
    pub(super) fn state(&self, record: Record) -> State {
        if !self.has(record, REVIEWER_ID) && !self.has(record, REVIEWER_LABEL) {
            return State::Proposed;
        }
        // What the slots of a review mean, the mapping itself says.
        let mut slots = Mapping::default().with(Slot::ReviewerLabel, "someone");
        slots.set(Slot::ReviewerAgreement, self.text(record, AGREEMENT).unwrap_or_default());
        slots.set(Slot::PredicateModifier, if self.has(record, MODIFIER) { "Not" } else { "" });
        slots.state()
    }

    /// How sure a record is.
    pub(super) fn confidence(&self, record: Record) -> Option<f64> {
        self.text(record, CONFIDENCE)?.parse().ok()
    }

    /// The subject of a record.
    pub(super) fn subject(&self, record: Record) -> Option<TermId> {
        self.value(record, SOURCE)
    }

    /// Whether a record says that there is no match.
    pub(super) fn is_none(&self, record: Record) -> bool {
        self.value(record, TARGET).is_some_and(|object| Some(object) == self.no_term)
    }

    /// What a record says, if it was accepted.
    pub(super) fn stated(&self, record: Record) -> Option<Plain> {
        if self.state(record) != State::Accepted {
            return None;
        }
        let [subject, predicate, object] = self.said(record)?;
        let is_thing = |id: TermId| Some(id) != self.no_term && self.snapshot.is_node(id);
        (is_thing(subject) && is_thing(object)).then_some([subject, predicate, object])
    }

    /// What a record is about, wherever it stands.
    pub(super) fn said(&self, record: Record) -> Option<Plain> {
        Some([self.value(record, SOURCE)?, self.value(record, PROPERTY)?, self.value(record, TARGET)?])
    }
}
