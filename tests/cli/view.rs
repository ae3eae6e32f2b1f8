//! `view list`, `view describe`, `view run`.

use crate::support::{out, said};
use milieu::view::Catalogue;

#[test]
fn the_list_is_grouped_by_aspect_with_questions() {
    let list = out(&["view", "list"]);
    for aspect in Catalogue::shipped().aspects() {
        assert!(list.lines().any(|line| line == aspect), "{aspect}:\n{list}");
    }
    for view in Catalogue::shipped().iter() {
        assert!(list.contains(&format!("  {}", view.id())) && list.contains(&view.header().question), "{}", view.id());
    }
    assert!(!out(&["view", "list", "linkage"]).contains("cluster/profile"));
    assert_eq!(out(&["view", "list", "-f", "tsv"]).lines().count(), Catalogue::shipped().iter().count());
    let none = said(&["view", "list", "weather"]);
    assert!(none.exit == 2 && none.err.contains("linkage"), "{}", none.err);
}

#[test]
fn a_description_says_how_it_counts() {
    let text = out(&["view", "describe", "cluster/ei-index"]);
    for part in ["Parameters", "group_kind", "Columns", "ei_index", "Missing values", "Direction", "Denominator"] {
        assert!(text.contains(part), "{part}:\n{text}");
    }
    let offered = out(&["view", "describe", "cluster/ei-index", "--choices", "--toy"]);
    assert!(offered.contains("Alder Valley"), "{offered}");
    assert!(out(&["view", "describe", "cluster/ei-index", "--sparql"]).contains("SELECT"));
}

/// The toy world's own drawing gives these numbers by hand.
#[test]
fn a_view_runs_in_every_format() {
    let run = |format: &str| {
        out(&["view", "run", "cluster/ei-index", "--toy", "-p", "group_kind=milieu:Cluster", "-f", format])
    };
    let csv = run("csv");
    let alder = csv.lines().find(|line| line.contains("alder-valley")).unwrap();
    assert!(alder.ends_with(",0.2"), "{csv}");
    assert_eq!(run("tsv").lines().count(), 4);
    let json: serde_json::Value = serde_json::from_str(&run("json")).unwrap();
    assert_eq!((json["view"].as_str(), json["rows"].as_array().map(Vec::len)), (Some("cluster/ei-index"), Some(3)));
    assert_eq!(run("jsonl").lines().count(), 3);
    let network = out(&["view", "run", "actor/ego-network", "--toy", "-f", "graphml"]);
    assert!(network.contains("<edge ") && network.contains("key=\"label\""), "{network}");
    let table = run("table");
    assert!(table.contains("Alder Valley") && table.lines().next().unwrap().contains("E-I"), "{table}");
}

#[test]
fn a_mistyped_name_is_answered_with_the_nearest() {
    let view = said(&["view", "run", "linkage/raech", "--toy"]);
    assert!(view.exit == 2 && view.err.contains("linkage/reach"), "{}", view.err);
    let parameter = said(&["view", "run", "linkage/reach", "--toy", "-p", "grup=x"]);
    assert!(parameter.exit == 2 && parameter.err.contains("group"), "{}", parameter.err);
    let value = said(&["view", "run", "linkage/reach", "--toy", "-p", "group=Alder Valey"]);
    assert!(value.exit == 2 && value.err.contains("Alder Valley"), "{} {}", value.exit, value.err);
    assert_eq!(said(&["view", "run", "linkage/reach", "--toy", "-p", "group"]).exit, 2);
}

#[test]
fn a_limit_on_rows_is_met_with_3() {
    let said = said(&["view", "run", "actor/degree", "--toy", "--max-rows", "1"]);
    assert!(said.exit == 3 && said.out.is_empty(), "{} {}", said.exit, said.err);
}

/// What a newcomer types first: no data named, and the published figures come out. All 3,294 of them are compared elsewhere.
#[test]
fn without_data_the_shipped_ones_are_used() {
    let said = said(&["view", "run", "cluster/location-quotient", "--format", "csv"]);
    assert_eq!(said.exit, 0, "{}", said.err);
    assert!(said.err.contains("quads that ship with milieu"), "{}", said.err);
    assert!(said.out.lines().count() > 3_000, "{} lines", said.out.lines().count());
    let number = |line: &str| {
        line.split(',').filter_map(|field| field.parse::<f64>().ok()).any(|n| (n - 5.805_291).abs() < 2e-7 + 5e-7)
    };
    assert!(said.out.lines().any(number), "Michigan's automotive cluster has a location quotient of 5.805291");
}
