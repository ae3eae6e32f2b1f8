//! A table of regions and industries as the rows of a query give it.

use super::Failure;
use super::reading::{Reading, Things};
use crate::measure::density::DensityError;
use crate::measure::matrix::{Cells, Matrix, MatrixError};
use crate::measure::specialisation::{SpecialisationOptions, location_quotients};

/// How much of each industry there is in each region; a row names both and the amount, and may name the nation's amount.
pub(super) struct Table<'a> {
    pub(super) regions: Things<'a>,
    pub(super) industries: Things<'a>,
    pub(super) amounts: Matrix,
    /// The nation's amounts, where they are given for every industry.
    national: Option<Vec<f64>>,
}

impl From<MatrixError> for Failure {
    fn from(error: MatrixError) -> Self {
        Self::Refused(error.to_string())
    }
}

impl From<DensityError> for Failure {
    fn from(error: DensityError) -> Self {
        match error {
            DensityError::Stopped(stopped) => stopped.into(),
            other => Self::Refused(other.to_string()),
        }
    }
}

impl<'a> Table<'a> {
    pub(super) fn read(reading: &Reading<'a>) -> Result<Self, Failure> {
        let (regions, industries) = (reading.things(&["region"]), reading.things(&["industry"]));
        let places = || {
            reading.terms("region").zip(reading.terms("industry")).map(|(region, industry)| {
                Some((regions.number(region?) as usize, industries.number(industry?) as usize))
            })
        };
        let cell = |(place, amount): (Option<(usize, usize)>, Option<f64>)| Some((place?.0, place?.1, amount?));
        let cells = places().zip(reading.numbers("amount")).filter_map(cell);
        let amounts = Matrix::from_triplets(regions.len(), industries.len(), cells)?;
        let mut national = vec![None; industries.len()];
        for (place, amount) in places().zip(reading.numbers("national")) {
            if let (Some((_, industry)), Some(amount)) = (place, amount) {
                national[industry] = Some(amount);
            }
        }
        let national = national.into_iter().collect();
        Ok(Self { regions, industries, amounts, national })
    }

    /// The nation's amounts, if they are known better than by adding up the regions.
    pub(super) fn national(&self) -> Option<&[f64]> {
        self.national.as_deref()
    }

    pub(super) fn quotients(&self) -> Result<Cells, MatrixError> {
        location_quotients(&self.amounts, SpecialisationOptions { national: self.national(), regional: None })
    }

    /// Of each industry, the number of the thing that plays `role` in its rows, among all that do.
    pub(super) fn groups(&self, reading: &Reading<'a>, role: &str) -> Option<Vec<usize>> {
        let things = reading.things(&[role]);
        let mut groups = vec![None; self.industries.len()];
        for (industry, group) in reading.terms("industry").zip(reading.terms(role)) {
            groups[self.industries.number(industry?) as usize] = Some(things.number(group?) as usize);
        }
        groups.into_iter().collect()
    }
}
