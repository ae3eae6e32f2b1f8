//! Distance decay: how ties between places fall off with the distance between them.
//!
//! The gravity model `ties = exp(a) distance^b mass^c`, fitted in two ways:
//!
//! - [log-OLS](log_ols): ordinary least squares of the logarithms, over the pairs that have ties, with R² and the classical
//!   standard errors. It leaves out every pair without ties, and is biased where the spread of ties depends on distance;
//! - [PPML](ppml): the Poisson pseudo-maximum likelihood of J. M. C. Santos Silva and S. Tenreyro ("The Log of Gravity", Review of
//!   Economics and Statistics 88(4), 2006, 641-658), over all pairs, those without ties too, by iteratively reweighted least
//!   squares, with standard errors that are robust against any spread (Eicker, Huber and White, times n / (n - k)).
//!
//! The coefficient of distance is an elasticity: -1 means that ties halve where distance doubles. Distance is in km or any unit,
//! which moves the constant alone, as the units of ties and masses do. A pair is left out, and counted, where something is missing
//! or where a distance or mass is 0 and has no logarithm. A negative number is an error.

mod design;

use self::design::Design;
use super::least_squares::{Row, inverse, moments, sandwich, times};
use super::number::{ratio, real};
use super::work::{Stopped, Work};

/// Two places and what ties them.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Pair {
    /// Their ties, counted or weighed, from 0.
    pub ties: Option<f64>,
    /// The distance between them.
    pub distance: Option<f64>,
    /// The mass of the first, as its members or its people.
    pub origin: Option<f64>,
    /// The mass of the second.
    pub destination: Option<f64>,
}

/// Which masses explain ties beside distance.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Masses {
    /// None: they are not looked at.
    #[default]
    Ignored,
    /// Their product, for ties without direction.
    Product,
    /// Each by itself, for ties with direction.
    Each,
}

/// What is fitted, and when it ends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DecayOptions {
    /// Which masses explain ties.
    pub masses: Masses,
    /// Steps of PPML at most.
    pub steps: usize,
    /// PPML has converged when no coefficient changes by more, as a share of itself or, if it is below 1, of 1.
    pub tolerance: f64,
}

impl Default for DecayOptions {
    fn default() -> Self {
        Self { masses: Masses::Ignored, steps: 100, tolerance: 1e-9 }
    }
}

/// What a coefficient belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Regressor {
    /// The constant a.
    Constant,
    /// The logarithm of distance.
    Distance,
    /// The logarithm of the product of masses.
    Masses,
    /// The logarithm of the first mass.
    Origin,
    /// The logarithm of the second mass.
    Destination,
}

/// A coefficient of the model.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Coefficient {
    /// What it belongs to.
    pub of: Regressor,
    /// Its value.
    pub value: f64,
    /// Its standard error; `None` where there are no more pairs than coefficients.
    pub standard_error: Option<f64>,
}

/// Pairs that were left out; each is counted once, by the first reason.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Something is missing.
    pub missing: usize,
    /// The distance is 0.
    pub no_distance: usize,
    /// A mass is 0.
    pub no_mass: usize,
    /// There are no ties; of log-OLS alone.
    pub no_ties: usize,
}

/// A fitted model.
#[derive(Debug, Clone, PartialEq)]
pub struct Decay {
    /// The constant, distance, and masses if they are asked for.
    pub coefficients: Vec<Coefficient>,
    /// Pairs that were used.
    pub used: usize,
    /// Pairs that were not.
    pub left_out: LeftOut,
    /// The share of the variance of log ties that log-OLS explains, from 0 to 1; `None` of PPML, and where ties do not vary.
    pub r_squared: Option<f64>,
    /// The steps that PPML took; of log-OLS 1.
    pub steps: usize,
}

/// A model that cannot be fitted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DecayError {
    /// A number is negative or not finite.
    #[error("pair {place} has a number that is negative or not finite")]
    Invalid {
        /// The pair's place, from 0.
        place: usize,
    },
    /// There are fewer pairs than coefficients.
    #[error("{used} pairs are too few for {needed} coefficients")]
    TooFew {
        /// Pairs that can be used.
        used: usize,
        /// Coefficients.
        needed: usize,
    },
    /// Distance or a mass does not vary, or not apart from the others.
    #[error("distance or a mass does not vary apart from the others")]
    Collinear,
    /// PPML has found no maximum, as where there are no ties, or ties at one distance and none at another.
    #[error("no maximum was found in {steps} steps")]
    NotConverged {
        /// The steps that were made.
        steps: usize,
    },
    /// The work was stopped.
    #[error(transparent)]
    Stopped(#[from] Stopped),
}

