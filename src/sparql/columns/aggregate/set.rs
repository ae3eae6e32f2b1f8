//! A set of terms that is small while they are few, and a bit for each number between the least and the greatest once they are many.

use super::super::chunk::UNBOUND;
use crate::store::dictionary::TermId;

/// Terms that are looked through one by one.
const FEW: usize = 5;

/// Places of the first table.
const FIRST: usize = 16;

/// Bits in a word.
const WORD: usize = 64;

/// Terms of one group; [`UNBOUND`] is none.
#[derive(Debug)]
pub(super) enum Set {
    Few([TermId; FEW]),
    /// Hashed, with [`UNBOUND`] where there is none; at most three of four places are taken.
    Table(usize, Box<[TermId]>),
    /// From a word on.
    Bits(usize, usize, Vec<u64>),
}

impl Default for Set {
    fn default() -> Self {
        Self::Few([UNBOUND; FEW])
    }
}

impl Set {
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Few(terms) => terms.iter().take_while(|term| **term != UNBOUND).count(),
            Self::Table(len, _) | Self::Bits(len, ..) => *len,
        }
    }

    #[inline]
    pub(super) fn insert(&mut self, term: TermId) {
        match self {
            Self::Few(terms) => {
                for place in terms.iter_mut() {
                    if *place == term {
                        return;
                    }
                    if *place == UNBOUND {
                        *place = term;
                        return;
                    }
                }
            }
            Self::Table(len, places) => {
                if !hashed(places, term) {
                    return;
                }
                *len += 1;
                if *len * 4 <= places.len() * 3 {
                    return;
                }
                return self.grow();
            }
            Self::Bits(len, first, words) => {
                let word = (term as usize / WORD).wrapping_sub(*first);
                if let Some(word) = words.get_mut(word) {
                    let bit = 1 << (term as usize % WORD);
                    *len += usize::from(*word & bit == 0);
                    *word |= bit;
                    return;
                }
            }
        }
        self.widen(term);
    }

    /// A larger table, or bits if those take no more room.
    fn grow(&mut self) {
        let Self::Table(len, places) = self else { return };
        let mut larger = vec![UNBOUND; places.len() * 4].into_boxed_slice();
        let all = || places.iter().copied().filter(|term| *term != UNBOUND);
        let (least, most) = (all().min().unwrap_or(UNBOUND), all().max().unwrap_or(UNBOUND));
        *self = if let Some((first, mut words)) = room(least, most, larger.len() / 4) {
            all().for_each(|term| words[term as usize / WORD - first] |= 1 << (term as usize % WORD));
            Self::Bits(*len, first, words)
        } else {
            all().for_each(|term| {
                hashed(&mut larger, term);
            });
            Self::Table(*len, larger)
        };
    }

    /// Takes in a term for which there is no room.
    fn widen(&mut self, term: TermId) {
        let mut terms = Vec::with_capacity(self.len() + 1);
        self.each(|term| terms.push(term));
        let (least, most) = terms.iter().fold((term, term), |(least, most), term| (least.min(*term), most.max(*term)));
        *self = match self {
            Self::Bits(len, ..) if room(least, most, *len).is_some() => {
                let (first, words) = room(least, most, *len).unwrap_or_default();
                Self::Bits(0, first, words)
            }
            _ => Self::Table(0, vec![UNBOUND; FIRST.max((terms.len() * 2).next_power_of_two())].into_boxed_slice()),
        };
        terms.into_iter().chain([term]).for_each(|term| self.insert(term));
    }

    /// Calls `take` with each term.
    pub(super) fn each(&self, mut take: impl FnMut(TermId)) {
        match self {
            Self::Few(terms) => terms.iter().take_while(|term| **term != UNBOUND).for_each(|term| take(*term)),
            Self::Table(_, places) => places.iter().filter(|term| **term != UNBOUND).for_each(|term| take(*term)),
            Self::Bits(_, first, words) => {
                for (at, word) in (*first..).zip(words) {
                    let start = TermId::try_from(at * WORD).expect("there are bits of terms only");
                    let mut left = *word;
                    while left != 0 {
                        take(start + left.trailing_zeros());
                        left &= left - 1;
                    }
                }
            }
        }
    }

    /// Takes in the terms of another set.
    pub(super) fn extend(&mut self, other: Self) {
        match (&mut *self, &other) {
            (Self::Few([UNBOUND, ..]), _) => *self = other,
            (Self::Bits(len, first, words), Self::Bits(_, start, more))
                if start >= first && start - *first + more.len() <= words.len() =>
            {
                for (word, more) in words[start - *first..].iter_mut().zip(more) {
                    *len += (more & !*word).count_ones() as usize;
                    *word |= more;
                }
            }
            _ => other.each(|term| self.insert(term)),
        }
    }

    pub(super) fn bytes(&self) -> usize {
        match self {
            Self::Few(_) => 0,
            Self::Table(_, places) => size_of_val(&**places),
            Self::Bits(_, _, words) => words.capacity() * size_of::<u64>(),
        }
    }
}

/// Puts `term` into its place; says whether it is new.
#[inline]
fn hashed(places: &mut [TermId], term: TermId) -> bool {
    let mask = places.len() - 1;
    let mut at = (term.wrapping_mul(0x9E37_79B1) >> 7) as usize & mask;
    loop {
        match places[at] {
            UNBOUND => {
                places[at] = term;
                return true;
            }
            there if there == term => return false,
            _ => at = (at + 1) & mask,
        }
    }
}

/// Words for the terms between two, and some behind; `None` when that is more than one for each of `terms`.
fn room(least: TermId, most: TermId, terms: usize) -> Option<(usize, Vec<u64>)> {
    let (first, end) = (least as usize / WORD, most as usize / WORD + 1);
    let words = end - first;
    (words <= terms).then(|| (first, vec![0; words + words / 4]))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_is_a_set(
            base in 1..2_000_000_000_u32,
            reach in prop::sample::select(vec![4, 100, 3000, 1 << 20, 1 << 31]),
            terms in prop::collection::vec(any::<u32>(), 0..600),
            far in any::<bool>(),
        ) {
            let (mut set, mut model) = (Set::default(), BTreeSet::new());
            for (at, term) in terms.iter().enumerate() {
                let term = if far && at % 97 == 96 { *term } else { base + term % reach }.max(1);
                set.insert(term);
                model.insert(term);
                prop_assert_eq!(set.len(), model.len());
            }
            let mut there = BTreeSet::new();
            set.each(|term| assert!(there.insert(term)));
            prop_assert_eq!(&there, &model);
            for cut in [0, terms.len() / 3, terms.len()] {
                let (mut one, mut other) = (Set::default(), Set::default());
                let all: Vec<_> = model.iter().copied().collect();
                let cut = cut.min(all.len());
                all[..cut].iter().for_each(|term| one.insert(*term));
                all[cut / 2..].iter().for_each(|term| other.insert(*term));
                one.extend(other);
                prop_assert_eq!(one.len(), model.len());
            }
        }
    }

    #[test]
    fn many_close_terms_are_bits() {
        let mut set = Set::default();
        (5000..9000).rev().for_each(|term| set.insert(term));
        assert!(matches!(set, Set::Bits(4000, ..)) && set.bytes() < 4000);
        set.insert(1 << 30);
        assert!(matches!(set, Set::Table(4001, _)));
    }
}
