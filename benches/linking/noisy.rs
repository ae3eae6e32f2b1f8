//! Records of the Research Organization Registry, spoilt by a seeded generator, and put together again.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use milieu::link::records::noise::{Noisy, Organisation};
use milieu::link::records::{LinkOptions, Linked, Quality, link};
use serde_json::Value;

/// The active organisations of the register, in the folder of the data.
pub(crate) fn organisations(folder: &Path) -> Vec<Organisation> {
    let file = File::open(folder.join("ror-subset/ror_subset.jsonl.gz")).expect("the records");
    let mut lines = String::new();
    flate2::read::GzDecoder::new(file).read_to_string(&mut lines).expect("UTF-8 in gzip");
    let records = lines.lines().map(|line| serde_json::from_str::<Value>(line).expect("a record in JSON"));
    records.filter(|record| record["status"] == "active").map(|record| organisation(&record)).collect()
}

fn organisation(record: &Value) -> Organisation {
    let one = |key: &str| match &record[key] {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    };
    let list =
        |key: &str| record[key].as_array().into_iter().flatten().filter_map(|value| value.as_str().map(str::to_owned));
    Organisation {
        name: one("name"),
        aliases: list("aliases").collect(),
        acronym: list("acronyms").next().unwrap_or_default(),
        city: one("city"),
        country: one("country"),
        website: one("website"),
        established: one("established"),
    }
}

/// The quality of the pairs that weigh above 0, and of those of the clusters.
fn qualities(found: &Linked, made: &Noisy) -> (Quality, Quality) {
    let truth = made.truth();
    let pairs: Vec<(u32, u32)> = found.pairs.iter().filter(|pair| pair.weight > 0.0).map(|pair| pair.records).collect();
    (Quality::of(&pairs, &truth), Quality::of(&found.matches(), &truth))
}

/// Links the records; gives the recall of blocking, the quality of pairs and of clusters.
pub(crate) fn put_together(made: &Noisy) -> (f64, Quality, Quality) {
    let found = link(&made.table, LinkOptions::default());
    let (pairs, clusters) = qualities(&found, made);
    (found.blocks.recall(&made.truth()), pairs, clusters)
}
