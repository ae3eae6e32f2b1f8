//! Rows in two sorted orders, the second made when it is first asked for.

use std::ops::Range;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::dictionary::TermId;
use super::keys::Keys;

/// `[a, b, graph]`: subject, object, graph in the one order; object, subject, graph in the other.
pub(crate) type Row = [TermId; 3];

/// Which of the two orders.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Order {
    BySubject,
    ByObject,
}

/// A set of rows.
#[derive(Debug, Default)]
pub(crate) struct Sorted {
    by_subject: Vec<Row>,
    by_object: OnceLock<Vec<Row>>,
    /// Of each order, made when they are first asked for.
    keys: [OnceLock<Keys>; 2],
    /// How often something was looked up in each order.
    looked_up: [AtomicUsize; 2],
}

/// Keys are made when there have been as many look-ups as this share of the rows: up to there halving is quicker.
const WORTH_KEYS: usize = 8;

impl Sorted {
    /// Of rows by subject that are sorted and each there once.
    pub(crate) fn new(by_subject: Vec<Row>) -> Self {
        Self { by_subject, ..Self::default() }
    }

    pub(crate) fn len(&self) -> usize {
        self.by_subject.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.by_subject.is_empty()
    }

    pub(crate) fn rows(&self, order: Order) -> &[Row] {
        match order {
            Order::BySubject => &self.by_subject,
            Order::ByObject => self.by_object.get_or_init(|| turned(&self.by_subject)),
        }
    }

    pub(crate) fn contains(&self, by_subject: &Row) -> bool {
        self.by_subject.binary_search(by_subject).is_ok()
    }

    /// Where the rows that begin with `first` (and go on with `second`) lie.
    pub(crate) fn range(&self, order: Order, first: TermId, second: Option<TermId>) -> Range<usize> {
        let rows = self.rows(order);
        let (low, high) = match second {
            None => ([first, 0, 0], [first, TermId::MAX, TermId::MAX]),
            Some(second) => ([first, second, 0], [first, second, TermId::MAX]),
        };
        let start = rows.partition_point(|row| *row < low);
        start..start + run(&rows[start..], |row| *row <= high)
    }

    /// With `added`, none of which is here, and without `removed`, all of which are; both sorted by subject.
    pub(crate) fn with(&self, added: &[Row], removed: &[Row]) -> Self {
        let by_object = OnceLock::new();
        if let Some(rows) = self.by_object.get() {
            // Set only here, so it cannot be taken already.
            let _ = by_object.set(merged(rows, &turned(added), &turned(removed)));
        }
        Self { by_subject: merged(&self.by_subject, added, removed), by_object, ..Self::default() }
    }

    /// Where the rows of each first term of `order` lie, made now if nobody asked before.
    pub(crate) fn keys(&self, order: Order) -> &Keys {
        self.keys[order as usize].get_or_init(|| Keys::of(self.rows(order)))
    }

    /// The same for someone who will look up `times` terms: if that is worth it, with all that was looked up before.
    pub(crate) fn keys_for(&self, order: Order, times: usize) -> Option<&Keys> {
        let made = self.keys_if_made(order);
        if made.is_some() {
            return made;
        }
        let before = self.looked_up[order as usize].fetch_add(times, Ordering::Relaxed);
        ((before + times) * WORTH_KEYS >= self.len()).then(|| self.keys(order))
    }

    /// The same if somebody made them before.
    pub(crate) fn keys_if_made(&self, order: Order) -> Option<&Keys> {
        self.keys[order as usize].get()
    }
}

/// How many rows at the beginning are `within`, of rows of which no later one is. They are mostly few, so it looks near by before it
/// halves all that is left.
fn run(rows: &[Row], within: impl Fn(&Row) -> bool) -> usize {
    let mut reach = 8;
    while reach < rows.len() && within(&rows[reach]) {
        reach *= 4;
    }
    rows[..reach.min(rows.len())].partition_point(within)
}

/// The rows of one order in the other.
pub(super) fn turned(rows: &[Row]) -> Vec<Row> {
    let mut turned: Vec<Row> = rows.iter().map(|&[a, b, graph]| [b, a, graph]).collect();
    turned.sort_unstable();
    turned
}

/// Sorted `rows` with `added` and without `removed`.
fn merged(rows: &[Row], added: &[Row], removed: &[Row]) -> Vec<Row> {
    let mut merged = Vec::with_capacity((rows.len() + added.len()).saturating_sub(removed.len()));
    let mut at = 0;
    let (mut add, mut remove) = (added.iter().peekable(), removed.iter().peekable());
    loop {
        // The next place at which something happens; all before it is copied as it is.
        let next = match (add.peek(), remove.peek()) {
            (None, None) => break,
            (Some(a), None) => **a,
            (None, Some(r)) => **r,
            (Some(a), Some(r)) => **a.min(r),
        };
        let upto = at + rows[at..].partition_point(|row| *row < next);
        merged.extend_from_slice(&rows[at..upto]);
        at = upto;
        if add.next_if(|a| **a == next).is_some() {
            merged.push(next);
        }
        if remove.next_if(|r| **r == next).is_some() {
            at += 1;
        }
    }
    merged.extend_from_slice(&rows[at..]);
    merged
}
