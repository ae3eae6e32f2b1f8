//! Technological gatekeepers: who brings knowledge from outside into a cluster, and hands it on.
//!
//! E. Giuliani and M. Bell, "The micro-determinants of meso-level learning and innovation: evidence from a Chilean wine cluster",
//! Research Policy 34, 2005, 47-68, sort the firms of a cluster by their openness to sources outside, by how central they are
//! within, and by whether they hand on more knowledge than they take in. They publish no thresholds; these are ours:
//!
//! - **open**: at least as many partners outside as the mean of the cluster's members (times [`open`](GatekeeperOptions::open)), and
//!   one at least;
//! - **central**: at least as many ties within, in and out together, as the mean (times [`central`](GatekeeperOptions::central)), and
//!   one at least;
//! - **source**: more than 1.5 ([`balance`](GatekeeperOptions::balance)) times as many ties out as in, within; **absorber**: the
//!   reverse; else **balanced**.
//!
//! | | open | not open |
//! |---|---|---|
//! | central source | technological gatekeeper | source |
//! | central, balanced | mutual exchanger | mutual exchanger |
//! | central absorber | absorber | absorber |
//! | not central, source or balanced, with a tie within | weak mutual exchanger | isolate |
//! | not central, absorber or without a tie within | external star | isolate |
//!
//! Ties without direction cannot tell a source from an absorber: in an undirected network who is open and central is a gatekeeper,
//! who is open alone an external star, who is central alone a mutual exchanger, and all others are isolates. Weights are left aside.

use super::groups::{Groups, NONE};
use super::network::Network;
use super::number::real;

/// The thresholds; see the [module](self).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GatekeeperOptions {
    /// Times the mean number of partners outside.
    pub open: f64,
    /// Times the mean number of ties within.
    pub central: f64,
    /// How many times as many ties one way as the other are out of balance.
    pub balance: f64,
}

impl Default for GatekeeperOptions {
    fn default() -> Self {
        Self { open: 1.0, central: 1.0, balance: 1.5 }
    }
}

/// What a member is to its cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum KnowledgeRole {
    /// Open, central, and hands on more than it takes in.
    TechnologicalGatekeeper,
    /// Central, and hands on about as much as it takes in.
    MutualExchanger,
    /// Open and not central, but it hands on what it has.
    WeakMutualExchanger,
    /// Open, and hardly tied within.
    ExternalStar,
    /// Central, not open, and hands on more than it takes in.
    Source,
    /// Central, and takes in more than it hands on.
    Absorber,
    /// Neither open nor central.
    Isolate,
}

/// A member of a cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member {
    /// Its cluster.
    pub group: u32,
    /// Distinct partners outside the cluster.
    pub external: usize,
    /// Ties to it from within.
    pub incoming: usize,
    /// Ties from it to others within.
    pub outgoing: usize,
    /// What it is to its cluster.
    pub role: KnowledgeRole,
}

/// The role of every node in its group; `None` for one without a group, which is outside for all.
///
/// ```
/// use milieu::measure::gatekeepers::{GatekeeperOptions, KnowledgeRole, gatekeepers};
/// use milieu::measure::network::{Direction, Network};
/// // 3 is abroad; 0 learns from it, and 1 and 2 from 0.
/// let network = Network::of(4, &[(3, 0, 1.0), (0, 1, 1.0), (0, 2, 1.0)], Direction::Directed).unwrap();
/// let members = gatekeepers(&network, &[Some(1), Some(1), Some(1), None], GatekeeperOptions::default());
/// assert_eq!(members[0].unwrap().role, KnowledgeRole::TechnologicalGatekeeper);
/// assert_eq!((members[1].unwrap().role, members[3]), (KnowledgeRole::Isolate, None));
/// ```
pub fn gatekeepers(network: &Network, groups: &[Option<u32>], options: GatekeeperOptions) -> Vec<Option<Member>> {
    let groups = Groups::of(groups, network.nodes());
    let partners = network.undirected();
    let count = |row: &[u32], own: u32| row.iter().filter(|other| groups.of[**other as usize] == own).count();
    let counts = network.numbers().map(|node| {
        let own = groups.of[node as usize];
        let all = partners.outgoing(node);
        [all.len() - count(all, own), count(network.incoming(node), own), count(network.outgoing(node), own)]
    });
    let counts: Vec<[usize; 3]> = counts.collect();
    let mut sums = vec![(0, 0); groups.names.len()];
    for (&group, [external, incoming, outgoing]) in groups.of.iter().zip(&counts).filter(|(group, _)| **group != NONE) {
        sums[group as usize].0 += external;
        sums[group as usize].1 += incoming + outgoing;
    }
    let sizes = groups.sizes();
    let member = |(&group, &[external, incoming, outgoing]): (&u32, &[usize; 3])| {
        if group == NONE {
            return None;
        }
        let (place, size) = (group as usize, real(sizes[group as usize]));
        let reaches = |count: usize, sum: usize, times: f64| count > 0 && real(count) * size >= times * real(sum);
        let open = reaches(external, sums[place].0, options.open);
        let central = reaches(incoming + outgoing, sums[place].1, options.central);
        let exceeds = |one: usize, other: usize| real(one) > options.balance * real(other);
        let way = if !network.is_directed() {
            Way::Unknown
        } else if exceeds(outgoing, incoming) {
            Way::Source
        } else if exceeds(incoming, outgoing) || incoming + outgoing == 0 {
            Way::Absorber
        } else {
            Way::Balanced
        };
        Some(Member { group: groups.names[place], external, incoming, outgoing, role: role(open, central, way) })
    };
    groups.of.iter().zip(&counts).map(member).collect()
}

