//! Tables as their publishers give them out.

use std::collections::{BTreeSet, HashMap};
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::skip;

/// The folder of published data by that name.
pub(crate) fn folder(test: &str, name: &str) -> Option<PathBuf> {
    let directory = std::env::var_os("MILIEU_SHARED_DATA")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data"), PathBuf::from);
    if !directory.is_dir() {
        skip::skipped(test, "no ../shared/data");
        return None;
    }
    Some(directory.join(name))
}

/// The columns of a CSV file, packed or not, row after row.
pub(crate) fn columns<const N: usize>(file: &Path, names: [&str; N]) -> Vec<[String; N]> {
    let mut bytes = Vec::new();
    let packed = file.extension().is_some_and(|extension| extension == "gz");
    let mut open = std::fs::File::open(file).unwrap();
    if packed {
        flate2::read::GzDecoder::new(open).read_to_end(&mut bytes).unwrap();
    } else {
        open.read_to_end(&mut bytes).unwrap();
    }
    let mut reader = csv::Reader::from_reader(&bytes[..]);
    let header = reader.headers().unwrap().clone();
    let at = names.map(|name| header.iter().position(|column| column == name).unwrap());
    reader.records().map(|row| row.unwrap()).map(|row| at.map(|column| row[column].to_owned())).collect()
}

pub(crate) fn number(text: &str) -> f64 {
    text.parse().unwrap()
}

/// Labels by number, in their order, and the numbers by label.
pub(crate) struct Labels {
    labels: Vec<String>,
    numbers: HashMap<String, usize>,
}

impl Labels {
    pub(crate) fn new<'a>(labels: impl Iterator<Item = &'a String>) -> Self {
        let labels: Vec<String> = labels.collect::<BTreeSet<_>>().into_iter().cloned().collect();
        let numbers = labels.iter().cloned().enumerate().map(|(number, label)| (label, number)).collect();
        Self { labels, numbers }
    }

    pub(crate) fn len(&self) -> usize {
        self.labels.len()
    }

    pub(crate) fn number(&self, label: &str) -> usize {
        self.numbers[label]
    }
}

#[track_caller]
pub(crate) fn close(found: Option<f64>, expected: f64, tolerance: f64) {
    assert!(found.is_some_and(|found| (found - expected).abs() <= tolerance), "{found:?} for {expected}");
}
