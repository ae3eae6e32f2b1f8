//! What speaks for and against a candidate, in numbers between 0 and 1, and what they weigh together.

use super::candidate::Alignment;
use super::evidence::{acronym_beside, city_of, country_of, free_words, namesakes, same_domain};
use super::index::Index;
use super::mention::Reading;
use super::record::NameKind;
use super::vocabulary::count;

/// What a candidate is judged by, and what that is in words; each value is in [0, 1].
pub const FEATURES: [(&str, &str); 47] = [
    ("name_said", "how much of the name is said"),
    ("name_unsaid_rarest", "how rare the rarest word of the name is that is not said"),
    ("segment_explained", "how much of that part of the mention the name explains"),
    ("segment_unexplained_rarest", "how rare the rarest word there is that the name does not explain"),
    ("mention_explained", "how much of the whole mention the name explains"),
    ("mention_unexplained_rarest", "how rare the rarest word of the mention is that the name does not explain"),
    ("segment_whole", "that part of the mention is the name and no more"),
    ("mention_whole", "the mention is the name and no more"),
    ("tight", "the words of the name stand together"),
    ("in_order", "the words of the name stand in their order"),
    ("unsure", "how unsurely its words were read"),
    ("information", "how telling the words are together"),
    ("one_word", "the name is one word"),
    ("acronym", "the name is an acronym"),
    ("acronym_beside", "its acronym stands beside it"),
    ("country_same", "its country is named"),
    ("country_other", "another country is named"),
    ("city_same", "its city is named"),
    ("city_other", "another city is named"),
    ("domain_same", "the web address is its own"),
    ("given_country_same", "it lies in the given country"),
    ("given_country_other", "it lies in another country than was given"),
    ("given_region_same", "it lies in the given region"),
    ("unit_before", "a department or the like stands before it"),
    ("kind_unsaid", "a word for its kind is not said"),
    ("kind_unexplained", "a word for another kind is left over"),
    ("number_other", "a number is not said or left over"),
    ("legal_form_company", "a legal form is said, and it is a company"),
    ("legal_form_other", "a legal form is said, and it is no company"),
    ("company", "it is a company"),
    ("namesakes", "how many others have this name"),
    ("whole_organisation", "it has parts that are organisations"),
    ("gone", "it exists no more"),
    ("both", "how much of the name is said, times how much of the part it explains"),
    ("name_said_squared", "how much of the name is said, squared"),
    ("place_unsaid", "of its name only its own place is not said"),
    ("place_only", "all that is said of it is a place"),
    ("rarest_unsure", "how unsurely the rarest word was read"),
    ("school_of", "a school of the university is meant"),
    ("hospital_unexplained", "a hospital or clinic is left over"),
    ("unit_after", "a department or the like stands after it"),
    ("leading", "it stands at the beginning"),
    ("out_of_words", "how many words there are left over"),
    ("literal", "the name is said letter for letter"),
    ("label", "this is the name that the target calls it by"),
    ("kind_said", "a word for its kind is said"),
    ("all_sure_in_order", "all its words stand there in order, with none between"),
];

/// The values of [`FEATURES`], in their order.
pub type Features = [f32; FEATURES.len()];

/// Words for kinds of organisations: one that stands on one side only says that another is meant.
const KINDS: [&str; 26] = [
    "university",
    "institute",
    "hospital",
    "clinic",
    "academy",
    "school",
    "college",
    "center",
    "laboratory",
    "museum",
    "library",
    "observatory",
    "ministry",
    "agency",
    "foundation",
    "society",
    "association",
    "council",
    "company",
    "polytechnic",
    "group",
    "department",
    "faculty",
    "network",
    "committee",
    "bank",
];

/// Words for parts of organisations.
const UNITS: [&str; 14] = [
    "department",
    "faculty",
    "school",
    "division",
    "section",
    "unit",
    "laboratory",
    "group",
    "program",
    "programme",
    "chair",
    "office",
    "college",
    "center",
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
    let unsaid = || {
        laid.pairs
            .iter()
            .zip(&name.words)
            .filter(|(pair, _)| pair.is_none())
            .map(|(_, word)| index.vocabulary.text(*word))
    };
    let [own_city, own_region] = index.places(name.record);
    let own_place = |word: &str| own_city.split(' ').chain(own_region.split(' ')).any(|own| own == word);
    let complete = laid.pairs.iter().all(Option::is_some);
    let sure: Vec<f32> = laid.pairs.iter().flatten().map(|(_, _, sure)| *sure).collect();
    let places: Vec<usize> = laid.pairs.iter().flatten().map(|(at, ..)| *at).collect();
    let gaps = span.clone().filter(|at| matched[*at] == 0.0 && !free[*at]).count();
    let country = country_of(name.record, laid, reading, index);
    let city = city_of(name.record, laid, reading, index);
    let namesakes = namesakes(laid, reading, index);
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
        yes(reading.country.is_some() && record.country == reading.country),
        yes(reading.country.is_some() && record.country.is_some() && record.country != reading.country),
        yes(!own_region.is_empty() && reading.region.as_ref() == Some(own_region)),
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
        said.part() * segment.part(),
        said.part() * said.part(),
        yes(!complete && unsaid().all(own_place)),
        yes(matched
            .iter()
            .zip(0..)
            .all(|(sure, at)| *sure == 0.0 || reading.places.iter().any(|named| named.words.contains(&at)))),
        rarest_unsure(laid, &name.words, index),
        yes(!complete
            && unsaid().all(|word| word == "university")
            && left_over().any(|word| ["school", "college", "faculty"].contains(&word))),
        yes(left_over().any(|word| ["hospital", "clinic"].contains(&word))),
        yes((span.end..reading.words.len()).filter(unexplained).any(|at| UNITS.contains(&spoken(at)))),
        yes(span.start == 0),
        (count(left_over().count()) / 8.0).min(1.0),
        yes(reading.letters.contains(index.letters(laid.name))),
        yes(name.kind == NameKind::Label),
        yes(laid
            .pairs
            .iter()
            .zip(&name.words)
            .any(|(pair, word)| pair.is_some() && KINDS.contains(&index.vocabulary.text(*word)))),
        yes(complete && sure.iter().all(|sure| *sure >= 1.0) && places.is_sorted() && places.len() == span.len()),
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

/// How sure the rarest word of the name that was found is, from 1: 0 for one found as it is.
fn rarest_unsure(laid: &Alignment, words: &[u32], index: &Index) -> f32 {
    let found = laid
        .pairs
        .iter()
        .zip(words)
        .filter_map(|(pair, word)| Some((index.vocabulary.rarity(*word), 1.0 - pair.as_ref()?.2)));
    found.max_by(|one, other| one.0.total_cmp(&other.0)).map_or(1.0, |(_, unsure)| unsure)
}
