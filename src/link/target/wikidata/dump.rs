//! The dump of all entities (`latest-all.json.gz`): a JSON array with an entity on each line.
//!
//! An entity is kept if its class (P31) is one of some fifty of organisations, or if it has an identifier of ROR, GRID, ISNI or a LEI;
//! people are passed over. Its place is the headquarters (P159), else the area around it (P131), by the name that the dump gives to the
//! place: places with a population are remembered for that as they go by.

use memchr::memmem::Finder;
use rustc_hash::FxHashMap;

use super::super::intake::{Intake, TargetError};
use super::super::reader::{Glimpse, Reader};
use super::super::{json, lines};
use super::claims::{Claim, Entity, Item, values};
use super::{CLASSES, COUNTRIES, IRI_PREFIX, LICENCE, year};
use crate::link::identifier::Kind;
use crate::link::record::{NameKind, Record, Relation, host};
use crate::source::{Refused, Source};

pub(in super::super) const READER: Reader = Reader {
    name: "wikidata",
    title: "Wikidata, dump of all entities, JSON",
    iri_prefix: IRI_PREFIX,
    licence: Some(LICENCE),
    knows,
    read,
};

const HUMAN: &str = "Q5";
const INSTANCE_OF: &str = "\"P31\":[";

fn knows(glimpse: &Glimpse<'_>) -> bool {
    let first = glimpse.text.trim_start_matches('[').trim_start();
    first.starts_with("{\"type\":\"") && first.contains("\"id\":\"") && first.contains("\"labels\":")
}

/// Texts one of which stands in every line that is worth reading.
struct Worth {
    identifiers: [Finder<'static>; 4],
    instance_of: Finder<'static>,
    population: Finder<'static>,
}

impl Worth {
    fn new() -> Self {
        Self {
            identifiers: ["\"P6782\":[", "\"P213\":[", "\"P1278\":[", "\"P2427\":["].map(Finder::new),
            instance_of: Finder::new(INSTANCE_OF),
            population: Finder::new("\"P1082\":["),
        }
    }

    fn reading(&self, line: &str) -> bool {
        let has = |key: &Finder<'_>| key.find(line.as_bytes()).is_some();
        let class = self.instance_of.find(line.as_bytes()).map(|at| &line[at + INSTANCE_OF.len() - 1..]);
        has(&self.population) || class.is_some_and(names_a_class) || self.identifiers.iter().any(has)
    }
}

/// Whether claims of a class, as they stand in the line, name one of organisations; what is no such claim is left to the parser.
fn names_a_class(claims: &str) -> bool {
    let claims = serde_json::Deserializer::from_str(claims).into_iter::<Vec<Claim<Item>>>().next();
    claims.and_then(Result::ok).is_none_or(|claims| values(&claims).any(is_class))
}

fn is_class(item: &Item) -> bool {
    CLASSES.contains_key(item.id.as_str())
}

fn read(source: Source, intake: &mut Intake<'_>) -> Result<(), TargetError> {
    let worth = Worth::new();
    let mut places: FxHashMap<String, String> = FxHashMap::default();
    let (mut opened, mut last) = (false, 0);
    lines::each(source, intake, |intake, text, line| {
        let text = text.trim();
        last = line;
        if matches!(text, "[" | "]") {
            opened = text == "[";
            return Ok(());
        }
        let text = text.trim_end_matches(',');
        if !worth.reading(text) {
            return intake.pass();
        }
        let entity: Entity = match serde_json::from_str(text) {
            Ok(entity) => entity,
            Err(error) => return intake.refuse(json::refuse(intake.file(), line, text, &error)),
        };
        let is_place = !entity.claims.population.is_empty() && !entity.claims.geonames.is_empty();
        if let Some(name) = label(&entity).filter(|_| is_place) {
            places.insert(entity.id.clone(), name.to_owned());
        }
        if is_organisation(&entity) {
            let record = record(&entity, line, intake);
            intake.take(record)
        } else {
            intake.pass()
        }
    })?;
    for record in intake.taken() {
        record.city = record.city.take().and_then(|item| places.get(&item).cloned());
    }
    if opened {
        return Err(Refused::new(intake.file(), last, "it breaks off: the array that begins it does not end").into());
    }
    Ok(())
}

fn is_organisation(entity: &Entity) -> bool {
    let claims = &entity.claims;
    let mut classes = values(&claims.instance_of);
    let identified =
        [&claims.ror, &claims.isni, &claims.lei, &claims.grid].into_iter().any(|claims| !claims.is_empty());
    if identified { classes.all(|class| class.id != HUMAN) } else { classes.any(is_class) }
}

/// The English name, else the one of all languages, else any.
fn label(entity: &Entity) -> Option<&str> {
    let of = |language: &str| entity.labels.get(language);
    of("en").or_else(|| of("mul")).or_else(|| entity.labels.values().next()).map(|label| label.value.as_str())
}

fn record(entity: &Entity, line: u64, intake: &Intake<'_>) -> Record {
    let claims = &entity.claims;
    let kinds: Vec<String> = values(&claims.instance_of).map(|class| class.id.clone()).collect();
    let place = values(&claims.headquarters).chain(values(&claims.located_in)).next();
    let mut record = Record {
        id: entity.id.clone(),
        country: values(&claims.country).find_map(|country| COUNTRIES.get(country.id.as_str()).copied()),
        // The item for now; its name may come later.
        city: place.map(|place| place.id.clone()),
        domain: values(&claims.website).find_map(|address| host(address)),
        company: kinds.iter().any(|class| CLASSES.get(class.as_str()).is_some_and(|company| *company)),
        gone: values(&claims.dissolved).next().is_some(),
        relations: others(&claims.parent, Relation::Parent)
            .chain(others(&claims.part_of, Relation::Parent))
            .chain(others(&claims.child, Relation::Child))
            .collect(),
        coordinates: values(&claims.coordinates).next().map(|point| [point.latitude, point.longitude]),
        established: values(&claims.inception).find_map(|time| year(&time.time)),
        kinds,
        ..Record::default()
    };
    if let Some(name) = label(entity) {
        record.add_name(name, NameKind::Label);
    }
    let aliases = entity.labels.values().chain(entity.aliases.values().flatten());
    for name in aliases {
        record.add_name(&name.value, NameKind::Alias);
    }
    for name in values(&claims.short_name) {
        record.add_name(&name.text, NameKind::Acronym);
    }
    for (column, kind, claims) in [
        ("P6782", Kind::Ror, &claims.ror),
        ("P213", Kind::Isni, &claims.isni),
        ("P1278", Kind::Lei, &claims.lei),
        ("P2427", Kind::Grid, &claims.grid),
    ] {
        for text in values(claims) {
            intake.identify(&mut record, kind, text, (line, column));
        }
    }
    record
}

fn others(claims: &[Claim<Item>], relation: Relation) -> impl Iterator<Item = (Relation, String)> {
    values(claims).map(move |other| (relation, other.id.clone()))
}
