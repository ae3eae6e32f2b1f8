//! Gravity models of which the answer is known.

use proptest::prelude::*;

use super::*;

fn pair(ties: f64, distance: f64) -> Pair {
    Pair { ties: Some(ties), distance: Some(distance), ..Pair::default() }
}

fn close(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-9 * expected.abs().max(1.0), "{found} for {expected}");
}

/// By hand: log ties of 3, 2, 2, 1 over log distances of 0, 0, 1, 1 fall by 1 from 2.5, and leave a half each: R² = 1/2, variance of
/// the rest 1 / (4 - 2), so errors sqrt(1/2 x 1/2) and sqrt(1/2 x 1).
#[test]
fn log_ols_by_hand() {
    let e = std::f64::consts::E;
    let pairs = [pair(e.powi(3), 1.0), pair(e.powi(2), 1.0), pair(e.powi(2), e), pair(e, e)];
    let found = log_ols(&pairs, DecayOptions::default(), &Work::unwatched()).unwrap();
    close(found.coefficients[0].value, 2.5);
    close(found.coefficients[1].value, -1.0);
    close(found.coefficients[0].standard_error.unwrap(), 0.5);
    close(found.coefficients[1].standard_error.unwrap(), 0.5_f64.sqrt());
    close(found.r_squared.unwrap(), 0.5);
}

/// Two distances are two groups: by hand, the constant is the logarithm of the first mean and distance that of their ratio. The
/// variance of a logarithm of a mean is sum (y - mean)² / (n mean)², here 8/64 and 2/4, times n / (n - k) = 2.
#[test]
fn ppml_by_hand() {
    let e = std::f64::consts::E;
    let pairs = [pair(6.0, 1.0), pair(2.0, 1.0), pair(2.0, e), pair(0.0, e)];
    let found = ppml(&pairs, DecayOptions::default(), &Work::unwatched()).unwrap();
    close(found.coefficients[0].value, 4.0_f64.ln());
    close(found.coefficients[1].value, 0.25_f64.ln());
    close(found.coefficients[0].standard_error.unwrap(), (2.0 * 0.125_f64).sqrt());
    close(found.coefficients[1].standard_error.unwrap(), (2.0 * (0.125 + 0.5_f64)).sqrt());
    assert_eq!((found.used, found.r_squared), (4, None));
}

/// Ties that follow the model are fitted by both, each mass with its own exponent.
#[test]
fn masses_of_an_exact_model() {
    let model = |place: u32| {
        let (distance, origin) = (f64::from(place % 7 + 1), f64::from(place % 5 + 1));
        let destination = f64::from(place % 3 + 2);
        let ties = 3.0 * distance.powf(-1.5) * origin.powf(0.8) * destination.powf(0.6);
        Pair { ties: Some(ties), distance: Some(distance), origin: Some(origin), destination: Some(destination) }
    };
    let pairs: Vec<Pair> = (0..50).map(model).collect();
    let options = DecayOptions { masses: Masses::Each, ..DecayOptions::default() };
    for found in [log_ols(&pairs, options, &Work::unwatched()), ppml(&pairs, options, &Work::unwatched())] {
        let coefficients = found.unwrap().coefficients;
        let regressors = [Regressor::Constant, Regressor::Distance, Regressor::Origin, Regressor::Destination];
        for ((coefficient, of), expected) in coefficients.iter().zip(regressors).zip([3.0_f64.ln(), -1.5, 0.8, 0.6]) {
            assert_eq!(coefficient.of, of);
            close(coefficient.value, expected);
            assert!(coefficient.standard_error.unwrap() < 1e-6);
        }
    }
}

