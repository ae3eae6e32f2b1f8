//! `PageRank`: how often someone comes to a node who follows ties at random, and now and then begins anywhere.
//!
//! S. Brin and L. Page, "The anatomy of a large-scale hypertextual Web search engine", Computer Networks 30, 1998. Ranks are above 0
//! and add up to 1. A tie is followed in proportion to its weight, along its direction; from a node from which no tie leads one goes
//! anywhere.

use super::network::{Network, Weighing, number};
use super::number::real;
use super::work::{Stopped, Work};

/// How ties are followed, and how exactly.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PageRankOptions {
    /// How often a tie is followed rather than begun anew; from 0 to less than 1.
    pub damping: f64,
    /// How much a tie counts.
    pub weighing: Weighing,
    /// Ranks are exact when those of two rounds differ by less in all.
    pub tolerance: f64,
    /// After so many rounds they are given as they are.
    pub rounds: usize,
}

impl Default for PageRankOptions {
    fn default() -> Self {
        Self { damping: 0.85, weighing: Weighing::ByWeight, tolerance: 1e-12, rounds: 1000 }
    }
}

/// Ranks, and how exact they are.
#[derive(Debug, Clone, PartialEq)]
pub struct PageRanks {
    /// The rank of each node.
    pub nodes: Vec<f64>,
    /// By how much those of the last two rounds differ in all.
    pub change: f64,
}

/// The rank of every node.
///
/// # Errors
///
/// [`Stopped`] when the work was to end.
///
/// ```
/// use milieu::measure::network::{Direction, Network};
/// use milieu::measure::pagerank::{PageRankOptions, pagerank};
/// use milieu::measure::work::Work;
/// // 0 leads to 1, which leads nowhere: r0 = 0.15/2 + 0.85 r1/2, and the two are 1.
/// let network = Network::of(2, &[(0, 1, 1.0)], Direction::Directed).unwrap();
/// let ranks = pagerank(&network, PageRankOptions::default(), &Work::unwatched()).unwrap().nodes;
/// assert!((ranks[0] - 0.5 / 1.425).abs() < 1e-9);
/// ```
pub fn pagerank(network: &Network, options: PageRankOptions, work: &Work<'_>) -> Result<PageRanks, Stopped> {
    let network = network.weighed(options.weighing);
    let nodes = network.nodes();
    let strengths: Vec<f64> = network.numbers().map(|node| network.outgoing_weights(node).iter().sum()).collect();
    let mut ranks = vec![1.0 / real(nodes.max(1)); nodes];
    let mut change = 0.0;
    for round in 0..options.rounds {
        let parts = work.chunks(nodes, 4096, |range| {
            range
                .map(
                    |node| {
                        if strengths[node] > 0.0 { (ranks[node] / strengths[node], 0.0) } else { (0.0, ranks[node]) }
                    },
                )
                .collect::<Vec<_>>()
        })?;
        let handed = parts.concat();
        let anywhere: f64 = handed.iter().map(|(_, lost)| lost).sum();
        let base = (1.0 - options.damping + options.damping * anywhere) / real(nodes);
        let parts = work.chunks(nodes, 4096, |range| {
            let rank = |node: u32| {
                let comes = network.incoming(node).iter().zip(network.incoming_weights(node));
                base + options.damping * comes.map(|(from, weight)| handed[*from as usize].0 * weight).sum::<f64>()
            };
            range.map(number).map(rank).collect::<Vec<f64>>()
        })?;
        let new = parts.concat();
        change = ranks.iter().zip(&new).map(|(old, new)| (old - new).abs()).sum();
        ranks = new;
        work.step(round + 1, options.rounds);
        if change < options.tolerance {
            break;
        }
    }
    Ok(PageRanks { nodes: ranks, change })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::measure::network::Direction;
    use crate::measure::network::tests::{renamed, some_ties};

    fn found(network: &Network) -> Vec<f64> {
        let ranks = pagerank(network, PageRankOptions::default(), &Work::unwatched()).unwrap();
        assert!(ranks.change < 1e-12);
        ranks.nodes
    }

    /// By hand: of a ring everyone has a share; nobody is nobody.
    #[test]
    fn by_hand() {
        let ring: Vec<_> = (0..5).map(|node| (node, (node + 1) % 5, 2.0)).collect();
        assert_eq!(found(&Network::of(5, &ring, Direction::Directed).unwrap()), [0.2; 5]);
        assert_eq!(found(&Network::of(0, &[], Direction::Directed).unwrap()), [0.0; 0]);
    }

    proptest! {
        #[test]
        fn each_is_what_comes_to_it(ties in some_ties()) {
            let network = Network::of(12, &ties, Direction::Directed).unwrap();
            let ranks = found(&network);
            prop_assert!((ranks.iter().sum::<f64>() - 1.0).abs() < 1e-9);
            for to in 0..12 {
                let mut comes = 0.15 / 12.0;
                for from in 0..12 {
                    let all: f64 = network.outgoing_weights(from).iter().sum();
                    let own = network.outgoing(from).binary_search(&to).map_or(0.0, |at| network.outgoing_weights(from)[at]);
                    comes += 0.85 * ranks[from as usize] * if all > 0.0 { own / all } else { 1.0 / 12.0 };
                }
                prop_assert!((comes - ranks[to as usize]).abs() < 1e-9);
            }
            let after = found(&Network::of(12, &renamed(&ties), Direction::Directed).unwrap());
            prop_assert!((0..12).all(|node| (after[11 - node] - ranks[node]).abs() < 1e-9));
        }
    }
}
