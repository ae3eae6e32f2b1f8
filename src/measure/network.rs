//! A network: nodes numbered from 0, and ties between them with weights, as compressed sparse rows.
//!
//! Every measure of networks takes one. A tie from a node to itself is left out; parallel ties are one tie, their weights added;
//! a tie of weight 0 is none. [`LeftOut`] counts all three. In an undirected network each tie stands in the rows of both its ends.

mod rows;

use std::borrow::Cow;
use std::ops::Range;

use super::number::real;
use rows::Rows;

/// A node, its partner, and the weight of the tie: above 0, in a unit of the caller's.
pub type Tie = (u32, u32, f64);

/// Whether ties lead from one end to the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// A tie leads from its first end to its second.
    Directed,
    /// A tie has no direction.
    Undirected,
}

/// How much a tie counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weighing {
    /// One, whatever its weight.
    Equal,
    /// Its weight.
    ByWeight,
}

/// What of the given ties the network does not hold as a tie of its own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Ties from a node to itself.
    pub self_ties: usize,
    /// Ties whose weight was added to that of an earlier tie between the same ends.
    pub parallel_ties: usize,
    /// Ties of weight 0.
    pub weightless_ties: usize,
}

/// Why ties do not make a network.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum NotANetwork {
    /// An end is not among the nodes.
    #[error("tie {tie} ends at node {node}, and there are {nodes}")]
    NoSuchNode {
        /// The tie, by its place from 0.
        tie: usize,
        /// The end.
        node: u32,
        /// How many nodes there are.
        nodes: usize,
    },
    /// A weight is negative or not finite.
    #[error("tie {tie} from {from} to {to} weighs {weight}")]
    NoWeight {
        /// The tie, by its place from 0.
        tie: usize,
        /// Its first end.
        from: u32,
        /// Its second end.
        to: u32,
        /// The weight as given.
        weight: f64,
    },
    /// The weights add up to more than a number can hold.
    #[error("the weights of the ties add up to more than a number can hold")]
    TooHeavy,
    /// The nodes cannot be numbered by `u32`.
    #[error("{nodes} nodes are more than can be numbered")]
    TooLarge {
        /// How many nodes were asked for.
        nodes: usize,
    },
}

/// Nodes and ties; see the [module](self).
#[derive(Debug, Clone, PartialEq)]
pub struct Network {
    direction: Direction,
    out: Rows,
    /// The ties by their second end, where they have a direction.
    into: Option<Rows>,
    left_out: LeftOut,
}

impl Network {
    /// The network of `nodes` nodes with these ties.
    ///
    /// # Errors
    ///
    /// [`NotANetwork`] names the first tie with an end that is no node, or with a weight that is negative or not finite; or says
    /// that nodes are too many or weights too large.
    ///
    /// ```
    /// use milieu::measure::network::{Direction, Network};
    /// let ties = [(0, 1, 1.0), (1, 0, 2.0), (1, 2, 1.0), (2, 2, 1.0)];
    /// let network = Network::of(4, &ties, Direction::Undirected)?;
    /// assert_eq!((network.nodes(), network.ties()), (4, 2));
    /// assert_eq!((network.outgoing(1), network.outgoing_weights(1)), (&[0, 2][..], &[3.0, 1.0][..]));
    /// assert_eq!((network.left_out().self_ties, network.left_out().parallel_ties), (1, 1));
    /// # Ok::<(), milieu::measure::network::NotANetwork>(())
    /// ```
    pub fn of(nodes: usize, ties: &[Tie], direction: Direction) -> Result<Self, NotANetwork> {
        if u32::try_from(nodes).is_err() {
            return Err(NotANetwork::TooLarge { nodes });
        }
        let mut left_out = LeftOut::default();
        let mut kept = Vec::with_capacity(ties.len());
        for (tie, &(from, to, weight)) in ties.iter().enumerate() {
            if let Some(&node) = [from, to].iter().find(|node| **node as usize >= nodes) {
                return Err(NotANetwork::NoSuchNode { tie, node, nodes });
            }
            if !weight.is_finite() || weight < 0.0 {
                return Err(NotANetwork::NoWeight { tie, from, to, weight });
            }
            left_out.self_ties += usize::from(from == to);
            left_out.weightless_ties += usize::from(from != to && weight == 0.0);
            if from != to && weight > 0.0 {
                kept.push((from, to, weight));
            }
        }
        if !(2.0 * kept.iter().map(|tie| tie.2).sum::<f64>()).is_finite() {
            return Err(NotANetwork::TooHeavy);
        }
        let network = Self::of_checked(nodes, &kept, direction);
        left_out.parallel_ties = ties.len() - left_out.self_ties - left_out.weightless_ties - network.ties();
        Ok(Self { left_out, ..network })
    }

