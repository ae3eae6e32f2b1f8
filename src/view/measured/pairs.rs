//! Measures of pairs: how ties fall off with distance, and who should meet whom.

use std::collections::{BTreeMap, BTreeSet};

use super::network::Tied;
use super::reading::{Reading, Things, count, double};
use super::{Cell, Failure, Gives, Kind};
use crate::measure::distance_decay::{Decay, DecayError, DecayOptions, Masses, Pair, Regressor, log_ols, ppml};
use crate::measure::link_prediction::{Index, SuggestionOptions, suggestions};
use crate::measure::work::Work;

pub(super) const KINDS: &[Kind] = &[
    Kind {
        name: "distance-decay",
        roles: &["ties", "distance"],
        may: &["mass", "other_mass"],
        options: &[],
        gives: Gives::Things(&[]),
        makes: &["method", "pairs", "left_out", "distance", "distance_error", "masses", "masses_error", "r_squared"],
        run: decay,
    },
    Kind {
        name: "suggestions",
        roles: &["node", "linkage", "asked"],
        may: &["country", "topic"],
        options: &["index", "abroad", "top"],
        gives: Gives::Things(&["node", "country"]),
        makes: &["score", "shared", "through", "topics", "same_topics"],
        run: partners,
    },
];

impl From<DecayError> for Failure {
    fn from(error: DecayError) -> Self {
        match error {
            DecayError::Stopped(stopped) => stopped.into(),
            other => Self::Refused(other.to_string()),
        }
    }
}

/// A row for each of the two fits; none for one that the pairs do not allow.
fn decay(reading: &Reading<'_>, work: &Work<'_>) -> Result<Vec<Vec<Cell>>, Failure> {
    let masses = reading.numbers("mass").zip(reading.numbers("other_mass"));
    let pairs: Vec<Pair> = (reading.numbers("ties").zip(reading.numbers("distance")))
        .zip(masses)
        .map(|((ties, distance), (origin, destination))| Pair { ties, distance, origin, destination })
        .collect();
    let masses = if reading.has("mass") && reading.has("other_mass") { Masses::Product } else { Masses::Ignored };
    let options = DecayOptions { masses, ..DecayOptions::default() };
    let mut rows = Vec::new();
    for (method, found) in [("PPML", ppml(&pairs, options, work)), ("log-OLS", log_ols(&pairs, options, work))] {
        let found = match found {
            Ok(found) => found,
            Err(DecayError::TooFew { .. } | DecayError::Collinear | DecayError::NotConverged { .. }) => continue,
            Err(error) => return Err(error.into()),
        };
        let left = found.left_out;
        let left = left.missing + left.no_distance + left.no_mass + left.no_ties;
        let (distance, by_mass) = (coefficient(&found, Regressor::Distance), coefficient(&found, Regressor::Masses));
        let method = Cell::Text { value: method.to_owned(), lang: None };
        let numbers = distance.into_iter().chain(by_mass).chain([found.r_squared]).map(double);
        rows.push([method, count(found.used), count(left)].into_iter().chain(numbers).collect());
    }
    Ok(rows)
}

/// A coefficient and its standard error.
fn coefficient(decay: &Decay, of: Regressor) -> [Option<f64>; 2] {
    let found = decay.coefficients.iter().find(|coefficient| coefficient.of == of);
    [found.map(|found| found.value), found.and_then(|found| found.standard_error)]
}

/// How many of the shared partners are named.
const NAMED: usize = 3;

/// Actors that share partners with those that are asked for, the best first.
fn partners(reading: &Reading<'_>, _: &Work<'_>) -> Result<Vec<Vec<Cell>>, Failure> {
    let tied = Tied::read(reading)?;
    let (countries, topics) = (reading.things(&["country"]), reading.things(&["topic"]));
    let country = tied.groups(reading, "country", &countries);
    let topics_of = topics_of(reading, &tied.nodes, &topics);
    let mut asked: Vec<u32> = reading
        .terms("node")
        .zip(reading.terms("asked"))
        .filter_map(|(node, asked)| asked.and(node))
        .map(|node| tied.nodes.number(node))
        .collect();
    asked.sort_unstable();
    asked.dedup();
    let homes: BTreeSet<u32> = asked.iter().filter_map(|node| country[*node as usize]).collect();
    let own: BTreeSet<u32> = asked.iter().flat_map(|node| &topics_of[*node as usize]).copied().collect();
    let abroad = reading.given("abroad") == Some("true");
    let candidate = |node: u32| !abroad || country[node as usize].is_some_and(|country| !homes.contains(&country));
    let index = match reading.given("index") {
        Some("adamic-adar") => Index::AdamicAdar,
        Some("shared") => Index::CommonNeighbours,
        _ => Index::ResourceAllocation,
    };
    let row = |found: crate::measure::link_prediction::Suggestion| {
        let place = country[found.node as usize];
        let place = place.map_or(Ok(Cell::Null), |place| reading.cell(1, countries.term(place)))?;
        let named = found.shared.iter().take(NAMED).map(|node| reading.label(tied.nodes.term(*node)));
        let more = found.shared.len().saturating_sub(NAMED);
        let more = (more > 0).then(|| format!("and {more} more"));
        let through = named.chain(more).collect::<Vec<_>>().join("; ");
        let theirs = &topics_of[found.node as usize];
        let same: Vec<String> = theirs.intersection(&own).map(|topic| reading.label(topics.term(*topic))).collect();
        Ok(vec![
            reading.cell(0, tied.nodes.term(found.node))?,
            place,
            Cell::Double(found.score),
            count(found.shared.len()),
            Cell::Text { value: through, lang: None },
            count(same.len()),
            Cell::Text { value: same.into_iter().take(NAMED).collect::<Vec<_>>().join("; "), lang: None },
        ])
    };
    let options = SuggestionOptions { index, top: reading.top() };
    suggestions(&tied.network, &asked, candidate, options).into_iter().map(row).collect()
}

/// The topics of each node.
fn topics_of(reading: &Reading<'_>, nodes: &Things<'_>, topics: &Things<'_>) -> Vec<BTreeSet<u32>> {
    let mut of: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
    for (node, topic) in reading.terms("node").zip(reading.terms("topic")) {
        if let (Some(node), Some(topic)) = (node, topic) {
            of.entry(nodes.number(node)).or_default().insert(topics.number(topic));
        }
    }
    (0..nodes.len())
        .map(|node| u32::try_from(node).ok().and_then(|node| of.remove(&node)).unwrap_or_default())
        .collect()
}
