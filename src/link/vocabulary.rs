//! The words of an index: their numbers, how rare they are, and which of them an unseen word may be a slip for.

use rustc_hash::{FxHashMap, FxHasher};
use std::hash::Hasher;

/// Words shorter than this are never taken for another.
const SHORTEST_SLIP: usize = 4;

/// The words of an index by number.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    numbers: FxHashMap<Box<str>, u32>,
    texts: Vec<Box<str>>,
    /// In how many records each word stands.
    records: Vec<u32>,
    /// 1 for a word of no record, near 0 for one of all.
    rarity: Vec<f32>,
    /// The hash of each word, and of it with one letter left out, with its number; sorted.
    slips: Vec<(u32, u32)>,
}

fn hash(text: &str) -> u32 {
    let mut hasher = FxHasher::default();
    hasher.write(text.as_bytes());
    u32::try_from(hasher.finish() >> 32).expect("32 bits are left")
}

/// `word`, and `word` with each of its letters left out.
fn deletions(word: &str) -> impl Iterator<Item = String> {
    let without = |(at, letter): (usize, char)| format!("{}{}", &word[..at], &word[at + letter.len_utf8()..]);
    std::iter::once(word.to_owned()).chain(word.char_indices().map(without))
}

impl Vocabulary {
    /// The number of `word`, a new one if it was not seen before.
    pub(super) fn intern(&mut self, word: &str) -> u32 {
        if let Some(number) = self.numbers.get(word) {
            return *number;
        }
        let number = u32::try_from(self.texts.len()).expect("fewer than four billion words");
        self.numbers.insert(word.into(), number);
        self.texts.push(word.into());
        self.records.push(0);
        number
    }

    /// Says that one record more has `word`.
    pub(super) fn seen(&mut self, word: u32) {
        self.records[word as usize] += 1;
    }

    /// To be called once all records are in: rarity is ln((n + 1) / (records + 1)) over ln(n + 1), a smoothed inverse document
    /// frequency between 0 and 1 (K. Spärck Jones, "A statistical interpretation of term specificity", Journal of Documentation 28, 1972).
    pub(super) fn finish(&mut self, records: usize) {
        let total = (count(records) + 1.0).ln().max(f32::MIN_POSITIVE);
        let rarity = |seen: &u32| (1.0 - (count(*seen as usize) + 1.0).ln() / total).clamp(0.01, 1.0);
        self.rarity = self.records.iter().map(rarity).collect();
        let long = self.texts.iter().zip(0..).filter(|(text, _)| text.chars().count() >= SHORTEST_SLIP);
        let slips = long.flat_map(|(text, number)| deletions(text).map(move |short| (hash(&short), number)));
        self.slips = slips.collect();
        self.slips.sort_unstable();
        self.slips.dedup();
        self.slips.shrink_to_fit();
    }

    /// How many words there are.
    pub(super) fn len(&self) -> usize {
        self.texts.len()
    }

    /// The number of a word, if any record has it.
    pub(super) fn number(&self, word: &str) -> Option<u32> {
        self.numbers.get(word).copied()
    }

    /// A word by its number.
    pub(super) fn text(&self, word: u32) -> &str {
        &self.texts[word as usize]
    }

    /// How many records have this word.
    pub(super) fn records(&self, word: u32) -> usize {
        self.records[word as usize] as usize
    }

    /// How rare a word is, from 0 (in every record) to 1 (in none).
    pub(super) fn rarity(&self, word: u32) -> f32 {
        self.rarity[word as usize]
    }

    /// Words that differ from `word` by one letter more, less or other, or by two neighbours that changed places, the commonest first.
    pub(super) fn slips(&self, word: &str) -> Vec<u32> {
        if word.chars().count() < SHORTEST_SLIP || word.bytes().any(|byte| byte.is_ascii_digit()) {
            return Vec::new();
        }
        let mut found = Vec::new();
        for short in deletions(word) {
            let hash = hash(&short);
            let from = self.slips.partition_point(|(other, _)| *other < hash);
            let same = self.slips[from..].iter().take_while(|(other, _)| *other == hash);
            found.extend(same.map(|(_, number)| *number));
        }
        found.sort_unstable();
        found.dedup();
        found.retain(|number| strsim::osa_distance(word, self.text(*number)) == 1);
        found.sort_by_key(|number| std::cmp::Reverse(self.records(*number)));
        found
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of records are far below 2^24")]
pub(super) fn count(number: usize) -> f32 {
    number as f32
}
