//! Proximity of industries: how much the same regions have both.
//!
//! From the regions that have both of two industries, `c_ij` (co-occurrences), and a total of each, `s_i`:
//!
//! - [conditional](Similarity::Conditional) c / max(`s_i`, `s_j`), the lesser of the two conditional probabilities (C. A. Hidalgo,
//!   B. Klinger, A.-L. Barabási and R. Hausmann, "The Product Space Conditions the Development of Nations", Science 317, 2007,
//!   482-487), from 0 to 1;
//! - [association strength](Similarity::Association) c m / (`s_i` `s_j`), observed over expected (N. J. van Eck and L. Waltman, "How to
//!   Normalize Cooccurrence Data?", JASIST 60(8), 2009, 1635-1651), from 0; 1 is what chance would give;
//! - [cosine](Similarity::Cosine) c / sqrt(`s_i` `s_j`) and [Jaccard](Similarity::Jaccard) c / (`s_i` + `s_j` - c), from 0 to 1.
//!
//! The [total](Totals) of an industry is the number of its regions (and m the number of regions), or the sum of its co-occurrences
//! with others (and m the sum of all of those), as `EconGeo` has it. None has a unit; all are symmetric. An industry whose total is 0
//! has no proximity to any. Transposed, the same says how close regions are.

use super::number::{ratio, real};
use super::presence::Presence;
use super::work::{Stopped, Work};

/// How co-occurrences are normalised.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Similarity {
    /// By the larger total: the lesser conditional probability.
    #[default]
    Conditional,
    /// By what chance would give.
    Association,
    /// By the geometric mean of the totals.
    Cosine,
    /// By the regions that have either.
    Jaccard,
}

/// What an industry's total is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Totals {
    /// The regions that have it: its ubiquity.
    #[default]
    Occurrences,
    /// Its co-occurrences with all other industries. An industry does not co-occur with itself: its proximity to itself is 0.
    CoOccurrences,
}

/// How proximity is measured.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ProximityOptions {
    /// How co-occurrences are normalised.
    pub similarity: Similarity,
    /// By which totals.
    pub totals: Totals,
}

/// The proximity of each two industries.
#[derive(Debug, Clone, PartialEq)]
pub struct Proximities {
    /// Row after row of the lower triangle with the diagonal; 0 where there is none.
    values: Vec<f64>,
    /// Whether the industry has proximities.
    known: Vec<bool>,
}

impl Proximities {
    /// How many industries there are.
    pub fn size(&self) -> usize {
        self.known.len()
    }

    /// The proximity of two industries, in either order; one outside the table panics, as an index does.
    pub fn get(&self, one: usize, other: usize) -> Option<f64> {
        (self.known[one] && self.known[other]).then(|| self.packed(one, other))
    }

    /// Each pair of different industries that has a proximity, once: the larger number, the smaller, and the proximity.
    pub fn pairs(&self) -> impl Iterator<Item = (usize, usize, f64)> + '_ {
        (0..self.size())
            .flat_map(move |one| (0..one).filter_map(move |other| Some((one, other, self.get(one, other)?))))
    }

    /// Whether each two industries are at least so close: 1 if they are, 0 if not.
    #[must_use]
    pub fn at_least(&self, least: f64) -> Self {
        let values = self.values.iter().map(|value| f64::from(u8::from(*value >= least))).collect();
        Self { values, known: self.known.clone() }
    }

    /// All proximities, row after row, 0 where there is none.
    pub(super) fn square(&self) -> Vec<f64> {
        let size = self.size();
        (0..size * size).map(|cell| self.packed(cell / size, cell % size)).collect()
    }

    fn packed(&self, one: usize, other: usize) -> f64 {
        let (high, low) = (one.max(other), one.min(other));
        self.values[high * (high + 1) / 2 + low]
    }
}

/// The proximities of the industries of `presence`.
///
/// # Errors
/// When the work was stopped.
///
/// ```
/// use milieu::measure::presence::Presence;
/// use milieu::measure::proximity::{ProximityOptions, proximities};
/// use milieu::measure::work::Work;
/// // Wood in three regions, boats in two of them; nobody makes watches.
/// let presence = Presence::from_pairs(3, 3, [(0, 0), (1, 0), (2, 0), (0, 1), (1, 1)])?;
/// let found = proximities(&presence, ProximityOptions::default(), &Work::unwatched())?;
/// assert_eq!((found.get(0, 1), found.get(1, 0), found.get(1, 2)), (Some(2.0 / 3.0), Some(2.0 / 3.0), None));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn proximities(presence: &Presence, options: ProximityOptions, work: &Work<'_>) -> Result<Proximities, Stopped> {
    let size = presence.industries();
    let totals = totals(presence, options.totals);
    let whole = match options.totals {
        Totals::Occurrences => real(presence.regions()),
        Totals::CoOccurrences => totals.iter().sum(),
    };
    let value = |one: usize, other: usize| {
        let together = match options.totals {
            Totals::CoOccurrences if one == other => 0.0,
            _ => real(presence.together(one, other)),
        };
        let (one, other) = (totals[one], totals[other]);
        let normalised = match options.similarity {
            Similarity::Conditional => ratio(together, one.max(other)),
            Similarity::Association => ratio(together * whole, one * other),
            Similarity::Cosine => ratio(together, (one * other).sqrt()),
            Similarity::Jaccard => ratio(together, one + other - together),
        };
        normalised.unwrap_or(0.0)
    };
    let rows = work.chunks(size, ROWS, |rows| {
        rows.flat_map(|one| (0..=one).map(move |other| (one, other)))
            .map(|(one, other)| value(one, other))
            .collect::<Vec<_>>()
    })?;
    Ok(Proximities { values: rows.concat(), known: totals.iter().map(|total| *total > 0.0).collect() })
}

