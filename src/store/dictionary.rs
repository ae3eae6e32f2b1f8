//! The dictionary: each term once, known by a number.
//!
//! It is a list of immutable segments whose numbers follow one another. A transaction adds a segment; neighbours are
//! merged when the later one has grown to half of the earlier, so there are never more than about twenty, and numbers
//! never change. Old snapshots keep their own list: they share segments with the new one and wait for nobody.

use std::hash::BuildHasher;
use std::sync::{Arc, OnceLock};

use hashbrown::HashTable;
use oxigraph::model::{Term, TermRef};
use rayon::prelude::*;
use rustc_hash::FxBuildHasher;

use super::inline::{self, INLINE};
use super::numbers::{Number, Numbers};
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

/// The bytes of terms, one after another.
#[derive(Clone, Debug, Default)]
pub(super) struct Texts {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Texts {
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    fn get(&self, local: usize) -> &[u8] {
        let start = if local == 0 { 0 } else { self.ends[local - 1] };
        &self.bytes[start..self.ends[local]]
    }

    /// Adds the term that `write` appends, if it is one.
    pub(super) fn push(&mut self, write: impl FnOnce(&mut Vec<u8>) -> Option<()>) -> Option<()> {
        let before = self.bytes.len();
        if write(&mut self.bytes).is_none() {
            self.bytes.truncate(before);
            return None;
        }
        self.ends.push(self.bytes.len());
        Some(())
    }

    pub(super) fn append(&mut self, next: Self) {
        if self.len() == 0 {
            *self = next;
            return;
        }
        let shift = self.bytes.len();
        self.bytes.extend(next.bytes);
        self.ends.extend(next.ends.into_iter().map(|end| end + shift));
    }
}

/// Terms with numbers from `first` on.
#[derive(Clone, Debug)]
pub(crate) struct Segment {
    first: TermId,
    texts: Texts,
    index: HashTable<u32>,
    /// Read once someone computes with them.
    numbers: OnceLock<Numbers>,
    /// Which are IRIs or blank nodes, read once someone compares them.
    nodes: OnceLock<Vec<u64>>,
}

impl Segment {
    fn new(first: TermId) -> Self {
        Self::of(first, Texts::default(), HashTable::new())
    }

    fn of(first: TermId, texts: Texts, index: HashTable<u32>) -> Self {
        Self { first, texts, index, numbers: OnceLock::new(), nodes: OnceLock::new() }
    }

    fn len(&self) -> usize {
        self.texts.len()
    }

    fn get(&self, local: usize) -> &[u8] {
        self.texts.get(local)
    }

    fn find(&self, hash: u64, bytes: &[u8]) -> Option<TermId> {
        self.index.find(hash, |&local| self.get(local as usize) == bytes).map(|local| self.first + local)
    }

    fn push(&mut self, hash: u64, bytes: &[u8]) -> TermId {
        let local = u32::try_from(self.len()).expect("fewer than a billion terms");
        self.texts.bytes.extend_from_slice(bytes);
        self.texts.ends.push(self.texts.bytes.len());
        let texts = &self.texts;
        self.index.insert_unique(hash, local, |&other| hash_of(texts.get(other as usize)));
        self.first + local
    }

    /// This segment followed by `next`, whose numbers go on where these end.
    fn merged(&self, next: &Self) -> Self {
        let mut all = Self::of(self.first, self.texts.clone(), self.index.clone());
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
    /// The dictionary of these terms, no two of which are the same.
    pub(super) fn of_different(texts: Texts) -> Self {
        if texts.len() == 0 {
            return Self::default();
        }
        let hashes: Vec<u64> = (0..texts.len()).into_par_iter().map(|local| hash_of(texts.get(local))).collect();
        let mut index = HashTable::with_capacity(texts.len());
        for (local, &hash) in (0..).zip(&hashes) {
            index.insert_unique(hash, local, |&other: &u32| hashes[other as usize]);
        }
        Self { segments: vec![Arc::new(Segment::of(1, texts, index))] }
    }

    /// The first term that is there twice.
    pub(super) fn repeated(&self) -> Option<TermId> {
        let ids = 1..=TermId::try_from(self.len()).expect("ids are u32");
        ids.into_par_iter().find_first(|id| self.find_bytes(&self.bytes(*id)) != Some(*id))
    }

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
        let segment = self.segment(id);
        Bytes::Kept(segment.get((id - segment.first) as usize))
    }

    /// The number that a term of the four types of numbers is written for; `None` for any other, and for what stands for itself.
    pub(crate) fn number(&self, id: TermId) -> Option<Number> {
        if id & INLINE != 0 || id == 0 {
            return None;
        }
        let segment = self.segment(id);
        let read = || Numbers::of((0..segment.len()).map(|local| segment.get(local)));
        segment.numbers.get_or_init(read).get((id - segment.first) as usize)
    }

    /// Whether a term that is here is an IRI or a blank node.
    pub(crate) fn is_node(&self, id: TermId) -> bool {
        if id & INLINE != 0 || id == 0 {
            return false;
        }
        let segment = self.segment(id);
        let word = |block| {
            let within = block..segment.len().min(block + 64);
            within.fold(0, |word, local| word | u64::from(term::is_node(segment.get(local))) << (local - block))
        };
        let local = (id - segment.first) as usize;
        let nodes = segment.nodes.get_or_init(|| (0..segment.len()).step_by(64).map(word).collect());
        nodes[local / 64] >> (local % 64) & 1 == 1
    }

    #[inline]
    fn segment(&self, id: TermId) -> &Segment {
        match &self.segments[..] {
            [only] => only,
            more => &more[more.partition_point(|segment| segment.first <= id) - 1],
        }
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

    /// The bytes of a term that is here.
    ///
    /// # Panics
    /// When `id` was not given out by this dictionary.
    pub(crate) fn bytes(&self, id: TermId) -> Bytes<'_> {
        match id.checked_sub(self.new.first) {
            Some(local) if id & INLINE == 0 => Bytes::Kept(self.new.get(local as usize)),
            _ => self.base.bytes(id),
        }
    }

    /// The number of `term` if it has one.
    pub(crate) fn find(&mut self, term: TermRef<'_>) -> Option<TermId> {
        let mut bytes = Vec::new();
        term::encode(term, &mut bytes);
        self.base.find_bytes(&bytes).or_else(|| self.new.find(hash_of(&bytes), &bytes))
    }

    /// The same for a term that the dictionary from which this one grew is known to lack.
    pub(crate) fn intern_new(&mut self, bytes: &[u8]) -> TermId {
        let hash = hash_of(bytes);
        self.new.find(hash, bytes).unwrap_or_else(|| self.new.push(hash, bytes))
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
    use oxigraph::model::{BlankNode, Literal, NamedNode};

    #[test]
    fn nodes_are_told_from_literals() {
        let mut growing = Growing::new(Dictionary::default());
        let ids: Vec<TermId> = (0..200_u32)
            .map(|n| match n % 3 {
                0 => growing.intern(Literal::from(f64::from(n)).as_ref().into()),
                1 => growing.intern(NamedNode::new_unchecked(format!("urn:{n}")).as_ref().into()),
                _ => growing.intern(BlankNode::new_unchecked(format!("b{n}")).as_ref().into()),
            })
            .collect();
        let dictionary = growing.freeze();
        for (n, id) in ids.iter().enumerate() {
            assert_eq!(dictionary.is_node(*id), n % 3 != 0);
        }
        assert!(!dictionary.is_node(inline::of_boolean(true)));
    }

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
