use serde::Deserialize;

use crate::model::vocab::xsd;
use crate::model::{Literal, NamedNode, Term};
use crate::vocab;

/// A parameter of a view: a variable of its query that a reader may set.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Parameter {
    /// The variable of the query, and the name in addresses and commands.
    pub name: String,
    /// The name for people.
    pub label: String,
    /// What values it takes.
    #[serde(rename = "type")]
    pub type_: ParameterType,
    /// The classes of which a value is an instance, for a parameter of type `class`.
    #[serde(default, deserialize_with = "one_or_more")]
    pub class: Vec<String>,
    /// The value when none is given.
    #[serde(default, deserialize_with = "scalar")]
    pub default: Option<String>,
    /// Whether the view can do without it.
    #[serde(default)]
    pub required: Requirement,
    /// What is offered to choose from.
    #[serde(default)]
    pub choices: Option<Offered>,
    /// Another parameter that, when it is given, puts this one aside.
    #[serde(default)]
    pub unless: Option<String>,
    /// What the value is put into.
    #[serde(default)]
    pub binds: Binds,
}

/// Whether a view can do without a parameter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Requirement {
    /// It can: the variable is then free.
    #[default]
    Optional,
    /// It cannot.
    Required,
}

impl<'de> Deserialize<'de> for Requirement {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(if bool::deserialize(deserializer)? { Self::Required } else { Self::Optional })
    }
}

/// The types of a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum ParameterType {
    /// Any IRI.
    Iri,
    /// A thing in the graph, an instance of a class.
    Class,
    /// Text.
    String,
    /// A whole number.
    Integer,
    /// An exact number.
    Decimal,
    /// A year.
    Year,
    /// A day.
    Date,
    /// True or false.
    Boolean,
}

/// What the value of a parameter is put into.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Binds {
    /// The variable of the query: the query reads less.
    #[default]
    Query,
    /// The column of the same name: rows are kept or left out after everything is computed.
    Rows,
    /// An option of the measure.
    Measure,
}

/// What a parameter offers to choose from.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum Offered {
    /// A `SELECT ?value ?label`.
    Query(String),
    /// A fixed list; nothing else is taken.
    Fixed(Vec<FixedChoice>),
}

/// A choice of a fixed list.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum FixedChoice {
    /// The value, which is its own label.
    Plain(String),
    /// A value and what people read.
    Labelled {
        /// The value.
        value: String,
        /// What people read.
        label: String,
    },
}

impl FixedChoice {
    /// The value.
    pub fn value(&self) -> &str {
        match self {
            Self::Plain(value) | Self::Labelled { value, .. } => value,
        }
    }

    /// What people read: the label, or the last part of the value.
    pub fn label(&self) -> &str {
        match self {
            Self::Plain(value) => value.rsplit([':', '#', '/']).next().unwrap_or(value),
            Self::Labelled { label, .. } => label,
        }
    }
}

impl ParameterType {
    /// The term that `text` stands for, or why it stands for none. `None` within `Ok` is a code or a label that only the
    /// data can resolve.
    pub(super) fn term(self, text: &str) -> Result<Option<Term>, &'static str> {
        let typed = |datatype| Ok(Some(Literal::new_typed_literal(text, datatype).into()));
        match self {
            Self::Iri => iri(text).map(|iri| Some(iri.into())).ok_or("is neither an IRI nor a prefixed name"),
            Self::Class => Ok(iri(text).map(Into::into)),
            Self::String => Ok(Some(Literal::new_simple_literal(text).into())),
            Self::Integer => {
                let number: i64 = text.parse().map_err(|_| "is not a whole number")?;
                Ok(Some(Literal::from(number).into()))
            }
            Self::Decimal if decimal(text) => typed(xsd::DECIMAL),
            Self::Decimal => Err("is not a decimal number"),
            Self::Year if year(text) => typed(xsd::G_YEAR),
            Self::Year => Err("is not a year of four digits"),
            Self::Date if date(text) => typed(xsd::DATE),
            Self::Date => Err("is not a date such as 2024-12-31"),
            Self::Boolean => match text {
                "true" | "yes" | "1" => Ok(Some(Literal::from(true).into())),
                "false" | "no" | "0" => Ok(Some(Literal::from(false).into())),
                _ => Err("is neither true nor false"),
            },
        }
    }
}

fn year(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit())
}

fn decimal(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    !(whole.is_empty() && part.is_empty()) && whole.bytes().chain(part.bytes()).all(|b| b.is_ascii_digit())
}

fn date(text: &str) -> bool {
    let mut parts = text.splitn(3, '-');
    let (Some(years), Some(month), Some(day)) = (parts.next(), parts.next(), parts.next()) else { return false };
    let number = |text: &str| if text.len() == 2 { text.parse::<u32>().unwrap_or(0) } else { 0 };
    let leap = years.parse::<u32>().is_ok_and(|year| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
    let days = match number(month) {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    year(years) && (1..=days).contains(&number(day))
}

/// `text` as an IRI: written out, in angle brackets, or as a prefixed name.
pub(super) fn iri(text: &str) -> Option<NamedNode> {
    let bare = text.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).unwrap_or(text);
    if let Some(known) = vocab::expand(bare) {
        return Some(known);
    }
    let (scheme, rest) = bare.split_once(':')?;
    let plain = scheme.len() > 1 && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    if plain && (rest.starts_with("//") || scheme == "urn") { NamedNode::new(bare).ok() } else { None }
}

fn one_or_more<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum OneOrMore {
        One(String),
        More(Vec<String>),
    }
    Ok(match OneOrMore::deserialize(deserializer)? {
        OneOrMore::One(one) => vec![one],
        OneOrMore::More(more) => more,
    })
}

/// YAML types scalars by their looks; a default of 100 is the text "100" here.
fn scalar<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Scalar {
        Boolean(bool),
        Integer(i64),
        Text(String),
    }
    Ok(Option::<Scalar>::deserialize(deserializer)?.map(|scalar| match scalar {
        Scalar::Boolean(value) => value.to_string(),
        Scalar::Integer(value) => value.to_string(),
        Scalar::Text(value) => value,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_typed() {
        let term = |type_: ParameterType, text: &str| type_.term(text).map(|term| term.map(|term| term.to_string()));
        assert_eq!(
            term(ParameterType::Integer, "012"),
            Ok(Some("\"12\"^^<http://www.w3.org/2001/XMLSchema#integer>".into()))
        );
        assert!(term(ParameterType::Integer, "1.5").is_err());
        assert!(term(ParameterType::Year, "20166").is_err());
        assert!(term(ParameterType::Date, "2024-02-30").is_err());
        assert_eq!(term(ParameterType::Iri, "nuts:DE11"), Ok(Some("<http://data.europa.eu/nuts/code/DE11>".into())));
        assert_eq!(term(ParameterType::Class, "DE11"), Ok(None));
        assert!(term(ParameterType::Iri, "> } DROP ALL #").is_err());
    }

    #[test]
    fn what_looks_like_sparql_stays_one_literal() {
        let text = "x\" } ; DROP ALL #";
        assert_eq!(ParameterType::String.term(text), Ok(Some(Literal::new_simple_literal(text).into())));
    }
}
