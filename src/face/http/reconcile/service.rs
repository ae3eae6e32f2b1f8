//! What is reconciled against: parts with their things, and how these are named in answers.

use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashSet;

use super::part::{Held, Part};
use super::told::Named;
use crate::face::http::link::short;
use crate::link::country;
use crate::link::identifier::{Kind, identify};
use crate::link::record::{Country, Record};
use crate::link::target::Target;
use crate::model::NamedNodeRef;
use crate::snapshot::Snapshot;

/// A service of reconciliation: a target of the shelf, or the store itself.
pub(super) struct Service {
    /// Its name in addresses.
    pub(super) name: String,
    pub(super) title: String,
    /// What it holds and whose it is, in a sentence.
    pub(super) about: String,
    /// Things of one kind each, so that a region is no rival of an organisation.
    pub(super) parts: Arc<[Part]>,
    /// The state that the things are of, if they are those of the store.
    pub(super) snapshot: Option<Snapshot>,
    types: OnceLock<Vec<Named>>,
    pub(super) properties: OnceLock<Vec<Named>>,
}

/// A thing by its part and its number there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Thing {
    pub(super) part: usize,
    pub(super) record: u32,
}

impl Service {
    pub(super) fn new(name: &str, title: &str, about: &str, parts: Vec<Part>, snapshot: Option<Snapshot>) -> Self {
        let (name, title, about) = (name.to_owned(), title.to_owned(), about.to_owned());
        Self { name, title, about, parts: parts.into(), snapshot, types: OnceLock::new(), properties: OnceLock::new() }
    }

    /// The same things in another state of the store.
    pub(super) fn at(&self, snapshot: Snapshot) -> Self {
        let (name, title, about) = (self.name.clone(), self.title.clone(), self.about.clone());
        let (types, properties) = (OnceLock::new(), OnceLock::new());
        Self { name, title, about, parts: Arc::clone(&self.parts), snapshot: Some(snapshot), types, properties }
    }

    /// The service over a target of the shelf.
    pub(super) fn of(target: Arc<Target>) -> Self {
        let description = &target.description;
        let licence = description.licence.as_deref().map(|licence| format!(" Licence: {licence}.")).unwrap_or_default();
        let version = description.version.as_deref().map(|version| format!(", {version}")).unwrap_or_default();
        let about = format!("{}{version}, read from {}.{licence}", description.format.title(), description.file);
        let what = description.format.title().split(',').next().unwrap_or_default();
        let title = format!("{what} ({})", description.name);
        let name = description.name.clone();
        Self::new(&name, &title, &about, vec![Part::new(None, Held::Shelf(target))], None)
    }

    pub(super) fn record(&self, thing: Thing) -> &Record {
        self.parts[thing.part].linker.index().record(thing.record)
    }

    /// What all identifiers begin with where they are whole IRIs; nothing for the store, whose things have IRIs of many kinds.
    pub(super) fn prefix(&self) -> &str {
        match self.parts.first().map(|part| &part.linker) {
            Some(Held::Shelf(target)) => &target.description.iri_prefix,
            _ => "",
        }
    }

    /// What identifiers continue, as an IRI; `at` is the address of the service.
    pub(super) fn space(&self, at: &str) -> String {
        if self.prefix().is_empty() { format!("{at}/view?id=") } else { self.prefix().to_owned() }
    }

    /// The identifier by which clients know a thing: what follows the prefix.
    pub(super) fn id(&self, thing: Thing) -> &str {
        let id = &self.record(thing).id;
        id.strip_prefix(self.prefix()).unwrap_or(id)
    }

    /// The IRI of a thing in the web of data.
    pub(super) fn iri(&self, thing: Thing) -> String {
        match &self.parts[thing.part].linker {
            Held::Shelf(target) => target.iri(self.record(thing)),
            Held::Own(_) => self.record(thing).id.clone(),
        }
    }

    /// The record of a part by the identifier that it has there.
    pub(super) fn find(&self, part: usize, id: &str) -> Option<Thing> {
        self.parts[part].find(None, id).next().map(|record| Thing { part, record })
    }

    /// The thing that clients know by `id`.
    pub(super) fn by_id(&self, id: &str) -> Option<Thing> {
        let spellings = || [id.to_owned(), format!("{}{id}", self.prefix())];
        let short = id.strip_prefix(self.prefix()).map(str::to_owned);
        let spellings = spellings().into_iter().chain(short).collect::<Vec<_>>();
        (0..self.parts.len()).find_map(|part| spellings.iter().find_map(|id| self.find(part, id)))
    }

