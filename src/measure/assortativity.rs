//! Assortativity: whether like is tied to like.
//!
//! By number of partners, the correlation of the numbers at the two ends of ties (M. E. J. Newman, "Assortative Mixing in Networks",
//! Physical Review Letters 89, 2002, 208701); by group, (sum of e(g,g) - sum of a(g)^2)/(1 - sum of a(g)^2), with e the share of ends
//! of ties of one group whose other end is of another, and a the share of all ends (M. E. J. Newman, "Mixing patterns in networks",
//! Physical Review E 67, 2003, 026126). 1 if all ties join like, 0 as by chance, below 0 if they join unlike. `None` without ties or
//! where all ends are alike. Directions and weights are left aside; a tie with an end of no group is not counted.

use super::groups::{Groups, NONE};
use super::network::Network;
use super::number::real;

/// Whether nodes with many partners are tied to such.
///
/// ```
/// use milieu::measure::assortativity::by_degree;
/// use milieu::measure::network::{Direction, Network};
/// let star = Network::of(4, &[(0, 1, 1.0), (0, 2, 1.0), (0, 3, 1.0)], Direction::Undirected).unwrap();
/// assert_eq!(by_degree(&star), Some(-1.0));
/// ```
pub fn by_degree(network: &Network) -> Option<f64> {
    let network = network.undirected();
    let degree = |node: u32| real(network.outgoing(node).len());
    // Of each end: 1, the degree, its square; and the product with that of the other end.
    let [mut ends, mut sum, mut square, mut product] = [0.0; 4];
    for node in network.numbers() {
        let own = degree(node);
        ends += own;
        sum += own * own;
        square += own * own * own;
        product += own * network.outgoing(node).iter().map(|other| degree(*other)).sum::<f64>();
    }
    let variance = ends * square - sum * sum;
    (variance > 0.0).then(|| (ends * product - sum * sum) / variance)
}

/// Whether nodes are tied to those of their group; `groups` has the group of each node.
///
/// ```
/// use milieu::measure::assortativity::by_group;
/// use milieu::measure::network::{Direction, Network};
/// let network = Network::of(4, &[(0, 1, 1.0), (2, 3, 1.0)], Direction::Undirected).unwrap();
/// assert_eq!(by_group(&network, &[Some(1), Some(1), Some(2), Some(2)]), Some(1.0));
/// assert_eq!(by_group(&network, &[Some(1), Some(2), Some(1), Some(2)]), Some(-1.0));
/// ```
pub fn by_group(network: &Network, groups: &[Option<u32>]) -> Option<f64> {
    let network = network.undirected();
    let groups = Groups::of(groups, network.nodes());
    let (mut ends, mut like) = (vec![0_usize; groups.names.len()], 0_usize);
    for (one, other, _) in network.all_ties() {
        let (one, other) = (groups.of[one as usize], groups.of[other as usize]);
        if one != NONE && other != NONE {
            ends[one as usize] += 1;
            ends[other as usize] += 1;
            like += usize::from(one == other);
        }
    }
    let all = real(ends.iter().sum());
    let by_chance: f64 = ends.iter().map(|ends| real(*ends).powi(2)).sum();
    let alike = all * all - by_chance;
    (alike > 0.0).then(|| (2.0 * real(like) * all - by_chance) / alike)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::measure::network::Direction;
    use crate::measure::network::tests::{plain, renamed, some_ties};

    /// By hand: a path of four. Ends are of 1, 2, 2, 2, 2, 1, their pairs (1,2) twice, (2,1) twice, (2,2) twice: mean 5/3, variance
    /// 2/9, covariance 16/6 - 25/9 = -1/9.
    #[test]
    fn by_hand() {
        let path = plain(4, &[(0, 1), (1, 2), (2, 3)], Direction::Directed);
        assert!((by_degree(&path).unwrap() + 0.5).abs() < 1e-12);
        assert_eq!(by_degree(&plain(3, &[(0, 1), (1, 2), (2, 0)], Direction::Directed)), None);
        // Of six ends five are of one group, and four are in ties of like.
        let found = by_group(&path, &[Some(1), Some(1), Some(1), Some(2)]).unwrap();
        assert!((found - (2.0 / 3.0 - 26.0 / 36.0) / (1.0 - 26.0 / 36.0)).abs() < 1e-12);
        assert_eq!(by_group(&path, &[Some(1); 4]), None);
        assert_eq!(by_group(&path, &[]), None);
    }

    proptest! {
        #[test]
        fn relabelling_changes_nothing(ties in some_ties(), mut groups in prop::collection::vec(prop::option::of(0u32..3), 12)) {
            let of = |ties: &[_], groups: &[_]| {
                let network = Network::of(12, ties, Direction::Directed).unwrap();
                (by_degree(&network), by_group(&network, groups))
            };
            let before = of(&ties, &groups);
            groups.reverse();
            prop_assert_eq!(before, of(&renamed(&ties), &groups));
            prop_assert!(before.0.is_none_or(|found| found.abs() < 1.0 + 1e-9));
        }
    }
}
