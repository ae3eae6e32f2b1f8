//! Writing a set in SSSOM's canonical form.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::{BUILT_IN, Mapping, MappingSet, Range, Slot};

/// The set as one text: metadata behind `#`, then the table.
///
/// Canonical: what all mappings say is said once ([`MappingSet::condense`] it first, or not), prefixes that nothing uses and built-in ones
/// are left out, columns and rows are in the standard's order, numbers have up to three decimals.
///
/// ```
/// use milieu::link::sssom::{Mapping, MappingSet, Slot, read, write};
/// let mut set = MappingSet::default();
/// set.prefixes.declare("ror", "https://ror.org/");
/// set.prefixes.declare("wd", "http://www.wikidata.org/entity/");
/// set.slots.set(Slot::MappingSetId, "https://example.org/members");
/// set.slots.set(Slot::License, "https://creativecommons.org/publicdomain/zero/1.0/");
/// set.mappings.push(Mapping::new("ror:04vnq7t77", "skos:exactMatch", "wd:Q122453", "semapv:LexicalMatching"));
/// let text = write(&set);
/// assert!(text.ends_with("\nror:04vnq7t77\tskos:exactMatch\twd:Q122453\tsemapv:LexicalMatching\n"));
/// assert_eq!(read("members.sssom.tsv", &text).set, set);
/// ```
pub fn write(set: &MappingSet) -> String {
    let mut text: String = metadata(set).lines().fold(String::new(), |text, line| text + "#" + line + "\n");
    text.push_str(&table(set));
    text
}

/// The metadata alone, as the file beside a table has them; see [`write()`].
///
/// ```
/// use milieu::link::sssom::{MappingSet, Slot, metadata};
/// let mut set = MappingSet::default();
/// set.slots.set(Slot::MappingSetVersion, "1.0");
/// assert_eq!(metadata(&set), "mapping_set_version: \"1.0\"\n");
/// ```
pub fn metadata(set: &MappingSet) -> String {
    let mut yaml = String::new();
    let used = used_prefixes(set);
    let built_in = |prefix: &str| BUILT_IN.iter().any(|(name, _)| *name == prefix);
    let kept: Vec<_> = set.prefixes.iter().filter(|(prefix, _)| used.contains(prefix) && !built_in(prefix)).collect();
    if !kept.is_empty() {
        yaml += "curie_map:\n";
        for (prefix, iri) in kept {
            writeln!(yaml, "  {}: {}", scalar(prefix), scalar(iri)).expect("a string takes all that is written");
        }
    }
    let mut slots: Vec<(Slot, &str)> = set.slots.iter().collect();
    slots.sort_by_key(|(slot, _)| slot.place_in_set());
    let mut before = None;
    for (slot, value) in slots {
        let value = number(slot, value);
        let line = match slot.is_list() {
            true if before == Some(slot) => format!("  - {}\n", scalar(&value)),
            true => format!("{slot}:\n  - {}\n", scalar(&value)),
            false => format!("{slot}: {}\n", scalar(&value)),
        };
        yaml += &line;
        before = Some(slot);
    }
    yaml
}

/// The table alone; see [`write()`].
///
/// ```
/// use milieu::link::sssom::{MappingSet, table};
/// assert_eq!(table(&MappingSet::default()), "subject_id\tpredicate_id\tobject_id\tmapping_justification\n");
/// ```
pub fn table(set: &MappingSet) -> String {
    let mut columns: BTreeSet<Slot> =
        set.mappings.iter().flat_map(|mapping| mapping.iter().map(|(slot, _)| slot)).collect();
    // A set without mappings has a header too.
    if set.mappings.is_empty() {
        columns.extend([Slot::SubjectId, Slot::PredicateId, Slot::ObjectId, Slot::MappingJustification]);
    }
    let names: Vec<&str> = columns.iter().map(|slot| slot.name()).collect();
    let mut rows: Vec<&Mapping> = set.mappings.iter().collect();
    rows.sort_by(|one, other| {
        columns.iter().map(|slot| one.get(*slot)).cmp(columns.iter().map(|slot| other.get(*slot)))
    });
    let mut text = names.join("\t") + "\n";
    for row in rows {
        for (place, slot) in columns.iter().enumerate() {
            if place > 0 {
                text.push('\t');
            }
            cell(&mut text, *slot, row);
        }
        text.push('\n');
    }
    text
}

fn cell(text: &mut String, slot: Slot, row: &Mapping) {
    let value = if slot.is_list() {
        let escaped = row.values(slot).map(|value| value.replace('\\', "\\\\").replace('|', "\\|"));
        escaped.collect::<Vec<_>>().join("|")
    } else {
        row.get(slot).map(|value| number(slot, value)).unwrap_or_default()
    };
    if value.contains(['\t', '\n', '\r', '"']) {
        text.push('"');
        text.push_str(&value.replace('"', "\"\""));
        text.push('"');
    } else {
        text.push_str(&value);
    }
}

/// A number with up to three decimals; all else as it is.
fn number(slot: Slot, value: &str) -> String {
    match (slot.range(), value.parse::<f64>()) {
        (Range::Number(..), Ok(number)) => {
            let text = format!("{number:.3}");
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        }
        _ => value.to_owned(),
    }
}

fn used_prefixes(set: &MappingSet) -> BTreeSet<&str> {
    let entities = set.slots.iter().chain(set.mappings.iter().flat_map(|mapping| mapping.iter()));
    let entities = entities.filter(|(slot, _)| matches!(slot.range(), Range::Entity));
    entities.filter_map(|(_, value)| value.split_once(':').map(|(prefix, _)| prefix)).collect()
}

/// A scalar of YAML: plain where it stays the text that it is, else in double quotes.
fn scalar(text: &str) -> String {
    let first = text.chars().next();
    let indicator = first.is_none_or(|sign| "-?:,[]{}#&*!|>'\"%@`= \t".contains(sign));
    let other = ["null", "true", "false", "yes", "no", "on", "off", "~", ".inf", ".nan"];
    let plain = !indicator
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.ends_with([':', ' '])
        && !text.chars().any(char::is_control)
        && !text.contains(['\u{feff}', '\u{2028}', '\u{2029}', '\u{85}'])
        && text.parse::<f64>().is_err()
        && !text.starts_with("0x")
        && !text.starts_with("0o")
        && !other.contains(&text.to_lowercase().as_str());
    if plain { text.to_owned() } else { serde_json::Value::from(text).to_string() }
}
