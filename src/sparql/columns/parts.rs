//! What of a plan each thread does.

use std::ops::Range;

use spargebra::algebra::{AggregateExpression, AggregateFunction};

use super::chunk::{Slot, UNBOUND};
use super::find::{leading, stretch};
use super::plan::{Does, End, Place, Plan, Step};
use super::run::Query;
use crate::store::dictionary::TermId;
use crate::store::table::Order;

/// A plan is worth a second thread when it may have so many rows on its way.
const WORTH_THREADS: f64 = 30_000.0;

/// Parts that are handed out, for each thread, so that one which has less to do can take another.
const PARTS_A_THREAD: usize = 3;

/// Rows of each part that are looked at to see whether a group is so large that it must be cut.
const LOOKS_A_PART: usize = 16;

/// The stretches of the first step's rows that threads share out among them; none if one thread does it all.
pub(super) struct Parts {
    pub(super) order: Order,
    pub(super) ranges: Vec<Range<usize>>,
    /// Whether no group has rows in two of them.
    pub(super) apart: bool,
}

impl Query {
    pub(super) fn parts(&self, plan: &Plan, steps: &[Step]) -> Parts {
        let none = Parts { order: Order::BySubject, ranges: Vec::new(), apart: false };
        let most = steps.iter().map(|step| step.estimate).fold(0.0, f64::max);
        if self.threads < 2 || most < WORTH_THREADS || matches!(plan.end, End::Slice { .. }) {
            return none;
        }
        let keys = keys_of(plan);
        match steps.first().map(|step| &step.does) {
            Some(Does::Match(found)) => {
                let Some((order, rows, all)) = stretch(found, &self.context, wanted(plan, &keys, found.places)) else {
                    return none;
                };
                // Copies of a triple in several graphs lie next to one another and stay together.
                let (first, column) = leading(found, order);
                let grouped = first.is_some_and(|slot| keys.contains(&slot));
                let same = |at: usize| rows[at][column] == rows[at - 1][column];
                let count = self.threads * PARTS_A_THREAD;
                let (reach, step) = (all.len() / count / 2, all.len() / (count * LOOKS_A_PART) + 1);
                let mut looked_at = all.clone().step_by(step).filter(|at| at + reach < all.end);
                let apart = grouped && looked_at.all(|at| reach == 0 || rows[at][column] != rows[at + reach][column]);
                let may_cut = |at: usize| if apart { !same(at) } else { rows[at][..2] != rows[at - 1][..2] };
                Parts { order, ranges: cut(all, count, may_cut), apart }
            }
            Some(Does::Join(joined)) => {
                let Some(built) = self.built[joined.plan.number].get() else { return none };
                let rows = &built.rows;
                // What a row does not bind a later step may.
                let bound = |column: &&Vec<TermId>| column.first().is_some_and(|first| *first != UNBOUND);
                let columns = keys.iter().map(|slot| &rows.columns[*slot]);
                let sorted = columns.filter(bound).find(|column| column.is_sorted());
                let may_cut = |at: usize| sorted.is_none_or(|column| column[at] != column[at - 1]);
                let ranges = cut(0..rows.rows, self.threads * PARTS_A_THREAD, may_cut);
                Parts { order: Order::BySubject, ranges, apart: sorted.is_some() }
            }
            _ => none,
        }
    }
}

/// What rows of one group have in common.
fn keys_of(plan: &Plan) -> Vec<Slot> {
    match &plan.end {
        End::Group { keys, .. } => keys.clone(),
        End::Distinct => plan.gives.iter().collect(),
        _ => Vec::new(),
    }
}

/// By object where rows are grouped by it and not by subject, and it does not matter in which order they come.
fn wanted(plan: &Plan, keys: &[Slot], [subject, _, object]: [Place; 3]) -> Order {
    let in_any_order = match &plan.end {
        End::Group { aggregates, .. } => aggregates.iter().all(|aggregate| match &aggregate.of {
            AggregateExpression::CountSolutions { .. } => true,
            AggregateExpression::FunctionCall { name, .. } => *name == AggregateFunction::Count,
        }),
        _ => true,
    };
    let is_key = |place: Place| place.slot().is_some_and(|slot| keys.contains(&slot));
    if in_any_order && is_key(object) && !is_key(subject) { Order::ByObject } else { Order::BySubject }
}

/// Some `count` stretches of `all`, as long as they may be cut.
fn cut(all: Range<usize>, count: usize, may_cut: impl Fn(usize) -> bool) -> Vec<Range<usize>> {
    let count = count.min(all.len());
    let mut parts = Vec::with_capacity(count);
    let mut start = all.start;
    for part in 1..=count {
        let mut end = (all.start + all.len() * part / count).max(start);
        while end > start && end < all.end && !may_cut(end) {
            end += 1;
        }
        if end > start {
            parts.push(start..end);
            start = end;
        }
    }
    parts
}
