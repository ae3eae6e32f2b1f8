//! Texts as XML Schema writes values, as arrays of values.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, Float32Array, Float64Array, Int32Array, Int64Array,
    StringBuilder,
};
use arrow::datatypes::DataType;

use crate::model::NamedNodeRef;

/// The most bytes of text in one array; offsets of 32 bits reach twice as far.
pub(crate) const MOST_TEXT: usize = 1 << 30;

/// Digits of a decimal, and those of them behind the point. Eighteen is what the evaluator computes with, so all that it
/// computes fits, and a column of decimals has the same type whatever it holds.
const DIGITS: (u8, i8) = (38, 18);

/// The types of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Type {
    Text,
    Integer,
    Decimal,
    Double,
    Float,
    Boolean,
    Year,
    Date,
}

impl Type {
    /// The type for literals of a datatype; text for those that have none of their own.
    pub(crate) fn of(datatype: NamedNodeRef<'_>) -> Self {
        match datatype.as_str().strip_prefix("http://www.w3.org/2001/XMLSchema#").unwrap_or_default() {
            "integer" | "long" | "int" | "short" | "byte" | "nonNegativeInteger" | "positiveInteger"
            | "nonPositiveInteger" | "negativeInteger" | "unsignedLong" | "unsignedInt" | "unsignedShort"
            | "unsignedByte" => Self::Integer,
            "decimal" => Self::Decimal,
            "double" => Self::Double,
            "float" => Self::Float,
            "boolean" => Self::Boolean,
            "gYear" => Self::Year,
            "date" => Self::Date,
            _ => Self::Text,
        }
    }

    pub(crate) fn data_type(self) -> DataType {
        match self {
            Self::Text => DataType::Utf8,
            Self::Integer => DataType::Int64,
            Self::Decimal => DataType::Decimal128(DIGITS.0, DIGITS.1),
            Self::Double => DataType::Float64,
            Self::Float => DataType::Float32,
            Self::Boolean => DataType::Boolean,
            Self::Year => DataType::Int32,
            Self::Date => DataType::Date32,
        }
    }

    /// The values of `texts`; `None` as soon as one of them has no value of this type, or not without loss.
    pub(crate) fn array<'a>(self, texts: impl Iterator<Item = Option<&'a str>>) -> Option<ArrayRef> {
        Some(match self {
            Self::Text => return text(texts),
            Self::Integer => Arc::new(all::<Int64Array, _>(texts, |text| text.parse::<i64>().ok())?),
            Self::Decimal => {
                let values = all::<Decimal128Array, _>(texts, decimal)?;
                Arc::new(values.with_precision_and_scale(DIGITS.0, DIGITS.1).ok()?)
            }
            Self::Double => Arc::new(all::<Float64Array, _>(texts, double)?),
            #[expect(clippy::cast_possible_truncation, reason = "digits that only a double has are no part of a float")]
            Self::Float => Arc::new(all::<Float32Array, _>(texts, |text| double(text).map(|value| value as f32))?),
            Self::Boolean => Arc::new(all::<BooleanArray, _>(texts, |text| match text {
                "true" | "1" => Some(true),
                "false" | "0" => Some(false),
                _ => None,
            })?),
            Self::Year => Arc::new(all::<Int32Array, _>(texts, year)?),
            Self::Date => Arc::new(all::<Date32Array, _>(texts, days)?),
        })
    }
}

fn all<'a, A: FromIterator<Option<T>>, T>(
    mut texts: impl Iterator<Item = Option<&'a str>>,
    value: impl Fn(&str) -> Option<T>,
) -> Option<A> {
    let mut is_whole = true;
    let values = std::iter::from_fn(|| {
        let text = texts.next()?;
        let value = text.map(&value);
        is_whole &= !matches!(value, Some(None));
        is_whole.then(|| value.flatten())
    });
    let array = values.collect();
    is_whole.then_some(array)
}

fn text<'a>(texts: impl Iterator<Item = Option<&'a str>>) -> Option<ArrayRef> {
    let (mut array, mut bytes) = (StringBuilder::new(), 0);
    for text in texts {
        bytes += text.map_or(0, str::len);
        if bytes > i32::MAX as usize {
            return None;
        }
        array.append_option(text);
    }
    Some(Arc::new(array.finish()))
}

