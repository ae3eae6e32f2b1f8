//! `GeoNames`: `allCountries.txt`, `cities500.txt` and their like, 19 columns between tabs, without a header.
//!
//! Towns and cities (class P) and administrative areas (class A) are read, natural features and buildings passed over. The names of the
//! first administrative divisions stand in another file ([`divisions`]); with it, places know their regions by name.

use std::collections::BTreeMap;

use super::intake::{Intake, TargetError, Watch};
use super::lines;
use super::reader::{Glimpse, Reader};
use crate::link::country::code;
use crate::link::places::{Place, PlaceKind};
use crate::link::record::{Country, NameKind, Record};
use crate::source::{Refused, Source};

pub(super) const READER: Reader = Reader {
    name: "geonames",
    title: "GeoNames, places between tabs",
    iri_prefix: "https://sws.geonames.org/",
    licence: Some("CC-BY-4.0"),
    knows,
    read,
};

const COLUMNS: usize = 19;

/// A line, as far as it is looked at.
struct Line<'a> {
    id: &'a str,
    name: &'a str,
    /// Its name in plain letters.
    ascii: &'a str,
    alternate: &'a str,
    latitude: f64,
    longitude: f64,
    class: &'a str,
    feature: &'a str,
    country: Option<Country>,
    /// Only meaningful within the country.
    division: &'a str,
    population: u64,
}

impl<'a> Line<'a> {
    /// What it says, or the column, the value and what is wrong with it.
    fn read(text: &'a str) -> Result<Self, (&'static str, &'a str, String)> {
        let cells: Vec<&str> = text.split('\t').collect();
        let [
            id,
            name,
            ascii,
            alternate,
            latitude,
            longitude,
            class,
            feature,
            country,
            _,
            division,
            _,
            _,
            _,
            population,
            ..,
        ] = cells[..]
        else {
            return Err(("geonameid", cells[0], format!("{} columns, expected {COLUMNS}", cells.len())));
        };
        if cells.len() != COLUMNS {
            return Err(("geonameid", id, format!("{} columns, expected {COLUMNS}", cells.len())));
        }
        if id.is_empty() || !id.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(("geonameid", id, "not a number".into()));
        }
        if name.trim().is_empty() {
            return Err(("name", name, "no name".into()));
        }
        let degrees = |column, text: &'a str, most: f64| match text.parse::<f64>() {
            Ok(angle) if angle.abs() <= most => Ok(angle),
            _ => Err((column, text, format!("expected degrees between -{most} and {most}"))),
        };
        Ok(Self {
            id,
            name,
            ascii,
            alternate,
            latitude: degrees("latitude", latitude, 90.0)?,
            longitude: degrees("longitude", longitude, 180.0)?,
            class,
            feature,
            country: code(country),
            division,
            population: population.parse().unwrap_or(0),
        })
    }

    fn is_place(&self) -> bool {
        matches!(self.class, "P" | "A")
    }

    fn kind(&self) -> PlaceKind {
        match self.feature {
            feature if feature.starts_with("PCL") => PlaceKind::Country,
            "ADM1" => PlaceKind::Region(1),
            "ADM2" => PlaceKind::Region(2),
            "ADM3" => PlaceKind::Region(3),
            _ => PlaceKind::City,
        }
    }

    fn names(&self) -> impl Iterator<Item = &'a str> {
        std::iter::once(self.ascii).chain(self.alternate.split(','))
    }

    fn record(&self) -> Record {
        let mut record = Record {
            id: format!("{}{}/", READER.iri_prefix, self.id),
            country: self.country,
            kinds: vec![format!("{}.{}", self.class, self.feature)],
            coordinates: Some([self.latitude, self.longitude]),
            ..Record::default()
        };
        record.add_name(self.name, NameKind::Label);
        for name in self.names() {
            record.add_name(name, NameKind::Alias);
        }
        record
    }
}

