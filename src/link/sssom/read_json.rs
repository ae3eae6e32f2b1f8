//! Reading a set from JSON: the contrary of [`super::json`].

use serde_json::{Map, Value};

use super::{Fault, Mapping, MappingSet, Problem, Read, Slot, Slots, validate};
use crate::text;

/// Reads a set from JSON, as [`super::json`] or sssom-py writes it; `file` is the name that faults give.
///
/// Prefixes stand in `curie_map`, or in the `@context` of JSON-LD. Faults have the number of their mapping as their line; where the text is no
/// JSON, its own.
///
/// ```
/// use milieu::link::sssom::{Mapping, MappingSet, Slot, json, read_json};
/// let mut set = MappingSet::default();
/// set.prefixes.declare("ror", "https://ror.org/");
/// set.prefixes.declare("wd", "http://www.wikidata.org/entity/");
/// set.slots.set(Slot::MappingSetId, "https://example.org/members");
/// set.slots.set(Slot::License, "https://creativecommons.org/publicdomain/zero/1.0/");
/// set.mappings.push(Mapping::new("ror:04vnq7t77", "skos:exactMatch", "wd:Q122453", "semapv:LexicalMatching").with(Slot::Confidence, "0.5"));
/// let mut text = Vec::new();
/// json(&set, &mut text)?;
/// let read = read_json("members.json", std::str::from_utf8(&text)?);
/// assert!(read.is_valid());
/// assert_eq!(read.set, set);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_json(file: &str, text: &str) -> Read {
    let mut reader = Reader { file, set: MappingSet::default(), faults: Vec::new() };
    match serde_json::from_str::<Map<String, Value>>(text) {
        Ok(document) => reader.document(document),
        Err(error) => reader.fault(error.line() as u64, None, "", Problem::Syntax(error.to_string())),
    }
    let Reader { set, mut faults, .. } = reader;
    if faults.is_empty() || !set.mappings.is_empty() {
        faults.extend(validate(file, &set));
    }
    Read { set, faults }
}

struct Reader<'f> {
    file: &'f str,
    set: MappingSet,
    faults: Vec<Fault>,
}

impl Reader<'_> {
    fn document(&mut self, mut document: Map<String, Value>) {
        for key in ["@context", "curie_map"] {
            if let Some(Value::Object(prefixes)) = document.remove(key) {
                let prefixes =
                    prefixes.iter().filter(|(prefix, _)| !prefix.starts_with('@') && Slot::named(prefix).is_none());
                for (prefix, iri) in prefixes.filter_map(|(prefix, iri)| Some((prefix, iri.as_str()?))) {
                    if !super::BUILT_IN.contains(&(prefix, iri)) {
                        self.set.prefixes.declare(prefix, iri);
                    }
                }
            }
        }
        let mappings = match document.remove("mappings") {
            Some(Value::Array(mappings)) => mappings,
            None => {
                self.fault(0, Some("mappings"), "", Problem::Missing);
                Vec::new()
            }
            Some(other) => {
                self.fault(0, Some("mappings"), &other.to_string(), Problem::NoTable);
                Vec::new()
            }
        };
        self.set.slots = self.slots(document, 0);
        for (row, mapping) in (1..).zip(mappings) {
            match mapping {
                Value::Object(mapping) => {
                    let mapping = Mapping::from(self.slots(mapping, row));
                    self.set.mappings.push(mapping);
                }
                other => self.fault(row, Some("mappings"), &other.to_string(), Problem::NoTable),
            }
        }
    }

    fn slots(&mut self, object: Map<String, Value>, row: u64) -> Slots {
        let mut slots: Vec<(Slot, String)> = Vec::new();
        for (key, value) in object.into_iter().filter(|(key, _)| !key.starts_with('@')) {
            let Some(slot) = Slot::named(&key) else {
                let near = text::nearest(&key, Slot::ALL.iter().map(|slot| slot.name()));
                self.fault(row, Some(&key), &value.to_string(), Problem::Unknown { near });
                continue;
            };
            let values = match value {
                Value::Array(values) => values,
                value => vec![value],
            };
            slots.extend(values.into_iter().filter_map(written).map(|value| (slot, value)));
        }
        slots.sort_by_key(|(slot, _)| *slot);
        Slots::ascending(slots)
    }

    fn fault(&mut self, line: u64, column: Option<&str>, value: &str, problem: Problem) {
        let column = column.map(str::to_owned);
        self.faults.push(Fault { file: self.file.to_owned(), line, column, value: value.to_owned(), problem });
    }
}

/// A value as a table has it; none where there is none.
fn written(value: Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text).filter(|text| !text.is_empty()),
        other => Some(other.to_string()),
    }
}
