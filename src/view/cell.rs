use super::ColumnType;
use crate::model::vocab::xsd;
use crate::model::{Literal, NamedNodeRef, Term};

/// A typed value of a result.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Cell {
    /// Nothing is known.
    Null,
    /// A thing, with its label if it has one.
    Iri {
        /// The full IRI.
        value: String,
        /// The label, English first.
        label: Option<String>,
    },
    /// Text.
    Text {
        /// The text.
        value: String,
        /// Its language.
        lang: Option<String>,
    },
    /// A whole number.
    Integer(i64),
    /// An exact number, in its canonical form.
    Decimal(String),
    /// A number in floating point, never NaN.
    Double(f64),
    /// True or false.
    Boolean(bool),
    /// A day, as `2024-12-31`.
    Date(String),
    /// A year.
    Year(i32),
}

impl Cell {
    /// The cell of `term` in a column of `type_`; `None` when the term does not fit. No number is [`Cell::Null`].
    pub(super) fn new(type_: ColumnType, term: Option<&Term>) -> Option<Self> {
        let Some(term) = term else { return Some(Self::Null) };
        match (type_, term) {
            (ColumnType::Iri, Term::NamedNode(node)) => {
                Some(Self::Iri { value: node.as_str().to_owned(), label: None })
            }
            (_, Term::Literal(literal)) => Self::literal(type_, literal),
            _ => None,
        }
    }

    fn literal(type_: ColumnType, literal: &Literal) -> Option<Self> {
        let (value, datatype) = (literal.value(), literal.datatype());
        match type_ {
            ColumnType::String | ColumnType::LangString => {
                Some(Self::Text { value: value.to_owned(), lang: literal.language().map(str::to_owned) })
            }
            ColumnType::Integer if whole(datatype) => value.parse().ok().map(Self::Integer),
            ColumnType::Decimal if whole(datatype) || datatype == xsd::DECIMAL => Some(Self::Decimal(canonical(value))),
            ColumnType::Double if number(datatype) => {
                let value: f64 = match value {
                    "INF" | "+INF" => f64::INFINITY,
                    "-INF" => f64::NEG_INFINITY,
                    value => value.parse().ok()?,
                };
                Some(if value.is_nan() { Self::Null } else { Self::Double(value) })
            }
            ColumnType::Boolean if datatype == xsd::BOOLEAN => match value {
                "true" | "1" => Some(Self::Boolean(true)),
                "false" | "0" => Some(Self::Boolean(false)),
                _ => None,
            },
            ColumnType::Date if datatype == xsd::DATE => Some(Self::Date(value.to_owned())),
            ColumnType::Year if datatype == xsd::G_YEAR || whole(datatype) => value.parse().ok().map(Self::Year),
            _ => None,
        }
    }

    /// What it holds in memory.
    pub(super) fn bytes(&self) -> usize {
        let text = match self {
            Self::Iri { value, label: more } | Self::Text { value, lang: more } => {
                value.capacity() + more.as_ref().map_or(0, String::capacity)
            }
            Self::Decimal(value) | Self::Date(value) => value.capacity(),
            _ => 0,
        };
        size_of::<Self>() + text
    }

    /// True for [`Cell::Null`].
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The number in it, if it is one.
    ///
    /// ```
    /// use milieu::view::Cell;
    /// assert_eq!(Cell::Decimal("0.5".into()).number(), Some(0.5));
    /// assert_eq!(Cell::Null.number(), None);
    /// ```
    pub fn number(&self) -> Option<f64> {
        match self {
            // Counts stay far below 2^53, where this loses nothing.
            #[expect(clippy::cast_precision_loss)]
            Self::Integer(value) => Some(*value as f64),
            Self::Decimal(value) => value.parse().ok(),
            Self::Double(value) => Some(*value),
            Self::Year(value) => Some(f64::from(*value)),
            _ => None,
        }
    }

    /// The value as files hold it: IRIs in full, nothing for what is not known.
    pub fn to_field(&self) -> String {
        match self {
            Self::Null => String::new(),
            Self::Iri { value, .. } | Self::Text { value, .. } | Self::Decimal(value) | Self::Date(value) => {
                value.clone()
            }
            Self::Integer(value) => value.to_string(),
            Self::Double(value) => double(*value),
            Self::Boolean(value) => value.to_string(),
            Self::Year(value) => format!("{value:04}"),
        }
    }

    /// The value as people read it: the label of a thing, else as in files.
    pub fn to_text(&self) -> String {
        match self {
            Self::Iri { label: Some(label), .. } => label.clone(),
            other => other.to_field(),
        }
    }
}

/// The shortest decimal digits that read back as the same number, with an exponent where zeros would fill a line.
pub(super) fn double(value: f64) -> String {
    match value.abs() {
        f64::INFINITY if value > 0.0 => "INF".into(),
        f64::INFINITY => "-INF".into(),
        size if size != 0.0 && !(1e-6..1e21).contains(&size) => format!("{value:E}"),
        _ => format!("{value}"),
    }
}

fn whole(datatype: NamedNodeRef<'_>) -> bool {
    const WHOLE: [NamedNodeRef<'static>; 13] = [
        xsd::INTEGER,
        xsd::LONG,
        xsd::INT,
        xsd::SHORT,
        xsd::BYTE,
        xsd::NON_NEGATIVE_INTEGER,
        xsd::POSITIVE_INTEGER,
        xsd::NON_POSITIVE_INTEGER,
        xsd::NEGATIVE_INTEGER,
        xsd::UNSIGNED_LONG,
        xsd::UNSIGNED_INT,
        xsd::UNSIGNED_SHORT,
        xsd::UNSIGNED_BYTE,
    ];
    WHOLE.contains(&datatype)
}

fn number(datatype: NamedNodeRef<'_>) -> bool {
    whole(datatype) || [xsd::DECIMAL, xsd::DOUBLE, xsd::FLOAT].contains(&datatype)
}

/// A decimal without a plus sign, leading zeros or trailing zeros, so that equal numbers are written alike.
fn canonical(value: &str) -> String {
    let (sign, digits) = match value.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", value.strip_prefix('+').unwrap_or(value)),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let whole = whole.trim_start_matches('0');
    let part = part.trim_end_matches('0');
    match (whole, part) {
        ("", "") => "0".to_owned(),
        (whole, "") => format!("{sign}{whole}"),
        ("", part) => format!("{sign}0.{part}"),
        (whole, part) => format!("{sign}{whole}.{part}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(type_: ColumnType, value: &str, datatype: NamedNodeRef<'_>) -> Option<Cell> {
        Cell::new(type_, Some(&Literal::new_typed_literal(value, datatype).into()))
    }

    #[test]
    fn decimals_are_written_alike() {
        for (value, written) in [("1.50", "1.5"), ("-0.0", "0"), ("+007", "7"), (".5", "0.5"), ("-00.10", "-0.1")] {
            assert_eq!(canonical(value), written);
        }
    }

    #[test]
    fn a_column_takes_what_its_type_says() {
        assert_eq!(cell(ColumnType::Integer, "3", xsd::INT), Some(Cell::Integer(3)));
        assert_eq!(cell(ColumnType::Integer, "3.0", xsd::DECIMAL), None);
        assert_eq!(cell(ColumnType::Double, "NaN", xsd::DOUBLE), Some(Cell::Null));
        assert_eq!(cell(ColumnType::Year, "2016", xsd::G_YEAR), Some(Cell::Year(2016)));
        assert_eq!(Cell::new(ColumnType::Iri, Some(&Literal::from(1).into())), None);
        assert_eq!(Cell::new(ColumnType::Iri, None), Some(Cell::Null));
    }
}
