//! An index over the records of a target: which names hold a word, which name is exactly this, and how rare each word is.

use rustc_hash::{FxHashMap, FxHashSet};

use super::country::named;
use super::legal_forms::core;
use super::normal::{normal, words};
use super::record::{Country, NameKind, Record, Relation};
use super::vocabulary::Vocabulary;

/// A name of a record, in words.
#[derive(Debug)]
pub(super) struct Name {
    pub(super) record: u32,
    pub(super) kind: NameKind,
    /// Its place among the names of its record.
    pub(super) place: u16,
    pub(super) words: Box<[u32]>,
    /// The rarities of its words together.
    pub(super) weight: f32,
}

/// Records of a target, ready to be searched by name.
///
/// ```
/// use milieu::link::index::Index;
/// use milieu::link::record::{NameKind, Record};
/// let cern = Record { id: "01ggx4157".into(), names: vec![("CERN".into(), NameKind::Acronym)], ..Record::default() };
/// let index = Index::new(vec![cern]);
/// assert_eq!(index.record(0).id, "01ggx4157");
/// ```
#[derive(Debug)]
pub struct Index {
    records: Vec<Record>,
    pub(super) names: Vec<Name>,
    pub(super) vocabulary: Vocabulary,
    /// The names that hold each word.
    pub(super) postings: Vec<Vec<u32>>,
    /// The names that are these words and no more.
    exact: FxHashMap<Box<[u32]>, Vec<u32>>,
    /// Cities of the records by name, with the countries that they lie in.
    cities: FxHashMap<String, Vec<Country>>,
    /// Each record's city and region as names are compared.
    places: Vec<[String; 2]>,
    relations: FxHashMap<(u32, u32), Relation>,
    /// Records with a part.
    wholes: FxHashSet<u32>,
}

impl Index {
    /// Indexes `records`.
    pub fn new(records: Vec<Record>) -> Self {
        let mut vocabulary = Vocabulary::default();
        let mut names = Vec::new();
        let mut cities: FxHashMap<String, Vec<Country>> = FxHashMap::default();
        let mut places = Vec::with_capacity(records.len());
        for (record, number) in records.iter().zip(0..) {
            let own = names_of(record, number, &mut vocabulary);
            let mut seen: Vec<u32> = own.iter().flat_map(|name| name.words.iter().copied()).collect();
            seen.sort_unstable();
            seen.dedup();
            seen.into_iter().for_each(|word| vocabulary.seen(word));
            names.extend(own);
            let place = |name: &Option<String>| name.as_deref().map(normal).unwrap_or_default();
            let [city, region] = [place(&record.city), place(&record.region)];
            if let Some(country) = record.country.filter(|_| !city.is_empty()) {
                let countries = cities.entry(city.clone()).or_default();
                if !countries.contains(&country) {
                    countries.push(country);
                }
            }
            places.push([city, region]);
        }
        vocabulary.finish(records.len());
        let mut postings = vec![Vec::new(); vocabulary.len()];
        let mut exact: FxHashMap<Box<[u32]>, Vec<u32>> = FxHashMap::default();
        for (name, number) in names.iter_mut().zip(0_u32..) {
            name.weight = name.words.iter().map(|word| vocabulary.rarity(*word)).sum();
            exact.entry(name.words.clone()).or_default().push(number);
            for word in &name.words {
                let list: &mut Vec<u32> = &mut postings[*word as usize];
                if list.last() != Some(&number) {
                    list.push(number);
                }
            }
        }
        let (relations, wholes) = relations_of(&records);
        Self { records, names, vocabulary, postings, exact, cities, places, relations, wholes }
    }

    /// How many records there are.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// A record by its number, in the order in which they came.
    pub fn record(&self, number: u32) -> &Record {
        &self.records[number as usize]
    }

    /// The names that are these words and no more.
    pub(super) fn exactly(&self, words: &[u32]) -> &[u32] {
        self.exact.get(words).map_or(&[], Vec::as_slice)
    }

    /// The countries in which a record lies in a city of this name, as names are compared.
    pub(super) fn city(&self, normal: &str) -> &[Country] {
        self.cities.get(normal).map_or(&[], Vec::as_slice)
    }

    /// A record's city and region, as names are compared.
    pub(super) fn places(&self, record: u32) -> &[String; 2] {
        &self.places[record as usize]
    }

    /// What `other` is to `record`.
    pub(super) fn relation(&self, record: u32, other: u32) -> Option<Relation> {
        self.relations.get(&(record, other)).copied()
    }

    /// Whether a record has parts.
    pub(super) fn is_whole(&self, record: u32) -> bool {
        self.wholes.contains(&record)
    }
}

/// The names of a record in words, without legal forms and without its own country in brackets; each once.
fn names_of(record: &Record, number: u32, vocabulary: &mut Vocabulary) -> Vec<Name> {
    let mut found: Vec<Name> = Vec::new();
    for ((text, kind), place) in record.names.iter().zip(0..) {
        let all = words(without_country(text, record.country));
        let texts: Vec<&str> = all.iter().map(|word| word.text.as_str()).collect();
        let words: Box<[u32]> = texts[core(&texts).words].iter().map(|word| vocabulary.intern(word)).collect();
        if !words.is_empty() && !found.iter().any(|name| name.words == words) {
            found.push(Name { record: number, kind: *kind, place, words, weight: 0.0 });
        }
    }
    found
}

/// `Infineon Technologies (Germany)` without the brackets, where they hold the country of the record.
fn without_country(name: &str, country: Option<Country>) -> &str {
    let parts = name.strip_suffix(')').and_then(|name| name.rsplit_once('('));
    match parts {
        Some((name, inner)) if !name.trim().is_empty() && country.is_some() && named(&normal(inner)) == country => name,
        _ => name,
    }
}

/// Relations by numbers, and who has a part.
fn relations_of(records: &[Record]) -> (FxHashMap<(u32, u32), Relation>, FxHashSet<u32>) {
    let numbers: FxHashMap<&str, u32> = records.iter().zip(0..).map(|(record, number)| (record.id.as_str(), number)).collect();
    let (mut relations, mut wholes) = (FxHashMap::default(), FxHashSet::default());
    for (record, number) in records.iter().zip(0..) {
        for (relation, other) in &record.relations {
            if *relation == Relation::Child {
                wholes.insert(number);
            }
            if let Some(other) = numbers.get(other.as_str()) {
                relations.insert((number, *other), *relation);
            }
        }
    }
    (relations, wholes)
}
