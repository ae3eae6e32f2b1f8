//! How many steps lie between two nodes.

use super::super::network::Network;
use super::super::number::real;
use super::super::sample::some_nodes;
use super::super::work::{Stopped, Work};

/// From where paths are followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PathOptions {
    /// A network of more nodes than this is sampled.
    pub exact_up_to: usize,
    /// From how many nodes paths are followed where the network is sampled.
    pub sources: usize,
    /// What the random choice begins with.
    pub seed: u64,
}

impl Default for PathOptions {
    fn default() -> Self {
        Self { exact_up_to: 50_000, sources: 4_096, seed: 1 }
    }
}

/// The mean of the shortest paths.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MeanPath {
    /// Steps, 1 at least; `None` where no node reaches another.
    pub mean: Option<f64>,
    /// The standard error of the mean, where paths were followed from a sample; from the means of 64 sources each.
    pub standard_error: Option<f64>,
    /// The share of ordered pairs, among those that were looked at, in which one reaches the other; `None` below two nodes.
    pub reached: Option<f64>,
    /// From how many nodes paths were followed.
    pub sources: usize,
}

/// The mean shortest path over all ordered pairs of nodes of which one reaches the other, along the directions of ties.
///
/// Sixty-four sources are followed at a time, a bit for each (M. Then and others, "The More the Merrier: Efficient Multi-Source Graph
/// Traversal", VLDB 2014).
///
/// # Errors
///
/// [`Stopped`] when the work was to end.
///
/// ```
/// use milieu::measure::network::{Direction, Network};
/// use milieu::measure::small_world::{PathOptions, mean_path};
/// use milieu::measure::work::Work;
/// // A path of three, and one apart.
/// let network = Network::of(4, &[(0, 1, 1.0), (1, 2, 1.0)], Direction::Undirected).unwrap();
/// let found = mean_path(&network, PathOptions::default(), &Work::unwatched()).unwrap();
/// assert_eq!((found.mean, found.reached), (Some(8.0 / 6.0), Some(0.5)));
/// ```
pub fn mean_path(network: &Network, options: PathOptions, work: &Work<'_>) -> Result<MeanPath, Stopped> {
    let nodes = network.nodes();
    let sources = if nodes <= options.exact_up_to { nodes } else { options.sources };
    let sources = some_nodes(nodes, sources, options.seed);
    let parts = work.chunks(sources.len(), 64, |range| steps_and_pairs(network, &sources[range]))?;
    let steps: usize = parts.iter().map(|(steps, _)| steps).sum();
    let pairs: usize = parts.iter().map(|(_, pairs)| pairs).sum();
    let (n, k) = (real(nodes), real(sources.len()));
    let means: Vec<f64> =
        parts.iter().filter(|part| part.1 > 0).map(|(steps, pairs)| real(*steps) / real(*pairs)).collect();
    let count = real(means.len());
    let standard_error = (sources.len() < nodes && means.len() > 1).then(|| {
        let mean = means.iter().sum::<f64>() / count;
        let variance = means.iter().map(|one| (one - mean).powi(2)).sum::<f64>() / (count - 1.0);
        (variance / count * (1.0 - k / n)).sqrt()
    });
    Ok(MeanPath {
        mean: (pairs > 0).then(|| real(steps) / real(pairs)),
        standard_error,
        reached: (nodes > 1 && k > 0.0).then(|| real(pairs) / (k * (n - 1.0))),
        sources: sources.len(),
    })
}

/// The steps from 64 sources at most to all that they reach, and how many pairs those are.
fn steps_and_pairs(network: &Network, sources: &[u32]) -> (usize, usize) {
    let nodes = network.nodes();
    let (mut seen, mut at, mut next) = (vec![0_u64; nodes], vec![0_u64; nodes], vec![0_u64; nodes]);
    for (bit, &source) in sources.iter().enumerate() {
        seen[source as usize] |= 1 << bit;
        at[source as usize] |= 1 << bit;
    }
    let (mut steps, mut pairs) = (0, 0);
    for step in 1.. {
        for node in network.numbers() {
            let bits = at[node as usize];
            if bits != 0 {
                for &other in network.outgoing(node) {
                    next[other as usize] |= bits;
                }
            }
        }
        let mut new_pairs = 0;
        for ((at, next), seen) in at.iter_mut().zip(&mut next).zip(&mut seen) {
            *at = std::mem::take(next) & !*seen;
            *seen |= *at;
            new_pairs += at.count_ones() as usize;
        }
        if new_pairs == 0 {
            break;
        }
        steps += step * new_pairs;
        pairs += new_pairs;
    }
    (steps, pairs)
}

#[cfg(test)]
mod tests {
    use super::super::super::network::Direction;
    use super::super::super::network::tests::plain;
    use super::*;

    /// By hand: along a directed ring of 200 one goes 1 to 199 steps, 100 in the mean.
    #[test]
    fn along_a_ring() {
        let network =
            plain(200, &(0..200).map(|node| (node, (node + 1) % 200)).collect::<Vec<_>>(), Direction::Directed);
        let of = |options| mean_path(&network, options, &Work::unwatched()).unwrap();
        let all = of(PathOptions::default());
        assert_eq!((all.mean, all.standard_error, all.reached), (Some(100.0), None, Some(1.0)));
        let some = of(PathOptions { exact_up_to: 100, sources: 128, seed: 1 });
        assert_eq!((some.mean, some.standard_error, some.sources), (Some(100.0), Some(0.0), 128));
    }

    #[test]
    fn nobody_is_reached() {
        let of = |nodes| {
            mean_path(&plain(nodes, &[], Direction::Directed), PathOptions::default(), &Work::unwatched()).unwrap()
        };
        assert_eq!((of(3).mean, of(3).reached, of(0).reached), (None, Some(0.0), None));
    }

    #[test]
    fn a_sample_is_near() {
        let ties: Vec<(u32, u32)> = (1..2000).map(|node| (node, node / 3)).collect();
        let network = plain(2000, &ties, Direction::Undirected);
        let of = |options| mean_path(&network, options, &Work::unwatched()).unwrap();
        let (all, some) = (of(PathOptions::default()), of(PathOptions { exact_up_to: 100, sources: 640, seed: 5 }));
        let (error, stated) = ((all.mean.unwrap() - some.mean.unwrap()).abs(), some.standard_error.unwrap());
        assert!(stated > 0.0 && error < 4.0 * stated, "{error} {stated}");
    }
}
