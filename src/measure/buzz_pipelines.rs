//! Local buzz and global pipelines: how dense ties are within a cluster, and how many lead out of it, of which class.
//!
//! H. Bathelt, A. Malmberg and P. Maskell, "Clusters and knowledge: local buzz, global pipelines and the process of knowledge
//! creation", Progress in Human Geography 28(1), 2004, 31-56. Buzz is the share of the possible ties among members that there are,
//! from 0 to 1, n(n - 1) with directions and half of that without; `None` below two members. Pipelines are the ties of members with
//! nodes of another group or of none, by member. Ties count one whatever their weight; with directions a tie each way counts two.

use std::collections::BTreeMap;

use super::groups::{Groups, NONE};
use super::network::Network;
use super::number::real;

/// A cluster's ties within and outward.
#[derive(Debug, Clone, PartialEq)]
pub struct BuzzAndPipelines {
    /// The cluster.
    pub group: u32,
    /// How many members it has.
    pub members: usize,
    /// Ties among members.
    pub internal: usize,
    /// Ties that there could be among members.
    pub possible: usize,
    /// Internal by possible ties; `None` below two members.
    pub buzz: Option<f64>,
    /// Ties between a member and an outsider.
    pub external: usize,
    /// External ties by member.
    pub pipelines: f64,
    /// The external ties of each class, ascending, those without a class first.
    pub classes: Vec<Pipelines>,
}

/// External ties of one class.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pipelines {
    /// The class; `None` for ties that have none.
    pub class: Option<u32>,
    /// How many there are.
    pub ties: usize,
    /// How many there are by member.
    pub per_member: f64,
}

/// The buzz and the pipelines of every group that has a member, ascending.
///
/// `class` says of which class the tie of a member and an outsider is: by reach, by kind of knowledge.
///
/// ```
/// use milieu::measure::buzz_pipelines::buzz_and_pipelines;
/// use milieu::measure::network::{Direction, Network};
/// // 0 and 1 of a cluster, and two outsiders; 3 is far away.
/// let network = Network::of(4, &[(0, 1, 1.0), (0, 2, 1.0), (1, 3, 1.0)], Direction::Undirected).unwrap();
/// let found = buzz_and_pipelines(&network, &[Some(6), Some(6)], |_, outsider| Some(u32::from(outsider == 3)));
/// assert_eq!((found[0].buzz, found[0].pipelines), (Some(1.0), 1.0));
/// assert_eq!((found[0].classes[1].class, found[0].classes[1].per_member), (Some(1), 0.5));
/// ```
pub fn buzz_and_pipelines(
    network: &Network,
    groups: &[Option<u32>],
    class: impl Fn(u32, u32) -> Option<u32>,
) -> Vec<BuzzAndPipelines> {
    let groups = Groups::of(groups, network.nodes());
    let mut internal = vec![0; groups.names.len()];
    let mut classes: Vec<BTreeMap<Option<u32>, usize>> = vec![BTreeMap::new(); groups.names.len()];
    for (from, to, _) in network.all_ties() {
        let (own, other) = (groups.of[from as usize], groups.of[to as usize]);
        if own == other {
            if own != NONE {
                internal[own as usize] += 1;
            }
            continue;
        }
        for (group, member, outsider) in [(own, from, to), (other, to, from)] {
            if group != NONE {
                *classes[group as usize].entry(class(member, outsider)).or_default() += 1;
            }
        }
    }
    let sizes = groups.sizes();
    let all = classes.into_iter().enumerate().map(|(place, classes)| {
        let (members, internal) = (sizes[place], internal[place]);
        let ordered = members * (members - 1);
        let possible = if network.is_directed() { ordered } else { ordered / 2 };
        let external = classes.values().sum();
        let per_member = |ties: usize| real(ties) / real(members);
        let pipelines = |(class, ties)| Pipelines { class, ties, per_member: per_member(ties) };
        BuzzAndPipelines {
            group: groups.names[place],
            members,
            internal,
            possible,
            buzz: (possible > 0).then(|| real(internal) / real(possible)),
            external,
            pipelines: per_member(external),
            classes: classes.into_iter().map(pipelines).collect(),
        }
    });
    all.collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::measure::ei_index::{EiOptions, ei_index};
    use crate::measure::network::Direction;
    use crate::measure::network::tests::{plain, renamed, some_ties};
    use crate::measure::work::Work;

    /// By hand: 0, 1 and 2 have four of six ties; 0 and 3 are tied both ways, 4 to 2; 3 is a group of its own, 4 of none.
    #[test]
    fn by_hand() {
        let network = plain(5, &[(0, 1), (1, 0), (1, 2), (2, 0), (0, 3), (3, 0), (4, 2)], Direction::Directed);
        let groups = [Some(1), Some(1), Some(1), Some(2), None];
        let found = buzz_and_pipelines(&network, &groups, |_, outsider| (outsider == 3).then_some(9));
        assert_eq!((found[0].internal, found[0].possible, found[0].buzz), (4, 6, Some(4.0 / 6.0)));
        assert_eq!((found[0].external, found[0].pipelines), (3, 1.0));
        let by_class: Vec<_> = found[0].classes.iter().map(|class| (class.class, class.ties)).collect();
        assert_eq!(by_class, [(None, 1), (Some(9), 2)]);
        assert_eq!((found[1].members, found[1].buzz, found[1].pipelines), (1, None, 2.0));
    }

    proptest! {
        #[test]
        fn where_all_have_groups_ties_are_those_of_the_ei_index(ties in some_ties(), directed: bool, groups in prop::collection::vec(0u32..4, 12)) {
            let direction = if directed { Direction::Directed } else { Direction::Undirected };
            let network = Network::of(12, &ties, direction).unwrap();
            let mut groups: Vec<_> = groups.into_iter().map(Some).collect();
            let found = buzz_and_pipelines(&network, &groups, |_, _| None);
            let ei = ei_index(&network, &groups, EiOptions::default(), &Work::unwatched()).unwrap().groups;
            prop_assert!(found.iter().zip(&ei).all(|(one, (_, ei))| (real(one.external), real(one.internal)) == (ei.external, ei.internal)));
            groups.reverse();
            let renamed = Network::of(12, &renamed(&ties), direction).unwrap();
            prop_assert_eq!(found, buzz_and_pipelines(&renamed, &groups, |_, _| None));
        }
    }
}
