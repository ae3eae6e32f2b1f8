//! Specialisation: how much larger an industry is in a region than in the nation.
//!
//! The location quotient, in trade the index of revealed comparative advantage (B. Balassa, "Trade Liberalisation and 'Revealed'
//! Comparative Advantage", The Manchester School 33(2), 1965, 99-123): (`x_rc` / `x_r`) / (`x_c` / `x`), for an amount x of
//! industry c in region r. From 0, without unit; 1 is the national average. `None` in a region without any amount and for an
//! industry that the nation has not. An industry that the region alone has not is 0.

use super::matrix::{Cells, Matrix, MatrixError, valid_totals};
use super::number::ratio;
use super::presence::Presence;

/// What regions are held against.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct SpecialisationOptions<'a> {
    /// The nation's amounts by industry, where they are known better than by adding up the regions, whose small cells may be
    /// withheld; otherwise the regions are added up.
    pub national: Option<&'a [f64]>,
    /// The regions' amounts over all industries, where the table does not hold them all; otherwise the industries are added up.
    pub regional: Option<&'a [f64]>,
}

/// The location quotient of each industry in each region.
///
/// # Errors
/// When there are more or fewer totals than industries or regions, or one is missing or negative.
///
/// ```
/// use milieu::measure::matrix::Matrix;
/// use milieu::measure::specialisation::{SpecialisationOptions, location_quotients};
/// // Half of the first region works in wood, and a quarter of the nation.
/// let regions = Matrix::from_dense(2, 2, vec![50.0, 50.0, 0.0, 100.0])?;
/// let quotients = location_quotients(&regions, SpecialisationOptions::default())?;
/// assert_eq!(quotients.row(0), [Some(2.0), Some(0.5 / 0.75)]);
/// # Ok::<(), milieu::measure::matrix::MatrixError>(())
/// ```
pub fn location_quotients(regions: &Matrix, options: SpecialisationOptions<'_>) -> Result<Cells, MatrixError> {
    let national = regions.national_shares(options.national)?;
    let totals = options.regional.unwrap_or(regions.row_sums());
    valid_totals(regions.rows(), totals)?;
    let quotient = |amount: f64, total: f64, share: Option<f64>| ratio(ratio(amount, total)?, share?);
    let row =
        |row: usize| regions.row(row).iter().zip(&national).map(move |(x, share)| quotient(*x, totals[row], *share));
    Cells::new(regions.rows(), regions.columns(), (0..regions.rows()).flat_map(row).collect())
}

/// Which industries each region is specialised in: those whose quotient is at least `least`, in the literature 1.
///
/// Where there is no quotient there is no specialisation.
///
/// ```
/// use milieu::measure::matrix::Matrix;
/// use milieu::measure::specialisation::{SpecialisationOptions, location_quotients, specialised};
/// let regions = Matrix::from_dense(2, 2, vec![50.0, 50.0, 0.0, 100.0])?;
/// let quotients = location_quotients(&regions, SpecialisationOptions::default())?;
/// let presence = specialised(&quotients, 1.0);
/// assert!(presence.has(0, 0) && !presence.has(0, 1) && presence.has(1, 1));
/// # Ok::<(), milieu::measure::matrix::MatrixError>(())
/// ```
pub fn specialised(quotients: &Cells, least: f64) -> Presence {
    let at_least = |row: usize, column: usize| quotients.get(row, column).is_some_and(|quotient| quotient >= least);
    Presence::from_fn(quotients.rows(), quotients.columns(), at_least)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::matrix::{any_matrix, matrix_a};
    use super::*;

    fn quotients(regions: &Matrix) -> Cells {
        location_quotients(regions, SpecialisationOptions::default()).unwrap()
    }

    /// By hand: every region and every industry has a fifth of the whole, so a quotient is the share over 0.2. `EconGeo` gives
    /// the same.
    #[test]
    fn by_hand() {
        let found = quotients(&matrix_a());
        for (found, expected) in found.row(1).iter().zip([0.0, 0.75, 0.25, 3.5, 0.5]) {
            assert!((found.unwrap() - expected).abs() < 1e-12);
        }
        let presence = specialised(&found, 1.0);
        let row = |row: usize| (0..5).filter(|column| presence.has(row, *column)).collect::<Vec<_>>();
        assert_eq!(
            [row(0), row(1), row(2), row(3), row(4)],
            [vec![0], vec![3], vec![1, 3, 4], vec![1, 2, 4], vec![1, 2]]
        );
    }

    /// By hand: 10 of 40 in the region, 100 of 1000 in the nation; a nation without the second industry has no quotient for it.
    #[test]
    fn totals_that_are_known_better() {
        let region = Matrix::from_dense(1, 3, vec![10.0, 1.0, 29.0]).unwrap();
        let options = SpecialisationOptions { national: Some(&[100.0, 0.0, 900.0]), regional: None };
        let found = location_quotients(&region, options).unwrap();
        assert_eq!((found.get(0, 0), found.get(0, 1)), (Some(2.5), None));
        let options = SpecialisationOptions { regional: Some(&[100.0]), ..options };
        assert_eq!(location_quotients(&region, options).unwrap().get(0, 0), Some(1.0));
        let short = SpecialisationOptions { national: Some(&[1.0]), regional: None };
        assert_eq!(location_quotients(&region, short), Err(MatrixError::Length { expected: 3, found: 1 }));
    }

    proptest! {
        /// The quotients of a region, weighted by the nation's shares, add up to 1: what is above the average here is below it
        /// there.
        #[test]
        fn a_region_is_average_on_the_whole(regions in any_matrix()) {
            let found = quotients(&regions);
            for row in (0..regions.rows()).filter(|row| regions.row_sums()[*row] > 0.0) {
                let weighted = found.row(row).iter().zip(regions.column_sums());
                let sum: f64 = weighted.map(|(q, sum)| q.map_or(0.0, |q| q * sum / regions.total())).sum();
                prop_assert!((sum - 1.0).abs() < 1e-9);
            }
        }

        #[test]
        fn the_unit_changes_nothing(regions in any_matrix()) {
            let doubled = (0..regions.rows()).flat_map(|row| regions.row(row).iter().map(|value| value * 2.0)).collect();
            let doubled = Matrix::from_dense(regions.rows(), regions.columns(), doubled).unwrap();
            prop_assert_eq!(quotients(&regions), quotients(&doubled));
        }

        #[test]
        fn regions_and_industries_are_alike(regions in any_matrix()) {
            let (found, turned) = (quotients(&regions), quotients(&regions.transposed()));
            for (row, column) in (0..regions.rows()).flat_map(|row| (0..regions.columns()).map(move |column| (row, column))) {
                let (one, other) = (found.get(row, column), turned.get(column, row));
                prop_assert_eq!(one.is_some(), other.is_some());
                prop_assert!((one.unwrap_or(0.0) - other.unwrap_or(0.0)).abs() < 1e-9);
            }
        }
    }
}
