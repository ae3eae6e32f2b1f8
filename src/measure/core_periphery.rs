//! Core and periphery: the split of a network that is most like a core tied to itself and a periphery that is not.
//!
//! The discrete model of S. P. Borgatti and M. G. Everett, "Models of core/periphery structures", Social Networks 21, 2000, 375-395:
//! the correlation, over pairs of nodes, of the weight of the tie with a pattern that is 1 between core members and 0 between
//! periphery members. From -1 to 1; what is between the two parts is 1 too, or left out ([`Between`]). Directed ties count as
//! ordered pairs. `None` where there is nothing to correlate: without variance in ties or pattern.
//!
//! The best split is searched from splits by degree, the single best of which comes first, and from random ones, by moving one node
//! after the other while that helps. The same seed gives the same split; a better one may exist.

mod split;

use rand::Rng;
use rand::seq::SliceRandom;

use super::network::{Network, Weighing};
use super::number::real;
use super::sample::random;
use super::work::{Stopped, Work};
use split::Split;

/// What ties between core and periphery are in the pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Between {
    /// Left out of the correlation.
    Missing,
    /// 1: everyone is tied to the core.
    Tied,
}

/// What is searched, and how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CorePeripheryOptions {
    /// What ties between the parts are.
    pub between: Between,
    /// How much a tie counts.
    pub weighing: Weighing,
    /// From how many random splits the search starts, beside that by degree.
    pub starts: usize,
    /// What the random numbers begin with.
    pub seed: u64,
}

impl Default for CorePeripheryOptions {
    fn default() -> Self {
        Self { between: Between::Missing, weighing: Weighing::ByWeight, starts: 19, seed: 1 }
    }
}

/// The best split that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct CorePeriphery {
    /// The members of the core, ascending.
    pub core: Vec<u32>,
    /// How well the pattern fits.
    pub correlation: f64,
}

/// The split that fits best.
///
/// # Errors
///
/// [`Stopped`] when the work was to end.
///
/// ```
/// use milieu::measure::core_periphery::{CorePeripheryOptions, core_periphery};
/// use milieu::measure::network::{Direction, Network};
/// use milieu::measure::work::Work;
/// // Three that are tied to each other, each with a follower.
/// let ties = [(0, 1, 1.0), (1, 2, 1.0), (0, 2, 1.0), (0, 3, 1.0), (1, 4, 1.0), (2, 5, 1.0)];
/// let network = Network::of(6, &ties, Direction::Undirected).unwrap();
/// let found = core_periphery(&network, CorePeripheryOptions::default(), &Work::unwatched()).unwrap().unwrap();
/// assert_eq!((found.core, found.correlation), (vec![0, 1, 2], 1.0));
/// ```
pub fn core_periphery(
    network: &Network,
    options: CorePeripheryOptions,
    work: &Work<'_>,
) -> Result<Option<CorePeriphery>, Stopped> {
    let network = network.weighed(options.weighing);
    let search = Search::of(&network, options);
    let found = work.chunks(options.starts + 1, 1, |start| search.from(start.start, work))?;
    let found: Vec<Split<'_>> = found.into_iter().collect::<Result<_, _>>()?;
    // The first of those that fit as well.
    let best = found.into_iter().rev().max_by(|a, b| search.fit(a).total_cmp(&search.fit(b)));
    Ok(best.and_then(|split| {
        let core = network.numbers().filter(|node| split.core[*node as usize]).collect();
        Some(CorePeriphery { core, correlation: search.correlation(&split)? })
    }))
}

struct Search<'a> {
    network: &'a Network,
    options: CorePeripheryOptions,
    /// Weights and squares of all ties.
    all: [f64; 2],
}

/// Rounds over all nodes; the search has ended long before, unless it turns on the last digits of a weight.
const ROUNDS: usize = 1000;

impl<'a> Search<'a> {
    fn of(network: &'a Network, options: CorePeripheryOptions) -> Self {
        let weights = network.all_ties().map(|(_, _, weight)| weight);
        let all = weights.fold([0.0; 2], |sums, weight| [sums[0] + weight, sums[1] + weight * weight]);
        Self { network, options, all }
    }

