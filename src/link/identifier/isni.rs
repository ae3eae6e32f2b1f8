//! ISNI (ISO 27729): 15 digits and a check sign by ISO 7064 mod 11-2.
//!
//! Two ranges of numbers are ORCID's, which gives them to persons: such a number is refused, as it names no organisation.

use super::{Fault, Kind, check};

const FORM: &str = "15 digits and a digit or X, such as 0000 0004 1758 6597";
/// The ranges that ISNI's agency set aside for ORCID, without the check sign.
const ORCID: [(&str, &str); 2] = [("000000015000000", "000000035000000"), ("000900000000000", "000901000000000")];

pub(super) fn read(text: &str) -> Result<String, Fault> {
    let plain = text.replace(['-', ' ', '.'], "").to_ascii_uppercase();
    let (body, sign) = match plain.char_indices().nth(15) {
        Some((15, sign)) if plain.len() == 16 => (&plain[..15], sign),
        _ => return Err(Fault::form(Kind::Isni, text, FORM)),
    };
    if !body.bytes().all(|byte| byte.is_ascii_digit()) || !(sign.is_ascii_digit() || sign == 'X') {
        return Err(Fault::form(Kind::Isni, text, FORM));
    }
    Fault::unless_checked(Kind::Isni, &plain, &plain[15..], &check::mod_11_2(body).to_string())?;
    if ORCID.iter().any(|(first, last)| (*first..=*last).contains(&body)) {
        return Err(Fault::part(Kind::Isni, &plain, "a number that ORCID gives to persons, not to organisations"));
    }
    Ok(plain)
}
