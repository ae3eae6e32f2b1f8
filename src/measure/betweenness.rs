//! Betweenness: on how many shortest paths between others a node lies.
//!
//! The sum over all pairs s, t of other nodes of the share of the shortest paths from s to t that go through the node (L. C.
//! Freeman, "A Set of Measures of Centrality Based on Betweenness", Sociometry 40, 1977), by the algorithm of U. Brandes, "A
//! faster algorithm for betweenness centrality", Journal of Mathematical Sociology 25(2), 2001. In pairs, from 0; a pair without a
//! path adds nothing. Paths follow the direction of ties. Each unordered pair counts once in an undirected network, each ordered
//! one in a directed network. Normalised, it is divided by the number of pairs of other nodes, and is from 0 to 1.
//!
//! Exact time grows with nodes times ties. In a larger network paths are followed from a sample of sources only (U. Brandes and C.
//! Pich, "Centrality Estimation in Large Networks", 2007): each value is then an unbiased estimate, with its standard error.

mod paths;

use super::network::{Network, number};
use super::number::real;
use super::sample::some_nodes;
use super::work::{Stopped, Work};
use paths::Paths;

/// How long a tie is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    /// One step, whatever its weight.
    Step,
    /// One by its weight: strong ties are short.
    Inverse,
    /// Its weight.
    Weight,
}

/// In which unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// Pairs.
    Pairs,
    /// The share of the pairs of other nodes.
    Normalised,
}

/// How paths are followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BetweennessOptions {
    /// How long a tie is. Two paths are equally long if they differ by a part in 10^10 at most, since the lengths of the same ties in
    /// another order may differ in their last digits.
    pub length: Length,
    /// In which unit.
    pub scale: Scale,
    /// A network of more nodes than this is sampled.
    pub exact_up_to: usize,
    /// From how many sources paths are followed where the network is sampled.
    pub sources: usize,
    /// What the random choice of sources begins with.
    pub seed: u64,
}

impl Default for BetweennessOptions {
    fn default() -> Self {
        Self { length: Length::Step, scale: Scale::Pairs, exact_up_to: 20_000, sources: 2_000, seed: 1 }
    }
}

/// The betweenness of every node.
#[derive(Debug, Clone, PartialEq)]
pub struct Betweenness {
    /// Each node's, or its estimate.
    pub nodes: Vec<f64>,
    /// The standard error of each estimate, in the same unit; `None` where paths were followed from every node.
    pub standard_errors: Option<Vec<f64>>,
    /// From how many nodes paths were followed.
    pub sources: usize,
}

/// The betweenness of every node.
///
/// # Errors
///
/// [`Stopped`] when the work was to end.
///
/// ```
/// use milieu::measure::betweenness::{BetweennessOptions, betweenness};
/// use milieu::measure::network::{Direction, Network};
/// use milieu::measure::work::Work;
/// // A path of four.
/// let network = Network::of(4, &[(0, 1, 1.0), (1, 2, 1.0), (2, 3, 1.0)], Direction::Undirected).unwrap();
/// let found = betweenness(&network, BetweennessOptions::default(), &Work::unwatched()).unwrap();
/// assert_eq!((found.nodes, found.standard_errors), (vec![0.0, 2.0, 2.0, 0.0], None));
/// ```
pub fn betweenness(network: &Network, options: BetweennessOptions, work: &Work<'_>) -> Result<Betweenness, Stopped> {
    let nodes = network.nodes();
    // An error can be told from two sources on.
    let sources = if nodes <= options.exact_up_to { nodes } else { options.sources.max(2) };
    let sources = some_nodes(nodes, sources, options.seed);
    let sampled = sources.len() < nodes;
    let Sums { sums, squares } = followed(network, &sources, options.length, sampled, work)?;
    let (n, k) = (real(nodes), real(sources.len()));
    // Each unordered pair is met from both ends.
    let met = if network.is_directed() { 1.0 } else { 2.0 };
    let unit = match options.scale {
        Scale::Pairs => 1.0 / met,
        Scale::Normalised if nodes < 3 => 0.0,
        Scale::Normalised => 1.0 / ((n - 1.0) * (n - 2.0)),
    };
    let standard_errors = (sampled && k > 1.0).then(|| {
        let error = |(sum, square): (&f64, &f64)| {
            let variance = (square - sum * sum / k).max(0.0) / (k - 1.0);
            unit * n * (variance / k * (1.0 - k / n)).sqrt()
        };
        sums.iter().zip(&squares).map(error).collect()
    });
    let scale = if sampled { unit * n / k } else { unit };
    let nodes = sums.into_iter().map(|sum| sum * scale).collect();
    Ok(Betweenness { nodes, standard_errors, sources: sources.len() })
}

/// By node, what all sources add, and the sum of their squares where those are asked for.
struct Sums {
    sums: Vec<f64>,
    squares: Vec<f64>,
}