/// Whether a member hands on more than it takes in.
#[derive(Clone, Copy)]
enum Way {
    Source,
    Balanced,
    /// Or nothing either way.
    Absorber,
    Unknown,
}

fn role(open: bool, central: bool, way: Way) -> KnowledgeRole {
    match (open, central, way) {
        (true, true, Way::Source | Way::Unknown) => KnowledgeRole::TechnologicalGatekeeper,
        (false, true, Way::Source) => KnowledgeRole::Source,
        (_, true, Way::Balanced) | (false, true, Way::Unknown) => KnowledgeRole::MutualExchanger,
        (_, true, Way::Absorber) => KnowledgeRole::Absorber,
        (true, false, Way::Source | Way::Balanced) => KnowledgeRole::WeakMutualExchanger,
        (true, false, Way::Absorber | Way::Unknown) => KnowledgeRole::ExternalStar,
        (false, false, _) => KnowledgeRole::Isolate,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::KnowledgeRole::{Absorber, ExternalStar, Isolate, MutualExchanger, Source, TechnologicalGatekeeper};
    use super::*;
    use crate::measure::network::Direction;
    use crate::measure::network::tests::{plain, renamed, some_ties};

    fn roles(network: &Network, groups: &[Option<u32>]) -> Vec<Option<KnowledgeRole>> {
        let members = gatekeepers(network, groups, GatekeeperOptions::default());
        members.into_iter().map(|member| member.map(|member| member.role)).collect()
    }

    /// By hand: eight members, 8 and 9 outside. Ties within, in/out: 0 0/3, 1 2/2, 2 3/0, 3 1/1, 4 1/0, 5 0/0, 6 0/2, 7 1/0: 16 in all,
    /// mean 2. Partners outside: 0 2, 3 1, 4 1, 5 0; mean 4/8.
    #[test]
    fn by_hand() {
        let within = [(0, 1), (0, 2), (0, 7), (1, 2), (1, 3), (3, 2), (6, 1), (6, 4)];
        let outside = [(8, 0), (9, 0), (0, 9), (3, 8), (4, 8)];
        let network = plain(10, &[&within[..], &outside[..]].concat(), Direction::Directed);
        let mut groups = vec![Some(4); 8];
        groups.extend([Some(5), None]);
        let members = gatekeepers(&network, &groups, GatekeeperOptions::default());
        assert_eq!(
            (members[0].unwrap().external, members[0].unwrap().outgoing, members[0].unwrap().incoming),
            (2, 3, 0)
        );
        let expected = [
            TechnologicalGatekeeper,
            MutualExchanger,
            Absorber,
            MutualExchanger,
            ExternalStar,
            Isolate,
            Source,
            Isolate,
        ];
        assert_eq!(roles(&network, &groups)[..8], expected.map(Some));
        assert_eq!(roles(&network, &groups)[8..], [Some(ExternalStar), None]);
    }

    /// By hand: one tie each way within, where the mean is above 2, and one outside.
    #[test]
    fn a_weak_exchanger() {
        let ties = [(0, 1), (1, 2), (2, 3), (3, 1), (1, 0), (2, 1), (3, 2), (1, 3), (0, 4)];
        let network = plain(5, &ties, Direction::Directed);
        let found = roles(&network, &[Some(1), Some(1), Some(1), Some(1), None]);
        assert_eq!(found[0], Some(KnowledgeRole::WeakMutualExchanger));
    }

    /// By hand: a star whose middle alone is tied outside.
    #[test]
    fn without_directions() {
        let network = plain(5, &[(0, 1), (0, 2), (0, 3), (0, 4)], Direction::Undirected);
        let found = roles(&network, &[Some(1), Some(1), Some(1), Some(1), Some(2)]);
        let expected = [TechnologicalGatekeeper, Isolate, Isolate];
        assert_eq!((&found[..3], found[4]), (&expected.map(Some)[..], Some(ExternalStar)));
    }

    proptest! {
        #[test]
        fn relabelling_changes_nothing(ties in some_ties(), mut groups in prop::collection::vec(prop::option::of(0u32..3), 12)) {
            let of = |ties: &[_], groups: &[_]| {
                gatekeepers(&Network::of(12, ties, Direction::Directed).unwrap(), groups, GatekeeperOptions::default())
            };
            let before = of(&ties, &groups);
            groups.reverse();
            let mut after = of(&renamed(&ties), &groups);
            after.reverse();
            prop_assert_eq!(before, after);
        }
    }
}
