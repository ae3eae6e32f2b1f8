//! 49,728 mappings from the Research Organization Registry to Wikidata and ISNI.

use std::collections::BTreeSet;

use milieu::link::identifier::{Kind, identify};
use milieu::link::sssom::{Plain, Slot, json, read, triples, write};

use crate::shared::text;

const FILE: &str = "ror-subset/ror_wikidata_isni.sssom.tsv";

#[test]
fn the_published_mappings_are_right_and_written_as_they_are_read() {
    let Some(text) = text("the_published_mappings_are_right_and_written_as_they_are_read", FILE) else { return };
    let found = read(FILE, &text);
    assert_eq!((found.set.mappings.len(), found.faults), (49_728, vec![]));
    let written = write(&found.set);
    // As published but for the order of rows, and prefixes that need no declaration.
    let lines =
        |text: &str| text.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect::<BTreeSet<_>>();
    assert_eq!(lines(&written), lines(&text));
    assert_eq!(write(&read(FILE, &written).set), written);
}

#[test]
fn every_end_of_a_published_mapping_is_an_identifier_of_its_kind() {
    let Some(text) = text("every_end_of_a_published_mapping_is_an_identifier_of_its_kind", FILE) else { return };
    let set = read(FILE, &text).set;
    let mut wrong = Vec::new();
    for mapping in &set.mappings {
        for (curie, kinds) in [(mapping.subject(), &[Kind::Ror][..]), (mapping.object(), &[Kind::Wikidata, Kind::Isni])]
        {
            let iri = set.prefixes.expand(curie).unwrap();
            let one = identify(&iri).remove(0);
            assert!(kinds.contains(&one.kind), "{iri}");
            match one.result {
                Ok(identifier) => assert_eq!(identifier.iri().unwrap(), iri),
                Err(fault) => wrong.push(fault.to_string()),
            }
        }
    }
    assert_eq!(wrong, ["ISNI 0000000419367301: its check digit is 1, expected 4"]);
}

#[test]
fn the_published_mappings_as_rdf_and_json() {
    let Some(text) = text("the_published_mappings_as_rdf_and_json", FILE) else { return };
    let set = read(FILE, &text).set;
    let (mut described, mut said) = (0, 0);
    triples(&set, Plain::Left, |_| described += 1).unwrap();
    triples(&set, Plain::Said, |_| said += 1).unwrap();
    let cells: usize = set.mappings.iter().map(|mapping| mapping.iter().count()).sum();
    // The set's type and licence; for each mapping that the set has it, its type, and its slots.
    assert_eq!((described, said), (2 + 2 * 49_728 + cells, 2 + 3 * 49_728 + cells));
    let mut out = Vec::new();
    json(&set, &mut out).unwrap();
    let value: serde_json::Value = serde_json::from_slice(&out).unwrap();
    assert_eq!(value["mappings"].as_array().unwrap().len(), 49_728);
    assert_eq!(value["mappings"][0]["subject_id"].as_str(), set.mappings[0].get(Slot::SubjectId));
}
