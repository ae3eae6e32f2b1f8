//! Measures of industries in regions.

use std::collections::HashMap;

use super::reading::Reading;
use super::{Cell, Failure, Gives, Kind};
use crate::measure::strong_cluster::{Observation, StrongClusterOptions, strong_clusters};
use crate::measure::work::Work;
use crate::model::Term;

pub(super) const KINDS: &[Kind] = &[Kind {
    name: "strong-cluster",
    roles: &["category", "period", "employment", "establishments", "location_quotient"],
    may: &[],
    options: &[],
    gives: Gives::Rows,
    makes: &["qualifying", "significant", "strong", "strong_tenth"],
    run: strong_cluster,
}];

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
