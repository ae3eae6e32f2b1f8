//! A table: all quads of one predicate, in two sorted orders.

use std::sync::Arc;

use super::dictionary::TermId;

/// `[a, b, graph]`: subject, object, graph in the one order; object, subject, graph in the other.
pub(crate) type Row = [TermId; 3];

/// Which of a table's two orders.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Order {
    BySubject,
    ByObject,
}

/// What a transaction says of a row: that it is to be there, or not.
pub(crate) type Change = (Row, bool);

#[derive(Debug, Default)]
pub(crate) struct Table {
    by_subject: Vec<Row>,
    by_object: Vec<Row>,
}

/// What a merge really changed.
pub(crate) struct Merged {
    pub(crate) table: Table,
    /// Rows by subject that were not there before.
    pub(crate) added: Vec<Row>,
    /// Rows by subject that are there no more.
    pub(crate) removed: Vec<Row>,
}

impl Table {
    pub(crate) fn len(&self) -> usize {
        self.by_subject.len()
    }

    pub(crate) fn rows(&self, order: Order) -> &[Row] {
        match order {
            Order::BySubject => &self.by_subject,
            Order::ByObject => &self.by_object,
        }
    }

    /// Where the rows that begin with `first` (and go on with `second`) lie.
    pub(crate) fn range(&self, order: Order, first: TermId, second: Option<TermId>) -> std::ops::Range<usize> {
        let rows = self.rows(order);
        match second {
            None => {
                let start = rows.partition_point(|row| row[0] < first);
                start..start + rows[start..].partition_point(|row| row[0] <= first)
            }
            Some(second) => {
                let start = rows.partition_point(|row| (row[0], row[1]) < (first, second));
                start..start + rows[start..].partition_point(|row| (row[0], row[1]) <= (first, second))
            }
        }
    }

    /// This table with `changes` made, of which the last on a row counts.
    pub(crate) fn merge(&self, mut changes: Vec<Change>) -> Merged {
        // A stable sort keeps the order of changes to one row.
        changes.sort_by_key(|change| change.0);
        let mut last: Vec<Change> = Vec::with_capacity(changes.len());
        for change in changes {
            match last.last_mut() {
                Some(before) if before.0 == change.0 => *before = change,
                _ => last.push(change),
            }
        }
        let (mut added, mut removed) = (Vec::new(), Vec::new());
        for (row, present) in last {
            let there = self.by_subject.binary_search(&row).is_ok();
            match (there, present) {
                (false, true) => added.push(row),
                (true, false) => removed.push(row),
                _ => {}
            }
        }
        let by_subject = merge_sorted(&self.by_subject, &added, &removed);
        let by_object = if self.by_object.is_empty() {
            turned(&by_subject)
        } else {
            merge_sorted(&self.by_object, &turned(&added), &turned(&removed))
        };
        Merged { table: Self { by_subject, by_object }, added, removed }
    }

    /// A table of rows by subject that are sorted and each there once.
    pub(crate) fn from_sorted(by_subject: Vec<Row>) -> Self {
        let by_object = turned(&by_subject);
        Self { by_subject, by_object }
    }
}

/// The rows of one order in the other.
fn turned(rows: &[Row]) -> Vec<Row> {
    let mut turned: Vec<Row> = rows.iter().map(|&[a, b, graph]| [b, a, graph]).collect();
    turned.sort_unstable();
    turned
}

fn merge_sorted(rows: &[Row], added: &[Row], removed: &[Row]) -> Vec<Row> {
    let mut merged = Vec::with_capacity(rows.len() + added.len() - removed.len());
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

/// A walk over a stretch of one table, sharing it with every snapshot that holds it.
pub(crate) struct Walk {
    pub(crate) table: Arc<Table>,
    pub(crate) order: Order,
    pub(crate) rows: std::ops::Range<usize>,
}

impl Iterator for Walk {
    /// Subject, object, graph, whatever the order.
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        let row = self.table.rows(self.order)[self.rows.next()?];
        Some(match self.order {
            Order::BySubject => row,
            Order::ByObject => [row[1], row[0], row[2]],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn a_table_is_the_set_that_its_changes_make(
            batches in prop::collection::vec(prop::collection::vec(([0..4_u32, 0..4, 0..2], any::<bool>()), 0..40), 0..6)
        ) {
            let mut table = Table::default();
            let mut model = BTreeSet::new();
            for batch in batches {
                let before = model.clone();
                for (row, present) in &batch {
                    if *present { model.insert(*row); } else { model.remove(row); }
                }
                let merged = table.merge(batch);
                prop_assert_eq!(&merged.added, &model.difference(&before).copied().collect::<Vec<_>>());
                prop_assert_eq!(&merged.removed, &before.difference(&model).copied().collect::<Vec<_>>());
                table = merged.table;
                prop_assert_eq!(table.rows(Order::BySubject), &model.iter().copied().collect::<Vec<_>>()[..]);
                prop_assert_eq!(table.rows(Order::ByObject), &turned(table.rows(Order::BySubject))[..]);
            }
            for first in 0..4 {
                let rows = &table.rows(Order::ByObject)[table.range(Order::ByObject, first, None)];
                prop_assert_eq!(rows.len(), model.iter().filter(|row| row[1] == first).count());
                let rows = &table.rows(Order::BySubject)[table.range(Order::BySubject, first, Some(2))];
                prop_assert_eq!(rows.len(), model.iter().filter(|row| row[0] == first && row[1] == 2).count());
            }
        }
    }
}
