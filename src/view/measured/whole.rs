//! Measures of a network as a whole, and of the groups in it.

use std::cmp::{Ordering, Reverse};

use super::network::Tied;
use super::reading::{Reading, count, double};
use super::{Cell, Failure, Gives, Kind};
use crate::measure::communities::{CommunityOptions, communities};
use crate::measure::core_periphery::{CorePeripheryOptions, core_periphery};
use crate::measure::ei_index::{EiIndex, EiOptions, ei_index};
use crate::measure::network::Weighing;
use crate::measure::permutation::{PermutationOptions, Permuted};
use crate::measure::small_world::{PathOptions, SmallWorldOptions, small_world};
use crate::measure::work::Work;

pub(super) const KINDS: &[Kind] = &[
    Kind {
        name: "ei-index",
        roles: &["node", "linkage", "group"],
        may: &["asked"],
        options: &["permutations", "seed"],
        gives: Gives::Things(&["group"]),
        makes: &["internal", "external", "ei_index", "expected", "z", "p_inward", "p_outward"],
        run: openness,
    },
    Kind {
        name: "core-periphery",
        roles: &["node", "linkage"],
        may: &[],
        options: &["seed"],
        gives: Gives::Things(&["node"]),
        makes: &["core", "partners", "core_partners", "correlation"],
        run: core,
    },
    Kind {
        name: "communities",
        roles: &["node", "linkage"],
        may: &[],
        options: &["seed"],
        gives: Gives::Things(&["node"]),
        makes: &["community", "size", "partners", "own_partners", "modularity"],
        run: parts,
    },
    Kind {
        name: "small-world",
        roles: &["node", "linkage"],
        may: &[],
        options: &["networks", "sources", "seed"],
        gives: Gives::Things(&[]),
        makes: &[
            "actors",
            "ties",
            "transitivity",
            "random_transitivity",
            "path",
            "random_path",
            "path_error",
            "reached",
            "sigma",
        ],
        run: small,
    },
];

/// Groups with a tie, the most inward first; only the one that is asked for, if one is.
fn openness(reading: &Reading<'_>, work: &Work<'_>) -> Result<Vec<Vec<Cell>>, Failure> {
    let tied = Tied::read(reading)?;
    let things = reading.things(&["group"]);
    let test = PermutationOptions {
        permutations: reading.count("permutations").unwrap_or(PermutationOptions::default().permutations),
        seed: reading.seed().unwrap_or(PermutationOptions::default().seed),
    };
    let options = EiOptions { weighing: Weighing::ByWeight, test: Some(test), ..EiOptions::default() };
    let mut found = ei_index(&tied.network, &tied.groups(reading, "group", &things), options, work)?.groups;
    let asked = reading.terms("asked").flatten().next();
    let wanted = |group: u32| asked.is_none_or(|asked| things.term(group) == asked);
    found.retain(|(group, found)| found.index.is_some() && wanted(*group));
    found.sort_by(|(_, one), (_, other)| one.index.partial_cmp(&other.index).unwrap_or(Ordering::Equal));
    let row = |(group, EiIndex { external, internal, index, test }): (u32, EiIndex)| {
        let of = |number: fn(Permuted) -> Option<f64>| test.and_then(number);
        let tests = [of(|t| Some(t.expected)), of(|t| t.z), of(|t| Some(t.p_below)), of(|t| Some(t.p_above))];
        let numbers = [Some(internal), Some(external), index].into_iter().chain(tests).map(double);
        Ok(std::iter::once(reading.cell(0, things.term(group))?).chain(numbers).collect())
    };
    found.into_iter().map(row).collect()
}

/// Nodes with a partner, those of the core first, then by partners.
fn core(reading: &Reading<'_>, work: &Work<'_>) -> Result<Vec<Vec<Cell>>, Failure> {
    let Tied { nodes, network } = Tied::read(reading)?;
    let defaults = CorePeripheryOptions::default();
    let options = CorePeripheryOptions { seed: reading.seed().unwrap_or(defaults.seed), ..defaults };
    let Some(found) = core_periphery(&network, options, work)? else { return Ok(Vec::new()) };
    let is_core = |node: &u32| found.core.binary_search(node).is_ok();
    let partners = |node: u32| network.outgoing(node);
    let mut all: Vec<u32> = network.numbers().filter(|node| !partners(*node).is_empty()).collect();
    all.sort_by_key(|node| (!is_core(node), Reverse(partners(*node).len())));
    let row = |node: u32| {
        let within = partners(node).iter().filter(|other| is_core(other)).count();
        Ok(vec![
            reading.cell(0, nodes.term(node))?,
            Cell::Boolean(is_core(&node)),
            count(partners(node).len()),
            count(within),
            Cell::Double(found.correlation),
        ])
    };
    all.into_iter().map(row).collect()
}

/// Nodes with a partner by community, the largest first, and within it by partners in it.
fn parts(reading: &Reading<'_>, work: &Work<'_>) -> Result<Vec<Vec<Cell>>, Failure> {
    let Tied { nodes, network } = Tied::read(reading)?;
    let defaults = CommunityOptions::default();
    let options = CommunityOptions { seed: reading.seed().unwrap_or(defaults.seed), ..defaults };
    let found = communities(&network, options, work)?;
    let community = |node: u32| found.of[node as usize];
    let size = |node: u32| found.sizes[community(node) as usize];
    let own = |node: u32| network.outgoing(node).iter().filter(|other| community(**other) == community(node)).count();
    let mut all: Vec<(u32, usize)> = network.numbers().map(|node| (node, own(node))).collect();
    all.retain(|(node, _)| !network.outgoing(*node).is_empty());
    all.sort_by_key(|(node, own)| (Reverse(size(*node)), community(*node), Reverse(*own)));
    // Numbered from 1 in the order of the list.
    let mut place = (None, 0);
    let row = |(node, own): (u32, usize)| {
        if place.0 != Some(community(node)) {
            place = (Some(community(node)), place.1 + 1);
        }
        let counts = [place.1, size(node), network.outgoing(node).len(), own].map(count);
        let name = reading.cell(0, nodes.term(node))?;
        Ok(std::iter::once(name).chain(counts).chain([double(found.modularity)]).collect())
    };
    all.into_iter().map(row).collect()
}

/// One row, or none where there is no tie.
fn small(reading: &Reading<'_>, work: &Work<'_>) -> Result<Vec<Vec<Cell>>, Failure> {
    let Tied { network, .. } = Tied::read(reading)?;
    if network.ties() == 0 {
        return Ok(Vec::new());
    }
    let defaults = SmallWorldOptions::default();
    let seed = reading.seed().unwrap_or(defaults.seed);
    let sources = reading.count("sources").unwrap_or(defaults.paths.sources);
    let paths = PathOptions { exact_up_to: sources, sources, seed };
    let networks = reading.count("networks").unwrap_or(defaults.networks);
    let found = small_world(&network, SmallWorldOptions { networks, paths, seed, ..defaults }, work)?;
    let actors = network.numbers().filter(|node| !network.outgoing(*node).is_empty()).count();
    let numbers = [
        found.transitivity,
        found.random_transitivity,
        found.path.mean,
        found.random_path,
        found.path.standard_error,
        found.path.reached,
        found.sigma,
    ];
    Ok(vec![[count(actors), count(network.ties())].into_iter().chain(numbers.map(double)).collect()])
}
