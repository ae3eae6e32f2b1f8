//! What each piece of evidence weighs: logistic regressions, fitted by `benches/linking.rs` and kept as tables.

/// A logistic regression: the logarithm of the odds is `bias` and the weighted sum of the values.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    /// What is added for nothing.
    pub bias: f32,
    /// The weight of each value, in their order.
    pub weights: Vec<f32>,
}

impl Weights {
    /// Reads lines of a name and a number, parted by a tab; lines that begin with `#` are left out. A name that is not there weighs
    /// nothing; a later line adds to an earlier one.
    ///
    /// `None` where a line is not that, or names what is not in `names` and is not `bias`.
    ///
    /// ```
    /// use milieu::link::weights::Weights;
    /// let weights = Weights::read("# by hand\nbias\t-1\ntight\t2.5\n", &["whole", "tight"]).unwrap();
    /// assert_eq!((weights.bias, weights.weights.as_slice()), (-1.0, &[0.0, 2.5][..]));
    /// assert!(Weights::read("tight\ttwo", &["tight"]).is_none());
    /// ```
    pub fn read(table: &str, names: &[&str]) -> Option<Self> {
        let mut read = Self { bias: 0.0, weights: vec![0.0; names.len()] };
        for line in table.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
            let (name, value) = line.split_once('\t')?;
            let value: f32 = value.parse().ok()?;
            match names.iter().position(|other| *other == name) {
                Some(at) => read.weights[at] += value,
                None if name == "bias" => read.bias += value,
                None => return None,
            }
        }
        Some(read)
    }

    /// The logarithm of the odds.
    ///
    /// ```
    /// use milieu::link::weights::Weights;
    /// assert_eq!(Weights { bias: -1.0, weights: vec![2.0, 3.0] }.log_odds(&[1.0, 0.5]), 2.5);
    /// ```
    pub fn log_odds(&self, values: &[f32]) -> f32 {
        self.bias + self.weights.iter().zip(values).map(|(weight, value)| weight * value).sum::<f32>()
    }

    /// What each value adds to the logarithm of the odds.
    pub(super) fn parts(&self, values: &[f32]) -> impl Iterator<Item = f32> {
        self.weights.iter().zip(values).map(|(weight, value)| weight * value)
    }
}

/// The probability that belongs to the logarithm of odds.
///
/// ```
/// assert_eq!(milieu::link::weights::probability(0.0), 0.5);
/// ```
pub fn probability(log_odds: f32) -> f32 {
    1.0 / (1.0 + (-log_odds).exp())
}
