//! A set as JSON: its slots as keys, as sssom-py writes them.

use std::io;

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::{Map, Value};

use super::{Mapping, MappingSet, Range, Slot, Slots};

/// Writes a set as JSON: slots by name, lists as arrays, numbers as numbers, the CURIE map as an object, mappings as an array.
///
/// The standard leaves the form open; this is the plain one of its schema.
///
/// # Errors
///
/// When `out` cannot be written.
///
/// ```
/// use milieu::link::sssom::{Mapping, MappingSet, Slot, json};
/// let mut set = MappingSet::default();
/// set.mappings.push(Mapping::new("a:1", "skos:exactMatch", "b:1", "semapv:LexicalMatching").with(Slot::Confidence, "0.5"));
/// let mut out = Vec::new();
/// json(&set, &mut out)?;
/// let value: serde_json::Value = serde_json::from_slice(&out)?;
/// assert_eq!(value["mappings"][0]["confidence"], 0.5);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn json(set: &MappingSet, out: impl io::Write) -> io::Result<()> {
    serde_json::to_writer(out, set).map_err(io::Error::from)
}

impl Serialize for MappingSet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        let prefixes = self.prefixes.iter().map(|(prefix, iri)| (prefix.to_owned(), Value::from(iri)));
        map.serialize_entry("curie_map", &prefixes.collect::<Map<_, _>>())?;
        entries(&self.slots, &mut map)?;
        map.serialize_entry("mappings", &self.mappings)?;
        map.end()
    }
}

impl Serialize for Mapping {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        entries(self, &mut map)?;
        map.end()
    }
}

/// The values of a slot that holds several.
struct List<'a>(&'a Slots, Slot);

impl Serialize for List<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(None)?;
        for value in self.0.values(self.1) {
            list.serialize_element(value)?;
        }
        list.end()
    }
}

fn entries<M: SerializeMap>(slots: &Slots, map: &mut M) -> Result<(), M::Error> {
    let mut before = None;
    for (slot, value) in slots.iter() {
        if before.replace(slot) == Some(slot) {
            continue;
        }
        match (slot.range(), value.parse::<f64>()) {
            _ if slot.is_list() => map.serialize_entry(slot.name(), &List(slots, slot))?,
            (Range::Number(..), Ok(number)) => map.serialize_entry(slot.name(), &number)?,
            _ => map.serialize_entry(slot.name(), value)?,
        }
    }
    Ok(())
}
