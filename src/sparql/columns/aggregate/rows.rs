//! COUNT(DISTINCT *).

use rustc_hash::FxHashSet;

use super::count::written;
use super::{Aggregator, of_one_kind};
use crate::sparql::terms::Terms;
use crate::store::dictionary::TermId;

/// How many different rows.
#[derive(Default)]
pub(super) struct CountRows {
    /// The group and the terms of each.
    seen: FxHashSet<Box<[TermId]>>,
}

impl CountRows {
    fn insert(&mut self, row: &[TermId]) {
        if !self.seen.contains(row) {
            self.seen.insert(row.into());
        }
    }
}

impl Aggregator for CountRows {
    fn add(&mut self, groups: &[u32], _: usize, values: &[TermId], _: &Terms) {
        let width = values.len().checked_div(groups.len()).unwrap_or(0);
        let mut row = Vec::with_capacity(1 + width);
        for (at, group) in groups.iter().enumerate() {
            row.clear();
            row.push(*group);
            row.extend_from_slice(&values[at * width..][..width]);
            self.insert(&row);
        }
    }

    fn merge(&mut self, other: Box<dyn Aggregator>, groups: &[u32], _: usize, _: &Terms) {
        for mut row in of_one_kind::<Self>(other).seen {
            row[0] = groups[row[0] as usize];
            self.seen.insert(row);
        }
    }

    fn finish(self: Box<Self>, count: usize, terms: &Terms) -> Vec<TermId> {
        let mut counts = vec![0; count];
        for row in self.seen {
            counts[row[0] as usize] += 1;
        }
        written(&counts, terms)
    }

    fn bytes(&self) -> usize {
        let held: usize = self.seen.iter().map(|row| size_of_val(&**row)).sum();
        held + self.seen.capacity() * (size_of::<Box<[TermId]>>() + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_two_threads_met_count_once() {
        let terms = Terms::of(&crate::Store::new().snapshot());
        let [mut one, mut other] = [CountRows::default(), CountRows::default()];
        one.add(&[0, 0, 1], 2, &[7, 8, 7, 8, 7, 8], &terms);
        // Its groups are numbered the other way round.
        other.add(&[0, 1, 1], 2, &[7, 8, 7, 8, 8, 7], &terms);
        one.merge(Box::new(other), &[1, 0], 2, &terms);
        let counts = Box::new(one).finish(3, &terms);
        assert_eq!(counts, written(&[2, 1, 0], &terms));
    }

    #[test]
    fn rows_of_nothing_are_alike() {
        let terms = Terms::of(&crate::Store::new().snapshot());
        let mut rows = CountRows::default();
        rows.add(&[0, 0], 1, &[], &terms);
        assert_eq!(Box::new(rows).finish(2, &terms), written(&[1, 0], &terms));
    }
}
