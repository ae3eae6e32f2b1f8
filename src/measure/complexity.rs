//! Economic complexity: what the industries of a region and the regions of an industry say about each other.
//!
//! The method of reflections in its limit (C. A. Hidalgo and R. Hausmann, "The building blocks of economic complexity", PNAS
//! 106(26), 2009, 10570-10575; R. Hausmann, C. A. Hidalgo et al., "The Atlas of Economic Complexity", 2011). With the presence M,
//! diversities on the diagonal of D and ubiquities on that of U, the index of regions ECI is the eigenvector of the second largest
//! eigenvalue of `D^-1 M U^-1 M'`, less its mean, over its standard deviation (of a population); its sign is such that it goes with
//! diversity. The index of industries PCI is that of `U^-1 M' D^-1 M`, on a [scale](IndustryScale). Neither has a unit.
//!
//! It compares regions that are linked by industries. Where the table falls apart, only its largest part (most regions, then most
//! industries, then the first) has an index; all else is `None`, as is everything where the second eigenvalue is 0 or no larger
//! than the third (to 1e-9): then there is no one vector. A region without industries is a part of its own.

use super::eigen::{Eigenpair, leading};
use super::number::{mean_and_deviation, real};
use super::presence::Presence;
use super::work::{Stopped, Work};

/// The scale on which industries are told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum IndustryScale {
    /// That of the regions, as the Atlas has it: the ECI of a region is the mean PCI of its industries.
    #[default]
    Regions,
    /// Their own: mean 0 and standard deviation 1.
    Own,
}

/// How complexity is told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ComplexityOptions {
    /// The scale of the industries.
    pub industries: IndustryScale,
}

/// Indices of complexity.
#[derive(Debug, Clone, PartialEq)]
pub struct Complexity {
    /// The ECI of each region.
    pub regions: Vec<Option<f64>>,
    /// The PCI of each industry.
    pub industries: Vec<Option<f64>>,
    /// The second and third largest eigenvalues, from 0 to 1; `None` where the vector is not one.
    pub eigenvalues: Option<(f64, f64)>,
    /// The parts into which regions and industries fall, those of a single region or industry left out.
    pub parts: usize,
}

/// The complexity of regions and industries.
///
/// # Errors
/// When the work was stopped.
///
/// ```
/// use milieu::measure::complexity::{ComplexityOptions, complexity};
/// use milieu::measure::presence::Presence;
/// use milieu::measure::work::Work;
/// // The first region has all industries, the last only what the others have too.
/// let presence = Presence::from_pairs(3, 3, [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (2, 0)])?;
/// let found = complexity(&presence, ComplexityOptions::default(), &Work::unwatched())?;
/// assert!(found.regions[0] > found.regions[1] && found.regions[1] > found.regions[2]);
/// assert!(found.industries[2] > found.industries[0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn complexity(presence: &Presence, options: ComplexityOptions, work: &Work<'_>) -> Result<Complexity, Stopped> {
    let parts = Part::all(presence);
    let mut found = Complexity {
        regions: vec![None; presence.regions()],
        industries: vec![None; presence.industries()],
        eigenvalues: None,
        parts: parts.len(),
    };
    // The last of the greatest when read backwards is the first.
    let largest = parts.iter().rev().max_by_key(|part| (part.regions.len(), part.industries.len()));
    let Some(part) = largest else { return Ok(found) };
    let Some((second, third)) = part.second(work)? else { return Ok(found) };
    // From the symmetric form back to that of the means.
    let mut regions: Vec<f64> = second.vector.iter().zip(&part.diversity).map(|(x, d)| x / d.sqrt()).collect();
    if part.against_diversity(&regions) {
        regions = regions.into_iter().map(|value| -value).collect();
    }
    let industries: Vec<f64> = part.means_of_industries(&regions).iter().map(|mean| mean / second.value).collect();
    let scale = match options.industries {
        IndustryScale::Regions => mean_and_deviation(regions.iter().copied()),
        IndustryScale::Own => mean_and_deviation(industries.iter().copied()),
    };
    let of_regions = mean_and_deviation(regions.iter().copied());
    spread(&mut found.regions, &part.regions, &regions, of_regions);
    spread(&mut found.industries, &part.industries, &industries, scale);
    found.eigenvalues = Some((second.value, third));
    Ok(found)
}

/// Eigenvalues closer than this are one.
const APART: f64 = 1e-9;

