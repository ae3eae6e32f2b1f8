//! Gini coefficients of place: whether an industry is spread over the regions as everything else is.
//!
//! - [Hoover's](hoover_gini): the Gini coefficient of the curve that adds up the regions' shares of the industry over their shares
//!   of the whole, regions in ascending order of their location quotient (E. M. Hoover, "The Measurement of Industrial
//!   Localization", Review of Economics and Statistics 18(4), 1936, 162-171). From 0 (spread as the whole) towards 1 (all of it in
//!   the smallest region);
//! - [of location quotients](locational_gini): D / (4 m), where D is the mean absolute difference between the quotients of all
//!   n² ordered pairs of regions and m is their mean (Y. Kim, D. L. Barkley and M. S. Henry, "Industry Characteristics Linked to
//!   Establishment Concentrations in Nonmetropolitan Areas", Journal of Regional Science 40(2), 2000, 234-259). Each region weighs
//!   the same. From 0 to (n - 1) / 2n. The paper divides by n (n - 1); we divide by n², as `EconGeo` does.
//!
//! Neither has a unit. `None` for an industry that no region has; regions without any amount are left out.

use super::matrix::Matrix;
use super::number::ratio;

/// Hoover's Gini coefficient of each industry.
///
/// ```
/// use milieu::measure::gini::hoover_gini;
/// use milieu::measure::matrix::Matrix;
/// // The first industry lies in one of two regions alike.
/// let regions = Matrix::from_dense(2, 3, vec![2.0, 1.0, 0.0, 0.0, 3.0, 0.0])?;
/// assert_eq!(hoover_gini(&regions), [Some(0.5), Some(0.25), None]);
/// # Ok::<(), milieu::measure::matrix::MatrixError>(())
/// ```
pub fn hoover_gini(regions: &Matrix) -> Vec<Option<f64>> {
    (0..regions.columns())
        .map(|industry| {
            // Both curves run from 0 to 1; twice the area between them is 1 less twice the area below the lower.
            let (mut below, mut reached) = (0.0, 0.0);
            for (quotient, weight) in by_quotient(regions, industry)? {
                let share = quotient * weight;
                below += weight * (2.0 * reached + share);
                reached += share;
            }
            Some(1.0 - below)
        })
        .collect()
}

/// The Gini coefficient of each industry's location quotients.
///
/// ```
/// use milieu::measure::gini::locational_gini;
/// use milieu::measure::matrix::Matrix;
/// // By hand: the quotients are 2 and 0; D = (2 + 2) / 4 and m = 1.
/// let regions = Matrix::from_dense(2, 2, vec![2.0, 0.0, 0.0, 2.0])?;
/// assert_eq!(locational_gini(&regions), [Some(0.25), Some(0.25)]);
/// # Ok::<(), milieu::measure::matrix::MatrixError>(())
/// ```
pub fn locational_gini(regions: &Matrix) -> Vec<Option<f64>> {
    (0..regions.columns())
        .map(|industry| {
            let quotients = by_quotient(regions, industry)?;
            let (mut differences, mut sum, mut count) = (0.0, 0.0, 0.0);
            for (quotient, _) in quotients {
                // It is the larger one in as many pairs as there are before it.
                differences += quotient * count - sum;
                sum += quotient;
                count += 1.0;
            }
            ratio(2.0 * differences / (count * count), 4.0 * sum / count)
        })
        .collect()
}

/// The quotient of an industry in each region with that region's share of the whole, ascending by quotient.
fn by_quotient(regions: &Matrix, industry: usize) -> Option<Vec<(f64, f64)>> {
    let share = ratio(regions.column_sums()[industry], regions.total()).filter(|share| *share > 0.0)?;
    let with_any = (0..regions.rows()).filter(|region| regions.row_sums()[*region] > 0.0);
    let mut quotients: Vec<(f64, f64)> = with_any
        .map(|region| {
            let sum = regions.row_sums()[region];
            (regions.get(region, industry) / sum / share, sum / regions.total())
        })
        .collect();
    quotients.sort_by(|one, other| one.0.total_cmp(&other.0));
    Some(quotients)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::matrix::{any_matrix, matrix_a};
    use super::*;

    /// By hand for the second industry, whose quotients are 0, .75, 1, 1.25, 2: the ten differences add up to 9, so 18 / 25 / 4.
    /// The others as `EconGeo` gives them.
    #[test]
    fn matrix_a_by_hand_and_as_published() {
        for (found, expected) in locational_gini(&matrix_a()).into_iter().zip([0.4, 0.18, 0.27, 0.31, 0.28]) {
            assert!((found.unwrap() - expected).abs() < 1e-12);
        }
        // Five regions of one size: by hand, the area below the first curve is a tenth.
        assert!((hoover_gini(&matrix_a())[0].unwrap() - 0.8).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn within_their_ranges_whatever_the_order(regions in any_matrix()) {
            let turned = (0..regions.rows()).rev().flat_map(|row| regions.row(row).to_vec()).collect();
            let turned = Matrix::from_dense(regions.rows(), regions.columns(), turned).unwrap();
            for (measure, most) in [(hoover_gini as fn(&Matrix) -> Vec<Option<f64>>, 1.0), (locational_gini, 0.5)] {
                for (one, other) in measure(&regions).into_iter().zip(measure(&turned)) {
                    prop_assert_eq!(one.is_some(), other.is_some());
                    prop_assert!((one.unwrap_or(0.0) - other.unwrap_or(0.0)).abs() < 1e-9);
                    prop_assert!((-1e-9..=most).contains(&one.unwrap_or(0.0)));
                }
            }
        }

        /// Splitting a region in two that are alike leaves the curve as it is; a region without anything is left out.
        #[test]
        fn hoovers_does_not_ask_how_regions_are_cut(regions in any_matrix()) {
            let halves = regions.row(0).iter().map(|value| value / 2.0);
            let rest = (1..regions.rows()).flat_map(|row| regions.row(row).to_vec());
            let nothing = vec![0.0; regions.columns()];
            let cut = halves.clone().chain(halves).chain(rest).chain(nothing).collect();
            let cut = Matrix::from_dense(regions.rows() + 2, regions.columns(), cut).unwrap();
            for (one, other) in hoover_gini(&regions).into_iter().zip(hoover_gini(&cut)) {
                prop_assert!((one.unwrap_or(0.0) - other.unwrap_or(0.0)).abs() < 1e-9);
            }
        }
    }
}
