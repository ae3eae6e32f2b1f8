//! What differs between two states of one store. Tables that they share cost nothing.

use std::sync::Arc;

use super::dictionary::TermId;
use super::table::{Row, Table};
use super::{Store, StoreError};
use crate::model::Quad;
use crate::snapshot::{Snapshot, State};

/// What changed from one snapshot of a store to another.
#[derive(Clone, Debug)]
pub struct Diff {
    before: Snapshot,
    after: Snapshot,
    changes: Vec<(TermId, (Vec<Row>, Vec<Row>))>,
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
        let rows = self.changes.iter().flat_map(|(predicate, (added, _))| added.iter().map(|row| (*predicate, *row)));
        rows.map(|(predicate, [subject, object, graph])| self.after.quad([subject, predicate, object, graph]))
    }

    /// Quads that are in the earlier and not in the later, by predicate.
    pub fn removed(&self) -> impl Iterator<Item = Quad> + '_ {
        let rows = self.changes.iter().flat_map(|(predicate, (_, gone))| gone.iter().map(|row| (*predicate, *row)));
        rows.map(|(predicate, [subject, object, graph])| self.before.quad([subject, predicate, object, graph]))
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

/// By predicate, the rows that `after` has and `before` lacks, and the other way round.
///
/// The two have to be of one store: what is compared are numbers of terms.
pub(crate) fn tables<'a>(
    before: &'a State,
    after: &'a State,
) -> impl Iterator<Item = (TermId, (Vec<Row>, Vec<Row>))> + use<'a> {
    let empty = Arc::new(Table::default());
    let gone = before.tables.keys().filter(|predicate| !after.tables.contains_key(predicate));
    gone.chain(after.tables.keys()).filter_map(move |predicate| {
        let old = before.tables.get(predicate).unwrap_or(&empty);
        let new = after.tables.get(predicate).unwrap_or(&empty);
        let changed = if Arc::ptr_eq(old, new) { (vec![], vec![]) } else { old.diff(new) };
        (!(changed.0.is_empty() && changed.1.is_empty())).then_some((*predicate, changed))
    })
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
