//! Relatedness density: how close an industry is to those that a region has.
//!
//! sum over j of `M_rj` `φ_ij` / sum over j of `φ_ij`, for the proximity φ of industries and the presence M of industries in regions
//! (C. A. Hidalgo, B. Klinger, A.-L. Barabási and R. Hausmann, "The Product Space Conditions the Development of Nations", Science
//! 317, 2007, 482-487; there of countries and products). From 0 to 1, without unit. `None` for an industry that is close to none,
//! where the denominator is 0. A pair without proximity adds nothing to either sum.

use super::matrix::{Cells, MatrixError, length};
use super::number::ratio;
use super::presence::Presence;
use super::proximity::Proximities;
use super::work::{Stopped, Work};

/// Densities that cannot be computed, or were not.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum DensityError {
    /// The proximities are of more or fewer industries than the regions have.
    #[error(transparent)]
    Length(#[from] MatrixError),
    /// The work was stopped.
    #[error(transparent)]
    Stopped(#[from] Stopped),
}

/// How density is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DensityOptions {
    /// Whether an industry's proximity to itself counts in both sums, as the paper's formula has it. Then a region's density is
    /// higher for what it has; left out, the density says what surrounds an industry alone (`EconGeo`).
    pub counts_itself: bool,
}

impl Default for DensityOptions {
    fn default() -> Self {
        Self { counts_itself: true }
    }
}

/// The density around each industry in each region.
///
/// # Errors
/// When the proximities are of more or fewer industries than `presence` has, or the work was stopped.
///
/// ```
/// use milieu::measure::density::{DensityOptions, densities};
/// use milieu::measure::presence::Presence;
/// use milieu::measure::proximity::{ProximityOptions, proximities};
/// use milieu::measure::work::Work;
/// // Wood in three regions, boats in two of them: their proximity is 2/3.
/// let presence = Presence::from_pairs(3, 2, [(0, 0), (1, 0), (2, 0), (0, 1), (1, 1)])?;
/// let proximities = proximities(&presence, ProximityOptions::default(), &Work::unwatched())?;
/// let found = densities(&presence, &proximities, DensityOptions::default(), &Work::unwatched())?;
/// assert_eq!((found.get(2, 1), found.get(0, 1)), (Some(0.4), Some(1.0)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn densities(
    presence: &Presence,
    proximities: &Proximities,
    options: DensityOptions,
    work: &Work<'_>,
) -> Result<Cells, DensityError> {
    let size = presence.industries();
    length(size, proximities.size())?;
    let mut square = proximities.square();
    if !options.counts_itself {
        square.iter_mut().step_by(size + 1).for_each(|value| *value = 0.0);
    }
    let sum_of = |industries: &mut dyn Iterator<Item = usize>| {
        let mut sums = vec![0.0; size];
        for industry in industries {
            sums.iter_mut().zip(&square[industry * size..]).for_each(|(sum, value)| *sum += value);
        }
        sums
    };
    let all = sum_of(&mut (0..size));
    let rows = work.chunks(presence.regions(), 1, |region| {
        let own = sum_of(&mut region.flat_map(|region| presence.industries_of(region)));
        own.iter().zip(&all).map(|(own, all)| ratio(*own, *all)).collect::<Vec<_>>()
    })?;
    Ok(Cells::new(presence.regions(), size, rows.concat())?)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::presence::any_presence;
    use super::super::proximity::{ProximityOptions, proximities};
    use super::*;

    fn density(presence: &Presence, proximities: &Proximities, counts_itself: bool) -> Cells {
        densities(presence, proximities, DensityOptions { counts_itself }, &Work::unwatched()).unwrap()
    }

    /// By hand: proximities .5 between 0 and 1, .25 between 0 and 2, none between 1 and 2, 1 to itself; the region has 1 and 2.
    #[test]
    fn by_hand() {
        let close = Proximities::given(4, |one, other| match (one, other) {
            (1, 0) => 0.5,
            (2, 0) => 0.25,
            (3, _) | (2, 1) => 0.0,
            _ => 1.0,
        });
        let presence = Presence::from_pairs(1, 4, [(0, 1), (0, 2)]).unwrap();
        let with = density(&presence, &close, true);
        assert_eq!(with.row(0), [Some(0.75 / 1.75), Some(1.0 / 1.5), Some(0.8), None]);
        let without = density(&presence, &close, false);
        assert_eq!(without.row(0), [Some(1.0), Some(0.0), Some(0.0), None]);
    }

    #[test]
    fn proximities_of_other_industries_are_refused() {
        let presence = Presence::from_pairs(1, 2, [(0, 1)]).unwrap();
        let three = Proximities::given(3, |_, _| 1.0);
        let found = densities(&presence, &three, DensityOptions::default(), &Work::unwatched());
        assert_eq!(found, Err(DensityError::Length(MatrixError::Length { expected: 2, found: 3 })));
    }

    proptest! {
        #[test]
        fn from_none_to_all(presence in any_presence(), counts_itself: bool) {
            let close = proximities(&presence, ProximityOptions::default(), &Work::unwatched()).unwrap();
            let found = density(&presence, &close, counts_itself);
            let full = Presence::from_fn(1, presence.industries(), |_, _| true);
            let full = density(&full, &close, counts_itself);
            for region in 0..presence.regions() {
                for (value, full) in found.row(region).iter().zip(full.row(0)) {
                    prop_assert_eq!(value.is_some(), full.is_some());
                    prop_assert!((0.0..=1.0).contains(&value.unwrap_or(0.0)));
                    prop_assert!(full.is_none_or(|full| (full - 1.0).abs() < 1e-12));
                }
            }
        }
    }
}