fn knows(glimpse: &Glimpse<'_>) -> bool {
    glimpse.text.lines().next().is_some_and(|line| Line::read(line).is_ok())
}

fn each(
    source: Source,
    intake: &mut Intake<'_>,
    mut take: impl FnMut(&mut Intake<'_>, &Line<'_>) -> Result<(), TargetError>,
) -> Result<(), TargetError> {
    lines::each(source, intake, |intake, text, number| match Line::read(text) {
        Err((column, value, reason)) => {
            intake.refuse(Refused::new(intake.file(), number, reason).column(column).value(value))
        }
        Ok(line) if line.is_place() => take(intake, &line),
        Ok(_) => intake.pass(),
    })
}

fn read(source: Source, intake: &mut Intake<'_>) -> Result<(), TargetError> {
    each(source, intake, |intake, line| intake.take(line.record()))
}

/// Reads places for a [gazetteer](crate::link::places::Gazetteer), with the number of their inhabitants; `divisions` has the names of the
/// regions around them, and may be empty.
///
/// ```
/// use milieu::{link::target::geonames, source::Source};
/// let line = "2825297\tStuttgart\tStuttgart\tStoccarda,Stuttgart\t48.78232\t9.17702\tP\tPPLA\tDE\t\t01\t081\t08111\t08111000\t\
///             589793\t\t252\tEurope/Berlin\t2023-01-12";
/// let names = geonames::divisions(Source::from_bytes("admin1.txt", "DE.01\tBaden-Württemberg\tBaden-Wuerttemberg\t2953481")?, &())?;
/// let places = geonames::places(Source::from_bytes("cities500.txt", line)?, &names, &())?;
/// assert_eq!((places[0].names.len(), places[0].population), (2, 589_793));
/// assert_eq!(places[0].regions, ["Baden-Württemberg", "01"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`TargetError`]: the file cannot be read to its end, or more lines cannot be understood than are passed over.
pub fn places(
    source: Source,
    divisions: &BTreeMap<String, String>,
    watch: &dyn Watch,
) -> Result<Vec<Place>, TargetError> {
    let mut found = Vec::new();
    let mut intake = Intake::new(&source, watch);
    each(source, &mut intake, |intake, line| {
        // A place without a country is in the sea or in dispute.
        if let Some(country) = line.country {
            let code = code_of(country);
            let division = divisions.get(&format!("{code}.{}", line.division)).map(String::as_str);
            let mut names: Vec<String> = Vec::new();
            for name in std::iter::once(line.name).chain(line.names()).filter(|name| !name.is_empty()) {
                if !names.iter().any(|known| known == name) {
                    names.push(name.to_owned());
                }
            }
            found.push(Place {
                id: line.id.to_owned(),
                kind: line.kind(),
                country,
                names,
                population: line.population,
                regions: division.into_iter().chain([line.division]).map(str::to_owned).collect(),
            });
        }
        intake.pass()
    })?;
    Ok(found)
}

fn code_of(country: Country) -> String {
    country.into_iter().map(char::from).collect()
}

/// Reads `admin1CodesASCII.txt`: names of first administrative divisions by country and code, as in `DE.01`.
///
/// # Errors
/// [`TargetError`]: the file cannot be read to its end, or more lines cannot be understood than are passed over.
pub fn divisions(source: Source, watch: &dyn Watch) -> Result<BTreeMap<String, String>, TargetError> {
    let mut found = BTreeMap::new();
    let mut intake = Intake::new(&source, watch);
    lines::each(source, &mut intake, |intake, text, number| {
        let mut cells = text.split('\t');
        match (cells.next(), cells.next(), cells.count()) {
            (Some(code), Some(name), 2) if code.contains('.') => {
                found.insert(code.to_owned(), name.to_owned());
                intake.pass()
            }
            _ => {
                let reason = "not a code with its country, a name, the same in plain letters and a number";
                intake.refuse(Refused::new(intake.file(), number, reason).value(text))
            }
        }
    })?;
    Ok(found)
}
