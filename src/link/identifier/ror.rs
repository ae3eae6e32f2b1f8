//! ROR: `0`, six signs of Crockford's base 32, two check digits.
//!
//! The check digits c make N * 100 + c = 1 modulo 97, where N is the number that the first seven signs write in base 32: ISO 7064 mod
//! 97-10. Crockford's signs leave out I, L, O and U; the first two are read as 1, O as 0 (D. Crockford, "Base 32", 2002).

use super::{Fault, Kind};

const FORM: &str = "0, six letters or digits and two digits, such as 04c4dkn09";
const SIGNS: &[u8] = b"0123456789abcdefghjkmnpqrstvwxyz";

pub(super) fn read(text: &str) -> Result<String, Fault> {
    let fault = || Fault::form(Kind::Ror, text, FORM);
    let plain = text.replace(['-', ' '], "").to_ascii_lowercase();
    // Signs that are easily mistaken for others.
    let plain = plain.replace('o', "0").replace(['i', 'l'], "1");
    if plain.len() != 9 || !plain.starts_with('0') || !plain.as_bytes()[7..].iter().all(u8::is_ascii_digit) {
        return Err(fault());
    }
    let value = |sign: &u8| SIGNS.iter().position(|known| known == sign);
    let values: Option<Vec<usize>> = plain.as_bytes()[..7].iter().map(value).collect();
    let number = values.ok_or_else(fault)?.into_iter().fold(0, |number, value| number * 32 + value);
    let expected = format!("{:02}", 98 - number * 100 % 97);
    Fault::unless_checked(Kind::Ror, &plain, &plain[7..], &expected)?;
    Ok(plain)
}
