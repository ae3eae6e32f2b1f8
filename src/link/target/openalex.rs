//! Institutions of `OpenAlex`: lines of JSON, as in its snapshot (`institutions/updated_date=.../part_000.gz`).

use std::collections::BTreeMap;

use serde::Deserialize;

use super::intake::{Intake, TargetError};
use super::reader::{Glimpse, Reader};
use super::{json, lines};
use crate::link::country::code;
use crate::link::identifier::Kind;
use crate::link::record::{NameKind, Record, Relation, host};
use crate::source::Source;

pub(super) const READER: Reader = Reader {
    name: "openalex",
    title: "OpenAlex institutions, lines of JSON",
    iri_prefix: "https://openalex.org/",
    licence: Some("CC0-1.0"),
    knows,
    read,
};

#[derive(Deserialize)]
struct Institution {
    id: String,
    display_name: String,
    country_code: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    homepage_url: Option<String>,
    display_name_acronyms: Option<Vec<String>>,
    display_name_alternatives: Option<Vec<String>>,
    international: Option<International>,
    ids: Option<Elsewhere>,
    geo: Option<Geo>,
    associated_institutions: Option<Vec<Associated>>,
}

#[derive(Deserialize)]
struct International {
    /// By language.
    display_name: Option<BTreeMap<String, String>>,
}

#[derive(Default, Deserialize)]
struct Elsewhere {
    ror: Option<String>,
    grid: Option<String>,
    wikidata: Option<String>,
}

#[derive(Default, Deserialize)]
struct Geo {
    city: Option<String>,
    region: Option<String>,
    latitude: Option<f64>,
    longitude: Option<f64>,
}

#[derive(Deserialize)]
struct Associated {
    id: String,
    relationship: Option<String>,
}

fn knows(glimpse: &Glimpse<'_>) -> bool {
    glimpse.text.starts_with('{') && glimpse.text.contains("\"https://openalex.org/I")
}

fn read(source: Source, intake: &mut Intake<'_>) -> Result<(), TargetError> {
    lines::each(source, intake, |intake, text, line| match serde_json::from_str::<Institution>(text) {
        Err(error) => intake.refuse(json::refuse(intake.file(), line, text, &error)),
        Ok(mut institution) => {
            let ids = institution.ids.take().unwrap_or_default();
            let mut record = record(institution);
            for (column, kind, text) in [
                ("ror", Kind::Ror, ids.ror),
                ("wikidata", Kind::Wikidata, ids.wikidata),
                ("grid", Kind::Grid, ids.grid),
            ] {
                if let Some(text) = text {
                    intake.identify(&mut record, kind, &text, (line, column));
                }
            }
            intake.take(record)
        }
    })
}

fn record(institution: Institution) -> Record {
    let geo = institution.geo.unwrap_or_default();
    let kind = institution.kind.map(|kind| kind.to_lowercase());
    let relation = |other: Associated| {
        let relation = match other.relationship.as_deref() {
            Some("parent") => Relation::Parent,
            Some("child") => Relation::Child,
            _ => Relation::Related,
        };
        (relation, other.id)
    };
    let mut record = Record {
        id: institution.id,
        country: institution.country_code.as_deref().and_then(code),
        city: geo.city,
        region: geo.region,
        domain: institution.homepage_url.as_deref().and_then(host),
        company: kind.as_deref() == Some("company"),
        relations: institution.associated_institutions.unwrap_or_default().into_iter().map(relation).collect(),
        kinds: kind.into_iter().collect(),
        coordinates: geo.latitude.zip(geo.longitude).map(|(latitude, longitude)| [latitude, longitude]),
        ..Record::default()
    };
    record.add_name(&institution.display_name, NameKind::Label);
    let international = institution.international.and_then(|names| names.display_name).unwrap_or_default();
    for name in institution.display_name_alternatives.unwrap_or_default().iter().chain(international.values()) {
        record.add_name(name, NameKind::Alias);
    }
    for name in institution.display_name_acronyms.unwrap_or_default() {
        record.add_name(&name, NameKind::Acronym);
    }
    record
}
