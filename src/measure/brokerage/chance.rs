//! What brokerage is expected by chance.

use super::super::groups::{Groups, NONE};
use super::super::network::Network;
use super::super::number::real;
use super::Roles;

/// How often a node is expected to broker in one role.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Chance {
    /// The mean.
    pub expected: f64,
    /// The standard deviation.
    pub deviation: f64,
}

impl Chance {
    /// (observed - expected)/deviation; `None` where the deviation is 0.
    ///
    /// ```
    /// use milieu::measure::brokerage::Chance;
    /// assert_eq!(Chance { expected: 4.0, deviation: 2.0 }.z(7), Some(1.5));
    /// assert_eq!(Chance { expected: 0.0, deviation: 0.0 }.z(0), None);
    /// ```
    pub fn z(&self, observed: usize) -> Option<f64> {
        (self.deviation > 0.0).then(|| (real(observed) - self.expected) / self.deviation)
    }
}

/// What is expected of each node if any two nodes were tied with the probability that is the density of the network, whatever
/// their groups: the model of Gould and Fernandez. `None` for a node without a group.
///
/// A pair i, k is brokered with probability p = d^2 (1 - d), and two pairs that share one end with d^3 (1 - d)^2 both; pairs
/// that share none are independent, and so are i, k and k, i. From those the mean and the variance of the count follow by how
/// many pairs of each role there are. The density d is that of the nodes with a group. In an undirected network a pair and its
/// reverse are brokered together, which the model does not know: there it is `None` for every node.
///
/// ```
/// use milieu::measure::brokerage::by_chance;
/// use milieu::measure::network::{Direction, Network};
/// // Three of one group; 3 of 6 possible ties, so the two pairs about each are brokered with probability 1/8 each.
/// let network = Network::of(3, &[(0, 1, 1.0), (1, 2, 1.0), (2, 0, 1.0)], Direction::Directed).unwrap();
/// let chance = by_chance(&network, &[Some(1); 3])[0].unwrap();
/// assert_eq!(chance.coordinator.expected, 2.0 / 8.0);
/// assert_eq!(chance.coordinator.deviation, (2.0 * 1.0 / 8.0 * 7.0 / 8.0f64).sqrt());
/// ```
pub fn by_chance(network: &Network, groups: &[Option<u32>]) -> Vec<Option<Roles<Chance>>> {
    let groups = Groups::of(groups, network.nodes());
    let sizes: Vec<f64> = groups.sizes().into_iter().map(real).collect();
    let all: f64 = sizes.iter().sum();
    if network.is_directed() && all > 1.0 {
        let grouped = |node: u32| groups.of[node as usize] != NONE;
        let ties = network.all_ties().filter(|&(from, to, _)| grouped(from) && grouped(to)).count();
        let density = real(ties) / (all * (all - 1.0));
        let by_group: Vec<Roles<Chance>> = (0..sizes.len())
            .map(|own| Model { sizes: &sizes, own, all }.roles().map(|pairs| pairs.chance(density)))
            .collect();
        return groups.of.iter().map(|group| by_group.get(*group as usize).copied()).collect();
    }
    vec![None; network.nodes()]
}

/// How many ordered pairs a role has, and in how many ordered pairs of those the two share an end.
#[derive(Clone, Copy)]
struct PairsOfRole {
    pairs: f64,
    sharing: f64,
}

impl PairsOfRole {
    /// Pairs from any of `from` nodes to any of `to` other nodes, each of which each of the former can take.
    fn between(from: f64, to: f64) -> Self {
        Self { pairs: from * to, sharing: from * to * (to - 1.0) + to * from * (from - 1.0) }
    }

    /// Pairs among `of` nodes.
    fn among(of: f64) -> Self {
        Self { pairs: of * (of - 1.0), sharing: 2.0 * of * (of - 1.0) * (of - 2.0) }
    }

    fn chance(self, density: f64) -> Chance {
        let (tied, not) = (density, 1.0 - density);
        let brokered = tied * tied * not;
        let together = (tied * not).powi(3);
        let variance = self.pairs * brokered * (1.0 - brokered) + self.sharing * together;
        Chance { expected: self.pairs * brokered, deviation: variance.sqrt() }
    }
}

struct Model<'a> {
    sizes: &'a [f64],
    own: usize,
    all: f64,
}

impl Model<'_> {
    fn roles(&self) -> Roles<PairsOfRole> {
        // The broker itself is at no end.
        let own = self.sizes[self.own] - 1.0;
        let others = self.all - self.sizes[self.own];
        let (mut itinerant, mut liaison) = ([0.0; 2], [0.0; 2]);
        for (_, &size) in self.sizes.iter().enumerate().filter(|(group, _)| *group != self.own) {
            let within = PairsOfRole::among(size);
            itinerant = [itinerant[0] + within.pairs, itinerant[1] + within.sharing];
            let beyond = others - size;
            liaison = [liaison[0] + size * beyond, liaison[1] + 2.0 * size * beyond * (beyond - 1.0)];
        }
        let of = |[pairs, sharing]: [f64; 2]| PairsOfRole { pairs, sharing };
        Roles {
            coordinator: PairsOfRole::among(own),
            itinerant: of(itinerant),
            representative: PairsOfRole::between(own, others),
            gatekeeper: PairsOfRole::between(others, own),
            liaison: of(liaison),
            total: PairsOfRole::among(own + others),
        }
    }
}
