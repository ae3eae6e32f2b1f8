//! Where the rows of each first term of a sorted list begin, and what can be said of the list at large.

use std::ops::Range;

use super::dictionary::TermId;
use super::sorted::Row;

/// Blocks are made when the first terms lie so close together that there is at most one for so many rows.
const ROWS_A_BLOCK: usize = 4;

/// Terms in a block.
const BLOCK: usize = u64::BITS as usize;

/// The first terms of sorted rows: a bit for each number from the least to the greatest, and the place of each that is there. That is
/// small enough to stay in the processor's caches, where a list with a place for each number would not.
#[derive(Debug)]
pub(crate) struct Keys {
    least: TermId,
    /// Which terms are there, and how many are in the blocks before; empty when the terms lie too far apart.
    blocks: Vec<(u64, u32)>,
    /// Where the rows of each term that is there begin, and at the end where the last end; empty when each has one row.
    starts: Vec<u32>,
    /// The second terms of the rows alone, where no two rows differ in their graphs alone: a third of the memory to read.
    seconds: Vec<TermId>,
    distinct: usize,
    repeats: bool,
    close: bool,
}

impl Keys {
    pub(super) fn of(rows: &[Row]) -> Self {
        let least = rows.first().map_or(0, |row| row[0]);
        let span = rows.last().map_or(0, |row| (row[0] - least) as usize + 1);
        let close = span.div_ceil(BLOCK) <= rows.len() * ROWS_A_BLOCK + 64 && u32::try_from(rows.len()).is_ok();
        let mut blocks = vec![(0_u64, 0_u32); if close { span.div_ceil(BLOCK) } else { 0 }];
        let mut starts = Vec::new();
        let (mut distinct, mut repeats) = (0, false);
        let mut before: Option<&Row> = None;
        for (at, row) in (0..).zip(rows) {
            if before.is_none_or(|before| before[0] != row[0]) {
                distinct += 1;
                if close {
                    let place = (row[0] - least) as usize;
                    blocks[place / BLOCK].0 |= 1 << (place % BLOCK);
                    starts.push(at);
                }
            } else {
                repeats |= before.is_some_and(|before| before[1] == row[1]);
            }
            before = Some(row);
        }
        if close {
            starts.push(u32::try_from(rows.len()).unwrap_or(u32::MAX));
        }
        if distinct == rows.len() {
            starts = Vec::new();
        }
        starts.shrink_to_fit();
        let mut sum = 0;
        for (bits, rank) in &mut blocks {
            *rank = sum;
            sum += bits.count_ones();
        }
        let seconds = if close && !repeats { rows.iter().map(|row| row[1]).collect() } else { Vec::new() };
        Self { least, blocks, starts, seconds, distinct, repeats, close }
    }

    /// How many different first terms there are.
    pub(crate) fn distinct(&self) -> usize {
        self.distinct
    }

    /// Whether two rows differ in their graphs alone.
    pub(crate) fn repeats(&self) -> bool {
        self.repeats
    }

    /// The second terms of the rows, unless two rows differ in their graphs alone or the first terms lie far apart.
    pub(crate) fn seconds(&self) -> &[TermId] {
        &self.seconds
    }

    /// Where the rows with this first term lie, without looking at the rows; `None` when that is not known.
    #[inline]
    pub(crate) fn range(&self, key: TermId) -> Option<Range<usize>> {
        if !self.close {
            return None;
        }
        let place = key.wrapping_sub(self.least) as usize;
        let Some((bits, rank)) = self.blocks.get(place / BLOCK) else { return Some(0..0) };
        let bit = 1 << (place % BLOCK);
        if bits & bit == 0 {
            return Some(0..0);
        }
        let at = (rank + (bits & (bit - 1)).count_ones()) as usize;
        Some(match self.starts.get(at..at + 2) {
            Some(ends) => ends[0] as usize..ends[1] as usize,
            None => at..at + 1,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn places_are_where_the_rows_are(rows in prop::collection::btree_set([0..9_u32, 0..3, 0..2], 0..40), far in any::<bool>()) {
            let mut rows: Vec<Row> = rows.into_iter().map(|row| [row[0] + 7, row[1], row[2]]).collect();
            rows.extend(far.then_some([1 << 29, 1, 1]));
            let keys = Keys::of(&rows);
            prop_assert_eq!(keys.range(8).is_none(), far && rows.len() > 1);
            for key in 0..20 {
                let within: Vec<Row> = rows.iter().filter(|row| row[0] == key).copied().collect();
                if let Some(range) = keys.range(key) {
                    prop_assert_eq!(&rows[range.clone()], &within[..]);
                    if !keys.repeats() {
                        prop_assert!(keys.seconds()[range].iter().eq(within.iter().map(|row| &row[1])));
                    }
                }
            }
            let mut firsts: Vec<TermId> = rows.iter().map(|row| row[0]).collect();
            firsts.dedup();
            prop_assert_eq!(keys.distinct(), firsts.len());
            prop_assert_eq!(keys.repeats(), rows.windows(2).any(|two| two[0][..2] == two[1][..2]));
        }
    }
}