/// Sources that one thread follows before sums are handed on.
const CHUNK: usize = 32;

/// Chunks whose sums are held at a time.
const WAVE: usize = 16;

fn followed(
    network: &Network,
    sources: &[u32],
    length: Length,
    sampled: bool,
    work: &Work<'_>,
) -> Result<Sums, Stopped> {
    let nodes = network.nodes();
    let empty = || Sums { sums: vec![0.0; nodes], squares: vec![0.0; if sampled { nodes } else { 0 }] };
    let mut all = empty();
    for (wave, some) in sources.chunks(CHUNK * WAVE).enumerate() {
        let stopped = || work.check().is_err();
        let progress = |done, _| work.step(wave * CHUNK * WAVE + done, sources.len());
        let parts = Work::new(&stopped, &progress).chunks(some.len(), CHUNK, |range| {
            let (mut paths, mut part) = (Paths::of(network, length), empty());
            for &source in &some[range] {
                paths.follow(source, |node, dependency| {
                    part.sums[node as usize] += dependency;
                    if let Some(square) = part.squares.get_mut(node as usize) {
                        *square += dependency * dependency;
                    }
                });
            }
            part
        })?;
        for part in parts {
            all.sums.iter_mut().zip(part.sums).for_each(|(sum, one)| *sum += one);
            all.squares.iter_mut().zip(part.squares).for_each(|(sum, one)| *sum += one);
        }
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::measure::network::tests::{plain, renamed, some_ties};
    use crate::measure::network::{Direction, Tie};

    fn found(network: &Network, options: BetweennessOptions) -> Betweenness {
        betweenness(network, options, &Work::unwatched()).unwrap()
    }

    fn close(a: &[f64], b: &[f64]) -> bool {
        a.len() == b.len() && a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-9)
    }

    /// D. Krackhardt's kite (Administrative Science Quarterly 35, 1990), as `NetworkX` has it.
    #[test]
    fn kite() {
        let ties = "01 02 03 05 13 14 16 23 25 34 35 36 46 56 57 67 78 89";
        let ties =
            ties.split(' ').map(|tie| (u32::from(tie.as_bytes()[0] - b'0'), u32::from(tie.as_bytes()[1] - b'0')));
        let network = plain(10, &ties.collect::<Vec<_>>(), Direction::Undirected);
        let raw = [5.0 / 6.0, 5.0 / 6.0, 0.0, 11.0 / 3.0, 0.0, 25.0 / 3.0, 25.0 / 3.0, 14.0, 8.0, 0.0];
        assert!(close(&found(&network, BetweennessOptions::default()).nodes, &raw));
        let options = BetweennessOptions { length: Length::Inverse, ..BetweennessOptions::default() };
        assert!(close(&found(&network, options).nodes, &raw));
        let normalised = BetweennessOptions { scale: Scale::Normalised, ..BetweennessOptions::default() };
        assert!(close(&found(&network, normalised).nodes, &raw.map(|raw| raw / 36.0)));
    }

    /// By hand: 0 to 5 by 1 and 2 is as long as by 3 and 4, though 0.1 + 0.2 + 0.3 is not 0.3 + 0.2 + 0.1 in the last digit.
    #[test]
    fn by_hand() {
        let ties = [(0, 1, 0.1), (1, 2, 0.2), (2, 5, 0.3), (0, 3, 0.3), (3, 4, 0.2), (4, 5, 0.1), (0, 5, 0.7)];
        let network = Network::of(6, &ties, Direction::Directed).unwrap();
        let options = BetweennessOptions { length: Length::Weight, ..BetweennessOptions::default() };
        // Each lies on half of the paths from 0 to 5, and on the one to or from the other of its way.
        assert!(close(&found(&network, options).nodes, &[0.0, 1.5, 1.5, 1.5, 1.5, 0.0]));
        assert!(close(&found(&network, BetweennessOptions::default()).nodes, &[0.0, 1.0, 1.0, 1.0, 1.0, 0.0]));
        // Strong ties are short: 0 to 5 directly.
        let options = BetweennessOptions { length: Length::Inverse, ..options };
        assert!(close(&found(&network, options).nodes, &[0.0, 1.0, 1.0, 1.0, 1.0, 0.0]));
        assert_eq!(found(&plain(2, &[(0, 1)], Direction::Directed), BetweennessOptions::default()).nodes, [0.0; 2]);
    }

    /// Over many samples the mean of the estimates is what they estimate, and their mean square error is what they state.
    #[test]
    fn estimates_lie_about_what_they_estimate() {
        let ties: Vec<(u32, u32)> = (1..80).flat_map(|node| [(node, node / 2), (node, node * 7 % 80)]).collect();
        let network = plain(80, &ties, Direction::Undirected);
        let exact = found(&network, BetweennessOptions::default()).nodes;
        let options = BetweennessOptions { exact_up_to: 50, sources: 30, ..BetweennessOptions::default() };
        let samples: Vec<Betweenness> =
            (0..400).map(|seed| found(&network, BetweennessOptions { seed, ..options })).collect();
        let mean = |each: &dyn Fn(&Betweenness) -> f64| samples.iter().map(each).sum::<f64>() / 400.0;
        for node in (0..80).filter(|node| exact[*node] > 0.0) {
            let error = mean(&|sample| (sample.nodes[node] - exact[node]).powi(2));
            let stated = mean(&|sample| sample.standard_errors.as_ref().unwrap()[node].powi(2));
            assert!((error / stated - 1.0).abs() < 0.4, "{node}: {error} {stated}");
            assert!((mean(&|sample| sample.nodes[node]) - exact[node]).abs() < 4.0 * (error / 400.0).sqrt(), "{node}");
        }
        assert_eq!(samples[3], found(&network, BetweennessOptions { seed: 3, ..options }));
        let all = BetweennessOptions { exact_up_to: 0, sources: 80, ..options };
        assert_eq!(found(&network, all).nodes, exact);
    }

    #[test]
    fn it_can_be_stopped() {
        let work = Work::new(&|| true, &|_, _| {});
        let network = plain(3, &[(0, 1)], Direction::Directed);
        assert_eq!(betweenness(&network, BetweennessOptions::default(), &work), Err(Stopped));
    }

    /// Shortest paths and their numbers by adding one node after the other as a stop on the way.
    fn plainly(network: &Network, long: impl Fn(f64) -> f64) -> Vec<f64> {
        let n = network.nodes();
        let mut far = vec![vec![f64::INFINITY; n]; n];
        for (from, to, weight) in network.numbers().flat_map(|from| {
            network
                .outgoing(from)
                .iter()
                .zip(network.outgoing_weights(from))
                .map(move |(to, weight)| (from as usize, *to as usize, *weight))
        }) {
            far[from][to] = long(weight);
        }
        let ties = far.clone();
        (0..n).for_each(|node| far[node][node] = 0.0);
        for k in 0..n {
            for s in 0..n {
                for t in 0..n {
                    far[s][t] = far[s][t].min(far[s][k] + far[k][t]);
                }
            }
        }
        let same = |a: f64, b: f64| a.is_finite() && (a - b).abs() < 1e-9;
        let paths = |s: usize| {
            let mut order: Vec<usize> = (0..n).filter(|t| far[s][*t].is_finite()).collect();
            order.sort_by(|a, b| far[s][*a].total_cmp(&far[s][*b]));
            let mut paths = vec![0.0; n];
            paths[s] = 1.0;
            for &t in order.iter().filter(|t| **t != s) {
                paths[t] = (0..n).filter(|v| same(far[s][*v] + ties[*v][t], far[s][t])).map(|v| paths[v]).sum();
            }
            paths
        };
        let paths: Vec<Vec<f64>> = (0..n).map(paths).collect();
        let between = |v: usize| {
            let pairs = (0..n).flat_map(|s| (0..n).map(move |t| (s, t))).filter(|&(s, t)| s != t && s != v && t != v);
            let through = pairs.filter(|&(s, t)| same(far[s][v] + far[v][t], far[s][t]));
            through.map(|(s, t)| paths[s][v] * paths[v][t] / paths[s][t]).sum::<f64>()
                / if network.is_directed() { 1.0 } else { 2.0 }
        };
        (0..n).map(between).collect()
    }

    proptest! {
        #[test]
        fn as_the_formula_stands(ties in some_ties(), directed: bool) {
            let direction = if directed { Direction::Directed } else { Direction::Undirected };
            // Few weights, so that paths are often equally long.
            let ties: Vec<Tie> = ties.iter().map(|&(from, to, weight)| (from, to, weight.round())).collect();
            let network = Network::of(12, &ties, direction).unwrap();
            for (length, long) in [(Length::Step, (|_| 1.0) as fn(f64) -> f64), (Length::Inverse, |w| 1.0 / w), (Length::Weight, |w| w)] {
                let options = BetweennessOptions { length, ..BetweennessOptions::default() };
                let (found, plain) = (found(&network, options).nodes, plainly(&network, long));
                prop_assert!(close(&found, &plain), "{length:?}: {found:?} {plain:?}");
            }
        }

        #[test]
        fn names_and_an_isolate_change_nothing(ties in some_ties()) {
            let of = |nodes, ties: &[_]| found(&Network::of(nodes, ties, Direction::Directed).unwrap(), BetweennessOptions::default()).nodes;
            let before = of(12, &ties);
            let mut after = of(12, &renamed(&ties));
            after.reverse();
            prop_assert!(close(&before, &after));
            prop_assert!(close(&before, &of(13, &ties)[..12]));
        }
    }
}
