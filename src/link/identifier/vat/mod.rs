//! Numbers for value added tax: those of the member states of the Union, the United Kingdom, Norway and Switzerland.
//!
//! Forms are those that the Commission's VIES publishes; check digits are computed where an authority has published the rule. A number
//! begins with its country: the code of ISO 3166, but `EL` for Greece and `XI` for Northern Ireland; `GR` is read as `EL`. Numbers of
//! natural persons (Czechia's and Latvia's birth numbers, Bulgaria's and Spain's numbers of foreigners among them) are numbers for the
//! tax too where a trader is a person; those with a date in them are accepted by form alone.

mod central;
mod north;
mod south;

use super::{Fault, Kind};

const FORM: &str = "a country and its number, such as DE136695976";

/// What a country's rule says of a number.
enum Verdict {
    /// No form of the country's.
    Unformed,
    /// Well formed, and right as far as there is a rule.
    Right,
    /// These check digits, where the rest asks for others.
    Wrong { found: String, expected: String },
    /// The rest has no check digit at all, so that it is never given.
    Never,
}

/// A country, what its numbers look like (9 a digit, A a letter, * either), and its rule.
struct Country {
    code: &'static str,
    forms: &'static [&'static str],
    rule: fn(&str) -> Verdict,
}

const fn country(code: &'static str, forms: &'static [&'static str], rule: fn(&str) -> Verdict) -> Country {
    Country { code, forms, rule }
}

const COUNTRIES: [Country; 31] = [
    country("AT", &["U99999999"], central::austria),
    country("BE", &["9999999999", "999999999"], central::belgium),
    country("BG", &["999999999", "9999999999"], south::bulgaria),
    country("CH", &["E999999999"], central::switzerland),
    country("CY", &["99999999A"], south::cyprus),
    country("CZ", &["99999999", "999999999", "9999999999"], central::czechia),
    country("DE", &["999999999"], central::germany),
    country("DK", &["99999999"], north::denmark),
    country("EE", &["999999999"], north::estonia),
    country("EL", &["999999999"], south::greece),
    country("ES", &["*9999999*"], south::spain),
    country("FI", &["99999999"], north::finland),
    country("FR", &["**999999999"], central::france),
    country("GB", &["999999999", "999999999999", "GD999", "HA999"], north::britain),
    country("HR", &["99999999999"], south::croatia),
    country("HU", &["99999999"], central::hungary),
    country("IE", &["9999999A", "9999999AA", "9*99999A"], north::ireland),
    country("IT", &["99999999999"], south::italy),
    country("LT", &["999999999", "999999999999"], north::lithuania),
    country("LU", &["99999999"], central::luxembourg),
    country("LV", &["99999999999"], north::latvia),
    country("MT", &["99999999"], south::malta),
    country("NL", &["999999999B99"], central::netherlands),
    country("NO", &["999999999", "999999999MVA"], north::norway),
    country("PL", &["9999999999"], central::poland),
    country("PT", &["999999999"], south::portugal),
    country(
        "RO",
        &["99", "999", "9999", "99999", "999999", "9999999", "99999999", "999999999", "9999999999"],
        south::romania,
    ),
    country("SE", &["999999999999"], north::sweden),
    country("SI", &["99999999"], south::slovenia),
    country("SK", &["9999999999"], central::slovakia),
    country("XI", &["999999999", "999999999999", "GD999", "HA999"], north::britain),
];

/// The countries whose numbers are known, by the letters before the number.
///
/// ```
/// use milieu::link::identifier::vat::countries;
/// assert!(countries().any(|country| country == "EL") && countries().count() == 31);
/// ```
pub fn countries() -> impl Iterator<Item = &'static str> {
    COUNTRIES.iter().map(|country| country.code)
}

pub(super) fn read(text: &str) -> Result<String, Fault> {
    let unformed = || Fault::form(Kind::Vat, text, FORM);
    let plain: String = text.chars().filter(|sign| !matches!(sign, ' ' | '-' | '.' | '/' | ',')).collect();
    let plain = plain.to_ascii_uppercase();
    // Old Irish numbers have a + or * in them.
    if !plain.is_ascii() || plain.len() < 4 {
        return Err(unformed());
    }
    let (code, number) = plain.split_at(2);
    let code = if code == "GR" { "EL" } else { code };
    let country = COUNTRIES.iter().find(|country| country.code == code).ok_or_else(unformed)?;
    // Switzerland writes CHE, and the tax in one of its languages behind.
    let tax: &[&str] = if code == "CH" { &["MWST", "TVA", "IVA", "TPV", "VAT"] } else { &["MVA"] };
    let number = tax.iter().find_map(|tax| number.strip_suffix(tax)).unwrap_or(number);
    let number = if code == "BE" && number.len() == 9 { format!("0{number}") } else { number.to_owned() };
    if !country.forms.iter().any(|form| has_form(&number, form)) {
        return Err(unformed());
    }
    let whole = format!("{code}{number}");
    match (country.rule)(&number) {
        Verdict::Unformed => Err(unformed()),
        Verdict::Right => Ok(whole),
        Verdict::Wrong { found, expected } => Err(Fault::Check { kind: Kind::Vat, text: whole, found, expected }),
        Verdict::Never => Err(Fault::part(Kind::Vat, &whole, "no check digit fits the others, so it is never given")),
    }
}

fn has_form(number: &str, form: &str) -> bool {
    let fits = |(sign, wanted): (u8, u8)| match wanted {
        b'9' => sign.is_ascii_digit(),
        b'A' => sign.is_ascii_uppercase(),
        b'*' => sign.is_ascii_uppercase() || sign.is_ascii_digit() || matches!(sign, b'+' | b'*'),
        letter => sign == letter,
    };
    number.len() == form.len() && number.bytes().zip(form.bytes()).all(fits)
}

/// Right if the part of the number there is what is expected.
fn held(number: &str, part: std::ops::Range<usize>, expected: impl std::fmt::Display) -> Verdict {
    let (found, expected) = (number[part].to_owned(), format!("{expected}"));
    if found == expected { Verdict::Right } else { Verdict::Wrong { found, expected } }
}

/// The last digit is 11 less the rest, where 11 counts as 0; a rest that leaves 10 is never given, or as `ten` says.
fn eleven_less(number: &str, rest: u32, ten: Option<u32>) -> Verdict {
    let last = number.len() - 1..number.len();
    match (11 - rest % 11) % 11 {
        10 => ten.map_or(Verdict::Never, |digit| held(number, last, digit)),
        digit => held(number, last, digit),
    }
}

impl Verdict {
    /// Right if either is; else what the first says.
    fn or(self, other: impl FnOnce() -> Self) -> Self {
        match self {
            Self::Right => self,
            wrong => match other() {
                Self::Right => Self::Right,
                _ => wrong,
            },
        }
    }
}