    /// Of ties that are known to be ties.
    pub(super) fn of_checked(nodes: usize, ties: &[Tie], direction: Direction) -> Self {
        let left_out = LeftOut::default();
        if direction == Direction::Directed {
            let out = Rows::of(nodes, ties);
            let into = Some(out.turned());
            return Self { direction, out, into, left_out };
        }
        // Both ways beside each other, so that both rows add parallel ties in the same order.
        let both: Vec<Tie> =
            ties.iter().flat_map(|&(one, other, weight)| [(one, other, weight), (other, one, weight)]).collect();
        Self { direction, out: Rows::of(nodes, &both), into: None, left_out }
    }

    /// The undirected network of n-ary linkages: `ends` are pairs of a linkage and a node, and each pair of the n distinct ends
    /// of a linkage is a tie of weight 1/(n - 1), so that an actor's ties in one linkage add up to 1 (M. E. J. Newman,
    /// "Scientific collaboration networks. II", Physical Review E 64, 2001, 016132).
    ///
    /// A linkage with one end makes no tie. Memory grows with the square of the ends of a linkage.
    ///
    /// # Errors
    ///
    /// [`NotANetwork::NoSuchNode`] names the first pair of `ends` whose node is not among the nodes.
    ///
    /// ```
    /// use milieu::measure::network::Network;
    /// let network = Network::of_linkages(4, &[(0, 0), (0, 1), (0, 2), (1, 0), (1, 2)])?;
    /// assert_eq!((network.outgoing(0), network.outgoing_weights(0)), (&[1, 2][..], &[0.5, 1.5][..]));
    /// # Ok::<(), milieu::measure::network::NotANetwork>(())
    /// ```
    pub fn of_linkages(nodes: usize, ends: &[(u32, u32)]) -> Result<Self, NotANetwork> {
        if let Some(tie) = ends.iter().position(|&(_, node)| node as usize >= nodes) {
            return Err(NotANetwork::NoSuchNode { tie, node: ends[tie].1, nodes });
        }
        let mut ends = ends.to_vec();
        ends.sort_unstable();
        ends.dedup();
        let mut ties = Vec::new();
        for linkage in ends.chunk_by(|a, b| a.0 == b.0) {
            let weight = 1.0 / real(linkage.len().saturating_sub(1).max(1));
            for (at, &(_, one)) in linkage.iter().enumerate() {
                ties.extend(linkage[at + 1..].iter().map(|&(_, other)| (one, other, weight)));
            }
        }
        Self::of(nodes, &ties, Direction::Undirected)
    }

    /// How many nodes there are.
    pub fn nodes(&self) -> usize {
        self.out.starts.len() - 1
    }

    /// How many ties there are: pairs of nodes, ordered where ties have a direction.
    pub fn ties(&self) -> usize {
        if self.is_directed() { self.out.nodes.len() } else { self.out.nodes.len() / 2 }
    }

    /// Whether ties have a direction.
    pub fn is_directed(&self) -> bool {
        self.direction == Direction::Directed
    }

    /// What of the given ties is not a tie of its own.
    pub fn left_out(&self) -> LeftOut {
        self.left_out
    }

    /// Where the ties from `node` lead, ascending.
    pub fn outgoing(&self, node: u32) -> &[u32] {
        &self.out.nodes[self.out.row(node)]
    }

    /// The weights of the ties from `node`, beside [`outgoing`](Self::outgoing).
    pub fn outgoing_weights(&self, node: u32) -> &[f64] {
        &self.out.weights[self.out.row(node)]
    }

    /// Where the ties to `node` come from, ascending; the same as [`outgoing`](Self::outgoing) in an undirected network.
    pub fn incoming(&self, node: u32) -> &[u32] {
        let rows = self.into.as_ref().unwrap_or(&self.out);
        &rows.nodes[rows.row(node)]
    }

    /// The weights of the ties to `node`, beside [`incoming`](Self::incoming).
    pub fn incoming_weights(&self, node: u32) -> &[f64] {
        let rows = self.into.as_ref().unwrap_or(&self.out);
        &rows.weights[rows.row(node)]
    }

    /// Whether a tie leads from `from` to `to`.
    pub fn has_tie(&self, from: u32, to: u32) -> bool {
        self.outgoing(from).binary_search(&to).is_ok()
    }