fn spread(found: &mut [Option<f64>], places: &[usize], values: &[f64], scale: Option<(f64, f64)>) {
    let Some((mean, deviation)) = scale.filter(|(_, deviation)| *deviation > 0.0) else { return };
    for (place, value) in places.iter().zip(values) {
        found[*place] = Some((value - mean) / deviation);
    }
}

/// Regions and industries that are linked with each other and with no others.
struct Part {
    regions: Vec<usize>,
    industries: Vec<usize>,
    /// The industries of each region, by their place in this part.
    has: Vec<Vec<usize>>,
    diversity: Vec<f64>,
    ubiquity: Vec<f64>,
}

impl Part {
    fn all(presence: &Presence) -> Vec<Self> {
        let turned = presence.transposed();
        let mut place = vec![None; presence.industries()];
        let mut met = vec![false; presence.regions()];
        let mut parts = Vec::new();
        for first in (0..presence.regions()).filter(|region| presence.diversity(*region) > 0) {
            if std::mem::replace(&mut met[first], true) {
                continue;
            }
            let (mut regions, mut industries) = (vec![first], Vec::new());
            let mut next = 0;
            while next < regions.len() {
                for industry in presence.industries_of(regions[next]) {
                    if place[industry].is_none() {
                        place[industry] = Some(industries.len());
                        industries.push(industry);
                        regions
                            .extend(turned.industries_of(industry).filter(|r| !std::mem::replace(&mut met[*r], true)));
                    }
                }
                next += 1;
            }
            let has: Vec<Vec<usize>> = regions
                .iter()
                .map(|region| presence.industries_of(*region).filter_map(|i| place[i]).collect())
                .collect();
            let diversity = has.iter().map(|industries| real(industries.len())).collect();
            let ubiquity = industries.iter().map(|industry| real(presence.ubiquity(*industry))).collect();
            parts.push(Self { regions, industries, has, diversity, ubiquity });
        }
        parts
    }

    /// The second eigenpair of `D^-1/2 M U^-1 M' D^-1/2`, if it is one, and the third eigenvalue.
    fn second(&self, work: &Work<'_>) -> Result<Option<(Eigenpair, f64)>, Stopped> {
        let roots: Vec<f64> = self.diversity.iter().map(|diversity| diversity.sqrt()).collect();
        let apply = |vector: &[f64]| {
            let scaled: Vec<f64> = vector.iter().zip(&roots).map(|(x, root)| x / root).collect();
            let means = self.means_of_industries(&scaled);
            let sums = self.has.iter().map(|industries| industries.iter().map(|i| means[*i]).sum::<f64>());
            sums.zip(&roots).map(|(sum, root)| sum / root).collect::<Vec<f64>>()
        };
        // The first has the eigenvalue 1, as each row adds up to 1.
        let length = self.diversity.iter().sum::<f64>().sqrt();
        let first: Vec<f64> = roots.iter().map(|root| root / length).collect();
        let size = roots.len();
        let Some(second) = leading(size, apply, &[&first], 1e-13, work)? else { return Ok(None) };
        // An eigenvalue is known far better than its vector.
        let third = match leading(size, apply, &[&first, &second.vector], 1e-6, work)? {
            Some(third) => third.value,
            None if size <= 2 => 0.0,
            None => return Ok(None),
        };
        Ok((second.value - third.max(0.0) > APART).then_some((second, third)))
    }

    /// The mean of the regions that have it, for each industry.
    fn means_of_industries(&self, regions: &[f64]) -> Vec<f64> {
        let mut sums = vec![0.0; self.industries.len()];
        for (value, industries) in regions.iter().zip(&self.has) {
            for industry in industries {
                sums[*industry] += value;
            }
        }
        sums.iter().zip(&self.ubiquity).map(|(sum, ubiquity)| sum / ubiquity).collect()
    }

