//! Triple and quadruple helix: how far the dimensions of a system of innovation reduce each other's uncertainty.
//!
//! T = `H_u` + `H_i` + `H_g` - `H_ui` - `H_ig` - `H_ug` + `H_uig`, over the joint entropies H of actors by category in three dimensions
//! (university, industry and government; or place, industry and size of firms), in bits (L. Leydesdorff, "The mutual information
//! of university-industry-government relations: An indicator of the Triple Helix dynamics", Scientometrics 58(2), 2003, 445-467).
//! Negative values are synergy: the three together tell more than each two. Positive values are redundancy.
//!
//! Over four dimensions the signs of the joint entropies go on alternating, and with them turns what the sign of T means: there
//! synergy of all four is positive. Over two, T is the mutual information.
//!
//! An actor that lacks a category is left out by whoever counts; a count of 0 adds nothing.

use std::collections::BTreeMap;

use super::variety::entropy;

/// Counts that cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("count {place} is missing or negative")]
pub struct HelixError {
    /// Its place among the observations, from 0.
    pub place: usize,
}

/// What the dimensions tell of each other.
#[derive(Debug, Clone, PartialEq)]
pub struct Helix {
    /// T, in bits.
    pub transmission: f64,
    /// The joint entropy of each set of dimensions, in bits: that of dimensions 0 and 2 is at 0b101, that of none at 0.
    pub entropies: Vec<f64>,
}

/// The transmission among D dimensions, from the categories of each observation and its count.
///
/// `None` where the counts add up to 0.
///
/// # Errors
/// When a count is missing or negative.
///
/// ```
/// use milieu::measure::helix::helix;
/// // The third is 1 where the other two differ: no two tell anything of each other, all three one bit.
/// let found = helix([([0, 0, 0], 1.0), ([0, 1, 1], 1.0), ([1, 0, 1], 1.0), ([1, 1, 0], 1.0)])?.unwrap();
/// assert_eq!((found.transmission, found.entropies[0b011]), (-1.0, 2.0));
/// # Ok::<(), milieu::measure::helix::HelixError>(())
/// ```
pub fn helix<const D: usize>(
    observations: impl IntoIterator<Item = ([usize; D], f64)>,
) -> Result<Option<Helix>, HelixError> {
    let mut joint: BTreeMap<[usize; D], f64> = BTreeMap::new();
    for (place, (categories, count)) in observations.into_iter().enumerate() {
        if !count.is_finite() || count < 0.0 {
            return Err(HelixError { place });
        }
        *joint.entry(categories).or_default() += count;
    }
    let total: f64 = joint.values().sum();
    if total <= 0.0 {
        return Ok(None);
    }
    let entropies: Vec<f64> = (0..1_usize << D).map(|set| joint_entropy(&joint, set, total)).collect();
    let signed = |(set, entropy): (usize, &f64)| if set.count_ones() % 2 == 1 { *entropy } else { -entropy };
    let transmission = entropies.iter().enumerate().skip(1).map(signed).sum();
    Ok(Some(Helix { transmission, entropies }))
}

/// The entropy of the dimensions in `set`, the others taken together.
fn joint_entropy<const D: usize>(joint: &BTreeMap<[usize; D], f64>, set: usize, total: f64) -> f64 {
    let mut counts: BTreeMap<[usize; D], f64> = BTreeMap::new();
    for (categories, count) in joint {
        let kept = std::array::from_fn(|dimension| if set >> dimension & 1 == 1 { categories[dimension] } else { 0 });
        *counts.entry(kept).or_default() += count;
    }
    entropy(counts.into_values().map(|count| count / total))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn transmission<const D: usize>(observations: &[([usize; D], f64)]) -> f64 {
        helix(observations.iter().copied()).unwrap().unwrap().transmission
    }

    /// By hand: three identical fair bits have each entropy 1, 3 - 3 + 1; three independent ones 3 - 6 + 3.
    #[test]
    fn by_hand() {
        assert!((transmission(&[([0, 0, 0], 5.0), ([1, 1, 1], 5.0)]) - 1.0).abs() < 1e-12);
        let cube: Vec<_> = (0..8).map(|n| ([n & 1, n >> 1 & 1, n >> 2], 2.0)).collect();
        assert!(transmission(&cube).abs() < 1e-12);
    }

    /// By hand: four bits of which each is the parity of the others have 1, 2, 3 and 3 bits, 4 - 12 + 12 - 3; two identical fair
    /// bits share one.
    #[test]
    fn four_dimensions_and_two() {
        let parity: Vec<_> =
            (0..8_usize).map(|n| ([n & 1, n >> 1 & 1, n >> 2, n.count_ones() as usize % 2], 1.0)).collect();
        assert!((transmission(&parity) - 1.0).abs() < 1e-12);
        assert!((transmission(&[([0, 0], 1.0), ([1, 1], 1.0)]) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn counts_that_cannot_be_taken() {
        assert_eq!(helix([([0, 0, 0], 1.0), ([0, 0, 1], f64::NAN)]), Err(HelixError { place: 1 }));
        assert_eq!(helix([([0, 0, 0], -1.0)]), Err(HelixError { place: 0 }));
        assert_eq!(helix([([0, 0, 0], 0.0)]), Ok(None));
    }

    proptest! {
        /// Neither the unit, nor the order of dimensions, nor the numbers of categories, nor splitting a count change anything.
        #[test]
        fn what_changes_nothing(counts in prop::collection::vec(([0usize..3, 0usize..3, 0usize..3], 1u32..50), 1..30)) {
            let observations: Vec<_> = counts.iter().map(|(c, n)| (*c, f64::from(*n))).collect();
            let told = transmission(&observations);
            let other: Vec<_> = observations.iter().flat_map(|(c, n)| [([9 - c[2], c[0] + 5, c[1]], *n); 2]).collect();
            prop_assert!((told - transmission(&other)).abs() < 1e-9);
        }

        /// A dimension that never varies tells nothing: what is left is none.
        #[test]
        fn a_dimension_without_variation(counts in prop::collection::vec(([0usize..3, 0usize..3], 1u32..50), 1..30)) {
            let observations: Vec<_> = counts.iter().map(|(c, n)| ([c[0], c[1], 0], f64::from(*n))).collect();
            prop_assert!(transmission(&observations).abs() < 1e-9);
        }
    }
}
