//! Presence: which regions have which industries, yes or no.
//!
//! The matrix M of C. A. Hidalgo and R. Hausmann ("The building blocks of economic complexity", PNAS 106(26), 2009,
//! 10570-10575), mostly made of quotients of at least 1 (`specialisation::specialised`). The industries of a region are its
//! diversity, the regions of an industry its ubiquity; both are counts from 0. There is no missing value: what is not known to
//! be present is absent.

use super::matrix::MatrixError;
use super::number::{ratio, real};

/// Regions by industries, a bit each.
///
/// ```
/// use milieu::measure::presence::Presence;
/// let presence = Presence::from_pairs(2, 3, [(0, 0), (0, 2), (1, 2)])?;
/// assert!(presence.has(0, 2) && !presence.has(1, 0));
/// assert_eq!((presence.diversity(0), presence.ubiquity(2)), (2, 2));
/// assert_eq!(presence.industries_of(0).collect::<Vec<_>>(), [0, 2]);
/// # Ok::<(), milieu::measure::matrix::MatrixError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Presence {
    regions: usize,
    industries: usize,
    /// The industries of each region.
    by_region: Bits,
    /// The regions of each industry.
    by_industry: Bits,
}

impl Presence {
    /// A region has an industry where `has` says so of the two numbers.
    pub fn from_fn(regions: usize, industries: usize, has: impl Fn(usize, usize) -> bool) -> Self {
        let mut presence = Self::none(regions, industries);
        for region in 0..regions {
            for industry in (0..industries).filter(|industry| has(region, *industry)) {
                presence.set(region, industry);
            }
        }
        presence
    }

    /// The pairs of a region and an industry that it has; a pair that is listed twice is one.
    ///
    /// # Errors
    /// When a pair lies outside the table.
    pub fn from_pairs(
        regions: usize,
        industries: usize,
        pairs: impl IntoIterator<Item = (usize, usize)>,
    ) -> Result<Self, MatrixError> {
        let mut presence = Self::none(regions, industries);
        for (region, industry) in pairs {
            if region >= regions || industry >= industries {
                return Err(MatrixError::Outside { row: region, column: industry, rows: regions, columns: industries });
            }
            presence.set(region, industry);
        }
        Ok(presence)
    }

    fn none(regions: usize, industries: usize) -> Self {
        let (by_region, by_industry) = (Bits::new(regions, industries), Bits::new(industries, regions));
        Self { regions, industries, by_region, by_industry }
    }

    fn set(&mut self, region: usize, industry: usize) {
        self.by_region.set(region, industry);
        self.by_industry.set(industry, region);
    }

    /// How many regions there are.
    pub fn regions(&self) -> usize {
        self.regions
    }

    /// How many industries there are.
    pub fn industries(&self) -> usize {
        self.industries
    }

    /// Whether the region has the industry.
    pub fn has(&self, region: usize, industry: usize) -> bool {
        self.by_region.get(region, industry)
    }

    /// How many industries a region has.
    pub fn diversity(&self, region: usize) -> usize {
        self.by_region.count(region)
    }

    /// How many regions have an industry.
    pub fn ubiquity(&self, industry: usize) -> usize {
        self.by_industry.count(industry)
    }

    /// How many regions have the industries of a region, in the mean: the first reflection `k_1` (C. A. Hidalgo and R. Hausmann, "The building
    /// blocks of economic complexity", PNAS 106(26), 2009). `None` for a region without industries.
    ///
    /// ```
    /// use milieu::measure::presence::Presence;
    /// let presence = Presence::from_pairs(3, 2, [(0, 0), (0, 1), (1, 0)])?;
    /// assert_eq!((presence.mean_ubiquity(0), presence.mean_ubiquity(2)), (Some(1.5), None));
    /// # Ok::<(), milieu::measure::matrix::MatrixError>(())
    /// ```
    pub fn mean_ubiquity(&self, region: usize) -> Option<f64> {
        let all: usize = self.industries_of(region).map(|industry| self.ubiquity(industry)).sum();
        ratio(real(all), real(self.diversity(region)))
    }

