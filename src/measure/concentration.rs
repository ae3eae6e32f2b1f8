//! Concentration: whether a region's activity lies in few industries, and how unlike the nation it is.
//!
//! For a region r with the share `s_c` of industry c, the nation's share `n_c`, and the quotient `LQ_c = s_c / n_c`:
//!
//! - [Herfindahl](herfindahl) sum s², from 1/n to 1 (O. C. Herfindahl, "Concentration in the Steel Industry", Columbia
//!   University, 1950); [normalised](normalised_herfindahl) (H - 1/n) / (1 - 1/n), from 0 to 1;
//! - [Krugman](krugman) sum |s - n|, from 0 (as the nation) towards 2 (P. Krugman, "Geography and Trade", MIT Press, 1991);
//!   half of it is the coefficient of specialisation of Hoover;
//! - [Hachman](hachman) 1 / sum(LQ s), from 0 to 1 (as the nation); its inverse is the mean quotient, each weighted by its share.
//!
//! None has a unit. `None` in a region without any amount. Of a [transposed](super::matrix::Matrix::transposed) table they say
//! whether an industry lies in few regions.

use super::matrix::{Matrix, MatrixError};
use super::number::{ratio, real};

/// What regions are held against.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct ConcentrationOptions<'a> {
    /// The nation's amounts by industry; otherwise the regions are added up.
    pub national: Option<&'a [f64]>,
}

/// The Herfindahl index of each region.
///
/// ```
/// use milieu::measure::concentration::herfindahl;
/// use milieu::measure::matrix::Matrix;
/// let regions = Matrix::from_dense(3, 2, vec![5.0, 5.0, 0.0, 7.0, 0.0, 0.0])?;
/// assert_eq!(herfindahl(&regions), [Some(0.5), Some(1.0), None]);
/// # Ok::<(), milieu::measure::matrix::MatrixError>(())
/// ```
pub fn herfindahl(regions: &Matrix) -> Vec<Option<f64>> {
    let index = |region| regions.shares(region).map(|shares| shares.map(|share| share * share).sum());
    (0..regions.rows()).map(index).collect()
}

/// The Herfindahl index of each region, 0 where the table's industries are equal and 1 where there is one; `None` for all where
/// the table has fewer than two industries.
///
/// ```
/// use milieu::measure::concentration::normalised_herfindahl;
/// use milieu::measure::matrix::Matrix;
/// let regions = Matrix::from_dense(2, 2, vec![5.0, 5.0, 0.0, 7.0])?;
/// assert_eq!(normalised_herfindahl(&regions), [Some(0.0), Some(1.0)]);
/// # Ok::<(), milieu::measure::matrix::MatrixError>(())
/// ```
pub fn normalised_herfindahl(regions: &Matrix) -> Vec<Option<f64>> {
    let least = 1.0 / real(regions.columns());
    herfindahl(regions).into_iter().map(|index| ratio(index? - least, 1.0 - least)).collect()
}

/// The Krugman index of each region.
///
/// # Errors
/// When there are more or fewer national totals than industries, or one is missing or negative.
///
/// ```
/// use milieu::measure::concentration::{ConcentrationOptions, krugman};
/// use milieu::measure::matrix::Matrix;
/// let regions = Matrix::from_dense(2, 2, vec![6.0, 0.0, 0.0, 6.0])?;
/// assert_eq!(krugman(&regions, ConcentrationOptions::default())?, [Some(1.0), Some(1.0)]);
/// # Ok::<(), milieu::measure::matrix::MatrixError>(())
/// ```
pub fn krugman(regions: &Matrix, options: ConcentrationOptions<'_>) -> Result<Vec<Option<f64>>, MatrixError> {
    over_the_nation(regions, options, |share, national| Some((share - national).abs()))
}

/// The Hachman index of each region; `None` too where a region has an industry that the national totals have not.
///
/// # Errors
/// When there are more or fewer national totals than industries, or one is missing or negative.
///
/// ```
/// use milieu::measure::concentration::{ConcentrationOptions, hachman};
/// use milieu::measure::matrix::Matrix;
/// let regions = Matrix::from_dense(2, 2, vec![6.0, 0.0, 0.0, 6.0])?;
/// assert_eq!(hachman(&regions, ConcentrationOptions::default())?, [Some(0.5), Some(0.5)]);
/// # Ok::<(), milieu::measure::matrix::MatrixError>(())
/// ```
pub fn hachman(regions: &Matrix, options: ConcentrationOptions<'_>) -> Result<Vec<Option<f64>>, MatrixError> {
    let weighted = |share: f64, national: f64| if share > 0.0 { ratio(share * share, national) } else { Some(0.0) };
    let sums = over_the_nation(regions, options, weighted)?;
    Ok(sums.into_iter().map(|sum| ratio(1.0, sum?)).collect())
}

