//! The Research Organization Registry.
//!
//! The dump as published (schema 2: a JSON array, `names` with types), and lines of JSON with a record each, as
//! milieu's own subset has them (`name`, `aliases`, `acronyms`).

use std::io::{self, BufRead, Read};

use serde::Deserialize;

use crate::link::country::code;
use crate::link::record::{NameKind, Record, Relation, host};

/// A record that cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RorError {
    /// The bytes cannot be read.
    #[error("the file cannot be read")]
    Read(#[from] io::Error),
    /// A line or the whole is no JSON of this form.
    #[error("record {record}: {source}")]
    Json {
        /// The record's place, from 1.
        record: usize,
        /// What is wrong.
        source: serde_json::Error,
    },
}

#[derive(Deserialize)]
struct Published {
    id: String,
    status: String,
    #[serde(default)]
    names: Vec<PublishedName>,
    #[serde(default)]
    locations: Vec<Location>,
    #[serde(default)]
    links: Vec<Link>,
    #[serde(default)]
    types: Vec<String>,
    #[serde(default)]
    relationships: Vec<Relationship>,
}

#[derive(Deserialize)]
struct PublishedName {
    value: String,
    #[serde(default)]
    types: Vec<String>,
}

#[derive(Deserialize)]
struct Location {
    geonames_details: Details,
}

#[derive(Deserialize)]
struct Details {
    name: Option<String>,
    country_code: Option<String>,
    country_subdivision_name: Option<String>,
}

#[derive(Deserialize)]
struct Link {
    #[serde(rename = "type")]
    kind: String,
    value: String,
}

#[derive(Deserialize)]
struct Relationship {
    #[serde(rename = "type")]
    kind: String,
    id: String,
}

/// A line of the subset.
#[derive(Deserialize)]
struct Line {
    id: String,
    status: String,
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    acronyms: Vec<String>,
    country: Option<String>,
    city: Option<String>,
    region: Option<String>,
    website: Option<String>,
    #[serde(default)]
    types: Vec<String>,
    #[serde(default)]
    rel: Vec<(String, String)>,
}

/// Reads a dump of schema 2. Records that were withdrawn are left out.
///
/// ```
/// let json = r#"[{"id": "https://ror.org/01ggx4157", "status": "active", "types": ["facility"],
///   "names": [{"value": "CERN", "types": ["acronym"], "lang": null},
///             {"value": "European Organization for Nuclear Research", "types": ["ror_display", "label"], "lang": "en"}],
///   "locations": [{"geonames_id": 2659667, "geonames_details": {"name": "Meyrin", "country_code": "CH",
///                  "country_subdivision_name": "Geneva"}}],
///   "links": [{"type": "website", "value": "https://home.cern"}], "relationships": []}]"#;
/// let records = milieu::link::target::ror::dump(json.as_bytes()).unwrap();
/// assert_eq!((records[0].label(), records[0].country), ("European Organization for Nuclear Research", Some(*b"CH")));
/// assert_eq!(records[0].domain.as_deref(), Some("home.cern"));
/// ```
///
/// # Errors
/// Where the bytes cannot be read or are not of this form.
pub fn dump(bytes: impl Read) -> Result<Vec<Record>, RorError> {
    let all: Vec<Published> =
        serde_json::from_reader(io::BufReader::new(bytes)).map_err(|source| RorError::Json { record: 1, source })?;
    Ok(all.into_iter().filter(|record| record.status != "withdrawn").map(published).collect())
}

/// Reads lines of JSON, a record each. Records that were withdrawn are left out.
///
/// ```
/// let line = r#"{"id": "01ggx4157", "status": "active", "name": "European Organization for Nuclear Research",
///   "acronyms": ["CERN"], "country": "CH", "city": "Meyrin", "website": "https://home.cern", "types": ["facility"]}"#;
/// let records = milieu::link::target::ror::lines(line.replace('\n', "").as_bytes()).unwrap();
/// assert_eq!(records[0].id, "https://ror.org/01ggx4157");
/// ```
///
/// # Errors
/// Where the bytes cannot be read or a line is not of this form.
pub fn lines(bytes: impl BufRead) -> Result<Vec<Record>, RorError> {
    let mut records = Vec::new();
    for (line, record) in bytes.lines().zip(1..) {
        let read: Line = serde_json::from_str(&line?).map_err(|source| RorError::Json { record, source })?;
        if read.status != "withdrawn" {
            records.push(from_line(read));
        }
    }
    Ok(records)
}

fn iri(id: &str) -> String {
    if id.starts_with("https://") { id.to_owned() } else { format!("https://ror.org/{id}") }
}

fn relation(kind: &str) -> Relation {
    match kind {
        "parent" => Relation::Parent,
        "child" => Relation::Child,
        _ => Relation::Related,
    }
}

fn published(record: Published) -> Record {
    let kind = |types: &[String]| match types {
        types if types.iter().any(|name| name == "ror_display") => NameKind::Label,
        types if types.iter().any(|name| name == "acronym") => NameKind::Acronym,
        _ => NameKind::Alias,
    };
    let place = record.locations.into_iter().next().map(|location| location.geonames_details);
    let website = record.links.iter().find(|link| link.kind == "website");
    Record {
        id: record.id,
        names: record.names.into_iter().map(|name| (name.value, kind(&name.types))).collect(),
        country: place.as_ref().and_then(|place| code(place.country_code.as_deref()?)),
        region: place.as_ref().and_then(|place| place.country_subdivision_name.clone()),
        city: place.and_then(|place| place.name),
        domain: website.and_then(|link| host(&link.value)),
        company: record.types.iter().any(|name| name == "company"),
        gone: record.status != "active",
        relations: record.relationships.into_iter().map(|other| (relation(&other.kind), other.id)).collect(),
    }
}

fn from_line(line: Line) -> Record {
    let label = std::iter::once((line.name, NameKind::Label));
    let others = line.aliases.into_iter().map(|name| (name, NameKind::Alias));
    let acronyms = line.acronyms.into_iter().map(|name| (name, NameKind::Acronym));
    Record {
        id: iri(&line.id),
        names: label.chain(others).chain(acronyms).collect(),
        country: line.country.as_deref().and_then(code),
        city: line.city,
        region: line.region,
        domain: line.website.as_deref().and_then(host),
        company: line.types.iter().any(|name| name == "company"),
        gone: line.status != "active",
        relations: line.rel.into_iter().map(|(kind, id)| (relation(&kind), iri(&id))).collect(),
    }
}
