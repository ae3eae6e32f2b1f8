//! The five proximities of a pair of actors.
//!
//! R. A. Boschma ("Proximity and Innovation: A Critical Assessment", Regional Studies 39(1), 2005, 61-74) tells apart in what
//! respects two actors can be close, and gives no formulas. These are ours; each gives a number without unit from 0 (far) to 1
//! (close), the same from either side, and `None` where what it needs is not known of both:
//!
//! - geographical: exp(-d / `d_0`), d the great-circle distance in km on a sphere of radius 6371.0088 km, `d_0` from the options;
//! - cognitive: what the activities have in common. Two codes are as close as the levels of a classification on which they agree
//!   from the top, over the levels of the finer one; a code is as close to an actor as to its closest code; the proximity is the
//!   mean of this over the codes of both. On one level it is the coefficient of Dice, twice the common codes over all;
//! - organisational: the larger of 1 for one group of companies (0 for two) and the common memberships over those that either has
//!   (Jaccard); of these, whichever is known;
//! - social: n / (n + h) of n past linkages in common, with h from the options at which it is a half: the first count most;
//! - institutional: of the features known of both (country, language, legal form), the share in which they have a value in common.
//!
//! Boschma warns that too much of each is as harmful as too little: they are not to be added up.

use std::collections::BTreeSet;

use super::number::{ratio, real};

/// A place on Earth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// Degrees north, from -90 to 90.
    pub latitude: f64,
    /// Degrees east, from -180 to 180.
    pub longitude: f64,
}

/// What is known of an actor.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Actor<'a> {
    /// Where it is.
    pub place: Option<Place>,
    /// The codes of its activities or fields of knowledge, as `25.62`; none means that they are not known.
    pub codes: &'a [&'a str],
    /// The group of companies it belongs to, by number.
    pub group: Option<usize>,
    /// The organisations it is a member of, by number; `Some` of none is an actor that is known to be a member of nothing.
    pub memberships: Option<&'a [usize]>,
    /// Its values by number in each feature of its institutions, in the same order for all actors; none of a feature means that
    /// it is not known.
    pub features: &'a [&'a [usize]],
}

/// The bounds of our formulas.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FiveProximitiesOptions<'a> {
    /// The distance in km at which geographical proximity has fallen to 1/e; above 0.
    pub distance: f64,
    /// How many letters and digits of a code make each level, ascending. A code that is shorter has fewer levels.
    pub levels: &'a [usize],
    /// The number of past linkages at which social proximity is a half; above 0.
    pub half: f64,
}

impl Default for FiveProximitiesOptions<'_> {
    /// 100 km; division, group and class of NACE; a half at the first linkage.
    fn default() -> Self {
        Self { distance: 100.0, levels: &[2, 3, 4], half: 1.0 }
    }
}

/// How close a pair of actors is, from 0 to 1 in each respect.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FiveProximities {
    /// In space.
    pub geographical: Option<f64>,
    /// In what they know.
    pub cognitive: Option<f64>,
    /// Under one control or in one organisation.
    pub organisational: Option<f64>,
    /// By what they did together.
    pub social: Option<f64>,
    /// Under the same rules and customs.
    pub institutional: Option<f64>,
}

/// The five proximities of a pair that has had `linkages` in common; `None` where the past is not known.
///
/// ```
/// use milieu::measure::five_proximities::{Actor, FiveProximitiesOptions, five_proximities};
/// let toolmaker = Actor { codes: &["25.73"], group: Some(1), features: &[&[49]], ..Actor::default() };
/// let platers = Actor { codes: &["25.61"], group: Some(1), features: &[&[49]], ..Actor::default() };
/// let found = five_proximities(&toolmaker, &platers, Some(3), FiveProximitiesOptions::default());
/// assert_eq!((found.geographical, found.cognitive, found.organisational), (None, Some(1.0 / 3.0), Some(1.0)));
/// assert_eq!((found.social, found.institutional), (Some(0.75), Some(1.0)));
/// ```
pub fn five_proximities(
    one: &Actor<'_>,
    other: &Actor<'_>,
    linkages: Option<usize>,
    options: FiveProximitiesOptions<'_>,
) -> FiveProximities {
    let near = |one, other| Some((-ratio(great_circle(one, other)?, options.distance)?).exp());
    FiveProximities {
        geographical: one.place.zip(other.place).and_then(|(one, other)| near(one, other)),
        cognitive: cognitive(one.codes, other.codes, options.levels),
        organisational: organisational(one, other),
        social: linkages.and_then(|linkages| ratio(real(linkages), real(linkages) + options.half)),
        institutional: institutional(one.features, other.features),
    }
}

