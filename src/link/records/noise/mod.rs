//! Noisy records with known truth, made of clean ones: what spreadsheets of different hands make of the same organisations.
//!
//! Organisations are taken in runs of neighbours by name, so that those of like names (the ministries of health, a firm's branches) are there
//! to be mistaken for each other. Each has one to four records: 55 in 100 have one, 25 two, 13 three, 7 four. The first record of one is as
//! published, less what is missing; of the others each of these happens by itself, with the chance given:
//!
//! | What | Chance |
//! |---|---|
//! | name in another language, by an alias | .12 |
//! | name by its acronym alone | .05 |
//! | country or city in brackets dropped, `(Germany)` | .5 |
//! | legal form dropped or added (`GmbH`, `Ltd`, `S.A.`) | .12 |
//! | usual words shortened (`University`: `Univ.`) | .25 |
//! | a word dropped | .06 |
//! | words in another order, parts at a comma above all | .08 |
//! | mistyped: a letter left out, doubled, changed or two turned around, one in twelve letters | .25 |
//! | accents dropped / all in capitals | .3 / .2 |
//! | city of another record of the country / mistyped | .05 / .08 |
//! | address with another scheme, `www.` or a path / another's domain | .4 / .03 |
//! | year off by one or two | .06 |
//!
//! And of every record, the first too, the acronym is missing in .5, the city in .1, the country in .03, the address in .35 and the year in .4. The
//! chances are judgements: none was measured, and none was fitted to what comes out.

mod edit;

use std::collections::BTreeMap;

use rand::seq::{IndexedRandom, SliceRandom};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::Table;
use super::compare::Compare;

/// A clean record of an organisation; an empty text is a missing value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Organisation {
    /// Its name.
    pub name: String,
    /// Its names in other languages, or of other times.
    pub aliases: Vec<String>,
    /// Its acronym.
    pub acronym: String,
    /// Its city.
    pub city: String,
    /// Its country, as a code.
    pub country: String,
    /// Its address on the web.
    pub website: String,
    /// The year in which it was founded.
    pub established: String,
}

/// Records, and which are of one organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noisy {
    /// The records, in no order: name, acronym, city, country, website, established.
    pub table: Table,
    /// The organisation of each record, by its number.
    pub of: Vec<u32>,
}

impl Noisy {
    /// Pairs of records that are of one organisation; ascending.
    ///
    /// ```
    /// use milieu::link::records::{Table, noise::Noisy};
    /// assert_eq!(Noisy { table: Table::default(), of: vec![7, 3, 7] }.truth(), [(0, 2)]);
    /// ```
    pub fn truth(&self) -> Vec<(u32, u32)> {
        super::cluster::pairs(&self.of)
    }
}

/// Makes at least so many records of some of the organisations, the same for the same seed.
///
/// ```
/// use milieu::link::records::noise::{Organisation, noisy};
/// let named = |name: &str| Organisation { name: name.to_owned(), country: "DE".to_owned(), ..Organisation::default() };
/// let clean: Vec<_> = ["University of Stuttgart", "University of Ulm", "Roche (Germany)"].map(named).to_vec();
/// let made = noisy(&clean, 4, 1);
/// assert!(made.table.rows.len() >= 4 && made.table.rows.len() == made.of.len());
/// assert_eq!(noisy(&clean, 4, 1), made);
/// ```
///
/// # Panics
///
/// With 2^32 organisations or more.
pub fn noisy(organisations: &[Organisation], records: usize, seed: u64) -> Noisy {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut by_name: Vec<usize> = (0..organisations.len()).collect();
    by_name.sort_by_key(|place| &organisations[*place].name);
    let mut cities: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for organisation in organisations.iter().filter(|one| !one.city.is_empty()) {
        cities.entry(&organisation.country).or_default().push(&organisation.city);
    }
    let mut rows: Vec<(u32, Vec<String>)> = Vec::new();
    let mut taken = vec![false; organisations.len()];
    while rows.len() < records && taken.contains(&false) {
        let from = rng.random_range(0..by_name.len());
        for place in by_name.iter().skip(from).take(rng.random_range(1..=6)) {
            if std::mem::replace(&mut taken[*place], true) {
                continue;
            }
            let clean = &organisations[*place];
            let number = u32::try_from(*place).expect("fewer than 2^32 organisations");
            for copy in 0..copies(&mut rng) {
                let mut record = clean.clone();
                if copy > 0 {
                    let elsewhere = cities.get(clean.country.as_str()).and_then(|cities| cities.choose(&mut rng));
                    let stranger = organisations.choose(&mut rng).map(|other| other.website.clone());
                    spoil(&mut record, elsewhere.copied(), stranger, &mut rng);
                }
                rows.push((number, cells(record, &mut rng)));
            }
        }
    }
    rows.shuffle(&mut rng);
    let mut table = Table::of([
        ("name", Compare::Name),
        ("acronym", Compare::Acronym),
        ("city", Compare::Place),
        ("country", Compare::Country),
        ("website", Compare::Web),
        ("established", Compare::Year),
    ]);
    let (of, rows) = rows.into_iter().unzip();
    table.rows = rows;
    Noisy { table, of }
}

fn copies(rng: &mut ChaCha8Rng) -> usize {
    match rng.random_range(0..100) {
        0..55 => 1,
        55..80 => 2,
        80..93 => 3,
        _ => 4,
    }
}

/// Changes a record as the table of the [module](self) has it.
fn spoil(record: &mut Organisation, elsewhere: Option<&str>, stranger: Option<String>, rng: &mut ChaCha8Rng) {
    let mut name = std::mem::take(&mut record.name);
    if let Some(alias) = record.aliases.choose(rng).filter(|_| rng.random_bool(0.12)) {
        name.clone_from(alias);
    } else if rng.random_bool(0.05) && !record.acronym.is_empty() {
        name.clone_from(&record.acronym);
    }
    let edits: [(f64, edit::Edit); 8] = [
        (0.5, edit::without_brackets),
        (0.12, edit::legal_form),
        (0.25, edit::shortened),
        (0.06, edit::word_dropped),
        (0.08, edit::reordered),
        (0.25, edit::mistyped),
        (0.3, |name, _| deunicode::deunicode(name)),
        (0.2, |name, _| name.to_uppercase()),
    ];
    for (chance, edit) in edits {
        if rng.random_bool(chance) {
            name = edit(&name, rng);
        }
    }
    record.name = name;
    if let Some(city) = elsewhere.filter(|_| rng.random_bool(0.05)) {
        city.clone_into(&mut record.city);
    } else if rng.random_bool(0.08) {
        record.city = edit::mistyped(&record.city, rng);
    }
    if rng.random_bool(0.4) {
        record.website = edit::address(&record.website, rng);
    }
    if let Some(website) = stranger.filter(|_| rng.random_bool(0.03)) {
        record.website = website;
    }
    if let Some(year) = record.established.parse::<i32>().ok().filter(|_| rng.random_bool(0.06)) {
        record.established = (year + [-2, -1, 1, 2].choose(rng).expect("there are four")).to_string();
    }
}

/// The cells of a record, less those that are missing.
fn cells(record: Organisation, rng: &mut ChaCha8Rng) -> Vec<String> {
    let fields = [
        (0.0, record.name),
        (0.5, record.acronym),
        (0.1, record.city),
        (0.03, record.country),
        (0.35, record.website),
        (0.4, record.established),
    ];
    fields.into_iter().map(|(missing, value)| if rng.random_bool(missing) { String::new() } else { value }).collect()
}