    /// Every tie once; in an undirected network with the lower node first.
    pub fn all_ties(&self) -> impl Iterator<Item = Tie> + '_ {
        let arcs = self.numbers().flat_map(|from| {
            self.outgoing(from).iter().zip(self.outgoing_weights(from)).map(move |(&to, &weight)| (from, to, weight))
        });
        arcs.filter(|&(from, to, _)| self.is_directed() || from < to)
    }

    /// The numbers of the nodes.
    pub fn numbers(&self) -> Range<u32> {
        0..number(self.nodes())
    }

    /// The network without directions: a tie between two nodes weighs what the ties both ways weigh together.
    ///
    /// An undirected network is as it was.
    pub fn undirected(&self) -> Cow<'_, Self> {
        if !self.is_directed() {
            return Cow::Borrowed(self);
        }
        let both = Self::of_checked(self.nodes(), &self.all_ties().collect::<Vec<_>>(), Direction::Undirected);
        Cow::Owned(Self { left_out: self.left_out, ..both })
    }

    /// The network with the weights that count: each tie weighs 1 where all count the same.
    pub fn weighed(&self, weighing: Weighing) -> Cow<'_, Self> {
        if weighing == Weighing::ByWeight {
            return Cow::Borrowed(self);
        }
        let mut equal = self.clone();
        equal.out.weights.fill(1.0);
        if let Some(into) = &mut equal.into {
            into.weights.fill(1.0);
        }
        Cow::Owned(equal)
    }
}

/// The number of a node.
pub(super) fn number(node: usize) -> u32 {
    u32::try_from(node).expect("nodes are numbered by u32")
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The network with ties of weight 1.
    pub(in crate::measure) fn plain(nodes: usize, ties: &[(u32, u32)], direction: Direction) -> Network {
        let ties: Vec<Tie> = ties.iter().map(|&(from, to)| (from, to, 1.0)).collect();
        Network::of(nodes, &ties, direction).unwrap()
    }

    /// Twelve nodes at most, and ties among them.
    pub(in crate::measure) fn some_ties() -> impl Strategy<Value = Vec<Tie>> {
        prop::collection::vec((0u32..12, 0u32..12, 0.5f64..3.0), 0..40)
    }

    /// The ties after every node was given the number 11 less its own.
    pub(in crate::measure) fn renamed(ties: &[Tie]) -> Vec<Tie> {
        ties.iter().map(|&(from, to, weight)| (11 - from, 11 - to, weight)).collect()
    }

    #[test]
    fn what_is_no_tie_is_named() {
        let of = |ties: &[Tie]| Network::of(2, ties, Direction::Directed).unwrap_err().to_string();
        assert_eq!(of(&[(0, 1, 1.0), (0, 2, 1.0)]), "tie 1 ends at node 2, and there are 2");
        assert_eq!(of(&[(0, 1, -1.0)]), "tie 0 from 0 to 1 weighs -1");
        assert_eq!(of(&[(0, 1, f64::NAN)]), "tie 0 from 0 to 1 weighs NaN");
        assert_eq!(Network::of(2, &[(0, 1, f64::MAX)], Direction::Directed), Err(NotANetwork::TooHeavy));
        let linkages = Network::of_linkages(2, &[(7, 0), (7, 5)]).unwrap_err().to_string();
        assert_eq!(linkages, "tie 1 ends at node 5, and there are 2");
    }

    #[test]
    fn directions() {
        let network =
            Network::of(4, &[(2, 0, 1.0), (0, 1, 2.0), (1, 0, 4.0), (0, 1, 1.0), (0, 3, 0.0)], Direction::Directed);
        let network = network.unwrap();
        assert_eq!((network.outgoing(0), network.outgoing_weights(0)), (&[1][..], &[3.0][..]));
        assert_eq!((network.incoming(0), network.incoming_weights(0)), (&[1, 2][..], &[4.0, 1.0][..]));
        assert!(network.has_tie(2, 0) && !network.has_tie(0, 2));
        assert_eq!(network.left_out(), LeftOut { self_ties: 0, parallel_ties: 1, weightless_ties: 1 });
        let both = network.undirected();
        assert_eq!(both.all_ties().collect::<Vec<_>>(), [(0, 1, 7.0), (0, 2, 1.0)]);
        assert_eq!((network.ties(), both.ties()), (3, 2));
    }

    #[test]
    fn nobody() {
        let network = plain(0, &[], Direction::Undirected);
        assert_eq!((network.nodes(), network.ties(), network.all_ties().count()), (0, 0, 0));
    }

    proptest! {
        #[test]
        fn rows_hold_what_a_map_holds(ties in some_ties(), directed: bool) {
            let direction = if directed { Direction::Directed } else { Direction::Undirected };
            let network = Network::of(12, &ties, direction).unwrap();
            let mut map = std::collections::BTreeMap::new();
            for &(from, to, weight) in ties.iter().filter(|tie| tie.0 != tie.1) {
                let ends = if directed { (from, to) } else { (from.min(to), from.max(to)) };
                *map.entry(ends).or_insert(0.0) += weight;
            }
            let expected: Vec<Tie> = map.into_iter().map(|((from, to), weight)| (from, to, weight)).collect();
            prop_assert_eq!(network.all_ties().collect::<Vec<_>>(), expected);
            for node in 0..12 {
                prop_assert!(network.incoming(node).iter().all(|&from| network.has_tie(from, node)));
            }
        }
    }
}
