//! An inverted index in columns: which literals hold a word, and of which words a literal is made.

use std::cmp::Reverse;
use std::ops::Range;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::store::dictionary::TermId;
use crate::text;

/// Lists of numbers, one after another.
#[derive(Debug, Default)]
struct Lists {
    ends: Vec<u32>,
    all: Vec<u32>,
}

impl Lists {
    fn get(&self, at: usize) -> &[u32] {
        &self.all[self.range(at..at + 1)]
    }

    /// Where the lists of `at` lie together.
    fn range(&self, at: Range<usize>) -> Range<usize> {
        let end = |of: usize| if of == 0 { 0 } else { self.ends[of - 1] as usize };
        end(at.start)..end(at.end)
    }

    fn push(&mut self, list: impl IntoIterator<Item = u32>) {
        self.all.extend(list);
        self.ends.push(u32::try_from(self.all.len()).expect("fewer than four billion words"));
    }
}

/// The words of some literals. Literals are known by their place among them, words by theirs in the alphabet.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// The literals, sorted by their ids.
    literals: Vec<TermId>,
    /// The words of each literal in their order.
    sequences: Lists,
    /// Where each word ends in `text`; words are sorted.
    ends: Vec<u32>,
    text: String,
    /// The places of the literals that hold each word, sorted.
    postings: Lists,
}

/// How well a literal answers; what is greater answers better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fit {
    /// Each word that was sought begins a word.
    Beginnings,
    /// Each word that was sought is a word.
    Words,
    /// The text begins with what was sought.
    Start,
    /// The text is what was sought.
    Whole,
}

/// How good a match is: the better fit first, then the shorter text. The least is the best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Rank {
    pub(crate) fit: Reverse<Fit>,
    /// Letters of the folded words and the spaces between them.
    pub(crate) length: usize,
}

/// How `words` answer `sought`, if they do: each word that is sought begins one of them.
pub(crate) fn rank(sought: &[String], words: &[&str]) -> Option<Rank> {
    let begins = |wanted: &String| words.iter().any(|word| word.starts_with(wanted.as_str()));
    if sought.is_empty() || !sought.iter().all(begins) {
        return None;
    }
    let (last, first) = sought.split_last()?;
    let start = words.len() >= sought.len()
        && first.iter().zip(words).all(|(wanted, word)| wanted == word)
        && words[first.len()].starts_with(last.as_str());
    let fit = if start && words.len() == sought.len() && words[first.len()] == last {
        Fit::Whole
    } else if start {
        Fit::Start
    } else if sought.iter().all(|wanted| words.contains(&wanted.as_str())) {
        Fit::Words
    } else {
        Fit::Beginnings
    };
    let length = words.iter().map(|word| word.len() + 1).sum::<usize>() - 1;
    Some(Rank { fit: Reverse(fit), length })
}

impl Words {
    /// The words of `literals`, which are sorted; `value` gives the text of each.
    pub(super) fn new(literals: Vec<TermId>, value: impl Fn(TermId) -> String + Sync) -> Self {
        let split: Vec<Vec<String>> = literals.par_iter().map(|&literal| text::words(&value(literal))).collect();
        let mut known: FxHashMap<&str, u32> = FxHashMap::default();
        known.extend(split.iter().flatten().map(|word| (word.as_str(), 0)));
        let mut sorted: Vec<&str> = known.keys().copied().collect();
        sorted.par_sort_unstable();
        let mut words = Self { literals, ..Self::default() };
        for (place, word) in (0..).zip(sorted) {
            known.insert(word, place);
            words.text.push_str(word);
            words.ends.push(u32::try_from(words.text.len()).expect("less than four gigabytes of words"));
        }
        for sequence in &split {
            words.sequences.push(sequence.iter().map(|word| known[word.as_str()]));
        }
        words.invert();
        words
    }

    /// Fills `postings` from `sequences`.
    fn invert(&mut self) {
        let mut pairs: Vec<(u32, u32)> = Vec::with_capacity(self.sequences.all.len());
        for place in 0..self.literals.len() {
            let literal = u32::try_from(place).expect("ids are u32");
            pairs.extend(self.sequences.get(place).iter().map(|&word| (word, literal)));
        }
        pairs.par_sort_unstable();
        pairs.dedup();
        for of_word in pairs.chunk_by(|a, b| a.0 == b.0) {
            self.postings.push(of_word.iter().map(|pair| pair.1));
        }
    }

    pub(super) fn len(&self) -> usize {
        self.literals.len()
    }

    pub(super) fn contains(&self, literal: TermId) -> bool {
        self.literals.binary_search(&literal).is_ok()
    }

    pub(super) fn literals(&self) -> &[TermId] {
        &self.literals
    }

    fn word(&self, place: u32) -> &str {
        let place = place as usize;
        let start = if place == 0 { 0 } else { self.ends[place - 1] as usize };
        &self.text[start..self.ends[place] as usize]
    }

    /// The words that begin with `start`.
    fn beginning(&self, start: &str) -> Range<usize> {
        let first = |before: &dyn Fn(&str) -> bool| {
            let (mut low, mut high) = (0, self.ends.len());
            while low < high {
                let middle = usize::midpoint(low, high);
                let word = self.word(u32::try_from(middle).expect("words are counted in u32"));
                if before(word) { low = middle + 1 } else { high = middle }
            }
            low
        };
        first(&|word| word < start)..first(&|word| word < start || word.starts_with(start))
    }

    /// The literals that answer `sought`, folded words, with how well they do.
    pub(super) fn find(&self, sought: &[String]) -> Vec<(Rank, TermId)> {
        let ranges: Vec<Range<usize>> = sought.iter().map(|word| self.beginning(word)).collect();
        let Some(rarest) = ranges.iter().map(|words| self.postings.range(words.clone())).min_by_key(Range::len) else {
            return Vec::new();
        };
        let mut places = self.postings.all[rarest].to_vec();
        places.sort_unstable();
        places.dedup();
        let mut words = Vec::new();
        places.retain(|&place| {
            let sequence = self.sequences.get(place as usize);
            ranges.iter().all(|range| sequence.iter().any(|&word| range.contains(&(word as usize))))
        });
        let ranked = places.into_iter().filter_map(|place| {
            words.clear();
            words.extend(self.sequences.get(place as usize).iter().map(|&word| self.word(word)));
            Some((rank(sought, &words)?, self.literals[place as usize]))
        });
        ranked.collect()
    }
}
