//! EURIO: organisations in the projects of CORDIS, RDF by the ontology `http://data.europa.eu/s66#`.
//!
//! An organisation's place hangs on its site, and that on an address: what belongs together is gathered, and put together at the end.
//! Projects, grants and results are passed over.

use rustc_hash::FxHashMap;

use super::intake::{Intake, TargetError};
use super::rdf::{self, Statement};
use super::reader::{Glimpse, Reader};
use crate::link::country::{code, named};
use crate::link::identifier::Kind;
use crate::link::normal::normal;
use crate::link::record::{Country, NameKind, Record, Relation, host};
use crate::source::{Refused, Source};

pub(super) const READER: Reader = Reader {
    name: "eurio",
    title: "EURIO, organisations of CORDIS, RDF",
    iri_prefix: "http://data.europa.eu/s66/resource/organisations/",
    licence: Some("CC-BY-4.0"),
    knows,
    read,
};

const EURIO: &str = "http://data.europa.eu/s66#";

/// Classes of organisations.
const CLASSES: [&str; 7] = [
    "Organisation",
    "ForProfitOrganisation",
    "SME",
    "HigherOrSecondaryEducation",
    "ResearchOrganisation",
    "PublicBody",
    "FundingAgency",
];

/// What is said of a thing.
#[derive(Default)]
struct Thing {
    line: u64,
    classes: Vec<&'static str>,
    said: Vec<(Property, String)>,
}

/// The properties that are looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Property {
    LegalName,
    Label,
    ShortForm,
    Acronym,
    AcronymOf,
    Vat,
    Identifier,
    Url,
    Site,
    SiteOf,
    Address,
    Location,
    Coordinates,
    Locality,
    Country,
    IsoCode,
    Latitude,
    Longitude,
    Parent,
    Child,
}

impl Property {
    fn of(predicate: &str) -> Option<Self> {
        Some(match predicate.strip_prefix(EURIO)? {
            "legalName" => Self::LegalName,
            "name" => Self::Label,
            "shortForm" => Self::ShortForm,
            "hasAcronym" => Self::Acronym,
            "isAcronymOf" => Self::AcronymOf,
            "vatNumber" => Self::Vat,
            "identifier" => Self::Identifier,
            "url" => Self::Url,
            "hasSite" => Self::Site,
            "isSiteOf" => Self::SiteOf,
            "hasAddress" => Self::Address,
            "hasGeographicalLocation" => Self::Location,
            "hasCoordinates" => Self::Coordinates,
            "addressLocality" => Self::Locality,
            "addressCountry" => Self::Country,
            "hasISOCountryCode" => Self::IsoCode,
            "latitude" => Self::Latitude,
            "longitude" => Self::Longitude,
            "isSubOrganisationOf" | "isUnitOf" => Self::Parent,
            "hasSubOrganisation" | "hasUnit" => Self::Child,
            _ => return None,
        })
    }
}

fn knows(glimpse: &Glimpse<'_>) -> bool {
    glimpse.text.contains(EURIO)
}

/// Things in the order in which they came, and their numbers.
#[derive(Default)]
struct Things {
    names: Vec<String>,
    all: Vec<Thing>,
    of: FxHashMap<String, usize>,
}

impl Things {
    fn number(&mut self, name: &str, line: u64) -> usize {
        if let Some(number) = self.of.get(name) {
            return *number;
        }
        self.of.insert(name.to_owned(), self.all.len());
        self.names.push(name.to_owned());
        self.all.push(Thing { line, ..Thing::default() });
        self.all.len() - 1
    }

    fn take(&mut self, statement: &Statement) {
        let value = || rdf::text(&statement.object);
        if statement.predicate.as_str() == "http://www.w3.org/1999/02/22-rdf-syntax-ns#type" {
            let value = value();
            let class = value.strip_prefix(EURIO).and_then(|class| CLASSES.iter().find(|known| **known == class));
            if let Some(class) = class {
                let number = self.number(&statement.subject, statement.line);
                self.all[number].classes.push(class);
            }
        } else if let Some(property) = Property::of(statement.predicate.as_str()) {
            // Some are said from the other side.
            let (subject, property, value) = match property {
                Property::SiteOf => (value(), Property::Site, statement.subject.clone()),
                Property::AcronymOf => (value(), Property::Acronym, statement.subject.clone()),
                property => (statement.subject.clone(), property, value()),
            };
            let number = self.number(&subject, statement.line);
            let said = &mut self.all[number].said;
            if !said.iter().any(|(known, text)| *known == property && *text == value) {
                said.push((property, value));
            }
        }
    }

