//! Clusters: groups of records that are one thing, all their pairs taken together.
//!
//! Whatever hangs together by matches would do if none were wrong; one wrong pair makes one group of two, and a chain of them one of many.
//! So a division is sought in which the weights of pairs within groups add up to the most: the correlation clustering of N. Bansal, A. Blum and
//! S. Chawla ("Correlation Clustering", Machine Learning 56, 2004, 89-113), which for independent pairs is the likeliest division. It is NP-hard; the
//! greedy way joins again and again the two groups between which the sum is largest, as long as it is above 0 (M. Keuper et al., "Efficient
//! Decomposition of Image and Mesh Graphs by Lifted Multicuts", ICCV 2015, 1751-1759: greedy additive edge contraction). Pairs that no key
//! brought together are weighed when their groups might join, so that their silence is not taken for consent.

use std::collections::BinaryHeap;

use rustc_hash::FxHashMap;

use super::Pair;

/// No pair weighs more than this either way, in bits: no single one decides over a group.
const MOST: f64 = 8.0;

/// A sum of weights that orders a heap, and the groups that it is between.
#[derive(PartialEq)]
struct Join(f64, u32, u32);

impl Eq for Join {}

impl PartialOrd for Join {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Join {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        // Of equal sums the groups of the least numbers come first.
        self.0.total_cmp(&other.0).then_with(|| (other.1, other.2).cmp(&(self.1, self.2)))
    }
}

/// The cluster of each of so many records, numbered from 0 by their first records.
///
/// `pairs` are those compared; `threshold` is taken off each weight, so that pairs below it speak against; `between` weighs a pair that was not
/// compared.
///
/// ```
/// use milieu::link::records::{Pair, cluster::cluster};
/// let pair = |one, other, weight| Pair { records: (one, other), weight };
/// // 0 and 1 match, 1 and 2 match a little, and 0 and 2 do not at all: a chain would make them one.
/// let pairs = [pair(0, 1, 6.0), pair(1, 2, 1.0), pair(0, 2, -5.0)];
/// assert_eq!(cluster(4, &pairs, 0.0, |_, _| -8.0), [0, 0, 1, 2]);
/// ```
///
/// # Panics
///
/// With 2^32 records or more.
pub fn cluster(records: usize, pairs: &[Pair], threshold: f64, between: impl Fn(u32, u32) -> f64) -> Vec<u32> {
    let bounded = |weight: f64| (weight - threshold).clamp(-MOST, MOST);
    let mut groups = Groups {
        members: (0..u32::try_from(records).expect("fewer than 2^32 records")).map(|record| vec![record]).collect(),
        sums: vec![FxHashMap::default(); records],
    };
    for pair in pairs {
        let (one, other) = pair.records;
        groups.sums[one as usize].insert(other, bounded(pair.weight));
        groups.sums[other as usize].insert(one, bounded(pair.weight));
    }
    let above = pairs.iter().filter(|pair| pair.weight > threshold);
    let mut heap: BinaryHeap<Join> =
        above.map(|pair| Join(bounded(pair.weight), pair.records.0, pair.records.1)).collect();
    while let Some(Join(sum, one, other)) = heap.pop() {
        if groups.sums[one as usize].get(&other) != Some(&sum) || groups.is_gone(one) || groups.is_gone(other) {
            continue;
        }
        groups.join(one, other, &|one, other| bounded(between(one.min(other), one.max(other))));
        for (next, sum) in &groups.sums[one as usize] {
            if *sum > 0.0 {
                heap.push(Join(*sum, one.min(*next), one.max(*next)));
            }
        }
    }
    groups.numbered(records)
}

struct Groups {
    /// By the number of the record that it began with; empty once it has joined another.
    members: Vec<Vec<u32>>,
    /// The sums to other groups that there is a pair with.
    sums: Vec<FxHashMap<u32, f64>>,
}

impl Groups {
    fn is_gone(&self, group: u32) -> bool {
        self.members[group as usize].is_empty()
    }

    /// Makes `other` a part of `one`.
    fn join(&mut self, one: u32, other: u32, between: &impl Fn(u32, u32) -> f64) {
        let of_one = std::mem::take(&mut self.sums[one as usize]);
        let of_other = std::mem::take(&mut self.sums[other as usize]);
        let mut joined = FxHashMap::default();
        let mut neighbours: Vec<u32> = of_one.keys().chain(of_other.keys()).copied().collect();
        neighbours.sort_unstable();
        neighbours.dedup();
        for next in neighbours.into_iter().filter(|next| *next != one && *next != other) {
            // Of groups that no key brought together only those are weighed that the other side speaks for.
            let unmet = |group: u32, met: f64| if met > 0.0 { self.weighed(group, next, between) } else { -MOST };
            let sum = match (of_one.get(&next), of_other.get(&next)) {
                (Some(one), Some(other)) => one + other,
                (Some(met), None) => met + unmet(other, *met),
                (None, Some(met)) => met + unmet(one, *met),
                (None, None) => continue,
            };
            self.sums[next as usize].remove(&other);
            self.sums[next as usize].insert(one, sum);
            joined.insert(next, sum);
        }
        self.sums[one as usize] = joined;
        let mut moved = std::mem::take(&mut self.members[other as usize]);
        self.members[one as usize].append(&mut moved);
    }

    /// The sum between groups of which no pair was compared.
    fn weighed(&self, one: u32, other: u32, between: &impl Fn(u32, u32) -> f64) -> f64 {
        let others = &self.members[other as usize];
        self.members[one as usize].iter().flat_map(|one| others.iter().map(|other| between(*one, *other))).sum()
    }

    fn numbered(&self, records: usize) -> Vec<u32> {
        let mut of = vec![0; records];
        let mut groups: Vec<&Vec<u32>> = self.members.iter().filter(|members| !members.is_empty()).collect();
        groups.sort_by_key(|members| members.iter().min());
        for (number, members) in (0..).zip(groups) {
            for record in members {
                of[*record as usize] = number;
            }
        }
        of
    }
}

/// All pairs of records of one cluster, by the cluster of each; ascending.
///
/// ```
/// use milieu::link::records::cluster::pairs;
/// assert_eq!(pairs(&[0, 1, 0, 0]), [(0, 2), (0, 3), (2, 3)]);
/// ```
pub fn pairs(of: &[u32]) -> Vec<(u32, u32)> {
    let mut members: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    for (record, cluster) in (0..).zip(of) {
        members.entry(*cluster).or_default().push(record);
    }
    let all = members.values().flat_map(|members| {
        let from =
            |(place, one): (usize, &u32)| members[place + 1..].iter().map(|other| (*one, *other)).collect::<Vec<_>>();
        members.iter().enumerate().flat_map(from).collect::<Vec<_>>()
    });
    let mut pairs: Vec<(u32, u32)> = all.collect();
    pairs.sort_unstable();
    pairs
}
