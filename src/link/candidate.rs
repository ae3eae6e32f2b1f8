//! Candidates: the names that a mention may mean, found by its rarest words, and how each lies over the mention's words.

use std::cell::RefCell;
use std::cmp::Reverse;

use rustc_hash::{FxHashMap, FxHashSet};

use super::index::Index;
use super::mention::{GLUED, Reading};
use super::score::{Features, features};
use super::weights::Weights;

/// How many entries of the index's lists are looked at for a mention, the rarest words' first.
const BUDGET: usize = 40_000;

/// How many names are looked at closely.
const CLOSELY: usize = 80;

/// The longest name that is looked up as a whole.
const LONGEST: usize = 12;

/// How surely a short form is the word that it begins: `Birj` for Birjand.
const BEGINNING: f32 = 0.7;

/// Where each word of the index that a mention may mean stands in it.
#[derive(Debug)]
pub(super) struct Places {
    by_word: FxHashMap<u32, Vec<Place>>,
}

/// A word of the mention, or two that are one in the index.
#[derive(Debug, Clone, Copy)]
struct Place {
    at: usize,
    width: usize,
    sure: f32,
}

impl Places {
    pub(super) fn of(reading: &Reading) -> Self {
        let mut by_word: FxHashMap<u32, Vec<Place>> = FxHashMap::default();
        for (spoken, at) in reading.words.iter().zip(0..) {
            for &(word, sure) in &spoken.forms {
                by_word.entry(word).or_default().push(Place { at, width: 1, sure });
            }
        }
        for &(at, word) in &reading.joined {
            by_word.entry(word).or_default().push(Place { at, width: 2, sure: GLUED });
        }
        Self { by_word }
    }
}

/// A record that a mention may mean, by the one of its names that fits best.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// The record's number in the index.
    pub record: u32,
    /// The number of the name in the index.
    pub(super) name: u32,
    /// What it is judged by: the values of [`FEATURES`](super::score::FEATURES).
    pub features: Features,
    /// What they weigh together, as the logarithm of odds.
    pub score: f32,
    /// The words of the mention that say the name, from 0.
    pub words: Vec<usize>,
    /// Whether it stands in the last segment, of how many.
    pub(super) at_end: bool,
    pub(super) segments: usize,
    /// How many words the mention has, without those that need no explaining.
    pub(super) of: usize,
}

impl Candidate {
    /// Whether a word of the mention is taken for both.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        self.words.iter().any(|word| other.words.contains(word))
    }
}

/// How many records are judged beside one another.
const KEPT: usize = 20;

/// The candidates for a mention, the likeliest first.
pub(super) fn candidates(reading: &Reading, index: &Index, weights: &Weights) -> Vec<Candidate> {
    let places = Places::of(reading);
    let of = reading.words.iter().filter(|spoken| !spoken.free).count();
    let mut found: Vec<Candidate> = Vec::new();
    for name in gather(reading, &places, index) {
        let laid = align(name, reading, &places, index);
        let words: Vec<usize> = (0..reading.words.len()).filter(|at| laid.covers(*at)).collect();
        let Some(last) = words.last() else { continue };
        let at_end = usize::from(reading.words[*last].word.segment) + 1 >= reading.segments();
        let features = features(&laid, reading, index);
        let record = index.names[name as usize].record;
        let score = weights.log_odds(&features);
        found.push(Candidate { record, name, features, score, words, at_end, segments: reading.segments(), of });
    }
    found.sort_by(|one, other| other.score.total_cmp(&one.score).then(one.name.cmp(&other.name)));
    let mut seen = FxHashSet::default();
    found.retain(|candidate| seen.insert(candidate.record));
    found.truncate(KEPT);
    found
}

thread_local! {
    /// What each name has gathered; all zero between two mentions.
    static GATHERED: RefCell<Vec<f32>> = const { RefCell::new(Vec::new()) };
}

/// The names that share the rarest words with a mention, the likeliest first.
pub(super) fn gather(reading: &Reading, places: &Places, index: &Index) -> Vec<u32> {
    let mut words: Vec<(u32, f32)> = places
        .by_word
        .iter()
        .map(|(word, found)| (*word, found.iter().map(|place| place.sure).fold(0.0, f32::max)))
        .collect();
    words.sort_by_key(|(word, _)| (index.postings[*word as usize].len(), *word));
    let mut touched = Vec::new();
    let mut left = BUDGET;
    GATHERED.with_borrow_mut(|gathered| {
        gathered.resize(index.names.len().max(gathered.len()), 0.0);
        for (word, sure) in words {
            let list = &index.postings[word as usize];
            if list.len() > left {
                break;
            }
            left -= list.len();
            let worth = index.vocabulary.rarity(word) * sure;
            for &name in list {
                let sum = &mut gathered[name as usize];
                if *sum == 0.0 {
                    touched.push(name);
                }
                *sum += worth;
            }
        }
        // What is shared, times how much of the name that is.
        let mut scored: Vec<(f32, u32)> = Vec::with_capacity(touched.len());
        for name in touched {
            let shared = std::mem::take(&mut gathered[name as usize]);
            scored.push((shared * shared / index.names[name as usize].weight, name));
        }
        let by_score = |one: &(f32, u32), other: &(f32, u32)| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1));
        if scored.len() > CLOSELY {
            scored.select_nth_unstable_by(CLOSELY, by_score);
            scored.truncate(CLOSELY);
        }
        scored.sort_unstable_by(by_score);
        let mut found: Vec<u32> = scored.into_iter().map(|(_, name)| name).collect();
        for name in whole(reading, index) {
            if !found.contains(&name) {
                found.push(name);
            }
        }
        found
    })
}

