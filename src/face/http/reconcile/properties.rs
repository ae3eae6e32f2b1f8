//! The properties of things: what can be asked of them, and what each thing has.

use super::evidence::IDENTIFIERS;
use super::part::Held;
use super::service::{Service, Thing};
use super::told::{Cell, Named};
use super::{evidence, graph};
use crate::link::identifier::Kind;
use crate::link::record::{NameKind, Record, Relation};
use crate::text::fold;

/// The properties of a target's records: identifier, name, what it is, and whether a record has it.
type Own = (&'static str, &'static str, &'static str, fn(&Record) -> bool);

const OWN: [Own; 13] = [
    ("name", "Name", "the name by which it is called", |_| true),
    ("alias", "Other names", "other names, and names in other languages", |record| has_name(record, NameKind::Alias)),
    ("acronym", "Acronym", "its acronyms", |record| has_name(record, NameKind::Acronym)),
    ("country", "Country", "ISO 3166-1, two letters", |record| record.country.is_some()),
    ("region", "Region", "the region by name", |record| record.region.is_some()),
    ("city", "City", "the city by name", |record| record.city.is_some()),
    ("website", "Website", "the host of its web site", |record| record.domain.is_some()),
    ("type", "Type", "what the target calls it", |record| !record.kinds.is_empty()),
    ("established", "Founded", "the year in which it was founded", |record| record.established.is_some()),
    ("coordinates", "Coordinates", "latitude and longitude, WGS 84", |record| record.coordinates.is_some()),
    ("parent", "Part of", "what it is a part of", |record| has_relation(record, Relation::Parent)),
    ("child", "Parts", "what is a part of it", |record| has_relation(record, Relation::Child)),
    ("iri", "IRI", "its name in the web of data", |_| true),
];

fn has_name(record: &Record, kind: NameKind) -> bool {
    record.names.iter().any(|(_, own)| *own == kind)
}

fn has_relation(record: &Record, relation: Relation) -> bool {
    record.relations.iter().any(|(own, _)| *own == relation)
}

/// Every property that something has.
pub(super) fn all(service: &Service) -> Vec<Named> {
    if let Some(snapshot) = &service.snapshot {
        let things = service.parts.iter().map(|part| part.linker.index().records());
        return graph::properties(snapshot, things);
    }
    let all = || service.parts.iter().flat_map(|part| part.linker.index().records());
    let own = OWN.iter().filter(|(.., is_there)| all().any(is_there));
    let own = own.map(|(id, name, about, _)| Named::new(*id, *name).described(*about));
    let has = |kind: Kind| all().any(|record| record.identifiers.iter().any(|(own, _)| *own == kind));
    let codes = IDENTIFIERS.iter().filter(|(_, kind)| has(*kind));
    own.chain(codes.map(|(id, kind)| Named::new(*id, kind.name()).described("its identifier elsewhere"))).collect()
}

impl Service {
    /// Every property that something here has.
    pub(super) fn properties(&self) -> &[Named] {
        self.properties.get_or_init(|| all(self))
    }

    /// What a thing has of a property; nothing of one that is not known.
    pub(super) fn values(&self, thing: Thing, property: &str) -> Vec<Cell> {
        match (&self.parts[thing.part].linker, &self.snapshot) {
            (Held::Own(_), Some(snapshot)) => graph::values(snapshot, &self.record(thing).id, property),
            _ => self.own(thing, property),
        }
    }

    fn own(&self, thing: Thing, property: &str) -> Vec<Cell> {
        let record = self.record(thing);
        let names = |kind: NameKind| {
            let names = record.names.iter().filter(move |(_, own)| *own == kind);
            names.map(|(name, _)| Cell::text(name)).collect::<Vec<_>>()
        };
        let text = |text: &Option<String>| text.iter().filter(|text| !text.is_empty()).map(Cell::text).collect();
        let related = |relation: Relation| {
            let others = record.relations.iter().filter(|(own, _)| *own == relation);
            others.map(|(_, id)| self.other(id)).collect()
        };
        match property {
            "name" => vec![Cell::text(record.label())],
            "alias" => names(NameKind::Alias),
            "acronym" => names(NameKind::Acronym),
            "country" => record.country.iter().map(|country| Cell::text(String::from_utf8_lossy(country))).collect(),
            "region" => text(&record.region),
            "city" => text(&record.city),
            "website" => text(&record.domain),
            "type" => record.kinds.iter().map(Cell::text).collect(),
            "established" => record.established.iter().map(|year| Cell::Whole { int: i64::from(*year) }).collect(),
            "coordinates" => record
                .coordinates
                .iter()
                .map(|[latitude, longitude]| Cell::text(format!("{latitude}, {longitude}")))
                .collect(),
            "parent" => related(Relation::Parent),
            "child" => related(Relation::Child),
            "iri" => vec![Cell::text(self.iri(thing))],
            other => {
                let kind = IDENTIFIERS.iter().find(|(name, _)| *name == other).map(|(_, kind)| *kind);
                let own = record.identifiers.iter().filter(|(own, _)| Some(*own) == kind);
                own.map(|(_, code)| Cell::text(code)).collect()
            }
        }
    }

    /// Another record, as a thing if it is here.
    fn other(&self, id: &str) -> Cell {
        match self.by_id(id) {
            Some(thing) => Cell::Thing { id: self.id(thing).to_owned(), name: self.record(thing).label().to_owned() },
            None => Cell::text(id),
        }
    }

    /// A value as those of a property are compared: a country by its code, all else as names are.
    pub(super) fn comparable(&self, property: &str, value: &str) -> String {
        let role = evidence::Role::of(property);
        let code = || self.country(value).map(|code| String::from_utf8_lossy(&code).into_owned());
        match role {
            evidence::Role::Country if self.snapshot.is_none() => fold(&code().unwrap_or_else(|| value.to_owned())),
            evidence::Role::Identifier(kind) => {
                fold(kind.parse(value).as_ref().map_or(value, crate::link::identifier::Identifier::as_str))
            }
            _ => fold(value),
        }
    }
}
