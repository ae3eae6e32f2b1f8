//! Austria, Belgium, Czechia, France, Germany, Hungary, Luxembourg, the Netherlands, Poland, Slovakia, Switzerland.

use super::super::check::{digits, doubled, luhn, mod_11_10, mod_97_10, modulo, weighted};
use super::{Verdict, eleven_less, held};

/// The digits but the first and last, each second one doubled; 10 less the last digit of the sum and 4.
pub(super) fn austria(number: &str) -> Verdict {
    let body = &number[1..8];
    let sum: u32 = digits(body).enumerate().map(|(place, d)| if place % 2 == 1 { doubled(d) } else { d }).sum();
    held(number, 8..9, (10 - (sum + 4) % 10) % 10)
}

/// Ten digits, the first a 0 or 1; the last two are 97 less the rest of the others by 97.
pub(super) fn belgium(number: &str) -> Verdict {
    if !number.starts_with(['0', '1']) || number.starts_with("00") {
        return Verdict::Unformed;
    }
    held(number, 8..10, format!("{:02}", 97 - modulo(&number[..8], 97)))
}

/// Eight digits: a firm's, weighted 8 to 2. Nine and ten are birth numbers, by form alone.
pub(super) fn czechia(number: &str) -> Verdict {
    if number.len() != 8 {
        return Verdict::Right;
    }
    if number.starts_with('9') {
        return Verdict::Unformed;
    }
    // A rest that leaves 10 has the check digit 0, and one that leaves 0 has 1.
    let check = 11 - weighted(&number[..7], &[8, 7, 6, 5, 4, 3, 2]) % 11;
    held(number, 7..8, check % 10)
}

/// The last two signs of a key stand first: of digits, `12 + 3 * SIREN` by 97; others count signs of 34. The SIREN has Luhn's digit.
pub(super) fn france(number: &str) -> Verdict {
    const SIGNS: &[u8] = b"0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    let (key, siren) = number.split_at(2);
    // Monaco's begin with 000 and have no SIREN.
    if !siren.starts_with("000") {
        match held(siren, 8..9, luhn(&siren[..8])) {
            Verdict::Right => {}
            wrong => return wrong,
        }
    }
    if key.bytes().all(|sign| sign.is_ascii_digit()) {
        return held(number, 0..2, format!("{:02}", (12 + 3 * modulo(siren, 97)) % 97));
    }
    let place = |sign: u8| SIGNS.iter().position(|known| *known == sign).and_then(|place| u32::try_from(place).ok());
    let (Some(one), Some(two)) = (place(key.as_bytes()[0]), place(key.as_bytes()[1])) else { return Verdict::Unformed };
    let count = if one < 10 { one * 24 + two - 10 } else { one * 34 + two - 100 };
    let siren = (modulo(siren, 11) + 1 + count / 11) % 11;
    if siren == count % 11 {
        Verdict::Right
    } else {
        Verdict::Wrong { found: key.to_owned(), expected: "another key".to_owned() }
    }
}

/// ISO 7064 mod 11,10.
pub(super) fn germany(number: &str) -> Verdict {
    if number.starts_with('0') { Verdict::Unformed } else { held(number, 8..9, mod_11_10(&number[..8])) }
}

/// Weights 9, 7, 3, 1 and again; the whole is a multiple of 10.
pub(super) fn hungary(number: &str) -> Verdict {
    held(number, 7..8, (10 - weighted(&number[..7], &[9, 7, 3, 1, 9, 7, 3]) % 10) % 10)
}

/// The last two are the rest of the first six by 89.
pub(super) fn luxembourg(number: &str) -> Verdict {
    held(number, 6..8, format!("{:02}", modulo(&number[..6], 89)))
}

/// A firm's: weights 9 to 2. Since 2020 a person's: ISO 7064 mod 97-10 over the whole, with the country.
pub(super) fn netherlands(number: &str) -> Verdict {
    if number.ends_with("B00") {
        return Verdict::Unformed;
    }
    let rest = weighted(&number[..8], &[9, 8, 7, 6, 5, 4, 3, 2]) % 11;
    let firm = if rest == 10 { Verdict::Never } else { held(number, 8..9, rest) };
    firm.or(|| if mod_97_10(&format!("NL{number}")) == 1 { Verdict::Right } else { Verdict::Never })
}

/// Weights 6, 5, 7, 2 to 7; the rest by 11.
pub(super) fn poland(number: &str) -> Verdict {
    match weighted(&number[..9], &[6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 {
        10 => Verdict::Never,
        rest => held(number, 9..10, rest),
    }
}

/// A multiple of 11: a firm's, and a person's birth number.
pub(super) fn slovakia(number: &str) -> Verdict {
    match (11 - modulo(&format!("{}0", &number[..9]), 11)) % 11 {
        10 => Verdict::Never,
        digit => held(number, 9..10, digit),
    }
}

/// Behind the `E` nine digits: weights 5, 4, 3, 2, 7 to 4.
pub(super) fn switzerland(number: &str) -> Verdict {
    eleven_less(number, weighted(&number[1..9], &[5, 4, 3, 2, 7, 6, 5, 4]), None)
}
