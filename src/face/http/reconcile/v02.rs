//! Batches as version 0.2 has them: queries and results by names such as `q0`.

use serde_json::{Map, Value};

use super::asked::{
    Condition, LARGEST_BATCH, Quantifier, Query, Strict, held, json, limit, list, object, optional, refused, text,
    values,
};
use crate::face::http::problem::Problem;

/// What a query may say.
const FIELDS: [&str; 5] = ["query", "type", "limit", "properties", "type_strict"];

/// Reads the field `queries` of a form.
pub(super) fn read(queries: &str) -> Result<Vec<(String, Query)>, Problem> {
    let batch = json("queries", queries)?;
    let batch = batch.as_object().ok_or_else(|| {
        refused(
            "queries",
            "it has to be an object that has a query by a name of its own, as in {\"q0\": {\"query\": \"...\"}}",
        )
    })?;
    held(batch.len(), LARGEST_BATCH, "queries")?;
    batch.iter().map(|(name, query)| Ok((name.clone(), one(&format!("queries.{name}"), query)?))).collect()
}

fn one(field: &str, given: &Value) -> Result<Query, Problem> {
    let members = object(field, given, &FIELDS)?;
    let name = optional(field, members, "query")?;
    let properties = match members.get("properties") {
        None | Some(Value::Null) => &[][..],
        Some(properties) => list(&format!("{field}.properties"), properties)?,
    };
    if name.is_none() && properties.is_empty() {
        return Err(refused(field, "it needs a `query`, which is a name, or `properties` with at least one in them"));
    }
    let conditions = properties.iter().enumerate();
    let conditions = conditions.map(|(at, given)| condition(&format!("{field}.properties[{at}]"), given));
    Ok(Query {
        names: vec![text(&format!("{field}.query"), name.unwrap_or_default())?],
        types: types(&format!("{field}.type"), members)?,
        strict: strict(field, members)?,
        conditions: conditions.collect::<Result<_, _>>()?,
        limit: limit(&format!("{field}.limit"), members.get("limit"))?,
        ..Query::default()
    })
}

fn condition(field: &str, given: &Value) -> Result<Condition, Problem> {
    let members = given.as_object().ok_or_else(|| refused(field, "it has to be an object with `pid` and `v`"))?;
    let property = optional(field, members, "pid")?
        .ok_or_else(|| refused(&format!("{field}.pid"), "the identifier of the property is missing"))?;
    let given = members.get("v").ok_or_else(|| refused(&format!("{field}.v"), "the value is missing"))?;
    Ok(Condition {
        property: property.to_owned(),
        values: values(&format!("{field}.v"), given)?,
        required: false,
        quantifier: Quantifier::Any,
    })
}

fn types(field: &str, members: &Map<String, Value>) -> Result<Vec<String>, Problem> {
    let wrong = || refused(field, "it has to be the identifier of a type, or a list of them");
    match members.get("type") {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::String(one)) => Ok(vec![one.clone()]),
        Some(Value::Array(several)) => {
            several.iter().map(|one| one.as_str().map(str::to_owned).ok_or_else(wrong)).collect()
        }
        Some(_) => Err(wrong()),
    }
}

fn strict(field: &str, members: &Map<String, Value>) -> Result<Strict, Problem> {
    match optional(field, members, "type_strict")? {
        None | Some("any") => Ok(Strict::Any),
        Some("all") => Ok(Strict::All),
        Some("should") => Ok(Strict::Should),
        Some(other) => {
            Err(refused(&format!("{field}.type_strict"), format_args!("{other:?} is none of any, should and all")))
        }
    }
}
