//! E-I index: whether a group's ties lead outward or inward.
//!
//! (E - I)/(E + I), E the ties between groups and I the ties within them (D. Krackhardt and R. N. Stern, "Informal Networks and
//! Organizational Crises", Social Psychology Quarterly 51(2), 1988, 123-140). From -1, all inward, to 1, all outward; `None`
//! where there is no tie. A tie with an end in no group is not counted. A group's own index counts each tie with an end in it
//! once, as external if the other end is in another group: over all groups each internal tie is counted once and each external
//! tie twice. Weights are left aside unless asked for.

use std::borrow::Cow;

use super::groups::{Groups, NONE};
use super::network::{Network, Weighing};
use super::number::real;
use super::permutation::{self, PermutationOptions, Permuted};
use super::work::{Stopped, Work};

/// What counts as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Each tie; ties both ways between two nodes are two.
    Arcs,
    /// Each pair of nodes with a tie either way; its weight is that of both ways together.
    Dyads,
}

/// What is counted, and how it is tested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EiOptions {
    /// What counts as one; in an undirected network both are the same.
    pub unit: Unit,
    /// How much it counts.
    pub weighing: Weighing,
    /// The permutation test; `None` for no test.
    pub test: Option<PermutationOptions>,
}

impl Default for EiOptions {
    fn default() -> Self {
        Self { unit: Unit::Arcs, weighing: Weighing::Equal, test: None }
    }
}

/// The index of a group or of the whole.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EiIndex {
    /// Ties between groups.
    pub external: f64,
    /// Ties within a group.
    pub internal: f64,
    /// (external - internal)/(external + internal); `None` without a tie.
    pub index: Option<f64>,
    /// The permutation test, if it was asked for and there is an index.
    pub test: Option<Permuted>,
}

/// The indices of a network.
#[derive(Debug, Clone, PartialEq)]
pub struct EiIndices {
    /// All ties between nodes that have groups.
    pub whole: EiIndex,
    /// Each group by its number, ascending.
    pub groups: Vec<(u32, EiIndex)>,
}

/// The E-I index of the whole network and of each group; `groups` has the group of each node.
///
/// # Errors
///
/// [`Stopped`] when the work was to end.
///
/// ```
/// use milieu::measure::ei_index::{EiOptions, ei_index};
/// use milieu::measure::network::{Direction, Network};
/// use milieu::measure::work::Work;
/// let network = Network::of(4, &[(0, 1, 1.0), (0, 2, 1.0), (1, 2, 1.0), (2, 3, 1.0)], Direction::Undirected).unwrap();
/// let groups = [Some(7), Some(7), Some(9), None];
/// let found = ei_index(&network, &groups, EiOptions::default(), &Work::unwatched()).unwrap();
/// assert_eq!((found.whole.external, found.whole.internal), (2.0, 1.0));
/// assert_eq!((found.groups[1].0, found.groups[1].1.index), (9, Some(1.0)));
/// ```
pub fn ei_index(
    network: &Network,
    groups: &[Option<u32>],
    options: EiOptions,
    work: &Work<'_>,
) -> Result<EiIndices, Stopped> {
    work.check()?;
    let network = match options.unit {
        Unit::Arcs => Cow::Borrowed(network),
        Unit::Dyads => network.undirected(),
    };
    let groups = Groups::of(groups, network.nodes());
    let count = |of: &[u32]| match options.weighing {
        Weighing::Equal => once(&network, of, groups.names.len()),
        Weighing::ByWeight => by_weight(&network, of, groups.names.len()),
    };
    let counts = count(&groups.of);
    let indices: Vec<Option<f64>> = counts.iter().map(|&(external, internal)| index(external, internal)).collect();
    let tests = match options.test {
        None => vec![None; indices.len()],
        Some(test) => {
            let statistics =
                |of: &[u32]| count(of).into_iter().map(|(external, internal)| index(external, internal)).collect();
            permutation::test(&groups.of, &indices, test, statistics, work)?
        }
    };
    let one =
        |at: usize| EiIndex { external: counts[at].0, internal: counts[at].1, index: indices[at], test: tests[at] };
    Ok(EiIndices { whole: one(0), groups: groups.names.iter().copied().zip((1..counts.len()).map(one)).collect() })
}

fn index(external: f64, internal: f64) -> Option<f64> {
    (external + internal > 0.0).then(|| (external - internal) / (external + internal))
}

/// External and internal ties of the whole and of each group.
fn once(network: &Network, of: &[u32], groups: usize) -> Vec<(f64, f64)> {
    // Ends of ties, internal ones, and ends whose other end has no group, by the group of the end.
    let (mut ends, mut internal) = (vec![0_usize; groups], vec![0_usize; groups]);
    for node in network.numbers() {
        let own = of[node as usize];
        if own == NONE {
            continue;
        }
        let count = |row: &[u32]| {
            row.iter().fold((0, 0), |(grouped, same), &other| {
                let other = of[other as usize];
                (grouped + usize::from(other != NONE), same + usize::from(other == own))
            })
        };
        let (grouped, same) = count(network.outgoing(node));
        ends[own as usize] += grouped;
        internal[own as usize] += same;
        if network.is_directed() {
            ends[own as usize] += network.incoming(node).iter().filter(|other| of[**other as usize] != NONE).count();
        }
    }
    // In a directed network an internal tie has two ends here and is seen once; in an undirected one it is seen from both.
    let seen = if network.is_directed() { 1 } else { 2 };
    let by_group = ends.iter().zip(&internal).map(|(ends, internal)| (ends - internal * 2 / seen, internal / seen));
    let by_group: Vec<(usize, usize)> = by_group.collect();
    let whole = by_group.iter().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    let whole = std::iter::once((whole.0 / 2, whole.1));
    whole.chain(by_group).map(|(external, internal)| (real(external), real(internal))).collect()
}

