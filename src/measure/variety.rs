//! Variety: how many industries a region spreads over, and how far apart they are.
//!
//! - Entropy H = -sum s log2 s of the shares of its industries (C. E. Shannon, "A Mathematical Theory of Communication", 1948);
//! - unrelated variety UV: the entropy between groups of industries;
//! - related variety RV: the mean entropy within the groups, each weighted by its share, so that UV + RV = H
//!   (K. Frenken, F. van Oort and T. Verburg, "Related Variety, Unrelated Variety and Regional Economic Growth", Regional Studies
//!   41(5), 2007, 685-697: two-digit groups of five-digit industries).
//!
//! In bits, from 0 to the logarithm of the number of industries. An industry without any amount adds nothing; `None` in a region
//! without any amount.

use super::matrix::{Matrix, MatrixError, length};

/// A region's variety, in bits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Variety {
    /// The entropy over all industries.
    pub entropy: f64,
    /// The entropy between the groups.
    pub unrelated: f64,
    /// The entropy within the groups.
    pub related: f64,
}

/// The entropy of each region.
///
/// ```
/// use milieu::measure::matrix::Matrix;
/// use milieu::measure::variety::entropies;
/// let regions = Matrix::from_dense(3, 4, vec![1.0, 1.0, 1.0, 1.0, 0.0, 9.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0])?;
/// assert_eq!(entropies(&regions), [Some(2.0), Some(0.0), None]);
/// # Ok::<(), milieu::measure::matrix::MatrixError>(())
/// ```
pub fn entropies(regions: &Matrix) -> Vec<Option<f64>> {
    (0..regions.rows()).map(|region| regions.shares(region).map(entropy)).collect()
}

/// The variety of each region over industries in groups: `groups` has the number of each industry's group.
///
/// # Errors
/// When not every industry has a group.
///
/// ```
/// use milieu::measure::matrix::Matrix;
/// use milieu::measure::variety::varieties;
/// // Two industries of one group, and one of another that is as large as both.
/// let regions = Matrix::from_dense(1, 3, vec![1.0, 1.0, 2.0])?;
/// let variety = varieties(&regions, &[0, 0, 1])?[0].unwrap();
/// assert_eq!((variety.entropy, variety.unrelated, variety.related), (1.5, 1.0, 0.5));
/// # Ok::<(), milieu::measure::matrix::MatrixError>(())
/// ```
pub fn varieties(regions: &Matrix, groups: &[usize]) -> Result<Vec<Option<Variety>>, MatrixError> {
    length(regions.columns(), groups.len())?;
    // The groups by the order of their numbers, which may be far apart.
    let mut numbers = groups.to_vec();
    numbers.sort_unstable();
    numbers.dedup();
    let places: Vec<usize> = groups.iter().map(|group| numbers.partition_point(|number| number < group)).collect();
    let variety = |region| {
        let shares = regions.shares(region)?;
        let mut sums = vec![0.0; numbers.len()];
        for (share, place) in shares.clone().zip(&places) {
            sums[*place] += share;
        }
        let within = shares.clone().zip(&places).filter(|(share, _)| *share > 0.0);
        Some(Variety {
            entropy: entropy(shares),
            unrelated: entropy(sums.iter().copied()),
            related: within.map(|(share, place)| share * (sums[*place] / share).log2()).sum(),
        })
    };
    Ok((0..regions.rows()).map(variety).collect())
}

/// The entropy of shares that add up to 1, in bits.
pub(super) fn entropy(shares: impl Iterator<Item = f64>) -> f64 {
    let bits: f64 = shares.filter(|share| *share > 0.0).map(|share| -share * share.log2()).sum();
    // One share gives -0.
    if bits > 0.0 { bits } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::matrix::{any_matrix, matrix_a};
    use super::super::number::real;
    use super::*;

    /// As `EconGeo` gives them, to the three decimals that it keeps.
    #[test]
    fn matrix_a_as_published() {
        for (found, expected) in entropies(&matrix_a()).into_iter().zip([0.0, 1.319, 1.761, 1.766, 1.219]) {
            assert!((found.unwrap() - expected).abs() < 5e-4);
        }
    }

    #[test]
    fn every_industry_needs_a_group() {
        assert!(varieties(&matrix_a(), &[0, 0]).is_err());
        let far = varieties(&matrix_a(), &[7, usize::MAX, 7, 7, 7]).unwrap();
        assert_eq!(far[0], Some(Variety { entropy: 0.0, unrelated: 0.0, related: 0.0 }));
    }

    proptest! {
        #[test]
        fn within_and_between_add_up(regions in any_matrix(), groups in prop::collection::vec(0usize..4, 8)) {
            let groups = &groups[..regions.columns()];
            for variety in varieties(&regions, groups).unwrap().into_iter().flatten() {
                prop_assert!((variety.unrelated + variety.related - variety.entropy).abs() < 1e-9);
                prop_assert!(variety.unrelated >= 0.0 && variety.related >= 0.0);
                prop_assert!(variety.entropy <= real(regions.columns()).log2() + 1e-9);
            }
        }

        /// A group of its own for each industry: nothing is related. One group for all: nothing is unrelated.
        #[test]
        fn the_two_ends(regions in any_matrix()) {
            let apart: Vec<usize> = (0..regions.columns()).collect();
            let apart = varieties(&regions, &apart).unwrap().into_iter().flatten();
            let one = varieties(&regions, &vec![0; regions.columns()]).unwrap().into_iter().flatten();
            for (apart, one) in apart.zip(one) {
                prop_assert!(apart.related.abs() < 1e-9 && one.unrelated.abs() < 1e-9);
                prop_assert!((apart.unrelated - one.related).abs() < 1e-9);
            }
        }
    }
}