    /// What the search ends at from one of its starts.
    fn from(&self, start: usize, work: &Work<'_>) -> Result<Split<'a>, Stopped> {
        let mut rng = random(self.options.seed, start as u64);
        let mut order: Vec<u32> = self.network.numbers().collect();
        let mut split = Split::none(self.network);
        if start == 0 {
            self.by_degree(&mut order, &mut split);
        } else {
            order.shuffle(&mut rng);
            let core = rng.random_range(0..=order.len());
            order[..core].iter().for_each(|node| split.turn(*node));
        }
        let mut fit = self.fit(&split);
        for _ in 0..ROUNDS {
            work.check()?;
            let before = fit;
            for &node in &order {
                let turned = self.fit_of(split.sums_if_turned(node));
                if turned > fit {
                    split.turn(node);
                    fit = turned;
                }
            }
            split.refresh();
            fit = self.fit(&split);
            if fit <= before {
                break;
            }
        }
        Ok(split)
    }

    /// Orders the nodes by the weight of their ties, and puts those into the core that make the best core of the first.
    fn by_degree(&self, order: &mut [u32], split: &mut Split<'a>) {
        order.sort_by(|a, b| split.strength(*b).total_cmp(&split.strength(*a)).then(a.cmp(b)));
        let (mut best, mut core) = (f64::NEG_INFINITY, 0);
        for (before, &node) in order.iter().enumerate() {
            split.turn(node);
            let fit = self.fit(split);
            if fit > best {
                (best, core) = (fit, before + 1);
            }
        }
        for &node in &order[core..] {
            split.turn(node);
        }
        split.refresh();
    }

    /// The correlation, or less than any where there is none.
    fn fit(&self, split: &Split<'_>) -> f64 {
        self.fit_of(split.sums)
    }

    fn fit_of(&self, sums: split::Sums) -> f64 {
        self.correlation_of(sums).unwrap_or(f64::NEG_INFINITY)
    }

    fn correlation(&self, split: &Split<'_>) -> Option<f64> {
        self.correlation_of(split.sums)
    }

    fn correlation_of(&self, sums: split::Sums) -> Option<f64> {
        let unordered = if self.network.is_directed() { 1.0 } else { 2.0 };
        let pairs = |nodes: usize| real(nodes) * (real(nodes) - 1.0) / unordered;
        let nodes = self.network.nodes();
        let zeros = pairs(nodes - sums.core);
        let (ones, tied, both) = match self.options.between {
            Between::Missing => (pairs(sums.core), sums.within[0], [0, 1].map(|at| sums.within[at] + sums.beyond[at])),
            Between::Tied => (pairs(nodes) - zeros, self.all[0] - sums.beyond[0], self.all),
        };
        let count = ones + zeros;
        let (of_ties, of_pattern) = (count * both[1] - both[0] * both[0], count * ones - ones * ones);
        (ones > 0.0 && zeros > 0.0 && of_ties > 0.0)
            .then(|| (count * tied - both[0] * ones) / (of_ties.sqrt() * of_pattern.sqrt()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::measure::network::tests::{plain, renamed, some_ties};
    use crate::measure::network::{Direction, Tie};

    fn found(network: &Network, options: CorePeripheryOptions) -> Option<CorePeriphery> {
        core_periphery(network, options, &Work::unwatched()).unwrap()
    }

    /// By hand: the middle of a star of four. Ties are 3 of 6 pairs and the pattern is the same where it is tied to all.
    #[test]
    fn star() {
        let network = plain(4, &[(1, 0), (1, 2), (1, 3)], Direction::Undirected);
        let options = CorePeripheryOptions { between: Between::Tied, ..CorePeripheryOptions::default() };
        assert_eq!(found(&network, options), Some(CorePeriphery { core: vec![1], correlation: 1.0 }));
        assert_eq!(found(&plain(4, &[], Direction::Undirected), options), None);
    }

    /// As the correlation of two columns.
    fn plainly(network: &Network, core: &[u32], between: Between) -> Option<f64> {
        let mut columns = Vec::new();
        for from in network.numbers() {
            for to in network.numbers().filter(|to| *to != from && (network.is_directed() || *to > from)) {
                let at = network.outgoing(from).binary_search(&to);
                let weight = at.map_or(0.0, |at| network.outgoing_weights(from)[at]);
                match (core.contains(&from), core.contains(&to)) {
                    (true, true) => columns.push((weight, 1.0)),
                    (false, false) => columns.push((weight, 0.0)),
                    _ if between == Between::Tied => columns.push((weight, 1.0)),
                    _ => {}
                }
            }
        }
        let n = real(columns.len());
        let mean = |each: fn(&(f64, f64)) -> f64| columns.iter().map(each).sum::<f64>() / n;
        let (x, y) = (mean(|pair| pair.0), mean(|pair| pair.1));
        let sum = |each: &dyn Fn(&(f64, f64)) -> f64| columns.iter().map(each).sum::<f64>();
        let (xx, yy) = (sum(&|pair| (pair.0 - x).powi(2)), sum(&|pair| (pair.1 - y).powi(2)));
        (xx > 1e-9 && yy > 1e-9).then(|| sum(&|pair| (pair.0 - x) * (pair.1 - y)) / (xx * yy).sqrt())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        /// Of eight nodes every split is tried.
        #[test]
        fn no_split_is_better(ties in prop::collection::vec((0u32..8, 0u32..8, Just(1.0)), 1..30), tied: bool, directed: bool) {
            let direction = if directed { Direction::Directed } else { Direction::Undirected };
            let network = Network::of(8, &ties, direction).unwrap();
            let between = if tied { Between::Tied } else { Between::Missing };
            let options = CorePeripheryOptions { between, weighing: Weighing::Equal, starts: 60, ..CorePeripheryOptions::default() };
            let equal = network.weighed(Weighing::Equal);
            let all = (0..256u32).map(|set| (0..8).filter(|node| set >> node & 1 == 1).collect::<Vec<u32>>());
            let best = all.filter_map(|core| plainly(&equal, &core, between)).max_by(f64::total_cmp);
            let found = found(&network, options);
            prop_assert_eq!(found.is_some(), best.is_some());
            if let (Some(found), Some(best)) = (found, best) {
                prop_assert!((found.correlation - best).abs() < 1e-9, "{found:?} {best}");
                prop_assert!((plainly(&equal, &found.core, between).unwrap() - best).abs() < 1e-9);
            }
        }

        /// The search may end elsewhere if nodes have other names; what fits does not.
        #[test]
        fn weights_scale_and_nodes_are_named_anew(ties in some_ties()) {
            let of = |ties: &[Tie]| found(&Network::of(12, ties, Direction::Directed).unwrap(), CorePeripheryOptions::default());
            let heavier: Vec<Tie> = ties.iter().map(|&(from, to, weight)| (from, to, weight * 4.0)).collect();
            let before = of(&ties);
            prop_assert_eq!(&before, &of(&heavier));
            if let Some(CorePeriphery { core, correlation }) = before {
                let core: Vec<u32> = core.iter().map(|node| 11 - node).collect();
                let network = Network::of(12, &renamed(&ties), Direction::Directed).unwrap();
                prop_assert!((plainly(&network, &core, Between::Missing).unwrap() - correlation).abs() < 1e-9);
            }
        }
    }
}
