//! Check digits: the systems of ISO 7064, Luhn's, and weighted sums.

/// The value of each sign in base 36: `0` to `9`, then `A` to `Z`.
fn value(sign: u8) -> u32 {
    match sign {
        b'0'..=b'9' => u32::from(sign - b'0'),
        b'A'..=b'Z' => u32::from(sign - b'A') + 10,
        _ => 0,
    }
}

/// The digits as numbers.
pub(super) fn digits(text: &str) -> impl DoubleEndedIterator<Item = u32> + '_ {
    text.bytes().map(|byte| u32::from(byte.wrapping_sub(b'0')))
}

/// The sum of each digit times its weight.
pub(super) fn weighted(text: &str, weights: &[u32]) -> u32 {
    digits(text).zip(weights).map(|(digit, weight)| digit * weight).sum()
}

/// A number of any length, modulo; the text is all digits.
pub(super) fn modulo(text: &str, by: u32) -> u32 {
    digits(text).fold(0, |rest, digit| (rest * 10 + digit) % by)
}

/// ISO 7064 mod 11-2: the sign that follows these digits; `X` is ten.
pub(super) fn mod_11_2(text: &str) -> char {
    let rest = digits(text).fold(0, |sum, digit| (sum + digit) * 2 % 11);
    match (12 - rest) % 11 {
        10 => 'X',
        digit => char::from_digit(digit, 10).expect("less than ten"),
    }
}

/// ISO 7064 mod 97-10 of letters and digits: 1 for a text with its check digits, letters counted as two digits.
pub(super) fn mod_97_10(text: &str) -> u32 {
    text.bytes().map(value).fold(0, |rest, value| (rest * if value > 9 { 100 } else { 10 } + value) % 97)
}

/// ISO 7064 mod 11,10: the digit that follows these.
pub(super) fn mod_11_10(text: &str) -> u32 {
    let rest = digits(text).fold(10, |product, digit| {
        let sum = (product + digit) % 10;
        2 * if sum == 0 { 10 } else { sum } % 11
    });
    (11 - rest) % 10
}

/// H. P. Luhn's digit (ISO/IEC 7812-1, annex B) that follows these.
pub(super) fn luhn(text: &str) -> u32 {
    let sum: u32 = digits(text).rev().enumerate().map(|(place, d)| if place % 2 == 0 { doubled(d) } else { d }).sum();
    (10 - sum % 10) % 10
}

/// Twice a digit, its digits added.
pub(super) fn doubled(digit: u32) -> u32 {
    if digit > 4 { 2 * digit - 9 } else { 2 * digit }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples of the standards: ISNI of ISO 27729, LEI of ISO 17442 annex A (the check digits of a text ending 00), and others
    /// computed by hand.
    #[test]
    fn by_hand() {
        assert_eq!(mod_11_2("000000040530031"), 'X');
        assert_eq!(mod_11_2("000000012146438"), 'X');
        assert_eq!(98 - mod_97_10("549300GFX6WN7JDUSN00"), 34);
        assert_eq!(mod_97_10("549300GFX6WN7JDUSN34"), 1);
        // 7992739871 is the usual example of Luhn's.
        assert_eq!(luhn("7992739871"), 3);
        // The example of mod 11,10 in the standard: 0794, check digit 5.
        assert_eq!(mod_11_10("0794"), 5);
        assert_eq!(modulo("123456789012345678901", 97), 31);
    }
}
