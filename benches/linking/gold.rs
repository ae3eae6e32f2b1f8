//! The data by which linking is judged: affiliation strings of which people said what they mean, and the records of ROR that there were
//! when they did.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use milieu::link::index::Index;
use milieu::link::target::{Format, open};

/// A mention with what it means.
#[derive(Clone)]
pub(crate) struct Item {
    /// The string.
    pub(crate) text: String,
    /// The identifiers that it means and that the catalogue has.
    pub(crate) gold: Vec<String>,
    /// How many it means that the catalogue has not.
    pub(crate) outside: usize,
}

/// The folder of the data, if it is there.
pub(crate) fn folder() -> Option<PathBuf> {
    let folder = std::env::var_os("MILIEU_SHARED_DATA")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data"), PathBuf::from);
    folder.join("ror-affiliation-gold").is_dir().then_some(folder)
}

/// The catalogue: the records that ROR had in September 2023.
pub(crate) fn catalogue(folder: &Path) -> Index {
    let ids =
        std::fs::read_to_string(folder.join("ror-subset/catalogue_2023-09.ids")).expect("the list of identifiers");
    let ids: HashSet<String> = ids.lines().map(|id| format!("https://ror.org/{}", id.trim())).collect();
    let (format, source) =
        open(folder.join("ror-subset/ror_subset.jsonl.gz"), Some(Format::Ror)).expect("the file of records");
    let mut records = format.read(source, &()).expect("records of ROR");
    records.retain(|record| ids.contains(&record.id));
    Index::new(records)
}

/// The short strings of ROR's own logs, 690 of them.
pub(crate) const LOGS: &str = "20230903_affiliation_matching_logs_train.csv";

/// The long strings that publishers gave to Crossref, 6,747 of them.
pub(crate) const CROSSREF: &str = "20230628_Crossref_publisher_asserted_affiliation_string_ROR_IDs_train.csv";

/// Reads one of the tables.
pub(crate) fn items(folder: &Path, file: &str, index: &Index) -> Vec<Item> {
    let numbers = 0..u32::try_from(index.len()).expect("few records");
    let ids: HashSet<&str> = numbers.map(|number| index.record(number).id.as_str()).collect();
    let mut rows = csv::Reader::from_path(folder.join("ror-affiliation-gold").join(file)).expect("the table");
    let item = |row: Result<csv::StringRecord, csv::Error>| {
        let row = row.expect("a row");
        let meant = row[1].split(';').map(str::trim).filter(|id| id.starts_with("https://"));
        let (gold, outside): (Vec<&str>, Vec<&str>) = meant.partition(|id| ids.contains(id));
        Item { text: row[0].to_owned(), gold: gold.into_iter().map(str::to_owned).collect(), outside: outside.len() }
    };
    rows.records().map(item).collect()
}

/// How many links were right, wrong and missed.
#[derive(Default, Clone, Copy)]
pub(crate) struct Tally {
    /// Links that are in the gold.
    pub(crate) right: usize,
    /// Links that are not.
    pub(crate) wrong: usize,
    /// What is in the gold and was not linked.
    pub(crate) missed: usize,
    /// What is in the gold and not in the catalogue.
    pub(crate) outside: usize,
}

#[expect(clippy::cast_precision_loss, reason = "counts of some thousands")]
fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

impl Tally {
    /// Counts the links of one mention.
    pub(crate) fn add(&mut self, item: &Item, links: &[&str]) {
        let right = links.iter().filter(|id| item.gold.iter().any(|gold| gold == *id)).count();
        self.right += right;
        self.wrong += links.len() - right;
        self.missed += item.gold.len() - right;
        self.outside += item.outside;
    }

    /// Counts the answer to a name that means one thing or none.
    pub(crate) fn add_one(&mut self, is: Option<&str>, gold: Option<&str>) {
        let right = is.is_some() && is == gold;
        self.right += usize::from(right);
        self.wrong += usize::from(is.is_some() && !right);
        self.missed += usize::from(gold.is_some() && !right);
    }

    /// The part of the links that is right.
    pub(crate) fn precision(&self) -> f64 {
        ratio(self.right, self.right + self.wrong)
    }

    /// The part of what the catalogue has that was linked.
    pub(crate) fn recall(&self) -> f64 {
        ratio(self.right, self.right + self.missed)
    }

    /// F1, where a wrong link counts as wrong and as missed.
    pub(crate) fn f1(&self) -> f64 {
        ratio(2 * self.right, 2 * self.right + self.wrong + self.missed)
    }

    /// F1 where what the catalogue has not is missed, too.
    pub(crate) fn f1_of_all(&self) -> f64 {
        ratio(2 * self.right, 2 * self.right + self.wrong + self.missed + self.outside)
    }
}
