//! A number for each term of a set, found without hashing.

use rustc_hash::FxHashMap;

use crate::store::dictionary::TermId;
use crate::store::inline::INLINE;

/// Terms in a page.
const PAGE: usize = 256;

/// So many pages are held without a question; beyond, they have to hold one term in so many places.
const FREE_PAGES: usize = 1024;
const SPARSE: usize = 64;

/// A map from terms to numbers: the dictionary gives terms of one kind numbers that lie close together, so that pages of places are both
/// small and quick. Terms that lie too far apart, and values that stand for themselves, are hashed.
#[derive(Default)]
pub(super) struct ByTerm {
    /// One more than the number of each term; 0 where there is none.
    pages: Vec<Option<Box<[u32; PAGE]>>>,
    held: usize,
    apart: FxHashMap<TermId, u32>,
    len: usize,
    full: bool,
}

impl ByTerm {
    /// The number of `term`.
    #[inline]
    pub(super) fn get(&self, term: TermId) -> Option<u32> {
        let place = term as usize;
        if let Some(Some(page)) = self.pages.get(place / PAGE) {
            return page[place % PAGE].checked_sub(1);
        }
        self.apart.get(&term).copied()
    }

    /// Sets the number of `term`; gives what it was.
    #[inline]
    pub(super) fn insert(&mut self, term: TermId, number: u32) -> Option<u32> {
        let before = match self.place(term) {
            Some(place) => std::mem::replace(place, number + 1).checked_sub(1),
            None => self.apart.insert(term, number),
        };
        self.len += usize::from(before.is_none());
        before
    }

    /// The number of `term`, which is `next()` if it has none.
    #[inline]
    pub(super) fn get_or_insert_with(&mut self, term: TermId, next: impl FnOnce() -> u32) -> u32 {
        let Some(place) = self.place(term) else {
            let len = &mut self.len;
            return *self.apart.entry(term).or_insert_with(|| {
                *len += 1;
                next()
            });
        };
        if *place == 0 {
            *place = next() + 1;
            let number = *place - 1;
            self.len += 1;
            return number;
        }
        *place - 1
    }

    #[inline]
    fn place(&mut self, term: TermId) -> Option<&mut u32> {
        let at = term as usize / PAGE;
        if !matches!(self.pages.get(at), Some(Some(_))) && !self.opens(term, at) {
            return None;
        }
        self.pages[at].as_mut().map(|page| &mut page[term as usize % PAGE])
    }

    /// Makes a page for `term`, if that is worth it. Once it is not, no page is made any more: a term is where it was put.
    #[cold]
    fn opens(&mut self, term: TermId, at: usize) -> bool {
        self.full |= self.held >= FREE_PAGES && self.held * PAGE > self.len * SPARSE;
        if self.full || term & INLINE != 0 {
            return false;
        }
        if self.pages.len() <= at {
            self.pages.resize_with(at + 1, || None);
        }
        self.pages[at] = Some(Box::new([0; PAGE]));
        self.held += 1;
        true
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    #[test]
    fn close_and_far_terms_keep_their_numbers() {
        let (mut map, mut model) = (ByTerm::default(), HashMap::new());
        let terms = (0..200_000_u32).map(|n| match n % 3 {
            0 => 1 + n,
            1 => 1 + n.wrapping_mul(2_654_435_761) % INLINE,
            _ => INLINE + n,
        });
        for (number, term) in (0..).zip(terms) {
            if number % 5 == 0 {
                assert_eq!(map.insert(term, number), model.insert(term, number));
            } else {
                let there = *model.entry(term).or_insert(number);
                assert_eq!(map.get_or_insert_with(term, || number), there);
            }
        }
        assert!(map.full && !map.apart.is_empty() && map.len == model.len());
        assert!(model.iter().all(|(term, number)| map.get(*term) == Some(*number)));
        assert_eq!(map.get(INLINE - 1).or(map.get(0)), None);
    }
}
