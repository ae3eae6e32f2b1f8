//! Structural holes: how far an actor's partners are tied to each other, so that they tell it the same and hold it in place.
//!
//! R. S. Burt, "Structural Holes: The Social Structure of Competition", 1992, chapter 2. With a the weights of ties, i the actor
//! and j, q its partners:
//!
//! - p(i,j) = (a(i,j) + a(j,i)) / sum over k of (a(i,k) + a(k,i)), the share of i's ties that it has with j;
//! - constraint: the sum over j of (p(i,j) + sum over q of p(i,q) p(q,j))^2, above 0, and up to 9/8 in a network of equal ties;
//! - effective size: the sum over j of 1 - sum over q of p(i,q) m(j,q), where m is the weight of a tie both ways over that of j's
//!   strongest; from 1 or less to the number of partners. For equal ties it is Borgatti's n - 2t/n;
//! - efficiency: effective size by number of partners;
//! - hierarchy: how far the constraint comes from one partner, by the Coleman-Theil index, from 0 (all alike) to 1.
//!
//! Directed ties count both ways, as the formulae say, and as in igraph and `NetworkX`. An actor without partners has none of the
//! four; one with a single partner has no hierarchy.

use super::network::{Network, Weighing, number};
use super::number::real;
use super::work::{Stopped, Work};

/// What is measured with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HolesOptions {
    /// How much a tie counts.
    pub weighing: Weighing,
}

impl Default for HolesOptions {
    fn default() -> Self {
        Self { weighing: Weighing::ByWeight }
    }
}

/// An actor's structural holes; see the [module](self).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Holes {
    /// How much its partners hold it in place.
    pub constraint: f64,
    /// How many partners it has that do not repeat each other.
    pub effective_size: f64,
    /// Effective size by number of partners.
    pub efficiency: f64,
    /// How far the constraint comes from one partner; `None` with a single one.
    pub hierarchy: Option<f64>,
}

/// The structural holes of every node; `None` for one without partners.
///
/// # Errors
///
/// [`Stopped`] when the work was to end.
///
/// ```
/// use milieu::measure::network::{Direction, Network};
/// use milieu::measure::structural_holes::{HolesOptions, structural_holes};
/// use milieu::measure::work::Work;
/// // 0 stands between 1 and 2.
/// let network = Network::of(4, &[(0, 1, 1.0), (0, 2, 1.0)], Direction::Undirected).unwrap();
/// let holes = structural_holes(&network, HolesOptions::default(), &Work::unwatched()).unwrap();
/// assert_eq!((holes[0].unwrap().constraint, holes[0].unwrap().effective_size), (0.5, 2.0));
/// assert_eq!((holes[1].unwrap().constraint, holes[3]), (1.0, None));
/// ```
pub fn structural_holes(
    network: &Network,
    options: HolesOptions,
    work: &Work<'_>,
) -> Result<Vec<Option<Holes>>, Stopped> {
    work.check()?;
    let network = network.weighed(options.weighing);
    let network = network.undirected();
    let strengths: Vec<f64> = network.numbers().map(|node| network.outgoing_weights(node).iter().sum()).collect();
    let strongest = network.numbers().map(|node| network.outgoing_weights(node).iter().copied().fold(0.0, f64::max));
    let strongest: Vec<f64> = strongest.collect();
    let parts = work.chunks(network.nodes(), CHUNK, |nodes| {
        let mut ego = Ego { network: &network, strengths: &strengths, strongest: &strongest, places: Vec::new() };
        nodes.map(|node| ego.holes(number(node))).collect::<Vec<_>>()
    })?;
    Ok(parts.concat())
}

/// Nodes that share one array of places.
const CHUNK: usize = 2048;

/// Of a pair of rows the longer is searched if it is this many times longer, and else read through.
const LONGER: usize = 16;

struct Ego<'a> {
    network: &'a Network,
    strengths: &'a [f64],
    strongest: &'a [f64],
    /// Of every node: its place among the partners, from 1.
    places: Vec<u32>,
}

