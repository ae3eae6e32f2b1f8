//! Numbers as people read them. The page's script does the same (`web/src/result.js`), so that a table looks alike wherever it was made.

/// Sets thousands apart by a narrow space.
const APART: char = '\u{202f}';

/// A whole number with its thousands apart.
pub(super) fn grouped(number: usize) -> String {
    apart(&number.to_string())
}

fn apart(digits: &str) -> String {
    let mut text = String::with_capacity(digits.len() * 2);
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(APART);
        }
        text.push(digit);
    }
    text
}

/// How the numbers of one column are written: with as many decimals as its largest value needs, so that points align.
#[derive(Clone, Copy, Debug)]
pub(super) struct Format {
    decimals: usize,
    largest: f64,
}

impl Format {
    /// The format for a column that holds these.
    pub(super) fn of(numbers: impl IntoIterator<Item = f64>) -> Self {
        let (mut largest, mut whole) = (0.0_f64, true);
        for number in numbers.into_iter().filter(|number| number.is_finite()) {
            largest = largest.max(number.abs());
            whole &= number.fract() == 0.0;
        }
        let steps = [(1000.0, 1), (10.0, 2), (0.1, 3), (0.01, 4), (0.001, 5)];
        let decimals = steps.into_iter().find(|(least, _)| largest >= *least).map_or(6, |(_, decimals)| decimals);
        Self { decimals: if whole { 0 } else { decimals }, largest }
    }

    /// `number` for people.
    pub(super) fn show(self, number: f64) -> String {
        let size = number.abs();
        if number != 0.0 && (size >= 1e15 || (self.largest < 1e-4 && size < 1e-4)) {
            return format!("{number:.3e}");
        }
        let text = format!("{size:.*}", self.decimals);
        let (whole, fraction) = text.split_once('.').map_or((text.as_str(), ""), |(whole, fraction)| (whole, fraction));
        let is_zero = text.bytes().all(|byte| matches!(byte, b'0' | b'.'));
        let sign = if number < 0.0 && !is_zero { "-" } else { "" };
        let point = if fraction.is_empty() { "" } else { "." };
        format!("{sign}{}{point}{fraction}", apart(whole))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_number_of_decimals_a_column() {
        let show = |numbers: &[f64]| {
            let format = Format::of(numbers.iter().copied());
            numbers.iter().map(|number| format.show(*number).replace(APART, " ")).collect::<Vec<_>>()
        };
        assert_eq!(show(&[1_204_331.0, 3.0]), ["1 204 331", "3"]);
        assert_eq!(show(&[5.805_291, 0.5]), ["5.805", "0.500"]);
        assert_eq!(show(&[-1.0, 0.2]), ["-1.000", "0.200"]);
        assert_eq!(show(&[1234.56]), ["1 234.6"]);
        assert_eq!(show(&[0.000_01]), ["1.000e-5"]);
        assert_eq!(grouped(999), "999");
    }
}
