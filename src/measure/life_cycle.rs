//! The stage of a cluster's life cycle: a heuristic over the trends of its size and its heterogeneity.
//!
//! M.-P. Menzel and D. Fornahl ("Cluster life cycles - dimensions and rationales of cluster evolution", Industrial and Corporate
//! Change 19(1), 2010, 205-238) describe clusters by size (people, firms) and by the heterogeneity of their knowledge: what
//! grows and diversifies emerges, what grows and focuses matures, and what has exhausted its variety declines unless it takes in
//! new. They give no thresholds; the rule is ours:
//!
//! | size | heterogeneity rises | it does not |
//! |---|---|---|
//! | grows | emerging; renewing where it was larger before | growing |
//! | holds | renewing | sustaining |
//! | shrinks | renewing | declining |
//!
//! The trend of size is the slope of its natural logarithm over time (least squares): it grows above
//! [`size_trend`](LifeCycleOptions::size_trend) and shrinks below its negative. The trend of heterogeneity is its slope over its
//! mean, and rises above [`heterogeneity_trend`](LifeCycleOptions::heterogeneity_trend). Both are per unit of time. It was larger
//! before where some size exceeds the last by more than [`peak`](LifeCycleOptions::peak), as a share of the last.
//!
//! An observation without a size above 0 or a heterogeneity of at least 0 is left out and counted; fewer than
//! [`least`](LifeCycleOptions::least), or all at one time, have no stage.

use super::number::{ratio, real};

/// A cluster at one time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Observation {
    /// When, in years or another unit.
    pub time: f64,
    /// People employed, firms or members.
    pub size: Option<f64>,
    /// The entropy of its activities or another measure from 0 (`variety`).
    pub heterogeneity: Option<f64>,
}

/// The thresholds of the rule.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LifeCycleOptions {
    /// Growth per unit of time from which a size is no longer holding.
    pub size_trend: f64,
    /// Growth per unit of time, over the mean, from which heterogeneity rises.
    pub heterogeneity_trend: f64,
    /// How much larger than at last, as a share, it must have been.
    pub peak: f64,
    /// Observations that are needed, at least two.
    pub least: usize,
}

impl Default for LifeCycleOptions {
    /// 2 % and 1 % a year, a tenth, three observations.
    fn default() -> Self {
        Self { size_trend: 0.02, heterogeneity_trend: 0.01, peak: 0.1, least: 3 }
    }
}

/// A stage of the life cycle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// It grows and diversifies.
    Emerging,
    /// It grows and does not diversify.
    Growing,
    /// It holds its size.
    Sustaining,
    /// It shrinks.
    Declining,
    /// It diversifies after it was larger, or without growing.
    Renewing,
}

/// A stage, and what it was told by.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LifeCycle {
    /// The stage.
    pub stage: Stage,
    /// The trend of size, per unit of time.
    pub size_trend: f64,
    /// The trend of heterogeneity over its mean, per unit of time.
    pub heterogeneity_trend: f64,
    /// Observations that told it.
    pub used: usize,
    /// Observations that were left out.
    pub left_out: usize,
}

/// The stage of a cluster, by observations in any order.
///
/// ```
/// use milieu::measure::life_cycle::{LifeCycleOptions, Observation, Stage, life_cycle};
/// let years = [(2010.0, 900.0, 2.1), (2014.0, 1500.0, 2.6), (2018.0, 2600.0, 3.0)];
/// let observed = years.map(|(time, size, h)| Observation { time, size: Some(size), heterogeneity: Some(h) });
/// assert_eq!(life_cycle(&observed, LifeCycleOptions::default()).unwrap().stage, Stage::Emerging);
/// ```
pub fn life_cycle(observations: &[Observation], options: LifeCycleOptions) -> Option<LifeCycle> {
    let usable = |observation: &Observation| {
        let size = observation.size.filter(|size| size.is_finite() && *size > 0.0)?;
        let heterogeneity = observation.heterogeneity.filter(|value| value.is_finite() && *value >= 0.0)?;
        observation.time.is_finite().then_some((observation.time, size, heterogeneity))
    };
    let mut used: Vec<(f64, f64, f64)> = observations.iter().filter_map(usable).collect();
    if used.len() < options.least.max(2) {
        return None;
    }
    used.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.total_cmp(&other.1)));
    let size_trend = slope(used.iter().map(|(time, size, _)| (*time, size.ln())))?;
    let mean = used.iter().map(|(.., heterogeneity)| heterogeneity).sum::<f64>() / real(used.len());
    let change = slope(used.iter().map(|(time, _, heterogeneity)| (*time, *heterogeneity)))?;
    // Where there was none at any time, it did not rise.
    let heterogeneity_trend = ratio(change, mean).unwrap_or(0.0);
    let last = used.last()?.1;
    let was_larger = used.iter().any(|(_, size, _)| *size > last * (1.0 + options.peak));
    let rises = heterogeneity_trend > options.heterogeneity_trend;
    let grows = size_trend > options.size_trend;
    let stage = match (rises, grows) {
        (true, true) if !was_larger => Stage::Emerging,
        (true, _) => Stage::Renewing,
        (false, true) => Stage::Growing,
        (false, false) if size_trend < -options.size_trend => Stage::Declining,
        (false, false) => Stage::Sustaining,
    };
    let left_out = observations.len() - used.len();
    Some(LifeCycle { stage, size_trend, heterogeneity_trend, used: used.len(), left_out })
}

