//! What agreement says: the model of Fellegi and Sunter, learnt by expectation and maximisation.
//!
//! For each level of each field, m is the chance that a match agrees at it and u that a pair at random does. Between the two stand pairs
//! that are not one and yet alike for a reason: branches of a firm, the institutes of a university, ministries of a name. Taken for pairs at
//! random they make mere likeness look like proof, and taken together with matches they drown them; so they are a third kind of pair with
//! chances of its own, r, as W. E. Winkler made one of persons in one household ("Improved Decision Rules in the Fellegi-Sunter Model of
//! Record Linkage", Proceedings of the Section on Survey Research Methods, American Statistical Association, 1993, 274-279). A pair weighs
//! log2 of how likely it is as a match by how likely it is as either of the others. Fields are taken to be independent within each kind, and a
//! missing value says nothing.
//!
//! u is what pairs at random show; of levels too rare for that, what those compared show that are no matches. m and r begin as what one would
//! guess, and follow the pairs compared from there. Kinds have shares of *all* pairs: those not compared are taken to be at random.
//!
//! Where both have the same value exactly, u stands for values of any frequency; it is moved by the share of records that have this one, by
//! the chance that two have the same, as T. Enamorado, B. Fifield and K. Imai do ("Using a Probabilistic Model to Assist Merging of
//! Large-Scale Administrative Records", American Political Science Review 113, 2019, 353-371).

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rustc_hash::FxHashMap;

use super::Explanation;
use super::compare::{Compare, LEVELS, Level, MISSING, Pattern, pattern};
use super::value::Values;

/// The chance of each level of a field.
pub type Chances = [f64; LEVELS];

/// A kind of pair.
#[derive(Debug, Clone, PartialEq)]
pub struct Kind {
    /// Its share of all pairs, also of those not compared.
    pub share: f64,
    /// By field, the chance that a pair of this kind agrees at each level.
    pub fields: Vec<Chances>,
}

/// What was learnt.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// Pairs of records that are one.
    pub matches: Kind,
    /// Pairs that are two, and alike for a reason.
    pub relatives: Kind,
    /// All others.
    pub others: Kind,
    /// How often all was reckoned anew.
    pub rounds: usize,
}

/// Pairs at random.
const SAMPLE: usize = 30_000;
/// So many of them say how frequent a level is.
const ENOUGH: f64 = 20.0;
/// It ends when no chance moves by more.
const STILL: f64 = 1e-4;
/// It ends at last.
const MOST_ROUNDS: usize = 200;
/// What is counted beside what is seen, so that nothing has the chance 0.
const BESIDE: f64 = 0.5;
/// What was guessed counts as so many pairs for each record.
const BELIEVED: f64 = 0.05;
/// Three kinds cannot be told apart by fewer fields: then what was guessed stays.
const FIELDS: usize = 4;
/// How far rarity moves a weight, in bits.
const RARITY: f64 = 4.0;

impl Model {
    pub(super) fn learn(values: &Values, patterns: &[Pattern], seed: u64) -> Self {
        let sampled = at_random(values, seed);
        let records = real(values.records);
        let all = (records * (records - 1.0) / 2.0).max(1.0);
        let counted = patterns_counted(patterns);
        let guessed =
            |guess: fn(Compare) -> Chances| values.columns.iter().map(|column| guess(column.compare)).collect();
        let share = |pairs: f64| (pairs / all).clamp(1e-9, 0.2);
        let mut random = sampled.clone();
        for (counts, column) in random.iter_mut().zip(&values.columns) {
            // What the sample has too rarely to say may all be matches: it begins with none.
            let drawn = counts.iter().sum::<f64>().max(1.0);
            for count in counts.iter_mut() {
                *count = if *count >= ENOUGH { *count / drawn * all } else { 0.0 };
            }
            shared(&mut counts[..usize::from(column.compare.levels())]);
        }
        // At first as many matches as half the records, and four times as many relatives.
        let mut model = Self {
            matches: Kind { share: share(records / 2.0), fields: guessed(Compare::of_matches) },
            relatives: Kind { share: share(records * 2.0), fields: guessed(Compare::of_relatives) },
            others: Kind { share: 1.0, fields: random },
            rounds: 0,
        };
        let rounds = if values.columns.len() < FIELDS { 0 } else { MOST_ROUNDS };
        while model.rounds < rounds && !counted.is_empty() {
            let next = model.reckoned(values, &counted, &sampled, all);
            let moved = model.distance(&next);
            model = next;
            if moved < STILL {
                break;
            }
        }
        model
    }

