//! The store as a target: its organisations, clusters, regions, countries and industries, by their labels.

use rustc_hash::{FxHashMap, FxHashSet};

use super::part::{Held, Part};
use super::service::Service;
use super::told::{Cell, Named};
use crate::face::http::entity::label;
use crate::face::http::link::short;
use crate::link::country::code;
use crate::link::decision::Linker;
use crate::link::identifier::Kind;
use crate::link::index::Index;
use crate::link::places::{Gazetteer, Place, PlaceKind, countries};
use crate::link::record::{Country, NameKind, Record, host};
use crate::model::vocab::{rdf, rdfs, xsd};
use crate::model::{Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, Term};
use crate::snapshot::Snapshot;
use crate::vocab::{dct, foaf, milieu, org, skos};

/// The name of the store in addresses.
pub(super) const NAME: &str = "store";

/// What can be reconciled, by its class.
const CLASSES: [NamedNodeRef<'static>; 5] =
    [milieu::ACTOR, milieu::CLUSTER, milieu::REGION, milieu::COUNTRY, milieu::INDUSTRY];

/// What a thing is read from; the index is made anew when one of these changes.
const READ: [NamedNodeRef<'static>; 12] = [
    rdf::TYPE,
    rdfs::LABEL,
    skos::PREF_LABEL,
    skos::ALT_LABEL,
    skos::NOTATION,
    dct::IDENTIFIER,
    milieu::IN_COUNTRY,
    milieu::PART_OF,
    milieu::LOCATED_IN,
    milieu::CITY_NAME,
    foaf::HOMEPAGE,
    org::CLASSIFICATION,
];

/// Kinds of actors that are companies.
const COMPANIES: [&str; 3] = ["#private-for-profit", "#large-firm", "#small-or-medium-firm"];

/// How many things of a class are looked at for their properties.
const LOOKED_AT: usize = 200;

/// Whether what was read of one state is what another says.
pub(super) fn is_same(one: &Snapshot, other: &Snapshot) -> bool {
    one.shares(other, &READ)
}

/// The service over a state of the store.
pub(super) fn service(snapshot: Snapshot) -> Service {
    let codes = country_codes(&snapshot);
    let mut parts = Vec::new();
    for class in CLASSES {
        let things = instances(&snapshot, class);
        let records: Vec<Record> = things.iter().map(|thing| record(&snapshot, class, thing, &codes)).collect();
        let name = label(&snapshot, &class.into_owned());
        let places = gazetteer(class, &records);
        let part =
            Part::new(Some(Named::new(class.as_str(), name)), Held::Own(Box::new(Linker::new(Index::new(records)))));
        parts.push(match places {
            Some(places) => part.of_places(places),
            None => part,
        });
    }
    let about = "The organisations, clusters, regions, countries and industries of this store, by their labels.";
    Service::new(NAME, "This store (milieu)", about, parts, Some(snapshot))
}

/// Countries and regions as places; a region's level follows from its code.
fn gazetteer(class: NamedNodeRef<'_>, records: &[Record]) -> Option<Gazetteer> {
    if class != milieu::REGION && class != milieu::COUNTRY {
        return None;
    }
    let level = |record: &Record| record.identifiers.first().map_or(0, |(_, code)| code.len().saturating_sub(2));
    let place = |record: &Record| {
        let level = u8::try_from(level(record)).unwrap_or(u8::MAX);
        let kind = if class == milieu::COUNTRY { PlaceKind::Country } else { PlaceKind::Region(level) };
        let names = record.names.iter().map(|(name, _)| name.clone()).collect();
        let regions = record.region.iter().cloned().collect();
        Some(Place { id: record.id.clone(), kind, country: record.country?, names, population: 0, regions })
    };
    Some(Gazetteer::new(records.iter().filter_map(place).collect()))
}

/// The things of a class or of one under it that have an IRI, in the order of their IRIs.
fn instances(snapshot: &Snapshot, class: NamedNodeRef<'_>) -> Vec<NamedNode> {
    let under = subjects(snapshot, rdfs::SUB_CLASS_OF, class);
    let classes = std::iter::once(class.into_owned()).chain(under);
    let things: FxHashSet<NamedNode> =
        classes.flat_map(|class| subjects(snapshot, rdf::TYPE, class.as_ref())).collect();
    let mut things: Vec<NamedNode> = things.into_iter().collect();
    things.sort_unstable_by(|one, other| one.as_str().cmp(other.as_str()));
    things
}

fn subjects(snapshot: &Snapshot, property: NamedNodeRef<'_>, object: NamedNodeRef<'_>) -> Vec<NamedNode> {
    let quads = snapshot.quads_for_pattern(None, Some(property), Some(object.into()), None);
    let named = quads.filter_map(|quad| match quad.subject {
        NamedOrBlankNode::NamedNode(node) => Some(node),
        NamedOrBlankNode::BlankNode(_) => None,
    });
    named.collect()
}

/// Countries by their IRIs, with the two letters that linking knows them by.
fn country_codes(snapshot: &Snapshot) -> FxHashMap<String, Country> {
    let found = subjects(snapshot, rdf::TYPE, milieu::COUNTRY).into_iter().filter_map(|country| {
        let code = texts(snapshot, &country, skos::NOTATION).iter().find_map(|notation| code(notation))?;
        Some((country.into_string(), code))
    });
    found.collect()
}

/// The literals of a property, as text.
fn texts(snapshot: &Snapshot, thing: &NamedNode, property: NamedNodeRef<'_>) -> Vec<String> {
    let values = snapshot.objects(thing.as_ref().into(), property);
    values
        .filter_map(|value| if let Term::Literal(text) = value { Some(text.value().to_owned()) } else { None })
        .collect()
}

fn nodes(snapshot: &Snapshot, thing: &NamedNode, property: NamedNodeRef<'_>) -> Vec<NamedNode> {
    let values = snapshot.objects(thing.as_ref().into(), property);
    values.filter_map(|value| if let Term::NamedNode(node) = value { Some(node) } else { None }).collect()
}

fn record(
    snapshot: &Snapshot,
    class: NamedNodeRef<'_>,
    thing: &NamedNode,
    codes: &FxHashMap<String, Country>,
) -> Record {
    let kinds = nodes(snapshot, thing, org::CLASSIFICATION);
    let company = kinds.iter().any(|kind| COMPANIES.iter().any(|company| kind.as_str().ends_with(company)));
    let types = nodes(snapshot, thing, rdf::TYPE).into_iter().filter(|kind| *kind != class && *kind != skos::CONCEPT);
    let notations = texts(snapshot, thing, skos::NOTATION);
    let own = codes.get(thing.as_str()).copied();
    let says = || nodes(snapshot, thing, milieu::IN_COUNTRY).iter().find_map(|of| codes.get(of.as_str()).copied());
    // A NUTS code begins with that of its country.
    let begins = || notations.iter().filter(|_| class == milieu::REGION).find_map(|notation| code(notation.get(..2)?));
    let country = own.or_else(says).or_else(begins);
    let region = nodes(snapshot, thing, milieu::LOCATED_IN).first().and_then(|region| snapshot.label(region));
    let home = nodes(snapshot, thing, foaf::HOMEPAGE);
    Record {
        id: thing.as_str().to_owned(),
        names: names(snapshot, thing, &notations, own),
        country,
        city: texts(snapshot, thing, milieu::CITY_NAME).into_iter().next(),
        region,
        domain: home.first().and_then(|home| host(home.as_str())),
        company,
        identifiers: identifiers(class, &notations, &texts(snapshot, thing, dct::IDENTIFIER)),
        kinds: types.chain(kinds).map(NamedNode::into_string).collect(),
        ..Record::default()
    }
}

/// Its label first, then its other names; a country's in the languages that linking knows, too.
fn names(
    snapshot: &Snapshot,
    thing: &NamedNode,
    notations: &[String],
    country: Option<Country>,
) -> Vec<(String, NameKind)> {
    let mut names = vec![(label(snapshot, thing), NameKind::Label)];
    let others = [rdfs::LABEL, skos::PREF_LABEL, skos::ALT_LABEL]
        .into_iter()
        .flat_map(|property| texts(snapshot, thing, property));
    names.extend(others.map(|name| (name, NameKind::Alias)));
    if let Some(country) = country {
        let known = countries().into_iter().find(|place| place.country == country);
        names.extend(known.into_iter().flat_map(|place| place.names).map(|name| (name, NameKind::Alias)));
        names.extend(notations.iter().map(|code| (code.clone(), NameKind::Acronym)));
    }
    let mut seen = FxHashSet::default();
    names.retain(|(name, _)| seen.insert(name.clone()));
    names
}

fn identifiers(class: NamedNodeRef<'_>, notations: &[String], others: &[String]) -> Vec<(Kind, String)> {
    let (kind, texts) = match class {
        milieu::REGION => (Kind::Nuts, notations),
        milieu::INDUSTRY => (Kind::Nace, notations),
        milieu::ACTOR => (Kind::Pic, others),
        _ => return Vec::new(),
    };
    texts.iter().filter_map(|text| Some((kind, kind.parse(text).ok()?.as_str().to_owned()))).collect()
}

/// The properties that things have, by how many of the first of each class have them.
pub(super) fn properties<'r>(snapshot: &Snapshot, parts: impl Iterator<Item = &'r [Record]>) -> Vec<Named> {
    let mut counts: FxHashMap<NamedNode, usize> = FxHashMap::default();
    for record in parts.flat_map(|things| things.iter().take(LOOKED_AT)) {
        let Ok(thing) = NamedNodeRef::new(&record.id) else { continue };
        let used: FxHashSet<NamedNode> =
            snapshot.quads_for_pattern(Some(thing.into()), None, None, None).map(|quad| quad.predicate).collect();
        for property in used {
            *counts.entry(property).or_default() += 1;
        }
    }
    let mut found: Vec<(NamedNode, usize)> = counts.into_iter().collect();
    found.sort_unstable_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.as_str().cmp(other.0.as_str())));
    let named = |(property, _): (NamedNode, usize)| {
        let about = texts(snapshot, &property, skos::DEFINITION).into_iter().next();
        let name = label(snapshot, &property);
        Named::new(property.as_str(), name).described(about.unwrap_or_else(|| short(property.as_str())))
    };
    found.into_iter().map(named).collect()
}

