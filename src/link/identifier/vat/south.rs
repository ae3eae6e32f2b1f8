//! Bulgaria, Croatia, Cyprus, Greece, Italy, Malta, Portugal, Romania, Slovenia, Spain.

use super::super::check::{digits, luhn, mod_11_10, modulo, weighted};
use super::{Verdict, eleven_less, held};

/// Nine digits, a firm's: weights 1 to 8, and if that leaves 10, 3 to 10. Ten: a person's, a foreigner's or another's, by rules of their own.
pub(super) fn bulgaria(number: &str) -> Verdict {
    if number.len() == 9 {
        let first = weighted(&number[..8], &[1, 2, 3, 4, 5, 6, 7, 8]) % 11;
        let second = || weighted(&number[..8], &[3, 4, 5, 6, 7, 8, 9, 10]) % 11 % 10;
        return held(number, 8..9, if first == 10 { second() } else { first });
    }
    let other = eleven_less(number, weighted(&number[..9], &[4, 3, 2, 7, 6, 5, 4, 3, 2]), None);
    let person = || held(number, 9..10, weighted(&number[..9], &[2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11 % 10);
    let foreigner = || held(number, 9..10, weighted(&number[..9], &[21, 19, 17, 13, 11, 9, 7, 3, 1]) % 10);
    other.or(person).or(foreigner)
}

/// ISO 7064 mod 11,10.
pub(super) fn croatia(number: &str) -> Verdict {
    held(number, 10..11, mod_11_10(&number[..10]))
}

/// Digits in odd places stand for others; the sum by 26 is a letter.
pub(super) fn cyprus(number: &str) -> Verdict {
    const ODD: [u32; 10] = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21];
    if number.starts_with("12") {
        return Verdict::Unformed;
    }
    let value = |(place, digit): (usize, u32)| if place % 2 == 0 { ODD[digit as usize] } else { digit };
    let sum: u32 = digits(&number[..8]).enumerate().map(value).sum();
    held(number, 8..9, char::from(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"[sum as usize % 26]))
}

/// Weights 256 to 2, each half of the one before; by 11, and 10 is 0.
pub(super) fn greece(number: &str) -> Verdict {
    held(number, 8..9, weighted(&number[..8], &[256, 128, 64, 32, 16, 8, 4, 2]) % 11 % 10)
}

/// Seven digits of the firm, three of the province's office, Luhn's digit.
pub(super) fn italy(number: &str) -> Verdict {
    let office: u32 = number[7..10].parse().unwrap_or_default();
    if number.starts_with("0000000") || !matches!(office, 1..=100 | 120 | 121 | 888 | 999) {
        return Verdict::Unformed;
    }
    held(number, 10..11, luhn(&number[..10]))
}

/// Weights 3, 4, 6 to 9; 37 less the rest.
pub(super) fn malta(number: &str) -> Verdict {
    if number.starts_with('0') {
        return Verdict::Unformed;
    }
    held(number, 6..8, format!("{:02}", 37 - weighted(&number[..6], &[3, 4, 6, 7, 8, 9]) % 37))
}

/// Weights 9 to 2; 10 is 0.
pub(super) fn portugal(number: &str) -> Verdict {
    if number.starts_with('0') {
        return Verdict::Unformed;
    }
    eleven_less(number, weighted(&number[..8], &[9, 8, 7, 6, 5, 4, 3, 2]), Some(0))
}

/// Weights 7, 5, 3, 2, 1, 7, 5, 3, 2 set to the right; ten times the sum by 11, and 10 is 0.
pub(super) fn romania(number: &str) -> Verdict {
    if number.starts_with('0') {
        return Verdict::Unformed;
    }
    let last = number.len() - 1;
    let sum = weighted(&number[..last], &[7, 5, 3, 2, 1, 7, 5, 3, 2][9 - last..]);
    held(number, last..last + 1, sum * 10 % 11 % 10)
}

/// Weights 8 to 2; 10 is 0, and a number that leaves none is never given.
pub(super) fn slovenia(number: &str) -> Verdict {
    if number.starts_with('0') {
        return Verdict::Unformed;
    }
    match 11 - weighted(&number[..7], &[8, 7, 6, 5, 4, 3, 2]) % 11 {
        11 => Verdict::Never,
        digit => held(number, 7..8, digit % 10),
    }
}

/// A firm's begins with a letter and ends in a digit or a letter by Luhn's rule; a person's ends in a letter of its number by 23.
pub(super) fn spain(number: &str) -> Verdict {
    let letter = |digits: &str| char::from(b"TRWAGMYFPDXBNJZSQVHLCKE"[modulo(digits, 23) as usize]);
    let (first, last) = (number.as_bytes()[0], number.as_bytes()[8]);
    match first {
        b'0'..=b'9' => held(number, 8..9, letter(&number[..8])),
        b'K' | b'L' | b'M' => held(number, 8..9, letter(&number[1..8])),
        b'X'..=b'Z' => held(number, 8..9, letter(&format!("{}{}", first - b'X', &number[1..8]))),
        b'A'..=b'H' | b'J' | b'N' | b'P'..=b'S' | b'U'..=b'W' => {
            let digit = luhn(&number[1..8]);
            let letter = char::from(b"JABCDEFGHI"[digit as usize]);
            // Companies have a digit; of the rest some have a letter, as is said, and some are found with a digit too.
            if last.is_ascii_digit() || matches!(first, b'A' | b'B') {
                held(number, 8..9, digit)
            } else {
                held(number, 8..9, letter)
            }
        }
        _ => Verdict::Unformed,
    }
}