/// Mean radius of the Earth in km (IUGG).
const RADIUS: f64 = 6_371.008_8;

/// The great-circle distance of two places in km, by the haversine; `None` where one is not on Earth.
///
/// ```
/// use milieu::measure::five_proximities::{Place, great_circle};
/// let pole = Place { latitude: 90.0, longitude: 0.0 };
/// let equator = Place { latitude: 0.0, longitude: 77.0 };
/// assert!((great_circle(pole, equator).unwrap() - 10_007.557).abs() < 1e-3);
/// ```
pub fn great_circle(one: Place, other: Place) -> Option<f64> {
    let on_earth = |place: Place| place.latitude.abs() <= 90.0 && place.longitude.abs() <= 180.0;
    if !on_earth(one) || !on_earth(other) {
        return None;
    }
    let half = |from: f64, to: f64| ((to - from).to_radians() / 2.0).sin().powi(2);
    let parallels = one.latitude.to_radians().cos() * other.latitude.to_radians().cos();
    let haversine = half(one.latitude, other.latitude) + parallels * half(one.longitude, other.longitude);
    Some(2.0 * RADIUS * haversine.clamp(0.0, 1.0).sqrt().asin())
}

fn cognitive(one: &[&str], other: &[&str], levels: &[usize]) -> Option<f64> {
    // A code is a set's: listed twice it is one.
    let plain = |codes: &[&str]| -> BTreeSet<Vec<char>> {
        let letters = |code: &&str| code.chars().filter(|letter| letter.is_alphanumeric()).collect();
        codes.iter().map(letters).collect()
    };
    let (one, other) = (plain(one), plain(other));
    if one.is_empty() || other.is_empty() {
        return None;
    }
    let closest = |code: &Vec<char>, codes: &BTreeSet<Vec<char>>| {
        codes.iter().map(|other| common_levels(code, other, levels)).fold(0.0, f64::max)
    };
    let there: f64 = one.iter().map(|code| closest(code, &other)).sum();
    let back: f64 = other.iter().map(|code| closest(code, &one)).sum();
    ratio(there + back, real(one.len() + other.len()))
}

/// The levels on which two codes agree over those of the finer; 0 where neither reaches the first.
fn common_levels(one: &[char], other: &[char], levels: &[usize]) -> f64 {
    let reached = |code: &[char]| levels.iter().take_while(|level| **level <= code.len()).count();
    let agreed = one.iter().zip(other).take_while(|(one, other)| one == other).count();
    let common = levels.iter().take_while(|level| **level <= agreed).count();
    ratio(real(common), real(reached(one).max(reached(other)))).unwrap_or(0.0)
}

fn organisational(one: &Actor<'_>, other: &Actor<'_>) -> Option<f64> {
    let group = one.group.zip(other.group).map(|(one, other)| if one == other { 1.0 } else { 0.0 });
    let memberships = one.memberships.zip(other.memberships).map(|(one, other)| {
        let (one, other): (BTreeSet<_>, BTreeSet<_>) = (one.iter().collect(), other.iter().collect());
        // Two that are members of nothing have nothing in common.
        ratio(real(one.intersection(&other).count()), real(one.union(&other).count())).unwrap_or(0.0)
    });
    group.into_iter().chain(memberships).reduce(f64::max)
}

