//! A transaction: changes that become visible all at once, or never.

use std::sync::{Arc, MutexGuard};

use oxigraph::model::{GraphNameRef, Quad, QuadRef, TermRef};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::dictionary::{Growing, TermId};
use super::table::{Change, Merged, Table};
use super::{Store, StoreError};
use crate::snapshot::{DEFAULT_GRAPH, Snapshot, State};

/// Changes to a [`Store`] by its one writer. Dropped without [`commit`](Self::commit), it never was.
///
/// ```
/// use milieu::model::{GraphNameRef, LiteralRef, NamedNodeRef, QuadRef, vocab::rdfs};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let store = milieu::Store::new();
/// let a = NamedNodeRef::new("https://w3id.org/milieu/id/toy/a")?;
/// let quad = QuadRef::new(a, rdfs::LABEL, LiteralRef::new_simple_literal("A"), GraphNameRef::DefaultGraph);
/// let mut forgotten = store.begin();
/// forgotten.insert(quad);
/// drop(forgotten);
/// assert!(store.snapshot().is_empty());
/// # Ok(()) }
/// ```
#[must_use = "a transaction that is dropped is rolled back"]
pub struct Transaction<'a> {
    store: &'a Store,
    _only_writer: MutexGuard<'a, ()>,
    before: Snapshot,
    staged: State,
    terms: Growing,
    changes: FxHashMap<TermId, Vec<Change>>,
    note: String,
}

impl<'a> Transaction<'a> {
    pub(super) fn new(store: &'a Store, only_writer: MutexGuard<'a, ()>) -> Self {
        let before = store.snapshot();
        let mut staged = State::clone(&before.state);
        staged.number += 1;
        let terms = Growing::new(staged.dictionary.clone());
        Self {
            store,
            _only_writer: only_writer,
            before,
            staged,
            terms,
            changes: FxHashMap::default(),
            note: String::new(),
        }
    }

    /// What [`Commit::note`](super::Commit::note) is to say of this one, in place of what was said before.
    pub fn note(&mut self, note: impl Into<String>) {
        self.note = note.into();
    }

