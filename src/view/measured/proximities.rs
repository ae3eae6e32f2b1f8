//! The five proximities of one actor and others.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::reading::{Reading, Things, count, double};
use super::{Cell, Failure, Gives, Kind};
use crate::measure::five_proximities::{Actor, FiveProximities, FiveProximitiesOptions, Place, five_proximities};
use crate::measure::work::Work;
use crate::model::Term;

pub(super) const KINDS: &[Kind] = &[Kind {
    name: "five-proximities",
    roles: &["one", "node", "fact", "value"],
    may: &[],
    options: &["top"],
    gives: Gives::Things(&["one", "node"]),
    makes: &["linkages", "geographical", "cognitive", "organisational", "social", "institutional"],
    run: proximities,
}];

/// What is known of an actor: the values of each fact, by number.
type Facts = BTreeMap<String, BTreeSet<usize>>;

/// The facts that are features of institutions.
const FEATURES: [&str; 2] = ["country", "kind"];

/// Codes are compared as wholes: as many digits as their numbers are written with.
const CODE: usize = 10;

/// A row for each actor that is not the one: those with most linkages in common first.
fn proximities(reading: &Reading<'_>, _: &Work<'_>) -> Result<Vec<Vec<Cell>>, Failure> {
    let (nodes, values) = (reading.things(&["one", "node"]), reading.things(&["value"]));
    let Some(one) = reading.terms("one").flatten().next() else { return Ok(Vec::new()) };
    let facts = facts(reading, &nodes, &values);
    let one = nodes.number(one) as usize;
    let own = Known::of(&facts[one], &values);
    let mut found: Vec<(u32, usize, FiveProximities)> = Vec::new();
    for (number, facts) in (0..).zip(&facts).filter(|(number, _)| *number as usize != one) {
        let other = Known::of(facts, &values);
        let shared = own.linkages.intersection(&other.linkages).count();
        let options = FiveProximitiesOptions { levels: &[CODE], ..FiveProximitiesOptions::default() };
        let near = own.with(|own| other.with(|other| five_proximities(own, other, Some(shared), options)));
        found.push((number, shared, near));
    }
    let known = |near: &FiveProximities| near.cognitive.unwrap_or(0.0);
    found
        .sort_by(|a, b| (Reverse(a.1), known(&b.2)).partial_cmp(&(Reverse(b.1), known(&a.2))).unwrap_or(a.0.cmp(&b.0)));
    let row = |(number, shared, near): (u32, usize, FiveProximities)| {
        let things = [reading.cell(0, nodes.at(one))?, reading.cell(1, nodes.term(number))?, count(shared)];
        let numbers = [near.geographical, near.cognitive, near.organisational, near.social, near.institutional];
        Ok(things.into_iter().chain(numbers.map(double)).collect())
    };
    found.into_iter().take(reading.top()).map(row).collect()
}

fn facts(reading: &Reading<'_>, nodes: &Things<'_>, values: &Things<'_>) -> Vec<Facts> {
    let mut facts = vec![Facts::new(); nodes.len()];
    for ((node, fact), value) in reading.terms("node").zip(reading.terms("fact")).zip(reading.terms("value")) {
        if let (Some(node), Some(Term::Literal(fact)), Some(value)) = (node, fact, value) {
            let of = facts[nodes.number(node) as usize].entry(fact.value().to_owned()).or_default();
            of.insert(values.number(value) as usize);
        }
    }
    facts
}

/// Facts in the form that the measure takes.
struct Known {
    place: Option<Place>,
    codes: Vec<String>,
    memberships: Option<Vec<usize>>,
    features: Vec<Vec<usize>>,
    linkages: BTreeSet<usize>,
}

impl Known {
    fn of(facts: &Facts, values: &Things<'_>) -> Self {
        let all = |fact: &str| facts.get(fact).into_iter().flatten().copied();
        let number = |fact: &str| match values.at(all(fact).next()?) {
            Term::Literal(literal) => literal.value().parse::<f64>().ok(),
            _ => None,
        };
        let place = number("latitude").zip(number("longitude"));
        Self {
            place: place.map(|(latitude, longitude)| Place { latitude, longitude }),
            codes: all("topic").map(|code| format!("{code:0CODE$}")).collect(),
            memberships: facts.contains_key("membership").then(|| all("membership").collect()),
            features: FEATURES.iter().map(|feature| all(feature).collect()).collect(),
            linkages: all("linkage").collect(),
        }
    }

    fn with<T>(&self, look: impl FnOnce(&Actor<'_>) -> T) -> T {
        let codes: Vec<&str> = self.codes.iter().map(String::as_str).collect();
        let features: Vec<&[usize]> = self.features.iter().map(Vec::as_slice).collect();
        let memberships = self.memberships.as_deref();
        look(&Actor { place: self.place, codes: &codes, group: None, memberships, features: &features })
    }
}
