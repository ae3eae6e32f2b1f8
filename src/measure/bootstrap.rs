//! Bootstrap: how far a number might lie elsewhere if the sample had been drawn again.
//!
//! The percentile interval of B. Efron ("Bootstrap Methods: Another Look at the Jackknife", The Annals of Statistics 7(1), 1979,
//! 1-26; Efron and R. J. Tibshirani, "An Introduction to the Bootstrap", 1993): samples as large as the first are drawn from it,
//! each value as likely as another and again and again; of what a statistic makes of them, the quantiles of
//! [type 7](super::quantile) that leave out the same at both ends. In the unit of the statistic.
//!
//! Each replicate has a stream of its own of a seeded generator (`ChaCha8`), so the numbers are the same for each number of threads.
//! What is missing is left out before. Values are taken to be drawn independently of each other.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::RngCore;

use super::number::{ratio, real};
use super::quantile::quantile;
use super::sample::random;
use super::work::{Stopped, Work};

/// How often and from where it is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BootstrapOptions {
    /// How many samples are drawn.
    pub replicates: usize,
    /// The share of them that the interval holds, between 0 and 1.
    pub level: f64,
    /// What the generator begins with.
    pub seed: u64,
}

impl Default for BootstrapOptions {
    fn default() -> Self {
        Self { replicates: 2_000, level: 0.95, seed: 0 }
    }
}

/// A number and where it might lie.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The statistic of the sample itself.
    pub estimate: f64,
    /// The lower bound.
    pub low: f64,
    /// The upper bound.
    pub high: f64,
    /// Replicates whose statistic is undefined; they are left out.
    pub undefined: usize,
}

/// The interval of any statistic of a sample.
///
/// `None` where the sample or its replicates have no such statistic, or the level is not between 0 and 1.
///
/// # Errors
/// When the work was stopped.
///
/// ```
/// use milieu::measure::bootstrap::{BootstrapOptions, bootstrap};
/// use milieu::measure::work::Work;
/// let largest = |sample: &[f64]| sample.iter().copied().max_by(f64::total_cmp);
/// let found = bootstrap(&[3.0, 8.0, 5.0, 1.0], largest, BootstrapOptions::default(), &Work::unwatched())?.unwrap();
/// assert_eq!((found.estimate, found.high), (8.0, 8.0));
/// # Ok::<(), milieu::measure::work::Stopped>(())
/// ```
pub fn bootstrap(
    sample: &[f64],
    statistic: impl Fn(&[f64]) -> Option<f64> + Sync,
    options: BootstrapOptions,
    work: &Work<'_>,
) -> Result<Option<Interval>, Stopped> {
    let defined = |sample: &[f64]| statistic(sample).filter(|value| value.is_finite());
    let Some(estimate) = defined(sample).filter(|_| options.level > 0.0 && options.level < 1.0) else {
        return Ok(None);
    };
    let chunks = work.chunks(options.replicates, REPLICATES, |replicates| {
        let mut drawn = Vec::with_capacity(sample.len());
        let one = |replicate: usize| {
            let mut stream = random(options.seed, replicate as u64);
            drawn.clear();
            drawn.extend((0..sample.len()).map(|_| sample[below(sample.len(), &mut stream)]));
            defined(&drawn)
        };
        replicates.filter_map(one).collect::<Vec<f64>>()
    })?;
    let mut values = chunks.concat();
    values.sort_by(f64::total_cmp);
    let tail = (1.0 - options.level) / 2.0;
    let bounds = quantile(&values, tail).zip(quantile(&values, 1.0 - tail));
    let undefined = options.replicates - values.len();
    Ok(bounds.map(|(low, high)| Interval { estimate, low, high, undefined }))
}

/// The interval of the mean of a sample.
///
/// # Errors
/// When the work was stopped.
///
/// ```
/// use milieu::measure::bootstrap::{BootstrapOptions, bootstrap_mean};
/// use milieu::measure::work::Work;
/// let found = bootstrap_mean(&[1.0, 2.0, 3.0, 6.0], BootstrapOptions::default(), &Work::unwatched())?.unwrap();
/// assert!(found.estimate == 3.0 && 1.0 <= found.low && found.low < 3.0 && 3.0 < found.high && found.high <= 6.0);
/// # Ok::<(), milieu::measure::work::Stopped>(())
/// ```
pub fn bootstrap_mean(sample: &[f64], options: BootstrapOptions, work: &Work<'_>) -> Result<Option<Interval>, Stopped> {
    bootstrap(sample, |sample| ratio(sample.iter().sum(), real(sample.len())), options, work)
}

