//! Aggregates of different values.

use rustc_hash::{FxHashMap, FxHashSet};

use super::super::chunk::UNBOUND;
use super::super::value::{Value, value};
use super::{Aggregator, of_one_kind};
use crate::sparql::terms::Terms;
use crate::store::dictionary::TermId;
use crate::store::inline;

/// Hands on each value of a group once. Values are the same when the evaluator takes them to be: 1.0 and 1.00 are.
pub(super) struct Distinct {
    inner: Box<dyn Aggregator>,
    /// Group and value that were handed on.
    seen: FxHashSet<u64>,
    /// The same in their order, which [`Aggregator::merge`] needs.
    order: Vec<(u32, TermId)>,
    /// The first term with the value of a term.
    first: FxHashMap<TermId, TermId>,
    by_value: FxHashMap<Value, TermId>,
}

impl Distinct {
    pub(super) fn new(inner: Box<dyn Aggregator>) -> Self {
        Self {
            inner,
            seen: FxHashSet::default(),
            order: Vec::new(),
            first: FxHashMap::default(),
            by_value: FxHashMap::default(),
        }
    }

    /// One number for all terms with the value of `id`.
    fn class(&mut self, id: TermId, terms: &Terms) -> TermId {
        if id == UNBOUND || inline::as_integer(id).is_some() {
            return id;
        }
        *self.first.entry(id).or_insert_with(|| match value(id, terms) {
            Value::IntegerLiteral(integer) if inline::of_integer(integer.into()).is_some() => {
                inline::of_integer(integer.into()).unwrap_or(id)
            }
            value => *self.by_value.entry(value).or_insert(id),
        })
    }
}

impl Aggregator for Distinct {
    fn add(&mut self, groups: &[u32], count: usize, values: &[TermId], terms: &Terms) {
        let new = self.order.len();
        for (&group, &id) in groups.iter().zip(values) {
            let class = self.class(id, terms);
            if self.seen.insert(u64::from(group) << 32 | u64::from(class)) {
                self.order.push((group, id));
            }
        }
        let (groups, values): (Vec<_>, Vec<_>) = self.order[new..].iter().copied().unzip();
        self.inner.add(&groups, count, &values, terms);
    }

    fn merge(&mut self, other: Box<dyn Aggregator>, groups: &[u32], count: usize, terms: &Terms) {
        let more = of_one_kind::<Self>(other).order;
        let (groups, values): (Vec<_>, Vec<_>) =
            more.into_iter().map(|(group, id)| (groups[group as usize], id)).unzip();
        self.add(&groups, count, &values, terms);
    }

    fn finish(self: Box<Self>, count: usize, terms: &Terms) -> Vec<TermId> {
        self.inner.finish(count, terms)
    }

    fn bytes(&self) -> usize {
        self.inner.bytes()
            + self.seen.capacity() * (size_of::<u64>() + 1)
            + self.order.capacity() * size_of::<(u32, TermId)>()
            + self.first.capacity() * size_of::<(TermId, TermId)>()
            + self.by_value.capacity() * 2 * size_of::<Value>()
    }
}
