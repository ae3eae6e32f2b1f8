//! Brokerage: how often an actor stands between two others that are not tied, by the groups of the three.
//!
//! i to v to k, with no tie from i to k, is brokered by v (R. V. Gould and R. M. Fernandez, "Structures of Mediation",
//! Sociological Methodology 19, 1989, 89-126). The groups of i, v and k make the role of v; see [`Roles`]. Counts from 0, of
//! ties of any weight. An undirected tie is a tie each way, so that each open pair counts twice, once from either side, and
//! an actor is as often representative as gatekeeper. Nodes without a group, and their ties, are left out.
//!
//! Pairs are counted from how many partners a node has in each group, and closed ones are taken off by the triangles: time in
//! m^1.5 at most, and memory for a few numbers a node.

mod chance;
mod roles;

use std::sync::atomic::{AtomicUsize, Ordering};

pub use chance::{Chance, by_chance};
pub use roles::Roles;

use super::groups::{Groups, NONE};
use super::network::{Network, number};
use super::number::real;
use super::permutation::{self, PermutationOptions, Permuted};
use super::triangles::{Forward, Triangle};
use super::work::{Stopped, Work};
use roles::role;

/// How roles are tested.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BrokerageOptions {
    /// The permutation test of the roles of the whole network; `None` for no test.
    pub test: Option<PermutationOptions>,
}

/// Who brokers, how often.
#[derive(Debug, Clone, PartialEq)]
pub struct Brokerage {
    /// Each node; `None` for one without a group.
    pub nodes: Vec<Option<Roles<usize>>>,
    /// All nodes together.
    pub whole: Roles<usize>,
    /// Each role of the whole against groups dealt anew among the nodes, if it was asked for. The total does not change with
    /// the groups, so its `z` is `None`.
    pub test: Option<Roles<Option<Permuted>>>,
}

/// The roles of each node and of the whole network; `groups` has the group of each node.
///
/// # Errors
///
/// [`Stopped`] when the work was to end.
///
/// ```
/// use milieu::measure::brokerage::{BrokerageOptions, brokerage};
/// use milieu::measure::network::{Direction, Network};
/// use milieu::measure::work::Work;
/// // 0 and 1 are of one group, 2 of another: 1 represents 0 towards 2.
/// let network = Network::of(3, &[(0, 1, 1.0), (1, 2, 1.0)], Direction::Directed).unwrap();
/// let groups = [Some(5), Some(5), Some(8)];
/// let found = brokerage(&network, &groups, BrokerageOptions::default(), &Work::unwatched()).unwrap();
/// assert_eq!(found.nodes[1].unwrap().representative, 1);
/// assert_eq!(found.whole.total, 1);
/// ```
pub fn brokerage(
    network: &Network,
    groups: &[Option<u32>],
    options: BrokerageOptions,
    work: &Work<'_>,
) -> Result<Brokerage, Stopped> {
    work.check()?;
    let Groups { of, names } = Groups::of(groups, network.nodes());
    let triangles = Forward::of(network);
    let closed = closed(network.nodes(), &triangles, &of, work)?;
    let parts = work.chunks(network.nodes(), 1024, |nodes| {
        let mut pairs = Pairs::of(network, &of, names.len());
        let open = |node| {
            let all = pairs.at(number(node));
            Roles::of(std::array::from_fn(|role| all[role] - closed(node, role)))
        };
        nodes.map(open).collect::<Vec<_>>()
    })?;
    let nodes: Vec<Roles<usize>> = parts.concat();
    let whole = nodes.iter().fold(Roles::default(), |sum: Roles<usize>, one| sum.zip(*one).map(|(sum, one)| sum + one));
    let test = match options.test {
        None => None,
        Some(test) => {
            let statistics = |of: &[u32]| {
                let mut pairs = Pairs::of(network, of, names.len());
                let mut counts = [0; 5];
                for node in network.numbers() {
                    counts.iter_mut().zip(pairs.at(node)).for_each(|(count, pairs)| *count += pairs);
                }
                triangles.each(|triangle| each_closed(triangle, of, |_, role| counts[role] -= 1));
                Roles::of(counts).array().map(|count| Some(real(count))).to_vec()
            };
            let observed = whole.array().map(|count| Some(real(count)));
            let mut tests = permutation::test(&of, &observed, test, statistics, work)?.into_iter();
            Some(whole.map(|_| tests.next().flatten()))
        }
    };
    let nodes = nodes.into_iter().zip(&of).map(|(roles, group)| (*group != NONE).then_some(roles)).collect();
    Ok(Brokerage { nodes, whole, test })
}

