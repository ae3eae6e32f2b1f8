//! The numbers that stand in the comments of `toy.ttl` and `toy-observations.ttl`, made by hand before any view was.

use super::support::{TOY, numbers, rows, run};

fn close(found: &[(String, f64)], expected: &[(&str, f64)]) {
    let names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
    let wanted: Vec<&str> = expected.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, wanted);
    for ((name, found), (_, expected)) in found.iter().zip(expected) {
        assert!((found - expected).abs() < 1e-12, "{name}: {found}, by hand {expected}");
    }
}

#[test]
fn ei_index_of_clusters_countries_and_regions() {
    let index = |arguments| numbers(&run(&TOY, "cluster/ei-index", arguments), "group", "ei_index");
    let birch = 9.0 / 17.0;
    close(&index("group_kind=Cluster"), &[("Cedar Coast", -1.0), ("Alder Valley", 0.2), ("Birch Bay", birch)]);
    close(&index(""), &[("Germany", -0.2), ("Chile", 0.2), ("Norway", birch)]);
    close(&index("group=DE111"), &[("Stuttgart, Stadtkreis", 0.6)]);
    close(&index("group=DE112"), &[("Böblingen", 1.0)]);
    close(&index("group=nuts:DE1"), &[("Baden-Württemberg", -0.2)]);
}

#[test]
fn inner_and_outer_ties() {
    let table = run(&TOY, "cluster/ei-index", "group_kind=Cluster");
    close(
        &numbers(&table, "group", "internal"),
        &[("Cedar Coast", 2.0), ("Alder Valley", 2.0), ("Birch Bay", 4.0 / 3.0)],
    );
    close(
        &numbers(&table, "group", "external"),
        &[("Cedar Coast", 0.0), ("Alder Valley", 3.0), ("Birch Bay", 13.0 / 3.0)],
    );
}

#[test]
fn reach_of_every_group() {
    let reach = |group: &str| {
        let table = run(&TOY, "linkage/reach", &format!("group={group}"));
        let names = rows(&table, &["country", "linkages"]);
        (names, numbers(&table, "country", "weight"))
    };
    let pairs =
        |list: &[(&str, &str)]| list.iter().map(|(a, b)| vec![(*a).to_owned(), (*b).to_owned()]).collect::<Vec<_>>();
    for group in ["Alder Valley", "Germany"] {
        let (names, weights) = reach(group);
        assert_eq!(names, pairs(&[("Norway", "2"), ("Chile", "1")]), "{group}");
        close(&weights, &[("Norway", 5.0 / 3.0), ("Chile", 1.0 / 3.0)]);
    }
    for group in ["Birch Bay", "NO"] {
        let (names, weights) = reach(group);
        assert_eq!(names, pairs(&[("Chile", "3"), ("Germany", "2")]), "{group}");
        close(&weights, &[("Chile", 8.0 / 3.0), ("Germany", 5.0 / 3.0)]);
    }
    assert!(reach("Cedar Coast").0.is_empty());
    close(&reach("CHL").1, &[("Norway", 8.0 / 3.0), ("Germany", 1.0 / 3.0)]);
}

#[test]
fn degree_of_every_actor() {
    let table = run(&TOY, "actor/degree", "");
    let expected = [
        ("Alder University", 5, 3),
        ("Birch Yards", 4, 3),
        ("Andes Trading", 3, 3),
        ("Birch Institute", 3, 2),
        ("Alder Joinery", 2, 2),
        ("Alder Sawmill", 2, 2),
        ("Birch Boatyard", 2, 2),
        ("Cedar Winery", 2, 2),
        ("Alder Valley Office", 1, 1),
        ("Cedar Growers", 1, 1),
        ("Cedar University", 1, 1),
        ("Birch Harbour Authority", 0, 0),
    ];
    let expected: Vec<Vec<String>> = expected
        .iter()
        .map(|(name, partners, n)| vec![(*name).to_owned(), format!("{partners}"), format!("{n}"), format!("{n}")])
        .collect();
    assert_eq!(rows(&table, &["actor", "partners", "linkages", "weight"]), expected);
    // The weights of all actors add up to the number of ends: nine linkages of two and one of four.
    let all: f64 = numbers(&table, "actor", "weight").iter().map(|(_, weight)| weight).sum();
    assert!((all - 22.0).abs() < 1e-12);
    assert_eq!(
        rows(&run(&TOY, "actor/degree", "group=Birch Bay&top=2"), &["actor"]),
        [["Birch Yards"], ["Birch Institute"]]
    );
}

#[test]
fn members_by_kind() {
    let table = run(&TOY, "cluster/members-by-kind", "group=Cedar Coast");
    let mut found = rows(&table, &["kind", "actors"]);
    found.sort();
    assert_eq!(found[0], ["", "1"], "cedar-growers has no kind");
    assert_eq!(found.len(), 3);
}

#[test]
fn strong_clusters_of_elmland() {
    let table = run(&TOY, "cluster/strong", "");
    let found = rows(&table, &["region", "category", "strong"]);
    let strong: Vec<&str> = found.iter().filter(|row| row[2] == "true").map(|row| row[0].as_str()).collect();
    assert_eq!((found.len(), strong), (12, vec!["North", "South"]));
    // Asking for one region narrows what is shown, not what the quantiles are of.
    let north = rows(
        &run(&TOY, "cluster/strong", "region=https://w3id.org/milieu/id/toy/region/north"),
        &["category", "strong"],
    );
    assert_eq!(north.iter().filter(|row| row[1] == "true").count(), 1);
    assert_eq!(north.len(), 3);
}

#[test]
fn the_sentence_says_the_figures() {
    let table = run(&TOY, "linkage/reach", "group=Alder Valley");
    let sentence = table.sentence.expect("a sentence");
    assert_eq!(sentence, "The strongest of 2 links abroad is with Norway: 2 linkages with 3 partners.");
}
