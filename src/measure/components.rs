//! Components: the parts of a network within which everyone reaches everyone.
//!
//! Weak components leave directions aside; in strong ones paths follow them (R. Tarjan, "Depth-first search and linear graph
//! algorithms", SIAM Journal on Computing 1(2), 1972). Weights are left aside. A node without ties is a component.

use super::network::{Network, number};

/// Which component each node is in, and how large they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Components {
    /// The component of each node; they are numbered from 0 by their lowest nodes.
    pub of: Vec<u32>,
    /// How many nodes each has.
    pub sizes: Vec<usize>,
}

impl Components {
    /// Numbers anew by lowest node.
    pub(super) fn numbered(parts: &[u32]) -> Self {
        let mut numbers = vec![u32::MAX; parts.iter().max().map_or(0, |most| *most as usize + 1)];
        let mut sizes = Vec::new();
        let of = parts.iter().map(|&part| {
            let place = &mut numbers[part as usize];
            if *place == u32::MAX {
                *place = number(sizes.len());
                sizes.push(0);
            }
            sizes[*place as usize] += 1;
            *place
        });
        Self { of: of.collect(), sizes }
    }
}

/// The parts that hang together if directions are left aside.
///
/// ```
/// use milieu::measure::components::weak_components;
/// use milieu::measure::network::{Direction, Network};
/// let network = Network::of(5, &[(3, 0, 1.0), (1, 2, 1.0)], Direction::Directed).unwrap();
/// let found = weak_components(&network);
/// assert_eq!((found.of, found.sizes), (vec![0, 1, 1, 0, 2], vec![2, 2, 1]));
/// ```
pub fn weak_components(network: &Network) -> Components {
    let mut parts = vec![u32::MAX; network.nodes()];
    let mut waiting = Vec::new();
    for start in network.numbers() {
        if parts[start as usize] != u32::MAX {
            continue;
        }
        parts[start as usize] = start;
        waiting.push(start);
        while let Some(node) = waiting.pop() {
            for &other in network.outgoing(node).iter().chain(network.incoming(node)) {
                if parts[other as usize] == u32::MAX {
                    parts[other as usize] = start;
                    waiting.push(other);
                }
            }
        }
    }
    Components::numbered(&parts)
}

/// The parts within which everyone reaches everyone along the directions of ties.
///
/// ```
/// use milieu::measure::components::strong_components;
/// use milieu::measure::network::{Direction, Network};
/// let network = Network::of(4, &[(0, 1, 1.0), (1, 0, 1.0), (1, 2, 1.0), (2, 3, 1.0)], Direction::Directed).unwrap();
/// assert_eq!(strong_components(&network).of, [0, 0, 1, 2]);
/// ```
pub fn strong_components(network: &Network) -> Components {
    const NOT_YET: u32 = u32::MAX;
    let nodes = network.nodes();
    let (mut met, mut lowest, mut parts) = (vec![NOT_YET; nodes], vec![0; nodes], vec![NOT_YET; nodes]);
    // Nodes whose component is not known; the path from the start, each with the place of the next tie to follow.
    let (mut open, mut path) = (Vec::new(), Vec::new());
    let mut count = 0;
    for start in network.numbers() {
        if met[start as usize] == NOT_YET {
            path.push((start, 0));
        }
        while let Some((node, next)) = path.pop() {
            let at = node as usize;
            if next == 0 {
                (met[at], lowest[at]) = (count, count);
                count += 1;
                open.push(node);
            }
            let row = network.outgoing(node);
            if next > 0 {
                lowest[at] = lowest[at].min(lowest[row[next - 1] as usize]);
            }
            let mut deeper = None;
            for (place, &other) in row.iter().enumerate().skip(next) {
                if met[other as usize] == NOT_YET {
                    deeper = Some((place, other));
                    break;
                }
                if parts[other as usize] == NOT_YET {
                    lowest[at] = lowest[at].min(met[other as usize]);
                }
            }
            if let Some((place, other)) = deeper {
                path.extend([(node, place + 1), (other, 0)]);
            } else if lowest[at] == met[at] {
                while let Some(member) = open.pop() {
                    parts[member as usize] = node;
                    if member == node {
                        break;
                    }
                }
            }
        }
    }
    Components::numbered(&parts)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::measure::network::Direction;
    use crate::measure::network::tests::{plain, some_ties};

    /// By hand: 0, 1 and 2 in a ring, from which 3 and 4 in another are reached; 5 leads to 3.
    #[test]
    fn by_hand() {
        let network = plain(6, &[(0, 1), (1, 2), (2, 0), (2, 3), (3, 4), (4, 3), (5, 3)], Direction::Directed);
        assert_eq!(strong_components(&network), Components { of: vec![0, 0, 0, 1, 1, 2], sizes: vec![3, 2, 1] });
        assert_eq!(weak_components(&network).sizes, [6]);
    }

    proptest! {
        #[test]
        fn as_far_as_one_reaches(ties in some_ties(), directed: bool) {
            let direction = if directed { Direction::Directed } else { Direction::Undirected };
            let network = Network::of(12, &ties, direction).unwrap();
            let reach = |network: &Network| {
                let mut reach: Vec<Vec<bool>> = (0..12).map(|a| (0..12).map(|b| a == b || network.has_tie(a, b)).collect()).collect();
                for k in 0..12 {
                    for a in 0..12 {
                        for b in 0..12 {
                            reach[a][b] |= reach[a][k] && reach[k][b];
                        }
                    }
                }
                reach
            };
            let (strong, weak) = (reach(&network), reach(&network.undirected()));
            let (by_strong, by_weak) = (strong_components(&network).of, weak_components(&network).of);
            for a in 0..12 {
                for b in 0..12 {
                    prop_assert_eq!(by_strong[a] == by_strong[b], strong[a][b] && strong[b][a]);
                    prop_assert_eq!(by_weak[a] == by_weak[b], weak[a][b]);
                }
            }
        }
    }
}
