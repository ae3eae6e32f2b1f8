//! Measures of industries in regions.

use std::collections::HashMap;

use super::reading::{Reading, Things, count, double};
use super::table::Table;
use super::{Cell, Failure, Gives, Kind, ViewError};
use crate::measure::complexity::{ComplexityOptions, complexity};
use crate::measure::density::{DensityOptions, densities};
use crate::measure::fitness::{FitnessOptions, fitness};
use crate::measure::presence::Presence;
use crate::measure::proximity::{ProximityOptions, Similarity, proximities};
use crate::measure::specialisation::specialised;
use crate::measure::strong_cluster::{Observation, StrongClusterOptions, strong_clusters};
use crate::measure::variety::varieties;
use crate::measure::work::Work;
use crate::model::Term;

pub(super) const KINDS: &[Kind] = &[
    Kind {
        name: "strong-cluster",
        roles: &["category", "period", "employment", "establishments", "location_quotient"],
        may: &[],
        options: &[],
        gives: Gives::Rows,
        makes: &["qualifying", "significant", "strong", "strong_tenth"],
        run: strong_cluster,
    },
    Kind {
        name: "variety",
        roles: &["region", "industry", "amount", "group"],
        may: &[],
        options: &[],
        gives: Gives::Things(&["region"]),
        makes: &["industries", "entropy", "unrelated", "related"],
        run: variety,
    },
    Kind {
        name: "proximity",
        roles: &["region", "industry", "amount"],
        may: &["national"],
        options: &["similarity", "top"],
        gives: Gives::Things(&["industry"]),
        makes: &["other", "regions", "other_regions", "together", "proximity"],
        run: proximity,
    },
    Kind {
        name: "density",
        roles: &["region", "industry", "amount"],
        may: &["national", "asked"],
        options: &["top"],
        gives: Gives::Things(&["region", "industry"]),
        makes: &["location_quotient", "density"],
        run: density,
    },
    Kind {
        name: "region-complexity",
        roles: &["region", "industry", "amount"],
        may: &["national"],
        options: &[],
        gives: Gives::Things(&["region"]),
        makes: &["industries", "ubiquity", "complexity", "fitness"],
        run: region_complexity,
    },
    Kind {
        name: "industry-complexity",
        roles: &["region", "industry", "amount"],
        may: &["national"],
        options: &[],
        gives: Gives::Things(&["industry"]),
        makes: &["regions", "diversity", "complexity", "fitness"],
        run: industry_complexity,
    },
];

fn strong_cluster(reading: &Reading<'_>, _: &Work<'_>) -> Result<Vec<Vec<Cell>>, Failure> {
    let mut groups: HashMap<(Option<&Term>, Option<&Term>), usize> = HashMap::new();
    let groups: Vec<usize> = reading
        .terms("category")
        .zip(reading.terms("period"))
        .map(|group| {
            let next = groups.len();
            *groups.entry(group).or_insert(next)
        })
        .collect();
    let numbers = |role: &str| reading.numbers(role).map(|number| number.unwrap_or(0.0));
    let observations: Vec<Observation> = (groups.into_iter().zip(numbers("employment")))
        .zip(numbers("establishments").zip(numbers("location_quotient")))
        .map(|((group, employment), (establishments, location_quotient))| Observation {
            group,
            employment,
            establishments,
            location_quotient,
        })
        .collect();
    let mut table = reading.cells()?;
    for (cells, flags) in table.iter_mut().zip(strong_clusters(&observations, StrongClusterOptions::default())) {
        cells.extend([flags.qualifying, flags.significant, flags.strong, flags.strong_tenth].map(Cell::Boolean));
    }
    Ok(table)
}

/// Regions by entropy, the most varied first.
fn variety(reading: &Reading<'_>, _: &Work<'_>) -> Result<Vec<Vec<Cell>>, Failure> {
    let table = Table::read(reading)?;
    let groups =
        table.groups(reading, "group").ok_or_else(|| Failure::Refused("an industry has no group".to_owned()))?;
    let mut found: Vec<_> =
        (0..).zip(varieties(&table.amounts, &groups)?).filter_map(|(region, v)| Some((region, v?))).collect();
    found.sort_by(|(_, one), (_, other)| other.entropy.total_cmp(&one.entropy));
    let row = |(region, variety): (u32, crate::measure::variety::Variety)| {
        let industries = table.amounts.row(region as usize).iter().filter(|amount| **amount > 0.0).count();
        let numbers = [variety.entropy, variety.unrelated, variety.related].map(Cell::Double);
        let start = [reading.cell(0, table.regions.term(region))?, count(industries)];
        Ok(start.into_iter().chain(numbers).collect())
    };
    found.into_iter().map(row).collect()
}