    /// The things with an identifier of a kind: their own, or one that is known of them.
    pub(super) fn by_identifier(&self, kind: Kind, text: &str) -> Vec<Thing> {
        let found = |(part, all): (usize, &Part)| {
            all.find(Some(kind), text).map(|record| Thing { part, record }).collect::<Vec<_>>()
        };
        let own = kind
            .parse(text)
            .ok()
            .and_then(|own| own.iri())
            .filter(|iri| self.prefix().is_empty() || iri.starts_with(self.prefix()));
        let own = own.and_then(|iri| self.by_id(&iri));
        self.parts.iter().enumerate().flat_map(found).chain(own).collect()
    }

    /// The things that a text identifies: by its identifier, or by any other that is known of it.
    pub(super) fn by_code(&self, text: &str) -> Vec<Thing> {
        let text = text.trim();
        let expanded = crate::vocab::expand(text).and_then(|iri| self.by_id(iri.as_str()));
        let own = self.by_id(text).or(expanded);
        let others = identify(text).into_iter().filter_map(|found| Some((found.kind, found.result.ok()?)));
        own.into_iter().chain(others.flat_map(|(kind, code)| self.by_identifier(kind, code.as_str()))).collect()
    }

    /// The name of a thing that is given by its identifier; else the text itself.
    pub(super) fn name_of(&self, text: &str) -> String {
        self.by_id(text).map_or(text, |thing| self.record(thing).label()).to_owned()
    }

    /// A country by its code, its name, or what the store calls it.
    pub(super) fn country(&self, text: &str) -> Option<Country> {
        country::read(text).or_else(|| self.by_id(text).and_then(|thing| self.record(thing).country))
    }

    /// A thing as it is named in answers, with where it is.
    pub(super) fn named(&self, thing: Thing) -> Named {
        let record = self.record(thing);
        let country = record.country.map(|country| String::from_utf8_lossy(&country).into_owned());
        let places = [record.city.as_deref(), record.region.as_deref(), country.as_deref()];
        let gone = record.gone.then_some("no longer there");
        let about = places.into_iter().chain([gone]).flatten().filter(|text| !text.is_empty());
        let about: Vec<&str> = about.collect();
        Named::new(self.id(thing), record.label()).described(about.join(", "))
    }

    /// Whether a thing has a type; whatever is in a target has the target's own.
    pub(super) fn has_type(&self, thing: Thing, kind: &str) -> bool {
        self.parts[thing.part].kind.as_ref().is_some_and(|own| own.id == kind)
            || self.record(thing).kinds.iter().any(|own| own == kind)
    }

    /// The types of a thing, its own first.
    pub(super) fn types_of(&self, thing: Thing) -> Vec<Named> {
        let own = self.record(thing).kinds.iter().map(String::as_str);
        let of_all = self.parts[thing.part].kind.iter().map(|kind| kind.id.as_str());
        let known = |id: &str| self.types().iter().find(|kind| kind.id == id);
        let named = |id: &str| known(id).map_or_else(|| Named::new(id, id), |kind| Named::new(&kind.id, &kind.name));
        own.chain(of_all).map(named).collect()
    }

    /// Every type of its things: what all of a part are, then the others, the most frequent first.
    pub(super) fn types(&self) -> &[Named] {
        self.types.get_or_init(|| {
            let of_all = self.parts.iter().filter_map(|part| part.kind.clone());
            let mut others: Vec<(Named, usize)> = Vec::new();
            for part in self.parts.iter() {
                for (id, count) in part.kinds() {
                    let broader = part.kind.iter().map(|kind| Named::new(&kind.id, &kind.name)).collect();
                    others.push((Named { broader, ..Named::new(id, self.type_name(id)) }, *count));
                }
            }
            others.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.id.cmp(&other.0.id)));
            let mut seen = FxHashSet::default();
            let types = of_all.chain(others.into_iter().map(|(kind, _)| kind));
            types.filter(|kind| seen.insert(kind.id.clone())).collect()
        })
    }

    /// What a type is called: by its label in the store, else in the words of the target.
    fn type_name(&self, id: &str) -> String {
        let node = NamedNodeRef::new(id).ok();
        if let Some(label) = self.snapshot.as_ref().zip(node).and_then(|(snapshot, node)| snapshot.label(node)) {
            return label;
        }
        if node.is_some() {
            return short(id);
        }
        let words = id.replace(['_', '-'], " ");
        let mut letters = words.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    }
}
