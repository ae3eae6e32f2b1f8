//! The Research Organization Registry.
//!
//! The dump as published (schema 2: a JSON array, `names` with types), and lines of JSON with a record each, as
//! milieu's own subset has them (`name`, `aliases`, `acronyms`). Records that were withdrawn are left out.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::intake::{Intake, TargetError};
use super::json;
use super::reader::{Glimpse, Reader};
use crate::link::country::code;
use crate::link::identifier::Kind;
use crate::link::record::{NameKind, Record, Relation, host};
use crate::source::Source;

pub(super) const READER: Reader = Reader {
    name: "ror",
    title: "Research Organization Registry, JSON of schema 2",
    iri_prefix: "https://ror.org/",
    licence: Some("CC0-1.0"),
    knows,
    read,
};

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
    #[serde(default)]
    external_ids: Vec<External>,
    established: Option<i16>,
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
    lat: Option<f64>,
    lng: Option<f64>,
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

#[derive(Deserialize)]
struct External {
    #[serde(rename = "type")]
    kind: String,
    preferred: Option<String>,
    #[serde(default)]
    all: Vec<String>,
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
    /// By kind, the preferred one and all.
    #[serde(default)]
    ext: BTreeMap<String, (Option<String>, Vec<String>)>,
    established: Option<i16>,
}

/// A record with its status and its identifiers elsewhere as they are written.
struct Read {
    record: Record,
    status: String,
    external: Vec<External>,
}

fn knows(glimpse: &Glimpse<'_>) -> bool {
    let has = |key: &str| glimpse.text.contains(key);
    match glimpse.text.chars().next() {
        Some('[') => has("https://ror.org/") && has("\"names\"") && has("\"status\""),
        Some('{') => has("\"id\"") && has("\"name\"") && has("\"status\"") && has("\"country\""),
        _ => false,
    }
}

fn read(source: Source, intake: &mut Intake<'_>) -> Result<(), TargetError> {
    json::each(source, intake, |intake, text, line| {
        let read = if text.contains("\"names\"") {
            serde_json::from_str(text).map(published)
        } else {
            serde_json::from_str(text).map(from_line)
        };
        match read {
            Err(error) => intake.refuse(json::refuse(intake.file(), line, text, &error)),
            Ok(read) if read.status == "withdrawn" => intake.pass(),
            Ok(Read { mut record, external, .. }) => {
                identify(&mut record, external, line, intake);
                intake.take(record)
            }
        }
    })
}

/// Adds the identifiers elsewhere, the preferred of each kind first.
fn identify(record: &mut Record, external: Vec<External>, line: u64, intake: &Intake<'_>) {
    for External { kind: name, preferred, all } in external {
        let kind = match name.as_str() {
            "wikidata" => Kind::Wikidata,
            "isni" => Kind::Isni,
            "grid" => Kind::Grid,
            "fundref" => Kind::Funder,
            _ => continue,
        };
        // The preferred one is among all of them, too.
        let others = all.iter().filter(|text| preferred.as_ref() != Some(text));
        for text in preferred.iter().chain(others) {
            intake.identify(record, kind, text, (line, &name));
        }
    }
}

fn iri(id: &str) -> String {
    if id.starts_with("https://") { id.to_owned() } else { format!("{}{id}", READER.iri_prefix) }
}

fn relation(kind: &str) -> Relation {
    match kind {
        "parent" => Relation::Parent,
        "child" => Relation::Child,
        _ => Relation::Related,
    }
}

fn published(record: Published) -> Read {
    let kind = |types: &[String]| match types {
        types if types.iter().any(|name| name == "ror_display") => NameKind::Label,
        types if types.iter().any(|name| name == "acronym") => NameKind::Acronym,
        _ => NameKind::Alias,
    };
    let place = record.locations.into_iter().next().map(|location| location.geonames_details);
    let website = record.links.iter().find(|link| link.kind == "website");
    let coordinates = place.as_ref().and_then(|place| Some([place.lat?, place.lng?]));
    let country = place.as_ref().and_then(|place| code(place.country_code.as_deref()?));
    let (city, region) = place.map_or((None, None), |place| (place.name, place.country_subdivision_name));
    let read = Record {
        id: record.id,
        names: record.names.into_iter().map(|name| (name.value, kind(&name.types))).collect(),
        country,
        city,
        region,
        domain: website.and_then(|link| host(&link.value)),
        company: record.types.iter().any(|name| name == "company"),
        gone: record.status != "active",
        relations: record.relationships.into_iter().map(|other| (relation(&other.kind), other.id)).collect(),
        kinds: record.types,
        identifiers: Vec::new(),
        coordinates,
        established: record.established,
    };
    Read { record: read, status: record.status, external: record.external_ids }
}

fn from_line(line: Line) -> Read {
    let label = std::iter::once((line.name, NameKind::Label));
    let others = line.aliases.into_iter().map(|name| (name, NameKind::Alias));
    let acronyms = line.acronyms.into_iter().map(|name| (name, NameKind::Acronym));
    let external = line.ext.into_iter().map(|(kind, (preferred, all))| External { kind, preferred, all });
    let record = Record {
        id: iri(&line.id),
        names: label.chain(others).chain(acronyms).collect(),
        country: line.country.as_deref().and_then(code),
        city: line.city,
        region: line.region,
        domain: line.website.as_deref().and_then(host),
        company: line.types.iter().any(|name| name == "company"),
        gone: line.status != "active",
        relations: line.rel.into_iter().map(|(kind, id)| (relation(&kind), iri(&id))).collect(),
        kinds: line.types,
        identifiers: Vec::new(),
        coordinates: None,
        established: line.established,
    };
    Read { record, status: line.status, external: external.collect() }
}
