//! What speaks for and against a candidate, in numbers between 0 and 1, and what they weigh together.

use super::candidate::Alignment;
use super::index::Index;
use super::mention::Reading;
use super::record::{Country, NameKind};
use super::vocabulary::count;

/// What a candidate is judged by; each is in [0, 1] but where it says otherwise.
pub const FEATURES: [&str; 30] = [
    "name_said",
    "name_unsaid_rarest",
    "segment_explained",
    "segment_unexplained_rarest",
    "mention_explained",
    "mention_unexplained_rarest",
    "segment_whole",
    "mention_whole",
    "tight",
    "in_order",
    "unsure",
    "information",
    "one_word",
    "acronym",
    "acronym_beside",
    "country_same",
    "country_other",
    "city_same",
    "city_other",
    "domain_same",
    "unit_before",
    "kind_unsaid",
    "kind_unexplained",
    "number_other",
    "legal_form_company",
    "legal_form_other",
    "company",
    "namesakes",
    "whole_organisation",
    "gone",
];

/// The values of [`FEATURES`], in their order.
pub type Features = [f32; FEATURES.len()];

/// Words for kinds of organisations: one that stands on one side only says that another is meant.
const KINDS: [&str; 26] = [
    "university", "institute", "hospital", "clinic", "academy", "school", "college", "center", "laboratory", "museum", "library",
    "observatory", "ministry", "agency", "foundation", "society", "association", "council", "company", "polytechnic", "group", "department",
    "faculty", "network", "committee", "bank",
];

/// Words for parts of organisations.
const UNITS: [&str; 14] = [
    "department", "faculty", "school", "division", "section", "unit", "laboratory", "group", "program", "programme", "chair", "office",
    "college", "center",
];

const NUMBERS: [&str; 10] = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/// A word is a number: digits, or an ordinal.
fn is_number(word: &str) -> bool {
    NUMBERS.contains(&word) || word.bytes().all(|byte| byte.is_ascii_digit())
}

/// Sums over some words: how much of their rarity is matched, and the rarest that is not.
#[derive(Default)]
struct Share {
    matched: f32,
    all: f32,
    rarest_unmatched: f32,
}

impl Share {
    fn add(&mut self, rarity: f32, matched: f32) {
        self.all += rarity;
        self.matched += rarity * matched;
        if matched == 0.0 {
            self.rarest_unmatched = self.rarest_unmatched.max(rarity);
        }
    }

    fn part(&self) -> f32 {
        if self.all > 0.0 { self.matched / self.all } else { 0.0 }
    }
}

fn yes(is: bool) -> f32 {
    f32::from(u8::from(is))
}