/// Names that stand in the mention word for word, however common their words are.
fn whole(reading: &Reading, index: &Index) -> Vec<u32> {
    let words: Vec<Option<u32>> = reading
        .words
        .iter()
        .map(|spoken| spoken.forms.first().filter(|(_, sure)| *sure >= 1.0).map(|(word, _)| *word))
        .collect();
    let mut found = Vec::new();
    for from in 0..words.len() {
        let known: Vec<u32> = words[from..].iter().take(LONGEST).map_while(|word| *word).collect();
        for to in 1..=known.len() {
            found.extend(index.exactly(&known[..to]).iter().take(CLOSELY).copied());
        }
    }
    for segment in reading.words.chunk_by(|one, other| one.word.segment == other.word.segment) {
        let letters: String =
            segment.iter().filter(|spoken| !spoken.free).map(|spoken| spoken.word.text.as_str()).collect();
        found.extend(index.glued(&letters).iter().take(CLOSELY).copied());
    }
    found
}

/// How the words of a name lie over those of a mention.
#[derive(Debug, Clone)]
pub(super) struct Alignment {
    pub(super) name: u32,
    /// For each word of the name the first word of the mention that says it, how many do, and how surely.
    pub(super) pairs: Vec<Option<(usize, usize, f32)>>,
}

impl Alignment {
    /// The words of the mention from the first that is matched to after the last.
    pub(super) fn span(&self) -> std::ops::Range<usize> {
        let from = self.pairs.iter().flatten().map(|(at, ..)| *at).min().unwrap_or(0);
        let to = self.pairs.iter().flatten().map(|(at, width, _)| at + width).max().unwrap_or(0);
        from..to
    }

    /// Whether a word of the mention is matched.
    pub(super) fn covers(&self, word: usize) -> bool {
        self.pairs.iter().flatten().any(|(at, width, _)| (*at..at + width).contains(&word))
    }
}

/// Lays a name over a mention, around each place of its rarest word that the mention has; the tightest of the fullest is kept.
pub(super) fn align(name: u32, reading: &Reading, places: &Places, index: &Index) -> Alignment {
    let words = &index.names[name as usize].words;
    let rarity = |at: &usize| index.vocabulary.rarity(words[*at]);
    let found = |at: &usize| places.by_word.contains_key(&words[*at]);
    let rarest = (0..words.len()).filter(found).max_by(|one, other| rarity(one).total_cmp(&rarity(other)));
    let anchors = rarest.map_or(vec![0], |at| places.by_word[&words[at]].iter().map(|place| place.at).collect());
    let layings = anchors.into_iter().take(4).map(|anchor| around(anchor, name, reading, places, index));
    let best = layings.max_by_key(|laid| {
        let matched: f32 = laid
            .pairs
            .iter()
            .zip(words)
            .filter_map(|(pair, word)| Some(pair.as_ref()?.2 * index.vocabulary.rarity(*word)))
            .sum();
        #[expect(clippy::cast_possible_truncation, reason = "a sum of some rarities")]
        ((matched * 1000.0) as i64, Reverse(laid.span().len()), Reverse(laid.span().start))
    });
    best.unwrap_or(Alignment { name, pairs: vec![None; words.len()] })
}

fn around(anchor: usize, name: u32, reading: &Reading, places: &Places, index: &Index) -> Alignment {
    let words = &index.names[name as usize].words;
    let mut used = vec![false; reading.words.len()];
    let mut pairs = vec![None; words.len()];
    for (pair, word) in pairs.iter_mut().zip(words) {
        let free = |place: &&Place| !used[place.at..place.at + place.width].contains(&true);
        let list = places.by_word.get(word).map_or(&[][..], Vec::as_slice);
        let best = list.iter().filter(free).max_by(|one, other| {
            let near = |place: &Place| Reverse(place.at.abs_diff(anchor));
            one.sure.total_cmp(&other.sure).then(near(one).cmp(&near(other)))
        });
        if let Some(place) = best {
            used[place.at..place.at + place.width].fill(true);
            *pair = Some((place.at, place.width, place.sure));
        }
    }
    // Words that the mention writes as one.
    for length in [2, 3] {
        for from in 0..(words.len() + 1).saturating_sub(length) {
            if pairs[from..from + length].iter().any(Option::is_some) {
                continue;
            }
            let joined: String = words[from..from + length].iter().map(|word| index.vocabulary.text(*word)).collect();
            let is = |at: &usize| !used[*at] && reading.words[*at].word.text == joined;
            if let Some(at) = (0..used.len()).find(is) {
                used[at] = true;
                pairs[from..from + length].fill(Some((at, 1, GLUED)));
            }
        }
    }
    // Words that are only begun, next to those that were found.
    for (pair, word) in pairs.iter_mut().zip(words).filter(|(pair, _)| pair.is_none()) {
        let text = index.vocabulary.text(*word);
        let begins = |at: &usize| {
            let begun = &reading.words[*at].word.text;
            !used[*at] && begun.len() >= 3 && begun.len() < text.len() && text.starts_with(begun.as_str())
        };
        if let Some(at) = (0..used.len()).filter(begins).min_by_key(|at| at.abs_diff(anchor)) {
            used[at] = true;
            *pair = Some((at, 1, BEGINNING));
        }
    }
    Alignment { name, pairs }
}
