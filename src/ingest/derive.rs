//! What follows from the data by rule: the graph `graph:derived`.
//!
//! | triple | from |
//! |---|---|
//! | `linkage milieu:hasEnd a` | `leadsFrom`, `leadsTo` |
//! | `linkage milieu:endCount n` | the distinct ends |
//! | `linkage milieu:tieWeight 1/(n-1)` | the same; none for fewer than two ends |
//! | `linkage a milieu:InternationalLinkage` | ends in two or more countries |
//! | `a milieu:linkedWith b`, both ways | linkages of exactly two ends |
//! | `a milieu:belongsTo group` | memberships, `org:memberOf`, `inCountry`, `locatedIn` and every `partOf` above |
//!
//! Plain passes over sorted pairs of small numbers, because this runs inside every write.

mod belonging;
mod linkage;
mod nodes;
mod touched;

use rustc_hash::{FxHashMap, FxHashSet};

use self::nodes::{Nodes, Of};
use self::touched::Touched;
use crate::model::{LiteralRef, NamedNodeRef};
use crate::snapshot::Scope;
use crate::store::Transaction;
use crate::store::dictionary::TermId;
use crate::store::table::Change;
use crate::vocab;

/// Brings `graph:derived` to what follows from the state the transaction would leave; returns how many triples it then holds.
///
/// Only what differs from the derived triples already there is written. What is looked at is what the changes since the last time touch, if
/// that can be told, so that a small change stays small; else everything.
///
/// ```
/// use milieu::model::{GraphName, Quad};
/// use milieu::{Store, ingest, vocab};
///
/// let store = Store::new();
/// let mut transaction = store.begin();
/// let graph = GraphName::from(vocab::graph("mine"));
/// for partner in ["actor/a", "actor/b", "actor/c"] {
///     let end = Quad::new(vocab::id("linkage/l"), vocab::milieu::HAS_END, vocab::id(partner), graph.clone());
///     transaction.insert(&end);
/// }
/// // endCount 3, tieWeight 0.5; no linkedWith, which needs exactly two ends.
/// assert_eq!(ingest::derive(&mut transaction), 2);
/// ```
pub fn derive(transaction: &mut Transaction<'_>) -> usize {
    let graph = vocab::graph("derived");
    let snapshot = transaction.snapshot();
    let there = snapshot.find(graph.as_ref());
    let touched = transaction.settled().and_then(|settled| Touched::between(&settled, &snapshot, there));
    let mut missing = follow(&Nodes::new(&snapshot, there), touched.as_ref(), transaction);
    let said: Vec<[TermId; 4]> = match (&touched, there) {
        (_, None) => Vec::new(),
        (Some(touched), Some(graph)) => touched.said(&snapshot, graph),
        (None, Some(graph)) => snapshot.matches(None, None, None, Scope::Graph(graph)).collect(),
    };
    let mut stale: FxHashMap<TermId, Vec<Change>> = FxHashMap::default();
    for [subject, predicate, object, graph] in said {
        if !missing.remove(&[predicate, subject, object]) {
            stale.entry(predicate).or_default().push(([subject, object, graph], false));
        }
    }
    // A store may copy what a snapshot still holds.
    drop(snapshot);
    for (predicate, changes) in stale {
        transaction.change(predicate, changes);
    }
    if !missing.is_empty() {
        let graph = transaction.intern(graph.as_ref().into());
        for [predicate, subject, object] in missing {
            transaction.change(predicate, [([subject, object, graph], true)]);
        }
    }
    let after = transaction.settle();
    let size = after.find(graph.as_ref()).and_then(|graph| after.state.graphs.get(&graph)).copied().unwrap_or_default();
    usize::try_from(size).unwrap_or(usize::MAX)
}

fn follow(nodes: &Nodes<'_>, touched: Option<&Touched>, transaction: &mut Transaction<'_>) -> FxHashSet<[TermId; 3]> {
    let mut derived = Derived { transaction, named: Vec::new(), triples: FxHashSet::default() };
    let of = touched.map_or((Of::All, Of::All), |it| (Of::Each(&it.linkages), Of::Each(&it.things)));
    let ends = linkage::Ends::read(nodes, of.0);
    let places = belonging::Places::read(nodes, of.1);
    let belonging = belonging::belonging(nodes, &ends, &places, of.1);
    linkage::derive(&ends, &places, &mut derived);
    for (a, b) in touched.into_iter().flat_map(|touched| touched.still_linked(nodes)) {
        derived.linked(a, b);
    }
    for (actor, group) in belonging {
        derived.add(actor, vocab::milieu::BELONGS_TO, group);
    }
    derived.triples
}

/// The triples that follow, each once, by the numbers that their terms have in the transaction: predicate, subject, object.
struct Derived<'d, 't> {
    transaction: &'d mut Transaction<'t>,
    /// The few names that come again and again.
    named: Vec<(NamedNodeRef<'static>, TermId)>,
    triples: FxHashSet<[TermId; 3]>,
}

impl Derived<'_, '_> {
    fn add(&mut self, subject: TermId, predicate: NamedNodeRef<'static>, object: TermId) {
        let predicate = self.named(predicate);
        self.triples.insert([predicate, subject, object]);
    }

    fn linked(&mut self, a: TermId, b: TermId) {
        self.add(a, vocab::milieu::LINKED_WITH, b);
        self.add(b, vocab::milieu::LINKED_WITH, a);
    }

    fn named(&mut self, node: NamedNodeRef<'static>) -> TermId {
        if let Some((_, known)) = self.named.iter().find(|(known, _)| *known == node) {
            return *known;
        }
        let id = self.transaction.intern(node.into());
        self.named.push((node, id));
        id
    }

    fn literal(&mut self, value: &str, datatype: NamedNodeRef<'_>) -> TermId {
        self.transaction.intern(LiteralRef::new_typed_literal(value, datatype).into())
    }
}