impl Ego<'_> {
    fn holes(&mut self, ego: u32) -> Option<Holes> {
        let partners = self.network.outgoing(ego);
        if partners.is_empty() {
            return None;
        }
        self.places.resize(self.network.nodes(), 0);
        for (place, &partner) in (1..).zip(partners) {
            self.places[partner as usize] = place;
        }
        let strength = self.strengths[ego as usize];
        let shares: Vec<f64> = self.network.outgoing_weights(ego).iter().map(|weight| weight / strength).collect();
        let mut held = shares.clone();
        let mut redundant = 0.0;
        for (&partner, &share) in partners.iter().zip(&shares) {
            let (by_strength, by_strongest) =
                (share / self.strengths[partner as usize], 1.0 / self.strongest[partner as usize]);
            self.shared(partners, partner, |place, weight| {
                held[place] += weight * by_strength;
                redundant += shares[place] * weight * by_strongest;
            });
        }
        for &partner in partners {
            self.places[partner as usize] = 0;
        }
        let size = real(partners.len());
        let effective_size = size - redundant;
        let constraints: Vec<f64> = held.iter().map(|held| held * held).collect();
        let constraint: f64 = constraints.iter().sum();
        let hierarchy = (partners.len() > 1).then(|| {
            let shares = constraints.iter().map(|part| part / constraint * size).filter(|share| *share > 0.0);
            shares.map(|share| share * share.ln()).sum::<f64>() / (size * size.ln())
        });
        Some(Holes { constraint, effective_size, efficiency: effective_size / size, hierarchy })
    }

    /// Calls `each` with the place of every partner of the ego's that `partner` is tied to too, and the weight of that tie.
    fn shared(&self, partners: &[u32], partner: u32, mut each: impl FnMut(usize, f64)) {
        let (others, weights) = (self.network.outgoing(partner), self.network.outgoing_weights(partner));
        if others.len() / LONGER > partners.len() {
            for (place, other) in partners.iter().enumerate() {
                if let Ok(at) = others.binary_search(other) {
                    each(place, weights[at]);
                }
            }
            return;
        }
        for (&other, &weight) in others.iter().zip(weights) {
            let place = self.places[other as usize];
            if place > 0 {
                each(place as usize - 1, weight);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::measure::network::tests::{plain, renamed, some_ties};
    use crate::measure::network::{Direction, Tie};

    fn found(network: &Network) -> Vec<Option<Holes>> {
        structural_holes(network, HolesOptions::default(), &Work::unwatched()).unwrap()
    }

    fn close(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-9
    }

    /// The example of S. P. Borgatti, "Structural Holes: Unpacking Burt's Redundancy Measures", Connections 20(1), 1997: A to G as 0
    /// to 6.
    #[test]
    fn borgatti() {
        let ties = [(0, 1), (0, 5), (0, 6), (0, 4), (1, 6), (1, 3), (5, 6), (6, 4), (6, 3), (6, 2)];
        let holes = found(&plain(7, &ties, Direction::Undirected));
        let holes: Vec<Holes> = holes.into_iter().map(Option::unwrap).collect();
        let constraint =
            [0.595_486_111, 0.642_746_914, 1.0, 0.784_722_222, 0.730_902_778, 0.730_902_778, 0.400_270_062];
        let effective = [2.5, 5.0 / 3.0, 1.0, 1.0, 1.0, 1.0, 14.0 / 3.0];
        for (node, holes) in holes.iter().enumerate() {
            assert!((holes.constraint - constraint[node]).abs() < 5e-10, "{node}: {holes:?}");
            assert!(close(holes.effective_size, effective[node]), "{node}: {holes:?}");
        }
        assert!(close(holes[6].efficiency, 14.0 / 18.0));
        assert_eq!(holes[2].hierarchy, None);
    }

    /// By hand: 0 to 1 with weight 3 both ways together, to 2 with 1; 1 and 2 with 1. p(0,1) = 3/4, p(1,2) = 1/4, p(2,1) = 1/2, so
    /// 1 holds 3/4 + 1/4 * 1/2 and 2 holds 1/4 + 3/4 * 1/4. Of 1, 2 repeats 1/4 * 1/3; of 2, 1 repeats 3/4 * 1.
    #[test]
    fn by_hand() {
        let network =
            Network::of(3, &[(0, 1, 2.0), (1, 0, 1.0), (0, 2, 1.0), (2, 1, 1.0)], Direction::Directed).unwrap();
        let holes = found(&network)[0].unwrap();
        let parts = [0.875f64.powi(2), 0.4375f64.powi(2)];
        assert!(close(holes.constraint, parts[0] + parts[1]));
        assert!(close(holes.effective_size, 2.0 - 1.0 / 12.0 - 0.75));
        let share = |part: f64| 2.0 * part / (parts[0] + parts[1]);
        let theil = parts.map(|part| share(part) * share(part).ln()).iter().sum::<f64>() / (2.0 * 2f64.ln());
        assert!(close(holes.hierarchy.unwrap(), theil));
    }

    /// As the formulae stand.
    fn plainly(network: &Network) -> Vec<Option<(f64, f64)>> {
        let weight = |from: u32, to: u32| {
            let at = network.outgoing(from).binary_search(&to).ok();
            at.map_or(0.0, |at| network.outgoing_weights(from)[at])
        };
        let both = |i: u32, j: u32| weight(i, j) + weight(j, i);
        let nodes = || network.numbers();
        let p = |i: u32, j: u32| both(i, j) / nodes().map(|k| both(i, k)).sum::<f64>();
        let m = |j: u32, q: u32| both(j, q) / nodes().map(|k| both(j, k)).fold(0.0, f64::max);
        let holes = nodes().map(|i| {
            let partners: Vec<u32> = nodes().filter(|j| both(i, *j) > 0.0).collect();
            let others = |j: u32| partners.iter().copied().filter(move |q| *q != j);
            let held = |j: u32| p(i, j) + others(j).map(|q| p(i, q) * p(q, j)).sum::<f64>();
            let constraint = partners.iter().map(|&j| held(j).powi(2)).sum();
            let size = partners.iter().map(|&j| 1.0 - others(j).map(|q| p(i, q) * m(j, q)).sum::<f64>()).sum();
            (!partners.is_empty()).then_some((constraint, size))
        });
        holes.collect()
    }

    proptest! {
        #[test]
        fn as_the_formulae_stand(ties in some_ties(), directed: bool) {
            let direction = if directed { Direction::Directed } else { Direction::Undirected };
            let network = Network::of(12, &ties, direction).unwrap();
            for (found, plain) in found(&network).iter().zip(plainly(&network)) {
                prop_assert_eq!(found.is_some(), plain.is_some());
                if let (Some(found), Some((constraint, size))) = (found, plain) {
                    prop_assert!(close(found.constraint, constraint) && close(found.effective_size, size), "{found:?}");
                }
            }
        }

        #[test]
        fn names_and_scales_change_nothing(ties in some_ties()) {
            let of = |ties: &[Tie]| found(&Network::of(13, ties, Direction::Directed).unwrap());
            let before = of(&ties);
            let heavier: Vec<Tie> = ties.iter().map(|&(from, to, weight)| (from, to, weight * 4.0)).collect();
            prop_assert_eq!(&before, &of(&heavier));
            let after = of(&renamed(&ties));
            for node in 0..12 {
                let (one, other) = (before[node], after[11 - node]);
                let same = |(one, other): (Holes, Holes)| close(one.constraint, other.constraint) && close(one.effective_size, other.effective_size);
                prop_assert!(one.is_some() == other.is_some() && one.zip(other).is_none_or(same));
            }
        }
    }
}