#[test]
fn what_is_left_out_is_counted() {
    let full = Pair { origin: Some(2.0), destination: Some(3.0), ..pair(1.0, 1.0) };
    let pairs = [
        full,
        Pair { distance: Some(2.0), ..full },
        Pair { origin: Some(3.0), distance: Some(4.0), ..full },
        Pair { ties: Some(0.0), ..full },
        Pair { distance: Some(0.0), ..full },
        Pair { origin: Some(0.0), ..full },
        Pair { destination: None, ..full },
    ];
    let options = DecayOptions { masses: Masses::Product, ..DecayOptions::default() };
    let found = log_ols(&pairs, options, &Work::unwatched()).unwrap();
    assert_eq!(found.left_out, LeftOut { missing: 1, no_distance: 1, no_mass: 1, no_ties: 1 });
    assert_eq!(
        (found.used, found.coefficients[2].of, found.coefficients[2].standard_error),
        (3, Regressor::Masses, None)
    );
}

#[test]
fn what_cannot_be_fitted() {
    let options = DecayOptions::default();
    let both = |pairs: &[Pair]| [log_ols(pairs, options, &Work::unwatched()), ppml(pairs, options, &Work::unwatched())];
    for found in both(&[pair(1.0, 1.0)]) {
        assert_eq!(found, Err(DecayError::TooFew { used: 1, needed: 2 }));
    }
    for found in both(&[pair(1.0, 3.0), pair(2.0, 3.0), pair(4.0, 3.0)]) {
        assert_eq!(found, Err(DecayError::Collinear));
    }
    for found in both(&[pair(1.0, 3.0), pair(-2.0, 3.0)]) {
        assert_eq!(found, Err(DecayError::Invalid { place: 1 }));
    }
    let none = ppml(&[pair(0.0, 1.0), pair(0.0, 2.0), pair(0.0, 3.0)], options, &Work::unwatched());
    assert!(matches!(none, Err(DecayError::NotConverged { .. })), "{none:?}");
    // Ties at the one distance and none at the other: the steeper the likelier.
    let apart = ppml(&[pair(1.0, 1.0), pair(3.0, 1.0), pair(0.0, 2.0), pair(0.0, 2.0)], options, &Work::unwatched());
    assert!(matches!(apart, Err(DecayError::NotConverged { .. })), "{apart:?}");
    let work = Work::new(&|| true, &|_, _| {});
    let pairs = [pair(1.0, 1.0), pair(2.0, 2.0), pair(2.0, 4.0)];
    assert_eq!(ppml(&pairs, options, &work), Err(DecayError::Stopped(Stopped)));
}

proptest! {
    /// What is expected adds up to what there is, over all pairs and along distance: the equations that define PPML.
    #[test]
    fn ppml_solves_its_equations(pairs in prop::collection::vec((0u8..20, 1u16..900), 4..40), factor in 1u8..9) {
        let ties = |factor: u8| pairs.iter().map(|(ties, d)| pair(f64::from(*ties) * f64::from(factor), f64::from(*d))).collect::<Vec<_>>();
        let of = |pairs: &[Pair]| ppml(pairs, DecayOptions::default(), &Work::unwatched());
        if let Ok(found) = of(&ties(1)) {
            let (a, b) = (found.coefficients[0].value, found.coefficients[1].value);
            let (mut rest, mut along, mut all) = (0.0, 0.0, 1.0);
            for (ties, distance) in &pairs {
                let (ties, distance) = (f64::from(*ties), f64::from(*distance).ln());
                rest += ties - (a + b * distance).exp();
                along += distance * (ties - (a + b * distance).exp());
                all += ties;
            }
            prop_assert!(rest.abs() < 1e-7 * all && along.abs() < 1e-6 * all, "{} {}", rest, along);
            // The unit of ties moves the constant alone; nor does the order of pairs count.
            let mut turned = ties(factor);
            turned.reverse();
            let other = of(&turned).unwrap();
            prop_assert!((other.coefficients[1].value - b).abs() < 1e-7);
            prop_assert!((other.coefficients[0].value - a - f64::from(factor).ln()).abs() < 1e-6);
        }
    }
}
