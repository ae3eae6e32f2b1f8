//! A mention, and how it is read against an index: its words and what each may stand for, places, acronyms, a web address.

use super::country::{self, LONGEST};
use super::index::{Index, letters};
use super::legal_forms::core;
use super::normal::{Word, normal, same, unglued, words};
use super::record::{Country, host};
use super::vocabulary::count;

/// What is to be linked: a name as someone wrote it, with what else is known.
#[derive(Debug, Clone, Copy, Default)]
pub struct Mention<'a> {
    /// The name, or a whole affiliation.
    pub text: &'a str,
    /// The country, if it is known.
    pub country: Option<Country>,
    /// The city, if it is known.
    pub city: Option<&'a str>,
    /// The region around the city, if it is known.
    pub region: Option<&'a str>,
    /// The web site, if it is known.
    pub website: Option<&'a str>,
}

impl<'a> Mention<'a> {
    /// A mention of which only the text is known.
    ///
    /// ```
    /// use milieu::link::mention::Mention;
    /// assert_eq!(Mention::new("CERN").country, None);
    /// ```
    pub fn new(text: &'a str) -> Self {
        Self { text, ..Self::default() }
    }
}

/// What a word of the index that a mention may mean weighs, by how it was found.
pub(super) const GLUED: f32 = 0.95;
const OTHER: f32 = 0.9;

/// A word of a mention.
#[derive(Debug)]
pub(super) struct Spoken {
    pub(super) word: Word,
    /// Words of the index that it may be, with how surely, in (0, 1].
    pub(super) forms: Vec<(u32, f32)>,
    /// How rare it is, in [0, 1].
    pub(super) rarity: f32,
    /// Whether it says nothing of who is meant: a legal form, a post code, "currently at".
    pub(super) free: bool,
}

/// A place that is named in a mention: which words, and the countries that it may lie in.
#[derive(Debug)]
pub(super) struct Named {
    pub(super) words: std::ops::Range<usize>,
    pub(super) countries: Vec<Country>,
    /// Whether it is a city, and not a country.
    pub(super) city: bool,
    /// Whether a segment is this place alone, or ends the text with it.
    pub(super) apart: bool,
}

/// A mention as read.
#[derive(Debug, Default)]
pub(super) struct Reading {
    pub(super) words: Vec<Spoken>,
    pub(super) places: Vec<Named>,
    /// Words of the index made of two neighbours: the first one's place, the word.
    pub(super) joined: Vec<(usize, u32)>,
    pub(super) domain: Option<String>,
    pub(super) country: Option<Country>,
    pub(super) city: Option<String>,
    pub(super) region: Option<String>,
    /// Whether a legal form was found.
    pub(super) legal: bool,
    /// Its words as they were written, folded, between spaces.
    pub(super) letters: Box<str>,
}

/// Words about the affiliation and not of it.
const ABOUT: [&str; 16] = [
    "current",
    "currently",
    "present",
    "presently",
    "address",
    "affiliation",
    "affiliated",
    "formerly",
    "previously",
    "professor",
    "prof",
    "author",
    "corresponding",
    "email",
    "orcid",
    "retired",
];

impl Reading {
    pub(super) fn of(mention: &Mention, index: &Index) -> Self {
        let (text, domain) = without_addresses(mention.text);
        let whole: Vec<Word> = words(&text).into_iter().flat_map(|word| apart(word, index)).collect();
        let mut spoken: Vec<Spoken> = whole.into_iter().map(|word| hear(word, index)).collect();
        let letters = letters(spoken.iter().map(|spoken| &spoken.word));
        let legal = free_legal_forms(&mut spoken);
        let joined = join(&spoken, index);
        Self {
            places: places(&spoken, index),
            words: spoken,
            joined,
            domain: mention.website.and_then(host).or(domain),
            country: mention.country,
            city: mention.city.map(normal),
            region: mention.region.map(normal),
            legal,
            letters,
        }
    }

    /// How many segments the text has.
    pub(super) fn segments(&self) -> usize {
        self.words.last().map_or(0, |last| usize::from(last.word.segment) + 1)
    }
}

/// The text without web and mail addresses, and the host of the first.
fn without_addresses(text: &str) -> (String, Option<String>) {
    let mut domain = None;
    let address = |word: &str| word.contains("://") || word.to_lowercase().starts_with("www.") || word.contains('@');
    let kept: Vec<&str> = text
        .split(' ')
        .map(|word| {
            if !address(word) {
                return word;
            }
            let own = word.rsplit_once('@').map_or(word, |(_, host)| host).trim_matches(|c: char| !c.is_alphanumeric());
            domain = domain.take().or_else(|| host(own));
            ";"
        })
        .collect();
    (kept.join(" "), domain)
}

