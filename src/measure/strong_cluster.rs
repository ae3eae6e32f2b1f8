//! Strong clusters: which groups of industries stand out in which regions.
//!
//! The rule of the US Cluster Mapping Project (M. Delgado, M. E. Porter and S. Stern, "Defining clusters of related
//! industries", Journal of Economic Geography 16(1), 2016, 1-38), checked against its published flags of 2016. Quantiles are of
//! [type 7](super::quantile), taken per category over the regions with employment in it:
//!
//! - qualifying: employment, establishments and location quotient each above their lower quartile;
//! - significant: qualifying, and the location quotient above its median;
//! - strong: qualifying, and the location quotient at least its upper quartile and at least 1;
//! - strong, top tenth: strong, and the location quotient at least its 90th percentile.
//!
//! A region without employment counts in no quantile and carries no flag. The flags have no unit.

use super::quantile::quantile;

/// A category in a region.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Observation {
    /// The category (and year) whose regions are compared with each other, by any number.
    pub group: usize,
    /// People employed.
    pub employment: f64,
    /// Establishments.
    pub establishments: f64,
    /// Location quotient; 1 is the national average.
    pub location_quotient: f64,
}

/// What an observation is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "four flags that are published as four")]
pub struct Flags {
    /// Large enough to be looked at.
    pub qualifying: bool,
    /// In the upper half.
    pub significant: bool,
    /// Strong.
    pub strong: bool,
    /// Strong, and in the top tenth.
    pub strong_tenth: bool,
}

/// The bounds of the rule.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StrongClusterOptions {
    /// Quantile that employment, establishments and location quotient must exceed to qualify.
    pub floor: f64,
    /// Quantile that the location quotient must exceed to be significant.
    pub significant: f64,
    /// Quantile that the location quotient must reach to be strong.
    pub strong: f64,
    /// Quantile that it must reach to be in the top tenth.
    pub tenth: f64,
    /// The location quotient that a strong cluster has at least.
    pub least: f64,
}

impl Default for StrongClusterOptions {
    fn default() -> Self {
        Self { floor: 0.25, significant: 0.5, strong: 0.75, tenth: 0.9, least: 1.0 }
    }
}

/// The flags of each observation, in the same order.
///
/// ```
/// use milieu::measure::strong_cluster::{Observation, StrongClusterOptions, strong_clusters};
/// let observe = |employment, establishments, location_quotient| Observation { group: 0, employment, establishments, location_quotient };
/// // Wood in the four regions of Elmland: only the first is strong, 2.0 being below the upper quartile of 2.1.
/// let wood = [observe(60.0, 6.0, 2.4), observe(10.0, 3.0, 0.2), observe(30.0, 4.0, 1.2), observe(50.0, 5.0, 2.0)];
/// let strong: Vec<bool> = strong_clusters(&wood, StrongClusterOptions::default()).iter().map(|f| f.strong).collect();
/// assert_eq!(strong, [true, false, false, false]);
/// ```
pub fn strong_clusters(observations: &[Observation], options: StrongClusterOptions) -> Vec<Flags> {
    let groups = observations.iter().map(|observation| observation.group + 1).max().unwrap_or(0);
    let mut present = vec![Vec::new(); groups];
    for observation in observations.iter().filter(|observation| observation.employment > 0.0) {
        present[observation.group].push(observation);
    }
    let bounds: Vec<Option<Bounds>> = present.iter().map(|group| Bounds::of(group, options)).collect();
    let flags = |observation: &Observation| match &bounds[observation.group] {
        Some(bounds) if observation.employment > 0.0 => bounds.flags(observation, options.least),
        _ => Flags::default(),
    };
    observations.iter().map(flags).collect()
}

/// The quantiles of one category.
struct Bounds {
    employment: f64,
    establishments: f64,
    floor: f64,
    significant: f64,
    strong: f64,
    tenth: f64,
}

impl Bounds {
    fn of(group: &[&Observation], options: StrongClusterOptions) -> Option<Self> {
        let sorted = |value: fn(&Observation) -> f64| {
            let mut values: Vec<f64> = group.iter().map(|observation| value(observation)).collect();
            values.sort_by(f64::total_cmp);
            values
        };
        let quotients = sorted(|observation| observation.location_quotient);
        Some(Self {
            employment: quantile(&sorted(|observation| observation.employment), options.floor)?,
            establishments: quantile(&sorted(|observation| observation.establishments), options.floor)?,
            floor: quantile(&quotients, options.floor)?,
            significant: quantile(&quotients, options.significant)?,
            strong: quantile(&quotients, options.strong)?,
            tenth: quantile(&quotients, options.tenth)?,
        })
    }

    fn flags(&self, observation: &Observation, least: f64) -> Flags {
        let quotient = observation.location_quotient;
        let large = observation.employment > self.employment && observation.establishments > self.establishments;
        let strong = large && quotient >= self.strong && quotient >= least;
        Flags {
            qualifying: large && quotient > self.floor,
            significant: large && quotient > self.significant,
            strong,
            strong_tenth: strong && quotient >= self.tenth,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn observation(employment: f64, establishments: f64, location_quotient: f64) -> Observation {
        Observation { group: 0, employment, establishments, location_quotient }
    }

    /// Boats in Elmland, by hand: upper quartile 0.95, lower quartiles 27.5 people and 2.75 establishments. East passes the
    /// first two and has 2 establishments.
    #[test]
    fn a_high_quotient_in_too_few_establishments_is_not_strong() {
        let boats = [
            observation(20.0, 3.0, 0.4),
            observation(80.0, 9.0, 0.8),
            observation(70.0, 2.0, 1.4),
            observation(30.0, 4.0, 0.6),
        ];
        let flags = strong_clusters(&boats, StrongClusterOptions::default());
        assert!(flags.iter().all(|flags| !flags.strong));
        assert!(flags[1].qualifying && flags[1].significant && !flags[2].qualifying);
    }

    /// Wine in Elmland: East has no employment, so the upper quartile is of three regions, 0.8 + 0.5 x 1.4 = 1.5.
    #[test]
    fn no_employment_counts_in_no_quantile() {
        let wine = [
            observation(20.0, 2.0, 0.8),
            observation(110.0, 11.0, 2.2),
            observation(0.0, 0.0, 0.0),
            observation(20.0, 2.0, 0.8),
        ];
        let flags = strong_clusters(&wine, StrongClusterOptions::default());
        assert_eq!(flags.iter().map(|flags| flags.strong).collect::<Vec<_>>(), [false, true, false, false]);
        assert_eq!(flags[2], Flags::default());
    }

    proptest! {
        #[test]
        fn the_order_of_the_regions_changes_nothing(
            values in prop::collection::vec((0u32..50, 0u32..20, 0.0f64..4.0), 1..30),
            turn in 0usize..30,
        ) {
            let regions: Vec<Observation> = values.iter().map(|&(e, s, q)| observation(e.into(), s.into(), q)).collect();
            let mut turned = regions.clone();
            let turn = turn % regions.len();
            turned.rotate_left(turn);
            let mut flags = strong_clusters(&regions, StrongClusterOptions::default());
            flags.rotate_left(turn);
            prop_assert_eq!(flags, strong_clusters(&turned, StrongClusterOptions::default()));
        }
    }
}
