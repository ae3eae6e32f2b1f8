//! Every identifier that is in use is right; nearly every one with a sign changed is not.

use milieu::link::identifier::{Fault, Kind, identify};
use serde_json::Value;

use crate::shared::{column, text};

const ROR: &str = "ror-subset/ror_subset.jsonl.gz";

fn records(test: &str) -> Option<Vec<Value>> {
    text(test, ROR).map(|lines| lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}

/// The identifiers of one kind beside each record.
fn external<'a>(records: &'a [Value], kind: &str) -> Vec<&'a str> {
    let lists = records.iter().filter_map(|record| record["ext"][kind][1].as_array());
    lists.flatten().filter_map(Value::as_str).collect()
}

/// How many are refused, each read with what is before it.
fn refused<'a>(kind: Kind, texts: impl IntoIterator<Item = &'a str>) -> Vec<Fault> {
    texts.into_iter().filter_map(|text| kind.parse(text).err()).collect()
}

/// Every text with one digit made another, and how many of them are still read.
fn mutations_read<'a>(kind: Kind, texts: impl IntoIterator<Item = &'a str>) -> (usize, usize) {
    let (mut made, mut read) = (0, 0);
    for text in texts {
        let mut bytes = text.as_bytes().to_vec();
        for place in (0..bytes.len()).filter(|place| text.as_bytes()[*place].is_ascii_digit()) {
            for digit in (b'0'..=b'9').filter(|digit| *digit != text.as_bytes()[place]) {
                bytes[place] = digit;
                made += 1;
                read += usize::from(kind.parse(std::str::from_utf8(&bytes).unwrap()).is_ok());
            }
            bytes[place] = text.as_bytes()[place];
        }
    }
    (made, read)
}

#[test]
fn every_ror_is_right_and_no_changed_digit_is() {
    let Some(records) = records("every_ror_is_right_and_no_changed_digit_is") else { return };
    let ids: Vec<&str> = records.iter().map(|record| record["id"].as_str().unwrap()).collect();
    assert_eq!((ids.len(), refused(Kind::Ror, ids.iter().copied())), (51_370, vec![]));
    for id in ids.iter().step_by(97) {
        let found = identify(&format!("https://ror.org/{id}"));
        assert_eq!(found[0].result.as_ref().unwrap().iri().unwrap(), format!("https://ror.org/{id}"));
    }
    let (made, read) = mutations_read(Kind::Ror, ids);
    assert!(made > 1_000_000 && read == 0, "{read} of {made}");
}

#[test]
fn isnis_of_ror_are_right_and_no_changed_digit_is() {
    let Some(records) = records("isnis_of_ror_are_right_and_no_changed_digit_is") else { return };
    let ids = external(&records, "isni");
    // One of 27,221 was mistyped in the register itself: https://ror.org/01zz42w05 has it.
    let faults: Vec<String> = refused(Kind::Isni, ids.iter().copied()).iter().map(ToString::to_string).collect();
    assert_eq!(faults, ["ISNI 0000000419367301: its check digit is 1, expected 4"]);
    assert_eq!(ids.len(), 27_221);
    let ids: Vec<&str> = ids.into_iter().filter(|id| *id != "0000 0004 1936 7301").collect();
    let (made, read) = mutations_read(Kind::Isni, ids);
    assert!(made > 3_000_000 && read == 0, "{read} of {made}");
}

/// No register of LEIs is at hand: of 20,000 made up from a register's numbers, each with the digits that its fault asks for.
#[test]
fn leis_take_the_digits_that_a_fault_asks_for_and_no_others() {
    let made: Vec<String> = (0..20_000_u64)
        .map(|n| {
            let body = format!("{:04}00{:012X}", n % 9_973, n.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 16);
            match Kind::Lei.parse(&format!("{body}99")) {
                Err(Fault::Check { expected, .. }) => body + &expected,
                other => panic!("99 is never right: {other:?}"),
            }
        })
        .collect();
    assert_eq!(refused(Kind::Lei, made.iter().map(String::as_str)), []);
    let (made, read) = mutations_read(Kind::Lei, made.iter().map(String::as_str));
    assert!(made > 2_000_000 && read == 0, "{read} of {made}");
}

#[test]
fn other_identifiers_of_ror_are_read() {
    let Some(records) = records("other_identifiers_of_ror_are_read") else { return };
    // What is refused is wrong in the register: a funder among the GRIDs, cut-off numbers among the funders.
    for (list, kind, count, wrong) in [
        ("wikidata", Kind::Wikidata, 24_707, &[][..]),
        ("grid", Kind::Grid, 26_008, &["100011307"]),
        ("fundref", Kind::Funder, 17_563, &["10", "10", "10", "10", "1100020658"]),
    ] {
        let ids = external(&records, list);
        let mut refused: Vec<&str> = ids.iter().copied().filter(|id| kind.parse(id).is_err()).collect();
        refused.sort_unstable();
        assert_eq!((ids.len(), refused.as_slice()), (count, wrong), "{list}");
    }
    let places: Vec<String> = records.iter().map(|record| record["geonames"].to_string()).collect();
    assert_eq!(refused(Kind::GeoNames, places.iter().map(String::as_str).filter(|id| *id != "null")), []);
}

#[test]
fn codes_of_participants_regions_and_activities_are_read() {
    let test = "codes_of_participants_regions_and_activities_are_read";
    for (file, separator, name, kind, rows) in [
        ("h2020-orgs-2017/h2020_orgs_2017.csv", b',', "pic", Kind::Pic, 16_000),
        ("nuts-2024/nuts2024.csv", b',', "code", Kind::Nuts, 1_300),
        ("nuts-2024/statistical_regions2024.csv", b',', "code", Kind::Nuts, 200),
        ("nuts-2024/nuts2021_2024.csv", b',', "code2021", Kind::Nuts, 1_500),
    ] {
        let Some(table) = text(test, file) else { return };
        let codes = column(&table, separator, name);
        let codes: Vec<&str> = codes.iter().map(String::as_str).filter(|code| !code.is_empty()).collect();
        let faults = refused(kind, codes.iter().copied());
        assert!(
            codes.len() >= rows && faults.is_empty(),
            "{file}: {} of {}: {:?}",
            faults.len(),
            codes.len(),
            faults.first()
        );
    }
}

/// All 996 activities of NACE Rev. 2, from its concepts.
#[test]
fn every_activity_of_nace_is_read() {
    let Some(text) = text("every_activity_of_nace_is_read", "eubg-nace-nuts/nace.ttl") else { return };
    let concepts = text.lines().filter(|line| line.starts_with("nace:") && line.contains("skos:Concept ;"));
    let codes: Vec<&str> = concepts.map(|line| line["nace:".len()..].split_whitespace().next().unwrap()).collect();
    assert_eq!((codes.len(), refused(Kind::Nace, codes.iter().copied())), (996, vec![]));
}