fn institutional(one: &[&[usize]], other: &[&[usize]]) -> Option<f64> {
    let known = one.iter().zip(other).filter(|(one, other)| !one.is_empty() && !other.is_empty());
    let (features, shared) = known.fold((0, 0), |(features, shared), (one, other)| {
        (features + 1, shared + usize::from(one.iter().any(|value| other.contains(value))))
    });
    ratio(real(shared), real(features))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(one: &Actor<'_>, other: &Actor<'_>) -> FiveProximities {
        five_proximities(one, other, None, FiveProximitiesOptions::default())
    }

    fn close(found: Option<f64>, expected: f64) {
        assert!((found.unwrap() - expected).abs() < 1e-9, "{found:?} for {expected}");
    }

    /// By hand: a degree of the equator is 2 pi 6371.0088 / 360 = 111.195 km, also across the date line.
    #[test]
    fn geographical_by_hand() {
        let at = |longitude| Actor { place: Some(Place { latitude: 0.0, longitude }), ..Actor::default() };
        let expected = (-2.0 * std::f64::consts::PI * 6_371.008_8 / 360.0 / 100.0_f64).exp();
        close(of(&at(8.0), &at(9.0)).geographical, expected);
        close(of(&at(179.5), &at(-179.5)).geographical, expected);
        close(of(&at(8.0), &at(8.0)).geographical, 1.0);
        assert_eq!((of(&at(8.0), &at(181.0)).geographical, of(&at(8.0), &at(f64::NAN)).geographical), (None, None));
    }

    /// By hand: 25.62 meets itself (1) and 28.11 meets nothing (0); back, 25.62 meets itself and 25.6 has two of the three levels of
    /// 25.62 in common: (1 + 0 + 1 + 2/3) / 4.
    #[test]
    fn cognitive_by_hand() {
        let with = |codes| Actor { codes, ..Actor::default() };
        close(of(&with(&["25.62", "28.11"]), &with(&["25.62", "25.6"])).cognitive, (2.0 + 2.0 / 3.0) / 4.0);
        assert_eq!(of(&with(&[]), &with(&["25.62"])).cognitive, None);
        // On one level: twice the one in common, over three and two.
        let flat = FiveProximitiesOptions { levels: &[1], ..FiveProximitiesOptions::default() };
        let found = five_proximities(&with(&["a", "b", "c", "c"]), &with(&["c", "d"]), None, flat);
        close(found.cognitive, 0.4);
    }

    #[test]
    fn organisational_by_hand() {
        let with = |group, memberships| Actor { group, memberships, ..Actor::default() };
        // One of three memberships in common, in two groups; then in one.
        close(of(&with(Some(1), Some(&[1, 2])), &with(Some(2), Some(&[2, 3]))).organisational, 1.0 / 3.0);
        close(of(&with(Some(1), Some(&[1, 2])), &with(Some(1), Some(&[2, 3]))).organisational, 1.0);
        close(of(&with(Some(1), None), &with(Some(2), Some(&[2]))).organisational, 0.0);
        close(of(&with(None, Some(&[])), &with(None, Some(&[]))).organisational, 0.0);
        assert_eq!(of(&with(None, None), &with(Some(2), Some(&[2]))).organisational, None);
    }

    /// By hand: the countries differ, one language is common, the legal form of one is not known.
    #[test]
    fn institutional_and_social_by_hand() {
        let one = Actor { features: &[&[1], &[1, 2], &[7]], ..Actor::default() };
        let other = Actor { features: &[&[2], &[2, 3], &[]], ..Actor::default() };
        close(of(&one, &other).institutional, 0.5);
        assert_eq!(of(&one, &Actor::default()).institutional, None);
        let past = |linkages| {
            five_proximities(&one, &other, linkages, FiveProximitiesOptions { half: 3.0, ..Default::default() })
        };
        assert_eq!((past(Some(0)).social, past(Some(3)).social, past(None).social), (Some(0.0), Some(0.5), None));
    }

    proptest! {
        #[test]
        fn the_same_from_either_side_and_from_0_to_1(
            places in prop::array::uniform2((-90.0f64..=90.0, -180.0f64..=180.0)),
            codes in prop::array::uniform2(prop::collection::vec("[12]{2}\\.[12]{0,2}", 0..4)),
            members in prop::array::uniform2(prop::collection::vec(0usize..4, 0..4)),
            linkages in 0usize..1000,
        ) {
            let texts = codes.each_ref().map(|codes| codes.iter().map(String::as_str).collect::<Vec<_>>());
            let features = members.each_ref().map(|members| [&members[..]]);
            let actor = |which: usize| Actor {
                place: Some(Place { latitude: places[which].0, longitude: places[which].1 }),
                codes: &texts[which],
                group: members[which].first().copied(),
                memberships: Some(&members[which]),
                features: &features[which],
            };
            let options = FiveProximitiesOptions::default();
            let found = five_proximities(&actor(0), &actor(1), Some(linkages), options);
            prop_assert_eq!(found, five_proximities(&actor(1), &actor(0), Some(linkages), options));
            let all = [found.geographical, found.cognitive, found.organisational, found.social, found.institutional];
            prop_assert!(all.into_iter().flatten().all(|value| (0.0..=1.0).contains(&value)));
            let itself = five_proximities(&actor(0), &actor(0), None, options);
            for one in [itself.geographical, itself.cognitive, itself.institutional].into_iter().flatten() {
                prop_assert!((one - 1.0).abs() < 1e-12);
            }
        }
    }
}