/// Judges how a name lies over a mention.
pub(super) fn features(laid: &Alignment, reading: &Reading, index: &Index) -> Features {
    let name = &index.names[laid.name as usize];
    let record = index.record(name.record);
    let span = laid.span();
    let matched: Vec<f32> = sureness(laid, reading.words.len());
    let beside = acronym_beside(laid, reading, index);
    let free = free_words(laid, reading, index, beside);

    let mut said = Share::default();
    for (pair, word) in laid.pairs.iter().zip(&name.words) {
        said.add(index.vocabulary.rarity(*word), pair.map_or(0.0, |(_, _, sure)| sure));
    }
    let segments = span.clone().filter(|at| matched[*at] > 0.0).map(|at| reading.words[at].word.segment);
    let (first, last) = (segments.clone().min().unwrap_or(0), segments.max().unwrap_or(0));
    let inside = |at: usize| (first..=last).contains(&reading.words[at].word.segment);
    let (mut segment, mut mention) = (Share::default(), Share::default());
    for (at, spoken) in reading.words.iter().enumerate().filter(|(at, _)| matched[*at] > 0.0 || !free[*at]) {
        mention.add(spoken.rarity, matched[at]);
        if inside(at) {
            segment.add(spoken.rarity, matched[at]);
        }
    }
    let unexplained = |at: &usize| matched[*at] == 0.0 && !free[*at] && inside(*at);
    let spoken = |at: usize| reading.words[at].word.text.as_str();
    let left_over = || (0..reading.words.len()).filter(unexplained).map(spoken);
    let unsaid = || laid.pairs.iter().zip(&name.words).filter(|(pair, _)| pair.is_none()).map(|(_, word)| index.vocabulary.text(*word));
    let complete = laid.pairs.iter().all(Option::is_some);
    let sure: Vec<f32> = laid.pairs.iter().flatten().map(|(_, _, sure)| *sure).collect();
    let places: Vec<usize> = laid.pairs.iter().flatten().map(|(at, ..)| *at).collect();
    let gaps = span.clone().filter(|at| matched[*at] == 0.0 && !free[*at]).count();
    let country = country_of(laid, reading, index);
    let city = city_of(laid, reading, index);
    let namesakes = namesakes(laid.name, index);
    [
        said.part(),
        said.rarest_unmatched,
        segment.part(),
        segment.rarest_unmatched,
        mention.part(),
        mention.rarest_unmatched,
        yes(complete && left_over().next().is_none()),
        yes(complete && (0..reading.words.len()).all(|at| matched[at] > 0.0 || free[at])),
        count(places.len()) / count(places.len() + gaps).max(1.0),
        yes(places.is_sorted()),
        1.0 - sure.iter().sum::<f32>() / count(sure.len()).max(1.0),
        (said.matched / 4.0).min(1.0),
        yes(name.words.len() == 1),
        yes(name.kind == NameKind::Acronym),
        yes(beside.is_some()),
        yes(country == Some(true)),
        yes(country == Some(false)),
        yes(city == Some(true)),
        yes(city == Some(false)),
        yes(same_domain(record.domain.as_deref(), reading.domain.as_deref())),
        yes((0..span.start).filter(unexplained).any(|at| UNITS.contains(&spoken(at)))),
        yes(unsaid().any(|word| KINDS.contains(&word))),
        yes(left_over().any(|word| KINDS.contains(&word))),
        yes(unsaid().any(is_number) || left_over().any(|word| is_number(word) && word.len() < 4)),
        yes(reading.legal && record.company),
        yes(reading.legal && !record.company),
        yes(record.company),
        (count(namesakes).ln() / 3.0).clamp(0.0, 1.0),
        yes(index.is_whole(name.record)),
        yes(record.gone),
    ]
}

/// How surely each word of the mention is matched.
fn sureness(laid: &Alignment, words: usize) -> Vec<f32> {
    let mut sureness = vec![0.0; words];
    for (at, width, sure) in laid.pairs.iter().flatten() {
        sureness[*at..at + width].fill(*sure);
    }
    sureness
}

/// Where an acronym of the candidate stands beside its name, by the target or by the first letters of the name.
fn acronym_beside(laid: &Alignment, reading: &Reading, index: &Index) -> Option<usize> {
    let name = &index.names[laid.name as usize];
    let capital = |word: &str| word.chars().filter(|c| c.is_uppercase()).count() >= 2 && word.chars().count() <= 10;
    let initials: String = name.words.iter().filter_map(|word| index.vocabulary.text(*word).chars().next()).collect();
    let acronyms = || index.record(name.record).names.iter().filter(|(_, kind)| *kind == NameKind::Acronym);
    let says = |word: &str| {
        (initials.len() > 2 && word == initials) || acronyms().any(|(acronym, _)| acronym.to_lowercase() == word)
    };
    let stands = |at: &usize| {
        let word = &reading.words[*at].word;
        !laid.covers(*at) && capital(&word.raw) && says(&word.text)
    };
    (0..reading.words.len()).find(stands)
}

