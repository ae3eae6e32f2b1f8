//! Earlier snapshots, what changed, and the upkeep of a store.

use crate::support::{out, said};

/// A store of three snapshots: the toy world's members come, one more joins, one leaves.
fn store() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store").display().to_string();
    drop(milieu::Store::open(&store).unwrap());
    for change in [
        "INSERT DATA { GRAPH graph:mine { country:NOR a milieu:Country ; rdfs:label 'Norway'@en . \
         id:a a milieu:Firm , milieu:Actor ; milieu:belongsTo country:NOR } }",
        "INSERT DATA { GRAPH graph:mine { id:b a milieu:Firm , milieu:Actor ; milieu:belongsTo country:NOR } }",
        "DELETE DATA { GRAPH graph:mine { id:a milieu:belongsTo country:NOR } }",
    ] {
        out(&["update", "--store", &store, "-q", change]);
    }
    (folder, store)
}

#[test]
fn a_query_and_a_view_can_be_asked_of_an_earlier_snapshot() {
    let (_folder, store) = store();
    let members = |at: &[&str]| {
        let ask = [
            "query",
            "--store",
            &store,
            "-f",
            "csv",
            "-q",
            "SELECT ?m { ?m milieu:belongsTo country:NOR } ORDER BY ?m",
        ];
        out(&[&ask[..], at].concat()).lines().count() - 1
    };
    assert_eq!([members(&["--at", "0"]), members(&["--at", "1"]), members(&["--at", "2"]), members(&[])], [0, 1, 2, 1]);
    let view = out(&[
        "view",
        "run",
        "cluster/members-by-kind",
        "-p",
        "group=Norway",
        "--store",
        &store,
        "--at",
        "2",
        "-f",
        "csv",
    ]);
    assert!(view.contains(",2"), "{view}");
    let late = said(&["query", "--store", &store, "--at", "9", "-q", "ASK {}"]);
    assert!(late.exit == 4 && late.err.contains("there are 0 to 3"), "{}", late.err);
    let without = said(&["query", "--at", "1", "-q", "ASK {}"]);
    assert!(without.exit == 2 && without.err.contains("--store"), "{}", without.err);
}

#[test]
fn the_log_says_what_was_committed() {
    let (_folder, store) = store();
    let log = out(&["log", "--store", &store]);
    assert!(log.contains("snapshot") && log.contains("update INSERT DATA { GRAPH graph:mine"), "{log}");
    let json: serde_json::Value = serde_json::from_str(&out(&["log", "--store", &store, "--format", "json"])).unwrap();
    let numbers: Vec<_> = json.as_array().unwrap().iter().map(|commit| commit["number"].as_u64().unwrap()).collect();
    assert_eq!(numbers, [0, 1, 2, 3]);
    assert_eq!(json[3]["removed"], 1);
}

#[test]
fn a_difference_is_written_as_quads_and_as_rows() {
    let (_folder, store) = store();
    let diff = out(&["diff", "1", "3", "--store", &store]);
    let lines: Vec<&str> = diff.lines().collect();
    assert!(
        lines.iter().any(|line| line.starts_with("- <https://w3id.org/milieu/id/a> ") && line.ends_with("/mine> ."))
    );
    assert!(lines.iter().filter(|line| line.starts_with("+ <https://w3id.org/milieu/id/b> ")).count() >= 3, "{diff}");
    let back = out(&["diff", "3", "1", "--store", &store]);
    assert_eq!(
        back.lines().filter(|line| line.starts_with('+')).count(),
        lines.iter().filter(|l| l.starts_with('-')).count()
    );
    let view = ["view", "diff", "1", "2", "cluster/members-by-kind", "-p", "group=Norway", "--store", &store];
    let table = out(&view);
    assert!(table.contains("~ ") && table.contains("1 → 2"), "{table}");
    let csv = out(&[&view[..], &["-f", "csv"]].concat());
    assert!(
        csv.lines().nth(1).unwrap().starts_with("before,") && csv.lines().nth(2).unwrap().starts_with("after,"),
        "{csv}"
    );
    let same = said(&["view", "diff", "2", "2", "cluster/members-by-kind", "-p", "group=Norway", "--store", &store]);
    assert!(same.err.contains("0 rows of 1 changed"), "{}", same.err);
}

#[test]
fn a_store_is_verified_copied_and_brought_back() {
    let (folder, store) = store();
    let backup = folder.path().join("backup").display().to_string();
    out(&["backup", &backup, "--store", &store]);
    let again = said(&["backup", &backup, "--store", &store]);
    assert!(again.exit == 4 && again.err.contains("is not empty"), "{}", again.err);
    out(&["update", "--store", &store, "-q", "CLEAR ALL"]);
    let restored = said(&["restore", &backup, "--store", &store]);
    assert!(restored.exit == 0 && restored.err.contains("snapshot 5"), "{}", restored.err);
    assert_eq!(out(&["diff", "3", "5", "--store", &store]), "");
    assert!(said(&["compact", "--store", &store, "--keep", "0"]).exit == 0);
    let sound = said(&["verify-store", "--store", &store]);
    assert!(sound.exit == 0 && sound.out.is_empty() && sound.err.contains("sound"), "{}", sound.err);
    let quads = format!("{store}/quads-5.parquet");
    let mut bytes = std::fs::read(&quads).unwrap();
    bytes[100] ^= 1;
    std::fs::write(&quads, bytes).unwrap();
    let broken = said(&["verify-store", "--store", &store]);
    assert!(broken.exit == 1 && broken.out.contains("quads-5.parquet, bytes 0 to "), "{}", broken.out);
    let none = said(&["restore", &format!("{backup}/no"), "--store", &store]);
    assert!(none.exit == 4 && none.err.contains("there is no store"), "{}", none.err);
}

#[test]
fn a_store_can_be_read_while_another_process_has_it_open() {
    let (folder, store) = store();
    let held = milieu::Store::open(&store).unwrap();
    assert_eq!(out(&["query", "--store", &store, "-q", "ASK { id:b a milieu:Firm }"]), "yes\n");
    let backup = folder.path().join("backup").display().to_string();
    out(&["backup", &backup, "--store", &store]);
    let busy = said(&["update", "--store", &store, "-q", "CLEAR ALL"]);
    assert!(busy.exit == 4 && busy.err.contains(&format!("process {}", std::process::id())), "{}", busy.err);
    drop(held);
}
