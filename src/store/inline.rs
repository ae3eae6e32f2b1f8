//! Small values that live in the number itself and need no place in the dictionary.
//!
//! Only lexical forms that come back letter for letter are taken in: `7` is, `007` is not. A number that stands for itself has
//! bit 30 set, then two bits for the datatype and 28 for the value.

use super::dictionary::TermId;
use super::term::{BOOLEAN, DATE, G_YEAR, INTEGER};

/// Marks numbers that are values; bit 31 is left to those who read.
pub(crate) const INLINE: TermId = 1 << 30;

const KIND: u32 = 28;
const VALUE: TermId = (1 << KIND) - 1;
/// Integers from `-ZERO` to `ZERO - 1` fit.
const ZERO: i64 = 1 << (KIND - 1);
const BOOLEANS: [&[u8]; 4] = [b"false", b"true", b"0", b"1"];

/// The tags in the order of their two bits.
const TAGS: [u8; 4] = [INTEGER, DATE, G_YEAR, BOOLEAN];

/// The number that stands for an encoded term, if it is so small a value.
pub(super) fn of(bytes: &[u8]) -> Option<TermId> {
    let (tag, text) = bytes.split_first()?;
    let kind = TAGS.iter().position(|known| known == tag)?;
    let value = match *tag {
        INTEGER => integer(text)?,
        DATE => date(text)?,
        G_YEAR if text.len() == 4 => digits(text)?,
        BOOLEAN => u32::try_from(BOOLEANS.iter().position(|known| *known == text)?).ok()?,
        _ => return None,
    };
    Some(INLINE | u32::try_from(kind).ok()? << KIND | value)
}

/// Appends the encoded term that `id` stands for.
pub(super) fn write(id: TermId, to: &mut Vec<u8>) {
    use std::io::Write;
    let tag = TAGS[(id >> KIND & 3) as usize];
    let value = id & VALUE;
    to.push(tag);
    match tag {
        INTEGER => write!(to, "{}", i64::from(value) - ZERO),
        DATE => write!(to, "{:04}-{:02}-{:02}", value / (12 * 31), value / 31 % 12 + 1, value % 31 + 1),
        G_YEAR => write!(to, "{value:04}"),
        _ => to.write_all(BOOLEANS.get(value as usize).copied().unwrap_or_default()),
    }
    .expect("a vector takes all that is written");
}

/// The integer that `id` stands for, if it is one.
#[inline]
pub(crate) fn as_integer(id: TermId) -> Option<i64> {
    (id >> KIND == INLINE >> KIND).then(|| i64::from(id & VALUE) - ZERO)
}

/// The number that stands for an integer, if it is small enough. Greater integers have greater numbers.
#[inline]
pub(crate) fn of_integer(value: i64) -> Option<TermId> {
    let value = u32::try_from(value.checked_add(ZERO)?).ok()?;
    (value <= VALUE).then_some(INLINE | value)
}

/// The number of `true` or `false`.
#[inline]
pub(crate) const fn of_boolean(value: bool) -> TermId {
    INLINE | 3 << KIND | value as TermId
}

/// Year, month and day, if `id` stands for a date of the calendar. Later dates have greater numbers.
#[inline]
pub(crate) fn as_date(id: TermId) -> Option<(u32, u32, u32)> {
    if id >> KIND != (INLINE >> KIND | 1) {
        return None;
    }
    let value = id & VALUE;
    let (year, month, day) = (value / (12 * 31), value / 31 % 12 + 1, value % 31 + 1);
    (year > 0 && (day <= 28 || day <= days(year, month))).then_some((year, month, day))
}

const fn days(year: u32, month: u32) -> u32 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The year that `id` stands for, if it is one. Later years have greater numbers.
#[inline]
pub(crate) fn as_year(id: TermId) -> Option<u32> {
    (id >> KIND == (INLINE >> KIND | 2) && id & VALUE > 0).then_some(id & VALUE)
}

fn integer(text: &[u8]) -> Option<u32> {
    let (negative, number) = text.strip_prefix(b"-").map_or((false, text), |rest| (true, rest));
    let plain = number == b"0" && !negative || number.first().is_some_and(|first| *first != b'0');
    if !plain || number.len() > 9 {
        return None;
    }
    let value = i64::from(digits(number)?);
    let value = if negative { -value } else { value };
    u32::try_from(value + ZERO).ok().filter(|value| *value <= VALUE)
}

