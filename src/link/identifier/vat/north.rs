//! Britain, Denmark, Estonia, Finland, Ireland, Latvia, Lithuania, Norway, Sweden.

use super::super::check::{luhn, weighted};
use super::{Verdict, eleven_less, held};

/// Weights 8 to 2; with the last two digits a multiple of 97, or of 97 less 55. `GD` is a department's, `HA` a health authority's.
pub(super) fn britain(number: &str) -> Verdict {
    if let Some(department) = number.strip_prefix("GD") {
        return if department < "500" { Verdict::Right } else { Verdict::Unformed };
    }
    if let Some(authority) = number.strip_prefix("HA") {
        return if authority >= "500" { Verdict::Right } else { Verdict::Unformed };
    }
    let rest = weighted(&number[..7], &[8, 7, 6, 5, 4, 3, 2]) % 97;
    let two = |rest: u32| format!("{:02}", (97 - rest % 97) % 97);
    // A multiple may be written 00 or 97.
    let old = if rest == 0 && &number[7..9] == "97" { Verdict::Right } else { held(number, 7..9, two(rest)) };
    old.or(|| held(number, 7..9, two(rest + 55)))
}

/// Weights 2, 7 to 1; a multiple of 11.
pub(super) fn denmark(number: &str) -> Verdict {
    if number.starts_with('0') {
        return Verdict::Unformed;
    }
    eleven_less(number, weighted(&number[..7], &[2, 7, 6, 5, 4, 3, 2]), None)
}

/// Weights 3, 7, 1 and again; a multiple of 10.
pub(super) fn estonia(number: &str) -> Verdict {
    held(number, 8..9, (10 - weighted(&number[..8], &[3, 7, 1, 3, 7, 1, 3, 7]) % 10) % 10)
}

/// Weights 7, 9, 10, 5, 8, 4, 2.
pub(super) fn finland(number: &str) -> Verdict {
    eleven_less(number, weighted(&number[..7], &[7, 9, 10, 5, 8, 4, 2]), None)
}

/// Seven digits weighted 8 to 2, and 9 times a second letter, by 23: `W` is 0, then `A` to `V`. Old numbers have a sign in second place.
pub(super) fn ireland(number: &str) -> Verdict {
    let place = |letter: u8| if letter == b'W' { 0 } else { u32::from(letter - b'A') + 1 };
    let letter = |sum: u32| char::from(b"WABCDEFGHIJKLMNOPQRSTUV"[sum as usize % 23]);
    let bytes = number.as_bytes();
    if !bytes[1].is_ascii_digit() {
        let turned = format!("0{}{}", &number[2..7], &number[..1]);
        return held(number, 7..8, letter(weighted(&turned, &[8, 7, 6, 5, 4, 3, 2])));
    }
    let second = match bytes.get(8) {
        None => 0,
        Some(letter @ b'A'..=b'W') => place(*letter),
        Some(_) => return Verdict::Unformed,
    };
    held(number, 7..8, letter(weighted(&number[..7], &[8, 7, 6, 5, 4, 3, 2]) + 9 * second))
}

/// A firm's begins with 4 or more; weights 9, 1, 4, 8, 3, 10, 2, 5, 7, 6. Else a person's, which may have a date in it: by form alone.
pub(super) fn latvia(number: &str) -> Verdict {
    if number.as_bytes()[0] < b'4' {
        return Verdict::Right;
    }
    // The sum and the check digit leave 3.
    match (14 - weighted(&number[..10], &[9, 1, 4, 8, 3, 10, 2, 5, 7, 6]) % 11) % 11 {
        10 => Verdict::Never,
        digit => held(number, 10..11, digit),
    }
}

/// Weights 1 to 9 and again from 1; if that leaves 10, from 3. The last digit but one is 1.
pub(super) fn lithuania(number: &str) -> Verdict {
    let last = number.len() - 1;
    if number.as_bytes()[last - 1] != b'1' {
        return Verdict::Unformed;
    }
    let from = |first: u32| {
        let weights: Vec<u32> = (0..11).map(|place| (place + first - 1) % 9 + 1).collect();
        weighted(&number[..last], &weights) % 11
    };
    let rest = if from(1) == 10 { from(3) % 10 } else { from(1) };
    held(number, last..last + 1, rest)
}

/// Weights 3, 2, 7 to 2.
pub(super) fn norway(number: &str) -> Verdict {
    eleven_less(number, weighted(&number[..8], &[3, 2, 7, 6, 5, 4, 3, 2]), None)
}

/// Luhn's digit in tenth place; the last two count the branches, mostly 01.
pub(super) fn sweden(number: &str) -> Verdict {
    if &number[10..] == "00" { Verdict::Unformed } else { held(number, 9..10, luhn(&number[..9])) }
}
