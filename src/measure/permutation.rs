//! Permutation tests: how a statistic of groups compares with what it is when the groups are dealt anew among the nodes.
//!
//! The ties and the sizes of the groups stay as they are; nodes without a group keep none. Each permutation has a random stream
//! of its own, so the same seed gives the same digits on any number of threads.

use rand::seq::SliceRandom;

use super::groups::NONE;
use super::number::real;
use super::sample::random;
use super::work::{Stopped, Work};

/// How many permutations, and of which seed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PermutationOptions {
    /// How often the groups are dealt; the least p is 1/(permutations + 1).
    pub permutations: usize,
    /// What the random numbers begin with.
    pub seed: u64,
}

impl Default for PermutationOptions {
    fn default() -> Self {
        Self { permutations: 999, seed: 1 }
    }
}

/// A statistic beside what it is under permutation.
///
/// Values of p count the observed statistic among the permuted ones: (as extreme + 1)/(permutations + 1), above 0 up to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Permuted {
    /// The mean of the permuted statistic.
    pub expected: f64,
    /// Its standard deviation, with n - 1.
    pub deviation: f64,
    /// (observed - expected)/deviation; `None` where the deviation is 0.
    pub z: Option<f64>,
    /// How often it is as high as observed, or higher.
    pub p_above: f64,
    /// How often it is as low as observed, or lower.
    pub p_below: f64,
    /// Twice the lesser of the two, 1 at most.
    pub p_two_sided: f64,
}

impl Permuted {
    /// `None` where there are fewer than two permuted values.
    fn of(observed: f64, permuted: &[f64]) -> Option<Self> {
        let n = real(permuted.len());
        if n < 2.0 {
            return None;
        }
        let expected = permuted.iter().sum::<f64>() / n;
        let deviation = (permuted.iter().map(|value| (value - expected).powi(2)).sum::<f64>() / (n - 1.0)).sqrt();
        let p = |extreme: &dyn Fn(f64) -> bool| {
            (real(permuted.iter().filter(|value| extreme(**value)).count()) + 1.0) / (n + 1.0)
        };
        let (p_above, p_below) = (p(&|value| value >= observed), p(&|value| value <= observed));
        Some(Self {
            expected,
            deviation,
            z: (deviation > 0.0).then(|| (observed - expected) / deviation),
            p_above,
            p_below,
            p_two_sided: (2.0 * p_above.min(p_below)).min(1.0),
        })
    }
}

/// Tests each of the statistics that `statistics` makes of the group of each node, against `observed`.
///
/// A statistic that is `None` is left out of its own test, which is `None` if fewer than two are left.
pub(super) fn test(
    groups: &[u32],
    observed: &[Option<f64>],
    options: PermutationOptions,
    statistics: impl Fn(&[u32]) -> Vec<Option<f64>> + Sync,
    work: &Work<'_>,
) -> Result<Vec<Option<Permuted>>, Stopped> {
    let members: Vec<usize> = (0..groups.len()).filter(|node| groups[*node] != NONE).collect();
    let dealt = work.chunks(options.permutations, 1, |permutation| {
        let mut labels: Vec<u32> = members.iter().map(|member| groups[*member]).collect();
        labels.shuffle(&mut random(options.seed, permutation.start as u64));
        let mut groups = groups.to_vec();
        for (&member, label) in members.iter().zip(labels) {
            groups[member] = label;
        }
        statistics(&groups)
    })?;
    let tests = observed.iter().enumerate().map(|(which, observed)| {
        let permuted: Vec<f64> = dealt.iter().filter_map(|statistics| statistics[which]).collect();
        Permuted::of((*observed)?, &permuted)
    });
    Ok(tests.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: mean 2, deviation 1; two of three are 2 or more, two are 2 or less.
    #[test]
    fn by_hand() {
        let test = Permuted::of(2.0, &[1.0, 2.0, 3.0]).unwrap();
        assert_eq!((test.expected, test.deviation, test.z), (2.0, 1.0, Some(0.0)));
        assert_eq!((test.p_above, test.p_below, test.p_two_sided), (0.75, 0.75, 1.0));
        assert_eq!(Permuted::of(5.0, &[4.0, 4.0]).unwrap().z, None);
        assert_eq!(Permuted::of(5.0, &[4.0]), None);
    }

    #[test]
    fn whoever_has_no_group_keeps_none() {
        let groups = [0, NONE, 1, 1];
        let statistics = |dealt: &[u32]| {
            assert_eq!(dealt[1], NONE);
            assert_eq!(dealt.iter().filter(|group| **group == 1).count(), 2);
            vec![Some(f64::from(dealt[0]))]
        };
        let options = PermutationOptions { permutations: 3000, seed: 7 };
        let test = |options| super::test(&groups, &[Some(0.0)], options, statistics, &Work::unwatched()).unwrap()[0];
        // One of the three labels is 0, so the mean of the first is 2/3, within three standard errors.
        let found = test(options).unwrap();
        assert!((found.expected - 2.0 / 3.0).abs() < 3.0 * (2.0 / 9.0 / 3000.0f64).sqrt(), "{found:?}");
        assert_eq!(test(options), Some(found));
        assert_ne!(test(PermutationOptions { seed: 8, ..options }), Some(found));
    }
}
