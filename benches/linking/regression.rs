//! Logistic regression with a ridge, by Newton's method.

use milieu::link::weights::Weights;

/// What a fit is made of: values with whether it was so.
pub(crate) type Sample = (Vec<f32>, bool);

/// The weights that make the samples likeliest, less `ridge` times half their squares.
#[expect(clippy::cast_possible_truncation, reason = "weights are kept in single precision")]
pub(crate) fn fit(samples: &[Sample], ridge: f64) -> Weights {
    let size = samples.first().map_or(0, |(values, _)| values.len()) + 1;
    let mut weights = vec![0.0_f64; size];
    for _ in 0..25 {
        let mut curvature = vec![vec![0.0_f64; size]; size];
        let mut slope: Vec<f64> = weights.iter().map(|weight| -ridge * weight).collect();
        slope[0] = 0.0;
        curvature[0][0] = 1e-6;
        (1..size).for_each(|at| curvature[at][at] = ridge);
        for (values, is) in samples {
            let row: Vec<f64> = std::iter::once(1.0).chain(values.iter().map(|value| f64::from(*value))).collect();
            let odds: f64 = row.iter().zip(&weights).map(|(value, weight)| value * weight).sum();
            let likely = 1.0 / (1.0 + (-odds).exp());
            let (error, spread) = (f64::from(u8::from(*is)) - likely, (likely * (1.0 - likely)).max(1e-6));
            for (one, value) in row.iter().enumerate().filter(|(_, value)| **value != 0.0) {
                slope[one] += error * value;
                (0..=one).for_each(|other| curvature[one][other] += spread * value * row[other]);
            }
        }
        // Only the half below the diagonal was summed.
        for one in 0..size {
            let (above, below) = curvature.split_at_mut(one + 1);
            for (row, value) in below.iter().zip(&mut above[one][one + 1..]) {
                *value = row[one];
            }
        }
        let step = solved(curvature, slope);
        weights.iter_mut().zip(&step).for_each(|(weight, step)| *weight += step);
        if step.iter().all(|step| step.abs() < 1e-6) {
            break;
        }
    }
    Weights { bias: weights[0] as f32, weights: weights[1..].iter().map(|weight| *weight as f32).collect() }
}

/// Solves linear equations by elimination; the matrix is symmetric and positive definite.
fn solved(mut matrix: Vec<Vec<f64>>, mut right: Vec<f64>) -> Vec<f64> {
    let size = right.len();
    for at in 0..size {
        let (above, below) = matrix.split_at_mut(at + 1);
        let pivot = &above[at];
        for (row, offset) in below.iter_mut().zip(at + 1..) {
            let times = row[at] / pivot[at];
            if times != 0.0 {
                row[at..].iter_mut().zip(&pivot[at..]).for_each(|(value, pivot)| *value -= times * pivot);
                right[offset] -= times * right[at];
            }
        }
    }
    for at in (0..size).rev() {
        let known: f64 = (at + 1..size).map(|other| matrix[at][other] * right[other]).sum();
        right[at] = (right[at] - known) / matrix[at][at];
    }
    right
}
