//! LEI (ISO 17442): four signs of the issuer, fourteen of the entity, two check digits by ISO 7064 mod 97-10.
//!
//! Check digits run from 02 to 98: 00, 01 and 99 leave the same rest as others and are never given. Signs five and six were 00 in the
//! first years and no longer are, so nothing is asked of them.

use super::{Fault, Kind, check};

const FORM: &str = "18 letters or digits and two digits, such as 5299000J2N45DDNE4Y28";

pub(super) fn read(text: &str) -> Result<String, Fault> {
    let plain = text.replace(['-', ' '], "").to_ascii_uppercase();
    let bytes = plain.as_bytes();
    let formed = bytes.len() == 20
        && bytes.iter().all(u8::is_ascii_alphanumeric)
        && bytes[18..].iter().all(u8::is_ascii_digit)
        // Zeros fill empty columns.
        && !bytes.iter().all(|byte| *byte == b'0');
    if !formed {
        return Err(Fault::form(Kind::Lei, text, FORM));
    }
    let expected = 98 - check::mod_97_10(&format!("{}00", &plain[..18]));
    Fault::unless_checked(Kind::Lei, &plain, &plain[18..], &format!("{expected:02}"))?;
    Ok(plain)
}
