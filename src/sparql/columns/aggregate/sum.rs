//! SUM and AVG.

use oxsdatatypes::Integer;
use rustc_hash::FxHashMap;

use super::super::chunk::UNBOUND;
use super::super::value::{Number, intern, value};
use super::{Aggregator, of_one_kind};
use crate::sparql::terms::Terms;
use crate::store::dictionary::TermId;
use crate::store::inline;

/// Sums of numbers, or their means.
pub(super) struct Sum {
    /// `None` after what is no number or became too large.
    totals: Vec<Option<Number>>,
    /// How many values, for means.
    counts: Option<Vec<i64>>,
    /// What terms are as numbers.
    known: FxHashMap<TermId, Option<Number>>,
}

/// How many terms are known at most.
const KNOWN: usize = 1 << 18;

impl Sum {
    pub(super) fn new() -> Self {
        Self { totals: Vec::new(), counts: None, known: FxHashMap::default() }
    }

    pub(super) fn average() -> Self {
        Self { counts: Some(Vec::new()), ..Self::new() }
    }

    fn resize(&mut self, count: usize) {
        self.totals.resize(count, Some(Number::Integer(Integer::default())));
        if let Some(counts) = &mut self.counts {
            counts.resize(count, 0);
        }
    }

    fn number(&mut self, id: TermId, terms: &Terms) -> Option<Number> {
        // What the query made itself is read under a lock.
        if terms.is_kept(id)
            && let Some(number) = terms.number(id)
        {
            return Some(number);
        }
        if self.known.len() > KNOWN {
            self.known.clear();
        }
        *self.known.entry(id).or_insert_with(|| Number::of(&value(id, terms)))
    }
}

impl Aggregator for Sum {
    fn add(&mut self, groups: &[u32], count: usize, values: &[TermId], terms: &Terms) {
        self.resize(count);
        for (&group, &id) in groups.iter().zip(values) {
            let group = group as usize;
            let number = match inline::as_integer(id) {
                Some(integer) => Some(Number::Integer(integer.into())),
                None if id == UNBOUND => None,
                None => self.number(id, terms),
            };
            let total = &mut self.totals[group];
            *total = total.zip(number).and_then(|(total, number)| total.add(number));
            if let Some(counts) = &mut self.counts {
                counts[group] += 1;
            }
        }
    }

    fn merge(&mut self, other: Box<dyn Aggregator>, groups: &[u32], count: usize, _: &Terms) {
        self.resize(count);
        let other = of_one_kind::<Self>(other);
        for (&group, more) in groups.iter().zip(other.totals) {
            let total = &mut self.totals[group as usize];
            *total = total.zip(more).and_then(|(total, more)| total.add(more));
        }
        if let (Some(counts), Some(more)) = (&mut self.counts, other.counts) {
            for (&group, more) in groups.iter().zip(more) {
                counts[group as usize] += more;
            }
        }
    }

    fn finish(mut self: Box<Self>, count: usize, terms: &Terms) -> Vec<TermId> {
        self.resize(count);
        let write = |number: Option<Number>| number.map_or(UNBOUND, |number| intern(number.value(), terms));
        let Some(counts) = self.counts else { return self.totals.into_iter().map(write).collect() };
        let mean = |(total, count): (Option<Number>, i64)| match count {
            0 => total,
            count => total?.divide(Number::Integer(count.into())),
        };
        self.totals.into_iter().zip(counts).map(mean).map(write).collect()
    }

    fn bytes(&self) -> usize {
        self.totals.capacity() * size_of::<Option<Number>>()
            + self.counts.as_ref().map_or(0, |counts| counts.capacity() * size_of::<i64>())
            + self.known.capacity() * size_of::<(TermId, Option<Number>)>()
    }
}