/// A word that no record has, as the words that it was glued from, if those are known.
fn apart(word: Word, index: &Index) -> Vec<Word> {
    let known = |text: &str| index.vocabulary.number(text).is_some();
    if known(&word.text) {
        return vec![word];
    }
    let read = |raw: &str| -> Vec<Word> {
        words(raw).into_iter().map(|piece| Word { segment: word.segment, ..piece }).collect()
    };
    let pieces = unglued(&word.raw);
    if pieces.len() > 1 {
        // The seam at which both halves are known; else all seams.
        let halves = (1..pieces.len()).map(|at| [read(&pieces[..at].concat()), read(&pieces[at..].concat())]);
        let whole = halves.map(|halves| halves.concat()).find(|halves| halves.iter().all(|half| known(&half.text)));
        let split = whole.unwrap_or_else(|| pieces.iter().flat_map(|piece| read(piece)).collect());
        if split.iter().any(|piece| known(&piece.text) && piece.text.len() > 2) {
            return split;
        }
    }
    if word.text.len() >= 9 && word.text.is_ascii() && index.vocabulary.slips(&word.text).is_empty() {
        let common =
            |text: &str| index.vocabulary.number(same(text)).is_some_and(|word| index.vocabulary.records(word) > 2);
        let mut seams = (4..=word.text.len() - 4).map(|at| word.text.split_at(at));
        if let Some((left, right)) = seams.find(|(left, right)| common(left) && common(right)) {
            return [left, right].map(|half| Word { text: same(half).to_owned(), ..word.clone() }).into();
        }
    }
    vec![word]
}

/// What a word may be.
fn hear(word: Word, index: &Index) -> Spoken {
    let vocabulary = &index.vocabulary;
    let about = ABOUT.contains(&word.text.as_str())
        && vocabulary.number(&word.text).is_none_or(|known| vocabulary.records(known) < 200);
    let digits = word.text.len() >= 4 && word.text.bytes().all(|byte| byte.is_ascii_digit());
    let mut forms = Vec::new();
    let umlauts = word.text.replace("ae", "a").replace("oe", "o").replace("ue", "u");
    let plain = (umlauts != word.text).then(|| vocabulary.number(same(&umlauts))).flatten();
    if let Some(number) = vocabulary.number(&word.text) {
        forms.push((number, 1.0));
        forms.extend(index.others(number).iter().map(|other| (*other, OTHER)));
        forms.extend(plain.map(|number| (number, GLUED)));
    } else if let Some(number) = plain {
        forms.push((number, GLUED));
    } else {
        // A letter is a lesser part of a longer word.
        let sure = 1.0 - 1.5 / count(word.text.len());
        forms.extend(vocabulary.slips(&word.text).into_iter().take(8).map(|number| (number, sure)));
    }
    let rarity = forms.first().map_or(1.0, |(number, _)| vocabulary.rarity(*number));
    Spoken { word, rarity, free: about || digits, forms }
}

/// Marks the legal forms at the ends of segments; true if there was one.
fn free_legal_forms(spoken: &mut [Spoken]) -> bool {
    let mut found = false;
    for segment in spoken.chunk_by_mut(|one, other| one.word.segment == other.word.segment) {
        let texts: Vec<&str> = segment.iter().map(|spoken| spoken.word.text.as_str()).collect();
        let core = core(&texts);
        found |= !core.forms.is_empty();
        let (from, to) = (core.words.start, core.words.end);
        segment
            .iter_mut()
            .enumerate()
            .filter(|(at, _)| *at < from || *at >= to)
            .for_each(|(_, spoken)| spoken.free = true);
    }
    found
}

/// Neighbours that are one word in the index: `Hang Kong`, `Bio Tech`.
fn join(spoken: &[Spoken], index: &Index) -> Vec<(usize, u32)> {
    let pair = |(at, pair): (usize, &[Spoken])| {
        let joined = format!("{}{}", pair[0].word.text, pair[1].word.text);
        Some((at, index.vocabulary.number(&joined)?))
    };
    spoken.windows(2).enumerate().filter_map(pair).collect()
}

/// Countries and cities that a mention names; the longest at each word.
fn places(spoken: &[Spoken], index: &Index) -> Vec<Named> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < spoken.len() {
        let longest = LONGEST.min(spoken.len() - at);
        let place = (1..=longest).rev().find_map(|length| {
            let texts: Vec<&str> = spoken[at..at + length].iter().map(|spoken| spoken.word.text.as_str()).collect();
            let name = texts.join(" ");
            let words = at..at + length;
            if let Some(country) = country::named(&name) {
                return Some(Named { apart: is_apart(spoken, &words), words, countries: vec![country], city: false });
            }
            let countries = index.city(&name);
            if name.len() > 2 && !countries.is_empty() {
                return Some(Named {
                    apart: is_apart(spoken, &words),
                    words,
                    countries: countries.to_vec(),
                    city: true,
                });
            }
            let code = country::code(&spoken[at].word.raw).filter(|code| length == 1 && country::is_known(*code))?;
            let apart = is_apart(spoken, &words);
            (apart).then(|| Named { words, countries: vec![code], city: false, apart })
        });
        at = place.as_ref().map_or(at + 1, |place| place.words.end);
        found.extend(place);
    }
    found
}

/// Whether words are a segment of their own, but for post codes, or the last of all.
fn is_apart(spoken: &[Spoken], words: &std::ops::Range<usize>) -> bool {
    let segment = spoken[words.start].word.segment;
    let others = spoken.iter().enumerate().filter(|(at, other)| other.word.segment == segment && !words.contains(at));
    words.end == spoken.len() || others.into_iter().all(|(_, other)| other.free)
}
