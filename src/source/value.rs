//! Values that several sources share: dates, amounts of money, kinds of organisation.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A day of the calendar, written `2019-05-01`.
///
/// ```
/// use milieu::source::value::Date;
///
/// let day: Date = "2019-05-01".parse().unwrap();
/// assert_eq!((day.year, day.to_string().as_str()), (2019, "2019-05-01"));
/// assert!("2019-02-30".parse::<Date>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Date {
    /// The year, four digits.
    pub year: u16,
    /// The month, 1 to 12.
    pub month: u8,
    /// The day of the month.
    pub day: u8,
}

/// An amount of euros, exact to a hundredth of a cent; it prints as an `xsd:decimal`.
///
/// A decimal comma is understood as well as a point; digits after the fourth decimal are rounded.
///
/// ```
/// use milieu::source::value::Amount;
///
/// let amount: Amount = "376750,5".parse().unwrap();
/// assert_eq!(amount.to_string(), "376750.5");
/// assert_eq!("50000.00".parse::<Amount>().unwrap().to_string(), "50000");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Amount(i64);

/// CORDIS's kind of an organisation.
///
/// `Prc` is any firm for profit, of whatever size: it does **not** say small or medium-sized.
///
/// ```
/// use milieu::source::value::ActivityType;
///
/// assert_eq!("HES".parse(), Ok(ActivityType::Hes));
/// assert_eq!(ActivityType::Prc.code(), "PRC");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum ActivityType {
    /// Higher or secondary education establishment.
    Hes,
    /// Private for-profit entity (other than education); not the same as small or medium-sized.
    Prc,
    /// Research organisation.
    Rec,
    /// Public body (other than research and education).
    Pub,
    /// Other.
    Oth,
}

/// A country by its ISO 3166-1 alpha-3 code, `BEL`; Kosovo is `XKX`.
///
/// ```
/// use milieu::source::value::Alpha3;
///
/// let belgium: Alpha3 = "BEL".parse().unwrap();
/// assert_eq!(belgium.as_str(), "BEL");
/// assert!("be".parse::<Alpha3>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Alpha3([u8; 3]);

/// A text that is not a value of the wanted kind; it says what was expected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected}")]
pub struct NotThis {
    /// What a right value looks like.
    pub expected: &'static str,
}

impl NotThis {
    pub(crate) const fn expected(expected: &'static str) -> Self {
        Self { expected }
    }
}

impl Date {
    /// The day, when the calendar has it.
    pub const fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let days = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            _ => return None,
        };
        if year > 9999 || day == 0 || day > days {
            return None;
        }
        Some(Self { year, month, day })
    }
}

impl FromStr for Date {
    type Err = NotThis;

    fn from_str(text: &str) -> Result<Self, NotThis> {
        let read = || {
            let bytes = text.as_bytes();
            if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
                return None;
            }
            let digits = |from: usize, to: usize| {
                bytes[from..to].iter().try_fold(0_u16, |n, b| b.is_ascii_digit().then(|| n * 10 + u16::from(b - b'0')))
            };
            let part = |from, to| digits(from, to).and_then(|n| u8::try_from(n).ok());
            Self::new(digits(0, 4)?, part(5, 7)?, part(8, 10)?)
        };
        read().ok_or(NotThis::expected("a day such as 2019-05-01"))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl Amount {
    const DECIMALS: usize = 4;
    const UNITS: i64 = 10_000;

    /// The amount as a floating-point number, for arithmetic that need not be exact.
    ///
    /// ```
    /// use milieu::source::value::Amount;
    /// let amount: Amount = "12.5".parse().unwrap();
    /// assert!((amount.to_f64() - 12.5).abs() < 1e-9);
    /// ```
    #[expect(clippy::cast_precision_loss, reason = "amounts stay far below 2^53 units")]
    pub fn to_f64(self) -> f64 {
        self.0 as f64 / Self::UNITS as f64
    }
}

impl FromStr for Amount {
    type Err = NotThis;

    fn from_str(text: &str) -> Result<Self, NotThis> {
        let read = || {
            let (negative, digits) = match text.strip_prefix('-') {
                Some(rest) => (true, rest),
                None => (false, text),
            };
            let (whole, decimals) = digits.split_once(['.', ',']).unwrap_or((digits, ""));
            let all_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
            if whole.is_empty() || !all_digits(whole) || !all_digits(decimals) {
                return None;
            }
            let mut units: i64 = whole.parse().ok()?;
            for place in 0..Self::DECIMALS {
                let digit = decimals.as_bytes().get(place).map_or(0, |b| b - b'0');
                units = units.checked_mul(10)?.checked_add(i64::from(digit))?;
            }
            if decimals.as_bytes().get(Self::DECIMALS).is_some_and(|b| *b >= b'5') {
                units += 1;
            }
            Some(Self(if negative { -units } else { units }))
        };
        read().ok_or(NotThis::expected("an amount such as 376750.50"))
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let units = self.0.unsigned_abs();
        let (whole, rest) = (units / Self::UNITS.unsigned_abs(), units % Self::UNITS.unsigned_abs());
        if rest == 0 {
            return write!(f, "{sign}{whole}");
        }
        let decimals = format!("{rest:04}");
        write!(f, "{sign}{whole}.{}", decimals.trim_end_matches('0'))
    }
}

impl ActivityType {
    /// The code that CORDIS writes.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Hes => "HES",
            Self::Prc => "PRC",
            Self::Rec => "REC",
            Self::Pub => "PUB",
            Self::Oth => "OTH",
        }
    }
}

impl FromStr for ActivityType {
    type Err = NotThis;

    fn from_str(text: &str) -> Result<Self, NotThis> {
        [Self::Hes, Self::Prc, Self::Rec, Self::Pub, Self::Oth]
            .into_iter()
            .find(|kind| kind.code() == text)
            .ok_or(NotThis::expected("one of HES, PRC, REC, PUB, OTH"))
    }
}

impl Alpha3 {
    /// The three letters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl FromStr for Alpha3 {
    type Err = NotThis;

    fn from_str(text: &str) -> Result<Self, NotThis> {
        match <[u8; 3]>::try_from(text.as_bytes()) {
            Ok(letters) if letters.iter().all(u8::is_ascii_uppercase) => Ok(Self(letters)),
            _ => Err(NotThis::expected("three capital letters such as BEL")),
        }
    }
}

impl fmt::Display for Alpha3 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

macro_rules! as_text {
    ($($kind:ty),*) => {$(
        impl From<$kind> for String {
            fn from(value: $kind) -> Self {
                value.to_string()
            }
        }

        impl TryFrom<String> for $kind {
            type Error = NotThis;

            fn try_from(text: String) -> Result<Self, NotThis> {
                text.parse()
            }
        }
    )*};
}

as_text!(Date, Amount, Alpha3);

/// Lists in one cell, parted by `|`, which no value of ours holds.
pub(crate) mod list {
    use serde::{Deserialize, Deserializer, Serializer};

    pub(crate) fn serialize<S: Serializer>(list: &[String], to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&list.join("|"))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
        let text = String::deserialize(from)?;
        Ok(text.split('|').filter(|item| !item.is_empty()).map(str::to_owned).collect())
    }
}
