//! A table: all quads of one predicate, as a large sorted base and a small sorted delta over it.
//!
//! A commit of a few quads copies the delta alone. When the delta has grown past a small share of the base, the two become a new
//! base.

use std::cmp::Ordering;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use super::dictionary::TermId;
pub(crate) use super::sorted::{Order, Row, Sorted};

/// What a transaction says of a row: that it is to be there, or not.
pub(crate) type Change = (Row, bool);

/// A delta may hold so many rows, or this share of the base if that is more.
const DELTA_ROWS: usize = 4096;
const DELTA_SHARE: usize = 64;

#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    base: Arc<Sorted>,
    /// Rows that are here and not in the base.
    added: Arc<Sorted>,
    /// Rows of the base that are here no more.
    removed: Arc<Sorted>,
    /// All rows as one, once someone wanted them so.
    flat: OnceLock<Arc<Sorted>>,
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
    /// A table of rows by subject that are sorted and each there once.
    pub(crate) fn from_sorted(by_subject: Vec<Row>) -> Self {
        Self { base: Arc::new(Sorted::new(by_subject)), ..Self::default() }
    }

    pub(crate) fn len(&self) -> usize {
        self.base.len() + self.added.len() - self.removed.len()
    }

    pub(crate) fn contains(&self, row: &Row) -> bool {
        self.added.contains(row) || self.base.contains(row) && !self.removed.contains(row)
    }

    /// All rows: subject, object, graph, sorted.
    pub(crate) fn rows(&self) -> Walk<&Self> {
        Walk::whole(self)
    }

    /// This table with `changes` made, of which the last on a row counts.
    pub(crate) fn merge(&self, mut changes: Vec<Change>) -> Merged {
        // A stable sort keeps the order of changes to one row.
        changes.sort_by_key(|change| change.0);
        let (mut added, mut removed) = (Vec::new(), Vec::new());
        let mut changes = changes.into_iter().peekable();
        while let Some((row, present)) = changes.next() {
            if changes.peek().is_some_and(|next| next.0 == row) {
                continue;
            }
            match (self.contains(&row), present) {
                (false, true) => added.push(row),
                (true, false) => removed.push(row),
                _ => {}
            }
        }
        let table = self.with(&added, &removed);
        Merged { table, added, removed }
    }

    /// With `added`, none of which is here, and without `removed`, all of which are; both sorted.
    fn with(&self, added: &[Row], removed: &[Row]) -> Self {
        let limit = DELTA_ROWS.max(self.base.len() / DELTA_SHARE);
        if self.base.is_empty() || self.added.len() + self.removed.len() + added.len() + removed.len() > limit {
            return Self { base: Arc::new(self.flat().with(added, removed)), ..Self::default() };
        }
        // A row that comes back is no longer removed; one that was only added goes for good.
        let (again, new): (Vec<Row>, Vec<Row>) = added.iter().partition(|row| self.removed.contains(row));
        let (undone, gone): (Vec<Row>, Vec<Row>) = removed.iter().partition(|row| self.added.contains(row));
        Self {
            base: Arc::clone(&self.base),
            added: Arc::new(self.added.with(&new, &undone)),
            removed: Arc::new(self.removed.with(&gone, &again)),
            flat: OnceLock::new(),
        }
    }

    /// All rows as one list. It is made once, and costs a copy of the table if there is a delta.
    pub(crate) fn flat(&self) -> &Arc<Sorted> {
        if self.added.is_empty() && self.removed.is_empty() {
            return &self.base;
        }
        let made = || self.base.with(self.added.rows(Order::BySubject), self.removed.rows(Order::BySubject));
        self.flat.get_or_init(|| Arc::new(made()))
    }

    /// The same rows without the list of them all, if there is one that is not the base.
    pub(super) fn bare(&self) -> Option<Self> {
        self.flat.get().map(|_| Self { flat: OnceLock::new(), ..self.clone() })
    }

    /// The rows that `after` has and this table lacks, and those that it lacks and this one has; both sorted.
    pub(crate) fn diff(&self, after: &Self) -> (Vec<Row>, Vec<Row>) {
        let (mut added, mut removed) = (Vec::new(), Vec::new());
        if Arc::ptr_eq(&self.base, &after.base) {
            let deltas = [&self.added, &self.removed, &after.added, &after.removed];
            let mut touched: Vec<Row> = deltas.iter().flat_map(|rows| rows.rows(Order::BySubject)).copied().collect();
            touched.sort_unstable();
            touched.dedup();
            for row in touched {
                match (self.contains(&row), after.contains(&row)) {
                    (false, true) => added.push(row),
                    (true, false) => removed.push(row),
                    _ => {}
                }
            }
            return (added, removed);
        }
        let (mut old, mut new) = (self.rows().peekable(), after.rows().peekable());
        loop {
            match (old.peek(), new.peek()) {
                (None, None) => return (added, removed),
                (Some(_), None) => removed.extend(old.next()),
                (None, Some(_)) => added.extend(new.next()),
                (Some(a), Some(b)) => match a.cmp(b) {
                    Ordering::Less => removed.extend(old.next()),
                    Ordering::Greater => added.extend(new.next()),
                    Ordering::Equal => {
                        old.next();
                        new.next();
                    }
                },
            }
        }
    }
}