    /// Whether the values fall as diversity grows; where they do neither, the region of the least number is above 0.
    fn against_diversity(&self, values: &[f64]) -> bool {
        let (Some((mean, deviation)), Some((diversity, wide))) =
            (mean_and_deviation(values.iter().copied()), mean_and_deviation(self.diversity.iter().copied()))
        else {
            return false;
        };
        let pairs = values.iter().zip(&self.diversity);
        let covariance: f64 = pairs.map(|(value, d)| (value - mean) * (d - diversity)).sum();
        if covariance.abs() > 1e-9 * deviation * wide * real(values.len()) {
            return covariance < 0.0;
        }
        let least = (0..values.len()).min_by_key(|place| self.regions[*place]);
        least.is_some_and(|place| values[place] < mean)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::presence::any_presence;
    use super::*;

    fn measured(presence: &Presence) -> Complexity {
        complexity(presence, ComplexityOptions::default(), &Work::unwatched()).unwrap()
    }

    /// By hand: two regions, one with both industries and one with the first. `D^-1 M U^-1 M'` is 3/4 1/4 / 1/2 1/2, with the
    /// eigenvalues 1 and 1/4, of (1, -2): z-scores 1 and -1. The first industry is that of their mean 0; for the second,
    /// M' over its one region gives 1 and that over 1/4 is 4, where the vector has mean -1/2 and deviation 3/2: (4 + 1/2) / (3/2).
    #[test]
    fn by_hand() {
        let presence = Presence::from_pairs(2, 2, [(0, 0), (0, 1), (1, 0)]).unwrap();
        let found = measured(&presence);
        let close = |found: Option<f64>, expected: f64| assert!((found.unwrap() - expected).abs() < 1e-12, "{found:?}");
        close(found.regions[0], 1.0);
        close(found.regions[1], -1.0);
        close(found.industries[0], -1.0);
        close(found.industries[1], 3.0);
        assert!((found.eigenvalues.unwrap().0 - 0.25).abs() < 1e-12);
        let own = ComplexityOptions { industries: IndustryScale::Own };
        close(complexity(&presence, own, &Work::unwatched()).unwrap().industries[1], 1.0);
    }

    #[test]
    fn no_one_vector_is_no_index() {
        let all = Presence::from_fn(4, 3, |_, _| true);
        assert_eq!(measured(&all).regions, [None; 4]);
        // Three regions that each share one industry with each other: the second and third eigenvalues are one.
        let ring = Presence::from_fn(3, 3, |region, industry| region != industry);
        assert_eq!((measured(&ring).eigenvalues, measured(&ring).parts), (None, 1));
        let none = Presence::from_pairs(2, 0, []).unwrap();
        assert_eq!(
            measured(&none),
            Complexity { regions: vec![None; 2], industries: vec![], eigenvalues: None, parts: 0 }
        );
    }

    #[test]
    fn only_the_largest_part_has_an_index() {
        let pairs = [(0, 5), (1, 0), (1, 1), (1, 2), (2, 0), (2, 1), (3, 0)];
        let found = measured(&Presence::from_pairs(5, 7, pairs).unwrap());
        assert_eq!(found.parts, 2);
        assert_eq!(found.regions.iter().map(Option::is_some).collect::<Vec<_>>(), [false, true, true, true, false]);
        assert_eq!((found.industries[5], found.industries[6]), (None, None));
    }

    #[test]
    fn work_that_is_stopped_gives_nothing() {
        let presence = Presence::from_pairs(2, 2, [(0, 0), (0, 1), (1, 0)]).unwrap();
        let work = Work::new(&|| true, &|_, _| {});
        assert_eq!(complexity(&presence, ComplexityOptions::default(), &work), Err(Stopped));
    }

    proptest! {
        /// On the scale of the regions, a region is the mean of its industries; and regions have mean 0 and deviation 1.
        #[test]
        fn a_region_is_the_mean_of_its_industries(presence in any_presence()) {
            let found = measured(&presence);
            for (region, index) in found.regions.iter().enumerate() {
                if let Some(index) = index {
                    let sum: f64 = presence.industries_of(region).map(|i| found.industries[i].unwrap()).sum();
                    prop_assert!((sum / real(presence.diversity(region)) - index).abs() < 1e-6);
                }
            }
            if let Some((mean, deviation)) = mean_and_deviation(found.regions.iter().flatten().copied()) {
                prop_assert!(mean.abs() < 1e-9 && (deviation - 1.0).abs() < 1e-9);
            }
        }

        /// But for the sign, where the index neither rises nor falls with diversity.
        #[test]
        fn relabelling_and_an_isolated_pair_change_nothing(presence in any_presence()) {
            let (regions, industries) = (presence.regions(), presence.industries());
            let pairs = (0..regions).flat_map(|r| presence.industries_of(r).map(move |i| (regions - r, industries - i)));
            let other = Presence::from_pairs(regions + 1, industries + 1, pairs.chain([(0, 0)])).unwrap();
            let (one, other) = (measured(&presence), measured(&other));
            if one.parts == 1 {
                prop_assert_eq!(one.eigenvalues.is_some(), other.eigenvalues.is_some());
                for (one, other) in one.regions.iter().rev().zip(&other.regions[1..]) {
                    prop_assert!((one.unwrap_or(0.0).abs() - other.unwrap_or(0.0).abs()).abs() < 1e-6);
                }
            }
        }
    }
}
