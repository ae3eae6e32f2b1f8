//! Samples, and who listens to their faults.

use std::cell::RefCell;

use milieu::link::record::Record;
use milieu::link::target::{Format, TargetError, Watch};
use milieu::source::{Refused, Source};

/// Every sample with its format.
pub(crate) const SAMPLES: [(&str, Format); 10] = [
    ("gleif.csv", Format::GleifCsv),
    ("gleif.xml", Format::GleifXml),
    ("wikidata.json", Format::WikidataLines),
    ("wikidata-results.json", Format::WikidataResults),
    ("wikidata-saved.json", Format::WikidataResults),
    ("cities.txt", Format::GeoNames),
    ("openalex.jsonl", Format::OpenAlex),
    ("eurio.ttl", Format::Eurio),
    ("nuts.rdf", Format::Nuts),
    ("nace.ttl", Format::Nace),
];

pub(crate) fn path(sample: &str) -> String {
    format!("{}/tests/data/targets/{sample}", env!("CARGO_MANIFEST_DIR"))
}

pub(crate) fn text(sample: &str) -> String {
    std::fs::read_to_string(path(sample)).unwrap()
}

/// Keeps what it is told.
#[derive(Default)]
pub(crate) struct Listener(RefCell<Vec<String>>);

impl Watch for Listener {
    fn fault(&self, refused: &Refused) {
        self.0.borrow_mut().push(refused.to_string());
    }
}

/// The records of a text, and the faults that were told.
pub(crate) fn read(format: Format, text: impl Into<Vec<u8>>) -> (Result<Vec<Record>, TargetError>, Vec<String>) {
    let listener = Listener::default();
    let records = format.read(Source::from_bytes("file", text.into()).unwrap(), &listener);
    (records, listener.0.into_inner())
}

/// The records of a sample, in which nothing is amiss.
pub(crate) fn records(sample: &str, format: Format) -> Vec<Record> {
    let (records, told) = read(format, text(sample));
    assert_eq!(told, Vec::<String>::new(), "{sample}");
    records.unwrap()
}
