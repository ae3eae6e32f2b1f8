//! Country codes: ISO 3166-1 alpha-2 to alpha-3, and the ways in which the Union's own codes differ.

use super::Refused;
use super::rows::Row;
use super::value::Alpha3;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Lines such as `BE,BEL`, written from the published country table by the example `pack`.
const TABLE: &str = include_str!("../../examples/data/country-codes.csv");

static BY_ALPHA2: LazyLock<HashMap<&str, Alpha3>> = LazyLock::new(|| {
    TABLE
        .lines()
        .filter_map(|line| line.split_once(','))
        .filter_map(|(alpha2, alpha3)| Some((alpha2, alpha3.parse().ok()?)))
        .collect()
});

/// The country with this two-letter code.
///
/// The Union writes `EL` for Greece and `UK` for the United Kingdom; `XK` is Kosovo, which ISO has no code for.
/// All of them are understood beside ISO's own.
///
/// ```
/// use milieu::source::country_codes::alpha3;
///
/// assert_eq!(alpha3("BE").unwrap().as_str(), "BEL");
/// assert_eq!(alpha3("EL"), alpha3("GR"));
/// assert_eq!(alpha3("UK").unwrap().as_str(), "GBR");
/// assert_eq!(alpha3("XK").unwrap().as_str(), "XKX");
/// assert_eq!(alpha3("ZZ"), None);
/// ```
pub fn alpha3(alpha2: &str) -> Option<Alpha3> {
    let iso = match alpha2 {
        "EL" => "GR",
        "UK" => "GB",
        other => other,
    };
    BY_ALPHA2.get(iso).copied()
}

/// The two letters of a country with these three.
///
/// ```
/// use milieu::source::country_codes::alpha2;
/// assert_eq!(alpha2("BEL".parse().unwrap()), Some("BE"));
/// assert_eq!(alpha2("ZZZ".parse().unwrap()), None);
/// ```
pub fn alpha2(alpha3: Alpha3) -> Option<&'static str> {
    TABLE
        .lines()
        .filter_map(|line| line.split_once(','))
        .find(|(_, other)| *other == alpha3.as_str())
        .map(|(own, _)| own)
}

/// The country in a column, or a refusal that names the code. `NA` is Namibia even where it else means "no value".
pub(super) fn country(row: &Row<'_>, column: &str) -> Result<Alpha3, Refused> {
    alpha3(row.raw(column)?).ok_or_else(|| row.refuse(column, "not a country that is known"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_a_pair_of_codes() {
        assert_eq!(BY_ALPHA2.len(), TABLE.lines().count());
        assert!(BY_ALPHA2.keys().all(|alpha2| alpha2.len() == 2));
    }
}
