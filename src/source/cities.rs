//! Cities of 15,000 people and more, with coordinates, from `GeoNames`.

use super::country_codes::country;
use super::rows::{Dialect, records};
use super::value::Alpha3;
use super::{Refused, Source};
use serde::{Deserialize, Serialize};

/// A city: `https://sws.geonames.org/ID/`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct City {
    /// The `GeoNames` identifier.
    pub geonames: u32,
    /// The name.
    pub name: String,
    /// The country.
    pub country: Alpha3,
    /// `GeoNames`' code of the first administrative division, only meaningful within the country.
    pub admin1: Option<String>,
    /// Latitude in degrees north.
    pub latitude: f64,
    /// Longitude in degrees east.
    pub longitude: f64,
    /// Inhabitants.
    pub population: u32,
}

/// Reads `geonames_cities15000.csv`.
///
/// ```
/// use milieu::source::{Source, cities};
///
/// let csv = "geonameid,name,countrycode,admin1code,latitude,longitude,population\n\
///            2825297,Stuttgart,DE,01,48.78232,9.17702,589793\n";
/// let source = Source::from_bytes("cities.csv", csv).unwrap();
/// let first = cities::cities(source).unwrap().next().unwrap().unwrap();
/// assert_eq!((first.name.as_str(), first.country.as_str()), ("Stuttgart", "DEU"));
/// ```
///
/// # Errors
/// When the header lacks a column.
pub fn cities(source: Source) -> Result<impl Iterator<Item = Result<City, Refused>>, Refused> {
    let columns = ["geonameid", "name", "countrycode", "admin1code", "latitude", "longitude", "population"];
    records(source, Dialect::COMMA, &columns, |row| {
        let degrees = |column, most: f64| match row.parse::<f64>(column)? {
            angle if angle.abs() <= most => Ok(angle),
            _ => Err(row.refuse(column, format!("expected degrees between -{most} and {most}"))),
        };
        Ok(City {
            geonames: row.parse("geonameid")?,
            name: row.text("name")?.to_owned(),
            country: country(row, "countrycode")?,
            admin1: row.owned("admin1code")?,
            latitude: degrees("latitude", 90.0)?,
            longitude: degrees("longitude", 180.0)?,
            population: row.parse("population")?,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_off_the_globe_is_refused() {
        let csv =
            "geonameid,name,countrycode,admin1code,latitude,longitude,population\n1,A,BE,,95.0,4,1\n2,B,BE,,50,4,1\n";
        let source = Source::from_bytes("cities.csv", csv).unwrap();
        let rows: Vec<_> = cities(source).unwrap().collect();
        assert_eq!(
            rows[0].as_ref().unwrap_err().to_string(),
            "cities.csv:2: column \"latitude\": value \"95.0\": expected degrees between -90 and 90"
        );
        assert_eq!(rows[1].as_ref().unwrap().admin1, None);
    }
}
