//! Small worlds: much more clustered than a random network, and hardly longer to cross.
//!
//! D. J. Watts and S. H. Strogatz, "Collective dynamics of 'small-world' networks", Nature 393, 1998. Transitivity is three times the
//! triangles by the pairs of ties that meet; a node's clustering the share of the pairs of its partners that are tied; both from 0
//! to 1. Sigma is (C/C random)/(L/L random), with transitivity for C and the mean shortest path for L (M. D. Humphries and K. Gurney,
//! "Network 'Small-World-Ness'", `PLoS` ONE 3(4), 2008): above 1 in a small world. Directions and weights are left aside.

mod mean_path;
mod random_network;

pub use mean_path::{MeanPath, PathOptions, mean_path};

use std::sync::atomic::{AtomicUsize, Ordering};

use super::network::Network;
use super::number::real;
use super::triangles::{Forward, Triangle};
use super::work::{Stopped, Work};

/// How far partners are tied to each other.
#[derive(Debug, Clone, PartialEq)]
pub struct Clustering {
    /// Triangles by pairs of ties that meet, times three; `None` where no two ties meet.
    pub transitivity: Option<f64>,
    /// The share of pairs of partners that are tied, of each node; `None` for one with fewer than two partners.
    pub nodes: Vec<Option<f64>>,
    /// The mean over all nodes, 0 for those that have none of their own; `None` without nodes.
    pub mean: Option<f64>,
}

/// The clustering of every node and of the whole.
///
/// # Errors
///
/// [`Stopped`] when the work was to end.
///
/// ```
/// use milieu::measure::network::{Direction, Network};
/// use milieu::measure::small_world::clustering;
/// use milieu::measure::work::Work;
/// let network = Network::of(4, &[(0, 1, 1.0), (1, 2, 1.0), (0, 2, 1.0), (2, 3, 1.0)], Direction::Undirected).unwrap();
/// let found = clustering(&network, &Work::unwatched()).unwrap();
/// assert_eq!((found.transitivity, found.nodes[2], found.nodes[3]), (Some(0.6), Some(1.0 / 3.0), None));
/// ```
pub fn clustering(network: &Network, work: &Work<'_>) -> Result<Clustering, Stopped> {
    work.check()?;
    let network = network.undirected();
    let triangles: Vec<AtomicUsize> = network.numbers().map(|_| AtomicUsize::new(0)).collect();
    let count = |(): &mut (), triangle: &Triangle| {
        for node in triangle.nodes {
            triangles[node as usize].fetch_add(1, Ordering::Relaxed);
        }
    };
    Forward::of(&network).fold(|| (), count, work)?;
    let (mut closed, mut met) = (0, 0);
    let nodes = network.numbers().zip(triangles).map(|(node, triangles)| {
        let (partners, triangles) = (network.outgoing(node).len(), triangles.into_inner());
        let pairs = partners * partners.saturating_sub(1) / 2;
        closed += triangles;
        met += pairs;
        (pairs > 0).then(|| real(triangles) / real(pairs))
    });
    let nodes: Vec<Option<f64>> = nodes.collect();
    let mean = (!nodes.is_empty()).then(|| nodes.iter().flatten().sum::<f64>() / real(nodes.len()));
    Ok(Clustering { transitivity: (met > 0).then(|| real(closed) / real(met)), nodes, mean })
}

/// What a random network has in common with the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alike {
    /// The number of partners of every node: ends of ties are exchanged, ten times as often as there are ties.
    Degrees,
    /// The number of nodes and of ties.
    Ties,
}

/// What a network is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SmallWorldOptions {
    /// What random networks have in common with it.
    pub alike: Alike,
    /// How many there are.
    pub networks: usize,
    /// How paths are followed, in them too.
    pub paths: PathOptions,
    /// What their random numbers begin with.
    pub seed: u64,
}

impl Default for SmallWorldOptions {
    fn default() -> Self {
        Self { alike: Alike::Degrees, networks: 10, paths: PathOptions::default(), seed: 1 }
    }
}

