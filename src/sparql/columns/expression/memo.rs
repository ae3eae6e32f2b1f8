//! What has been computed, by combination of inputs: an expression sees few different ones among many rows.

use std::hash::Hash;

use rustc_hash::FxHashMap;

use crate::sparql::columns::chunk::UNBOUND;
use crate::store::dictionary::TermId;

/// How many combinations are remembered before all are forgotten.
const HELD: usize = 1 << 20;

/// What one thread has computed for one program.
#[derive(Default)]
pub(in crate::sparql::columns) struct Memo {
    caches: Vec<Cache>,
}

impl Memo {
    /// What is remembered of the leaf with this number.
    pub(super) fn cache(&mut self, leaf: usize) -> &mut Cache {
        if self.caches.len() <= leaf {
            self.caches.resize_with(leaf + 1, Cache::default);
        }
        &mut self.caches[leaf]
    }
}

/// One input, by row; an empty column binds nothing.
#[derive(Clone, Copy)]
pub(super) struct Column<'a>(pub(super) &'a [TermId]);

impl Column<'_> {
    #[inline]
    pub(super) fn at(self, row: u32) -> TermId {
        self.0.get(row as usize).copied().unwrap_or(UNBOUND)
    }
}

#[derive(Default)]
pub(super) struct Cache {
    one: FxHashMap<TermId, u32>,
    two: FxHashMap<u64, u32>,
    three: FxHashMap<u128, u32>,
    more: FxHashMap<Box<[TermId]>, u32>,
}

impl Cache {
    /// What `compute` gives for what `inputs` are at each of `rows`; a combination that is remembered is not computed again.
    pub(super) fn each(
        &mut self,
        inputs: &[Column<'_>],
        rows: &[u32],
        mut compute: impl FnMut(&[TermId]) -> u32,
    ) -> Vec<u32> {
        match *inputs {
            [] => {
                let result = if rows.is_empty() { 0 } else { compute(&[]) };
                vec![result; rows.len()]
            }
            [a] => remembered(&mut self.one, rows, |row| a.at(row), |&a| compute(&[a])),
            [a, b] => {
                let key = |row| u64::from(a.at(row)) << 32 | u64::from(b.at(row));
                remembered(&mut self.two, rows, key, |key| compute(&parts::<2>((*key).into())))
            }
            [a, b, c] => {
                let key = |row| u128::from(a.at(row)) << 64 | u128::from(b.at(row)) << 32 | u128::from(c.at(row));
                remembered(&mut self.three, rows, key, |key| compute(&parts::<3>(*key)))
            }
            _ => {
                let mut last: Option<(Box<[TermId]>, u32)> = None;
                let mut tuple = Vec::with_capacity(inputs.len());
                let results = rows.iter().map(|&row| {
                    tuple.clear();
                    tuple.extend(inputs.iter().map(|input| input.at(row)));
                    if let Some((before, result)) = &last
                        && **before == *tuple
                    {
                        return *result;
                    }
                    let result = self.more.get(&*tuple).copied().unwrap_or_else(|| {
                        let result = compute(&tuple);
                        self.more.insert(tuple.as_slice().into(), result);
                        result
                    });
                    last = Some((tuple.as_slice().into(), result));
                    result
                });
                let results = results.collect();
                if self.more.len() > HELD {
                    self.more.clear();
                }
                results
            }
        }
    }
}

/// The numbers that were packed into `key`, the last in its lowest bits.
#[expect(clippy::cast_possible_truncation, reason = "32 bits are cut out")]
fn parts<const N: usize>(key: u128) -> [TermId; N] {
    std::array::from_fn(|at| (key >> (32 * (N - 1 - at))) as TermId)
}

fn remembered<K: Copy + Eq + Hash>(
    known: &mut FxHashMap<K, u32>,
    rows: &[u32],
    key: impl Fn(u32) -> K,
    mut compute: impl FnMut(&K) -> u32,
) -> Vec<u32> {
    if known.len() > HELD {
        known.clear();
    }
    let mut last = None;
    let results = rows.iter().map(|&row| {
        let key = key(row);
        match last {
            Some((before, result)) if before == key => result,
            _ => {
                let result = *known.entry(key).or_insert_with(|| compute(&key));
                last = Some((key, result));
                result
            }
        }
    });
    results.collect()
}
