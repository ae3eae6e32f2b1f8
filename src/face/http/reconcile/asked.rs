//! What is asked, whichever version of the API says it, and what the two versions have in common where they are read.

use axum::http::StatusCode;
use serde_json::Value;

use crate::face::http::problem::Problem;

/// The most queries of one batch; the manifest tells it.
pub(super) const LARGEST_BATCH: usize = 100;

/// The longest text that is looked for, in letters.
const LONGEST: usize = 1_000;

/// The most conditions of one query, and the most values of one condition.
const MOST_CONDITIONS: usize = 50;

/// How many candidates are told when nobody says how many, and at most.
const CANDIDATES: usize = 10;
const MOST_CANDIDATES: usize = 100;

/// A query.
#[derive(Debug, Default)]
pub(super) struct Query {
    /// The name as someone wrote it, and other names of the same; none where something else is known.
    pub(super) names: Vec<String>,
    /// Identifiers of what is meant.
    pub(super) ids: Vec<String>,
    /// The types of which it is to be.
    pub(super) types: Vec<String>,
    pub(super) strict: Strict,
    pub(super) conditions: Vec<Condition>,
    pub(super) limit: usize,
}

/// How the types of a query are meant.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Strict {
    /// It has one of them.
    #[default]
    Any,
    /// It has all of them.
    All,
    /// What has none is less likely, and no match.
    Should,
}

/// What is known of the thing beside its name.
#[derive(Debug)]
pub(super) struct Condition {
    pub(super) property: String,
    pub(super) values: Vec<String>,
    /// Whether what does not fulfil it is no candidate.
    pub(super) required: bool,
    pub(super) quantifier: Quantifier,
}

impl Condition {
    /// Whether it says what the thing does not have.
    pub(super) fn is_ruled_out(&self) -> bool {
        self.quantifier == Quantifier::None
    }
}

/// How many of a condition's values have to be there.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quantifier {
    #[default]
    Any,
    All,
    None,
}

/// Something of a request that cannot be taken: `field` says where it stands.
pub(super) fn refused(field: &str, what: impl std::fmt::Display) -> Problem {
    Problem::bad_request(format!("{field}: {what}.")).more(serde_json::json!({ "field": field }))
}

/// Refuses a batch that is too large.
pub(super) fn held(many: usize, limit: usize, what: &str) -> Result<(), Problem> {
    if many <= limit {
        return Ok(());
    }
    let detail = format!("There are {many} {what}, and {limit} are answered at once.");
    Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "batch-too-large", "The batch is too large", detail)
        .next(format!("Send them in batches of {limit} or fewer; the manifest's batchSize says how many."))
        .more(serde_json::json!({ "limit": { "name": "batch", "value": limit, "unit": what } })))
}

/// JSON that stands in a field of a form.
pub(super) fn json(field: &str, text: &str) -> Result<Value, Problem> {
    serde_json::from_str(text)
        .map_err(|error| refused(field, format_args!("this is no JSON ({error}); send an object, percent-encoded")))
}

/// A text to look for.
pub(super) fn text(field: &str, text: &str) -> Result<String, Problem> {
    let letters = text.chars().count();
    if letters > LONGEST {
        return Err(refused(
            field,
            format_args!("it has {letters} letters; names of at most {LONGEST} are looked for"),
        ));
    }
    Ok(text.trim().to_owned())
}

/// How many candidates are wanted.
pub(super) fn limit(field: &str, given: Option<&Value>) -> Result<usize, Problem> {
    let Some(given) = given.filter(|given| !given.is_null()) else { return Ok(CANDIDATES) };
    let whole = given.as_u64().filter(|limit| *limit > 0);
    let whole = whole.ok_or_else(|| refused(field, format_args!("{given} is no whole number from 1 on")))?;
    Ok(usize::try_from(whole).unwrap_or(usize::MAX).min(MOST_CANDIDATES))
}

/// One value of a property or several, each as text: strings, numbers, booleans, and things by their identifiers.
pub(super) fn values(field: &str, given: &Value) -> Result<Vec<String>, Problem> {
    let one = |value: &Value, field: &str| match value {
        Value::String(value) => text(field, value),
        Value::Number(_) | Value::Bool(_) => Ok(value.to_string()),
        Value::Object(thing) => match thing.get("id") {
            Some(Value::String(id)) => text(field, id),
            _ => Err(refused(field, "a thing needs its identifier as the text `id`")),
        },
        Value::Null | Value::Array(_) => {
            Err(refused(field, format_args!("{value} is no text, number, boolean or thing with an `id`")))
        }
    };
    match given {
        Value::Array(values) => {
            held(values.len(), MOST_CONDITIONS, "values of a property")?;
            values.iter().enumerate().map(|(at, value)| one(value, &format!("{field}[{at}]"))).collect()
        }
        value => Ok(vec![one(value, field)?]),
    }
}

/// The members of an object, each of which has to be known.
pub(super) fn object<'v>(
    field: &str,
    given: &'v Value,
    known: &[&str],
) -> Result<&'v serde_json::Map<String, Value>, Problem> {
    let members = given.as_object().ok_or_else(|| refused(field, "it has to be an object"))?;
    if let Some(other) = members.keys().find(|name| !known.contains(&name.as_str())) {
        let known = known.join(", ");
        return Err(refused(&format!("{field}.{other}"), format_args!("this is not known here; known are {known}")));
    }
    Ok(members)
}

/// A list, of which there is a bounded number of items.
pub(super) fn list<'v>(field: &str, given: &'v Value) -> Result<&'v [Value], Problem> {
    let items = given.as_array().ok_or_else(|| refused(field, "it has to be a list"))?;
    held(items.len(), MOST_CONDITIONS, "conditions of one query")?;
    Ok(items)
}

/// A text, if it is given.
pub(super) fn optional<'v>(
    field: &str,
    members: &'v serde_json::Map<String, Value>,
    name: &str,
) -> Result<Option<&'v str>, Problem> {
    match members.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(refused(&format!("{field}.{name}"), "it has to be text")),
    }
}
