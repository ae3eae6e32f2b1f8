//! How two values are compared: at levels, from differing to the same.

use std::fmt;

use super::value::{Cell, Column, Values};
use super::words::{dice, may_be_alike};

/// How the values of a field are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Compare {
    /// Names of organisations: by their words, rare ones above all, mistyped and shortened ones with their likes.
    Name,
    /// Acronyms, also against a name that is one, and the initials of the first name field. Where names agree, it says nothing more.
    Acronym,
    /// Names of places: whole, then by Jaro and Winkler.
    Place,
    /// Countries: the same or not. Where places agree, the same country says nothing more.
    Country,
    /// Codes and categories: the same or not.
    Code,
    /// Addresses on the web: by host, then by domain.
    Web,
    /// Years: the same, or two apart at most.
    Year,
}

/// How far two values agree, from 0, where they differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Level {
    /// How the field is compared.
    pub compare: Compare,
    /// The number of the level.
    pub number: u8,
}

/// Levels of a field, at most.
pub(super) const LEVELS: usize = 6;
/// Stands for a level where a value is missing.
pub(super) const MISSING: u8 = u8::MAX;
/// The level of each field.
pub(super) type Pattern = Vec<u8>;

/// From how much coverage on names are at each level above 0.
const COVERED: [f64; 4] = [0.35, 0.6, 0.8, 0.92];

impl Compare {
    /// How many levels it has.
    ///
    /// ```
    /// use milieu::link::records::compare::Compare;
    /// assert_eq!((Compare::Name.levels(), Compare::Code.levels()), (6, 2));
    /// ```
    pub const fn levels(self) -> u8 {
        match self {
            Self::Name => 6,
            Self::Country | Self::Code => 2,
            _ => 3,
        }
    }

    /// What one would guess of matches, before any look: a judgement, not a measurement.
    pub(super) const fn of_matches(self) -> [f64; LEVELS] {
        match self {
            Self::Name => [0.04, 0.06, 0.1, 0.15, 0.2, 0.45],
            Self::Acronym => [0.2, 0.3, 0.5, 0.0, 0.0, 0.0],
            Self::Country | Self::Code => [0.05, 0.95, 0.0, 0.0, 0.0, 0.0],
            Self::Place | Self::Web | Self::Year => [0.1, 0.1, 0.8, 0.0, 0.0, 0.0],
        }
    }

    /// What one would guess of pairs that are alike and not one; of names, what spoilt records of the seeds 1 to 3 show.
    pub(super) const fn of_relatives(self) -> [f64; LEVELS] {
        match self {
            Self::Name => [0.2, 0.55, 0.2, 0.035, 0.01, 0.005],
            Self::Acronym => [0.9, 0.05, 0.05, 0.0, 0.0, 0.0],
            Self::Place => [0.65, 0.05, 0.3, 0.0, 0.0, 0.0],
            Self::Country | Self::Code => [0.3, 0.7, 0.0, 0.0, 0.0, 0.0],
            Self::Web => [0.8, 0.1, 0.1, 0.0, 0.0, 0.0],
            Self::Year => [0.85, 0.1, 0.05, 0.0, 0.0, 0.0],
        }
    }

    /// Whether a rare value at the highest level says more than a frequent one.
    pub(super) const fn weighs_rarity(self) -> bool {
        matches!(self, Self::Place | Self::Country | Self::Code | Self::Web)
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match (self.compare, self.number) {
            (_, 0) => "differs",
            (Compare::Name, 1) => "shares some words",
            (Compare::Name, 2) => "shares half the words",
            (Compare::Name, 3) => "shares most words",
            (Compare::Name, 4) => "is nearly the same",
            (Compare::Acronym, 1) => "has those initials",
            (Compare::Place, 1) => "is alike",
            (Compare::Web, 1) => "has the same domain",
            (Compare::Year, 1) => "is at most two apart",
            _ => "is the same",
        })
    }
}

/// The levels at which two records agree.
pub(super) fn pattern(values: &Values, one: u32, other: u32) -> Pattern {
    let level = |column: &Column| match (&column.cells[one as usize], &column.cells[other as usize]) {
        (Some(one), Some(other)) => level(column, one, other),
        _ => MISSING,
    };
    let mut pattern: Pattern = values.columns.iter().map(level).collect();
    let agrees = |pattern: &Pattern, compare, from| {
        let levels = values.columns.iter().zip(pattern);
        levels.filter(|(column, _)| column.compare == compare).any(|(_, level)| (from..MISSING).contains(level))
    };
    // What follows from another field is not counted again.
    let (place, name) = (agrees(&pattern, Compare::Place, 1), agrees(&pattern, Compare::Name, 4));
    for (column, level) in values.columns.iter().zip(&mut pattern) {
        let follows = match column.compare {
            Compare::Country => place,
            Compare::Acronym => name,
            _ => false,
        };
        if follows && *level > 0 {
            *level = MISSING;
        }
    }
    pattern
}

fn level(column: &Column, one: &Cell, other: &Cell) -> u8 {
    if one.key == other.key && !one.key.is_empty() {
        return column.compare.levels() - 1;
    }
    match column.compare {
        Compare::Name => {
            let words = column.words.likeness(&one.words, &other.words);
            // Glued, parted and much mistyped words have few partners, and most of their letters still stand together.
            let likeness = if words < COVERED[3] { words.max(dice(&one.stretches, &other.stretches)) } else { words };
            COVERED.iter().map(|from| u8::from(likeness >= *from)).sum()
        }
        // Two names' initials alone say what the names say already.
        Compare::Acronym if one.key.is_empty() && other.key.is_empty() => MISSING,
        Compare::Acronym => u8::from(fits(one, other) || fits(other, one)),
        Compare::Country | Compare::Code => 0,
        Compare::Place => {
            let alike =
                || may_be_alike(one.letters, other.letters) && strsim::jaro_winkler(&one.key, &other.key) >= 0.9;
            u8::from(within(&one.key, &other.key) || alike())
        }
        Compare::Web => u8::from(one.other == other.other),
        Compare::Year => u8::from((one.number - other.number).abs() <= 2),
    }
}

/// Whether an acronym is made of the other's initials; one letter more or less is left to it.
fn fits(acronym: &Cell, name: &Cell) -> bool {
    acronym.key.len() > 1
        && !name.other.is_empty()
        && strsim::levenshtein(&acronym.key, &name.other) <= acronym.key.len() / 4
}

/// Whether a place's name is a part of the other's: `Frankfurt`, `Frankfurt am Main`.
fn within(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
    let is_part = |rest: Option<&str>, parted: fn(&str) -> bool| rest.is_some_and(parted);
    short.len() > 3
        && (is_part(long.strip_prefix(short), |rest| rest.starts_with(' '))
            || is_part(long.strip_suffix(short), |rest| rest.ends_with(' ')))
}
