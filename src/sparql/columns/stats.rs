//! How many rows to expect.

use super::compile::{Compiler, Rows, to_f64};
use super::plan::{InGraph, Match, Place, Walk};
use crate::store::table::{Order, Sorted};

/// How many rows are looked at to see how often the first term of a list is repeated.
const SAMPLE: usize = 48;

/// So many terms are counted, at most.
const MOST_COUNTED: usize = 512;

impl Compiler<'_> {
    /// How many rows there may be when `rows` are joined with what matches.
    pub(super) fn expected(&self, found: &Match, rows: &Rows) -> f64 {
        let known = |place: Place| match place {
            Place::Is(_) => true,
            Place::Var(slot) => rows.binds.certain.contains(slot),
        };
        let [subject, predicate, object] = found.places;
        let of = |sorted: &Sorted| {
            let fixed = |place: Place| match place {
                Place::Is(id) => Some(id),
                Place::Var(_) => None,
            };
            // What constants leave is counted; what each row finds of that is reckoned from how often terms are repeated.
            let (left, by_subject, by_object) = match (fixed(subject), fixed(object)) {
                (Some(subject), object) => {
                    (sorted.range(Order::BySubject, subject, object).len(), true, object.is_some())
                }
                (None, Some(object)) => (sorted.range(Order::ByObject, object, None).len(), false, true),
                (None, None) => (sorted.len(), false, false),
            };
            let mut each = to_f64(left);
            if !by_subject && known(subject) {
                each /= distinct(sorted, Order::BySubject).min(each).max(1.0);
            }
            if !by_object && known(object) {
                each /= distinct(sorted, Order::ByObject).min(each).max(1.0);
            }
            each
        };
        let each = match predicate {
            Place::Is(predicate) => self.context.table(predicate).map_or(0.0, of),
            Place::Var(_) => {
                let all: f64 = self.context.tables().map(|(_, sorted)| of(sorted)).sum();
                if known(predicate) { all / to_f64(self.context.tables().count()).max(1.0) } else { all }
            }
        };
        let each = match found.graph {
            InGraph::Named(graph) => {
                let state = &self.context.snapshot.state;
                let quads = state.graphs.get(&graph).copied().unwrap_or(0);
                #[expect(clippy::cast_precision_loss, reason = "an estimate")]
                let share = quads as f64 / to_f64(state.quads).max(1.0);
                each * share
            }
            _ => each,
        };
        rows.estimate * each
    }

    /// How many rows there may be when `rows` are joined with the ends of a path.
    pub(super) fn walked(&self, walk: &Walk, rows: &Rows) -> f64 {
        let known = |place: Place| match place {
            Place::Is(_) => true,
            Place::Var(slot) => rows.binds.certain.contains(slot),
        };
        match (known(walk.from), known(walk.to)) {
            (true, true) => rows.estimate,
            (true, false) | (false, true) => rows.estimate * 10.0,
            (false, false) => rows.estimate * to_f64(self.context.snapshot.state.quads).max(1.0),
        }
    }
}

/// About how many different first terms there are: counted where that has been done or is quickly done, else reckoned from some rows.
fn distinct(sorted: &Sorted, order: Order) -> f64 {
    if let Some(keys) = sorted.keys_if_made(order) {
        return to_f64(keys.distinct());
    }
    let rows = sorted.rows(order);
    if rows.len() <= SAMPLE {
        return to_f64(sorted.keys(order).distinct());
    }
    let at = |n: usize| n * (rows.len() - 1) / SAMPLE;
    let new = (1..=SAMPLE).filter(|&n| rows[at(n)][0] != rows[at(n) - 1][0]).count();
    if new > SAMPLE / 8 {
        return to_f64(rows.len()) * to_f64(new) / to_f64(SAMPLE);
    }
    // Few terms with many rows each: from the beginning of one to that of the next.
    let (mut start, mut counted) = (0, 0);
    while start < rows.len() && counted < MOST_COUNTED {
        start = sorted.range(order, rows[start][0], None).end;
        counted += 1;
    }
    to_f64(counted) * to_f64(rows.len()) / to_f64(start)
}
