//! The words of a snapshot's labels.
//!
//! What is indexed are literals, not things: a search finds literals by their words and then, in the tables, what they label
//! in which graph. So an index may hold literals that label nothing any more, and a commit has only to bring what is new.

use std::sync::Arc;

use oxigraph::model::{NamedNodeRef, TermRef, vocab::rdfs};

use super::State;
use super::words::{Rank, Words};
use crate::store::dictionary::TermId;
use crate::store::table::{Row, Table};
use crate::store::term::{Kind, Parts};
use crate::vocab::skos;

/// What a thing may be found by.
pub(super) const NAMES: [NamedNodeRef<'static>; 4] = [rdfs::LABEL, skos::PREF_LABEL, skos::ALT_LABEL, skos::NOTATION];

/// So many new literals, or this share of the old if that is more, are kept beside them.
const LATE: usize = 4096;
const LATE_SHARE: usize = 64;

/// The words of labels.
#[derive(Debug, Default)]
pub(crate) struct Labels {
    words: Arc<Words>,
    /// The words of labels that came after `words` was made.
    late: Words,
    /// The tables that this was made from.
    tables: [Arc<Table>; NAMES.len()],
}

impl Labels {
    /// The labels of `state`; `before` are those of another state of the same store.
    pub(super) fn of(state: &State, before: Option<Arc<Self>>) -> Arc<Self> {
        let table = |name: NamedNodeRef<'_>| {
            let id = state.dictionary.find(TermRef::from(name));
            id.and_then(|id| state.tables.get(&id)).cloned().unwrap_or_default()
        };
        let tables = NAMES.map(table);
        match before {
            None => Arc::new(Self::all(state, tables)),
            Some(before) if before.tables.iter().zip(&tables).all(|(old, new)| Arc::ptr_eq(old, new)) => before,
            Some(before) => Arc::new(before.followed(state, tables)),
        }
    }

    fn all(state: &State, tables: [Arc<Table>; NAMES.len()]) -> Self {
        let literals = tables.iter().flat_map(|table| table.rows().map(|row| row[1])).collect();
        Self { words: Arc::new(words(state, literals)), late: Words::default(), tables }
    }

    fn followed(&self, state: &State, tables: [Arc<Table>; NAMES.len()]) -> Self {
        let (mut added, mut removed): (Vec<Row>, usize) = (Vec::new(), 0);
        for (old, new) in self.tables.iter().zip(&tables) {
            if !Arc::ptr_eq(old, new) {
                let (more, fewer) = old.diff(new);
                added.extend(more);
                removed += fewer.len();
            }
        }
        let new = added.into_iter().map(|row| row[1]).filter(|literal| !self.words.contains(*literal));
        let late: Vec<TermId> = self.late.literals().iter().copied().chain(new).collect();
        let limit = LATE.max(self.words.len() / LATE_SHARE);
        if late.len() > limit || removed > limit {
            return Self::all(state, tables);
        }
        Self { words: Arc::clone(&self.words), late: words(state, late), tables }
    }

    /// The literals that answer `sought`, folded words, with how well they do.
    pub(super) fn find(&self, sought: &[String]) -> Vec<(Rank, TermId)> {
        let mut found = self.words.find(sought);
        found.extend(self.late.find(sought));
        found
    }
}

fn words(state: &State, mut literals: Vec<TermId>) -> Words {
    literals.sort_unstable();
    literals.dedup();
    Words::new(literals, |literal| {
        let bytes = state.dictionary.bytes(literal);
        match Parts::of(&bytes) {
            Some(Parts { kind: Kind::Literal, value, .. }) => value.into_owned(),
            _ => String::new(),
        }
    })
}
