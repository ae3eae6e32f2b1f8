//! Names of countries in the languages of Europe and some others, and which country a name means.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::normal::normal;
use super::record::Country;
use crate::source::country_codes::alpha2;

const TABLE: &str = include_str!("data/countries.tsv");

/// Codes with their names as written.
pub(super) fn table() -> impl Iterator<Item = (Country, std::str::Split<'static, char>)> {
    let lines = TABLE.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'));
    lines.filter_map(|(country, names)| Some((code(country)?, names.split(';'))))
}

/// Countries by their names, as names are compared.
static BY_NAME: LazyLock<FxHashMap<String, Country>> = LazyLock::new(|| {
    let mut found = FxHashMap::default();
    // The language first in the table wins where two countries share a name.
    let mut all: Vec<(usize, String, Country)> = Vec::new();
    for (country, names) in table() {
        all.extend(names.enumerate().map(|(rank, name)| (rank, normal(name), country)));
    }
    all.sort();
    for (_, name, country) in all {
        found.entry(name).or_insert(country);
    }
    found
});

/// The longest name of a country in words.
pub(super) const LONGEST: usize = 6;

/// The country that a name, as names are compared ([`normal`]), means.
///
/// ```
/// use milieu::link::{country::named, normal::normal};
/// assert_eq!(named(&normal("Deutschland")), Some(*b"DE"));
/// assert_eq!(named(&normal("The Netherlands")), Some(*b"NL"));
/// assert_eq!(named("atlantis"), None);
/// ```
pub fn named(normal: &str) -> Option<Country> {
    BY_NAME.get(normal).copied()
}

/// A two-letter code, in capitals; `UK` and `EL` are understood as the Union writes them.
///
/// ```
/// use milieu::link::country::code;
/// assert_eq!(code("UK"), Some(*b"GB"));
/// assert_eq!(code("Germany"), None);
/// ```
pub fn code(text: &str) -> Option<Country> {
    let code: Country = text.as_bytes().try_into().ok()?;
    match &code {
        b"UK" => Some(*b"GB"),
        b"EL" => Some(*b"GR"),
        _ => code.iter().all(u8::is_ascii_uppercase).then_some(code),
    }
}

/// The country that a cell of a table means: a code of two or three letters, in capitals or not, or a name.
///
/// ```
/// use milieu::link::country::read;
/// assert_eq!([read("de"), read("DEU"), read(" Allemagne "), read("UK")], [Some(*b"DE"), Some(*b"DE"), Some(*b"DE"), Some(*b"GB")]);
/// assert_eq!(read("Atlantis"), None);
/// ```
pub fn read(text: &str) -> Option<Country> {
    let capitals = text.trim().to_uppercase();
    code(&capitals)
        .filter(|code| is_known(*code))
        .or_else(|| code(alpha2(capitals.parse().ok()?)?))
        .or_else(|| named(&normal(text)))
}

/// Whether `code` is a country of the table.
pub(super) fn is_known(code: Country) -> bool {
    static CODES: LazyLock<Vec<Country>> = LazyLock::new(|| table().map(|(code, _)| code).collect());
    CODES.contains(&code)
}
