//! The text of a cell as a value.

use crate::ingest::mapping::{ColumnRule, Kind};
use crate::model::vocab::xsd;
use crate::model::{Literal, NamedNode, NamedNodeRef, Term};
use crate::source::value::Date;

/// The value that a text means, or what was expected.
pub(super) fn literal(rule: &ColumnRule, text: &str) -> Result<Term, String> {
    let typed = |text: String, datatype: NamedNodeRef<'_>| Ok(Literal::new_typed_literal(text, datatype).into());
    match rule.kind {
        Kind::Integer => {
            typed(whole(&number(rule, text)).ok_or_else(|| expected(rule, "a whole number"))?, xsd::INTEGER)
        }
        Kind::Decimal => {
            let text = decimal(&number(rule, text)).ok_or_else(|| expected(rule, "a number such as 1234.5"))?;
            typed(text, xsd::DECIMAL)
        }
        Kind::Double => {
            let text = number(rule, text);
            let fits = text.parse().is_ok_and(f64::is_finite);
            if fits { typed(text, xsd::DOUBLE) } else { Err(expected(rule, "a number such as 1.5e3")) }
        }
        Kind::Boolean => match text.to_lowercase().as_str() {
            "true" | "yes" | "1" => typed("true".to_owned(), xsd::BOOLEAN),
            "false" | "no" | "0" => typed("false".to_owned(), xsd::BOOLEAN),
            _ => Err("expected true or false, yes or no, 1 or 0".to_owned()),
        },
        Kind::Date => {
            let date: Date = text.parse().map_err(|error: crate::source::value::NotThis| error.to_string())?;
            typed(date.to_string(), xsd::DATE)
        }
        Kind::Year => {
            let fits = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
            if fits { typed(text.to_owned(), xsd::G_YEAR) } else { Err("expected a year such as 2019".to_owned()) }
        }
        Kind::Iri => match NamedNode::new(text) {
            Ok(iri) => Ok(iri.into()),
            Err(_) => Err("expected a whole IRI such as https://example.org/a".to_owned()),
        },
        _ => Ok(match &rule.lang {
            Some(lang) => Literal::new_language_tagged_literal(text, lang)
                .map_err(|_| format!("{lang} is no language tag"))?
                .into(),
            None => Literal::new_simple_literal(text).into(),
        }),
    }
}

fn expected(rule: &ColumnRule, what: &str) -> String {
    match &rule.unit {
        Some(unit) => format!("expected {what}, alone or with {unit}"),
        None => format!("expected {what}"),
    }
}

/// The digits of a number: its unit and the spaces between thousands taken off, its decimal mark a point.
fn number(rule: &ColumnRule, text: &str) -> String {
    let mut text = text.trim();
    if let Some(unit) = &rule.unit {
        text = text.strip_suffix(unit.as_str()).or_else(|| text.strip_prefix(unit.as_str())).unwrap_or(text).trim();
    }
    let blank = |c: char| c == ' ' || c == '\u{a0}' || c == '\u{202f}' || c == '\'' || c == '’';
    let mut groups = text.split(blank).skip(1).peekable();
    let in_thousands = groups.peek().is_some()
        && groups.all(|group| group.split(['.', ',']).next().is_some_and(|digits| digits.len() == 3));
    let text = if in_thousands { text.replace(blank, "") } else { text.to_owned() };
    match rule.decimal {
        // With a comma before the decimals, a point parts thousands; neither is guessed at.
        Some(',') if text.contains('.') => String::new(),
        Some(',') => text.replace(',', "."),
        _ => text,
    }
}

/// A whole number; one with decimals that are all nought is one too, as spreadsheets write it.
fn whole(text: &str) -> Option<String> {
    let text = match text.split_once('.') {
        Some((whole, rest)) if !rest.is_empty() && rest.bytes().all(|byte| byte == b'0') => whole,
        Some(_) => return None,
        None => text,
    };
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let fits = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| text.strip_prefix('+').unwrap_or(text).to_owned())
}

fn decimal(text: &str) -> Option<String> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, rest) = digits.split_once('.').unwrap_or((digits, "0"));
    let all = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    (all(whole) && all(rest)).then(|| text.strip_prefix('+').unwrap_or(text).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(kind: Kind, unit: Option<&str>, mark: Option<char>, text: &str) -> Option<String> {
        let rule = ColumnRule { kind, unit: unit.map(str::to_owned), decimal: mark, ..ColumnRule::default() };
        literal(&rule, text).ok().map(|term| match term {
            Term::Literal(literal) => literal.value().to_owned(),
            other => other.to_string(),
        })
    }

    #[test]
    fn numbers_are_read_as_they_are_meant_or_not_at_all() {
        type Case = (Kind, Option<&'static str>, Option<char>, &'static str, Option<&'static str>);
        let cases: [Case; 16] = [
            (Kind::Integer, None, None, "12", Some("12")),
            (Kind::Integer, None, None, "-3", Some("-3")),
            (Kind::Integer, None, None, "12.00", Some("12")),
            (Kind::Integer, None, None, "12.5", None),
            (Kind::Integer, None, None, "1 234", Some("1234")),
            (Kind::Integer, None, None, "1 23", None),
            (Kind::Integer, None, None, "1,234", None),
            (Kind::Integer, Some("persons"), None, "12 persons", Some("12")),
            (Kind::Integer, None, None, "12 persons", None),
            (Kind::Decimal, Some("EUR"), None, "EUR 1234.50", Some("1234.50")),
            (Kind::Decimal, None, Some(','), "1234,5", Some("1234.5")),
            (Kind::Decimal, None, Some(','), "1.234,5", None),
            (Kind::Decimal, None, None, "1,5", None),
            (Kind::Decimal, None, None, "1e3", None),
            (Kind::Double, None, None, "1e3", Some("1e3")),
            (Kind::Double, None, None, "inf", None),
        ];
        for (kind, unit, mark, text, value) in cases {
            assert_eq!(read(kind, unit, mark, text).as_deref(), value, "{kind:?} {text}");
        }
    }

    #[test]
    fn other_values_are_checked() {
        assert_eq!(read(Kind::Boolean, None, None, "Yes").as_deref(), Some("true"));
        assert_eq!(read(Kind::Boolean, None, None, "maybe"), None);
        assert_eq!(read(Kind::Date, None, None, "2023-02-29"), None);
        assert_eq!(read(Kind::Year, None, None, "99"), None);
        assert_eq!(read(Kind::Iri, None, None, "example.org"), None);
    }
}
