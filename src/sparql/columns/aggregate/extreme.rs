//! MIN and MAX.

use std::cmp::Ordering;

use super::super::chunk::UNBOUND;
use super::super::compare::order;
use super::super::value::{Value, intern, value};
use super::{Aggregator, of_one_kind};
use crate::sparql::terms::Terms;
use crate::store::dictionary::TermId;
use crate::store::inline;

/// The first value that no other comes before, or after.
pub(super) struct Extreme {
    /// How a value that takes the place of another compares to it.
    better: Ordering,
    /// [`UNBOUND`] where there was no value yet, [`FAILED`] after an error.
    best: Vec<TermId>,
    /// The best as a value, where one had to be made of it.
    values: Vec<Option<Value>>,
}

/// No term has this number.
const FAILED: TermId = TermId::MAX;

impl Extreme {
    pub(super) const fn new(better: Ordering) -> Self {
        Self { better, best: Vec::new(), values: Vec::new() }
    }

    fn take(&mut self, group: usize, id: TermId, terms: &Terms) {
        let best = self.best[group];
        if best == FAILED || best == id && id != UNBOUND {
            return;
        }
        if id == UNBOUND || id == FAILED {
            self.best[group] = FAILED;
            return;
        }
        let mut made = None;
        if best != UNBOUND {
            let order = order_of_numbers(id, best).unwrap_or_else(|| {
                let before = self.values[group].get_or_insert_with(|| value(best, terms));
                order(made.insert(value(id, terms)), before)
            });
            if order != self.better {
                return;
            }
        }
        self.best[group] = id;
        self.values[group] = made;
    }
}

/// How two values compare that are their own numbers, without making values of them.
fn order_of_numbers(a: TermId, b: TermId) -> Option<Ordering> {
    let alike = inline::as_integer(a).is_some() && inline::as_integer(b).is_some()
        || inline::as_date(a).is_some() && inline::as_date(b).is_some()
        || inline::as_year(a).is_some() && inline::as_year(b).is_some();
    alike.then(|| a.cmp(&b))
}

impl Aggregator for Extreme {
    fn add(&mut self, groups: &[u32], count: usize, values: &[TermId], terms: &Terms) {
        self.best.resize(count, UNBOUND);
        self.values.resize(count, None);
        for (&group, &id) in groups.iter().zip(values) {
            self.take(group as usize, id, terms);
        }
    }

    fn merge(&mut self, other: Box<dyn Aggregator>, groups: &[u32], count: usize, terms: &Terms) {
        self.best.resize(count, UNBOUND);
        self.values.resize(count, None);
        for (&group, id) in groups.iter().zip(of_one_kind::<Self>(other).best) {
            if id != UNBOUND {
                self.take(group as usize, id, terms);
            }
        }
    }

    fn finish(mut self: Box<Self>, count: usize, terms: &Terms) -> Vec<TermId> {
        self.best.resize(count, UNBOUND);
        let write = |id| if id == UNBOUND || id == FAILED { UNBOUND } else { intern(value(id, terms), terms) };
        self.best.into_iter().map(write).collect()
    }

    fn bytes(&self) -> usize {
        self.best.capacity() * size_of::<TermId>() + self.values.capacity() * size_of::<Option<Value>>()
    }
}