/// How many of a node's pairs are closed, by role.
fn closed(
    nodes: usize,
    triangles: &Forward,
    of: &[u32],
    work: &Work<'_>,
) -> Result<impl Fn(usize, usize) -> usize + Sync + use<>, Stopped> {
    let counts: Vec<[AtomicUsize; 5]> = std::iter::repeat_with(Default::default).take(nodes).collect();
    let count = |(): &mut (), triangle: &Triangle| {
        each_closed(triangle, of, |node, role| {
            counts[node as usize][role].fetch_add(1, Ordering::Relaxed);
        });
    };
    triangles.fold(|| (), count, work)?;
    Ok(move |node: usize, role: usize| counts[node][role].load(Ordering::Relaxed))
}

/// Calls `each` with the broker and the role of every pair that the triangle closes.
#[inline]
fn each_closed(triangle: &Triangle, of: &[u32], mut each: impl FnMut(u32, usize)) {
    let [a, b, c] = triangle.nodes;
    let [ab, ac, bc] = triangle.ways;
    let [group_a, group_b, group_c] = triangle.nodes.map(|node| of[node as usize]);
    if [group_a, group_b, group_c].contains(&NONE) {
        return;
    }
    let mut pair = |closed: bool, broker, groups: [u32; 3]| {
        if closed {
            each(broker, role(groups));
        }
    };
    // From the first of the three groups to the last, through the broker.
    pair(ab.outgoing() && bc.outgoing() && ac.outgoing(), b, [group_a, group_b, group_c]);
    pair(bc.incoming() && ab.incoming() && ac.incoming(), b, [group_c, group_b, group_a]);
    pair(ac.outgoing() && bc.incoming() && ab.outgoing(), c, [group_a, group_c, group_b]);
    pair(bc.outgoing() && ac.incoming() && ab.incoming(), c, [group_b, group_c, group_a]);
    pair(ab.incoming() && ac.outgoing() && bc.outgoing(), a, [group_b, group_a, group_c]);
    pair(ac.incoming() && ab.outgoing() && bc.incoming(), a, [group_c, group_a, group_b]);
}

/// Counts the pairs that a node stands between, closed or not.
struct Pairs<'a> {
    network: &'a Network,
    of: &'a [u32],
    /// Of each group: ties from it, ties to it, ties both ways.
    ties: Vec<[usize; 3]>,
    met: Vec<u32>,
}

impl<'a> Pairs<'a> {
    fn of(network: &'a Network, of: &'a [u32], groups: usize) -> Self {
        Self { network, of, ties: vec![[0; 3]; groups], met: Vec::new() }
    }

    fn count(&mut self, nodes: &[u32], which: usize) {
        for &node in nodes {
            let group = self.of[node as usize];
            if group != NONE {
                let ties = &mut self.ties[group as usize];
                if *ties == [0; 3] {
                    self.met.push(group);
                }
                ties[which] += 1;
            }
        }
    }

    /// By role.
    fn at(&mut self, node: u32) -> [usize; 5] {
        let own = self.of[node as usize];
        if own == NONE {
            return [0; 5];
        }
        let network = self.network;
        self.count(network.incoming(node), 0);
        self.count(network.outgoing(node), 1);
        if network.is_directed() {
            both(network.incoming(node), network.outgoing(node), |other| self.count(&[other], 2));
        } else {
            self.count(network.outgoing(node), 2);
        }
        let [own_in, own_out, own_both] = self.ties[own as usize];
        let (mut other_in, mut other_out, mut same, mut itinerant) = (0, 0, 0, 0);
        for group in self.met.drain(..) {
            let [incoming, outgoing, both] = std::mem::take(&mut self.ties[group as usize]);
            if group != own {
                other_in += incoming;
                other_out += outgoing;
                same += incoming * outgoing;
                itinerant += incoming * outgoing - both;
            }
        }
        [own_in * own_out - own_both, itinerant, own_in * other_out, other_in * own_out, other_in * other_out - same]
    }
}