    /// One round: how likely each pattern is of each kind, and the chances that follow.
    fn reckoned(&self, values: &Values, counted: &[(&Pattern, f64)], sampled: &[Chances], all: f64) -> Self {
        let mut kinds = [(); 3].map(|()| (0.0, vec![Chances::default(); values.columns.len()]));
        for (pattern, count) in counted {
            let likely = [&self.matches, &self.relatives, &self.others].map(|kind| kind.likely(pattern));
            let whole: f64 = likely.iter().sum();
            for ((pairs, sums), likely) in kinds.iter_mut().zip(likely) {
                let pairs_here = likely / whole * count;
                *pairs += pairs_here;
                for (field, level) in levels(pattern) {
                    sums[field][level] += pairs_here;
                }
            }
        }
        let [mut matches, mut relatives, mut others] = kinds;
        let believed = BELIEVED * real(values.records);
        others.0 = all - matches.0 - relatives.0;
        for (field, (column, sampled)) in values.columns.iter().zip(sampled).enumerate() {
            let count = usize::from(column.compare.levels());
            let drawn: f64 = sampled.iter().sum();
            for (sum, seen) in others.1[field].iter_mut().zip(sampled).take(count) {
                // Of all pairs so many are at this level, if the sample can say; where it is rare, those compared are nearly all.
                if *seen >= ENOUGH {
                    *sum = all * seen / drawn;
                }
            }
            let guessed =
                [(&mut matches, column.compare.of_matches()), (&mut relatives, column.compare.of_relatives())];
            for (kind, guess) in guessed {
                kind.1[field].iter_mut().zip(guess).for_each(|(sum, guess)| *sum += guess * believed);
                shared(&mut kind.1[field][..count]);
            }
            shared(&mut others.1[field][..count]);
        }
        let kind =
            |(pairs, fields): (f64, Vec<Chances>)| Kind { share: ((pairs + BESIDE) / all).clamp(1e-9, 1.0), fields };
        Self { matches: kind(matches), relatives: kind(relatives), others: kind(others), rounds: self.rounds + 1 }
    }

    /// How far the chances of matches and relatives moved.
    fn distance(&self, next: &Self) -> f64 {
        let learnt = [(&self.matches, &next.matches), (&self.relatives, &next.relatives)].into_iter();
        let chances = learnt.flat_map(|(before, after)| {
            before
                .fields
                .iter()
                .flatten()
                .zip(after.fields.iter().flatten())
                .map(|(before, after)| (before - after).abs())
        });
        chances.fold(0.0, f64::max)
    }

    /// How rare the value is that both have at the highest level of a field, in bits less than two at random would.
    fn rarity(values: &Values, field: usize, level: usize, records: (u32, u32)) -> f64 {
        let column = &values.columns[field];
        if level + 1 < usize::from(column.compare.levels()) || !column.compare.weighs_rarity() {
            return 0.0;
        }
        let cell = column.cells[records.0 as usize].as_ref();
        cell.map_or(0.0, |cell| (column.same / column.share(&cell.key)).log2()).clamp(-RARITY, RARITY)
    }

    pub(super) fn weight(&self, values: &Values, pattern: &Pattern, records: (u32, u32)) -> f64 {
        let rarity: f64 = levels(pattern).map(|(field, level)| Self::rarity(values, field, level, records)).sum();
        let others = self.others.likely(pattern) * (-rarity).exp2();
        (self.matches.likely(pattern) / (self.relatives.likely(pattern) + others)).log2()
    }

    /// What each field says: against either of the other kinds, by how likely the pair is of each; the rest is said before any look.
    pub(super) fn explain(&self, values: &Values, pattern: &Pattern, records: (u32, u32)) -> Explanation {
        let rarity: f64 = levels(pattern).map(|(field, level)| Self::rarity(values, field, level, records)).sum();
        let (relatives, others) = (self.relatives.likely(pattern), self.others.likely(pattern) * (-rarity).exp2());
        let related = relatives / (relatives + others);
        let fields: Vec<_> = levels(pattern)
            .map(|(field, level)| {
                let by = |kind: &Kind| (self.matches.fields[field][level] / kind.fields[field][level]).log2();
                let random = by(&self.others) + Self::rarity(values, field, level, records);
                let number = u8::try_from(level).expect("fewer than 256 levels");
                let level = Level { compare: values.columns[field].compare, number };
                (values.names[field].clone(), level, related * by(&self.relatives) + (1.0 - related) * random)
            })
            .collect();
        let said: f64 = fields.iter().map(|(.., bits)| bits).sum();
        Explanation { fields, before: self.weight(values, pattern, records) - said }
    }
}

impl Kind {
    /// The share of all pairs that are of this kind and agree so.
    fn likely(&self, pattern: &Pattern) -> f64 {
        levels(pattern).map(|(field, level)| self.fields[field][level]).product::<f64>() * self.share
    }
}

fn levels(pattern: &Pattern) -> impl Iterator<Item = (usize, usize)> + '_ {
    pattern
        .iter()
        .enumerate()
        .filter(|(_, level)| **level != MISSING)
        .map(|(field, level)| (field, usize::from(*level)))
}

fn patterns_counted(patterns: &[Pattern]) -> Vec<(&Pattern, f64)> {
    let mut counts: FxHashMap<&Pattern, f64> = FxHashMap::default();
    for pattern in patterns {
        *counts.entry(pattern).or_default() += 1.0;
    }
    let mut counts: Vec<(&Pattern, f64)> = counts.into_iter().collect();
    counts.sort_unstable_by(|one, other| one.0.cmp(other.0));
    counts
}

/// How often pairs at random agree at each level, by field.
fn at_random(values: &Values, seed: u64) -> Vec<Chances> {
    let mut sums = vec![Chances::default(); values.columns.len()];
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let records = u32::try_from(values.records).expect("fewer than 2^32 records");
    for _ in 0..if records < 2 { 0 } else { SAMPLE } {
        let (one, other) = (rng.random_range(0..records), rng.random_range(0..records));
        if one == other {
            continue;
        }
        for (field, level) in levels(&pattern(values, one, other)) {
            sums[field][level] += 1.0;
        }
    }
    sums
}

#[expect(clippy::cast_precision_loss, reason = "numbers of records stay far below 2^53")]
fn real(count: usize) -> f64 {
    count as f64
}

/// Counts as shares of their sum.
fn shared(counts: &mut [f64]) {
    let all = counts.iter().sum::<f64>() + BESIDE * real(counts.len());
    for count in counts {
        *count = (*count + BESIDE) / all;
    }
}
