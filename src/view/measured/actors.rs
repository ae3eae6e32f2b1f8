//! Measures of actors in a network.

use std::cmp::Reverse;

use super::network::Tied;
use super::reading::{Reading, count, double};
use super::{Cell, Failure, Gives, Kind, ViewError};
use crate::measure::betweenness::{BetweennessOptions, Scale, betweenness};
use crate::measure::brokerage::{BrokerageOptions, Roles, brokerage};
use crate::measure::degree::{Degree, DegreeOptions, degrees};
use crate::measure::gatekeepers::{GatekeeperOptions, KnowledgeRole, Member, gatekeepers};
use crate::measure::k_core::core_numbers;
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
        name: "k-core",
        roles: &["node", "linkage"],
        may: &[],
        options: &["top"],
        gives: Gives::Things(&["node"]),
        makes: &["partners", "core"],
        run: cores,
    },
    Kind {
        name: "betweenness",
        roles: &["node", "linkage"],
        may: &["side"],
        options: &["sources", "seed", "top"],
        gives: Gives::Things(&["node"]),
        makes: &["partners", "betweenness", "standard_error"],
        run: between,
    },
    Kind {
        name: "gatekeepers",
        roles: &["node", "linkage", "group"],
        may: &["side"],
        options: &[],
        gives: Gives::Things(&["node"]),
        makes: &["role", "external", "incoming", "outgoing"],
        run: gates,
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

/// Actors that lie between others, those on the most paths first. A network of no more nodes than the sources asked for is exact.
fn between(reading: &Reading<'_>, work: &Work<'_>) -> Result<Vec<Vec<Cell>>, Failure> {
    let tied = Tied::read(reading)?;
    let defaults = BetweennessOptions::default();
    let sources = reading.count("sources").unwrap_or(defaults.sources);
    let seed = reading.seed().unwrap_or(defaults.seed);
    let options = BetweennessOptions { scale: Scale::Normalised, exact_up_to: sources, sources, seed, ..defaults };
    let found = betweenness(&tied.network, options, work)?;
    let partners = tied.network.undirected();
    let mut nodes: Vec<_> = partners.numbers().zip(&found.nodes).filter(|(_, share)| **share > 0.0).collect();
    nodes.sort_by(|(_, one), (_, other)| other.total_cmp(one));
    let row = |(node, share): (u32, &f64)| {
        let error = found.standard_errors.as_ref().map(|errors| errors[node as usize]);
        let name = reading.cell(0, tied.nodes.term(node))?;
        Ok(vec![name, count(partners.outgoing(node).len()), Cell::Double(*share), double(error)])
    };
    nodes.into_iter().take(reading.top()).map(row).collect()
}

/// The members of the group, gatekeepers first, then by partners outside.
fn gates(reading: &Reading<'_>, _: &Work<'_>) -> Result<Vec<Vec<Cell>>, Failure> {
    let tied = Tied::read(reading)?;
    let groups = tied.groups(reading, "group", &reading.things(&["group"]));
    let found = gatekeepers(&tied.network, &groups, GatekeeperOptions::default());
    let mut members: Vec<_> =
        tied.network.numbers().zip(found).filter_map(|(node, found)| Some((node, found?))).collect();
    let others = |member: &Member| (member.external, member.incoming + member.outgoing);
    members.sort_by_key(|(_, member)| (in_words(member.role).0, Reverse(others(member))));
    let row = |(node, member): (u32, Member)| {
        let role = Cell::Text { value: in_words(member.role).1.to_owned(), lang: None };
        let counts = [member.external, member.incoming, member.outgoing].map(count);
        Ok([reading.cell(0, tied.nodes.term(node))?, role].into_iter().chain(counts).collect())
    };
    members.into_iter().map(row).collect()
}

/// A role, and its place in a list.
fn in_words(role: KnowledgeRole) -> (u8, &'static str) {
    match role {
        KnowledgeRole::TechnologicalGatekeeper => (0, "technological gatekeeper"),
        KnowledgeRole::MutualExchanger => (1, "mutual exchanger"),
        KnowledgeRole::Source => (2, "source"),
        KnowledgeRole::Absorber => (3, "absorber"),
        KnowledgeRole::ExternalStar => (4, "external star"),
        KnowledgeRole::WeakMutualExchanger => (5, "weak mutual exchanger"),
        KnowledgeRole::Isolate => (6, "isolate"),
    }
}