/// Pairs of industries, the nearest first.
fn proximity(reading: &Reading<'_>, work: &Work<'_>) -> Result<Vec<Vec<Cell>>, Failure> {
    let table = Table::read(reading)?;
    let similarity = match reading.given("similarity") {
        Some("association") => Similarity::Association,
        Some("cosine") => Similarity::Cosine,
        Some("jaccard") => Similarity::Jaccard,
        _ => Similarity::Conditional,
    };
    let presence = specialised(&table.quotients()?, 1.0);
    let found = proximities(&presence, ProximityOptions { similarity, ..ProximityOptions::default() }, work)?;
    let mut pairs: Vec<_> = found.pairs().map(|(high, low, proximity)| (low, high, proximity)).collect();
    pairs.sort_by(|(a, b, one), (c, d, other)| other.total_cmp(one).then_with(|| (a, b).cmp(&(c, d))));
    let row = |(one, other, proximity): (usize, usize, f64)| {
        let thing = |column, industry| reading.cell(column, table.industries.at(industry));
        let counts = [presence.ubiquity(one), presence.ubiquity(other), presence.together(one, other)].map(count);
        let start = [thing(0, one)?, thing(1, other)?];
        Ok(start.into_iter().chain(counts).chain([Cell::Double(proximity)]).collect())
    };
    pairs.into_iter().take(reading.top()).map(row).collect()
}

/// Industries that a region is not specialised in, those nearest to what it is specialised in first.
fn density(reading: &Reading<'_>, work: &Work<'_>) -> Result<Vec<Vec<Cell>>, Failure> {
    let table = Table::read(reading)?;
    let quotients = table.quotients()?;
    let presence = specialised(&quotients, 1.0);
    let near = proximities(&presence, ProximityOptions::default(), work)?;
    let found = densities(&presence, &near, DensityOptions { counts_itself: false }, work)?;
    let asked = reading.terms("asked").flatten().next();
    let wanted = |region: usize| asked.is_none_or(|asked| table.regions.at(region) == asked);
    let mut places: Vec<(usize, usize, f64)> = Vec::new();
    for region in (0..found.rows()).filter(|region| wanted(*region)) {
        let absent = (0..found.columns()).filter(|industry| !presence.has(region, *industry));
        places.extend(absent.filter_map(|industry| Some((region, industry, found.get(region, industry)?))));
    }
    places.sort_by(|(a, b, one), (c, d, other)| other.total_cmp(one).then_with(|| (a, b).cmp(&(c, d))));
    let row = |(region, industry, density): (usize, usize, f64)| {
        let things = [reading.cell(0, table.regions.at(region)), reading.cell(1, table.industries.at(industry))];
        let numbers = [double(quotients.get(region, industry)), Cell::Double(density)];
        things.into_iter().chain(numbers.map(Ok)).collect()
    };
    Ok(places.into_iter().take(reading.top()).map(row).collect::<Result<_, ViewError>>()?)
}

/// Regions by complexity, the most complex first.
fn region_complexity(reading: &Reading<'_>, work: &Work<'_>) -> Result<Vec<Vec<Cell>>, Failure> {
    let table = Table::read(reading)?;
    let presence = specialised(&table.quotients()?, 1.0);
    let indices = complexity(&presence, ComplexityOptions::default(), work)?.regions;
    ranked(reading, &table.regions, &presence, &indices, &fitness(&presence, FitnessOptions::default()).regions)
}

/// Industries by complexity, the most complex first.
fn industry_complexity(reading: &Reading<'_>, work: &Work<'_>) -> Result<Vec<Vec<Cell>>, Failure> {
    let table = Table::read(reading)?;
    let presence = specialised(&table.quotients()?, 1.0);
    let indices = complexity(&presence, ComplexityOptions::default(), work)?.industries;
    let fitness = fitness(&presence, FitnessOptions::default()).industries;
    ranked(reading, &table.industries, &presence.transposed(), &indices, &fitness)
}

/// A row for each of `things`, the rows of `presence`: how many it has, how many have those in the mean, and its two indices.
fn ranked(
    reading: &Reading<'_>,
    things: &Things<'_>,
    presence: &Presence,
    indices: &[Option<f64>],
    fitness: &[Option<f64>],
) -> Result<Vec<Vec<Cell>>, Failure> {
    let mut order: Vec<usize> = (0..things.len()).collect();
    let height = |at: usize| indices[at].unwrap_or(f64::NEG_INFINITY);
    order.sort_by(|a, b| height(*b).total_cmp(&height(*a)));
    let row = |at: usize| {
        let has = presence.diversity(at);
        let name = reading.cell(0, things.at(at))?;
        Ok([name, count(has), double(presence.mean_ubiquity(at)), double(indices[at]), double(fitness[at])].to_vec())
    };
    order.into_iter().map(row).collect()
}
