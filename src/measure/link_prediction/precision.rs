//! How good suggestions are, by hiding some ties and seeing how many are suggested.

use rand::seq::SliceRandom;

use super::super::network::{Direction, Network, Tie, number};
use super::super::number::real;
use super::super::sample::random;
use super::super::work::{Stopped, Work};
use super::{Index, best_first};

/// What is hidden.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PrecisionOptions {
    /// What a shared partner counts.
    pub index: Index,
    /// The share of the ties that is hidden, from 0 to 1.
    pub hidden: f64,
    /// What the random choice begins with.
    pub seed: u64,
}

impl Default for PrecisionOptions {
    fn default() -> Self {
        Self { index: Index::ResourceAllocation, hidden: 0.1, seed: 1 }
    }
}

/// How good suggestions are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Precision {
    /// How many ties were hidden, and so many pairs suggested at most.
    pub hidden: usize,
    /// How many pairs were suggested: fewer only where fewer pairs share a partner.
    pub suggested: usize,
    /// How many of them are hidden ties.
    pub found: usize,
    /// How many pairs were not tied when the ties were hidden.
    pub pairs: usize,
}

impl Precision {
    /// Hidden ties among the pairs that were asked for, from 0 to 1; `None` if none was hidden.
    ///
    /// ```
    /// use milieu::measure::link_prediction::Precision;
    /// let precision = Precision { hidden: 4, suggested: 4, found: 1, pairs: 20 };
    /// assert_eq!((precision.precision(), precision.by_chance()), (Some(0.25), Some(0.2)));
    /// ```
    pub fn precision(&self) -> Option<f64> {
        (self.hidden > 0).then(|| real(self.found) / real(self.hidden))
    }

    /// What pairs drawn at random are expected to reach.
    pub fn by_chance(&self) -> Option<f64> {
        (self.pairs > 0).then(|| real(self.hidden) / real(self.pairs))
    }
}

/// Hides a share of the ties, suggests as many of the pairs that are not tied, best first, and counts hidden ties among them (L. Lü
/// and T. Zhou, "Link prediction in complex networks: A survey", Physica A 390, 2011). Pairs of equal score come by number.
///
/// # Errors
///
/// [`Stopped`] when the work was to end.
///
/// ```
/// use milieu::measure::link_prediction::{PrecisionOptions, precision};
/// use milieu::measure::network::{Direction, Network};
/// use milieu::measure::work::Work;
/// // All of five are tied: the one tie that is hidden is the one that is suggested.
/// let ties: Vec<_> = (0..5).flat_map(|a| (0..a).map(move |b| (a, b, 1.0))).collect();
/// let network = Network::of(5, &ties, Direction::Undirected).unwrap();
/// let found = precision(&network, PrecisionOptions::default(), &Work::unwatched()).unwrap();
/// assert_eq!((found.hidden, found.precision()), (1, Some(1.0)));
/// ```
pub fn precision(network: &Network, options: PrecisionOptions, work: &Work<'_>) -> Result<Precision, Stopped> {
    work.check()?;
    let network = network.undirected();
    let mut ties: Vec<Tie> = network.all_ties().collect();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of the ties")]
    let hidden = (real(ties.len()) * options.hidden.clamp(0.0, 1.0)).round() as usize;
    ties.shuffle(&mut random(options.seed, 0));
    let nodes = network.nodes();
    let kept = Network::of_checked(nodes, &ties[hidden..], Direction::Undirected);
    let parts = work.chunks(nodes, 512, |range| {
        let (mut scores, mut met, mut best) = (vec![0.0; nodes], Vec::new(), Vec::new());
        for node in range.map(number) {
            for &partner in kept.outgoing(node) {
                let counts = options.index.of(kept.outgoing(partner).len());
                let row = kept.outgoing(partner);
                for &other in &row[row.partition_point(|other| *other <= node)..] {
                    if scores[other as usize] == 0.0 {
                        met.push(other);
                    }
                    scores[other as usize] += counts;
                }
            }
            for other in met.drain(..) {
                let score = std::mem::take(&mut scores[other as usize]);
                if !kept.has_tie(node, other) {
                    best.push((score, (node, other)));
                }
            }
            if best.len() > 4 * hidden {
                keep_best(&mut best, hidden);
            }
        }
        keep_best(&mut best, hidden);
        best
    })?;
    let mut best = parts.concat();
    keep_best(&mut best, hidden);
    let found = best.iter().filter(|(_, (from, to))| network.has_tie(*from, *to)).count();
    let pairs = nodes * nodes.saturating_sub(1) / 2 - kept.ties();
    Ok(Precision { hidden, suggested: best.len(), found, pairs })
}

fn keep_best(pairs: &mut Vec<(f64, (u32, u32))>, count: usize) {
    if pairs.len() > count {
        if count > 0 {
            pairs.select_nth_unstable_by(count - 1, best_first);
        }
        pairs.truncate(count);
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::network::tests::plain;
    use super::*;

    /// Two cliques of ten: whatever tie is hidden, its ends share eight partners at least, and no one does across.
    #[test]
    fn cliques_are_found_again() {
        let clique = |first: u32| (first..first + 10).flat_map(move |a| (first..a).map(move |b| (a, b)));
        let network = plain(20, &clique(0).chain(clique(10)).collect::<Vec<_>>(), Direction::Undirected);
        for seed in 0..20 {
            let options = PrecisionOptions { seed, ..PrecisionOptions::default() };
            let found = precision(&network, options, &Work::unwatched()).unwrap();
            assert_eq!((found.hidden, found.found, found.pairs), (9, 9, 190 - 81));
        }
    }

    /// In a ring no two ends of a tie share a partner, hidden or not.
    #[test]
    fn a_ring_is_not() {
        let network =
            plain(30, &(0..30).map(|node| (node, (node + 1) % 30)).collect::<Vec<_>>(), Direction::Undirected);
        let found = precision(&network, PrecisionOptions::default(), &Work::unwatched()).unwrap();
        assert_eq!((found.hidden, found.suggested, found.found), (3, 3, 0));
        let nothing = PrecisionOptions { hidden: 0.0, ..PrecisionOptions::default() };
        assert_eq!(precision(&network, nothing, &Work::unwatched()).unwrap().precision(), None);
    }
}
