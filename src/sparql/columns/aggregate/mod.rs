//! Aggregates: what is gathered of a column, group by group.
//!
//! Each gives what the evaluator gives for the same rows in the same order; sums of floating-point numbers depend on the order, and
//! which of several equal values MIN, MAX and SAMPLE give does too. One error among the values makes all but COUNT and SAMPLE an
//! error.

mod concat;
mod count;
mod custom;
mod distinct;
mod extreme;
mod rows;
mod sample;
mod set;
mod sum;
#[cfg(test)]
mod tests;

use std::any::Any;
use std::cmp::Ordering;

use spargebra::algebra::{AggregateExpression, AggregateFunction};

use super::expression::Calls;
use crate::sparql::terms::Terms;
use crate::store::dictionary::TermId;

/// Gathers values by group, groups being numbered from 0.
pub(super) trait Aggregator: Any + Send {
    /// Takes in rows: `groups[row]` is the group of one, below `count`, and `values[row]` what the aggregate's expression gave for it, or
    /// [`UNBOUND`](super::chunk::UNBOUND). COUNT(*) does not look at the values, nor does COUNT where there are none: all are bound then. For
    /// COUNT(DISTINCT *) they are the terms of each row, one after another.
    fn add(&mut self, groups: &[u32], count: usize, values: &[TermId], terms: &Terms);

    /// Takes in what another aggregator of the same kind gathered over later rows; its group `g` is `groups[g]` here.
    fn merge(&mut self, other: Box<dyn Aggregator>, groups: &[u32], count: usize, terms: &Terms);

    /// The result of each of `count` groups, or [`UNBOUND`](super::chunk::UNBOUND) where there is none.
    fn finish(self: Box<Self>, count: usize, terms: &Terms) -> Vec<TermId>;

    /// About how much is held.
    #[allow(dead_code, reason = "the allocator counts too, where a program has it count")]
    fn bytes(&self) -> usize;
}

/// What gathers for `aggregate`; `None` for one that nobody has registered.
pub(super) fn aggregator(aggregate: &AggregateExpression, calls: &Calls) -> Option<Box<dyn Aggregator>> {
    let (name, distinct) = match aggregate {
        AggregateExpression::CountSolutions { distinct: false } => return Some(Box::new(count::Count::of_rows())),
        AggregateExpression::CountSolutions { distinct: true } => {
            return Some(Box::<rows::CountRows>::default());
        }
        AggregateExpression::FunctionCall { name, distinct, .. } => (name, *distinct),
    };
    let all: Box<dyn Aggregator> = match name {
        AggregateFunction::Count if distinct => return Some(Box::<count::CountDistinct>::default()),
        AggregateFunction::Count => return Some(Box::new(count::Count::of_values())),
        // Among the same values twice is the same least, greatest and first.
        AggregateFunction::Min => return Some(Box::new(extreme::Extreme::new(Ordering::Less))),
        AggregateFunction::Max => return Some(Box::new(extreme::Extreme::new(Ordering::Greater))),
        AggregateFunction::Sample => return Some(Box::<sample::Sample>::default()),
        AggregateFunction::Sum => Box::new(sum::Sum::new()),
        AggregateFunction::Avg => Box::new(sum::Sum::average()),
        AggregateFunction::GroupConcat { separator } => {
            Box::new(concat::Concat::new(separator.as_deref().unwrap_or(" ")))
        }
        AggregateFunction::Custom(name) => Box::new(custom::Custom::new(calls.aggregates.get(name)?.clone())),
    };
    Some(if distinct { Box::new(distinct::Distinct::new(all)) } else { all })
}

/// `other` as what it is, for [`Aggregator::merge`].
fn of_one_kind<A: Aggregator>(other: Box<dyn Aggregator>) -> A {
    let other: Box<dyn Any> = other;
    *other.downcast().expect("one aggregate is gathered by one kind of aggregator")
}
