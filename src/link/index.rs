//! An index over the records of a target: which names hold a word, which name is exactly this, and how rare each word is.

use rustc_hash::{FxHashMap, FxHashSet};

use super::country::named;
use super::legal_forms::core;
use super::normal::{Word, normal, same, words};
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
    /// Its words as they were written; see [`letters`].
    letters: Box<str>,
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
    /// Names by their words without spaces.
    glued: FxHashMap<Box<str>, Vec<u32>>,
    /// Words that take each other's place in names of one record: Lisbon and Lisboa.
    others: FxHashMap<u32, Vec<u32>>,
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
            for word in seen {
                vocabulary.seen(word);
            }
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
        let mut glued: FxHashMap<Box<str>, Vec<u32>> = FxHashMap::default();
        for (name, number) in names.iter_mut().zip(0_u32..) {
            name.weight = name.words.iter().map(|word| vocabulary.rarity(*word)).sum();
            exact.entry(name.words.clone()).or_default().push(number);
            if name.words.len() > 1 {
                glued.entry(glue(&name.words, &vocabulary)).or_default().push(number);
            }
            for word in &name.words {
                let list: &mut Vec<u32> = &mut postings[*word as usize];
                if list.last() != Some(&number) {
                    list.push(number);
                }
            }
        }
        let (relations, wholes) = relations_of(&records);
        let others = exchanges(&names, &vocabulary);
        Self { records, names, vocabulary, postings, exact, glued, others, cities, places, relations, wholes }
    }

    /// How many records there are.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// All records, in the order in which they came.
    pub fn records(&self) -> &[Record] {
        &self.records
    }

    /// A record by its number, in the order in which they came.
    pub fn record(&self, number: u32) -> &Record {
        &self.records[number as usize]
    }

    /// The records that have a name in which each of these words, folded, begins a word; those with the shortest such names first.
    ///
    /// ```
    /// use milieu::link::index::Index;
    /// use milieu::link::record::{NameKind, Record};
    /// let named = |name: &str| Record { names: vec![(name.into(), NameKind::Label)], ..Record::default() };
    /// let index = Index::new(vec![named("Technical University of Munich"), named("University of Stuttgart")]);
    /// assert_eq!(index.beginning(&["stutt", "univ"]), [1]);
    /// assert_eq!(index.beginning(&["uni"]), [1, 0]);
    /// ```
    pub fn beginning(&self, words: &[&str]) -> Vec<u32> {
        let known = || (0..self.vocabulary.len()).filter_map(|word| u32::try_from(word).ok());
        let begun = |start: &&str| -> FxHashSet<u32> {
            known()
                .filter(|word| {
                    self.vocabulary.text(*word).starts_with(start) || *self.vocabulary.text(*word) == *same(start)
                })
                .collect()
        };
        let begun: Vec<FxHashSet<u32>> = words.iter().map(begun).collect();
        let held =
            |words: &&FxHashSet<u32>| words.iter().map(|word| self.postings[*word as usize].len()).sum::<usize>();
        let Some(rarest) = begun.iter().min_by_key(held) else { return Vec::new() };
        let names: FxHashSet<u32> = rarest.iter().flat_map(|word| &self.postings[*word as usize]).copied().collect();
        let has = |name: &&Name| begun.iter().all(|words| name.words.iter().any(|word| words.contains(word)));
        let names = names.into_iter().map(|name| &self.names[name as usize]).filter(has);
        let mut found: Vec<(usize, u32)> = names.map(|name| (name.words.len(), name.record)).collect();
        found.sort_unstable();
        let mut seen = FxHashSet::default();
        found.into_iter().map(|(_, record)| record).filter(|record| seen.insert(*record)).collect()
    }

    /// A name as the target has it.
    pub(crate) fn name_text(&self, name: u32) -> &str {
        let name = &self.names[name as usize];
        &self.record(name.record).names[usize::from(name.place)].0
    }

    /// The words of a name as they were written, folded, between spaces.
    pub(super) fn letters(&self, name: u32) -> &str {
        &self.names[name as usize].letters
    }

    /// The names that are these words and no more.
    pub(super) fn exactly(&self, words: &[u32]) -> &[u32] {
        self.exact.get(words).map_or(&[], Vec::as_slice)
    }

    /// The names that are these letters, wherever their spaces are; names of one word left aside.
    pub(super) fn glued(&self, letters: &str) -> &[u32] {
        self.glued.get(letters).map_or(&[], Vec::as_slice)
    }

    /// Words that stand where `word` stands, in other names of the same records.
    pub(super) fn others(&self, word: u32) -> &[u32] {
        self.others.get(&word).map_or(&[], Vec::as_slice)
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

/// Words as they were written, folded, with a space before, between and after.
pub(super) fn letters<'a>(words: impl Iterator<Item = &'a Word>) -> Box<str> {
    words.fold(String::from(" "), |letters, word| letters + &crate::text::fold(&word.raw) + " ").into()
}

