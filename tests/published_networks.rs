//! Measures of networks against numbers that others published. The files are outside the repository (SOURCE.txt beside them says
//! where they are from); without them these tests say so and pass.

#[path = "support/skip.rs"]
mod skip;

use std::collections::BTreeMap;
use std::path::PathBuf;

use milieu::measure::betweenness::{BetweennessOptions, Scale, betweenness};
use milieu::measure::brokerage::{Brokerage, BrokerageOptions, brokerage, by_chance};
use milieu::measure::ei_index::{EiOptions, ei_index};
use milieu::measure::k_core::core_numbers;
use milieu::measure::link_prediction::{Index, SuggestionOptions, suggestions};
use milieu::measure::network::{Direction, Network, Tie};
use milieu::measure::small_world::{PathOptions, clustering, mean_path};
use milieu::measure::structural_holes::{HolesOptions, structural_holes};
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

    /// What `NetworkX` found, and values that its tests say are from elsewhere.
    fn fixtures(&self) -> serde_json::Value {
        let text = std::fs::read_to_string(format!("{}/network_fixtures.json", self.folder)).unwrap();
        serde_json::from_str(&text).unwrap()
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

/// What igraph found of each node of a network, NA where it has none.
fn as_igraph_found(published: &Published, file: &str) {
    let network = &published.network;
    let table = published.table(file);
    let between = betweenness(network, BetweennessOptions::default(), &Work::unwatched()).unwrap().nodes;
    let holes = structural_holes(network, HolesOptions::default(), &Work::unwatched()).unwrap();
    let clustering = clustering(network, &Work::unwatched()).unwrap().nodes;
    let cores = core_numbers(network);
    let same = |found: Option<f64>, published: &str| match found {
        None => assert_eq!(published, "NA"),
        Some(found) => close(found, published.parse().unwrap(), 1e-12 * (1.0 + found)),
    };
    for (node, row) in table.iter().enumerate() {
        let number = u32::try_from(node).unwrap();
        assert_eq!(network.outgoing(number).len(), row["degree"].parse::<usize>().unwrap());
        assert_eq!(cores[node], row["kcore"].parse::<usize>().unwrap());
        same(Some(between[node]), &row["betweenness"]);
        same(holes[node].map(|holes| holes.constraint), &row["constraint"]);
        same(clustering[node], &row["transitivity"]);
    }
}

/// Padgett and Ansell 1993, marriages of families in Florence.
#[test]
fn marriages_in_florence() {
    let Some(published) = Published::read("marriages_in_florence", "flo_marriage", Direction::Undirected) else {
        return;
    };
    as_igraph_found(&published, "flo_marriage_igraph_measures.csv");
    // The figures in the literature are of the families that married, without the Pucci.
    let married: Vec<u32> =
        published.network.numbers().filter(|node| published.names[*node as usize] != "Pucci").collect();
    let number = |node: u32| u32::try_from(married.iter().position(|other| *other == node).unwrap()).unwrap();
    let ties: Vec<Tie> =
        published.network.all_ties().map(|(from, to, weight)| (number(from), number(to), weight)).collect();
    let network = Network::of(married.len(), &ties, Direction::Undirected).unwrap();
    let options = BetweennessOptions { scale: Scale::Normalised, ..BetweennessOptions::default() };
    let found = betweenness(&network, options, &Work::unwatched()).unwrap().nodes;
    let fixtures = published.fixtures();
    for (node, found) in married.iter().zip(found) {
        let name = published.names[*node as usize].as_str();
        close(found, fixtures["florentine_marriage_betweenness_normalised"][name].as_f64().unwrap(), 5e-7);
    }
}

/// Borgatti 1997, after Burt: to three places as published, and as `NetworkX` has them.
#[test]
fn structural_holes_as_published() {
    let Some(published) = Published::read("structural_holes_as_published", "karate", Direction::Undirected) else {
        return;
    };
    let fixtures = &published.fixtures()["borgatti_connections20_1_holes"];
    let names = ["A", "B", "C", "D", "E", "F", "G"];
    let number = |end: &serde_json::Value| {
        u32::try_from(names.iter().position(|name| *name == end.as_str().unwrap()).unwrap()).unwrap()
    };
    let edges = fixtures["edges"].as_array().unwrap();
    let ties: Vec<Tie> = edges.iter().map(|edge| (number(&edge[0]), number(&edge[1]), 1.0)).collect();
    let network = Network::of(7, &ties, Direction::Undirected).unwrap();
    let holes = structural_holes(&network, HolesOptions::default(), &Work::unwatched()).unwrap();
    for (name, holes) in names.iter().zip(holes.into_iter().map(Option::unwrap)) {
        close(holes.constraint, fixtures["constraint"][name].as_f64().unwrap(), 5e-10);
        close(holes.effective_size, fixtures["effective_size"][name].as_f64().unwrap(), 5e-10);
        if let Some(three_places) = fixtures["published_3dp"]["constraint"][name].as_f64() {
            close(holes.constraint, three_places, 5e-4);
            close(holes.effective_size, fixtures["published_3dp"]["effective_size"][name].as_f64().unwrap(), 5e-3);
        }
    }
}

/// Zachary 1977, friendships in a karate club.
#[test]
fn karate_club() {
    let Some(published) = Published::read("karate_club", "karate", Direction::Undirected) else {
        return;
    };
    as_igraph_found(&published, "karate_igraph_measures.csv");
    let network = &published.network;
    let found = clustering(network, &Work::unwatched()).unwrap();
    close(found.transitivity.unwrap(), 0.255_681_8, 5e-8);
    close(found.mean.unwrap(), 0.570_638_478_207_682_3, 1e-14);
    let path = mean_path(network, PathOptions::default(), &Work::unwatched()).unwrap();
    close(path.mean.unwrap(), 2.408_200, 5e-7);
    let fixtures = &published.fixtures()["karate_link_prediction_nonedges"];
    for (name, index) in [("adamic_adar", Index::AdamicAdar), ("resource_allocation", Index::ResourceAllocation)] {
        let mut all: Vec<(f64, u32, u32)> = Vec::new();
        for one in network.numbers() {
            let options = SuggestionOptions { index, ..SuggestionOptions::default() };
            let suggested = suggestions(network, &[one], |other| other > one, options);
            all.extend(suggested.iter().map(|suggestion| (suggestion.score, one, suggestion.node)));
        }
        // Equal scores, to all digits that are published, come by number.
        all.sort_by(|a, b| (b.0 * 1e9).round().total_cmp(&(a.0 * 1e9).round()).then((a.1, a.2).cmp(&(b.1, b.2))));
        for (published, (score, one, other)) in fixtures[name].as_array().unwrap().iter().zip(all) {
            assert_eq!((published[0].as_u64().unwrap(), published[1].as_u64().unwrap()), (one.into(), other.into()));
            close(score, published[2].as_f64().unwrap(), 1e-9);
        }
    }
}
