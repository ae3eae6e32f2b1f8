//! Fitness of regions and complexity of industries, not linear.
//!
//! A region is as fit as its industries are complex, added up; an industry is as complex as its least fit region lets it be
//! (A. Tacchella, M. Cristelli, G. Caldarelli, A. Gabrielli and L. Pietronero, "A New Metrics for Countries' Fitness and Products'
//! Complexity", Scientific Reports 2, 2012, 723): from 1 for all, F = sum over c of `M_rc` Q, Q = 1 / sum over r of `M_rc` / F, both
//! from the values before, each over its mean after each step. From 0, without unit, with mean 1. `None` for a region without
//! industries and an industry without regions.
//!
//! Some values may go to 0 for ever, ever more slowly (E. Pugliese, A. Zaccaria and L. Pietronero, "On the convergence of the
//! Fitness-Complexity Algorithm", European Physical Journal Special Topics 225, 2016): [`Fitness::change`] says what the last step
//! still did. Their order is settled long before.

use super::number::real;
use super::presence::Presence;

/// When the steps end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FitnessOptions {
    /// After this many at most.
    pub steps: usize,
    /// When no value changes by more.
    pub tolerance: f64,
}

impl Default for FitnessOptions {
    fn default() -> Self {
        Self { steps: 1000, tolerance: 1e-10 }
    }
}

/// The fixed point, or what is near it.
#[derive(Debug, Clone, PartialEq)]
pub struct Fitness {
    /// The fitness of each region.
    pub regions: Vec<Option<f64>>,
    /// The complexity of each industry.
    pub industries: Vec<Option<f64>>,
    /// How many steps were made.
    pub steps: usize,
    /// The largest change of a value in the last step.
    pub change: f64,
}

/// The fitness of regions and the complexity of industries.
///
/// ```
/// use milieu::measure::fitness::{FitnessOptions, fitness};
/// use milieu::measure::presence::Presence;
/// let presence = Presence::from_pairs(3, 2, [(0, 0), (0, 1), (1, 0)])?;
/// // By hand: F = 2, 1 and Q = 1/2, 1, each over its mean.
/// let first = fitness(&presence, FitnessOptions { steps: 1, ..FitnessOptions::default() });
/// assert_eq!(first.regions, [Some(4.0 / 3.0), Some(2.0 / 3.0), None]);
/// assert_eq!(first.industries, [Some(2.0 / 3.0), Some(4.0 / 3.0)]);
/// # Ok::<(), milieu::measure::matrix::MatrixError>(())
/// ```
pub fn fitness(presence: &Presence, options: FitnessOptions) -> Fitness {
    let has: Vec<Vec<usize>> = (0..presence.regions()).map(|region| presence.industries_of(region).collect()).collect();
    let mut regions: Vec<f64> = has.iter().map(|industries| if industries.is_empty() { 0.0 } else { 1.0 }).collect();
    let present = |industry: usize| presence.ubiquity(industry) > 0;
    let mut industries: Vec<f64> =
        (0..presence.industries()).map(|industry| if present(industry) { 1.0 } else { 0.0 }).collect();
    let (mut steps, mut change) = (0, 0.0);
    while steps < options.steps {
        let mut fit: Vec<f64> = has.iter().map(|own| own.iter().map(|i| industries[*i]).sum()).collect();
        let mut burden = vec![0.0; industries.len()];
        for (own, fitness) in has.iter().zip(&regions) {
            for industry in own {
                burden[*industry] += 1.0 / fitness;
            }
        }
        let mut complex: Vec<f64> =
            burden.iter().enumerate().map(|(i, burden)| if present(i) { 1.0 / burden } else { 0.0 }).collect();
        let ones =
            (has.iter().filter(|own| !own.is_empty()).count(), (0..complex.len()).filter(|i| present(*i)).count());
        // Nothing is present, or all is so near 0 that no step can be made.
        if !over_mean(&mut fit, ones.0) || !over_mean(&mut complex, ones.1) {
            break;
        }
        change = largest_change(&regions, &fit).max(largest_change(&industries, &complex));
        (regions, industries) = (fit, complex);
        steps += 1;
        if change <= options.tolerance {
            break;
        }
    }
    let regions = regions.into_iter().zip(&has).map(|(fitness, own)| (!own.is_empty()).then_some(fitness)).collect();
    let industries =
        industries.into_iter().enumerate().map(|(i, complexity)| present(i).then_some(complexity)).collect();
    Fitness { regions, industries, steps, change }
}

/// Whether the values could be divided by their mean over `count`.
fn over_mean(values: &mut [f64], count: usize) -> bool {
    let mean = values.iter().sum::<f64>() / real(count);
    for value in values {
        *value /= mean;
    }
    mean.is_normal()
}

fn largest_change(before: &[f64], after: &[f64]) -> f64 {
    before.iter().zip(after).map(|(before, after)| (before - after).abs()).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::presence::any_presence;
    use super::*;

    fn close(found: &[Option<f64>], expected: &[f64]) {
        assert_eq!(found.len(), expected.len());
        assert!(
            found.iter().zip(expected).all(|(found, expected)| (found.unwrap() - expected).abs() < 1e-12),
            "{found:?}"
        );
    }

    /// By hand, the second step after that of the example: F = 2/3 + 4/3, 2/3 over 4/3; Q = 1 / (3/4 + 3/2), 1 / (3/4) over 8/9.
    #[test]
    fn by_hand() {
        let presence = Presence::from_pairs(2, 2, [(0, 0), (0, 1), (1, 0)]).unwrap();
        let second = fitness(&presence, FitnessOptions { steps: 2, tolerance: 0.0 });
        close(&second.regions, &[1.5, 0.5]);
        close(&second.industries, &[0.5, 1.5]);
        assert_eq!(second.steps, 2);
    }

    /// Where all regions have all, nothing is fitter; the fixed point is where it begins.
    #[test]
    fn all_alike() {
        let found = fitness(&Presence::from_fn(3, 4, |_, _| true), FitnessOptions::default());
        close(&found.regions, &[1.0; 3]);
        close(&found.industries, &[1.0; 4]);
        assert_eq!(found.steps, 1);
        let none = fitness(&Presence::from_pairs(2, 1, []).unwrap(), FitnessOptions::default());
        assert_eq!((none.regions, none.industries, none.steps), (vec![None; 2], vec![None], 0));
    }

    proptest! {
        #[test]
        fn means_are_one_and_numbers_do_not_matter(presence in any_presence(), steps in 1usize..50) {
            let (regions, industries) = (presence.regions(), presence.industries());
            let pairs = (0..regions).flat_map(|r| presence.industries_of(r).map(move |i| (regions - r, industries - i)));
            let other = Presence::from_pairs(regions + 1, industries + 1, pairs).unwrap();
            let options = FitnessOptions { steps, tolerance: 0.0 };
            let (one, other) = (fitness(&presence, options), fitness(&other, options));
            for values in [&one.regions, &one.industries] {
                let known: Vec<f64> = values.iter().flatten().copied().collect();
                prop_assert!(known.is_empty() || (known.iter().sum::<f64>() / real(known.len()) - 1.0).abs() < 1e-9);
            }
            for (one, other) in one.regions.iter().rev().zip(&other.regions[1..]) {
                prop_assert_eq!(one.is_some(), other.is_some());
                prop_assert!((one.unwrap_or(0.0) - other.unwrap_or(0.0)).abs() < 1e-9);
            }
        }
    }
}