fn date(text: &[u8]) -> Option<u32> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *text else {
        return None;
    };
    let (year, month, day) = (digits(&[y1, y2, y3, y4])?, digits(&[m1, m2])?, digits(&[d1, d2])?);
    let fits = (1..=12).contains(&month) && (1..=31).contains(&day);
    fits.then(|| (year * 12 + month - 1) * 31 + day - 1)
}

/// At most nine decimal digits as a number.
fn digits(text: &[u8]) -> Option<u32> {
    text.iter().try_fold(0_u32, |value, digit| digit.is_ascii_digit().then(|| value * 10 + u32::from(digit - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::term;
    use oxigraph::model::{Literal, Term, vocab::xsd};
    use proptest::prelude::*;

    fn bytes(literal: &Literal) -> Vec<u8> {
        let mut bytes = Vec::new();
        term::encode(literal.as_ref().into(), &mut bytes);
        bytes
    }

    #[test]
    fn only_forms_that_come_back_are_taken() {
        let taken = |text: &str, datatype| of(&bytes(&Literal::new_typed_literal(text, datatype))).is_some();
        for text in ["0", "-1", "134217727", "-134217728"] {
            assert!(taken(text, xsd::INTEGER), "{text}");
        }
        for text in ["", "-", "-0", "+1", "007", "134217728", "-134217729", "99999999999999999999", "1.0", "١"] {
            assert!(!taken(text, xsd::INTEGER), "{text}");
        }
        assert!(taken("2026-11-23", xsd::DATE) && taken("0000-02-31", xsd::DATE));
        for text in ["2026-11-23Z", "2026-13-01", "2026-00-01", "2026-1-01", "-2026-01-01", "12026-01-01"] {
            assert!(!taken(text, xsd::DATE), "{text}");
        }
        assert!(taken("2026", xsd::G_YEAR) && !taken("2026Z", xsd::G_YEAR) && !taken("-2026", xsd::G_YEAR));
        assert!(taken("true", xsd::BOOLEAN) && taken("0", xsd::BOOLEAN) && !taken("TRUE", xsd::BOOLEAN));
        assert!(!taken("1", xsd::DECIMAL) && !taken("1", xsd::STRING));
    }

    #[test]
    fn values_and_their_numbers() {
        let number = |text: &str, datatype| of(&bytes(&Literal::new_typed_literal(text, datatype))).unwrap();
        for value in [0, -1, 134_217_727, -134_217_728] {
            let id = number(&value.to_string(), xsd::INTEGER);
            assert_eq!((as_integer(id), of_integer(value)), (Some(value), Some(id)));
        }
        assert_eq!((of_integer(134_217_728), of_integer(-134_217_729), of_integer(i64::MAX)), (None, None, None));
        assert_eq!(of_boolean(true), number("true", xsd::BOOLEAN));
        assert_eq!(of_boolean(false), number("false", xsd::BOOLEAN));
        assert_eq!(as_date(number("2026-11-23", xsd::DATE)), Some((2026, 11, 23)));
        assert_eq!(as_date(number("2024-02-29", xsd::DATE)), Some((2024, 2, 29)));
        for none in ["2026-11-31", "2026-02-29", "1900-02-29", "0000-01-01"] {
            assert_eq!(as_date(number(none, xsd::DATE)), None);
        }
        assert_eq!(as_year(number("2026", xsd::G_YEAR)), Some(2026));
        for id in [0, 7, of_boolean(true), number("2026", xsd::G_YEAR)] {
            assert_eq!((as_integer(id), as_date(id)), (None, None));
        }
    }

    proptest! {
        #[test]
        fn what_is_taken_comes_back(
            text in "-?[0-9]{1,10}|[0-9]{4}-[01][0-9]-[0-3][0-9]|true|false|[01]",
            datatype in prop::sample::select(vec![xsd::INTEGER, xsd::DATE, xsd::G_YEAR, xsd::BOOLEAN]),
        ) {
            let literal = Literal::new_typed_literal(text, datatype);
            if let Some(id) = of(&bytes(&literal)) {
                prop_assert!(id & INLINE != 0 && id >> 31 == 0);
                let mut back = Vec::new();
                write(id, &mut back);
                prop_assert_eq!(term::decode(&back), Some(Term::from(literal)));
            }
        }
    }
}
