//! COUNT.

use super::super::chunk::UNBOUND;
use super::super::value::intern_integer;
use super::set::Set;
use super::{Aggregator, of_one_kind};
use crate::sparql::terms::Terms;
use crate::store::dictionary::TermId;

/// How many rows, or how many values.
pub(super) struct Count {
    counts: Vec<u64>,
    values: bool,
}

impl Count {
    pub(super) const fn of_rows() -> Self {
        Self { counts: Vec::new(), values: false }
    }

    pub(super) const fn of_values() -> Self {
        Self { counts: Vec::new(), values: true }
    }
}

impl Aggregator for Count {
    fn add(&mut self, groups: &[u32], count: usize, values: &[TermId], _: &Terms) {
        self.counts.resize(count, 0);
        if self.values && !values.is_empty() {
            for (group, value) in groups.iter().zip(values) {
                self.counts[*group as usize] += u64::from(*value != UNBOUND);
            }
        } else {
            for group in groups {
                self.counts[*group as usize] += 1;
            }
        }
    }

    fn merge(&mut self, other: Box<dyn Aggregator>, groups: &[u32], count: usize, _: &Terms) {
        self.counts.resize(count, 0);
        for (group, more) in groups.iter().zip(of_one_kind::<Self>(other).counts) {
            self.counts[*group as usize] += more;
        }
    }

    fn finish(mut self: Box<Self>, count: usize, terms: &Terms) -> Vec<TermId> {
        self.counts.resize(count, 0);
        written(&self.counts, terms)
    }

    fn bytes(&self) -> usize {
        self.counts.capacity() * size_of::<u64>()
    }
}

/// How many different terms.
#[derive(Default)]
pub(super) struct CountDistinct {
    seen: Vec<Set>,
}

impl Aggregator for CountDistinct {
    fn add(&mut self, groups: &[u32], count: usize, values: &[TermId], _: &Terms) {
        self.seen.resize_with(count, Set::default);
        let mut last = None;
        for pair in groups.iter().zip(values) {
            if *pair.1 != UNBOUND && last != Some(pair) {
                self.seen[*pair.0 as usize].insert(*pair.1);
                last = Some(pair);
            }
        }
    }

    fn merge(&mut self, other: Box<dyn Aggregator>, groups: &[u32], count: usize, _: &Terms) {
        self.seen.resize_with(count, Set::default);
        for (group, more) in groups.iter().zip(of_one_kind::<Self>(other).seen) {
            self.seen[*group as usize].extend(more);
        }
    }

    fn finish(mut self: Box<Self>, count: usize, terms: &Terms) -> Vec<TermId> {
        self.seen.resize_with(count, Set::default);
        let counts: Vec<u64> = self.seen.iter().map(|set| set.len() as u64).collect();
        written(&counts, terms)
    }

    fn bytes(&self) -> usize {
        self.seen.capacity() * size_of::<Set>() + self.seen.iter().map(Set::bytes).sum::<usize>()
    }
}

/// Counts as terms.
pub(super) fn written(counts: &[u64], terms: &Terms) -> Vec<TermId> {
    counts.iter().map(|&count| i64::try_from(count).map_or(UNBOUND, |count| intern_integer(count, terms))).collect()
}
