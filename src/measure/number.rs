//! Small arithmetic that several measures share.

/// A count as a number to compute with: exact to 2^53, which no count of things reaches.
#[expect(clippy::cast_precision_loss)]
pub(super) fn real(count: usize) -> f64 {
    count as f64
}

/// `part / whole`; `None` where the whole is 0.
pub(super) fn ratio(part: f64, whole: f64) -> Option<f64> {
    let quotient = part / whole;
    quotient.is_finite().then_some(quotient)
}

/// Mean and standard deviation of a population (divided by n, not n - 1); `None` without values.
pub(super) fn mean_and_deviation(values: impl Iterator<Item = f64> + Clone) -> Option<(f64, f64)> {
    let count = real(values.clone().count());
    let mean = ratio(values.clone().sum(), count)?;
    let variance = values.map(|value| (value - mean) * (value - mean)).sum::<f64>() / count;
    Some((mean, variance.sqrt()))
}
