//! Records with several fields: which of them are one thing, learnt from the records alone.
//!
//! 1. *Blocking* ([`block`]): only pairs that share a key are looked at; [`block::Blocks::recall`] says what that loses where the truth is known.
//! 2. *Comparison* ([`compare`]): each field of a pair agrees at a level, from "differs" to "the same".
//! 3. *Weights* ([`model`]): how much more often matches agree at a level than others do, by the model of I. P. Fellegi and A. B. Sunter ("A
//!    Theory for Record Linkage", Journal of the American Statistical Association 64, 1969, 1183-1210), its probabilities found by
//!    expectation and maximisation without examples (W. E. Winkler, 1988). A rare value that both have says more than a frequent one.
//! 4. *Clusters* ([`cluster`]): groups whose pairs, all taken together, rather match than not; not whatever hangs together by a chain.
//!
//! [`link`] does the four. [`noise`] makes records with known truth out of clean ones, for tests.

pub mod block;
pub mod cluster;
pub mod compare;
mod keys;
pub mod model;
pub mod noise;
mod value;
mod words;

use rayon::prelude::*;

use block::Blocks;
use compare::{Compare, Level};
use model::Model;
use value::Values;

/// A column of records, and how it is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The name that explanations give.
    pub name: String,
    /// How two values are compared.
    pub compare: Compare,
}

/// Records, a row each; an empty cell is a missing value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// The columns.
    pub fields: Vec<Field>,
    /// The cells of each row; one that is not there is missing.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// A table of these columns, without rows.
    ///
    /// ```
    /// use milieu::link::records::{Table, compare::Compare};
    /// let table = Table::of([("name", Compare::Name), ("country", Compare::Country)]);
    /// assert_eq!(table.fields[1].name, "country");
    /// ```
    pub fn of<'a>(fields: impl IntoIterator<Item = (&'a str, Compare)>) -> Self {
        let field = |(name, compare): (&str, Compare)| Field { name: name.to_owned(), compare };
        Self { fields: fields.into_iter().map(field).collect(), rows: Vec::new() }
    }
}

/// How records are linked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LinkOptions {
    /// A key that more records share than this makes no pairs.
    pub largest_block: usize,
    /// How sure a pair has to be to be a match, from 0 to 1.
    pub threshold: f64,
    /// What the sample of random pairs begins with.
    pub seed: u64,
}

impl Default for LinkOptions {
    fn default() -> Self {
        Self { largest_block: 60, threshold: 0.5, seed: 1 }
    }
}

/// Two records that were compared.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// The numbers of the records, the lesser first.
    pub records: (u32, u32),
    /// How much the evidence speaks for a match: the logarithm to base 2 of its odds.
    pub weight: f64,
}

impl Pair {
    /// How sure the match is, from 0 to 1.
    ///
    /// ```
    /// use milieu::link::records::Pair;
    /// assert_eq!(Pair { records: (0, 1), weight: 0.0 }.probability(), 0.5);
    /// assert!(Pair { records: (0, 1), weight: 10.0 }.probability() > 0.999);
    /// ```
    pub fn probability(&self) -> f64 {
        1.0 / (1.0 + (-self.weight).exp2())
    }
}

/// What was found among records.
#[derive(Debug)]
pub struct Linked {
    /// Pairs that were compared, by their numbers.
    pub pairs: Vec<Pair>,
    /// The cluster of each record; numbered from 0 by their first records.
    pub clusters: Vec<u32>,
    /// What was learnt.
    pub model: Model,
    /// Which pairs were looked at, and why.
    pub blocks: Blocks,
    values: Values,
}

/// Why two records are one, or are not: what each field says.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// The fields, how they agree, and what that weighs; a missing value says nothing.
    pub fields: Vec<(String, Level, f64)>,
    /// What a pair weighs before it is looked at: how rare matches are.
    pub before: f64,
}

