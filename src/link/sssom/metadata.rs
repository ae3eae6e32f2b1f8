//! The metadata of a set: YAML, read key by key so that values stay the text that they are.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::{MappingSet, Slot};

/// What metadata say.
#[derive(Default)]
pub(super) struct Metadata {
    pub(super) set: MappingSet,
    /// Keys that are no slot.
    pub(super) unknown: Vec<String>,
    /// Names of columns that the set declares as its own.
    pub(super) extensions: Vec<String>,
}

/// One value, or several: a list of one may be written as its value.
struct Values(Vec<String>);

impl<'de> Deserialize<'de> for Values {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OneOrMany;
        impl<'de> Visitor<'de> for OneOrMany {
            type Value = Values;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value or a list of values")
            }

            fn visit_str<E>(self, value: &str) -> Result<Values, E> {
                Ok(Values(vec![value.to_owned()]))
            }

            fn visit_i64<E>(self, value: i64) -> Result<Values, E> {
                Ok(Values(vec![value.to_string()]))
            }

            fn visit_u64<E>(self, value: u64) -> Result<Values, E> {
                Ok(Values(vec![value.to_string()]))
            }

            fn visit_f64<E>(self, value: f64) -> Result<Values, E> {
                Ok(Values(vec![value.to_string()]))
            }

            fn visit_bool<E>(self, value: bool) -> Result<Values, E> {
                Ok(Values(vec![value.to_string()]))
            }

            fn visit_unit<E>(self) -> Result<Values, E> {
                Ok(Values(Vec::new()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Values, A::Error> {
                let mut values = Vec::new();
                while let Some(value) = list.next_element::<String>()? {
                    values.push(value);
                }
                Ok(Values(values))
            }
        }
        deserializer.deserialize_any(OneOrMany)
    }
}

impl<'de> Deserialize<'de> for Metadata {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Keys;
        impl<'de> Visitor<'de> for Keys {
            type Value = Metadata;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the slots of a mapping set")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Metadata, A::Error> {
                let mut metadata = Metadata::default();
                while let Some(key) = map.next_key::<String>()? {
                    match (key.as_str(), Slot::named(&key)) {
                        ("curie_map", _) => {
                            for (prefix, iri) in map.next_value::<BTreeMap<String, String>>()? {
                                metadata.set.prefixes.declare(prefix, iri);
                            }
                        }
                        ("extension_definitions", _) => {
                            let definitions = map.next_value::<Vec<BTreeMap<String, String>>>()?;
                            let names = definitions.into_iter().filter_map(|mut one| one.remove("slot_name"));
                            metadata.extensions.extend(names);
                        }
                        (_, Some(slot)) if slot.is_list() => {
                            for value in map.next_value::<Values>()?.0 {
                                metadata.set.slots.add(slot, value);
                            }
                        }
                        // A string is what is written, also of what YAML would take for a number.
                        (_, Some(slot)) => {
                            metadata.set.slots.add(slot, map.next_value::<Option<String>>()?.unwrap_or_default());
                        }
                        _ => {
                            map.next_value::<IgnoredAny>()?;
                            metadata.unknown.push(key);
                        }
                    }
                }
                Ok(metadata)
            }
        }
        deserializer.deserialize_map(Keys)
    }
}

/// Reads metadata.
pub(super) fn parse(yaml: &str) -> Result<Metadata, (u64, String)> {
    if yaml.trim().is_empty() {
        return Ok(Metadata::default());
    }
    serde_saphyr::from_str(yaml).map_err(|error| {
        let line = error.location().map_or(0, |location| location.line());
        let message = error.without_snippet().to_string();
        (line, message)
    })
}
