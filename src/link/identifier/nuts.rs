//! NUTS: the country, and up to three digits or letters, one a level.
//!
//! Countries are those of NUTS 2024 and of the statistical regions beside it (and `UK`, of editions to 2021). Greece is `EL`, the
//! United Kingdom `UK`. A last sign of `Z` at each level is what lies outside any region. Whether a region exists in an edition is
//! asked of the published list, not of the code.

use super::{Fault, Kind};

const FORM: &str = "a country and up to three digits or letters, such as DE111";
const COUNTRIES: [&str; 40] = [
    "AL", "AT", "BA", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "FI", "FR", "HR", "HU", "IE", "IS",
    "IT", "LI", "LT", "LU", "LV", "ME", "MK", "MT", "NL", "NO", "PL", "PT", "RO", "RS", "SE", "SI", "SK", "TR", "UA",
    "UK", "XK",
];

pub(super) fn read(text: &str) -> Result<String, Fault> {
    let plain = text.trim_end_matches('/').to_ascii_uppercase();
    let formed = (2..=5).contains(&plain.len())
        && plain.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && plain.bytes().take(2).all(|byte| byte.is_ascii_uppercase())
        // A word of four letters or five is no code, but for what lies outside (ATZZ).
        && (plain.len() < 4 || plain.ends_with('Z') || plain.bytes().any(|byte| byte.is_ascii_digit()));
    if !formed {
        return Err(Fault::form(Kind::Nuts, text, FORM));
    }
    match &plain[..2] {
        "GR" => Err(Fault::part(Kind::Nuts, &plain, format!("Greece is EL: EL{}", &plain[2..]))),
        "GB" => Err(Fault::part(Kind::Nuts, &plain, format!("the United Kingdom is UK: UK{}", &plain[2..]))),
        country if COUNTRIES.contains(&country) => Ok(plain),
        _ => Err(Fault::form(Kind::Nuts, text, FORM)),
    }
}
