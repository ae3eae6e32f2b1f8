//! Partner suggestions: who an actor is likely to be tied to next, by the partners that the two share.
//!
//! A shared partner z counts 1 (common neighbours), 1/ln k(z) (L. A. Adamic and E. Adar, "Friends and neighbors on the Web", Social
//! Networks 25, 2003) or 1/k(z) (resource allocation: T. Zhou, L. Lü and Y.-C. Zhang, "Predicting missing links via local
//! information", European Physical Journal B 71, 2009), where k is its number of partners. Scores are above 0. Ties count either
//! way, whatever their weight.

mod precision;

pub use precision::{Precision, PrecisionOptions, precision};

use std::cmp::Ordering;

use super::network::Network;
use super::number::real;

/// What a shared partner counts, by its number of partners k.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Index {
    /// 1.
    CommonNeighbours,
    /// 1/ln k.
    AdamicAdar,
    /// 1/k.
    ResourceAllocation,
}

impl Index {
    /// Whoever is shared has two partners at least, so ln k is above 0.
    fn of(self, partners: usize) -> f64 {
        match self {
            Self::CommonNeighbours => 1.0,
            Self::AdamicAdar => 1.0 / real(partners).ln(),
            Self::ResourceAllocation => 1.0 / real(partners),
        }
    }
}

/// What is suggested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SuggestionOptions {
    /// What a shared partner counts.
    pub index: Index,
    /// The best are listed, this many at most.
    pub top: usize,
}

impl Default for SuggestionOptions {
    fn default() -> Self {
        Self { index: Index::ResourceAllocation, top: usize::MAX }
    }
}

/// A partner that is suggested.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    /// Who.
    pub node: u32,
    /// What the shared partners count together.
    pub score: f64,
    /// The reason: the partners that are shared, ascending.
    pub shared: Vec<u32>,
}

/// Partners for `of`, a node or a group that stands as one: nodes outside it that no one in it is tied to and that `candidate`
/// lets pass, which share a partner with it. Best first, then by number.
///
/// ```
/// use milieu::measure::link_prediction::{SuggestionOptions, suggestions};
/// use milieu::measure::network::{Direction, Network};
/// let ties = [(0, 1, 1.0), (1, 2, 1.0), (1, 3, 1.0), (0, 4, 1.0), (4, 3, 1.0)];
/// let network = Network::of(5, &ties, Direction::Undirected).unwrap();
/// let all = suggestions(&network, &[0], |_| true, SuggestionOptions::default());
/// assert_eq!((all[0].node, all[0].score, &all[0].shared[..]), (3, 1.0 / 3.0 + 1.0 / 2.0, &[1, 4][..]));
/// let abroad = suggestions(&network, &[0], |node| node == 2, SuggestionOptions::default());
/// assert_eq!((abroad.len(), abroad[0].node), (1, 2));
/// ```
pub fn suggestions(
    network: &Network,
    of: &[u32],
    candidate: impl Fn(u32) -> bool,
    options: SuggestionOptions,
) -> Vec<Suggestion> {
    let network = network.undirected();
    let mut own: Vec<u32> = of.to_vec();
    own.sort_unstable();
    own.dedup();
    let mut partners: Vec<u32> = own.iter().flat_map(|node| network.outgoing(*node)).copied().collect();
    partners.sort_unstable();
    partners.dedup();
    partners.retain(|node| own.binary_search(node).is_err());
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    for &partner in &partners {
        let others = network.outgoing(partner).iter().copied();
        let new = |other: &u32| own.binary_search(other).is_err() && partners.binary_search(other).is_err();
        pairs.extend(others.filter(new).filter(|other| candidate(*other)).map(|other| (other, partner)));
    }
    pairs.sort_unstable();
    let suggestion = |pairs: &[(u32, u32)]| {
        let shared: Vec<u32> = pairs.iter().map(|(_, partner)| *partner).collect();
        let score = shared.iter().map(|partner| options.index.of(network.outgoing(*partner).len())).sum();
        Suggestion { node: pairs[0].0, score, shared }
    };
    let mut found: Vec<Suggestion> = pairs.chunk_by(|a, b| a.0 == b.0).map(suggestion).collect();
    found.sort_by(|a, b| best_first(&(a.score, a.node), &(b.score, b.node)));
    found.truncate(options.top);
    found
}

/// The higher score first, then by number.
fn best_first<T: Ord>(a: &(f64, T), b: &(f64, T)) -> Ordering {
    b.0.total_cmp(&a.0).then(a.1.cmp(&b.1))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::measure::network::Direction;
    use crate::measure::network::tests::{plain, some_ties};

    /// By hand: 0 and 1 are a group. 2 is a partner of both, 3 of 1; 4 is tied to 2 and 3, 5 to 3 alone. 2 and 3 have three partners.
    #[test]
    fn a_group_is_one() {
        let network = plain(6, &[(0, 1), (0, 2), (1, 2), (1, 3), (2, 4), (3, 4), (3, 5)], Direction::Directed);
        let of = |index| suggestions(&network, &[1, 0], |_| true, SuggestionOptions { index, top: 9 });
        let found = of(Index::AdamicAdar);
        assert_eq!((found.len(), found[0].node, &found[0].shared[..]), (2, 4, &[2, 3][..]));
        assert!((found[0].score - 2.0 / 3f64.ln()).abs() < 1e-12);
        assert!((of(Index::ResourceAllocation)[0].score - 2.0 / 3.0).abs() < 1e-12);
        assert_eq!((of(Index::CommonNeighbours)[1].node, of(Index::CommonNeighbours)[1].score), (5, 1.0));
        let one =
            suggestions(&network, &[0, 1], |_| true, SuggestionOptions { top: 1, ..SuggestionOptions::default() });
        assert_eq!(one.len(), 1);
    }

    proptest! {
        #[test]
        fn what_is_suggested_is_new_and_shared(ties in some_ties(), of in 0u32..12) {
            let network = Network::of(12, &ties, Direction::Undirected).unwrap();
            let found = suggestions(&network, &[of], |_| true, SuggestionOptions::default());
            for one in &found {
                prop_assert!(one.node != of && !network.has_tie(of, one.node) && one.score > 0.0);
                let shared: Vec<u32> = network.outgoing(of).iter().copied().filter(|z| network.has_tie(*z, one.node)).collect();
                prop_assert_eq!(&shared, &one.shared);
                // The score of a pair is the same from either side.
                let back = suggestions(&network, &[one.node], |node| node == of, SuggestionOptions::default());
                prop_assert_eq!(back[0].score.to_bits(), one.score.to_bits());
            }
            prop_assert!(found.windows(2).all(|pair| pair[0].score >= pair[1].score));
        }
    }
}
