//! Quantiles of a sample.
//!
//! Type 7 of R. J. Hyndman and Y. Fan, "Sample Quantiles in Statistical Packages", The American Statistician 50(4), 1996,
//! 361-365: what R, `NumPy` and spreadsheets give by default.

/// The `p`-quantile of `sorted`, by linear interpolation between the values at `(n - 1) p` (type 7).
///
/// In the unit of the values, between the least and the greatest of them. `sorted` ascends and holds no NaN: what is missing is
/// left out before. `None` when it is empty or `p` is not from 0 to 1.
///
/// ```
/// use milieu::measure::quantile::quantile;
/// assert_eq!(quantile(&[1.0, 2.0, 3.0, 4.0], 0.75), Some(3.25));
/// assert_eq!(quantile(&[], 0.5), None);
/// ```
pub fn quantile(sorted: &[f64], p: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    if !(0.0..=1.0).contains(&p) {
        return None;
    }
    // A sample never has 2^53 values, nor is the place in it negative.
    #[expect(clippy::cast_precision_loss)]
    let place = last as f64 * p;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let below = place.floor() as usize;
    let above = (below + 1).min(last);
    Some(sorted[below] + (place - place.floor()) * (sorted[above] - sorted[below]))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// By hand: n = 5, so the place of 0.4 is 1.6, between 20 and 35.
    #[test]
    fn by_hand() {
        let sample = [15.0, 20.0, 35.0, 40.0, 50.0];
        assert!((quantile(&sample, 0.4).unwrap() - 29.0).abs() < 1e-12);
        assert_eq!(quantile(&sample, 0.0), Some(15.0));
        assert_eq!(quantile(&sample, 1.0), Some(50.0));
        assert_eq!(quantile(&sample, 1.1), None);
        assert_eq!(quantile(&[7.0], 0.3), Some(7.0));
    }

    proptest! {
        #[test]
        fn it_lies_within_the_sample_and_grows_with_p(mut sample in prop::collection::vec(-1e6f64..1e6, 1..40), p in 0.0f64..0.9) {
            sample.sort_by(f64::total_cmp);
            let (low, high) = (quantile(&sample, p).unwrap(), quantile(&sample, p + 0.1).unwrap());
            prop_assert!(sample[0] <= low && low <= high && high <= sample[sample.len() - 1]);
        }
    }
}