    /// The industries of a region, ascending.
    pub fn industries_of(&self, region: usize) -> impl Iterator<Item = usize> + '_ {
        self.by_region.ones(region)
    }

    /// The regions that have both industries: their co-occurrences.
    ///
    /// ```
    /// use milieu::measure::presence::Presence;
    /// let presence = Presence::from_pairs(2, 3, [(0, 0), (0, 2), (1, 2)])?;
    /// assert_eq!((presence.together(0, 2), presence.together(0, 1)), (1, 0));
    /// # Ok::<(), milieu::measure::matrix::MatrixError>(())
    /// ```
    pub fn together(&self, one: usize, other: usize) -> usize {
        let both = self.by_industry.line(one).iter().zip(self.by_industry.line(other));
        both.map(|(one, other)| (one & other).count_ones() as usize).sum()
    }

    /// Industries as rows and regions as columns, so that what is measured of industries can be measured of regions.
    #[must_use]
    pub fn transposed(&self) -> Self {
        Self {
            regions: self.industries,
            industries: self.regions,
            by_region: self.by_industry.clone(),
            by_industry: self.by_region.clone(),
        }
    }
}

/// Lines of bits, each in whole words.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Bits {
    words: usize,
    bits: Vec<u64>,
}

impl Bits {
    fn new(lines: usize, length: usize) -> Self {
        let words = length.div_ceil(64);
        Self { words, bits: vec![0; lines * words] }
    }

    fn line(&self, line: usize) -> &[u64] {
        &self.bits[line * self.words..(line + 1) * self.words]
    }

    fn set(&mut self, line: usize, bit: usize) {
        self.bits[line * self.words + bit / 64] |= 1 << (bit % 64);
    }

    fn get(&self, line: usize, bit: usize) -> bool {
        self.line(line)[bit / 64] >> (bit % 64) & 1 == 1
    }

    fn count(&self, line: usize) -> usize {
        self.line(line).iter().map(|word| word.count_ones() as usize).sum()
    }

    fn ones(&self, line: usize) -> impl Iterator<Item = usize> + '_ {
        self.line(line).iter().enumerate().flat_map(|(word, bits)| {
            // Each step takes away the lowest bit.
            let rest = std::iter::successors(Some(*bits), |bits| Some(bits & bits.wrapping_sub(1)));
            rest.take_while(|bits| *bits != 0).map(move |bits| word * 64 + bits.trailing_zeros() as usize)
        })
    }
}

/// Any small table, some of its rows and columns empty.
#[cfg(test)]
pub(super) fn any_presence() -> impl proptest::strategy::Strategy<Value = Presence> {
    use proptest::prelude::*;
    (1usize..8, 1usize..10).prop_flat_map(|(regions, industries)| {
        prop::collection::vec((0..regions, 0..industries), 0..40)
            .prop_map(move |pairs| Presence::from_pairs(regions, industries, pairs).unwrap())
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn bits_beyond_a_word() {
        let presence = Presence::from_pairs(2, 200, [(0, 0), (0, 63), (0, 64), (0, 199), (1, 64), (1, 64)]).unwrap();
        assert_eq!(presence.industries_of(0).collect::<Vec<_>>(), [0, 63, 64, 199]);
        assert_eq!((presence.diversity(1), presence.ubiquity(64), presence.ubiquity(65)), (1, 2, 0));
    }

    proptest! {
        #[test]
        fn counts_are_those_of_the_cells(presence in any_presence()) {
            for region in 0..presence.regions() {
                let found: Vec<usize> = (0..presence.industries()).filter(|i| presence.has(region, *i)).collect();
                prop_assert_eq!(presence.diversity(region), found.len());
                prop_assert_eq!(presence.industries_of(region).collect::<Vec<_>>(), found);
            }
            let turned = presence.transposed();
            for industry in 0..presence.industries() {
                prop_assert_eq!(presence.ubiquity(industry), turned.diversity(industry));
                prop_assert_eq!(presence.together(industry, industry), presence.ubiquity(industry));
            }
        }
    }
}
