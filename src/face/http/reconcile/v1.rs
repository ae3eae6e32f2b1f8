//! Batches as the draft of version 1.0 has them: a list of queries, each a list of conditions.

use serde_json::{Map, Value};

use super::asked::{Condition, LARGEST_BATCH, Quantifier, Query, held, limit, list, object, optional, refused, values};
use crate::face::http::problem::Problem;

/// What a query may say.
const FIELDS: [&str; 5] = ["type", "limit", "lang", "dir", "conditions"];

/// Reads the body of a request.
pub(super) fn read(body: &[u8]) -> Result<Vec<Query>, Problem> {
    let body: Value = serde_json::from_slice(body)
        .map_err(|error| refused("body", format_args!("this is no JSON ({error}); send {{\"queries\": [...]}}")))?;
    let queries = body.get("queries").ok_or_else(|| {
        refused(
            "queries",
            "it is missing; send an object with `queries`, a list (version 0.2 is answered one level up)",
        )
    })?;
    let queries = queries.as_array().ok_or_else(|| refused("queries", "it has to be a list"))?;
    held(queries.len(), LARGEST_BATCH, "queries")?;
    queries.iter().enumerate().map(|(at, query)| one(&format!("queries[{at}]"), query)).collect()
}

fn one(field: &str, given: &Value) -> Result<Query, Problem> {
    let members = object(field, given, &FIELDS)?;
    let place = format!("{field}.conditions");
    let conditions =
        members.get("conditions").ok_or_else(|| refused(&place, "they are missing; at least one is needed"))?;
    let conditions = list(&place, conditions)?;
    if conditions.is_empty() {
        return Err(refused(&place, "there is none; at least one is needed"));
    }
    for name in ["lang", "dir"] {
        optional(field, members, name)?;
    }
    let mut query = Query { limit: limit(&format!("{field}.limit"), members.get("limit"))?, ..Query::default() };
    query.types.extend(optional(field, members, "type")?.map(str::to_owned));
    for (at, given) in conditions.iter().enumerate() {
        condition(&mut query, &format!("{place}[{at}]"), given)?;
    }
    Ok(query)
}

fn condition(query: &mut Query, field: &str, given: &Value) -> Result<(), Problem> {
    let members = given.as_object().ok_or_else(|| refused(field, "it has to be an object"))?;
    let of = |name: &str| format!("{field}.{name}");
    let kind = optional(field, members, "matchType")?
        .ok_or_else(|| refused(&of("matchType"), "it is missing; give name, id or property"))?;
    let given = members.get("propertyValue").ok_or_else(|| refused(&of("propertyValue"), "the value is missing"))?;
    let values = values(&of("propertyValue"), given)?;
    match kind {
        "name" => query.names.extend(values),
        "id" => query.ids.extend(values),
        "property" => {
            let property = optional(field, members, "propertyId")?
                .ok_or_else(|| refused(&of("propertyId"), "it is missing; a property needs its identifier"))?;
            let required = required(&of("required"), members)?;
            let quantifier = quantifier(field, members)?;
            query.conditions.push(Condition { property: property.to_owned(), values, required, quantifier });
        }
        other => return Err(refused(&of("matchType"), format_args!("{other:?} is none of name, id and property"))),
    }
    Ok(())
}

fn required(field: &str, members: &Map<String, Value>) -> Result<bool, Problem> {
    match members.get("required") {
        None | Some(Value::Null) => Ok(false),
        Some(Value::Bool(required)) => Ok(*required),
        Some(other) => Err(refused(field, format_args!("{other} is neither true nor false"))),
    }
}

fn quantifier(field: &str, members: &Map<String, Value>) -> Result<Quantifier, Problem> {
    match optional(field, members, "matchQuantifier")? {
        None | Some("any") => Ok(Quantifier::Any),
        Some("all") => Ok(Quantifier::All),
        Some("none") => Ok(Quantifier::None),
        Some(other) => {
            Err(refused(&format!("{field}.matchQuantifier"), format_args!("{other:?} is none of any, all and none")))
        }
    }
}
