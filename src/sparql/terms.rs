//! The terms of one query: those of the snapshot, and those that the query makes.

use std::sync::{PoisonError, RwLock};

use oxigraph::model::{Term, TermRef};

use crate::snapshot::Snapshot;
use crate::store::dictionary::{Dictionary, Growing, TermId};
use crate::store::inline::INLINE;
use crate::store::numbers::Number;
use crate::store::term;

/// Terms by number. What a query makes has numbers that follow those of the dictionary, and is gone with the query.
pub(super) struct Terms {
    dictionary: Dictionary,
    /// The numbers up to here are the dictionary's own.
    kept: TermId,
    made: RwLock<Growing>,
}

impl Terms {
    pub(super) fn of(snapshot: &Snapshot) -> Self {
        let dictionary = snapshot.state.dictionary.clone();
        let kept = TermId::try_from(dictionary.len()).expect("fewer than a billion terms");
        Self { kept, made: RwLock::new(Growing::new(dictionary.clone())), dictionary }
    }

    /// The number of `term`, a new one if need be.
    pub(super) fn intern(&self, term: TermRef<'_>) -> TermId {
        let mut bytes = Vec::new();
        term::encode(term, &mut bytes);
        self.intern_bytes(&bytes)
    }

    /// The number of the term that [`term::encode`] wrote as `bytes`, a new one if need be.
    pub(super) fn intern_bytes(&self, bytes: &[u8]) -> TermId {
        self.dictionary
            .find_bytes(bytes)
            .unwrap_or_else(|| self.made.write().unwrap_or_else(PoisonError::into_inner).intern_new(bytes))
    }

    /// The term with this number.
    pub(super) fn term(&self, id: TermId) -> Term {
        self.with_bytes(id, |bytes| term::decode(bytes).expect("terms are kept as they were encoded"))
    }

    /// The number that a literal of the four types of numbers is written for, unless it stands for itself.
    pub(super) fn number(&self, id: TermId) -> Option<Number> {
        if id <= self.kept { self.dictionary.number(id) } else { self.with_bytes(id, Number::read) }
    }

    /// Whether the term is an IRI or a blank node.
    #[inline]
    pub(super) fn is_node(&self, id: TermId) -> bool {
        if id <= self.kept { self.dictionary.is_node(id) } else { self.with_bytes(id, term::is_node) }
    }

    /// Whether the term is the dictionary's own.
    #[inline]
    pub(super) fn is_kept(&self, id: TermId) -> bool {
        id <= self.kept
    }

    /// What `read` makes of the term's bytes, see [`term::encode`].
    pub(super) fn with_bytes<T>(&self, id: TermId, read: impl FnOnce(&[u8]) -> T) -> T {
        if id & INLINE != 0 || id <= self.kept {
            read(&self.dictionary.bytes(id))
        } else {
            read(&self.made.read().unwrap_or_else(PoisonError::into_inner).bytes(id))
        }
    }
}