/// The model by ordinary least squares of logarithms.
///
/// # Errors
/// When a number is negative or not finite, pairs with ties are too few or alike, or the work was stopped.
///
/// ```
/// use milieu::measure::distance_decay::{DecayOptions, Pair, log_ols};
/// use milieu::measure::work::Work;
/// let pair = |ties, distance| Pair { ties: Some(ties), distance: Some(distance), ..Pair::default() };
/// let pairs = [pair(100.0, 1.0), pair(25.0, 2.0), pair(4.0, 5.0), pair(0.0, 9.0)];
/// let found = log_ols(&pairs, DecayOptions::default(), &Work::unwatched())?;
/// assert!((found.coefficients[1].value + 2.0).abs() < 1e-12);
/// assert_eq!((found.used, found.left_out.no_ties), (3, 1));
/// # Ok::<(), milieu::measure::distance_decay::DecayError>(())
/// ```
pub fn log_ols(pairs: &[Pair], options: DecayOptions, work: &Work<'_>) -> Result<Decay, DecayError> {
    let mut design = Design::of(pairs, options.masses)?;
    let before = design.rows.len();
    design.rows.retain(|(_, ties)| *ties > 0.0);
    design.left_out.no_ties = before - design.rows.len();
    design.enough()?;
    let (columns, count) = (design.regressors.len(), design.rows.len());
    let mean = design.rows.iter().map(|(_, ties)| ties.ln()).sum::<f64>() / real(count);
    let row = |place: usize| (design.rows[place].0, 1.0, design.rows[place].1.ln());
    let (square, side) = moments(columns, count, row, work)?;
    let inverse = inverse(&square).ok_or(DecayError::Collinear)?;
    let values = times(&inverse, &side);
    let (mut rest, mut all) = (0.0, 0.0);
    for (x, ties) in &design.rows {
        rest += (ties.ln() - dot(x, &values)).powi(2);
        all += (ties.ln() - mean).powi(2);
    }
    let variances: Vec<f64> = (0..columns).map(|place| inverse[place][place] * rest).collect();
    let r_squared = ratio(rest, all).map(|unexplained| 1.0 - unexplained);
    Ok(design.told(&values, &variances, r_squared, 1))
}

/// The model by Poisson pseudo-maximum likelihood.
///
/// # Errors
/// When a number is negative or not finite, pairs are too few or alike, there is no maximum, or the work was stopped.
///
/// ```
/// use milieu::measure::distance_decay::{DecayOptions, Pair, ppml};
/// use milieu::measure::work::Work;
/// let pair = |ties, distance| Pair { ties: Some(ties), distance: Some(distance), ..Pair::default() };
/// // By hand: 4 on average at distance 1 and 1 at distance 2, so the elasticity is -2.
/// let pairs = [pair(6.0, 1.0), pair(2.0, 1.0), pair(2.0, 2.0), pair(0.0, 2.0)];
/// let found = ppml(&pairs, DecayOptions::default(), &Work::unwatched())?;
/// assert!((found.coefficients[1].value + 2.0).abs() < 1e-9 && found.used == 4);
/// # Ok::<(), milieu::measure::distance_decay::DecayError>(())
/// ```
pub fn ppml(pairs: &[Pair], options: DecayOptions, work: &Work<'_>) -> Result<Decay, DecayError> {
    let design = Design::of(pairs, options.masses)?;
    design.enough()?;
    let (columns, count) = (design.regressors.len(), design.rows.len());
    let mean = design.rows.iter().map(|(_, ties)| ties).sum::<f64>() / real(count);
    let mut values: Option<Vec<f64>> = None;
    for step in 0..=options.steps {
        // What is expected of a pair; at first half way from its ties to the mean.
        let expected = |place: usize| match (&values, &design.rows[place]) {
            (Some(values), (x, _)) => dot(x, values).exp(),
            (None, (_, ties)) => f64::midpoint(*ties, mean),
        };
        let row = |place: usize| {
            let (x, ties) = design.rows[place];
            let expected = expected(place);
            (x, expected, expected.ln() + (ties - expected) / expected)
        };
        let (square, side) = moments(columns, count, row, work)?;
        let Some(inverse) = inverse(&square) else {
            return Err(if mean > 0.0 && step == 0 {
                DecayError::Collinear
            } else {
                DecayError::NotConverged { steps: step }
            });
        };
        let next = times(&inverse, &side);
        let near = |(one, other): (&f64, &f64)| (one - other).abs() <= options.tolerance * (other.abs() + 1.0);
        if values.as_ref().is_some_and(|values| values.iter().zip(&next).all(near)) {
            let spread = |place: usize| (design.rows[place].0, (design.rows[place].1 - expected(place)).powi(2), 0.0);
            let (inner, _) = moments(columns, count, spread, work)?;
            let variances: Vec<f64> =
                sandwich(&inverse, &inner).iter().map(|variance| variance * real(count)).collect();
            return Ok(design.told(&next, &variances, None, step + 1));
        }
        values = Some(next);
    }
    Err(DecayError::NotConverged { steps: options.steps })
}

fn dot(row: &Row, values: &[f64]) -> f64 {
    row.iter().zip(values).map(|(x, value)| x * value).sum()
}

#[cfg(test)]
mod tests;
