//! The folder that keeps a store: what was acknowledged is there, whole, whatever happens.

#[path = "durability/crash.rs"]
mod crash;
#[path = "durability/damage.rs"]
mod damage;
#[path = "durability/folder.rs"]
mod folder;
#[path = "durability/model.rs"]
mod model;
#[path = "durability/open_format.rs"]
mod open_format;
#[path = "support/skip.rs"]
mod skip;
#[path = "durability/time.rs"]
mod time;
#[path = "durability/together.rs"]
mod together;

use milieu::model::{Literal, NamedNode, Quad};
use milieu::sparql::{self, QueryOptions};
use milieu::{Snapshot, Store};

type Outcome = Result<(), Box<dyn std::error::Error>>;

fn update(store: &Store, text: &str) -> Snapshot {
    sparql::update(store, text, &QueryOptions::default()).unwrap()
}

/// A quad of thing `thing`, one of several.
fn quad(thing: u64, value: u64) -> Quad {
    let subject = NamedNode::new_unchecked(format!("http://example.com/thing/{thing}"));
    let predicate = NamedNode::new_unchecked(format!("http://example.com/p{}", value % 3));
    let graph = NamedNode::new_unchecked(format!("http://example.com/graph/{}", thing % 2));
    Quad::new(subject, predicate, Literal::new_simple_literal(format!("value {value} of {thing}")), graph)
}

/// The file of `folder` whose name begins and ends so, the last by name if there are several.
fn file(folder: &std::path::Path, begins: &str, ends: &str) -> std::path::PathBuf {
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let number = |name: &str| name.trim_start_matches(begins).trim_end_matches(ends).parse::<u64>().unwrap_or_default();
    let found = names.filter(|name| name.starts_with(begins) && name.ends_with(ends)).max_by_key(|name| number(name));
    folder.join(found.unwrap())
}
