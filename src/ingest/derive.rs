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
use crate::model::{GraphName, NamedNodeRef, NamedOrBlankNode, Quad, Term};
use crate::snapshot::Snapshot;
use crate::store::Transaction;
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
    let graph = GraphName::from(vocab::graph("derived"));
    let snapshot = transaction.snapshot();
    let mut missing = follow(&snapshot, &graph);
    let total = missing.len();
    let stale: Vec<Quad> = snapshot
        .quads_for_pattern(None, None, None, Some(graph.as_ref()))
        .filter(|quad| !missing.remove(quad))
        .collect();
    // A store may copy what a snapshot still holds.
    drop(snapshot);
    for quad in &stale {
        transaction.remove(quad);
    }
    for quad in &missing {
        transaction.insert(quad);
    }
    total
}

fn follow(snapshot: &Snapshot, graph: &GraphName) -> FxHashSet<Quad> {
    let mut derived = Derived { graph, quads: FxHashSet::default() };
    let mut nodes = Nodes::new(snapshot, graph);
    let ends = linkage::Ends::read(&mut nodes);
    let places = belonging::Places::read(&mut nodes);
    let belonging = belonging::belonging(&mut nodes, &ends, &places);
    linkage::derive(&nodes, &ends, &places, &mut derived);
    for (actor, group) in belonging {
        derived.add(nodes.name(actor), vocab::milieu::BELONGS_TO, nodes.name(group).clone());
    }
    derived.quads
}

/// The triples that follow, each once.
struct Derived<'g> {
    graph: &'g GraphName,
    quads: FxHashSet<Quad>,
}

impl Derived<'_> {
    fn add(&mut self, subject: &NamedOrBlankNode, predicate: NamedNodeRef<'_>, object: impl Into<Term>) {
        self.quads.insert(Quad::new(subject.clone(), predicate.into_owned(), object, self.graph.clone()));
    }
}
