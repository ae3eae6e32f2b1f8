//! Measures of groups: of their helix, and of their life cycle; and of the capacity of actors, held against each other.

use std::collections::BTreeMap;

use super::reading::{Reading, Things, count, double};
use super::{Cell, Failure, Gives, Kind};
use crate::measure::absorptive_capacity::{AbsorptiveCapacityOptions, absorptive_capacities};
use crate::measure::bootstrap::{BootstrapOptions, bootstrap_share};
use crate::measure::helix::helix;
use crate::measure::life_cycle::{LifeCycleOptions, Observation, Stage, life_cycle};
use crate::measure::matrix::{Cells, Matrix};
use crate::measure::variety::entropies;
use crate::measure::work::Work;
use crate::model::Term;

pub(super) const KINDS: &[Kind] = &[
    Kind {
        name: "triple-helix",
        roles: &["group", "linkage", "sphere"],
        may: &[],
        options: &[],
        gives: Gives::Things(&["group"]),
        makes: &["linkages", "university", "industry", "government", "together", "transmission"],
        run: triple_helix,
    },
    Kind {
        name: "life-cycle",
        roles: &["group", "year", "category", "amount"],
        may: &[],
        options: &[],
        gives: Gives::Things(&["group"]),
        makes: &["stage", "size", "size_trend", "heterogeneity", "heterogeneity_trend", "years"],
        run: stages,
    },
    Kind {
        name: "share",
        roles: &["group", "node", "holds"],
        may: &[],
        options: &["replicates", "seed"],
        gives: Gives::Things(&["group"]),
        makes: &["members", "known", "holding", "share", "low", "high"],
        run: shares,
    },
    Kind {
        name: "absorptive-capacity",
        roles: &["node", "indicator", "value"],
        may: &[],
        options: &["top"],
        gives: Gives::Things(&["node"]),
        makes: &["capacity", "indicators"],
        run: capacities,
    },
];

/// The spheres in the order of the columns.
const SPHERES: [&str; 3] = ["university", "industry", "government"];

/// Groups with a linkage, the most synergy first.
fn triple_helix(reading: &Reading<'_>, _: &Work<'_>) -> Result<Vec<Vec<Cell>>, Failure> {
    let (groups, linkages) = (reading.things(&["group"]), reading.things(&["linkage"]));
    let place = |sphere: &Term| match sphere {
        Term::Literal(sphere) => SPHERES.iter().position(|name| *name == sphere.value()),
        _ => None,
    };
    let mut there: BTreeMap<(u32, u32), [usize; 3]> = BTreeMap::new();
    for ((group, linkage), sphere) in reading.terms("group").zip(reading.terms("linkage")).zip(reading.terms("sphere"))
    {
        if let (Some(group), Some(linkage)) = (group, linkage) {
            let at = there.entry((groups.number(group), linkages.number(linkage))).or_default();
            if let Some(sphere) = sphere.and_then(place) {
                at[sphere] = 1;
            }
        }
    }
    let mut rows = Vec::new();
    let there: Vec<_> = there.into_iter().collect();
    for own in there.chunk_by(|a, b| a.0.0 == b.0.0) {
        let with = |sphere: usize| own.iter().filter(|(_, at)| at[sphere] == 1).count();
        let all = own.iter().filter(|(_, at)| *at == [1; 3]).count();
        let found = helix(own.iter().map(|(_, at)| (*at, 1.0))).map_err(|error| Failure::Refused(error.to_string()))?;
        let counts = [own.len(), with(0), with(1), with(2), all].map(count);
        let transmission = found.map(|found| found.transmission);
        rows.push((transmission, own[0].0.0, counts));
    }
    rows.sort_by(|a, b| a.0.unwrap_or(0.0).total_cmp(&b.0.unwrap_or(0.0)).then(a.1.cmp(&b.1)));
    let row = |(transmission, group, counts): (Option<f64>, u32, [Cell; 5])| {
        let name = reading.cell(0, groups.term(group))?;
        Ok(std::iter::once(name).chain(counts).chain([double(transmission)]).collect())
    };
    rows.into_iter().map(row).collect()
}