/// Words that need no explaining: legal forms, the candidate's own place and acronym, countries and cities that stand apart.
fn free_words(laid: &Alignment, reading: &Reading, index: &Index, beside: Option<usize>) -> Vec<bool> {
    let mut free: Vec<bool> = reading.words.iter().map(|spoken| spoken.free).collect();
    if let Some(at) = beside {
        free[at] = true;
    }
    let record = index.names[laid.name as usize].record;
    let own = index.places(record);
    for named in &reading.places {
        let same = index.record(record).country.is_some_and(|country| named.countries.contains(&country));
        if named.apart || (same && !named.city) {
            free[named.words.clone()].fill(true);
        }
    }
    for at in 0..free.len() {
        let text = &reading.words[at].word.text;
        free[at] |= own.iter().any(|place| place.split(' ').any(|word| word == text));
    }
    free
}

/// Whether the mention's countries, those in the candidate's own name left aside, hold the candidate's: `None` if none is said.
fn country_of(laid: &Alignment, reading: &Reading, index: &Index) -> Option<bool> {
    let name = &index.names[laid.name as usize];
    let own: Country = index.record(name.record).country?;
    if let Some(given) = reading.country {
        return Some(given == own);
    }
    let [_, region] = index.places(name.record);
    let mut other = false;
    for named in reading.places.iter().filter(|named| !named.words.clone().all(|at| laid.covers(at))) {
        if named.countries.contains(&own) {
            return Some(true);
        }
        let text = |at: usize| reading.words[at].word.text.as_str();
        let is_region = named.words.clone().map(text).eq(region.split(' '));
        other |= named.apart && !is_region;
    }
    other.then_some(false)
}

/// Whether the candidate's city is named, in its name or beside it; `Some(false)` if only other cities are, apart.
fn city_of(laid: &Alignment, reading: &Reading, index: &Index) -> Option<bool> {
    let [own, _] = index.places(index.names[laid.name as usize].record);
    if own.is_empty() {
        return None;
    }
    if let Some(given) = &reading.city {
        return Some(given == own);
    }
    let length = own.split(' ').count();
    let here = reading.words.windows(length).any(|words| own.split(' ').eq(words.iter().map(|spoken| spoken.word.text.as_str())));
    let elsewhere = reading.places.iter().any(|named| named.city && named.apart && !named.words.clone().all(|at| laid.covers(at)));
    if here { Some(true) } else { elsewhere.then_some(false) }
}

fn same_domain(one: Option<&str>, other: Option<&str>) -> bool {
    let (Some(one), Some(other)) = (one, other) else { return false };
    let under = |short: &str, long: &str| long.strip_suffix(short).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    under(one, other) || under(other, one)
}

/// How many records have exactly this name.
fn namesakes(name: u32, index: &Index) -> usize {
    let mut records: Vec<u32> =
        index.exactly(&index.names[name as usize].words).iter().map(|name| index.names[*name as usize].record).collect();
    records.sort_unstable();
    records.dedup();
    records.len()
}

/// Weights of a logistic regression: what is added for nothing, and for each feature.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    /// What each weighs, by name.
    values: Vec<(String, f32)>,
}

impl Weights {
    /// Reads lines of a name and a number, parted by a tab; lines that begin with `#` are left out.
    ///
    /// `None` where a line is not that.
    ///
    /// ```
    /// use milieu::link::score::Weights;
    /// let weights = Weights::read("# by hand\nbias\t-1\nname_said\t2.5\n").unwrap();
    /// assert_eq!(weights.of("name_said"), 2.5);
    /// assert!(Weights::read("name_said two").is_none());
    /// ```
    pub fn read(table: &str) -> Option<Self> {
        let lines = table.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
        let pair = |line: &str| {
            let (name, value) = line.split_once('\t')?;
            Some((name.to_owned(), value.parse().ok()?))
        };
        Some(Self { values: lines.map(pair).collect::<Option<_>>()? })
    }

    /// The weight of `name`; 0 for one that is not in the table.
    pub fn of(&self, name: &str) -> f32 {
        self.values.iter().find(|(other, _)| other == name).map_or(0.0, |(_, value)| *value)
    }
}
