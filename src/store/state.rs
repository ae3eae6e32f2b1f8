//! How one state becomes the next, by a transaction or by the journal.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::dictionary::{Growing, TermId};
use super::diff::TableChange;
use super::hash::ContentHash;
use super::journal::Record;
use super::table::{Change, Merged, Row, Table};
use crate::snapshot::State;

impl State {
    /// Puts a changed table in its place; its terms are in the dictionary.
    pub(super) fn put(&mut self, predicate: TermId, merged: Merged) {
        let Merged { table, added, removed } = merged;
        self.count(predicate, &added, &removed);
        if table.len() == 0 {
            self.tables.remove(&predicate);
        } else if !(added.is_empty() && removed.is_empty()) {
            self.tables.insert(predicate, Arc::new(table));
        }
    }

    /// The state without the quads of a graph; tables that have none of it are shared.
    pub(crate) fn without(&self, graph: TermId) -> Self {
        let gone = |table: &Table| table.rows().filter(|row| row[2] == graph).map(|row| (row, false)).collect();
        let merged: Vec<(TermId, Merged)> = self
            .tables
            .par_iter()
            .filter_map(|(predicate, table)| {
                let gone: Vec<Change> = gone(table);
                (!gone.is_empty()).then(|| (*predicate, table.merge(gone)))
            })
            .collect();
        let mut state = self.clone();
        for (predicate, merged) in merged {
            state.put(predicate, merged);
        }
        state
    }

    fn count(&mut self, predicate: TermId, added: &[Row], removed: &[Row]) {
        let hash = |rows| ContentHash::of(&self.dictionary, predicate, rows);
        self.hash = self.hash.plus(hash(added)).minus(hash(removed));
        self.quads = self.quads + added.len() - removed.len();
        let mut sizes: BTreeMap<TermId, i64> = BTreeMap::new();
        for (rows, change) in [(added, 1), (removed, -1)] {
            for row in rows {
                *sizes.entry(row[2]).or_default() += change;
            }
        }
        for (graph, change) in sizes {
            let size = self.graphs.entry(graph).or_default();
            *size = size.saturating_add_signed(change);
            if *size == 0 {
                self.graphs.remove(&graph);
            }
        }
    }

    /// This state without what was made of it to be read quicker, where `after` does not have the same, and to be changed quicker.
    pub(super) fn bare(&self, after: &Self) -> Self {
        let mut bare = Self { settled: None, ..self.clone() };
        for (predicate, table) in &mut bare.tables {
            let shared = after.tables.get(predicate).is_some_and(|next| Arc::ptr_eq(table, next));
            if !shared && let Some(less) = table.bare() {
                *table = Arc::new(less);
            }
        }
        bare
    }

    /// What a record has to hold to lead from this state to `after`.
    pub(super) fn changes(&self, after: &Self) -> (Vec<Vec<u8>>, Vec<TableChange>) {
        let ids = self.dictionary.len() + 1..=after.dictionary.len();
        let bytes = |id| after.dictionary.bytes(TermId::try_from(id).expect("ids are u32")).to_vec();
        let terms = ids.map(bytes).collect();
        (terms, super::diff::tables(self, after).collect())
    }

    /// Goes on by what `record` says; `terms` is this state's dictionary, growing.
    pub(super) fn replay(&mut self, record: Record, terms: &mut Growing) -> Result<(), String> {
        let number = record.commit.number;
        for bytes in &record.terms {
            let expected = terms.len() + 1;
            if terms.intern_bytes(bytes) as usize != expected {
                return Err(format!("commit {number} brings a term that was there before"));
            }
        }
        self.dictionary = terms.freeze();
        for TableChange { predicate, added, removed } in record.changes {
            let known = |row: &Row| {
                self.dictionary.knows(row[0])
                    && self.dictionary.knows(row[1])
                    && (row[2] == crate::snapshot::DEFAULT_GRAPH || self.dictionary.knows(row[2]))
            };
            if !self.dictionary.knows(predicate) || !added.iter().chain(&removed).all(known) {
                return Err(format!("commit {number} names a term that is not there"));
            }
            let added = added.into_iter().map(|row| (row, true));
            let changes: Vec<Change> = added.chain(removed.into_iter().map(|row| (row, false))).collect();
            let merged = self.tables.get(&predicate).cloned().unwrap_or_default().merge(changes);
            self.put(predicate, merged);
        }
        self.number = number;
        if self.hash.to_string() != record.commit.hash || self.quads as u64 != record.commit.quads {
            return Err(format!("commit {number} does not lead to the content that it says"));
        }
        Ok(())
    }
}
