//! What follows by the rules of RDFS and OWL 2 RL, computed over the store's tables into `graph:inferred`.
//!
//! Of RDFS: classes, properties, domains and ranges ([`Rules::rdfs`]). Of [OWL 2 RL](https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL_and_RDF_Graphs_using_Rules)
//! ([`Rules::owl_rl`]) what the ontology uses, which is:
//!
//! | axiom | times | rule |
//! |---|---|---|
//! | `rdfs:subClassOf` | 61 | [`rdfs9`](Rule::Rdfs9), [`rdfs11`](Rule::Rdfs11) |
//! | `rdfs:range`, `rdfs:domain` | 59, 42 | [`rdfs3`](Rule::Rdfs3), [`rdfs2`](Rule::Rdfs2), `scm-rng1` and `2`, `scm-dom1` and `2` |
//! | `owl:inverseOf` | 4 | [`prp-inv1`](Rule::PrpInv1), [`prp-inv2`](Rule::PrpInv2) |
//! | `rdfs:subPropertyOf` | 2 | [`rdfs7`](Rule::Rdfs7), [`rdfs5`](Rule::Rdfs5) |
//! | `owl:SymmetricProperty` | 1 | [`prp-symp`](Rule::PrpSymp) |
//! | `owl:TransitiveProperty` | 1 | [`prp-trp`](Rule::PrpTrp) |
//! | `owl:propertyChainAxiom` | 1 | [`prp-spo2`](Rule::PrpSpo2) |
//!
//! Left out:
//! - `owl:IrreflexiveProperty` and `owl:AllDisjointClasses`, which the ontology uses too, state what must not be. They infer
//!   nothing; the hygiene checks look after them.
//! - Functional and inverse-functional properties, keys and `owl:sameAs`: the ontology has none, and one wrong identifier in
//!   the data would make two firms one.
//! - Equivalent classes and properties, restrictions, intersections and unions: the ontology has none.
//! - What says nothing: that everything is an `rdfs:Resource`, that a class is its own subclass (rdfs1, 4, 6, 8, 10, 12, 13,
//!   `scm-cls`, `scm-op`, `scm-dp`), and types of literals, which cannot be subjects.
//!
//! A triple that stands in any other graph is not written again. What holds for whom is read in the union of all graphs, so
//! axioms of one's own count as those of the ontology do.
//!
//! # Kept up to date
//! `graph:provenance` says of `graph:inferred` by which rules it was made and the content hash of everything (but the hash's own
//! triple) right after. [`status`] holds that against the snapshot in constant time. Loads, imports and updates call [`refresh`] before they commit, so
//! the graph is [`Stale`](Status::Stale) only where someone wrote past them.

mod facts;
mod fixpoint;
mod program;
mod record;
mod rules;

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

pub use rules::{Rule, Rules, UnknownRule};

use crate::snapshot::Snapshot;
use crate::store::Transaction;
use crate::store::dictionary::TermId;
use facts::Facts;
use program::Words;

/// Why nothing was inferred.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReasonError {
    /// More would follow than [`Rules::at_most`] allows, as it does when a transitive property runs in a large circle.
    #[error(
        "more triples follow by rule than the limit of {limit}: look for a circle in a transitive property, or leave rules out"
    )]
    TooMany {
        /// The limit.
        limit: usize,
    },
}

/// What was inferred.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// How many triples each rule brought; one that several rules give counts for the first.
    pub counts: BTreeMap<Rule, u64>,
    /// How many triples `graph:inferred` holds now.
    pub triples: u64,
    /// How many of them it did not hold before.
    pub added: u64,
    /// How many it held before and holds no more.
    pub removed: u64,
    /// After how many rounds nothing more followed.
    pub rounds: usize,
    /// How long it took.
    pub time: Duration,
}

/// How `graph:inferred` stands to the rest of a snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// There is none.
    Absent,
    /// It holds what follows, by the rules that it was made with.
    Current,
    /// Something changed since it was made.
    Stale,
}

