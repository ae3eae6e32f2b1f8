//! Wikidata: the dump of all its entities, and the results of a query.

mod claims;
mod dump;
mod results;

pub(super) use dump::READER as LINES;
pub(super) use results::READER as RESULTS;

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::link::country::code;
use crate::link::record::Country;

const IRI_PREFIX: &str = "http://www.wikidata.org/entity/";
const LICENCE: &str = "CC0-1.0";

/// The countries, by item.
static COUNTRIES: LazyLock<FxHashMap<&str, Country>> = LazyLock::new(|| {
    let rows = rows(include_str!("../../data/country_items.tsv"));
    rows.filter_map(|(country, items)| Some((code(country)?, items)))
        .flat_map(|(country, items)| items.split(';').map(move |item| (item, country)))
        .collect()
});

/// Classes of organisations, by item, and whether they are companies.
static CLASSES: LazyLock<FxHashMap<&str, bool>> = LazyLock::new(|| {
    let rows = rows(include_str!("../../data/organisation_items.tsv"));
    rows.map(|(item, rest)| (item, rest.starts_with("yes"))).collect()
});

fn rows(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'))
}

/// A four-digit year at the beginning of a date, with or without a sign.
fn year(date: &str) -> Option<i16> {
    let (sign, date) = date.strip_prefix('-').map_or((1, date), |date| (-1, date));
    let year: i16 = date.trim_start_matches('+').split('-').next()?.parse().ok()?;
    Some(sign * year)
}