/// The slope of y over x by least squares; `None` where x does not vary.
fn slope(points: impl Iterator<Item = (f64, f64)> + Clone) -> Option<f64> {
    let count = real(points.clone().count());
    let (x, y) = points.clone().fold((0.0, 0.0), |(x, y), point| (x + point.0 / count, y + point.1 / count));
    let (along, across) = points.fold((0.0, 0.0), |(along, across), point| {
        (along + (point.0 - x) * (point.0 - x), across + (point.0 - x) * (point.1 - y))
    });
    ratio(across, along)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn observed(rows: &[(f64, f64, f64)]) -> Vec<Observation> {
        let of =
            |(time, size, h): &(f64, f64, f64)| Observation { time: *time, size: Some(*size), heterogeneity: Some(*h) };
        rows.iter().map(of).collect()
    }

    fn stage(rows: &[(f64, f64, f64)]) -> Stage {
        life_cycle(&observed(rows), LifeCycleOptions::default()).unwrap().stage
    }

    /// Each cell of the table.
    #[test]
    fn stages() {
        assert_eq!(stage(&[(0.0, 10.0, 1.0), (1.0, 20.0, 1.2), (2.0, 40.0, 1.4)]), Stage::Emerging);
        assert_eq!(stage(&[(0.0, 10.0, 1.0), (1.0, 90.0, 1.2), (2.0, 80.0, 1.4)]), Stage::Renewing);
        assert_eq!(stage(&[(0.0, 10.0, 1.4), (1.0, 20.0, 1.2), (2.0, 40.0, 1.2)]), Stage::Growing);
        assert_eq!(stage(&[(0.0, 40.0, 1.2), (1.0, 41.0, 1.2), (2.0, 40.0, 1.2)]), Stage::Sustaining);
        assert_eq!(stage(&[(0.0, 40.0, 1.2), (1.0, 41.0, 1.3), (2.0, 40.0, 1.4)]), Stage::Renewing);
        assert_eq!(stage(&[(0.0, 40.0, 1.2), (1.0, 30.0, 1.1), (2.0, 20.0, 1.0)]), Stage::Declining);
        assert_eq!(stage(&[(0.0, 40.0, 1.0), (1.0, 30.0, 1.1), (2.0, 20.0, 1.2)]), Stage::Renewing);
    }

    /// By hand: it doubles each year; heterogeneity rises by .2 of a mean of 1.2.
    #[test]
    fn trends_by_hand() {
        let found =
            life_cycle(&observed(&[(0.0, 10.0, 1.0), (1.0, 20.0, 1.2), (2.0, 40.0, 1.4)]), LifeCycleOptions::default());
        let found = found.unwrap();
        assert!((found.size_trend - 2.0_f64.ln()).abs() < 1e-12);
        assert!((found.heterogeneity_trend - 1.0 / 6.0).abs() < 1e-12);
    }

    #[test]
    fn too_little_is_known() {
        let mut observations = observed(&[(0.0, 10.0, 1.0), (1.0, 20.0, 1.2), (1.0, 0.0, 1.2), (2.0, 40.0, 1.4)]);
        let found = life_cycle(&observations, LifeCycleOptions::default()).unwrap();
        assert_eq!((found.used, found.left_out), (3, 1));
        observations[0].heterogeneity = None;
        assert_eq!(life_cycle(&observations, LifeCycleOptions::default()), None);
        assert_eq!(life_cycle(&observed(&[(1.0, 10.0, 1.0); 4]), LifeCycleOptions::default()), None);
        // No heterogeneity at any time.
        assert_eq!(stage(&[(0.0, 10.0, 0.0), (1.0, 20.0, 0.0), (2.0, 40.0, 0.0)]), Stage::Growing);
    }

    proptest! {
        #[test]
        fn order_and_units_change_nothing(
            rows in prop::collection::vec((0u8..20, 1u16..500, 0u8..40), 3..12),
            turn in 0usize..12,
        ) {
            let rows: Vec<_> = rows.iter().map(|(t, s, h)| (f64::from(*t), f64::from(*s), f64::from(*h) / 10.0)).collect();
            let mut other: Vec<_> = rows.iter().map(|(t, s, h)| (t + 1990.0, s * 4.0, h * 2.0)).collect();
            other.rotate_left(turn % rows.len());
            let of = |rows: &[(f64, f64, f64)]| life_cycle(&observed(rows), LifeCycleOptions::default());
            let (one, other) = (of(&rows), of(&other));
            prop_assert_eq!(one.is_some(), other.is_some());
            if let Some((one, other)) = one.zip(other) {
                prop_assert!((one.size_trend - other.size_trend).abs() < 1e-9);
                prop_assert!((one.heterogeneity_trend - other.heterogeneity_trend).abs() < 1e-9);
                // What lies on a threshold may fall to either side by rounding.
                let options = LifeCycleOptions::default();
                let on = |trend: f64, threshold: f64| (trend.abs() - threshold).abs() < 1e-9;
                if !on(one.size_trend, options.size_trend) && !on(one.heterogeneity_trend, options.heterogeneity_trend) {
                    prop_assert_eq!(one.stage, other.stage);
                }
            }
        }
    }
}
