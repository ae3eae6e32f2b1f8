//! Communities: a division of a network with many ties within and few between.
//!
//! Found by the method of Louvain (V. D. Blondel, J.-L. Guillaume, R. Lambiotte and E. Lefebvre, "Fast unfolding of communities in
//! large networks", Journal of Statistical Mechanics 2008, P10008), which raises modularity: the share of the weight of ties that
//! lies within communities, less what would lie there by chance (M. E. J. Newman, "Analysis of weighted networks", Physical Review E
//! 70, 2004, 056131). Modularity is from -1/2 to 1; `None` without ties. Directed ties count either way. Nodes are looked at in an
//! order of the seed, and again when a neighbour has gone elsewhere. The division is good, not the best there is, and the members
//! of a community need not hang together without others. A node without ties is a community.

use std::borrow::Cow;
use std::collections::VecDeque;

use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

use super::components::Components;
use super::network::{Direction, Network, Tie, Weighing};
use super::sample::random;
use super::work::{Stopped, Work};

/// What counts as a good division.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CommunityOptions {
    /// How much a tie counts.
    pub weighing: Weighing,
    /// What chance is multiplied by: above 1 for more and smaller communities.
    pub resolution: f64,
    /// What the random order begins with.
    pub seed: u64,
}

impl Default for CommunityOptions {
    fn default() -> Self {
        Self { weighing: Weighing::ByWeight, resolution: 1.0, seed: 1 }
    }
}

/// A division of a network.
#[derive(Debug, Clone, PartialEq)]
pub struct Communities {
    /// The community of each node; they are numbered from 0 by their lowest nodes.
    pub of: Vec<u32>,
    /// How many nodes each has.
    pub sizes: Vec<usize>,
    /// How good the division is.
    pub modularity: Option<f64>,
}

/// A node goes to another community if that raises modularity by more than this: less may be an error of rounding.
const LEAST_GAIN: f64 = 1e-12;

/// A good division of the network.
///
/// # Errors
///
/// [`Stopped`] when the work was to end.
///
/// ```
/// use milieu::measure::communities::{CommunityOptions, communities};
/// use milieu::measure::network::{Direction, Network};
/// use milieu::measure::work::Work;
/// // Two triangles, and a tie between them: 6 of 7 ties within, (7/14)^2 twice by chance.
/// let ties = [(0, 1), (1, 2), (0, 2), (3, 4), (4, 5), (3, 5), (2, 3)].map(|(a, b)| (a, b, 1.0));
/// let network = Network::of(6, &ties, Direction::Undirected).unwrap();
/// let found = communities(&network, CommunityOptions::default(), &Work::unwatched()).unwrap();
/// assert_eq!(found.of, [0, 0, 0, 1, 1, 1]);
/// assert!((found.modularity.unwrap() - (6.0 / 7.0 - 0.5)).abs() < 1e-12);
/// ```
pub fn communities(network: &Network, options: CommunityOptions, work: &Work<'_>) -> Result<Communities, Stopped> {
    let network = network.weighed(options.weighing);
    let network = network.undirected();
    let mut rng = random(options.seed, 0);
    let mut of: Vec<u32> = network.numbers().collect();
    let mut level = Level { loops: vec![0.0; network.nodes()], network: Cow::Borrowed(&network) };
    loop {
        let parts = level.moved(options.resolution, &mut rng, work)?;
        let parts = Components::numbered(&parts);
        if parts.sizes.len() == level.network.nodes() {
            break;
        }
        of = of.into_iter().map(|community| parts.of[community as usize]).collect();
        level = level.joined(&parts);
    }
    let Components { of, sizes } = Components::numbered(&of);
    let modularity = modularity(&network, &of, options.resolution);
    Ok(Communities { of, sizes, modularity })
}

/// The modularity of a division, by the community of each node; `None` without ties.
///
/// Directed ties count either way.
///
/// ```
/// use milieu::measure::communities::modularity;
/// use milieu::measure::network::{Direction, Network};
/// let network = Network::of(3, &[(0, 1, 1.0), (1, 2, 1.0)], Direction::Undirected).unwrap();
/// assert_eq!(modularity(&network, &[0, 0, 0], 1.0), Some(0.0));
/// assert_eq!(modularity(&network, &[4, 4, 7], 1.0), Some(1.0 / 2.0 - 9.0 / 16.0 - 1.0 / 16.0));
/// ```
pub fn modularity(network: &Network, of: &[u32], resolution: f64) -> Option<f64> {
    let mut strengths = vec![0.0; of.iter().max().map_or(0, |most| *most as usize + 1)];
    let (mut within, mut all) = (0.0, 0.0);
    for (from, to, weight) in network.all_ties() {
        let (one, other) = (of[from as usize] as usize, of[to as usize] as usize);
        all += weight;
        within += if one == other { weight } else { 0.0 };
        strengths[one] += weight;
        strengths[other] += weight;
    }
    let by_chance: f64 = strengths.iter().map(|strength| (strength / (2.0 * all)).powi(2)).sum();
    (all > 0.0).then(|| within / all - resolution * by_chance)
}

/// A network whose nodes are the communities of the one before.
struct Level<'a> {
    network: Cow<'a, Network>,
    /// The weight of the ties within each node.
    loops: Vec<f64>,
}

