//! The quads of a row as JSON.

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Map, Value, json};

use super::Why;
use crate::view::write::json as cell;

impl Serialize for Why {
    /// One object: the row by its columns, quads as N-Quads terms, sources with how many quads are in each, and what is not shown.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let row: Map<String, Value> =
            self.columns.iter().zip(&self.row).map(|(column, value)| (column.name.clone(), cell(value))).collect();
        let quads = self.quads.iter().map(|quad| {
            json!({
                "subject": quad.subject.to_string(), "predicate": quad.predicate.to_string(),
                "object": quad.object.to_string(), "graph": quad.graph_name.to_string(),
            })
        });
        let sources = self.sources.iter().map(|(source, quads)| json!({ "quads": quads, "source": source }));
        let mut map = serializer.serialize_map(Some(8))?;
        map.serialize_entry("view", self.view.as_str())?;
        map.serialize_entry("number", &self.number)?;
        map.serialize_entry("row", &row)?;
        map.serialize_entry("quads", &quads.collect::<Vec<_>>())?;
        map.serialize_entry("total", &self.total)?;
        map.serialize_entry("sources", &sources.collect::<Vec<_>>())?;
        map.serialize_entry("not_shown", &self.not_shown)?;
        map.serialize_entry("snapshot", &self.snapshot)?;
        map.end()
    }
}
