//! What is known while rules run: the tables of a snapshot, and beside them what was inferred so far.

use std::sync::{Arc, OnceLock};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::snapshot::Snapshot;
use crate::store::dictionary::TermId;
use crate::store::table::{Order, Table, Walk};
use crate::store::term;

/// Subject and object.
pub(super) type Pair = (TermId, TermId);

/// How a fact came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// By any rule but the next.
    Step,
    /// As two steps or more of a transitive property, which are walked again from the steps alone.
    Walked,
}

type Index = FxHashMap<TermId, Vec<TermId>>;

/// What was inferred of one predicate.
#[derive(Default)]
struct Inferred {
    pairs: FxHashSet<Pair>,
    walked: FxHashSet<Pair>,
    /// Made when they are first asked for, kept up to date from then on.
    forward: OnceLock<Index>,
    backward: OnceLock<Index>,
}

impl Inferred {
    fn forward(&self) -> &Index {
        self.forward.get_or_init(|| index(self.pairs.iter().copied()))
    }

    fn backward(&self) -> &Index {
        self.backward.get_or_init(|| index(self.pairs.iter().map(|&(subject, object)| (object, subject))))
    }

    fn add(&mut self, pair: Pair, origin: Origin) {
        self.pairs.insert(pair);
        if origin == Origin::Walked {
            self.walked.insert(pair);
        }
        if let Some(index) = self.forward.get_mut() {
            index.entry(pair.0).or_default().push(pair.1);
        }
        if let Some(index) = self.backward.get_mut() {
            index.entry(pair.1).or_default().push(pair.0);
        }
    }
}

fn index(pairs: impl Iterator<Item = Pair>) -> Index {
    let mut index = Index::default();
    pairs.for_each(|(from, to)| index.entry(from).or_default().push(to));
    index
}

/// The union of all graphs but one, and what was inferred from it.
pub(super) struct Facts<'s> {
    snapshot: &'s Snapshot,
    /// The graph that what is inferred is written into: what it held before counts for nothing.
    leaving_out: TermId,
    inferred: FxHashMap<TermId, Inferred>,
    none: Arc<Table>,
}

impl<'s> Facts<'s> {
    pub(super) fn new(snapshot: &'s Snapshot, leaving_out: TermId) -> Self {
        Self { snapshot, leaving_out, inferred: FxHashMap::default(), none: Arc::default() }
    }

    fn table(&self, predicate: TermId) -> &Table {
        self.snapshot.state.tables.get(&predicate).unwrap_or(&self.none)
    }

    pub(super) fn has(&self, predicate: TermId, pair: Pair) -> bool {
        self.inferred.get(&predicate).is_some_and(|inferred| inferred.pairs.contains(&pair))
            || Walk::range(self.table(predicate), Order::BySubject, pair.0, Some(pair.1))
                .any(|row| row[2] != self.leaving_out)
    }

    /// Every triple of a predicate, once.
    pub(super) fn pairs(&self, predicate: TermId) -> impl Iterator<Item = Pair> + use<'_> {
        let mut last = None;
        let stated = Walk::whole(self.table(predicate)).filter_map(move |[subject, object, graph]| {
            let pair = (subject, object);
            (graph != self.leaving_out && last.replace(pair) != Some(pair)).then_some(pair)
        });
        let inferred = self.inferred.get(&predicate).map(|inferred| inferred.pairs.iter().copied());
        stated.chain(inferred.into_iter().flatten())
    }

    fn stated(&self, predicate: TermId, order: Order, first: TermId) -> impl Iterator<Item = TermId> + use<'_> {
        let mut last = None;
        Walk::range(self.table(predicate), order, first, None).filter_map(move |[subject, object, graph]| {
            let other = if order == Order::BySubject { object } else { subject };
            (graph != self.leaving_out && last.replace(other) != Some(other)).then_some(other)
        })
    }

    /// What `subject` leads to by `predicate`.
    pub(super) fn objects(&self, predicate: TermId, subject: TermId) -> Vec<TermId> {
        let mut objects: Vec<TermId> = self.stated(predicate, Order::BySubject, subject).collect();
        if let Some(inferred) = self.inferred.get(&predicate) {
            objects.extend(inferred.forward().get(&subject).into_iter().flatten());
        }
        objects
    }

    /// What leads to `object` by `predicate`.
    pub(super) fn subjects(&self, predicate: TermId, object: TermId) -> Vec<TermId> {
        let mut subjects: Vec<TermId> = self.stated(predicate, Order::ByObject, object).collect();
        if let Some(inferred) = self.inferred.get(&predicate) {
            subjects.extend(inferred.backward().get(&object).into_iter().flatten());
        }
        subjects
    }

    /// What `subject` leads to by `predicate` in one step.
    pub(super) fn steps(&self, predicate: TermId, subject: TermId) -> Vec<TermId> {
        let mut objects = self.objects(predicate, subject);
        if let Some(inferred) = self.inferred.get(&predicate) {
            objects.retain(|&object| !inferred.walked.contains(&(subject, object)));
        }
        objects
    }

    pub(super) fn is_walked(&self, predicate: TermId, pair: Pair) -> bool {
        self.inferred.get(&predicate).is_some_and(|inferred| inferred.walked.contains(&pair))
    }

    /// Takes in what was inferred; none of it is known yet.
    pub(super) fn add(&mut self, predicate: TermId, pairs: impl Iterator<Item = (Pair, Origin)>) {
        let inferred = self.inferred.entry(predicate).or_default();
        pairs.for_each(|(pair, origin)| inferred.add(pair, origin));
    }

    /// Everything that was inferred.
    pub(super) fn into_inferred(self) -> impl Iterator<Item = (TermId, FxHashSet<Pair>)> {
        self.inferred.into_iter().map(|(predicate, inferred)| (predicate, inferred.pairs))
    }

    /// Whether a term can be a predicate.
    pub(super) fn is_iri(&self, id: TermId) -> bool {
        self.kind(id) == term::Kind::Iri
    }

    /// Whether a term can be a subject.
    pub(super) fn is_node(&self, id: TermId) -> bool {
        self.snapshot.is_node(id)
    }

    fn kind(&self, id: TermId) -> term::Kind {
        term::kind(&self.snapshot.state.dictionary.bytes(id))
    }
}
