//! Absorptive capacity: a proxy for how well an actor recognises, assimilates and applies what is new.
//!
//! W. M. Cohen and D. A. Levinthal ("Absorptive Capacity: A New Perspective on Learning and Innovation", Administrative Science
//! Quarterly 35(1), 1990, 128-152) hold it to be a function of prior related knowledge. It is not seen, so it is told by indicators
//! that whoever uses it declares, each the more the better: share of engineers, expenditure on research, years of experience. The
//! paper gives no formula; this one is ours: the mean of the z-scores, (x - mean) / standard deviation over the actors that have
//! the indicator (of a population), of those indicators that an actor has. Without unit, 0 for the average actor.
//!
//! An indicator that does not vary says nothing and is nobody's. What is missing is left out, not filled in: [two
//! actors](AbsorptiveCapacity::indicators) may be told by different indicators.

use super::matrix::Cells;
use super::number::{mean_and_deviation, ratio, real};

/// How much has to be known of an actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AbsorptiveCapacityOptions {
    /// An actor with fewer indicators has no score.
    pub least: usize,
}

impl Default for AbsorptiveCapacityOptions {
    fn default() -> Self {
        Self { least: 1 }
    }
}

/// The proxy of an actor.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AbsorptiveCapacity {
    /// The mean z-score; `None` where too few indicators are known.
    pub score: Option<f64>,
    /// How many indicators tell it.
    pub indicators: usize,
}

/// The proxy of each actor: rows are actors and columns are indicators.
///
/// ```
/// use milieu::measure::absorptive_capacity::{AbsorptiveCapacityOptions, absorptive_capacities};
/// use milieu::measure::matrix::Cells;
/// let engineers_and_years = vec![Some(0.3), Some(10.0), Some(0.1), None, None, Some(20.0), None, None];
/// let actors = Cells::new(4, 2, engineers_and_years)?;
/// let found = absorptive_capacities(&actors, AbsorptiveCapacityOptions::default());
/// assert!(found[0].score.unwrap().abs() < 1e-12);
/// assert_eq!((found[0].indicators, found[1].indicators, found[3].score), (2, 1, None));
/// # Ok::<(), milieu::measure::matrix::MatrixError>(())
/// ```
pub fn absorptive_capacities(actors: &Cells, options: AbsorptiveCapacityOptions) -> Vec<AbsorptiveCapacity> {
    let scales: Vec<_> = (0..actors.columns())
        .map(|indicator| {
            let known = (0..actors.rows()).filter_map(move |actor| actors.get(actor, indicator));
            // Beside the values, the deviation of equal ones is what rounding leaves.
            mean_and_deviation(known).filter(|(mean, deviation)| *deviation > mean.abs() * 1e-12)
        })
        .collect();
    (0..actors.rows())
        .map(|actor| {
            let known = actors.row(actor).iter().zip(&scales);
            let scores = known.filter_map(|(value, scale)| (*scale).zip(*value).map(|((m, d), value)| (value - m) / d));
            let (count, sum) = scores.fold((0, 0.0), |(count, sum), score| (count + 1, sum + score));
            let score = ratio(sum, real(count)).filter(|_| count >= options.least);
            AbsorptiveCapacity { score, indicators: count }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn scores(actors: usize, indicators: usize, values: Vec<Option<f64>>) -> Vec<AbsorptiveCapacity> {
        let cells = Cells::new(actors, indicators, values).unwrap();
        absorptive_capacities(&cells, AbsorptiveCapacityOptions::default())
    }

    /// By hand: 1, 2, 3 have the deviation sqrt(2/3); the second indicator, known of two actors, gives 1 and -1; the third is the
    /// same for all.
    #[test]
    fn by_hand() {
        let values =
            [[Some(1.0), Some(8.0), Some(5.1)], [Some(2.0), None, Some(5.1)], [Some(3.0), Some(4.0), Some(5.1)]];
        let found = scores(3, 3, values.concat());
        let z = 1.5_f64.sqrt();
        for (found, (score, count)) in found.iter().zip([((1.0 - z) / 2.0, 2), (0.0, 1), ((z - 1.0) / 2.0, 2)]) {
            assert!((found.score.unwrap() - score).abs() < 1e-12);
            assert_eq!(found.indicators, count);
        }
        let cells = Cells::new(3, 3, values.concat()).unwrap();
        let strict = absorptive_capacities(&cells, AbsorptiveCapacityOptions { least: 2 });
        assert_eq!(strict.iter().map(|one| one.score.is_some()).collect::<Vec<_>>(), [true, false, true]);
    }

    proptest! {
        /// Where all is known, the actors' mean is 0; units and zero points do not count, nor does the order of actors.
        #[test]
        fn units_change_nothing(values in prop::collection::vec(-50i32..50, 12), factor in 1u32..9, zero in -9i32..9) {
            let all: Vec<Option<f64>> = values.iter().map(|value| Some(f64::from(*value))).collect();
            let other = all.iter().map(|value| value.map(|value| value * f64::from(factor) + f64::from(zero)));
            let turned = other.collect::<Vec<_>>().chunks(3).rev().flatten().copied().collect();
            let (one, other) = (scores(4, 3, all), scores(4, 3, turned));
            for (one, other) in one.iter().zip(other.iter().rev()) {
                prop_assert_eq!(one.indicators, other.indicators);
                prop_assert!((one.score.unwrap_or(0.0) - other.score.unwrap_or(0.0)).abs() < 1e-9);
            }
            prop_assert!(one.iter().filter_map(|one| one.score).sum::<f64>().abs() < 1e-9);
        }
    }
}
