//! Degree: how many partners an actor has, in how many linkages, and with what weight.
//!
//! A linkage joins any number of ends. Each pair of its n ends is a tie of weight 1/(n - 1), so that an actor's ties in one
//! linkage add up to 1 (M. E. J. Newman, "Scientific collaboration networks. II", Physical Review E 64, 2001, 016132).
//! Partners and linkages are counts from 0; the weight is the number of an actor's linkages that have another end. An end that
//! is listed twice is one. Ties have no direction.

use std::collections::BTreeMap;

/// An actor's place in the network.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Degree {
    /// The actor, by its number.
    pub node: usize,
    /// Distinct other actors at an end of one of its linkages.
    pub partners: usize,
    /// Linkages with an end at the actor.
    pub linkages: usize,
    /// Its ties by weight.
    pub weight: f64,
}

/// What is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DegreeOptions {
    /// The best connected are listed, this many at most.
    pub top: usize,
}

impl Default for DegreeOptions {
    fn default() -> Self {
        Self { top: usize::MAX }
    }
}

/// The degrees of the nodes `asked`, most partners first, then most weight, then by number.
///
/// `ends` are pairs of a linkage and a node, both by number.
///
/// ```
/// use milieu::measure::degree::{DegreeOptions, degrees};
/// // One linkage of 0, 1 and 2; another of 0 and 3; 4 stands alone.
/// let ends = [(0, 0), (0, 1), (0, 2), (1, 0), (1, 3)];
/// let all = degrees(&ends, &[0, 4], DegreeOptions::default());
/// assert_eq!((all[0].node, all[0].partners, all[0].linkages, all[0].weight), (0, 3, 2, 2.0));
/// assert_eq!((all[1].node, all[1].partners), (4, 0));
/// ```
pub fn degrees(ends: &[(usize, usize)], asked: &[usize], options: DegreeOptions) -> Vec<Degree> {
    let linkages = listed(ends.iter().copied());
    let nodes = listed(ends.iter().map(|&(linkage, node)| (node, linkage)));
    let mut asked = asked.to_vec();
    asked.sort_unstable();
    asked.dedup();
    let size = ends.iter().map(|&(_, node)| node + 1).max().unwrap_or(0);
    // The node that last met each other one: a set that needs no clearing.
    let mut met = vec![usize::MAX; size];
    let mut degrees: Vec<Degree> = asked
        .into_iter()
        .map(|node| {
            let own = nodes.get(&node).map_or(&[][..], Vec::as_slice);
            let mut degree = Degree { node, partners: 0, linkages: own.len(), weight: 0.0 };
            for linkage in own {
                let ends = &linkages[linkage];
                degree.weight += if ends.len() > 1 { 1.0 } else { 0.0 };
                for &other in ends.iter().filter(|other| **other != node) {
                    degree.partners += usize::from(std::mem::replace(&mut met[other], node) != node);
                }
            }
            degree
        })
        .collect();
    degrees.sort_by(|a, b| b.partners.cmp(&a.partners).then(b.weight.total_cmp(&a.weight)).then(a.node.cmp(&b.node)));
    degrees.truncate(options.top);
    degrees
}

/// What stands with each key, each once.
fn listed(pairs: impl Iterator<Item = (usize, usize)>) -> BTreeMap<usize, Vec<usize>> {
    let mut lists: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (key, value) in pairs {
        lists.entry(key).or_default().push(value);
    }
    for list in lists.values_mut() {
        list.sort_unstable();
        list.dedup();
    }
    lists
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// By hand: 0-1-2-3 in one linkage, 0-1 in another, 4 in one that has no other end.
    #[test]
    fn by_hand() {
        let ends = [(0, 0), (0, 1), (0, 2), (0, 3), (1, 0), (1, 1), (1, 1), (2, 4)];
        let all = degrees(&ends, &[0, 1, 2, 3, 4], DegreeOptions::default());
        let found: Vec<_> = all.iter().map(|d| (d.node, d.partners, d.linkages, d.weight)).collect();
        assert_eq!(found, [(0, 3, 2, 2.0), (1, 3, 2, 2.0), (2, 3, 1, 1.0), (3, 3, 1, 1.0), (4, 0, 1, 0.0)]);
        assert_eq!(degrees(&ends, &[0, 1, 2], DegreeOptions { top: 1 }).len(), 1);
    }

    proptest! {
        #[test]
        fn relabelling_the_nodes_changes_nothing(ends in prop::collection::vec((0usize..8, 0usize..10), 0..40)) {
            let all: Vec<usize> = (0..10).collect();
            let renamed: Vec<(usize, usize)> = ends.iter().map(|&(linkage, node)| (7 - linkage, 9 - node)).collect();
            let by_node = |ends: &[(usize, usize)], back: fn(usize) -> usize| {
                let mut found: Vec<_> = degrees(ends, &all, DegreeOptions::default())
                    .iter()
                    .map(|d| (back(d.node), d.partners, d.linkages, d.weight.to_bits()))
                    .collect();
                found.sort_unstable();
                found
            };
            prop_assert_eq!(by_node(&ends, |node| node), by_node(&renamed, |node| 9 - node));
        }
    }
}