/// Groups by name, with the stage that their years tell.
fn stages(reading: &Reading<'_>, _: &Work<'_>) -> Result<Vec<Vec<Cell>>, Failure> {
    let (groups, categories) = (reading.things(&["group"]), reading.things(&["category"]));
    let mut years: BTreeMap<(u32, i32), Vec<f64>> = BTreeMap::new();
    let rows = reading.terms("group").zip(reading.terms("category"));
    for ((group, category), (year, amount)) in rows.zip(reading.numbers("year").zip(reading.numbers("amount"))) {
        if let (Some(group), Some(category), Some(year), Some(amount)) = (group, category, year, amount) {
            #[expect(clippy::cast_possible_truncation, reason = "a year")]
            let amounts =
                years.entry((groups.number(group), year as i32)).or_insert_with(|| vec![0.0; categories.len()]);
            amounts[categories.number(category) as usize] += amount;
        }
    }
    let years: Vec<_> = years.into_iter().collect();
    let mut rows = Vec::new();
    for own in years.chunk_by(|a, b| a.0.0 == b.0.0) {
        let amounts = own.iter().flat_map(|(_, amounts)| amounts.iter().copied()).collect();
        let amounts = Matrix::from_dense(own.len(), categories.len(), amounts)?;
        let observations: Vec<Observation> = (own.iter().zip(amounts.row_sums()))
            .zip(entropies(&amounts))
            .map(|((((_, year), _), size), heterogeneity)| Observation {
                time: f64::from(*year),
                size: Some(*size),
                heterogeneity,
            })
            .collect();
        let last = observations[observations.len() - 1];
        let found = life_cycle(&observations, LifeCycleOptions::default());
        let stage = found
            .as_ref()
            .map_or(Cell::Null, |found| Cell::Text { value: in_a_word(found.stage).to_owned(), lang: None });
        let trends = found.as_ref().map(|found| (found.size_trend, found.heterogeneity_trend));
        let name = reading.cell(0, groups.term(own[0].0.0))?;
        let (size, heterogeneity) = (double(last.size), double(last.heterogeneity));
        let trends = (double(trends.map(|trends| trends.0)), double(trends.map(|trends| trends.1)));
        rows.push(vec![name, stage, size, trends.0, heterogeneity, trends.1, count(own.len())]);
    }
    Ok(rows)
}

fn in_a_word(stage: Stage) -> &'static str {
    match stage {
        Stage::Emerging => "emerging",
        Stage::Growing => "growing",
        Stage::Sustaining => "sustaining",
        Stage::Declining => "declining",
        Stage::Renewing => "renewing",
    }
}

/// Actors by capacity, the largest first.
fn capacities(reading: &Reading<'_>, _: &Work<'_>) -> Result<Vec<Vec<Cell>>, Failure> {
    let (actors, indicators) = (reading.things(&["node"]), reading.things(&["indicator"]));
    let mut values = vec![None; actors.len() * indicators.len()];
    for ((actor, indicator), value) in
        reading.terms("node").zip(reading.terms("indicator")).zip(reading.numbers("value"))
    {
        if let (Some(actor), Some(indicator)) = (actor, indicator) {
            values[cell(&actors, &indicators, actor, indicator)] = value;
        }
    }
    let found = absorptive_capacities(
        &Cells::new(actors.len(), indicators.len(), values)?,
        AbsorptiveCapacityOptions::default(),
    );
    let mut found: Vec<_> =
        (0..).zip(found).filter_map(|(actor, found)| Some((actor, found.score?, found.indicators))).collect();
    found.sort_by(|a, b| b.1.total_cmp(&a.1));
    let row = |(actor, score, indicators): (u32, f64, usize)| {
        Ok(vec![reading.cell(0, actors.term(actor))?, Cell::Double(score), count(indicators)])
    };
    found.into_iter().take(reading.top()).map(row).collect()
}

fn cell(rows: &Things<'_>, columns: &Things<'_>, row: &Term, column: &Term) -> usize {
    rows.number(row) as usize * columns.len() + columns.number(column) as usize
}

/// Groups with somebody of whom it is known, the lowest share first. `holds` is 1 or 0, or nothing where it is not known.
fn shares(reading: &Reading<'_>, work: &Work<'_>) -> Result<Vec<Vec<Cell>>, Failure> {
    let groups = reading.things(&["group"]);
    let mut members: Vec<(usize, Vec<f64>)> = vec![(0, Vec::new()); groups.len()];
    for ((group, node), holds) in reading.terms("group").zip(reading.terms("node")).zip(reading.numbers("holds")) {
        if let (Some(group), Some(_)) = (group, node) {
            let of = &mut members[groups.number(group) as usize];
            of.0 += 1;
            of.1.extend(holds);
        }
    }
    let defaults = BootstrapOptions::default();
    let options = BootstrapOptions {
        replicates: reading.count("replicates").unwrap_or(defaults.replicates),
        seed: reading.seed().unwrap_or(defaults.seed),
        ..defaults
    };
    let mut rows = Vec::new();
    for (group, (members, known)) in (0..).zip(members) {
        let holding = known.iter().filter(|holds| **holds > 0.0).count();
        let Some(found) = bootstrap_share(holding, known.len(), options, work)? else { continue };
        let counts = [members, known.len(), holding].map(count);
        let name = reading.cell(0, groups.term(group))?;
        let numbers = [found.estimate, found.low, found.high].map(Cell::Double);
        rows.push((found.estimate, std::iter::once(name).chain(counts).chain(numbers).collect()));
    }
    rows.sort_by(|a: &(f64, Vec<Cell>), b| a.0.total_cmp(&b.0));
    Ok(rows.into_iter().map(|(_, row)| row).collect())
}
