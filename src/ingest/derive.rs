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

use rustc_hash::FxHashSet;

use self::nodes::Nodes;
use crate::model::{LiteralRef, NamedNodeRef, Quad};
use crate::snapshot::{Scope, Snapshot};
use crate::store::Transaction;
use crate::store::dictionary::TermId;
use crate::vocab;

/// Makes `graph:derived` anew from the state the transaction would leave; returns how many triples it then holds.
///
/// Only what differs from the derived triples already there is written, so that a small change stays small.
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
    let mut missing = follow(&snapshot, there, transaction);
    let total = missing.len();
    let there = there.into_iter().flat_map(|graph| snapshot.matches(None, None, None, Scope::Graph(graph)));
    let stale: Vec<Quad> = there
        .filter(|[subject, predicate, object, _]| !missing.remove(&[*predicate, *subject, *object]))
        .map(|row| snapshot.quad(row))
        .collect();
    // A store may copy what a snapshot still holds.
    drop(snapshot);
    for quad in &stale {
        transaction.remove(quad);
    }
    if !missing.is_empty() {
        let graph = transaction.intern(graph.as_ref().into());
        for [predicate, subject, object] in missing {
            transaction.change(predicate, [([subject, object, graph], true)]);
        }
    }
    total
}

fn follow(snapshot: &Snapshot, graph: Option<TermId>, transaction: &mut Transaction<'_>) -> FxHashSet<[TermId; 3]> {
    let mut derived = Derived { transaction, named: Vec::new(), triples: FxHashSet::default() };
    let nodes = Nodes::new(snapshot, graph);
    let ends = linkage::Ends::read(&nodes);
    let places = belonging::Places::read(&nodes);
    let belonging = belonging::belonging(&nodes, &ends, &places);
    linkage::derive(&ends, &places, &mut derived);
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
