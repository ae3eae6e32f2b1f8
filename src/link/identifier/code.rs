//! Codes without a check: PIC, Wikidata, `GeoNames`, GRID, Crossref's funders.

use super::{Fault, Kind};

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Nine digits; the Commission gives numbers from 800,000,000 on.
pub(super) fn pic(text: &str) -> Result<String, Fault> {
    let plain = text.replace([' ', '-', '.'], "");
    if plain.len() != 9 || !is_number(&plain) || !plain.starts_with(['8', '9']) {
        return Err(Fault::form(Kind::Pic, text, "nine digits, the first an 8 or 9, such as 999990267"));
    }
    Ok(plain)
}

/// `Q` and a number without leading zeros.
pub(super) fn wikidata(text: &str) -> Result<String, Fault> {
    let number = text.strip_prefix(['Q', 'q']).filter(|number| is_number(number) && !number.starts_with('0'));
    let number = number.filter(|number| number.len() < 11);
    number
        .map(|number| format!("Q{number}"))
        .ok_or_else(|| Fault::form(Kind::Wikidata, text, "Q and a number, such as Q1022"))
}

/// A number; `GeoNames` has about 13 million.
pub(super) fn geonames(text: &str) -> Result<String, Fault> {
    let number = text.trim_end_matches('/');
    if !is_number(number) || number.starts_with('0') || number.len() > 9 {
        return Err(Fault::form(Kind::GeoNames, text, "a number, such as 2825297"));
    }
    Ok(number.to_owned())
}

/// `grid.`, digits, a point, one or two of base 16.
pub(super) fn grid(text: &str) -> Result<String, Fault> {
    let plain = text.to_ascii_lowercase();
    let parts = plain.strip_prefix("grid.").and_then(|rest| rest.split_once('.'));
    let formed = parts.is_some_and(|(number, last)| {
        is_number(number) && (1..=2).contains(&last.len()) && last.bytes().all(|byte| byte.is_ascii_hexdigit())
    });
    if formed {
        Ok(plain)
    } else {
        Err(Fault::form(Kind::Grid, text, "grid., digits, a point and one or two signs, such as grid.5719.a"))
    }
}

/// `100` and six digits or more, or `501100` and six more: Crossref's DOIs behind 10.13039.
pub(super) fn funder(text: &str) -> Result<String, Fault> {
    let number = text.strip_prefix("10.13039/").unwrap_or(text).trim_end_matches('/');
    let formed = is_number(number)
        && ((number.starts_with("100") && number.len() == 9) || (number.starts_with("501100") && number.len() == 12));
    if formed {
        Ok(number.to_owned())
    } else {
        Err(Fault::form(Kind::Funder, text, "a number such as 501100000780 or 100010661"))
    }
}