/// The interval of a share: of `all`, those `having` something. From 0 to 1; `None` where there are none.
///
/// # Errors
/// When the work was stopped.
///
/// ```
/// use milieu::measure::bootstrap::{BootstrapOptions, bootstrap_share};
/// use milieu::measure::work::Work;
/// let found = bootstrap_share(30, 120, BootstrapOptions::default(), &Work::unwatched())?.unwrap();
/// assert!(found.estimate == 0.25 && 0.16 < found.low && found.high < 0.34);
/// # Ok::<(), milieu::measure::work::Stopped>(())
/// ```
pub fn bootstrap_share(
    having: usize,
    all: usize,
    options: BootstrapOptions,
    work: &Work<'_>,
) -> Result<Option<Interval>, Stopped> {
    let sample: Vec<f64> = (0..all).map(|place| if place < having { 1.0 } else { 0.0 }).collect();
    bootstrap_mean(&sample, options, work)
}

/// Replicates between two looks at whether to stop.
const REPLICATES: usize = 16;

/// A number from 0 to `bound` - 1; none is likelier than another by more than `bound` in 2^64.
fn below(bound: usize, random: &mut ChaCha8Rng) -> usize {
    let product = u128::from(random.next_u64()) * bound as u128;
    // Its upper half is below the bound.
    usize::try_from(product >> 64).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A share of 1/2 of 400 has the standard error 0.025, so the interval is near 0.5 - 1.96 and + 1.96 of it.
    #[test]
    fn near_the_normal_interval_of_a_large_sample() {
        let options = BootstrapOptions { replicates: 20_000, ..BootstrapOptions::default() };
        let found = bootstrap_share(200, 400, options, &Work::unwatched()).unwrap().unwrap();
        assert!((found.low - 0.451).abs() < 0.003 && (found.high - 0.549).abs() < 0.003, "{found:?}");
    }

    #[test]
    fn the_same_digits_for_each_number_of_threads() {
        let sample: Vec<f64> = (0_u8..50).map(|value| f64::from(value).sqrt()).collect();
        let drawn = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| bootstrap_mean(&sample, BootstrapOptions::default(), &Work::unwatched()))
        };
        assert_eq!(drawn(1), drawn(3));
        let other = BootstrapOptions { seed: 1, ..BootstrapOptions::default() };
        assert_ne!(drawn(1), bootstrap_mean(&sample, other, &Work::unwatched()));
    }

    #[test]
    fn what_has_no_interval() {
        let options = BootstrapOptions::default();
        assert_eq!(bootstrap_share(0, 0, options, &Work::unwatched()), Ok(None));
        assert_eq!(bootstrap_share(1, 2, BootstrapOptions { level: 1.0, ..options }, &Work::unwatched()), Ok(None));
        assert_eq!(bootstrap_share(1, 2, BootstrapOptions { replicates: 0, ..options }, &Work::unwatched()), Ok(None));
        let stopped = Work::new(&|| true, &|_, _| {});
        assert_eq!(bootstrap_share(1, 2, options, &stopped), Err(Stopped));
    }

    /// By hand: a sample of two equals is drawn in half of all cases, and has no such statistic.
    #[test]
    fn undefined_replicates_are_counted() {
        let apart = |sample: &[f64]| ratio(1.0, sample[0] - sample[1]);
        let found = bootstrap(&[1.0, 3.0], apart, BootstrapOptions::default(), &Work::unwatched()).unwrap().unwrap();
        assert!((900..1100).contains(&found.undefined) && found.high > 0.0, "{found:?}");
    }

    proptest! {
        #[test]
        fn within_the_sample_and_in_its_unit(sample in prop::collection::vec(-100i32..100, 1..30), level in 0.1f64..0.99) {
            let sample: Vec<f64> = sample.into_iter().map(f64::from).collect();
            let options = BootstrapOptions { replicates: 100, level, seed: 7 };
            let of = |sample: &[f64]| bootstrap_mean(sample, options, &Work::unwatched()).unwrap().unwrap();
            let (found, least) = (of(&sample), sample.iter().copied().fold(f64::INFINITY, f64::min));
            prop_assert!(least <= found.low && found.low <= found.high && found.undefined == 0);
            let doubled: Vec<f64> = sample.iter().map(|value| value * 2.0).collect();
            prop_assert_eq!(of(&doubled), Interval {
                estimate: found.estimate * 2.0, low: found.low * 2.0, high: found.high * 2.0, undefined: 0,
            });
        }
    }
}
