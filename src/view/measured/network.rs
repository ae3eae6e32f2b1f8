//! A network as the rows of a query give it.

use super::Failure;
use super::reading::{Reading, Things};
use crate::measure::network::{Direction, Network, NotANetwork};
use crate::model::Term;

/// Who is tied with whom: a row names a node, and a linkage that it is an end of; one without a linkage names a node only.
///
/// With a variable for `side` the network is directed: an end whose side is `from` has a tie to each whose side is `to`, and two ends
/// without a side one each way. Each pair of the n ends of a linkage weighs 1/(n - 1).
pub(super) struct Tied<'a> {
    pub(super) nodes: Things<'a>,
    pub(super) network: Network,
}

impl From<NotANetwork> for Failure {
    fn from(error: NotANetwork) -> Self {
        Self::Refused(error.to_string())
    }
}

impl<'a> Tied<'a> {
    pub(super) fn read(reading: &Reading<'a>) -> Result<Self, Failure> {
        let nodes = reading.things(&["node"]);
        let linkages = reading.things(&["linkage"]);
        let both =
            |(node, linkage): (Option<&Term>, Option<&Term>)| Some((linkages.number(linkage?), nodes.number(node?)));
        let rows = reading.terms("node").zip(reading.terms("linkage")).map(both);
        let network = if reading.has("side") {
            let sides = reading.terms("side").map(Side::of);
            let mut ends: Vec<_> = rows.zip(sides).filter_map(|(end, side)| Some((end?.0, end?.1, side))).collect();
            ends.sort_unstable();
            ends.dedup();
            Network::of(nodes.len(), &arcs(&ends), Direction::Directed)?
        } else {
            let ends: Vec<(u32, u32)> = rows.flatten().collect();
            Network::of_linkages(nodes.len(), &ends)?
        };
        Ok(Self { nodes, network })
    }

    /// Of each node, the number of the thing among `things` that plays `role` in its rows: the first by name, if there are several.
    pub(super) fn groups(&self, reading: &Reading<'a>, role: &str, things: &Things<'a>) -> Vec<Option<u32>> {
        let mut groups = vec![None; self.nodes.len()];
        for (node, group) in reading.terms("node").zip(reading.terms(role)) {
            if let (Some(node), Some(group)) = (node, group) {
                let (at, group) = (&mut groups[self.nodes.number(node) as usize], things.number(group));
                *at = Some(at.map_or(group, |first: u32| first.min(group)));
            }
        }
        groups
    }
}

/// Where an end stands in its linkage.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    From,
    To,
    Neither,
}

impl Side {
    fn of(term: Option<&Term>) -> Self {
        match term {
            Some(Term::Literal(literal)) if literal.value() == "from" => Self::From,
            Some(Term::Literal(literal)) if literal.value() == "to" => Self::To,
            _ => Self::Neither,
        }
    }
}

/// The arcs of linkages; `ends` are sorted.
fn arcs(ends: &[(u32, u32, Side)]) -> Vec<(u32, u32, f64)> {
    let mut arcs = Vec::new();
    for linkage in ends.chunk_by(|a, b| a.0 == b.0) {
        let mut nodes: Vec<u32> = linkage.iter().map(|end| end.1).collect();
        nodes.dedup();
        let others = u32::try_from(nodes.len().saturating_sub(1).max(1)).expect("numbered by u32");
        let weight = 1.0 / f64::from(others);
        let leads = |one: Side, other: Side| {
            (one, other) == (Side::From, Side::To) || (one == Side::Neither && other == Side::Neither)
        };
        for &(_, one, from) in linkage {
            arcs.extend(
                linkage.iter().filter(|end| end.1 != one && leads(from, end.2)).map(|end| (one, end.1, weight)),
            );
        }
    }
    arcs
}
