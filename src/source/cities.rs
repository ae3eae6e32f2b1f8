//! Cities of 15,000 people and more, with coordinates, from GeoNames.

use super::value::Alpha3;
use serde::{Deserialize, Serialize};

/// A city: `https://sws.geonames.org/ID/`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct City {
    /// The GeoNames identifier.
    pub geonames: u32,
    /// The name.
    pub name: String,
    /// The country.
    pub country: Alpha3,
    /// GeoNames' code of the first administrative division, only meaningful within the country.
    pub admin1: Option<String>,
    /// Latitude in degrees north.
    pub latitude: f64,
    /// Longitude in degrees east.
    pub longitude: f64,
    /// Inhabitants.
    pub population: u32,
}