impl Level<'_> {
    /// The community of each node after every node went where it raises modularity most, until none does.
    fn moved(&self, resolution: f64, rng: &mut ChaCha8Rng, work: &Work<'_>) -> Result<Vec<u32>, Stopped> {
        let network = &*self.network;
        let nodes = network.nodes();
        let weights = |node: u32| network.outgoing_weights(node).iter().sum::<f64>() + 2.0 * self.loops[node as usize];
        let strengths: Vec<f64> = network.numbers().map(weights).collect();
        // Twice the weight of all ties: gains below are in half of it.
        let all: f64 = strengths.iter().sum();
        let mut totals = strengths.clone();
        let mut of: Vec<u32> = network.numbers().collect();
        let mut order: Vec<u32> = network.numbers().collect();
        order.shuffle(rng);
        let (mut waiting, mut waits) = (VecDeque::from(order), vec![true; nodes]);
        let (mut shared, mut met) = (vec![0.0; nodes], Vec::new());
        let mut looked = 0_usize;
        while let Some(node) = waiting.pop_front() {
            looked += 1;
            if looked.is_multiple_of(4096) {
                work.check()?;
                work.step(nodes - waiting.len().min(nodes), nodes);
            }
            waits[node as usize] = false;
            let (own, strength) = (of[node as usize], strengths[node as usize]);
            for (&other, &weight) in network.outgoing(node).iter().zip(network.outgoing_weights(node)) {
                let community = of[other as usize];
                if shared[community as usize] == 0.0 {
                    met.push(community);
                }
                shared[community as usize] += weight;
            }
            totals[own as usize] -= strength;
            let gain =
                |community: u32| shared[community as usize] - resolution * strength * totals[community as usize] / all;
            let (mut best, mut most) = (own, gain(own) + LEAST_GAIN * all);
            for &community in &met {
                let gain = gain(community);
                if gain > most {
                    (best, most) = (community, gain);
                }
            }
            totals[best as usize] += strength;
            for community in met.drain(..) {
                shared[community as usize] = 0.0;
            }
            if best != own {
                of[node as usize] = best;
                for &other in network.outgoing(node) {
                    if of[other as usize] != best && !waits[other as usize] {
                        waits[other as usize] = true;
                        waiting.push_back(other);
                    }
                }
            }
        }
        Ok(of)
    }

    /// The network of the communities.
    fn joined(&self, parts: &Components) -> Level<'static> {
        let mut loops = vec![0.0; parts.sizes.len()];
        for (part, own) in parts.of.iter().zip(&self.loops) {
            loops[*part as usize] += own;
        }
        let mut ties: Vec<Tie> = Vec::new();
        for (from, to, weight) in self.network.all_ties() {
            let (one, other) = (parts.of[from as usize], parts.of[to as usize]);
            if one == other {
                loops[one as usize] += weight;
            } else {
                ties.push((one.min(other), one.max(other), weight));
            }
        }
        let network = Network::of_checked(parts.sizes.len(), &ties, Direction::Undirected);
        Level { network: Cow::Owned(network), loops }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::measure::network::tests::{plain, some_ties};

    /// Thirty cliques of five in a ring: one more or fewer in a community and modularity falls, so that they come in pairs
    /// (S. Fortunato and M. Barthélemy, "Resolution limit in community detection", PNAS 104, 2007); at a higher resolution alone.
    #[test]
    fn ring_of_cliques() {
        let clique = |first: u32| (first..first + 5).flat_map(move |a| (first..a).map(move |b| (a, b)));
        let ties = (0..30).flat_map(|place| clique(place * 5).chain([(place * 5, (place + 1) % 30 * 5 + 1)]));
        let network = plain(150, &ties.collect::<Vec<_>>(), Direction::Undirected);
        let of = |resolution| {
            let options = CommunityOptions { resolution, ..CommunityOptions::default() };
            communities(&network, options, &Work::unwatched()).unwrap()
        };
        let alone = of(3.0);
        assert_eq!((alone.sizes.len(), alone.sizes[0]), (30, 5));
        let alone = modularity(&network, &alone.of, 1.0).unwrap();
        assert!((alone - (300.0 / 330.0 - 1.0 / 30.0)).abs() < 1e-12);
        assert!(of(1.0).modularity.unwrap() > alone);
        assert_eq!(of(1.0), of(1.0));
    }

    proptest! {
        #[test]
        fn modularity_is_the_double_sum(ties in some_ties(), of in prop::collection::vec(0u32..4, 12), resolution in 0.5f64..2.0) {
            let network = Network::of(12, &ties, Direction::Undirected).unwrap();
            let weight = |a: u32, b: u32| network.outgoing(a).binary_search(&b).map_or(0.0, |at| network.outgoing_weights(a)[at]);
            let strength = |a: u32| network.outgoing_weights(a).iter().sum::<f64>();
            let all: f64 = (0..12).map(strength).sum();
            let pairs = (0..12).flat_map(|a| (0..12).map(move |b| (a, b))).filter(|(a, b)| of[*a as usize] == of[*b as usize]);
            let sum = pairs.map(|(a, b)| weight(a, b) - resolution * strength(a) * strength(b) / all).sum::<f64>() / all;
            match modularity(&network, &of, resolution) {
                None => prop_assert_eq!(network.ties(), 0),
                Some(found) => prop_assert!((found - sum).abs() < 1e-9),
            }
        }

        #[test]
        fn no_two_are_better_as_one(ties in some_ties(), seed: u64) {
            let network = Network::of(12, &ties, Direction::Undirected).unwrap();
            let found = communities(&network, CommunityOptions { seed, ..CommunityOptions::default() }, &Work::unwatched()).unwrap();
            prop_assert_eq!(found.sizes.iter().sum::<usize>(), 12);
            for one in 0..12 {
                for other in 0..one {
                    let joined: Vec<u32> = found.of.iter().map(|of| if *of == one { other } else { *of }).collect();
                    let better = modularity(&network, &joined, 1.0).zip(found.modularity).is_some_and(|(joined, found)| joined > found + 1e-9);
                    prop_assert!(!better, "{found:?}: {one} and {other}");
                }
            }
        }
    }
}
