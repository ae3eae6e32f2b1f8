//! The dictionary: each term once, known by a number.
//!
//! It is a list of immutable segments whose numbers follow one another. A transaction adds a segment; neighbours are
//! merged when the later one has grown to half of the earlier, so there are never more than about twenty, and numbers
//! never change. Old snapshots keep their own list: they share segments with the new one and wait for nobody.

use std::hash::BuildHasher;
use std::sync::Arc;

use hashbrown::HashTable;
use oxigraph::model::{Term, TermRef};
use rustc_hash::FxBuildHasher;

use super::inline::{self, INLINE};
use super::term;

/// The number of a term; 0 is nobody's and stands for the default graph. Small values stand for themselves, see [`inline`].
pub(crate) type TermId = u32;

/// The bytes of a term.
pub(crate) enum Bytes<'a> {
    Kept(&'a [u8]),
    Inline(Vec<u8>),
}

impl std::ops::Deref for Bytes<'_> {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Kept(bytes) => bytes,
            Self::Inline(bytes) => bytes,
        }
    }
}

/// Terms with numbers from `first` on.
#[derive(Clone, Debug)]
pub(crate) struct Segment {
    first: TermId,
    bytes: Vec<u8>,
    ends: Vec<usize>,
    index: HashTable<u32>,
}

impl Segment {
    fn new(first: TermId) -> Self {
        Self::with_capacity(first, 0)
    }

    fn with_capacity(first: TermId, terms: usize) -> Self {
        let (bytes, ends) = (Vec::with_capacity(terms * 32), Vec::with_capacity(terms));
        Self { first, bytes, ends, index: HashTable::with_capacity(terms) }
    }

    fn len(&self) -> usize {
        self.ends.len()
    }

    fn get(&self, local: usize) -> &[u8] {
        let start = if local == 0 { 0 } else { self.ends[local - 1] };
        &self.bytes[start..self.ends[local]]
    }

    fn find(&self, hash: u64, bytes: &[u8]) -> Option<TermId> {
        self.index.find(hash, |&local| self.get(local as usize) == bytes).map(|local| self.first + local)
    }

    fn push(&mut self, hash: u64, bytes: &[u8]) -> TermId {
        let local = u32::try_from(self.ends.len()).expect("fewer than a billion terms");
        self.bytes.extend_from_slice(bytes);
        self.ends.push(self.bytes.len());
        let (all, ends) = (&self.bytes, &self.ends);
        self.index.insert_unique(hash, local, |&other| {
            let other = other as usize;
            let start = if other == 0 { 0 } else { ends[other - 1] };
            hash_of(&all[start..ends[other]])
        });
        self.first + local
    }

    /// This segment followed by `next`, whose numbers go on where these end.
    fn merged(&self, next: &Self) -> Self {
        let mut all = self.clone();
        for local in 0..next.len() {
            let bytes = next.get(local);
            all.push(hash_of(bytes), bytes);
        }
        all
    }
}

fn hash_of(bytes: &[u8]) -> u64 {
    FxBuildHasher.hash_one(bytes)
}

/// An immutable list of segments; cloning it costs a few reference counts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Dictionary {
    segments: Vec<Arc<Segment>>,
}

impl Dictionary {
    /// How many terms there are; their numbers are 1 to this one.
    pub(crate) fn len(&self) -> usize {
        self.segments.last().map_or(0, |last| last.first as usize - 1 + last.len())
    }

    pub(crate) fn find_bytes(&self, bytes: &[u8]) -> Option<TermId> {
        if let Some(id) = inline::of(bytes) {
            return Some(id);
        }
        let hash = hash_of(bytes);
        self.segments.iter().find_map(|segment| segment.find(hash, bytes))
    }

    pub(crate) fn find(&self, term: TermRef<'_>) -> Option<TermId> {
        let mut bytes = Vec::new();
        term::encode(term, &mut bytes);
        self.find_bytes(&bytes)
    }

