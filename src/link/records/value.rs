//! The values of a table, made ready to be compared.

use rustc_hash::FxHashMap;

use super::Table;
use super::compare::Compare;
use super::words::{Words, initials, letters, stretches};
use crate::text;

/// All values, by field.
#[derive(Debug)]
pub(super) struct Values {
    pub(super) records: usize,
    pub(super) names: Vec<String>,
    pub(super) columns: Vec<Column>,
}

/// One field of every record.
#[derive(Debug)]
pub(super) struct Column {
    pub(super) compare: Compare,
    pub(super) cells: Vec<Option<Cell>>,
    /// The share of records that have it, of each value that is equal as such.
    shares: FxHashMap<String, f64>,
    /// The chance that two records at random have the same.
    pub(super) same: f64,
    pub(super) words: Words,
}

/// A value, in the form that is compared.
#[derive(Debug, Clone, Default)]
pub(super) struct Cell {
    /// What equal values share.
    pub(super) key: String,
    /// Other forms of it: the registered domain of a host, the initials of a name.
    pub(super) other: String,
    /// The words of a name.
    pub(super) words: Vec<u32>,
    /// The letters of a place.
    pub(super) letters: u32,
    /// The stretches of three letters of a name.
    pub(super) stretches: Vec<u32>,
    /// The number of a year.
    pub(super) number: i32,
}

impl Values {
    pub(super) fn of(table: &Table) -> Self {
        let names = table.fields.iter().map(|field| field.name.clone()).collect();
        let name = table.fields.iter().position(|field| field.compare == Compare::Name);
        let columns = table.fields.iter().enumerate().map(|(place, field)| {
            let text =
                |row: &[String], place: usize| row.get(place).map(|cell| cell.trim().to_owned()).unwrap_or_default();
            let mut words = Words::default();
            let cells: Vec<Option<Cell>> = table
                .rows
                .iter()
                .map(|row| {
                    let of_name = name.map(|name| text(row, name)).unwrap_or_default();
                    cell(field.compare, &text(row, place), &of_name, &mut words)
                })
                .collect();
            words.weigh(table.rows.len());
            Column::new(field.compare, cells, words)
        });
        Self { records: table.rows.len(), names, columns: columns.collect() }
    }

    /// The columns compared so.
    pub(super) fn compared(&self, compare: Compare) -> impl Iterator<Item = &Column> {
        self.columns.iter().filter(move |column| column.compare == compare)
    }
}

impl Column {
    #[expect(clippy::cast_precision_loss, reason = "numbers of records stay far below 2^53")]
    fn new(compare: Compare, cells: Vec<Option<Cell>>, words: Words) -> Self {
        let mut counts: FxHashMap<String, u32> = FxHashMap::default();
        for cell in cells.iter().flatten() {
            *counts.entry(cell.key.clone()).or_default() += 1;
        }
        let all = cells.iter().flatten().count().max(1) as f64;
        let shares: FxHashMap<String, f64> =
            counts.into_iter().map(|(key, count)| (key, f64::from(count) / all)).collect();
        // Added up in order, so that it has the same digits everywhere.
        let mut squares: Vec<f64> = shares.values().map(|share| share * share).collect();
        squares.sort_by(f64::total_cmp);
        let same = squares.iter().sum::<f64>().max(1.0 / (all * all));
        Self { compare, cells, shares, same, words }
    }

    /// The share of records that have this value.
    pub(super) fn share(&self, key: &str) -> f64 {
        self.shares.get(key).copied().unwrap_or(1.0)
    }
}

fn cell(compare: Compare, given: &str, name: &str, words: &mut Words) -> Option<Cell> {
    let cell = match compare {
        Compare::Name => {
            let own = words.read(given);
            let mut sorted: Vec<&str> = own.iter().map(|word| words.texts[*word as usize].as_str()).collect();
            sorted.sort_unstable();
            Cell { key: sorted.join(" "), words: own, stretches: stretches(given), ..Cell::default() }
        }
        // A name of one word may be the acronym itself; without either, what the initials would be.
        Compare::Acronym => {
            let given = text::words(given).concat();
            let short = text::words(name);
            let short = if short.len() == 1 && short[0].len() <= 10 { short[0].clone() } else { String::new() };
            let key = if given.is_empty() { short } else { given };
            Cell { key, other: initials(name), ..Cell::default() }
        }
        Compare::Place => {
            let key = text::words(given).join(" ");
            Cell { letters: letters(&key), key, ..Cell::default() }
        }
        Compare::Country | Compare::Code => Cell { key: given.to_lowercase(), ..Cell::default() },
        Compare::Web => {
            let (host, domain) = host(given);
            Cell { key: host, other: domain, ..Cell::default() }
        }
        Compare::Year => {
            let digits: String = given.chars().skip_while(|sign| !sign.is_ascii_digit()).take(4).collect();
            Cell { number: digits.parse().ok()?, key: digits, ..Cell::default() }
        }
    };
    (!cell.key.is_empty() || (compare == Compare::Acronym && !cell.other.is_empty())).then_some(cell)
}

/// The host of an address, and the domain that someone registered: its last two labels, or three where the last but one is `co` and the like.
fn host(address: &str) -> (String, String) {
    let small = address.to_lowercase();
    let rest = small.split_once("://").map_or(small.as_str(), |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let host = host.strip_prefix("www.").unwrap_or(host).trim_matches('.');
    if !host.contains('.') {
        return (String::new(), String::new());
    }
    let labels: Vec<&str> = host.split('.').collect();
    let below = ["ac", "co", "com", "edu", "gob", "gov", "go", "net", "nic", "or", "org", "res"];
    let kept = if labels.len() > 2 && below.contains(&labels[labels.len() - 2]) { 3 } else { 2 };
    let domain = labels[labels.len().saturating_sub(kept)..].join(".");
    (host.to_owned(), domain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_and_domains() {
        for (address, expected) in [
            ("https://www.ijs.si/ijsw", ("ijs.si", "ijs.si")),
            ("http://physics.ox.ac.uk:80/", ("physics.ox.ac.uk", "ox.ac.uk")),
            ("WWW.Example.COM", ("example.com", "example.com")),
            ("n/a", ("", "")),
        ] {
            assert_eq!(host(address), (expected.0.to_owned(), expected.1.to_owned()), "{address}");
        }
    }
}