/// Rows between two looks at whether to stop.
const ROWS: usize = 16;

fn totals(presence: &Presence, totals: Totals) -> Vec<f64> {
    let mut found = vec![0.0; presence.industries()];
    for region in 0..presence.regions() {
        let one = match totals {
            Totals::Occurrences => 1.0,
            Totals::CoOccurrences => real(presence.diversity(region)) - 1.0,
        };
        for industry in presence.industries_of(region) {
            found[industry] += one;
        }
    }
    found
}

/// Proximities that were measured elsewhere: all are known that are given.
#[cfg(test)]
impl Proximities {
    pub(super) fn given(size: usize, value: impl Fn(usize, usize) -> f64) -> Self {
        let values = (0..size).flat_map(|one| (0..=one).map(move |other| (one, other)));
        Self { values: values.map(|(one, other)| value(one, other)).collect(), known: vec![true; size] }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::presence::any_presence;
    use super::*;

    const SIMILARITIES: [Similarity; 4] =
        [Similarity::Conditional, Similarity::Association, Similarity::Cosine, Similarity::Jaccard];

    fn measured(presence: &Presence, similarity: Similarity, totals: Totals) -> Proximities {
        proximities(presence, ProximityOptions { similarity, totals }, &Work::unwatched()).unwrap()
    }

    /// The specialisations of `matrix::matrix_a`.
    fn presence_a() -> Presence {
        let pairs = [(0, 0), (1, 3), (2, 1), (2, 3), (2, 4), (3, 1), (3, 2), (3, 4), (4, 1), (4, 2)];
        Presence::from_pairs(5, 5, pairs).unwrap()
    }

    /// By hand: the second industry is in three regions, the third in two, both in two of five; they co-occur with others five and
    /// three times of fourteen. The latter four are as `EconGeo` gives them.
    #[test]
    fn by_hand() {
        use {Similarity as S, Totals as T};
        let cases = [
            (S::Conditional, T::Occurrences, 2.0 / 3.0),
            (S::Association, T::Occurrences, 2.0 * 5.0 / 6.0),
            (S::Cosine, T::Occurrences, 2.0 / 6.0_f64.sqrt()),
            (S::Jaccard, T::Occurrences, 2.0 / 3.0),
            (S::Conditional, T::CoOccurrences, 2.0 / 5.0),
            (S::Association, T::CoOccurrences, 1.866_666_666_666_67),
            (S::Cosine, T::CoOccurrences, 0.516_397_779_494_322),
            (S::Jaccard, T::CoOccurrences, 1.0 / 3.0),
        ];
        for (similarity, totals, expected) in cases {
            let found = measured(&presence_a(), similarity, totals).get(1, 2).unwrap();
            assert!((found - expected).abs() < 1e-12, "{similarity:?}, {totals:?}: {found} for {expected}");
        }
        let found = measured(&presence_a(), S::Association, T::CoOccurrences);
        assert_eq!((found.get(0, 0), found.get(0, 1), found.get(1, 1)), (None, None, Some(0.0)));
        assert_eq!(found.pairs().count(), 6);
    }

    #[test]
    fn work_that_is_stopped_gives_nothing() {
        let work = Work::new(&|| true, &|_, _| {});
        assert_eq!(proximities(&presence_a(), ProximityOptions::default(), &work), Err(Stopped));
    }

    proptest! {
        #[test]
        fn symmetric_in_range_and_one_to_itself(presence in any_presence()) {
            for similarity in SIMILARITIES {
                let found = measured(&presence, similarity, Totals::Occurrences);
                for (one, other, value) in found.pairs() {
                    prop_assert_eq!(Some(value), found.get(other, one));
                    prop_assert!(value >= 0.0 && (similarity == Similarity::Association || value <= 1.0 + 1e-12));
                }
                for industry in (0..presence.industries()).filter(|i| presence.ubiquity(*i) > 0) {
                    let itself = found.get(industry, industry).unwrap();
                    prop_assert!(similarity == Similarity::Association || (itself - 1.0).abs() < 1e-12);
                }
            }
        }

        /// Numbering the industries the other way round and adding an industry and a region of their own changes no pair.
        #[test]
        fn relabelling_and_an_isolated_industry_change_nothing(presence in any_presence()) {
            let (regions, industries) = (presence.regions(), presence.industries());
            let pairs = (0..regions).flat_map(|r| presence.industries_of(r).map(move |i| (regions - r, industries - i)));
            let other = Presence::from_pairs(regions + 1, industries + 1, pairs.chain([(0, 0)])).unwrap();
            for (similarity, totals) in SIMILARITIES.iter().flat_map(|s| [(*s, Totals::Occurrences), (*s, Totals::CoOccurrences)]) {
                // The number of regions is part of the association by occurrences.
                if similarity != Similarity::Association || totals == Totals::CoOccurrences {
                    let (one, other) = (measured(&presence, similarity, totals), measured(&other, similarity, totals));
                    for (i, j, value) in one.pairs() {
                        prop_assert_eq!(Some(value), other.get(industries - i, industries - j));
                    }
                }
            }
        }
    }
}
