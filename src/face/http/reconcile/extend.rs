//! Data extension: properties of things that were reconciled before.

use serde_json::{Map, Value, json};

use super::asked::{held, object, optional, refused};
use super::service::Service;
use super::told::{Cell, Named};
use crate::face::http::problem::Problem;
use crate::face::http::sparql::Parameters;
use crate::sparql::CancellationToken;

/// The most things and the most properties of one request.
const MOST_IDS: usize = 1_000;
const MOST_PROPERTIES: usize = 50;

/// How many properties are proposed when nobody says how many.
const PROPOSED: usize = 30;

/// What is wanted.
pub(super) struct Wanted {
    ids: Vec<String>,
    properties: Vec<Property>,
}

struct Property {
    id: String,
    /// The most values of a thing.
    limit: usize,
    /// Whether things are told by their identifiers alone.
    by_id: bool,
}

impl Wanted {
    pub(super) fn read(given: &Value) -> Result<Self, Problem> {
        let members = object("extend", given, &["ids", "properties"])?;
        let list = |name: &str| {
            let field = format!("extend.{name}");
            let given = members.get(name).ok_or_else(|| refused(&field, "it is missing"))?;
            given.as_array().ok_or_else(|| refused(&field, "it has to be a list"))
        };
        let (ids, properties) = (list("ids")?, list("properties")?);
        held(ids.len(), MOST_IDS, "ids")?;
        held(properties.len(), MOST_PROPERTIES, "properties")?;
        let id = |(at, id): (usize, &Value)| {
            id.as_str().map(str::to_owned).ok_or_else(|| refused(&format!("extend.ids[{at}]"), "it has to be text"))
        };
        let property = |(at, given): (usize, &Value)| Property::read(&format!("extend.properties[{at}]"), given);
        Ok(Self {
            ids: ids.iter().enumerate().map(id).collect::<Result<_, _>>()?,
            properties: properties.iter().enumerate().map(property).collect::<Result<_, _>>()?,
        })
    }
}

impl Property {
    fn read(field: &str, given: &Value) -> Result<Self, Problem> {
        let members = object(field, given, &["id", "settings"])?;
        let id = optional(field, members, "id")?.ok_or_else(|| refused(&format!("{field}.id"), "it is missing"))?;
        let none = Map::new();
        let settings = match members.get("settings") {
            None | Some(Value::Null) => &none,
            Some(settings) => settings
                .as_object()
                .ok_or_else(|| refused(&format!("{field}.settings"), "they have to be an object"))?,
        };
        let limit = limit(&format!("{field}.settings.limit"), settings.get("limit"))?;
        // What other services know as a literal is our name.
        let by_id = settings.get("content").is_some_and(|content| content == "id");
        Ok(Self { id: id.to_owned(), limit, by_id })
    }
}

/// The most values, as a number or as text that is one; 0 is no limit.
fn limit(field: &str, given: Option<&Value>) -> Result<usize, Problem> {
    let number = match given {
        None | Some(Value::Null) => Some(0),
        Some(Value::String(text)) if text.is_empty() => Some(0),
        Some(Value::String(text)) => text.trim().parse().ok(),
        Some(other) => other.as_u64().and_then(|number| usize::try_from(number).ok()),
    };
    let number = number.ok_or_else(|| refused(field, "it has to be a whole number; 0 is for all"))?;
    Ok(if number == 0 { usize::MAX } else { number })
}

/// A thing with its values, by property in the order in which they were asked for.
pub(super) struct Row {
    id: String,
    values: Vec<(String, Vec<Cell>)>,
}

impl Service {
    /// What is known of the things, one after another; a thing that is not here has no values.
    pub(super) fn rows(&self, wanted: &Wanted, token: Option<&CancellationToken>) -> Result<Vec<Row>, Problem> {
        let row = |id: &String| {
            if token.is_some_and(CancellationToken::is_cancelled) {
                return Err(Problem::cancelled());
            }
            let thing = self.by_id(id);
            let of = |property: &Property| {
                let mut values = thing.map_or_else(Vec::new, |thing| self.values(thing, &property.id));
                values.truncate(property.limit);
                if property.by_id {
                    values.iter_mut().for_each(Cell::reduce);
                }
                (property.id.clone(), values)
            };
            Ok(Row { id: id.clone(), values: wanted.properties.iter().map(of).collect() })
        };
        wanted.ids.iter().map(row).collect()
    }

    fn meta(&self, wanted: &Wanted) -> Vec<Value> {
        let known = |id: &str| self.properties().iter().find(|property| property.id == id);
        let name = |id: &str| known(id).map_or_else(|| id.to_owned(), |property| property.name.clone());
        wanted.properties.iter().map(|property| json!({ "id": property.id, "name": name(&property.id) })).collect()
    }

    /// As version 0.2 has them: by thing, by property. Languages are of 1.0.
    pub(super) fn extended_v02(&self, wanted: &Wanted, rows: Vec<Row>) -> Value {
        let mut things = Map::new();
        for Row { id, values } in rows {
            let values = values.into_iter().map(|(property, mut values)| {
                values.iter_mut().for_each(Cell::without_language);
                (property, json!(values))
            });
            things.insert(id, Value::Object(values.collect()));
        }
        json!({ "meta": self.meta(wanted), "rows": things })
    }

    /// As the draft of version 1.0 has them: a list of things, each with a list of properties.
    pub(super) fn extended_v1(&self, wanted: &Wanted, rows: &[Row]) -> Value {
        let of = |row: &Row| {
            let properties = row.values.iter().map(|(id, values)| json!({ "id": id, "values": values }));
            json!({ "id": row.id, "properties": properties.collect::<Vec<_>>() })
        };
        json!({ "meta": self.meta(wanted), "rows": rows.iter().map(of).collect::<Vec<_>>() })
    }

    /// The properties that things of a type may have.
    pub(super) fn proposed(&self, parameters: &Parameters) -> Result<Value, Problem> {
        let kind = parameters.one("type")?.unwrap_or_default();
        let limit = parameters.one("limit")?.filter(|limit| !limit.is_empty());
        let limit = limit.map_or(Ok(PROPOSED), |limit| {
            limit.parse().map_err(|_| refused("limit", format_args!("{limit:?} is no whole number")))
        })?;
        let properties: Vec<&Named> = self.properties().iter().take(limit).collect();
        Ok(json!({ "type": kind, "limit": limit, "properties": properties }))
    }
}
