//! Files of mappings, and mapping sets in a store.

use crate::support::{out, said};
use std::fs;

const HEAD: &str = "#curie_map:\n#  mine: https://example.org/mine/\n#  ror: https://ror.org/\n\
     #license: https://creativecommons.org/publicdomain/zero/1.0/\n#mapping_set_id: https://example.org/members\n\
     subject_id\tpredicate_id\tobject_id\tmapping_justification\tconfidence\n";
const ROWS: &str = "mine:1\tskos:exactMatch\tror:04vnq7t77\tsemapv:LexicalMatching\t0.9\n\
     mine:2\tskos:exactMatch\tror:03v4gjf40\tsemapv:LexicalMatching\t0.4\n";

struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let place = Self { folder: tempfile::tempdir().unwrap() };
        fs::write(place.path("m.sssom.tsv"), [HEAD, ROWS].concat()).unwrap();
        place
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }
}

#[test]
fn faults_are_told_with_their_place() {
    let place = Place::new();
    let (good, bad) = (place.path("m.sssom.tsv"), place.path("bad.sssom.tsv"));
    let rows = "mine:1\tskos:exactMatch\tror:04vnq7t77\tsemapv:Guess\t1.5\nnobody:1\tskos:exactMatch\tror:04vnq7t77\tsemapv:LexicalMatching\t0.5\n";
    fs::write(&bad, [HEAD, rows].concat()).unwrap();
    let right = said(&["sssom", "validate", &good]);
    assert_eq!((right.exit, right.out.as_str()), (0, ""), "{}", right.err);
    assert!(right.err.contains("2 mappings in 1 file: 0 errors, 0 warnings"), "{}", right.err);
    let wrong = said(&["sssom", "validate", &good, &bad]);
    assert_eq!(wrong.exit, 1);
    for part in [
        "bad.sssom.tsv:7: confidence: it lies outside 0 to 1 [1.5]",
        "bad.sssom.tsv:7: mapping_justification:",
        "bad.sssom.tsv:8: subject_id: the prefix \"nobody\"",
    ] {
        assert!(wrong.out.contains(part), "{part}: {}", wrong.out);
    }
    let told: serde_json::Value = serde_json::from_str(&said(&["sssom", "validate", "--json", &bad]).out).unwrap();
    let lines: Vec<_> = told
        .as_array()
        .unwrap()
        .iter()
        .map(|fault| (fault["line"].as_u64().unwrap(), fault["severity"].as_str().unwrap()))
        .collect();
    assert_eq!(lines, [(7, "error"), (7, "error"), (8, "error")]);
    assert_eq!(said(&["sssom", "validate", "none.tsv"]).exit, 4);
}

#[test]
fn a_file_takes_every_form() {
    let place = Place::new();
    let table = place.path("m.sssom.tsv");
    let mut last = table.clone();
    for form in ["ttl", "json", "rdf", "trig", "tsv"] {
        let next = place.path(&format!("m.{form}"));
        let converted = said(&["sssom", "convert", &last, &next]);
        assert_eq!(converted.exit, 0, "{form}: {}", converted.err);
        assert_eq!(said(&["sssom", "validate", &next]).exit, 0, "{form}");
        last = next;
    }
    // These have no prefixes, so that names are given to the namespaces.
    for form in ["nt", "nq", "jsonld"] {
        let lines = place.path(&format!("m.{form}"));
        out(&["sssom", "convert", &table, &lines]);
        assert!(
            out(&["sssom", "convert", &lines, "-", "--to", "tsv"]).contains("ns1:1\tskos:exactMatch\tns2:04vnq7t77")
        );
    }
    let canonical = out(&["sssom", "convert", &table, "-", "--to", "tsv"]);
    let lines = |text: &str| text.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(lines(&fs::read_to_string(&last).unwrap()), lines(&canonical));
    assert!(
        !out(&["sssom", "convert", &table, "-", "--to", "nt"]).contains("04vnq7t77> <http://www.w3.org/2004/02/skos")
    );
    let stated = out(&["sssom", "convert", &table, "-", "--to", "nt", "--stated"]);
    assert!(stated.contains(
        "<https://example.org/mine/1> <http://www.w3.org/2004/02/skos/core#exactMatch> <https://ror.org/04vnq7t77> ."
    ));
    assert_eq!(said(&["sssom", "convert", &table, "-"]).exit, 2);
}

#[test]
fn a_set_is_imported_reviewed_and_exported() {
    let place = Place::new();
    let store = place.path("store");
    let store = ["--store", store.as_str()];
    let run = |arguments: &[&str]| out(&[arguments, &store].concat());
    let failed = |arguments: &[&str]| said(&[arguments, &store].concat());
    run(&["mapping", "import", &place.path("m.sssom.tsv"), "--set", "members"]);
    let stated = ["query", "-f", "csv", "-q", "SELECT ?a { ?a skos:exactMatch ?b }"];
    assert_eq!(run(&stated).trim(), "a");
    run(&["mapping", "review", "members", "--by", "Ada", "--state", "accepted", "--at-least", "0.9"]);
    assert_eq!(run(&stated).lines().nth(1), Some("https://example.org/mine/1"));
    assert_eq!(run(&[&stated[..], &["--mappings", "without"]].concat()).trim(), "a");
    let listed = run(&["mapping", "list", "members", "--state", "proposed", "--format", "json"]);
    let listed: serde_json::Value = serde_json::from_str(&listed).unwrap();
    let record = listed[0]["mapping"].as_str().unwrap();
    let one = ["mapping", "review", "members", "--by", "Ada", "--state", "accepted", "--mapping", record];
    run(&[&one[..], &["--object", "https://ror.org/02kkvpp62"]].concat());
    assert!(run(&["mapping", "list"]).contains("members"));
    assert!(run(&["log"]).contains("review members: accept mine:2 = ror:02kkvpp62 by Ada"));

    let exported = run(&["mapping", "export", "members"]);
    fs::write(place.path("out.sssom.tsv"), &exported).unwrap();
    assert_eq!(said(&["sssom", "validate", &place.path("out.sssom.tsv")]).exit, 0, "{exported}");
    run(&["mapping", "import", &place.path("out.sssom.tsv"), "--set", "again"]);
    run(&["mapping", "remove", "members"]);
    assert_eq!(run(&stated).lines().count(), 3, "the other set says the same");
    run(&["mapping", "remove", "again"]);
    assert_eq!(run(&stated).trim(), "a");

    let none = failed(&["mapping", "export", "members"]);
    assert!(none.exit == 1 && none.err.contains("there is no mapping set"), "{}", none.err);
    assert_eq!(failed(&["mapping", "import", "none.tsv", "--set", "x"]).exit, 4);
    assert_eq!(failed(&["mapping", "import", &place.path("m.sssom.tsv"), "--set", "a/b"]).exit, 2);
}
