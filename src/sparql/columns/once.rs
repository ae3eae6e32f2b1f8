//! Rows of a chunk that are alike, each kept once, where nothing later counts them.

use std::hash::{Hash, Hasher};

use hashbrown::HashTable;
use rustc_hash::{FxHashSet, FxHasher};

use super::chunk::Chunk;
use crate::store::dictionary::TermId;

/// Fewer rows are not worth looking at.
const FEW: usize = 64;

/// After so many rows it is clear whether looking is worth it.
const ENOUGH: usize = 1 << 15;

/// Keeps rows once, as long as that leaves out some.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Once {
    seen: usize,
    kept: usize,
}

impl Once {
    /// `chunk` without rows that are there before; as it is where few have been.
    pub(super) fn of(&mut self, chunk: Chunk) -> Chunk {
        if chunk.rows < FEW || self.seen > ENOUGH && self.kept > self.seen / 8 * 7 {
            return chunk;
        }
        let columns: Vec<&[TermId]> =
            chunk.columns.iter().filter(|column| !column.is_empty()).map(|c| &c[..]).collect();
        let rows = match &columns[..] {
            [] => vec![0],
            [one] => packed(chunk.rows, |row| u64::from(one[row])),
            [one, other] => packed(chunk.rows, |row| u64::from(one[row]) << TermId::BITS | u64::from(other[row])),
            more => hashed(more, chunk.rows),
        };
        self.seen += chunk.rows;
        self.kept += rows.len();
        if rows.len() == chunk.rows { chunk } else { chunk.take(&rows) }
    }
}

fn packed(rows: usize, key: impl Fn(usize) -> u64) -> Vec<u32> {
    let mut seen = FxHashSet::with_capacity_and_hasher(rows / 2, rustc_hash::FxBuildHasher);
    let mut kept = Vec::with_capacity(rows);
    let mut last = None;
    for (row, number) in (0..rows).zip(0..) {
        let key = key(row);
        if last.replace(key) != Some(key) && seen.insert(key) {
            kept.push(number);
        }
    }
    kept
}

fn hashed(columns: &[&[TermId]], rows: usize) -> Vec<u32> {
    let hash = |row: u32| {
        let mut hasher = FxHasher::default();
        for column in columns {
            column[row as usize].hash(&mut hasher);
        }
        hasher.finish()
    };
    let mut seen: HashTable<u32> = HashTable::with_capacity(rows / 2);
    let mut kept = Vec::with_capacity(rows);
    for row in (0..).take(rows) {
        let same = |other: &u32| columns.iter().all(|column| column[row as usize] == column[*other as usize]);
        let key = hash(row);
        if seen.find(key, same).is_none() {
            seen.insert_unique(key, row, |other| hash(*other));
            kept.push(row);
        }
    }
    kept
}
