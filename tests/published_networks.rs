//! Measures of networks against numbers that others published. The files are outside the repository (SOURCE.txt beside them says
//! where they are from); without them these tests say so and pass.

#[path = "support/skip.rs"]
mod skip;

use std::collections::BTreeMap;
use std::path::PathBuf;

use milieu::measure::brokerage::{Brokerage, BrokerageOptions, brokerage, by_chance};
use milieu::measure::ei_index::{EiOptions, ei_index};
use milieu::measure::network::{Direction, Network, Tie};
use milieu::measure::work::Work;

/// The rows of a table by column, without quotes.
fn rows(file: &str) -> Vec<BTreeMap<String, String>> {
    let text = std::fs::read_to_string(file).unwrap();
    let mut lines = text.lines().map(|line| line.split(',').map(|value| value.trim_matches('"').to_owned()));
    let head: Vec<String> = lines.next().unwrap().collect();
    lines.map(|line| head.iter().cloned().zip(line).collect()).collect()
}

/// A published network.
struct Published {
    folder: String,
    network: Network,
    names: Vec<String>,
    nodes: Vec<BTreeMap<String, String>>,
}

impl Published {
    /// `None` where the files are not; the test is named as skipped.
    fn read(test: &str, name: &str, direction: Direction) -> Option<Self> {
        let directory = std::env::var_os("MILIEU_SHARED_DATA")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data"), PathBuf::from);
        if !directory.is_dir() {
            skip::skipped(test, "no ../shared/data");
            return None;
        }
        let folder = directory.join("networks").to_str().unwrap().to_owned();
        let nodes = rows(&format!("{folder}/{name}_nodes.csv"));
        let names: Vec<String> = nodes.iter().map(|node| node["id"].clone()).collect();
        let number = |name: &str| u32::try_from(names.iter().position(|other| other == name).unwrap()).unwrap();
        let edges = rows(&format!("{folder}/{name}_edges.csv"));
        let ties: Vec<Tie> = edges.iter().map(|edge| (number(&edge["from"]), number(&edge["to"]), 1.0)).collect();
        let network = Network::of(names.len(), &ties, direction).unwrap();
        Some(Self { folder, network, names, nodes })
    }

    fn groups(&self, column: &str) -> Vec<Option<u32>> {
        self.nodes.iter().map(|node| Some(node[column].parse().unwrap())).collect()
    }

    /// The rows of another table by node.
    fn table(&self, file: &str) -> Vec<BTreeMap<String, String>> {
        let rows = rows(&format!("{}/{file}", self.folder));
        assert!(rows.iter().map(|row| &row["id"]).eq(&self.names));
        rows
    }
}

fn close(found: f64, published: f64, tolerance: f64) {
    assert!((found - published).abs() <= tolerance, "{found} is not {published}");
}

const ROLES: [&str; 6] =
    ["coordinator_w_I", "itinerant_w_O", "representative_b_IO", "gatekeeper_b_OI", "liaison_b_O", "total_t"];

/// Counts are equal, and z as they are printed, to eight decimals.
fn brokerage_as_published(published: &Published, groups: &[Option<u32>], name: &str) -> Brokerage {
    let found = brokerage(&published.network, groups, BrokerageOptions::default(), &Work::unwatched()).unwrap();
    let chances = by_chance(&published.network, groups);
    let counts = published.table(&name.replace("by", "brokerage_by"));
    let zs = published.table(&name.replace("by", "brokerage_z_by"));
    for node in 0..published.names.len() {
        let roles = found.nodes[node].unwrap();
        assert_eq!(ROLES.map(|role| counts[node][role].parse::<usize>().unwrap()), roles.array());
        let chances = roles.zip(chances[node].unwrap()).map(|(count, chance)| chance.z(count));
        for (role, z) in ROLES.iter().zip(chances.array()) {
            match z {
                None => assert_eq!(zs[node][*role], "NA"),
                Some(z) => close(z, zs[node][*role].parse().unwrap(), 6e-9),
            }
        }
    }
    found
}

/// Krackhardt 1987, who asks whom for advice, by department.
#[test]
fn advice_among_managers() {
    let Some(published) = Published::read("advice_among_managers", "ht_advice", Direction::Directed) else {
        return;
    };
    let groups = published.groups("dept");
    let found = brokerage_as_published(&published, &groups, "ht_advice_by_dept.csv");
    assert_eq!(found.whole.array()[..5], [28, 69, 95, 62, 246]);
    let ei = ei_index(&published.network, &groups, EiOptions::default(), &Work::unwatched()).unwrap();
    close(ei.whole.index.unwrap(), 0.515_789_5, 5e-8);
}

/// Lazega 2001, who asks whom for advice, by office.
#[test]
fn advice_among_lawyers() {
    let Some(published) = Published::read("advice_among_lawyers", "law_advice", Direction::Directed) else {
        return;
    };
    let groups = published.groups("office");
    let found = brokerage_as_published(&published, &groups, "law_advice_by_office.csv");
    assert_eq!(found.whole.array()[..5], [3446, 175, 1413, 1213, 125]);
    let ei = ei_index(&published.network, &groups, EiOptions::default(), &Work::unwatched()).unwrap();
    close(ei.whole.index.unwrap(), -0.569_506_7, 5e-8);
}