/// The value in units of the last digit.
fn decimal(text: &str) -> Option<i128> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let places = usize::from(DIGITS.1.unsigned_abs());
    let part = part.trim_end_matches('0');
    if digits.trim_matches('.').is_empty() || !is_digits(whole) || !is_digits(part) || part.len() > places {
        return None;
    }
    let units = format!("{whole}{part:0<places$}").parse::<i128>().ok()?;
    let fits = units < 10_i128.pow(u32::from(DIGITS.0));
    fits.then_some(if text.starts_with('-') { -units } else { units })
}

/// Rust reads words such as "infinity" that XML Schema does not write.
fn double(text: &str) -> Option<f64> {
    match text {
        "INF" | "+INF" => Some(f64::INFINITY),
        "-INF" => Some(f64::NEG_INFINITY),
        "NaN" => Some(f64::NAN),
        _ => {
            let is_number = |byte: u8| byte.is_ascii_digit() || b"+-.eE".contains(&byte);
            text.bytes().all(is_number).then(|| text.parse().ok())?
        }
    }
}

/// A year without a time zone, which an integer has no place for.
fn year(text: &str) -> Option<i32> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    (digits.len() >= 4 && digits.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

/// Days since 1970-01-01 of a date without a time zone (Howard Hinnant, `days_from_civil`: years that begin in March end with
/// the day that some of them lack).
fn days(text: &str) -> Option<i32> {
    let (rest, day) = text.rsplit_once('-')?;
    let (years, month) = rest.rsplit_once('-')?;
    let two = |text: &str| match text.as_bytes() {
        [tens @ b'0'..=b'9', ones @ b'0'..=b'9'] => Some(i64::from(tens - b'0') * 10 + i64::from(ones - b'0')),
        _ => None,
    };
    let (year, month, day) = (i64::from(year(years)?), two(month)?, two(day)?);
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        2 => 28 + i64::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    if !(1..=length).contains(&day) {
        return None;
    }
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    i32::try_from(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_exact_or_none() {
        assert_eq!(decimal("1.5"), Some(1_500_000_000_000_000_000));
        assert_eq!(decimal("-.000000000000000001"), Some(-1));
        assert_eq!(decimal("7."), Some(7_000_000_000_000_000_000));
        assert_eq!(decimal("0.1000000000000000000000"), Some(100_000_000_000_000_000));
        assert_eq!(decimal("-99999999999999999999.999999999999999999"), Some(1 - 10_i128.pow(38)));
        for text in ["", ".", "-", "1e3", "0.1234567890123456789", "100000000000000000000", "1.-5"] {
            assert_eq!(decimal(text), None, "{text}");
        }
    }

    #[test]
    fn days_are_counted_from_1970() {
        for (text, number) in [
            ("1970-01-01", 0),
            ("1969-12-31", -1),
            ("2000-02-29", 11_016),
            ("2024-12-31", 20_088),
            ("0001-01-01", -719_162),
            ("0000-03-01", -719_468),
            ("-0001-12-31", -719_529),
        ] {
            assert_eq!(days(text), Some(number), "{text}");
        }
        for text in ["2023-02-29", "1900-02-29", "2024-13-01", "2024-1-01", "2024-12-31Z", "24-12-31", "2024-12-+1"] {
            assert_eq!(days(text), None, "{text}");
        }
    }

    #[test]
    fn what_has_no_value_is_told() {
        let array = |type_: Type, texts: &[&str]| type_.array(texts.iter().copied().map(Some)).is_some();
        assert!(array(Type::Integer, &["7", "+007", "-1"]) && !array(Type::Integer, &["7", "9223372036854775808"]));
        assert!(array(Type::Double, &["1", "-1.5E-7", "INF", "NaN"]) && !array(Type::Double, &["infinity"]));
        assert!(array(Type::Boolean, &["true", "0"]) && !array(Type::Boolean, &["True"]));
        assert!(array(Type::Year, &["2016", "-0044"]) && !array(Type::Year, &["2016Z"]));
    }
}
