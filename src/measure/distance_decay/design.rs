//! Pairs of places as rows of a regression.

use super::super::least_squares::{MOST, Row};
use super::super::number::{ratio, real};
use super::{Coefficient, Decay, DecayError, LeftOut, Masses, Pair, Regressor};

/// Of the pairs that can be used, the logarithms of what explains ties, and the ties.
pub(super) struct Design {
    pub(super) regressors: Vec<Regressor>,
    pub(super) rows: Vec<(Row, f64)>,
    pub(super) left_out: LeftOut,
}

impl Design {
    pub(super) fn of(pairs: &[Pair], masses: Masses) -> Result<Self, DecayError> {
        let mut regressors = vec![Regressor::Constant, Regressor::Distance];
        match masses {
            Masses::Ignored => {}
            Masses::Product => regressors.push(Regressor::Masses),
            Masses::Each => regressors.extend([Regressor::Origin, Regressor::Destination]),
        }
        let mut design = Self { regressors, rows: Vec::new(), left_out: LeftOut::default() };
        for (place, pair) in pairs.iter().enumerate() {
            let numbers = [pair.ties, pair.distance, pair.origin, pair.destination];
            if numbers.into_iter().flatten().any(|number| !number.is_finite() || number < 0.0) {
                return Err(DecayError::Invalid { place });
            }
            design.add(pair, masses);
        }
        Ok(design)
    }

    fn add(&mut self, pair: &Pair, masses: Masses) {
        let sizes = match masses {
            Masses::Ignored => Some((1.0, 1.0)),
            Masses::Product | Masses::Each => pair.origin.zip(pair.destination),
        };
        let (Some(ties), Some(distance), Some((origin, destination))) = (pair.ties, pair.distance, sizes) else {
            self.left_out.missing += 1;
            return;
        };
        if distance <= 0.0 {
            self.left_out.no_distance += 1;
        } else if origin <= 0.0 || destination <= 0.0 {
            self.left_out.no_mass += 1;
        } else {
            let mut row = [0.0; MOST];
            for (cell, regressor) in row.iter_mut().zip(&self.regressors) {
                *cell = match regressor {
                    Regressor::Constant => 1.0,
                    Regressor::Distance => distance.ln(),
                    Regressor::Masses => origin.ln() + destination.ln(),
                    Regressor::Origin => origin.ln(),
                    Regressor::Destination => destination.ln(),
                };
            }
            self.rows.push((row, ties));
        }
    }

    pub(super) fn enough(&self) -> Result<(), DecayError> {
        let (used, needed) = (self.rows.len(), self.regressors.len());
        if used < needed { Err(DecayError::TooFew { used, needed }) } else { Ok(()) }
    }

    /// The model of these values, with `variances` that are still to be divided by the degrees of freedom.
    pub(super) fn told(&self, values: &[f64], variances: &[f64], r_squared: Option<f64>, steps: usize) -> Decay {
        let free = real(self.rows.len() - self.regressors.len());
        let coefficient = |((of, value), variance): ((&Regressor, &f64), &f64)| Coefficient {
            of: *of,
            value: *value,
            standard_error: ratio(*variance, free).map(f64::sqrt),
        };
        let coefficients = self.regressors.iter().zip(values).zip(variances).map(coefficient).collect();
        Decay { coefficients, used: self.rows.len(), left_out: self.left_out, r_squared, steps }
    }
}
