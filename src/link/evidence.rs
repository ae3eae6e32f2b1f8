//! What stands beside a name in a mention: acronyms, places, a web address, and how many others have the name.

use super::candidate::Alignment;
use super::index::Index;
use super::mention::Reading;
use super::record::{Country, NameKind};

/// Where an acronym of the candidate stands beside its name, by the target or by the first letters of the name.
pub(super) fn acronym_beside(laid: &Alignment, reading: &Reading, index: &Index) -> Option<usize> {
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
pub(super) fn free_words(laid: &Alignment, reading: &Reading, index: &Index, beside: Option<usize>) -> Vec<bool> {
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
    for (free, spoken) in free.iter_mut().zip(&reading.words) {
        let text = &spoken.word.text;
        *free |= own.iter().any(|place| place.split(' ').any(|word| word == text));
    }
    free
}

/// Whether the mention's countries, those in the candidate's own name left aside, hold the candidate's: `None` if none is said.
pub(super) fn country_of(record: u32, laid: &Alignment, reading: &Reading, index: &Index) -> Option<bool> {
    let own: Country = index.record(record).country?;
    let [_, region] = index.places(record);
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
pub(super) fn city_of(record: u32, laid: &Alignment, reading: &Reading, index: &Index) -> Option<bool> {
    let [own, _] = index.places(record);
    if own.is_empty() {
        return None;
    }
    if let Some(given) = &reading.city {
        return Some(given == own);
    }
    let length = own.split(' ').count();
    let here = reading
        .words
        .windows(length)
        .any(|words| own.split(' ').eq(words.iter().map(|spoken| spoken.word.text.as_str())));
    let elsewhere =
        reading.places.iter().any(|named| named.city && named.apart && !named.words.clone().all(|at| laid.covers(at)));
    if here { Some(true) } else { elsewhere.then_some(false) }
}

pub(super) fn same_domain(one: Option<&str>, other: Option<&str>) -> bool {
    let (Some(one), Some(other)) = (one, other) else { return false };
    let under =
        |short: &str, long: &str| long.strip_suffix(short).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    under(one, other) || under(other, one)
}

/// How many records have exactly this name, of those that the mention's places do not exclude.
pub(super) fn namesakes(laid: &Alignment, reading: &Reading, index: &Index) -> usize {
    let own = index.names[laid.name as usize].record;
    let mut records: Vec<u32> = index
        .exactly(&index.names[laid.name as usize].words)
        .iter()
        .map(|name| index.names[*name as usize].record)
        .collect();
    records.sort_unstable();
    records.dedup();
    let named = |record: u32| [country_of(record, laid, reading, index), city_of(record, laid, reading, index)];
    let mine = named(own);
    let given = |record: u32| reading.country.is_none_or(|given| index.record(record).country == Some(given));
    let as_good = |record: &u32| {
        *record == own
            || given(*record)
                && named(*record).iter().zip(&mine).all(|(theirs, mine)| *mine != Some(true) || *theirs == Some(true))
    };
    records.into_iter().take(50).filter(as_good).count()
}