/// A network beside random ones.
#[derive(Debug, Clone, PartialEq)]
pub struct SmallWorld {
    /// Its transitivity.
    pub transitivity: Option<f64>,
    /// Its mean shortest path.
    pub path: MeanPath,
    /// The mean transitivity of the random networks.
    pub random_transitivity: Option<f64>,
    /// The mean of the mean shortest paths of the random networks.
    pub random_path: Option<f64>,
    /// (transitivity/random)/(path/random); `None` where one of them is not there or 0.
    pub sigma: Option<f64>,
}

/// How clustered a network is and how long to cross, beside random networks.
///
/// # Errors
///
/// [`Stopped`] when the work was to end.
///
/// ```
/// use milieu::measure::network::{Direction, Network};
/// use milieu::measure::small_world::{SmallWorldOptions, small_world};
/// use milieu::measure::work::Work;
/// // A ring in which everyone is tied to the two on either side.
/// let ring: Vec<_> = (0..40).flat_map(|a| [(a, (a + 1) % 40, 1.0), (a, (a + 2) % 40, 1.0)]).collect();
/// let network = Network::of(40, &ring, Direction::Undirected).unwrap();
/// let found = small_world(&network, SmallWorldOptions::default(), &Work::unwatched()).unwrap();
/// assert_eq!(found.transitivity, Some(0.5));
/// assert!(found.sigma.unwrap() > 1.0);
/// ```
pub fn small_world(network: &Network, options: SmallWorldOptions, work: &Work<'_>) -> Result<SmallWorld, Stopped> {
    let network = network.undirected();
    let (mut transitivities, mut paths) = (Vec::new(), Vec::new());
    for stream in 0..options.networks {
        let random = random_network::alike(&network, options.alike, options.seed, stream as u64, work)?;
        transitivities.extend(clustering(&random, work)?.transitivity);
        paths.extend(mean_path(&random, options.paths, work)?.mean);
    }
    let mean = |values: &[f64]| (!values.is_empty()).then(|| values.iter().sum::<f64>() / real(values.len()));
    let (random_transitivity, random_path) = (mean(&transitivities), mean(&paths));
    let (transitivity, path) = (clustering(&network, work)?.transitivity, mean_path(&network, options.paths, work)?);
    let ratio = |found: Option<f64>, random: Option<f64>| {
        let (found, random) = (found?, random.filter(|random| *random > 0.0)?);
        Some(found / random)
    };
    let sigma = ratio(ratio(transitivity, random_transitivity), ratio(path.mean, random_path));
    Ok(SmallWorld { transitivity, path, random_transitivity, random_path, sigma })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::measure::network::Direction;
    use crate::measure::network::tests::{plain, renamed, some_ties};

    /// By hand: two triangles that share a tie; 2 triangles, 1 + 3 + 1 + 3 pairs of ties that meet.
    #[test]
    fn by_hand() {
        let network = plain(5, &[(0, 1), (1, 2), (2, 3), (3, 0), (1, 3), (3, 1)], Direction::Directed);
        let found = clustering(&network, &Work::unwatched()).unwrap();
        assert_eq!(found.transitivity, Some(6.0 / 8.0));
        assert_eq!(found.nodes, [Some(1.0), Some(2.0 / 3.0), Some(1.0), Some(2.0 / 3.0), None]);
        assert!((found.mean.unwrap() - (2.0 + 4.0 / 3.0) / 5.0).abs() < 1e-12);
        assert_eq!(clustering(&plain(0, &[], Direction::Directed), &Work::unwatched()).unwrap().mean, None);
    }

    proptest! {
        #[test]
        fn relabelling_changes_nothing(ties in some_ties()) {
            let of = |ties: &[_]| clustering(&Network::of(12, ties, Direction::Directed).unwrap(), &Work::unwatched()).unwrap();
            let (before, mut after) = (of(&ties), of(&renamed(&ties)));
            after.nodes.reverse();
            prop_assert_eq!((before.transitivity, before.nodes), (after.transitivity, after.nodes));
        }
    }
}
