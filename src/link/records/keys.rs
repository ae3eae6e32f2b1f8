//! Keys by which records come to be compared: each rule gives some, and records that share one are a pair.

use rustc_hash::FxHashMap;

use super::compare::Compare;
use super::value::{Column, Values};

/// What a key is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// One of the three rarest words of a name.
    RareWord,
    /// The beginning or the end of one of the two rarest words, and a code.
    WordPart,
    /// One of the six rarest stretches of three letters that another name has too.
    Stretch,
    /// The acronym, or the initials.
    Acronym,
    /// The domain.
    Domain,
    /// The place and the year.
    PlaceAndYear,
    /// The place and the first letters of the two rarest words.
    PlaceAndLetters,
}

impl Rule {
    /// All rules.
    ///
    /// ```
    /// assert_eq!(milieu::link::records::block::Rule::ALL.len(), 7);
    /// ```
    pub const ALL: [Self; 7] = [
        Self::RareWord,
        Self::WordPart,
        Self::Stretch,
        Self::Acronym,
        Self::Domain,
        Self::PlaceAndYear,
        Self::PlaceAndLetters,
    ];
}

/// The keys of each record by a rule.
pub(super) fn keys(values: &Values, rule: Rule, each: &mut impl FnMut(u32, String)) {
    let first = |compare| values.compared(compare).next();
    let key = |column: Option<&Column>, record: usize| {
        column
            .and_then(|column| column.cells[record].as_ref())
            .map(|cell| cell.key.clone())
            .filter(|key| !key.is_empty())
    };
    let (name, place, year) = (first(Compare::Name), first(Compare::Place), first(Compare::Year));
    let mut stretches: FxHashMap<u32, u32> = FxHashMap::default();
    if rule == Rule::Stretch {
        let cells = name.into_iter().flat_map(|name| name.cells.iter().flatten());
        cells.flat_map(|cell| &cell.stretches).for_each(|stretch| *stretches.entry(*stretch).or_default() += 1);
    }
    for record in 0..values.records {
        let mut say = |key: String| each(u32::try_from(record).expect("fewer than 2^32 records"), key);
        match rule {
            Rule::RareWord => name
                .into_iter()
                .for_each(|name| rarest(name, record, 3).into_iter().for_each(|word| say(word.to_owned()))),
            Rule::WordPart => {
                let code = key(first(Compare::Country).or_else(|| first(Compare::Code)), record).unwrap_or_default();
                for word in name.into_iter().flat_map(|name| rarest(name, record, 2)) {
                    let letters: Vec<char> = word.chars().collect();
                    if letters.len() > 4 {
                        say(format!("{code} {}-", letters[..4].iter().collect::<String>()));
                        say(format!("{code} -{}", letters[letters.len() - 4..].iter().collect::<String>()));
                    }
                }
            }
            Rule::Stretch => {
                let cell = name.and_then(|name| name.cells[record].as_ref());
                let mut own: Vec<u32> = cell.map(|cell| cell.stretches.clone()).unwrap_or_default();
                own.retain(|stretch| stretches[stretch] > 1);
                own.sort_by_key(|stretch| (stretches[stretch], *stretch));
                own.into_iter().take(6).for_each(|stretch| say(stretch.to_string()));
            }
            Rule::Acronym => {
                let cell = first(Compare::Acronym).and_then(|column| column.cells[record].as_ref());
                for form in cell.into_iter().flat_map(|cell| [&cell.key, &cell.other]).filter(|form| form.len() > 2) {
                    say(form.clone());
                }
            }
            Rule::Domain => {
                let cell = first(Compare::Web).and_then(|column| column.cells[record].as_ref());
                if let Some(cell) = cell {
                    say(cell.other.clone());
                }
            }
            Rule::PlaceAndYear => {
                if let (Some(place), Some(year)) = (key(place, record), key(year, record)) {
                    say(format!("{place} {year}"));
                }
            }
            Rule::PlaceAndLetters => {
                if let Some(place) = key(place, record) {
                    let words = name.map(|name| rarest(name, record, 2)).unwrap_or_default();
                    let letters = words.iter().filter_map(|word| word.chars().next());
                    letters.for_each(|letter| say(format!("{place} {letter}")));
                }
            }
        }
    }
}

/// The rarest words of a record's name, so many.
fn rarest(name: &Column, record: usize, count: usize) -> Vec<&str> {
    let Some(cell) = &name.cells[record] else { return Vec::new() };
    let mut words = cell.words.clone();
    words.sort_by_key(|word| (name.words.counts[*word as usize], *word));
    words.into_iter().take(count).map(|word| name.words.texts[word as usize].as_str()).collect()
}