/// Calls `each` with what is in both of two ascending lists.
fn both(a: &[u32], b: &[u32], mut each: impl FnMut(u32)) {
    let (mut at, mut beside) = (0, 0);
    while at < a.len() && beside < b.len() {
        let (one, other) = (a[at], b[beside]);
        if one == other {
            each(one);
        }
        at += usize::from(one <= other);
        beside += usize::from(other <= one);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::measure::network::Direction;
    use crate::measure::network::tests::{plain, renamed, some_ties};

    fn found(network: &Network, groups: &[Option<u32>]) -> Brokerage {
        brokerage(network, groups, BrokerageOptions::default(), &Work::unwatched()).unwrap()
    }

    /// By hand: 0 to 1 to 2 in one group, 1 to 3 in a second, 4 of a third to 1 and to 3. So 1 coordinates 0-2, represents 0-3,
    /// keeps the gate for 4-2; 4-3 is closed.
    #[test]
    fn by_hand() {
        let network = plain(5, &[(0, 1), (1, 2), (1, 3), (4, 1), (4, 3)], Direction::Directed);
        let all = found(&network, &[Some(1), Some(1), Some(1), Some(2), Some(3)]);
        assert_eq!(all.nodes[1].unwrap().array(), [1, 0, 1, 1, 0, 3]);
        assert_eq!(all.whole.array(), [1, 0, 1, 1, 0, 3]);
        let open = plain(5, &[(0, 1), (1, 2), (1, 3), (4, 1)], Direction::Directed);
        assert_eq!(found(&open, &[Some(1), Some(1), Some(1), Some(2), Some(3)]).whole.liaison, 1);
        let without = found(&network, &[Some(1), Some(1), None, Some(2), Some(2)]);
        assert_eq!((without.nodes[2], without.whole.array()), (None, [0, 0, 1, 0, 0, 1]));
    }

    /// By hand: the two ends of a path of three, from either side.
    #[test]
    fn an_undirected_tie_is_a_tie_each_way() {
        let network = plain(3, &[(0, 1), (1, 2)], Direction::Undirected);
        assert_eq!(found(&network, &[Some(1), Some(2), Some(1)]).whole.itinerant, 2);
        let by_side = found(&network, &[Some(1), Some(1), Some(2)]).whole;
        assert_eq!((by_side.representative, by_side.gatekeeper), (1, 1));
    }

    #[test]
    fn the_test_is_of_the_roles() {
        let ties: Vec<(u32, u32)> =
            (0..30).flat_map(|node| [(node, (node + 1) % 30), (node, (node + 2) % 30)]).collect();
        let network = plain(30, &ties, Direction::Directed);
        let groups: Vec<Option<u32>> = (0..30).map(|node| Some(node / 10)).collect();
        let options = BrokerageOptions { test: Some(PermutationOptions::default()) };
        let found = brokerage(&network, &groups, options, &Work::unwatched()).unwrap();
        let test = found.test.unwrap();
        assert!(test.coordinator.unwrap().p_above < 0.01 && test.liaison.unwrap().p_below < 0.01, "{test:?}");
        assert_eq!((test.total.unwrap().z, test.total.unwrap().expected), (None, real(found.whole.total)));
    }

    proptest! {
        #[test]
        fn as_counted_one_by_one(ties in some_ties(), directed: bool, groups in prop::collection::vec(prop::option::of(0u32..4), 12)) {
            let direction = if directed { Direction::Directed } else { Direction::Undirected };
            let network = Network::of(12, &ties, direction).unwrap();
            let mut expected = vec![[0; 5]; 12];
            for (v, counts) in (0..12).zip(&mut expected) {
                for &from in network.incoming(v) {
                    for &to in network.outgoing(v).iter().filter(|to| **to != from && !network.has_tie(from, **to)) {
                        if let [Some(a), Some(b), Some(c)] = [from, v, to].map(|node| groups[node as usize]) {
                            counts[role([a, b, c])] += 1;
                        }
                    }
                }
            }
            let found = found(&network, &groups);
            for (node, counts) in expected.into_iter().enumerate() {
                prop_assert_eq!(found.nodes[node], groups[node].map(|_| Roles::of(counts)));
            }
        }

        #[test]
        fn relabelling_changes_nothing(ties in some_ties(), mut groups in prop::collection::vec(prop::option::of(0u32..4), 12)) {
            let of = |ties: &[_], groups: &[_]| found(&Network::of(12, ties, Direction::Directed).unwrap(), groups);
            let before = of(&ties, &groups);
            groups.reverse();
            let mut after = of(&renamed(&ties), &groups);
            after.nodes.reverse();
            prop_assert_eq!(before, after);
        }
    }
}