/// Links records.
///
/// The result does not depend on the number of threads. With fewer than two records there is nothing to link.
///
/// ```
/// use milieu::link::records::{LinkOptions, Table, compare::Compare, link};
/// let mut table = Table::of([("name", Compare::Name), ("city", Compare::Place), ("country", Compare::Country)]);
/// for row in [
///     ["University of Stuttgart", "Stuttgart", "DE"],
///     ["Univ. Stuttgart", "Stuttgart", "DE"],
///     ["University of Ljubljana", "Ljubljana", "SI"],
///     ["Stuttgart Media University", "Stuttgart", "DE"],
///     ["Technische Universität Wien", "Wien", "AT"],
/// ] {
///     table.rows.push(row.map(str::to_owned).to_vec());
/// }
/// let found = link(&table, LinkOptions::default());
/// assert_eq!(found.clusters.len(), 5);
/// println!("{}", found.explain(0, 1));
/// ```
pub fn link(table: &Table, options: LinkOptions) -> Linked {
    let values = Values::of(table);
    let blocks = Blocks::of(&values, options.largest_block);
    let patterns: Vec<compare::Pattern> =
        blocks.pairs.par_iter().map(|(one, other)| compare::pattern(&values, *one, *other)).collect();
    let model = Model::learn(&values, &patterns, options.seed);
    let weigh = |(records, pattern): (&(u32, u32), &compare::Pattern)| Pair {
        records: *records,
        weight: model.weight(&values, pattern, *records),
    };
    let pairs: Vec<Pair> = blocks.pairs.par_iter().zip(&patterns).map(weigh).collect();

    let between = |one, other| model.weight(&values, &compare::pattern(&values, one, other), (one, other));
    let threshold = (options.threshold / (1.0 - options.threshold)).log2();
    let clusters = cluster::cluster(table.rows.len(), &pairs, threshold, between);
    Linked { pairs, clusters, model, blocks, values }
}

impl Linked {
    /// Pairs of records in one cluster, by their numbers.
    ///
    /// ```
    /// use milieu::link::records::{LinkOptions, Table, compare::Compare, link};
    /// let table = Table::of([("name", Compare::Name)]);
    /// assert_eq!(link(&table, LinkOptions::default()).matches(), []);
    /// ```
    pub fn matches(&self) -> Vec<(u32, u32)> {
        cluster::pairs(&self.clusters)
    }

    /// Why two records are one, or are not.
    pub fn explain(&self, one: u32, other: u32) -> Explanation {
        let (one, other) = (one.min(other), one.max(other));
        let pattern = compare::pattern(&self.values, one, other);
        self.model.explain(&self.values, &pattern, (one, other))
    }
}

impl std::fmt::Display for Explanation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (field, level, weight) in &self.fields {
            write!(f, "{field} {level} ({weight:+.1}), ")?;
        }
        let weight = self.before + self.fields.iter().map(|(.., weight)| weight).sum::<f64>();
        let sure = Pair { records: (0, 1), weight }.probability();
        write!(f, "before any look ({:+.1}): {weight:+.1} bits, {:.0} % sure", self.before, sure * 100.0)
    }
}

/// The quality of pairs that were found against those that are true: precision, recall and their harmonic mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quality {
    /// The share of what was found that is true; 1 if nothing was found.
    pub precision: f64,
    /// The share of what is true that was found; 1 if nothing is true.
    pub recall: f64,
    /// `2 * precision * recall / (precision + recall)`; a wrong pair counts against both.
    pub f1: f64,
}

impl Quality {
    /// Of two lists of pairs, each ascending and without repetition.
    ///
    /// ```
    /// use milieu::link::records::Quality;
    /// let quality = Quality::of(&[(0, 1), (2, 3)], &[(0, 1), (0, 4), (1, 4)]);
    /// assert_eq!((quality.precision, quality.recall), (0.5, 1.0 / 3.0));
    /// assert!((quality.f1 - 0.4).abs() < 1e-12);
    /// ```
    #[expect(clippy::cast_precision_loss, reason = "numbers of pairs stay far below 2^53")]
    pub fn of(found: &[(u32, u32)], truth: &[(u32, u32)]) -> Self {
        let right = found.iter().filter(|pair| truth.binary_search(pair).is_ok()).count() as f64;
        let share = |of: usize| if of == 0 { 1.0 } else { right / of as f64 };
        let (precision, recall) = (share(found.len()), share(truth.len()));
        let f1 = if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 };
        Self { precision, recall, f1 }
    }
}

#[cfg(test)]
mod tests;