/// The sum of `of` over the industries of each region, given the region's and the nation's share.
fn over_the_nation(
    regions: &Matrix,
    options: ConcentrationOptions<'_>,
    of: impl Fn(f64, f64) -> Option<f64>,
) -> Result<Vec<Option<f64>>, MatrixError> {
    let national = regions.national_shares(options.national)?;
    let sum = |region| {
        let pairs = regions.shares(region)?.zip(&national);
        pairs.map(|(share, national)| of(share, (*national)?)).sum::<Option<f64>>()
    };
    Ok((0..regions.rows()).map(sum).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::matrix::{any_matrix, matrix_a};
    use super::*;

    fn close(found: &[Option<f64>], expected: &[f64]) {
        assert_eq!(found.len(), expected.len());
        for (found, expected) in found.iter().zip(expected) {
            assert!((found.unwrap() - expected).abs() < 5e-5, "{found:?} for {expected}");
        }
    }

    /// By hand for the second region, .15 .05 .7 .1: .0225 + .0025 + .49 + .01; .2 + .05 + .15 + .5 + .1; .2 / .525. The others
    /// as `EconGeo` gives them.
    #[test]
    fn matrix_a_by_hand_and_as_published() {
        let (regions, options) = (matrix_a(), ConcentrationOptions::default());
        close(&herfindahl(&regions), &[1.0, 0.525, 0.34, 0.315, 0.465]);
        close(&normalised_herfindahl(&regions), &[1.0, 0.40625, 0.175, 0.14375, 0.33125]);
        close(&krugman(&regions, options).unwrap(), &[1.6, 1.0, 0.6, 0.7, 1.1]);
        close(&hachman(&regions, options).unwrap(), &[0.2, 0.38095, 0.58824, 0.63492, 0.43011]);
    }

    #[test]
    fn held_against_totals_that_are_given() {
        let region = Matrix::from_dense(1, 2, vec![1.0, 1.0]).unwrap();
        let of = |national| ConcentrationOptions { national };
        // By hand: |.5 - .25| + |.5 - .75| and 1 / (.25 / .25 + .25 / .75).
        close(&krugman(&region, of(Some(&[1.0, 3.0]))).unwrap(), &[0.5]);
        close(&hachman(&region, of(Some(&[1.0, 3.0]))).unwrap(), &[0.75]);
        assert_eq!(hachman(&region, of(Some(&[0.0, 3.0]))), Ok(vec![None]));
        assert_eq!(krugman(&region, of(Some(&[0.0, 0.0]))), Ok(vec![None]));
        assert!(krugman(&region, of(Some(&[1.0]))).is_err());
        assert_eq!(normalised_herfindahl(&Matrix::from_dense(1, 1, vec![1.0]).unwrap()), [None]);
    }

    proptest! {
        #[test]
        fn within_their_ranges(regions in any_matrix()) {
            let options = ConcentrationOptions::default();
            let all = [
                (herfindahl(&regions), 1.0 / real(regions.columns()), 1.0),
                (normalised_herfindahl(&regions), 0.0, 1.0),
                (krugman(&regions, options).unwrap(), 0.0, 2.0),
                (hachman(&regions, options).unwrap(), 0.0, 1.0),
            ];
            for (found, least, most) in all {
                prop_assert!(found.into_iter().flatten().all(|value| (least - 1e-9..=most + 1e-9).contains(&value)));
            }
        }

        #[test]
        fn the_order_of_industries_changes_nothing(regions in any_matrix()) {
            let turned = (0..regions.rows()).flat_map(|row| regions.row(row).iter().rev().copied()).collect();
            let turned = Matrix::from_dense(regions.rows(), regions.columns(), turned).unwrap();
            let options = ConcentrationOptions::default();
            let both = [
                (herfindahl(&regions), herfindahl(&turned)),
                (krugman(&regions, options).unwrap(), krugman(&turned, options).unwrap()),
                (hachman(&regions, options).unwrap(), hachman(&turned, options).unwrap()),
            ];
            for (one, other) in both.iter().flat_map(|(one, other)| one.iter().zip(other)) {
                prop_assert_eq!(one.is_some(), other.is_some());
                prop_assert!((one.unwrap_or(0.0) - other.unwrap_or(0.0)).abs() < 1e-9);
            }
        }
    }
}