/// The words of a name without spaces.
fn glue(words: &[u32], vocabulary: &Vocabulary) -> Box<str> {
    words.iter().map(|word| vocabulary.text(*word)).collect::<String>().into()
}

/// Pairs of words by which alone two names of a record differ, where that happens in two records and more, and not by far less often than the
/// words are used: exonyms and other spellings, learnt from the target itself.
fn exchanges(names: &[Name], vocabulary: &Vocabulary) -> FxHashMap<u32, Vec<u32>> {
    let mut counts: FxHashMap<(u32, u32), usize> = FxHashMap::default();
    for own in names.chunk_by(|one, other| one.record == other.record) {
        let own: Vec<&Name> =
            own.iter().filter(|name| name.kind != NameKind::Acronym && name.words.len() > 1).collect();
        let mut pairs: Vec<(u32, u32)> = Vec::new();
        for (at, one) in own.iter().enumerate() {
            pairs.extend(own[at + 1..].iter().filter_map(|other| difference(&one.words, &other.words)));
        }
        pairs.sort_unstable();
        pairs.dedup();
        for pair in pairs {
            *counts.entry(pair).or_default() += 1;
        }
    }
    let mut found: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    for ((one, other), count) in counts {
        let rarer = vocabulary.records(one).min(vocabulary.records(other));
        if count >= 2 && count * EXCHANGED >= rarer {
            found.entry(one).or_default().push(other);
            found.entry(other).or_default().push(one);
        }
    }
    for words in found.values_mut() {
        words.sort_unstable();
    }
    found
}

/// One in how many records with the rarer of two words has to exchange them.
const EXCHANGED: usize = 5;

/// The two words, the lower number first, by which alone two names differ.
fn difference(one: &[u32], other: &[u32]) -> Option<(u32, u32)> {
    if one.len() != other.len() {
        return None;
    }
    let mut left = one.iter().filter(|word| !other.contains(word));
    let mut right = other.iter().filter(|word| !one.contains(word));
    let pair = (*left.next()?, *right.next()?);
    (left.next().is_none() && right.next().is_none()).then_some((pair.0.min(pair.1), pair.0.max(pair.1)))
}

/// The names of a record in words, without legal forms and without its own country in brackets; each once.
fn names_of(record: &Record, number: u32, vocabulary: &mut Vocabulary) -> Vec<Name> {
    let mut found: Vec<Name> = Vec::new();
    for ((text, kind), place) in record.names.iter().zip(0..) {
        let all = words(without_country(text, record.country));
        let texts: Vec<&str> = all.iter().map(|word| word.text.as_str()).collect();
        let words: Box<[u32]> = texts[core(&texts).words].iter().map(|word| vocabulary.intern(word)).collect();
        if !words.is_empty() && !found.iter().any(|name| name.words == words) {
            let letters = letters(all.iter());
            found.push(Name { record: number, kind: *kind, place, words, weight: 0.0, letters });
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
    let numbers: FxHashMap<&str, u32> =
        records.iter().zip(0..).map(|(record, number)| (record.id.as_str(), number)).collect();
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
