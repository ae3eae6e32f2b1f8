//! Some rows of a solution, a column a variable.

use super::slots::Slots;
use crate::store::dictionary::TermId;

/// Stands in a column where a row binds nothing. No term has this number.
pub(super) const UNBOUND: TermId = 0;

/// Which column: variables are numbered within one query.
pub(super) type Slot = usize;

/// Rows as columns of term numbers.
///
/// There is a column for each variable of the query; one that no row binds is empty, whatever the number of rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Chunk {
    pub(super) rows: usize,
    pub(super) columns: Vec<Vec<TermId>>,
}

impl Chunk {
    /// `rows` rows that bind none of `width` variables.
    pub(super) fn unbound(width: usize, rows: usize) -> Self {
        Self { rows, columns: vec![Vec::new(); width] }
    }

    /// What a row binds a variable to, or [`UNBOUND`].
    #[inline]
    pub(super) fn get(&self, slot: Slot, row: usize) -> TermId {
        self.columns[slot].get(row).copied().unwrap_or(UNBOUND)
    }

    /// The rows with these numbers, in their order.
    pub(super) fn take(&self, rows: &[u32]) -> Self {
        let columns = self.columns.iter().map(|column| gather(column, rows)).collect();
        Self { rows: rows.len(), columns }
    }

    /// Drops the columns that are not `live`.
    pub(super) fn keep(&mut self, live: Slots) {
        for (slot, column) in self.columns.iter_mut().enumerate() {
            if !column.is_empty() && !live.contains(slot) {
                *column = Vec::new();
            }
        }
    }

    /// The live columns at these rows.
    pub(super) fn live_at(&self, live: Slots, rows: &[u32]) -> Vec<Vec<TermId>> {
        let column = |(slot, column): (usize, &Vec<TermId>)| {
            if live.contains(slot) { gather(column, rows) } else { Vec::new() }
        };
        self.columns.iter().enumerate().map(column).collect()
    }
}

/// The values at `rows`; none of a column that is empty.
pub(super) fn gather(column: &[TermId], rows: &[u32]) -> Vec<TermId> {
    if column.is_empty() { Vec::new() } else { rows.iter().map(|&row| column[row as usize]).collect() }
}