    /// The bytes of a term that is here.
    ///
    /// # Panics
    /// When `id` was not given out by this dictionary.
    pub(crate) fn bytes(&self, id: TermId) -> Bytes<'_> {
        if id & INLINE != 0 {
            let mut bytes = Vec::with_capacity(12);
            inline::write(id, &mut bytes);
            return Bytes::Inline(bytes);
        }
        let at = self.segments.partition_point(|segment| segment.first <= id) - 1;
        let segment = &self.segments[at];
        Bytes::Kept(segment.get((id - segment.first) as usize))
    }

    /// True when `id` is a value that stands for itself or a term that is here.
    pub(crate) fn knows(&self, id: TermId) -> bool {
        id & INLINE != 0 || (1..=self.len()).contains(&(id as usize))
    }

    pub(crate) fn term(&self, id: TermId) -> Term {
        term::decode(&self.bytes(id)).expect("the dictionary holds only what it encoded")
    }
}

/// A dictionary that grows: what a transaction writes into.
#[derive(Debug)]
pub(crate) struct Growing {
    base: Dictionary,
    new: Segment,
    scratch: Vec<u8>,
}

impl Growing {
    pub(crate) fn new(base: Dictionary) -> Self {
        let first = u32::try_from(base.len() + 1).expect("fewer than a billion terms");
        Self { base, new: Segment::new(first), scratch: Vec::new() }
    }

    /// An empty one with room for so many terms.
    pub(crate) fn with_capacity(terms: usize) -> Self {
        Self { base: Dictionary::default(), new: Segment::with_capacity(1, terms), scratch: Vec::new() }
    }

    /// How many terms there are by now.
    pub(crate) fn len(&self) -> usize {
        self.new.first as usize - 1 + self.new.len()
    }

    /// The number of `term`, a new one if need be.
    pub(crate) fn intern(&mut self, term: TermRef<'_>) -> TermId {
        let mut bytes = std::mem::take(&mut self.scratch);
        bytes.clear();
        term::encode(term, &mut bytes);
        let id = self.intern_bytes(&bytes);
        self.scratch = bytes;
        id
    }

    pub(crate) fn intern_bytes(&mut self, bytes: &[u8]) -> TermId {
        if let Some(id) = inline::of(bytes) {
            return id;
        }
        let hash = hash_of(bytes);
        self.base
            .segments
            .iter()
            .find_map(|segment| segment.find(hash, bytes))
            .or_else(|| self.new.find(hash, bytes))
            .unwrap_or_else(|| self.new.push(hash, bytes))
    }

    /// The number of `term` if it has one.
    pub(crate) fn find(&mut self, term: TermRef<'_>) -> Option<TermId> {
        let mut bytes = Vec::new();
        term::encode(term, &mut bytes);
        self.base.find_bytes(&bytes).or_else(|| self.new.find(hash_of(&bytes), &bytes))
    }

    /// The dictionary with all that was added so far; adding can go on.
    pub(crate) fn freeze(&mut self) -> Dictionary {
        if self.new.len() > 0 {
            let next =
                Segment::new(self.new.first + u32::try_from(self.new.len()).expect("fewer than a billion terms"));
            let mut last = Arc::new(std::mem::replace(&mut self.new, next));
            while let Some(before) = self.base.segments.last() {
                if last.len() * 2 < before.len() {
                    break;
                }
                last = Arc::new(before.merged(&last));
                self.base.segments.pop();
            }
            self.base.segments.push(last);
        }
        self.base.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::model::Literal;

    #[test]
    fn numbers_stay_while_segments_merge() {
        let mut growing = Growing::new(Dictionary::default());
        let mut early = None;
        for n in 0..1000_i32 {
            let literal = Literal::from(f64::from(n));
            let id = growing.intern(literal.as_ref().into());
            assert_eq!(id, u32::try_from(n).unwrap() + 1);
            if n % 7 == 0 {
                let frozen = growing.freeze();
                assert_eq!(frozen.term(id), literal.clone().into());
                early.get_or_insert(frozen);
            }
            assert_eq!(growing.intern(literal.as_ref().into()), id);
        }
        let all = growing.freeze();
        assert_eq!(all.len(), 1000);
        assert!(all.segments.len() < 20);
        assert_eq!(all.find(Literal::from(400.0).as_ref().into()), Some(401));
        assert_eq!(early.unwrap().find(Literal::from(400.0).as_ref().into()), None);
    }
}
