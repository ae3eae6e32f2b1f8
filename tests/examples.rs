//! The examples of `examples/` run, and say what they are meant to say.

use std::path::{Path, PathBuf};
use std::process::Command;

/// `cargo test` builds the examples beside the tests; asked for this test alone, it does not, and then they are built here.
fn binary(name: &str) -> PathBuf {
    let tests = std::env::current_exe().unwrap();
    let folder = tests.parent().and_then(Path::parent).unwrap();
    let binary = folder.join("examples").join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    if !binary.is_file() {
        let built = Command::new(env!("CARGO")).args(["build", "--quiet", "--example", name]).status().unwrap();
        assert!(built.success(), "{name} does not build");
    }
    binary
}

fn said(name: &str) -> String {
    let output = Command::new(binary(name)).current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
    assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[track_caller]
fn holds(said: &str, lines: &[&str]) {
    for line in lines {
        assert!(said.lines().any(|found| found == *line), "no line {line:?} in\n{said}");
    }
}

#[test]
fn ask() {
    let said = said("ask");
    holds(&said, &["\"Birch Bay\"@en \"4\"^^<http://www.w3.org/2001/XMLSchema#integer>"]);
    holds(&said, &["\"Alder Valley\"@en \"3\"^^<http://www.w3.org/2001/XMLSchema#integer>"]);
    assert!(said.contains("asked of snapshot 1, "), "{said}");
}

#[test]
fn run_view() {
    let said = said("run_view");
    holds(
        &said,
        &[
            "Alder Valley looks outward (0.2)",
            "Cedar Coast looks inward (-1)",
            "group,linkages,internal,external,ei_index",
        ],
    );
    assert!(said.contains("did you mean cluster/ei-index"), "{said}");
}

#[test]
fn import_table() {
    let said = said("import_table");
    holds(
        &said,
        &["25 rows read, 0 refused, into <https://w3id.org/milieu/graph/members>", "the first guess names 14 columns"],
    );
    assert!(said.lines().filter(|line| line.contains(" | ")).count() >= 4, "kinds of members of Birch Bay:\n{said}");
}

#[test]
fn embed() {
    let said = said("embed");
    holds(&said, &["snapshot 1: 6 quads", "renamed:"]);
    assert_eq!(said.lines().filter(|line| line.starts_with('-')).count(), 1, "{said}");
    assert!(said.contains("ontology#linkedWith>"), "{said}");
    assert!(said.contains("is Boatyard in the first and Harbour Boatyard in the third"), "{said}");
}

/// By hand: all regions together employ 2,070 of 107,000 in boats, a share of 0.019346; North Shore's is 0.09, so 4.652.
#[test]
fn measure_own() {
    let said = said("measure_own");
    holds(&said, &["North Shore   4.652 strong", "Uplands       0.069 -", "Islands       3.877 -"]);
    holds(&said, &["strong with the upper quartile 1, with the upper half 2"]);
    holds(&said, &["Harbour: 3 partners in 2 projects, weight 2", "Boatyard: 2 partners in 2 projects, weight 2"]);
}

#[test]
fn every_example_is_short() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    for name in ["ask", "run_view", "import_table", "embed", "measure_own"] {
        let lines = std::fs::read_to_string(folder.join(format!("{name}.rs"))).unwrap().lines().count();
        assert!(lines < 120, "{name}: {lines} lines");
    }
}
