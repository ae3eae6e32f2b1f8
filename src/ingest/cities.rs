//! Cities with their coordinates.

use super::files::{Files, built_in};
use super::session::{Origin, Session};
use super::{Load, LoadError};
use crate::source::cities::{City, cities};
use crate::source::shipped;
use crate::vocab::{self, milieu, schema, wgs};
use std::path::Path;

fn origin(load: &Load<'_>) -> Origin {
    load.origin(Origin {
        graph: vocab::graph("cities"),
        title: "Cities of 15,000 people and more (GeoNames)".to_owned(),
        licence: Some("http://creativecommons.org/licenses/by/4.0/".to_owned()),
        source: Some("https://www.geonames.org/".to_owned()),
    })
}

/// `geonames_cities15000.csv`.
pub(super) fn published(session: &mut Session<'_>, path: &Path) -> Result<(), LoadError> {
    let mut files = Files::new(path);
    let records = cities(files.open("geonames_cities15000.csv")?)?;
    let given = files.given().to_owned();
    session.fill(&origin(session.load), &given, files.used(), |session| session.rows("cities", records, city))
}

/// The table that ships with milieu.
pub(super) fn shipped(session: &mut Session<'_>) -> Result<(), LoadError> {
    session.fill(&origin(session.load), "Cities (built in)", built_in(&[shipped::CITIES]), |session| {
        session.rows("cities", shipped::cities().map(Ok), city)
    })
}

fn city(session: &mut Session<'_>, city: &City) {
    let iri = vocab::geonames(city.geonames.into());
    session.is_a(&iri, schema::CITY);
    session.label(&iri, &city.name);
    session.say(&iri, milieu::IN_COUNTRY, &vocab::country(city.country.as_str()));
    session.decimal(&iri, wgs::LAT, city.latitude);
    session.decimal(&iri, wgs::LONG, city.longitude);
}
