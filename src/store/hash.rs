//! The content hash of a snapshot: a sum over its quads, so that order does not matter and a commit pays for what it changes.

use std::fmt;
use std::hash::Hasher;

use siphasher::sip128::{Hasher128, SipHasher13};

use super::dictionary::{Dictionary, TermId};
use crate::snapshot::DEFAULT_GRAPH;

/// The sum, modulo 2^128, of a 128-bit hash of each quad (Bellare & Micciancio's additive hash). It tells whether two stores hold
/// the same; it is not a seal against someone who forges content on purpose.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct ContentHash(u128);

impl ContentHash {
    pub(crate) fn add(&mut self, dictionary: &Dictionary, quad: [TermId; 4]) {
        self.0 = self.0.wrapping_add(hash(dictionary, quad));
    }

    pub(crate) fn remove(&mut self, dictionary: &Dictionary, quad: [TermId; 4]) {
        self.0 = self.0.wrapping_sub(hash(dictionary, quad));
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

fn hash(dictionary: &Dictionary, quad: [TermId; 4]) -> u128 {
    let mut hasher = SipHasher13::new_with_keys(0x6d69_6c69_6575, 1);
    for id in quad {
        let bytes = if id == DEFAULT_GRAPH { &[][..] } else { dictionary.bytes(id) };
        hasher.write_usize(bytes.len());
        hasher.write(bytes);
    }
    hasher.finish128().as_u128()
}