    /// Says that `quad` is to be there.
    pub fn insert<'q>(&mut self, quad: impl Into<QuadRef<'q>>) {
        let quad = quad.into();
        let row = [
            self.terms.intern(quad.subject.into()),
            self.terms.intern(quad.object),
            match quad.graph_name {
                GraphNameRef::DefaultGraph => DEFAULT_GRAPH,
                GraphNameRef::NamedNode(node) => self.terms.intern(node.into()),
                GraphNameRef::BlankNode(node) => self.terms.intern(node.into()),
            },
        ];
        let predicate = self.terms.intern(quad.predicate.into());
        self.changes.entry(predicate).or_default().push((row, true));
    }

    /// The number of `term`, a new one if need be.
    pub(crate) fn intern(&mut self, term: TermRef<'_>) -> TermId {
        self.terms.intern(term)
    }

    /// The number of the term with these bytes, a new one if need be.
    pub(super) fn intern_bytes(&mut self, bytes: &[u8]) -> TermId {
        self.terms.intern_bytes(bytes)
    }

    /// Says of rows of one predicate, by number, whether they are to be there.
    pub(crate) fn change(&mut self, predicate: TermId, rows: impl IntoIterator<Item = Change>) {
        self.changes.entry(predicate).or_default().extend(rows);
    }

    /// Says that `quad` is not to be there.
    pub fn remove<'q>(&mut self, quad: impl Into<QuadRef<'q>>) {
        let quad = quad.into();
        let terms = &mut self.terms;
        let graph = match quad.graph_name {
            GraphNameRef::DefaultGraph => Some(DEFAULT_GRAPH),
            GraphNameRef::NamedNode(node) => terms.find(node.into()),
            GraphNameRef::BlankNode(node) => terms.find(node.into()),
        };
        let row = (|| {
            Some((
                terms.find(quad.predicate.into())?,
                [terms.find(quad.subject.into())?, terms.find(quad.object)?, graph?],
            ))
        })();
        if let Some((predicate, row)) = row {
            self.changes.entry(predicate).or_default().push((row, false));
        }
    }

    /// Says that no quad of `graph` is to be there.
    pub fn clear_graph(&mut self, graph: GraphNameRef<'_>) {
        self.merge();
        let id = match graph {
            GraphNameRef::DefaultGraph => Some(DEFAULT_GRAPH),
            GraphNameRef::NamedNode(node) => self.terms.find(node.into()),
            GraphNameRef::BlankNode(node) => self.terms.find(node.into()),
        };
        if let Some(id) = id.filter(|id| self.staged.graphs.contains_key(id)) {
            self.clear(|graph| graph == id);
        }
    }

    /// Says that no quad of any named graph is to be there.
    pub fn clear_named_graphs(&mut self) {
        self.merge();
        self.clear(|graph| graph != DEFAULT_GRAPH);
    }

    /// Says that no quad is to be there.
    pub fn clear_all(&mut self) {
        self.merge();
        self.clear(|_| true);
    }

    fn clear(&mut self, within: impl Fn(TermId) -> bool) {
        for (&predicate, table) in &self.staged.tables {
            let gone = table.rows().filter(|row| within(row[2])).map(|row| (row, false));
            let gone: Vec<Change> = gone.collect();
            if !gone.is_empty() {
                self.changes.insert(predicate, gone);
            }
        }
        self.merge();
    }

    /// The state as it would be after a commit now; changes can go on.
    pub fn snapshot(&mut self) -> Snapshot {
        self.merge();
        Snapshot { state: Arc::new(self.staged.clone()) }
    }

    /// The state before this transaction.
    pub fn before(&self) -> &Snapshot {
        &self.before
    }

    /// The state that was last [settled](Self::settle) on the way to this one.
    pub(crate) fn settled(&self) -> Option<Snapshot> {
        self.staged.settled.clone().map(|state| Snapshot { state })
    }

    /// Says that what follows from the rest now stands beside it, so that later only what differs from here need be looked at.
    pub(crate) fn settle(&mut self) -> Snapshot {
        self.merge();
        self.staged.settled = None;
        let state = Arc::new(self.staged.clone());
        self.staged.settled = Some(Arc::clone(&state));
        Snapshot { state }
    }

    /// Makes all changes visible, at once, as the next snapshot. A transaction that changes nothing makes none.
    ///
    /// # Errors
    /// [`StoreError`] when the store's folder cannot be written; nothing has changed then.
    pub fn commit(mut self) -> Result<Snapshot, StoreError> {
        self.merge();
        let before = &self.before.state;
        if self.staged.hash == before.hash && self.staged.quads == before.quads {
            if before.settled.is_none() && self.staged.settled.is_some() {
                let settled = Some(Arc::clone(before));
                self.store.replace(Snapshot { state: Arc::new(State { settled, ..State::clone(before) }) });
            }
            return Ok(self.before);
        }
        let after = Arc::new(self.staged);
        self.store.publish(before, Snapshot { state: after }, self.note)
    }

    /// Brings the changes so far into the staged tables.
    fn merge(&mut self) {
        if self.changes.is_empty() {
            return;
        }
        self.staged.dictionary = self.terms.freeze();
        let tables = &self.staged.tables;
        let merged: Vec<(TermId, Merged)> = std::mem::take(&mut self.changes)
            .into_par_iter()
            .map(|(predicate, changes)| {
                let merged = match tables.get(&predicate) {
                    Some(table) => table.merge(changes),
                    None => Table::default().merge(changes),
                };
                (predicate, merged)
            })
            .collect();
        for (predicate, merged) in merged {
            self.staged.put(predicate, merged);
        }
    }
}

impl Extend<Quad> for Transaction<'_> {
    fn extend<I: IntoIterator<Item = Quad>>(&mut self, quads: I) {
        for quad in quads {
            self.insert(quad.as_ref());
        }
    }
}
