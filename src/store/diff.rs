//! What differs between two states of one store. Tables that they share cost nothing.

use std::sync::Arc;

use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use super::dictionary::TermId;
use super::table::{Row, Table};
use super::{Store, StoreError};
use crate::model::{GraphName, Quad};
use crate::snapshot::{Snapshot, State};

/// What differs in one table: rows by subject that came and that went, both sorted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct TableChange {
    pub(crate) predicate: TermId,
    pub(crate) added: Vec<Row>,
    pub(crate) removed: Vec<Row>,
}

impl TableChange {
    fn quad(&self, [subject, object, graph]: Row) -> [TermId; 4] {
        [subject, self.predicate, object, graph]
    }
}

/// What changed from one snapshot of a store to another.
#[derive(Clone, Debug)]
pub struct Diff {
    before: Snapshot,
    after: Snapshot,
    changes: Vec<TableChange>,
}

impl Diff {
    /// The snapshot from which it leads.
    pub fn before(&self) -> &Snapshot {
        &self.before
    }

    /// The snapshot to which it leads.
    pub fn after(&self) -> &Snapshot {
        &self.after
    }

    /// Quads that are in the later and not in the earlier, by predicate.
    pub fn added(&self) -> impl Iterator<Item = Quad> + '_ {
        self.changes.iter().flat_map(|table| table.added.iter().map(|row| self.after.quad(table.quad(*row))))
    }

    /// Quads that are in the earlier and not in the later, by predicate.
    pub fn removed(&self) -> impl Iterator<Item = Quad> + '_ {
        self.changes.iter().flat_map(|table| table.removed.iter().map(|row| self.before.quad(table.quad(*row))))
    }
}

impl Store {
    /// What changed from snapshot `from` to snapshot `to`; `from` may be the later one.
    ///
    /// # Errors
    /// [`StoreError::NotKept`] when one of the two is not kept.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let store = milieu::Store::new();
    /// milieu::sparql::update(&store, "INSERT DATA { nuts:DE11 rdfs:label 'Stuttgart' }", &Default::default())?;
    /// milieu::sparql::update(&store, "DELETE WHERE { ?s ?p ?o } ; INSERT DATA { nuts:DE12 rdfs:label 'Karlsruhe' }", &Default::default())?;
    /// let diff = store.diff(1, 2)?;
    /// assert_eq!(diff.added().next().unwrap().subject.to_string(), "<http://data.europa.eu/nuts/code/DE12>");
    /// assert_eq!(diff.removed().next().unwrap().subject.to_string(), "<http://data.europa.eu/nuts/code/DE11>");
    /// # Ok(()) }
    /// ```
    pub fn diff(&self, from: u64, to: u64) -> Result<Diff, StoreError> {
        let (before, after) = (self.at(from)?, self.at(to)?);
        let changes = tables(&before.state, &after.state).collect();
        Ok(Diff { before, after, changes })
    }
}

/// The tables that differ, with their rows. The two states have to be of one store: what is compared are numbers of terms.
pub(crate) fn tables<'a>(before: &'a State, after: &'a State) -> impl Iterator<Item = TableChange> + use<'a> {
    let empty = Arc::new(Table::default());
    let gone = before.tables.keys().filter(|predicate| !after.tables.contains_key(predicate));
    gone.chain(after.tables.keys()).filter_map(move |&predicate| {
        let old = before.tables.get(&predicate).unwrap_or(&empty);
        let new = after.tables.get(&predicate).unwrap_or(&empty);
        if Arc::ptr_eq(old, new) {
            return None;
        }
        let (added, removed) = old.diff(new);
        (!added.is_empty() || !removed.is_empty()).then_some(TableChange { predicate, added, removed })
    })
}

/// The graphs of which quads came or went. The two snapshots have to be of one store.
#[cfg_attr(not(feature = "http"), expect(dead_code, reason = "a server asks it"))]
pub(crate) fn changed_graphs(before: &Snapshot, after: &Snapshot) -> Vec<GraphName> {
    let mut graphs = FxHashSet::default();
    for change in tables(&before.state, &after.state) {
        graphs.extend(change.added.iter().chain(&change.removed).map(|row| row[2]));
    }
    graphs.into_iter().map(|graph| after.graph(graph)).collect()
}

/// How many quads came and how many went.
pub(crate) fn size(before: &State, after: &State) -> (u64, u64) {
    let mut size = (0, 0);
    for (predicate, table) in &after.tables {
        match before.tables.get(predicate) {
            None => size.0 += table.len() as u64,
            Some(old) if Arc::ptr_eq(old, table) => {}
            Some(old) => {
                let (added, removed) = old.diff(table);
                size = (size.0 + added.len() as u64, size.1 + removed.len() as u64);
            }
        }
    }
    let gone = before.tables.iter().filter(|(predicate, _)| !after.tables.contains_key(predicate));
    size.1 += gone.map(|(_, table)| table.len() as u64).sum::<u64>();
    size
}