    /// The things that a thing leads to by a property.
    fn things<'a>(&'a self, thing: &'a Thing, property: Property) -> impl Iterator<Item = &'a Thing> {
        values(thing, property).filter_map(|name| self.of.get(name).map(|number| &self.all[*number]))
    }

    fn record(&self, number: usize, intake: &Intake<'_>) -> Record {
        let (id, thing) = (&self.names[number], &self.all[number]);
        let sites: Vec<&Thing> = self.things(thing, Property::Site).collect();
        let of_sites = |property| sites.iter().flat_map(move |site| self.things(site, property));
        let addresses: Vec<&Thing> = of_sites(Property::Address).chain(self.things(thing, Property::Address)).collect();
        let of_addresses = |property| addresses.iter().flat_map(move |address| values(address, property));
        let mut locations = of_sites(Property::Location).flat_map(|place| values(place, Property::IsoCode));
        let country = locations.find_map(code);
        let coordinates = of_sites(Property::Coordinates).find_map(|point| {
            let degrees = |property| values(point, property).find_map(|value| value.parse().ok());
            Some([degrees(Property::Latitude)?, degrees(Property::Longitude)?])
        });
        let relation =
            |property, relation: Relation| values(thing, property).map(move |other| (relation, other.to_owned()));
        let mut record = Record {
            id: id.clone(),
            country: country.or_else(|| of_addresses(Property::Country).find_map(country_of)),
            city: of_addresses(Property::Locality).next().map(str::to_owned),
            domain: values(thing, Property::Url).find_map(host),
            company: thing.classes.iter().any(|class| matches!(*class, "ForProfitOrganisation" | "SME")),
            relations: relation(Property::Parent, Relation::Parent)
                .chain(relation(Property::Child, Relation::Child))
                .collect(),
            kinds: thing.classes.iter().filter(|class| **class != "Organisation").map(|&class| class.into()).collect(),
            coordinates,
            ..Record::default()
        };
        for name in values(thing, Property::LegalName) {
            record.add_name(name, NameKind::Label);
        }
        for name in values(thing, Property::Label) {
            record.add_name(name, NameKind::Alias);
        }
        let short = self.things(thing, Property::Acronym).flat_map(|acronym| values(acronym, Property::ShortForm));
        for name in short.chain(values(thing, Property::ShortForm)) {
            record.add_name(name, NameKind::Acronym);
        }
        for vat in values(thing, Property::Vat).filter(|vat| !vat.eq_ignore_ascii_case("missing")) {
            intake.identify(&mut record, Kind::Vat, vat, (thing.line, "vatNumber"));
        }
        // Identifiers of CORDA are PICs where they have their form.
        for pic in values(thing, Property::Identifier).filter(|text| Kind::Pic.parse(text).is_ok()) {
            intake.identify(&mut record, Kind::Pic, pic, (thing.line, "identifier"));
        }
        record
    }
}

/// What a thing says by a property.
fn values(thing: &Thing, property: Property) -> impl Iterator<Item = &str> {
    thing.said.iter().filter(move |(said, _)| *said == property).map(|(_, value)| value.as_str())
}

/// A country by code or by name.
fn country_of(text: &str) -> Option<Country> {
    code(text).or_else(|| named(&normal(text)))
}

fn read(source: Source, intake: &mut Intake<'_>) -> Result<(), TargetError> {
    let mut things = Things::default();
    rdf::each(source, intake, |_, statement| {
        things.take(&statement);
        Ok(())
    })?;
    for number in 0..things.all.len() {
        let thing = &things.all[number];
        if thing.classes.is_empty() {
            intake.pass()?;
            continue;
        }
        let record = things.record(number, intake);
        if record.names.is_empty() {
            let refused = Refused::new(intake.file(), thing.line, "an organisation without a name").value(&record.id);
            intake.refuse(refused)?;
        } else {
            intake.take(record)?;
        }
    }
    Ok(())
}
