//! The functions on texts. A text may have a language and a direction, and most functions hand them on.

use oxigraph::model::BaseDirection;
use regex::{Regex, RegexBuilder};

use super::super::chunk::UNBOUND;
use super::super::value::{Value, value};
use crate::sparql::terms::Terms;
use crate::store::dictionary::TermId;
use crate::store::inline::INLINE;
use crate::store::term::{self, Text};

/// The largest that a pattern may become.
const PATTERN: usize = 1_000_000;

pub(in crate::sparql::columns) type Language = Option<(String, Option<BaseDirection>)>;

/// A text and its language.
pub(in crate::sparql::columns) fn of(value: Value) -> Option<(String, Language)> {
    match value {
        Value::StringLiteral(value) => Some((value, None)),
        Value::LangStringLiteral { value, language } => Some((value, Some((language, None)))),
        Value::DirLangStringLiteral { value, language, direction } => Some((value, Some((language, Some(direction))))),
        _ => None,
    }
}

/// Calls `take` with the text of a term and its language, if it has one.
pub(in crate::sparql::columns) fn with(id: TermId, terms: &Terms, take: impl FnOnce(&str, Language)) -> bool {
    if id == UNBOUND || id & INLINE != 0 {
        return false;
    }
    let mut take = Some(take);
    let taken = terms.with_bytes(id, |bytes| match Text::of(bytes) {
        Text::Plain(text) if term::language(bytes).is_none() => {
            take.take().expect("it was not called yet")(text, None);
            true
        }
        _ => false,
    });
    taken || take.zip(of(value(id, terms))).map(|(take, (text, language))| take(&text, language)).is_some()
}

/// The literal of a text in a language.
pub(in crate::sparql::columns) fn literal(value: String, language: Language) -> Value {
    match language {
        None => Value::StringLiteral(value),
        Some((language, None)) => Value::LangStringLiteral { value, language },
        Some((language, Some(direction))) => Value::DirLangStringLiteral { value, language, direction },
    }
}

/// Two texts of which the second may be sought in the first, and the language of the first.
fn compatible([a, b]: [Value; 2]) -> Option<(String, String, Language)> {
    let ((a, language), (b, other)) = (of(a)?, of(b)?);
    (other.is_none() || language == other).then_some((a, b, language))
}

fn two(arguments: Vec<Value>) -> Option<(String, String, Language)> {
    compatible(arguments.try_into().ok()?)
}

fn one(arguments: Vec<Value>) -> Option<(String, Language)> {
    of(arguments.into_iter().next()?)
}

pub(super) fn contains(arguments: Vec<Value>) -> Option<Value> {
    two(arguments).map(|(text, part, _)| text.contains(&part).into())
}

pub(super) fn starts(arguments: Vec<Value>) -> Option<Value> {
    two(arguments).map(|(text, part, _)| text.starts_with(&part).into())
}

pub(super) fn ends(arguments: Vec<Value>) -> Option<Value> {
    two(arguments).map(|(text, part, _)| text.ends_with(&part).into())
}

pub(super) fn before(arguments: Vec<Value>) -> Option<Value> {
    let (text, part, language) = two(arguments)?;
    Some(match text.find(&part) {
        Some(at) => literal(text[..at].to_owned(), language),
        None => Value::StringLiteral(String::new()),
    })
}

pub(super) fn after(arguments: Vec<Value>) -> Option<Value> {
    let (text, part, language) = two(arguments)?;
    Some(match text.find(&part) {
        Some(at) => literal(text[at + part.len()..].to_owned(), language),
        None => Value::StringLiteral(String::new()),
    })
}

pub(super) fn upper(arguments: Vec<Value>) -> Option<Value> {
    one(arguments).map(|(text, language)| literal(text.to_uppercase(), language))
}

pub(super) fn lower(arguments: Vec<Value>) -> Option<Value> {
    one(arguments).map(|(text, language)| literal(text.to_lowercase(), language))
}

pub(super) fn length(arguments: Vec<Value>) -> Option<Value> {
    let (text, _) = one(arguments)?;
    Some(Value::IntegerLiteral(i64::try_from(text.chars().count()).ok()?.into()))
}

/// The texts after one another, in their language if it is that of all.
pub(super) fn concat(arguments: Vec<Value>) -> Option<Value> {
    let (mut all, mut language) = (String::new(), None);
    for argument in arguments {
        let (text, of_text) = of(argument)?;
        language = match language {
            None => Some(of_text),
            Some(before) if before == of_text => Some(before),
            Some(_) => Some(None),
        };
        all.push_str(&text);
    }
    Some(literal(all, language.flatten()))
}

/// Characters are counted from 1.
pub(super) fn substring(arguments: Vec<Value>) -> Option<Value> {
    let mut arguments = arguments.into_iter();
    let (text, language) = of(arguments.next()?)?;
    let mut integer = || match arguments.next() {
        None => Some(None),
        Some(Value::IntegerLiteral(value)) => Some(Some(i64::from(value))),
        Some(_) => None,
    };
    let start = integer()??.checked_sub(1)?;
    let end = match integer()? {
        None => i64::MAX,
        Some(length) => start.checked_add(length)?,
    };
    let cut = text.chars().zip(0_i64..).filter(|(_, at)| (start..end).contains(at)).map(|(character, _)| character);
    Some(literal(cut.collect(), language))
}

pub(super) fn replace(regex: &Regex, text: Value, replacement: Value) -> Option<Value> {
    let (text, language) = of(text)?;
    let Value::StringLiteral(replacement) = replacement else { return None };
    Some(literal(regex.replace_all(&text, &replacement).into_owned(), language))
}

/// The pattern of REGEX and REPLACE, unless it or one of its flags cannot be.
pub(super) fn pattern(text: &str, flags: &str) -> Option<Regex> {
    let text = if flags.contains('q') { regex::escape(text) } else { text.to_owned() };
    let mut builder = RegexBuilder::new(&text);
    builder.size_limit(PATTERN);
    for flag in flags.chars() {
        match flag {
            's' => builder.dot_matches_new_line(true),
            'm' => builder.multi_line(true),
            'i' => builder.case_insensitive(true),
            'x' => builder.ignore_whitespace(true),
            'q' => &mut builder,
            _ => return None,
        };
    }
    builder.build().ok()
}

/// Whether a language is in a range of languages.
pub(super) fn language_matches(arguments: Vec<Value>) -> Option<Value> {
    let [Value::StringLiteral(language), Value::StringLiteral(range)] = <[Value; 2]>::try_from(arguments).ok()? else {
        return None;
    };
    Some(in_range(&language, &range).into())
}

pub(super) fn in_range(language: &str, range: &str) -> bool {
    if range == "*" {
        return !language.is_empty();
    }
    let mut parts = language.split('-');
    range.split('-').all(|wanted| parts.next().is_some_and(|part| part.eq_ignore_ascii_case(wanted)))
}
