//! COUNT.

use rustc_hash::FxHashSet;

use super::super::chunk::UNBOUND;
use super::super::value::intern_integer;
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
        if self.values {
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
    /// Group and term.
    seen: FxHashSet<u64>,
}

impl Aggregator for CountDistinct {
    fn add(&mut self, groups: &[u32], _: usize, values: &[TermId], _: &Terms) {
        let mut last = None;
        for (group, value) in groups.iter().zip(values) {
            let pair = u64::from(*group) << 32 | u64::from(*value);
            if *value != UNBOUND && last != Some(pair) {
                self.seen.insert(pair);
                last = Some(pair);
            }
        }
    }

    fn merge(&mut self, other: Box<dyn Aggregator>, groups: &[u32], _: usize, _: &Terms) {
        let other = of_one_kind::<Self>(other);
        self.seen.reserve(other.seen.len() / 2);
        self.seen.extend(other.seen.into_iter().map(|pair| {
            let (group, value) = split(pair);
            u64::from(groups[group as usize]) << 32 | u64::from(value)
        }));
    }

    fn finish(self: Box<Self>, count: usize, terms: &Terms) -> Vec<TermId> {
        let mut counts = vec![0; count];
        for pair in self.seen {
            counts[split(pair).0 as usize] += 1;
        }
        written(&counts, terms)
    }

    fn bytes(&self) -> usize {
        self.seen.capacity() * (size_of::<u64>() + 1)
    }
}

/// A group and a term that were packed into one number.
#[expect(clippy::cast_possible_truncation, reason = "32 bits are cut out")]
pub(super) const fn split(pair: u64) -> (u32, TermId) {
    ((pair >> 32) as u32, pair as TermId)
}

/// Counts as terms.
pub(super) fn written(counts: &[u64], terms: &Terms) -> Vec<TermId> {
    counts.iter().map(|&count| i64::try_from(count).map_or(UNBOUND, |count| intern_integer(count, terms))).collect()
}
