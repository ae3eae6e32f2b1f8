//! Triangles of a network, each found once.
//!
//! The forward algorithm: ties point from the end with fewer partners to the one with more, and the rows of both ends of a tie
//! are merged (T. Schank and D. Wagner, "Finding, Counting and Listing All Triangles in Large Graphs", 2005). It takes time in
//! m^1.5 at most, whatever the largest degree.

use rayon::prelude::*;

use super::network::{Network, number};
use super::work::{Stopped, Work};

/// The ties of a network without their directions, each at the end with fewer partners.
pub(super) struct Forward {
    starts: Vec<usize>,
    /// The other ends, as ranks, ascending.
    ends: Vec<u32>,
    /// Which way each tie leads, seen from the end where it stands.
    ways: Vec<Ways>,
    /// The node of each rank; partners grow with rank.
    nodes: Vec<u32>,
}

/// Which ways the ties between two nodes lead, seen from the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ways(u8);

impl Ways {
    const OUT: u8 = 1;
    const IN: u8 = 2;

    pub(super) fn outgoing(self) -> bool {
        self.0 & Self::OUT != 0
    }

    pub(super) fn incoming(self) -> bool {
        self.0 & Self::IN != 0
    }
}

/// Three nodes with ties between any two.
pub(super) struct Triangle {
    pub(super) nodes: [u32; 3],
    /// Of the first to the second, the first to the third, the second to the third.
    pub(super) ways: [Ways; 3],
}

/// Partners of a node with the ways of the ties, ascending.
fn partners(network: &Network, node: u32) -> impl Iterator<Item = (u32, Ways)> + '_ {
    let (outgoing, incoming) = (network.outgoing(node), network.incoming(node));
    let (mut out, mut into) = (0, 0);
    std::iter::from_fn(move || {
        let (a, b) = (outgoing.get(out).copied(), incoming.get(into).copied());
        let least = a.into_iter().chain(b).min()?;
        let (is_out, is_in) = (a == Some(least), b == Some(least));
        out += usize::from(is_out);
        into += usize::from(is_in);
        Some((least, Ways(u8::from(is_out) * Ways::OUT + u8::from(is_in) * Ways::IN)))
    })
}

fn degree(network: &Network, node: u32) -> usize {
    if network.is_directed() { partners(network, node).count() } else { network.outgoing(node).len() }
}

impl Forward {
    pub(super) fn of(network: &Network) -> Self {
        let degrees: Vec<usize> =
            (0..number(network.nodes())).into_par_iter().map(|node| degree(network, node)).collect();
        let mut nodes: Vec<u32> = network.numbers().collect();
        nodes.sort_by_key(|node| degrees[*node as usize]);
        let mut ranks = vec![0; nodes.len()];
        for (rank, &node) in nodes.iter().enumerate() {
            ranks[node as usize] = number(rank);
        }
        let rows = |(chunk, some): (usize, &[u32])| {
            let (mut lengths, mut ties, mut row) = (Vec::new(), Vec::new(), Vec::new());
            for (rank, &node) in (chunk * ROWS..).zip(some) {
                row.extend(partners(network, node).map(|(other, ways)| (ranks[other as usize], ways)));
                row.retain(|(other, _)| *other as usize > rank);
                row.sort_unstable_by_key(|(other, _)| *other);
                lengths.push(row.len());
                ties.append(&mut row);
            }
            (lengths, ties)
        };
        let parts: Vec<_> = nodes.par_chunks(ROWS).enumerate().map(rows).collect();
        let (mut starts, mut ends, mut ways) = (vec![0], Vec::new(), Vec::new());
        for (lengths, ties) in parts {
            let mut end = ends.len();
            starts.extend(lengths.into_iter().map(|length| {
                end += length;
                end
            }));
            ends.extend(ties.iter().map(|(other, _)| *other));
            ways.extend(ties.iter().map(|(_, ways)| *ways));
        }
        Self { starts, ends, ways, nodes }
    }

    /// Folds the triangles of each chunk of nodes, on all threads; gives the chunks in order.
    pub(super) fn fold<T: Send>(
        &self,
        start: impl Fn() -> T + Sync,
        each: impl Fn(&mut T, &Triangle) + Sync,
        work: &Work<'_>,
    ) -> Result<Vec<T>, Stopped> {
        work.chunks(self.nodes.len(), self.nodes.len().div_ceil(CHUNKS), |ranks| {
            let mut made = start();
            ranks.for_each(|rank| self.at(rank, &mut |triangle| each(&mut made, triangle)));
            made
        })
    }

    /// Calls `each` with every triangle, on this thread.
    pub(super) fn each(&self, mut each: impl FnMut(&Triangle)) {
        (0..self.nodes.len()).for_each(|rank| self.at(rank, &mut each));
    }

    /// The triangles whose node of least rank is this one.
    fn at(&self, rank: usize, each: &mut impl FnMut(&Triangle)) {
        let row = self.starts[rank]..self.starts[rank + 1];
        let (ends, ways) = (&self.ends[row.clone()], &self.ways[row]);
        for (at, &second) in ends.iter().enumerate() {
            let row = self.starts[second as usize]..self.starts[second as usize + 1];
            let (others, other_ways) = (&self.ends[row.clone()], &self.ways[row]);
            let (mut a, mut b) = (at + 1, 0);
            while a < ends.len() && b < others.len() {
                let (one, other) = (ends[a], others[b]);
                if one == other {
                    let nodes = [rank, second as usize, one as usize].map(|rank| self.nodes[rank]);
                    each(&Triangle { nodes, ways: [ways[at], ways[a], other_ways[b]] });
                }
                a += usize::from(one <= other);
                b += usize::from(other <= one);
            }
        }
    }
}

/// Nodes whose rows one thread makes at a time.
const ROWS: usize = 4096;

/// Of triangles; more than there are processors, since nodes of many partners come last and take longest.
const CHUNKS: usize = 256;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::measure::network::Direction;
    use crate::measure::network::tests::some_ties;

    proptest! {
        #[test]
        fn each_triangle_once_with_its_ways(ties in some_ties(), directed: bool) {
            let direction = if directed { Direction::Directed } else { Direction::Undirected };
            let network = Network::of(12, &ties, direction).unwrap();
            let tied = |a, b| network.has_tie(a, b) || network.has_tie(b, a);
            let mut expected = 0;
            for a in 0..12 {
                for b in a + 1..12 {
                    expected += (b + 1..12).filter(|&c| tied(a, b) && tied(a, c) && tied(b, c)).count();
                }
            }
            let mut found = std::collections::BTreeSet::new();
            let mut wrong = 0;
            Forward::of(&network).each(|Triangle { nodes: [a, b, c], ways }| {
                let mut sorted = [*a, *b, *c];
                sorted.sort_unstable();
                wrong += usize::from(!found.insert(sorted));
                for (way, (from, to)) in ways.iter().zip([(*a, *b), (*a, *c), (*b, *c)]) {
                    wrong += usize::from(way.outgoing() != network.has_tie(from, to));
                    wrong += usize::from(way.incoming() != network.has_tie(to, from));
                }
            });
            prop_assert_eq!((found.len(), wrong), (expected, 0));
        }
    }
}