/// Makes `graph:inferred` anew from the state that the transaction would leave.
///
/// # Errors
/// [`ReasonError::TooMany`]; drop the transaction then.
///
/// ```
/// use milieu::reason::{self, Rules, Status};
/// use milieu::{Store, sparql, vocab};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let store = Store::new();
/// sparql::update(
///     &store,
///     "INSERT DATA { milieu:partOf a owl:TransitiveProperty . nuts:DE111 milieu:partOf nuts:DE11 . nuts:DE11 milieu:partOf nuts:DE1 }",
///     &Default::default(),
/// )?;
/// let mut transaction = store.begin();
/// let report = reason::infer(&mut transaction, &Rules::owl_rl())?;
/// let snapshot = transaction.commit()?;
/// assert_eq!(report.triples, 1, "DE111 is part of DE1");
/// assert_eq!(report.counts[&reason::Rule::PrpTrp], 1);
/// assert_eq!(reason::status(&snapshot), Status::Current);
/// # Ok(()) }
/// ```
pub fn infer(transaction: &mut Transaction<'_>, rules: &Rules) -> Result<Report, ReasonError> {
    let start = Instant::now();
    let words = Words::new(|word| transaction.intern(word.into()));
    let graph = transaction.intern(record::inferred().as_ref().into());
    record::open(transaction, *rules);
    let snapshot = transaction.snapshot();
    let mut facts = Facts::new(&snapshot, graph);
    let run = fixpoint::run(&mut facts, &words, *rules)?;
    let inferred: Vec<_> = facts.into_inferred().collect();
    let mut report =
        Report { counts: run.counts, triples: 0, added: 0, removed: 0, rounds: run.rounds, time: Duration::ZERO };
    write(transaction, &snapshot, graph, inferred, &mut report);
    // A store may copy what a snapshot still holds.
    drop(snapshot);
    record::seal(transaction);
    report.time = start.elapsed();
    Ok(report)
}

type Inferred = Vec<(TermId, rustc_hash::FxHashSet<(TermId, TermId)>)>;

/// Writes what differs from what the graph held before, so that a small change stays small.
fn write(transaction: &mut Transaction<'_>, before: &Snapshot, graph: TermId, inferred: Inferred, report: &mut Report) {
    let mut inferred: rustc_hash::FxHashMap<_, _> = inferred.into_iter().collect();
    report.triples = inferred.values().map(|pairs| pairs.len() as u64).sum();
    let mut changes = Vec::new();
    if before.state.graphs.contains_key(&graph) {
        for (&predicate, table) in &before.state.tables {
            let mut follows = inferred.get_mut(&predicate);
            let gone = table.rows().filter(|row| {
                row[2] == graph && !follows.as_mut().is_some_and(|pairs| pairs.remove(&(row[0], row[1])))
            });
            changes.push((predicate, gone.map(|row| (row, false)).collect::<Vec<_>>()));
        }
    }
    report.removed = changes.iter().map(|(_, rows)| rows.len() as u64).sum();
    for (predicate, pairs) in inferred {
        report.added += pairs.len() as u64;
        let rows = pairs.into_iter().map(|(subject, object)| ([subject, object, graph], true));
        changes.push((predicate, rows.collect()));
    }
    for (predicate, rows) in changes {
        transaction.change(predicate, rows);
    }
}

/// [`infer`] by the rules that `graph:inferred` was made with; nothing if there is none.
///
/// # Errors
/// [`ReasonError::TooMany`]; drop the transaction then.
///
/// ```
/// use milieu::{Store, reason};
/// let store = Store::new();
/// assert_eq!(reason::refresh(&mut store.begin()), Ok(None), "no one asked for it");
/// ```
pub fn refresh(transaction: &mut Transaction<'_>) -> Result<Option<Report>, ReasonError> {
    let snapshot = transaction.snapshot();
    let Some(rules) = record::rules(&snapshot) else { return Ok(None) };
    drop(snapshot);
    infer(transaction, &rules).map(Some)
}

/// Takes `graph:inferred` away, and what is said of it.
///
/// ```
/// use milieu::{Store, reason};
/// let store = Store::new();
/// let mut transaction = store.begin();
/// reason::infer(&mut transaction, &reason::Rules::rdfs())?;
/// reason::remove(&mut transaction);
/// assert!(transaction.snapshot().is_empty());
/// # Ok::<(), reason::ReasonError>(())
/// ```
pub fn remove(transaction: &mut Transaction<'_>) {
    transaction.clear_graph(record::inferred().as_ref().into());
    record::forget(transaction);
}

/// How `graph:inferred` stands to the rest of `snapshot`; takes the same short time however large it is.
pub fn status(snapshot: &Snapshot) -> Status {
    let graph = snapshot.state.dictionary.find(record::inferred().as_ref().into());
    let some = graph.is_some_and(|graph| snapshot.state.graphs.contains_key(&graph));
    match record::holds(snapshot) {
        Some(true) => Status::Current,
        Some(false) => Status::Stale,
        None if some || record::rules(snapshot).is_some() => Status::Stale,
        None => Status::Absent,
    }
}
