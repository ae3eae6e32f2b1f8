//! Measures of actors in a network.

use std::collections::HashMap;

use super::reading::{Reading, count};
use super::{Cell, Failure, Gives, Kind};
use crate::measure::degree::{DegreeOptions, degrees};
use crate::measure::work::Work;
use crate::model::Term;

pub(super) const KINDS: &[Kind] = &[Kind {
    name: "degree",
    roles: &["node", "linkage"],
    may: &[],
    options: &["top"],
    gives: Gives::Things(&["node"]),
    makes: &["partners", "linkages", "weight"],
    run: degree,
}];

/// A row without a linkage asks for its node; a row with one is an end of it.
fn degree(reading: &Reading<'_>, _: &Work<'_>) -> Result<Vec<Vec<Cell>>, Failure> {
    let nodes = reading.things(&["node"]);
    let mut linkages: HashMap<&Term, usize> = HashMap::new();
    let (mut ends, mut asked) = (Vec::new(), Vec::new());
    for (node, linkage) in reading.terms("node").zip(reading.terms("linkage")) {
        let Some(node) = node.map(|node| nodes.number(node)) else { continue };
        match linkage {
            None => asked.push(node),
            Some(linkage) => {
                let next = linkages.len();
                ends.push((*linkages.entry(linkage).or_insert(next), node));
            }
        }
    }
    let options = DegreeOptions { top: reading.count("top").unwrap_or(usize::MAX) };
    let row = |degree: crate::measure::degree::Degree| {
        let name = reading.cell(0, nodes.term(degree.node))?;
        Ok(vec![name, count(degree.partners), count(degree.linkages), Cell::Double(degree.weight)])
    };
    degrees(&ends, &asked, options).into_iter().map(row).collect()
}
