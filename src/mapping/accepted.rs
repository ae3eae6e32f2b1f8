//! What was accepted, stated: the graph `graph:mappings/accepted`.

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use super::name::accepted_graph;
use super::standing::{DECIDE, Plain, Record, Standing};
use crate::snapshot::{Scope, Snapshot};
use crate::store::dictionary::TermId;
use crate::store::table::Change;
use crate::store::{Transaction, diff};

/// Of more changes than these it is quicker to look at everything.
const MOST_CHANGES: usize = 10_000;

/// Brings `graph:mappings/accepted` to what the accepted records of the state say that the transaction would leave.
///
/// A mapping is stated once somebody accepted it, in whatever set; nothing that is proposed or rejected is, nor that there is no match. Only
/// what differs from what the graph says already is written, and only what the changes since the last time touch is looked at.
///
/// ```
/// use milieu::{Store, mapping, sparql};
/// let store = Store::new();
/// let mut transaction = store.begin();
/// let record = |reviewed: &str| format!(
///     "DELETE WHERE {{ GRAPH graph:mappings/mine {{ <urn:m> ?p ?o }} }};
///      INSERT DATA {{ GRAPH graph:mappings/mine {{ <urn:m> owl:annotatedSource <urn:a> ; owl:annotatedProperty skos:exactMatch ;
///          owl:annotatedTarget <urn:b> {reviewed} }} }}").replace("graph:mappings/mine", "<https://w3id.org/milieu/graph/mappings/mine>");
/// let stated = "<urn:a> <http://www.w3.org/2004/02/skos/core#exactMatch> <urn:b> <https://w3id.org/milieu/graph/mappings/accepted>";
/// let is_stated = |transaction: &mut milieu::Transaction<'_>| transaction.snapshot().iter().any(|quad| quad.to_string() == stated);
///
/// sparql::update_in(&mut transaction, &record(""), &Default::default())?;
/// mapping::refresh(&mut transaction);
/// assert!(!is_stated(&mut transaction), "it is only proposed");
/// sparql::update_in(&mut transaction, &record("; sssom:reviewer_label 'Ada'"), &Default::default())?;
/// mapping::refresh(&mut transaction);
/// assert!(is_stated(&mut transaction));
/// # Ok::<(), milieu::sparql::SparqlError>(())
/// ```
pub fn refresh(transaction: &mut Transaction<'_>) {
    let after = transaction.snapshot();
    let graph = after.find(accepted_graph().as_ref());
    let touched = transaction.settled().and_then(|settled| touched(&settled, &after, graph));
    let changes = match &touched {
        Some(touched) => differing(&after, graph, touched),
        None => all(&after, graph),
    };
    // A store may copy what a snapshot still holds.
    drop(after);
    if changes.is_empty() {
        return;
    }
    let graph = transaction.intern(accepted_graph().as_ref().into());
    let mut by_predicate: FxHashMap<TermId, Vec<Change>> = FxHashMap::default();
    for ([subject, predicate, object], stays) in changes {
        by_predicate.entry(predicate).or_default().push(([subject, object, graph], stays));
    }
    for (predicate, changes) in by_predicate {
        transaction.change(predicate, changes);
    }
}

/// The same state without what was accepted: with the records, and without what they state.
///
/// It has the number of the snapshot that it is made of, and a content hash of its own.
///
/// ```
/// use milieu::{Store, mapping, sparql};
/// let store = Store::new();
/// let text = "INSERT DATA { GRAPH <https://w3id.org/milieu/graph/mappings/accepted> { <urn:a> owl:sameAs <urn:b> } GRAPH graph:mine { <urn:a> owl:sameAs <urn:c> } }";
/// let snapshot = sparql::update(&store, text, &Default::default())?;
/// let without = mapping::without(&snapshot);
/// assert_eq!((snapshot.len(), without.len(), without.number()), (2, 1, snapshot.number()));
/// # Ok::<(), milieu::sparql::SparqlError>(())
/// ```
pub fn without(snapshot: &Snapshot) -> Snapshot {
    snapshot.without_graph(accepted_graph().as_ref())
}

/// What the changes from one state to another may make to be stated or not; `None` if that may be anything.
fn touched(before: &Snapshot, after: &Snapshot, graph: Option<TermId>) -> Option<BTreeSet<Plain>> {
    let decide: FxHashSet<TermId> = DECIDE.iter().filter_map(|property| after.find(*property)).collect();
    if decide.is_empty() && graph.is_none() {
        return Some(BTreeSet::new());
    }
    let (old, new) = (Standing::new(before), Standing::new(after));
    let mut records: BTreeSet<Record> = BTreeSet::new();
    for table in diff::tables(&before.state, &after.state) {
        for [subject, _, within] in table.added.iter().chain(&table.removed) {
            // Somebody wrote by hand what is to follow.
            if Some(*within) == graph {
                return None;
            }
            if decide.contains(&table.predicate) && new.is_set(*within) {
                records.insert((*subject, *within));
            }
        }
        if records.len() > MOST_CHANGES {
            return None;
        }
    }
    Some(records.iter().flat_map(|record| [old.said(*record), new.said(*record)]).flatten().collect())
}

/// What has to come (true) or go, of these.
fn differing(after: &Snapshot, graph: Option<TermId>, touched: &BTreeSet<Plain>) -> Vec<(Plain, bool)> {
    let standing = Standing::new(after);
    let is_there = |[subject, predicate, object]: Plain| {
        graph.is_some_and(|graph| {
            after.matches(Some(subject), Some(predicate), Some(object), Scope::Graph(graph)).next().is_some()
        })
    };
    let mut changes = Vec::new();
    for plain in touched {
        let follows = standing.of_subject(Some(plain[0])).into_iter().any(|it| standing.stated(it) == Some(*plain));
        if follows != is_there(*plain) {
            changes.push((*plain, follows));
        }
    }
    changes
}

/// What has to come (true) or go, of everything.
fn all(after: &Snapshot, graph: Option<TermId>) -> Vec<(Plain, bool)> {
    let standing = Standing::new(after);
    let mut missing: FxHashSet<Plain> =
        standing.of_subject(None).into_iter().filter_map(|record| standing.stated(record)).collect();
    let mut changes = Vec::new();
    if let Some(graph) = graph.filter(|graph| after.state.graphs.contains_key(graph)) {
        for [subject, predicate, object, _] in after.matches(None, None, None, Scope::Graph(graph)) {
            if !missing.remove(&[subject, predicate, object]) {
                changes.push(([subject, predicate, object], false));
            }
        }
    }
    changes.extend(missing.into_iter().map(|plain| (plain, true)));
    changes
}
