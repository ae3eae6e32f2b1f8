//! Small arithmetic that several measures share.

/// A count as a number to compute with: exact to 2^53, which no count of things reaches.
#[expect(clippy::cast_precision_loss)]
pub(super) fn float(count: usize) -> f64 {
    count as f64
}

/// `part / whole`; `None` where the whole is 0.
pub(super) fn ratio(part: f64, whole: f64) -> Option<f64> {
    let quotient = part / whole;
    quotient.is_finite().then_some(quotient)
}
