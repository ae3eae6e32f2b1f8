//! A set of terms that is filled and emptied again and again.

use rustc_hash::FxHashSet;

use crate::store::dictionary::TermId;
use crate::store::inline::INLINE;

/// Terms of the dictionary as bits, and values that stand for themselves beside them.
#[derive(Default)]
pub(super) struct Seen {
    bits: Vec<u64>,
    values: FxHashSet<TermId>,
    /// What was inserted, in that order.
    inserted: Vec<TermId>,
}

impl Seen {
    /// Whether `term` was not there yet.
    #[inline]
    pub(super) fn insert(&mut self, term: TermId) -> bool {
        let new = if term & INLINE == 0 {
            let place = term as usize / 64;
            if place >= self.bits.len() {
                self.bits.resize(place + 1, 0);
            }
            let bit = 1 << (term % 64);
            let new = self.bits[place] & bit == 0;
            self.bits[place] |= bit;
            new
        } else {
            self.values.insert(term)
        };
        if new {
            self.inserted.push(term);
        }
        new
    }

    /// Empties the set, in as many steps as there are terms in it.
    pub(super) fn clear(&mut self) {
        for term in self.inserted.drain(..) {
            if term & INLINE == 0 {
                self.bits[term as usize / 64] = 0;
            }
        }
        self.values.clear();
    }

    /// The terms in ascending order.
    pub(super) fn sorted(&self) -> Vec<TermId> {
        let mut terms = if self.inserted.len() * 8 < self.bits.len() {
            self.inserted.iter().copied().filter(|term| term & INLINE == 0).collect()
        } else {
            self.of_bits()
        };
        terms.extend(&self.values);
        if self.inserted.len() * 8 < self.bits.len() || !self.values.is_empty() {
            terms.sort_unstable();
        }
        terms
    }

    fn of_bits(&self) -> Vec<TermId> {
        let mut terms = Vec::with_capacity(self.inserted.len());
        for (block, bits) in (0..).step_by(64).zip(&self.bits) {
            let mut left = *bits;
            while left != 0 {
                terms.push(block + left.trailing_zeros());
                left &= left - 1;
            }
        }
        terms
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_is_a_set(rounds in prop::collection::vec(prop::collection::vec((0..2_u32, 0..900_u32), 0..80), 1..4)) {
            let mut seen = Seen::default();
            for round in rounds {
                let mut model = BTreeSet::new();
                for (inline, term) in round {
                    let term = term | (inline * INLINE);
                    prop_assert_eq!(seen.insert(term), model.insert(term));
                }
                prop_assert_eq!(seen.sorted(), model.into_iter().collect::<Vec<_>>());
                seen.clear();
                prop_assert!(seen.sorted().is_empty());
            }
        }
    }
}
