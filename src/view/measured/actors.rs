//! Measures of actors in a network.

use std::cmp::{Ordering, Reverse};

use super::network::Tied;
use super::reading::{Reading, count, double};
use super::{Cell, Failure, Gives, Kind, ViewError};
use crate::measure::brokerage::{BrokerageOptions, Roles, brokerage};
use crate::measure::degree::{Degree, DegreeOptions, degrees};
use crate::measure::ei_index::{EiIndex, EiOptions, ei_index};
use crate::measure::k_core::core_numbers;
use crate::measure::network::Weighing;
use crate::measure::permutation::{PermutationOptions, Permuted};
use crate::measure::structural_holes::{Holes, HolesOptions, structural_holes};
use crate::measure::work::Work;

pub(super) const KINDS: &[Kind] = &[
    Kind {
        name: "degree",
        roles: &["node", "linkage"],
        may: &[],
        options: &["top"],
        gives: Gives::Things(&["node"]),
        makes: &["partners", "linkages", "weight"],
        run: degree,
    },
    Kind {
        name: "brokerage",
        roles: &["node", "linkage", "group"],
        may: &["side"],
        options: &["top"],
        gives: Gives::Things(&["node", "group"]),
        makes: &["coordinator", "itinerant", "representative", "gatekeeper", "liaison", "total"],
        run: brokers,
    },
    Kind {
        name: "structural-holes",
        roles: &["node", "linkage"],
        may: &["side"],
        options: &["top"],
        gives: Gives::Things(&["node"]),
        makes: &["partners", "effective_size", "efficiency", "constraint", "hierarchy"],
        run: holes,
    },
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
        name: "k-core",
        roles: &["node", "linkage"],
        may: &[],
        options: &["top"],
        gives: Gives::Things(&["node"]),
        makes: &["partners", "core"],
        run: cores,
    },
];

/// A row without a linkage asks for its node; a row with one is an end of it.
fn degree(reading: &Reading<'_>, _: &Work<'_>) -> Result<Vec<Vec<Cell>>, Failure> {
    let (nodes, linkages) = (reading.things(&["node"]), reading.things(&["linkage"]));
    let (mut ends, mut asked) = (Vec::new(), Vec::new());
    for (node, linkage) in reading.terms("node").zip(reading.terms("linkage")) {
        let Some(node) = node.map(|node| nodes.number(node) as usize) else { continue };
        match linkage {
            None => asked.push(node),
            Some(linkage) => ends.push((linkages.number(linkage) as usize, node)),
        }
    }
    let row = |Degree { node, partners, linkages, weight }| {
        let number = u32::try_from(node).expect("numbered by u32");
        Ok(vec![reading.cell(0, nodes.term(number))?, count(partners), count(linkages), Cell::Double(weight)])
    };
    degrees(&ends, &asked, DegreeOptions { top: reading.top() }).into_iter().map(row).collect()
}

/// Actors that broker, most first.
fn brokers(reading: &Reading<'_>, work: &Work<'_>) -> Result<Vec<Vec<Cell>>, Failure> {
    let tied = Tied::read(reading)?;
    let things = reading.things(&["group"]);
    let groups = tied.groups(reading, "group", &things);
    let found = brokerage(&tied.network, &groups, BrokerageOptions::default(), work)?;
    let mut brokers: Vec<_> = tied.network.numbers().zip(groups).zip(found.nodes).collect();
    brokers.sort_by_key(|(_, roles)| Reverse(roles.map(|roles| roles.total)));
    let row = |((node, group), roles): ((u32, Option<u32>), Option<Roles<usize>>)| {
        let (group, roles) = (group?, roles.filter(|roles| roles.total > 0)?);
        let things = [reading.cell(0, tied.nodes.term(node)), reading.cell(1, things.term(group))];
        Some(things.into_iter().chain(roles.array().map(count).map(Ok)).collect())
    };
    Ok(brokers.into_iter().filter_map(row).take(reading.top()).collect::<Result<_, ViewError>>()?)
}

/// Actors with a partner, the least constrained first.
fn holes(reading: &Reading<'_>, work: &Work<'_>) -> Result<Vec<Vec<Cell>>, Failure> {
    let tied = Tied::read(reading)?;
    let holes = structural_holes(&tied.network, HolesOptions::default(), work)?;
    let partners = tied.network.undirected();
    let mut found: Vec<_> = partners.numbers().zip(holes).filter_map(|(node, holes)| Some((node, holes?))).collect();
    found.sort_by(|(_, one), (_, other)| one.constraint.total_cmp(&other.constraint));
    let row = |(node, Holes { constraint, effective_size, efficiency, hierarchy }): (u32, Holes)| {
        let numbers = [Some(effective_size), Some(efficiency), Some(constraint), hierarchy].map(double);
        let start = [reading.cell(0, tied.nodes.term(node))?, count(partners.outgoing(node).len())];
        Ok(start.into_iter().chain(numbers).collect())
    };
    found.into_iter().take(reading.top()).map(row).collect()
}

/// Actors with a partner, those of the innermost core first.
fn cores(reading: &Reading<'_>, _: &Work<'_>) -> Result<Vec<Vec<Cell>>, Failure> {
    let tied = Tied::read(reading)?;
    let mut found: Vec<_> = tied.network.numbers().zip(core_numbers(&tied.network)).collect();
    found.retain(|(_, core)| *core > 0);
    let partners = |node: u32| tied.network.outgoing(node).len();
    found.sort_by_key(|(node, core)| (Reverse(*core), Reverse(partners(*node))));
    let row = |(node, core)| Ok(vec![reading.cell(0, tied.nodes.term(node))?, count(partners(node)), count(core)]);
    found.into_iter().take(reading.top()).map(row).collect()
}

/// Groups with a tie, the most inward first; only the one that is asked for, if one is.
fn openness(reading: &Reading<'_>, work: &Work<'_>) -> Result<Vec<Vec<Cell>>, Failure> {
    let tied = Tied::read(reading)?;
    let things = reading.things(&["group"]);
    let test = PermutationOptions {
        permutations: reading.count("permutations").unwrap_or(PermutationOptions::default().permutations),
        seed: reading.count("seed").map_or(PermutationOptions::default().seed, |seed| seed as u64),
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
