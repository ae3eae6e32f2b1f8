//! Records that cannot be understood, and files that break off.

use std::io::Write;

use milieu::link::target::{Format, MOST_REFUSED, TargetError, open};

use crate::support::{SAMPLES, read, text};

/// A record spoilt in each sample: what is put in the place of what, and what is told of it.
const SPOILT: [(&str, Format, &str, &str, &str); 9] = [
    (
        "gleif.csv",
        Format::GleifCsv,
        "\"529900D6BF99LW9R2E68\"",
        "\"529900D6BF99LW9R2E69\"",
        "file:3: column \"LEI\": value \"529900D6BF99LW9R2E69\"",
    ),
    ("gleif.csv", Format::GleifCsv, "\"529900D6BF99LW9R2E68\",", "", "file:3: value \"SAP SE\": 32 cells, expected 33"),
    (
        "gleif.xml",
        Format::GleifXml,
        "529900D6BF99LW9R2E68",
        "529900D6BF99LW9R2E69",
        "file:37: column \"LEI\": value \"529900D6BF99LW9R2E69\"",
    ),
    (
        "gleif.xml",
        Format::GleifXml,
        "SAP AG",
        "SAP &nothing; AG",
        "file:37: value \"529900D6BF99LW9R2E68\": a text cannot be understood",
    ),
    (
        "wikidata.json",
        Format::WikidataLines,
        "\"id\":\"Q122453\"",
        "\"id\":122453",
        "file:4: the record cannot be understood: invalid type",
    ),
    (
        "wikidata-saved.json",
        Format::WikidataResults,
        "entity/Q122453",
        "entity/L122453",
        "file:1: column \"item\": value \"http://www.wikidata.org/entity/L122453\"",
    ),
    (
        "cities.txt",
        Format::GeoNames,
        "\t48.7",
        "\t98.7",
        "file:1: column \"latitude\": value \"98.78232\": expected degrees between -90 and 90",
    ),
    (
        "openalex.jsonl",
        Format::OpenAlex,
        "\"display_name\": \"ETH Zurich\"",
        "\"display_name\": 1",
        "file:2: value \"https://openalex.org/I35440088\": the record cannot be understood",
    ),
    (
        "eurio.ttl",
        Format::Eurio,
        "eurio:legalName \"UNIVERSITEIT LEIDEN\" ;",
        "",
        "file:37: value \"http://data.europa.eu/s66/resource/organisations/leiden\": an organisation without a name",
    ),
];

#[test]
fn a_spoilt_record_is_told_with_line_and_value_and_the_others_are_read() {
    for (sample, format, from, to, expected) in SPOILT {
        let whole = text(sample);
        assert!(whole.contains(from), "{sample}: {from}");
        let (all, _) = read(format, whole.clone());
        let (records, told) = read(format, whole.replacen(from, to, 1));
        assert!(told[0].starts_with(expected), "{sample}: {told:?}");
        assert_eq!((told.len(), records.unwrap().len()), (1, all.unwrap().len() - 1), "{sample}");
    }
}

#[test]
fn an_identifier_that_is_none_is_left_out_alone() {
    let spoilt = text("wikidata.json").replacen("04vnq7t77", "04vnq7t78", 1);
    let (records, told) = read(Format::WikidataLines, spoilt);
    assert_eq!(records.unwrap()[1].identifiers.len(), 2);
    assert_eq!(
        told,
        ["file:4: column \"P6782\": left out of Q122453: ROR 04vnq7t78: its check digits are 78, expected 77"]
    );
}

#[test]
fn lines_that_are_no_text_are_refused() {
    let mut bytes = text("cities.txt").into_bytes();
    bytes[20] = 0xff;
    let (records, told) = read(Format::GeoNames, bytes);
    assert_eq!(records.unwrap().len(), 5);
    assert!(
        told[0].starts_with("file:1: value \"2825297") && told[0].ends_with("no UTF-8 from byte 21 of the line on"),
        "{told:?}"
    );
}

/// Cut in the middle of its last record, a file is refused, or its last record is, and never silently.
#[test]
fn a_file_that_breaks_off_says_so() {
    for (sample, format) in SAMPLES {
        let whole = text(sample);
        let (all, _) = read(format, whole.clone());
        let cut = whole.trim_end().char_indices().rev().nth(30).unwrap().0;
        let (records, told) = read(format, &whole[..cut]);
        match records {
            Err(TargetError::Unreadable(refused)) => assert!(refused.line > 0, "{sample}: {refused}"),
            Err(other) => panic!("{sample}: {other}"),
            Ok(records) => {
                assert!(!told.is_empty() && records.len() <= all.unwrap().len(), "{sample}: {told:?}");
            }
        }
    }
}

/// The same for what is packed.
#[test]
fn a_packed_file_that_breaks_off_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    for (sample, format) in SAMPLES {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(text(sample).as_bytes()).unwrap();
        let bytes = gzip.finish().unwrap();
        let path = folder.path().join(format!("{sample}.gz"));
        std::fs::write(&path, &bytes).unwrap();
        let (found, source) = open(&path, None).unwrap();
        assert_eq!(found, format);
        assert!(format.read(source, &()).is_ok(), "{sample}");
        std::fs::write(&path, &bytes[..bytes.len() - 9]).unwrap();
        let broken = open(&path, Some(format)).and_then(|(format, source)| format.read(source, &()));
        assert!(matches!(broken, Err(TargetError::Unreadable(_))), "{sample}: {broken:?}");
    }
}

#[test]
fn a_file_of_another_form_is_given_up() {
    let lines = "no place\n".repeat(usize::try_from(MOST_REFUSED).unwrap() + 1);
    let (records, told) = read(Format::GeoNames, lines);
    assert!(matches!(records, Err(TargetError::TooManyRefused(_))));
    assert_eq!(told.len() as u64, MOST_REFUSED + 1);
}