/// As [`once`], by weight; each sum is in the order of the ties.
fn by_weight(network: &Network, of: &[u32], groups: usize) -> Vec<(f64, f64)> {
    let mut sums = vec![(0.0, 0.0); groups + 1];
    for (from, to, weight) in network.all_ties() {
        let (from, to) = (of[from as usize], of[to as usize]);
        if from == NONE || to == NONE {
            continue;
        }
        if from == to {
            sums[0].1 += weight;
            sums[from as usize + 1].1 += weight;
        } else {
            sums[0].0 += weight;
            sums[from as usize + 1].0 += weight;
            sums[to as usize + 1].0 += weight;
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::measure::network::Direction;
    use crate::measure::network::tests::{plain, renamed, some_ties};

    fn unwatched(network: &Network, groups: &[Option<u32>], options: EiOptions) -> EiIndices {
        ei_index(network, groups, options, &Work::unwatched()).unwrap()
    }

    /// By hand: 0 and 1 in a group, 2 and 3 in another, 4 in none. Arcs 0-1 both ways (internal), 1 to 2 and 3 to 0 (external), 3
    /// to 4 (not counted).
    #[test]
    fn by_hand() {
        let network = plain(5, &[(0, 1), (1, 0), (1, 2), (3, 0), (3, 4)], Direction::Directed);
        let groups = [Some(1), Some(1), Some(2), Some(2), None];
        let arcs = unwatched(&network, &groups, EiOptions::default());
        assert_eq!((arcs.whole.external, arcs.whole.internal, arcs.whole.index), (2.0, 2.0, Some(0.0)));
        assert_eq!((arcs.groups[0].1.external, arcs.groups[0].1.internal), (2.0, 2.0));
        assert_eq!((arcs.groups[1].1.external, arcs.groups[1].1.index), (2.0, Some(1.0)));
        let dyads = unwatched(&network, &groups, EiOptions { unit: Unit::Dyads, ..EiOptions::default() });
        assert_eq!((dyads.whole.external, dyads.whole.internal, dyads.whole.index), (2.0, 1.0, Some(1.0 / 3.0)));
        let alone = unwatched(&network, &[None, None, None, Some(3), Some(3)], EiOptions::default());
        assert_eq!((alone.whole.index, unwatched(&network, &[], EiOptions::default()).whole.index), (Some(-1.0), None));
    }

    /// Under permutation two nodes are of one group with probability sum of N(N - 1) over n(n - 1), so the index is expected to
    /// be 1 less twice that.
    #[test]
    fn permuted_mean() {
        let ties: Vec<(u32, u32)> =
            (0..20).flat_map(|node| [(node, (node + 1) % 20), (node, (node + 5) % 20)]).collect();
        let network = plain(20, &ties, Direction::Undirected);
        let groups: Vec<Option<u32>> = (0..20).map(|node| Some(u32::from(node >= 12))).collect();
        let test = Some(PermutationOptions { permutations: 4000, seed: 3 });
        let whole = unwatched(&network, &groups, EiOptions { test, ..EiOptions::default() }).whole;
        let found = whole.test.unwrap();
        let same = (12.0 * 11.0 + 8.0 * 7.0) / (20.0 * 19.0);
        assert!((found.expected - (1.0 - 2.0 * same)).abs() < 4.0 * found.deviation / 4000f64.sqrt(), "{found:?}");
        assert!(found.p_below < 0.05 && found.p_above > 0.95, "the ring keeps to itself: {found:?}");
    }

    proptest! {
        #[test]
        fn once_is_by_weight_where_all_weigh_one(ties in some_ties(), directed: bool, groups in prop::collection::vec(prop::option::of(0u32..4), 12)) {
            let direction = if directed { Direction::Directed } else { Direction::Undirected };
            let ties: Vec<(u32, u32)> = Network::of(12, &ties, direction).unwrap().all_ties().map(|tie| (tie.0, tie.1)).collect();
            let network = plain(12, &ties, direction);
            let weighed = EiOptions { weighing: Weighing::ByWeight, ..EiOptions::default() };
            prop_assert_eq!(unwatched(&network, &groups, EiOptions::default()), unwatched(&network, &groups, weighed));
        }

        #[test]
        fn names_and_scales_change_nothing(ties in some_ties(), mut groups in prop::collection::vec(prop::option::of(0u32..4), 12)) {
            let of = |ties: &[_], groups: &[_]| {
                let network = Network::of(12, ties, Direction::Directed).unwrap();
                unwatched(&network, groups, EiOptions { unit: Unit::Dyads, ..EiOptions::default() })
            };
            let heavier: Vec<_> = ties.iter().map(|&(from, to, weight)| (from, to, weight * 4.0)).collect();
            let before = of(&ties, &groups);
            prop_assert_eq!(&before, &of(&heavier, &groups));
            groups.reverse();
            prop_assert_eq!(&before, &of(&renamed(&ties), &groups));
        }
    }
}