/// What a thing has of a property, which is an IRI or a name with one of the project's prefixes.
pub(super) fn values(snapshot: &Snapshot, thing: &str, property: &str) -> Vec<Cell> {
    let property = crate::vocab::expand(property).or_else(|| NamedNode::new(property).ok());
    let Some((thing, property)) = NamedNodeRef::new(thing).ok().zip(property) else { return Vec::new() };
    let mut values: Vec<Cell> =
        snapshot.objects(thing.into(), property.as_ref()).filter_map(|value| cell(snapshot, value)).collect();
    values.sort_by_cached_key(Cell::said);
    values
}

fn cell(snapshot: &Snapshot, value: Term) -> Option<Cell> {
    match value {
        Term::NamedNode(node) => Some(Cell::Thing { name: label(snapshot, &node), id: node.into_string() }),
        Term::Literal(literal) => Some(of_literal(&literal)),
        _ => None,
    }
}

fn of_literal(literal: &Literal) -> Cell {
    let text = literal.value();
    let datatype = literal.datatype();
    let number = || text.parse().ok().filter(|number: &f64| number.is_finite());
    let made = match datatype {
        xsd::INTEGER => text.parse().ok().map(|int| Cell::Whole { int }),
        xsd::DECIMAL | xsd::DOUBLE | xsd::FLOAT => number().map(|float| Cell::Number { float }),
        // The API knows moments only; a day begins at midnight.
        xsd::DATE if text.len() == 10 => Some(Cell::Time { date: format!("{text}T00:00:00") }),
        xsd::DATE_TIME if text.len() >= 19 => Some(Cell::Time { date: text.to_owned() }),
        _ => None,
    };
    made.unwrap_or_else(|| Cell::Text { text: text.to_owned(), lang: literal.language().map(str::to_owned) })
}
