//! Blocking: of all pairs only those that share a key are compared.
//!
//! A key that too many records share makes no pairs: it says little, and would make most of the work. What that loses is measured.

use rustc_hash::FxHashMap;

pub use super::keys::Rule;
use super::keys::keys;
use super::value::Values;

/// The pairs to compare, and which rule found how many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocks {
    /// Pairs of records, the lesser number first; ascending, each once.
    pub pairs: Vec<(u32, u32)>,
    /// How many pairs each rule found; several rules find the same.
    pub found: Vec<(Rule, usize)>,
    /// How many keys were shared by too many records.
    pub passed_over: usize,
}

impl Blocks {
    pub(super) fn of(values: &Values, largest: usize) -> Self {
        let (mut pairs, mut found, mut passed_over) = (Vec::new(), Vec::new(), 0);
        for rule in Rule::ALL {
            let mut blocks: FxHashMap<String, Vec<u32>> = FxHashMap::default();
            keys(values, rule, &mut |record, key| {
                let block = blocks.entry(key).or_default();
                if block.last() != Some(&record) {
                    block.push(record);
                }
            });
            let mut own = Vec::new();
            for block in blocks.into_values() {
                if block.len() > largest {
                    passed_over += 1;
                    continue;
                }
                let ends = |(place, one): (usize, &u32)| {
                    block[place + 1..].iter().map(|other| (*one, *other)).collect::<Vec<_>>()
                };
                own.extend(block.iter().enumerate().flat_map(ends));
            }
            own.sort_unstable();
            own.dedup();
            found.push((rule, own.len()));
            pairs.append(&mut own);
        }
        pairs.sort_unstable();
        pairs.dedup();
        Self { pairs, found, passed_over }
    }

    /// The share of true pairs that are compared at all, from 0 to 1; 1 if nothing is true.
    ///
    /// ```
    /// use milieu::link::records::block::Blocks;
    /// let blocks = Blocks { pairs: vec![(0, 1), (2, 3)], found: vec![], passed_over: 0 };
    /// assert_eq!(blocks.recall(&[(0, 1), (1, 4)]), 0.5);
    /// ```
    #[expect(clippy::cast_precision_loss, reason = "numbers of pairs stay far below 2^53")]
    pub fn recall(&self, truth: &[(u32, u32)]) -> f64 {
        let met = truth.iter().filter(|pair| self.pairs.binary_search(pair).is_ok()).count();
        if truth.is_empty() { 1.0 } else { met as f64 / truth.len() as f64 }
    }
}