/// A walk over a stretch of one table, in one of its orders. `T` borrows the table or shares it.
pub(crate) struct Walk<T> {
    table: T,
    order: Order,
    base: Range<usize>,
    added: Range<usize>,
    removed: Range<usize>,
}

impl<T: AsRef<Table>> Walk<T> {
    /// Over all rows by subject.
    pub(crate) fn whole(table: T) -> Self {
        let Table { base, added, removed, .. } = table.as_ref();
        let (base, added, removed) = (0..base.len(), 0..added.len(), 0..removed.len());
        Self { table, order: Order::BySubject, base, added, removed }
    }

    /// Over the rows that begin with `first` (and go on with `second`) in `order`.
    pub(crate) fn range(table: T, order: Order, first: TermId, second: Option<TermId>) -> Self {
        let range = |rows: &Sorted| if rows.is_empty() { 0..0 } else { rows.range(order, first, second) };
        let Table { base, added, removed, .. } = table.as_ref();
        let (base, added, removed) = (range(base), range(added), range(removed));
        Self { table, order, base, added, removed }
    }
}

impl AsRef<Table> for Table {
    fn as_ref(&self) -> &Table {
        self
    }
}

impl<T: AsRef<Table>> Iterator for Walk<T> {
    /// Subject, object, graph, whatever the order.
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        let Table { base, added, removed, .. } = self.table.as_ref();
        let row = if self.added.is_empty() && self.removed.is_empty() {
            base.rows(self.order)[self.base.next()?]
        } else {
            let (base, added, removed) = (base.rows(self.order), added.rows(self.order), removed.rows(self.order));
            while !self.removed.is_empty() && removed[self.removed.start] == base[self.base.start] {
                self.removed.start += 1;
                self.base.start += 1;
            }
            let from_base =
                !self.base.is_empty() && (self.added.is_empty() || base[self.base.start] < added[self.added.start]);
            if from_base { base[self.base.next()?] } else { added[self.added.next()?] }
        };
        Some(match self.order {
            Order::BySubject => row,
            Order::ByObject => [row[1], row[0], row[2]],
        })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let rows = self.base.len() + self.added.len() - self.removed.len();
        (rows, Some(rows))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rows(table: &Table, order: Order, first: TermId, second: Option<TermId>) -> Vec<Row> {
        Walk::range(table, order, first, second).collect()
    }

    proptest! {
        #[test]
        fn a_table_is_the_set_that_its_changes_make(
            first in prop::collection::btree_set([0..4_u32, 0..4, 0..2], 0..30),
            batches in prop::collection::vec(prop::collection::vec(([0..4_u32, 0..4, 0..2], any::<bool>()), 0..12), 0..6)
        ) {
            let origin = Table::from_sorted(first.iter().copied().collect());
            let mut table = origin.clone();
            let mut model = first.clone();
            for batch in batches {
                let before = model.clone();
                for (row, present) in &batch {
                    if *present { model.insert(*row); } else { model.remove(row); }
                }
                let merged = table.merge(batch);
                prop_assert_eq!(&merged.added, &model.difference(&before).copied().collect::<Vec<_>>());
                prop_assert_eq!(&merged.removed, &before.difference(&model).copied().collect::<Vec<_>>());
                prop_assert_eq!(table.diff(&merged.table), (merged.added, merged.removed));
                table = merged.table;
                prop_assert_eq!(table.len(), model.len());
                prop_assert_eq!(table.rows().collect::<Vec<_>>(), model.iter().copied().collect::<Vec<_>>());
            }
            let flat = Table::from_sorted(model.iter().copied().collect());
            for order in [Order::BySubject, Order::ByObject] {
                prop_assert_eq!(table.flat().rows(order), flat.base.rows(order));
            }
            prop_assert_eq!(origin.diff(&flat), origin.diff(&table));
            for first in 0..4 {
                for second in [None, Some(2)] {
                    let like = |a: TermId, b: TermId| a == first && second.is_none_or(|second| b == second);
                    let expected: Vec<Row> = model.iter().filter(|row| like(row[0], row[1])).copied().collect();
                    prop_assert_eq!(rows(&table, Order::BySubject, first, second), expected);
                    let mut expected: Vec<Row> = model.iter().filter(|row| like(row[1], row[0])).copied().collect();
                    expected.sort_unstable_by_key(|row| [row[1], row[0], row[2]]);
                    prop_assert_eq!(rows(&table, Order::ByObject, first, second), expected);
                }
            }
        }
    }

    #[test]
    fn a_long_delta_becomes_a_base() {
        let mut table = Table::from_sorted((0..10_000).map(|n| [n, 0, 0]).collect());
        for n in 0..10_000 {
            table = table.merge(vec![([n, 1, 0], true), ([n, 0, 0], n % 2 == 0)]).table;
        }
        assert_eq!(table.len(), 15_000);
        assert!(table.added.len() + table.removed.len() <= DELTA_ROWS, "the delta is folded in");
        assert_eq!(rows(&table, Order::ByObject, 0, None).len(), 5_000);
        assert_eq!(rows(&table, Order::BySubject, 7, None), [[7, 1, 0]]);
    }
}
