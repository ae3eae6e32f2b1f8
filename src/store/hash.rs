//! The content hash of a snapshot: a sum over its quads, so that order does not matter and a commit pays for what it changes.

use std::fmt;
use std::hash::Hasher;

use rayon::prelude::*;
use siphasher::sip128::{Hasher128, SipHasher13};

use super::dictionary::{Dictionary, TermId};
use super::table::Row;
use crate::snapshot::DEFAULT_GRAPH;

/// Rows that one thread sums at a time.
const CHUNK: usize = 16 * 1024;

/// The sum, modulo 2^128, of a 128-bit hash of each quad (Bellare & Micciancio's additive hash), which is the hash of the
/// hashes of its four terms. It tells whether two stores hold the same; it is not a seal against someone who forges content on
/// purpose.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct ContentHash(u128);

impl ContentHash {
    /// Of the quads with this predicate that `rows` are: subject, object, graph.
    pub(crate) fn of(dictionary: &Dictionary, predicate: TermId, rows: &[Row]) -> Self {
        let predicate = term(dictionary, predicate);
        rows.par_chunks(CHUNK)
            .map(|rows| {
                // Rows lie by subject and mostly in one graph.
                let (mut subject, mut graph) = (Cached::default(), Cached::default());
                rows.iter().fold(Self::default(), |sum, &[s, o, g]| {
                    let quad = [subject.term(dictionary, s), predicate, term(dictionary, o), graph.term(dictionary, g)];
                    sum.plus(Self(quad_hash(quad)))
                })
            })
            .reduce(Self::default, Self::plus)
    }

    pub(crate) fn plus(self, other: Self) -> Self {
        Self(self.0.wrapping_add(other.0))
    }

    pub(crate) fn minus(self, other: Self) -> Self {
        Self(self.0.wrapping_sub(other.0))
    }

    pub(crate) fn parse(hex: &str) -> Option<Self> {
        u128::from_str_radix(hex, 16).ok().map(Self)
    }
}

impl fmt::Display for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

/// The hash of the term that was asked for last.
#[derive(Default)]
struct Cached(Option<(TermId, u128)>);

impl Cached {
    fn term(&mut self, dictionary: &Dictionary, id: TermId) -> u128 {
        match self.0 {
            Some((known, hash)) if known == id => hash,
            _ => self.0.insert((id, term(dictionary, id))).1,
        }
    }
}

/// The hash of a term; the default graph's is 0.
fn term(dictionary: &Dictionary, id: TermId) -> u128 {
    if id == DEFAULT_GRAPH {
        return 0;
    }
    let mut hasher = SipHasher13::new_with_keys(0x6d69_6c69_6575, 1);
    hasher.write(&dictionary.bytes(id));
    hasher.finish128().as_u128()
}

fn quad_hash(terms: [u128; 4]) -> u128 {
    let mut hasher = SipHasher13::new_with_keys(0x6d69_6c69_6575, 2);
    for term in terms {
        hasher.write(&term.to_le_bytes());
    }
    hasher.finish128().as_u128()
}
