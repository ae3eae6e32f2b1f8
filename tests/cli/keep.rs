//! Stores that are kept: `load`, `import`, `update`, and what reads them.

use crate::support::{given, out, said};
use std::fs;

struct Place {
    _folder: tempfile::TempDir,
    store: String,
    file: String,
}

/// A folder for a store, and a file of N-Triples whose second line is broken.
fn place() -> Place {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("firms.nt");
    fs::write(
        &file,
        "<urn:x:a> <http://www.w3.org/2000/01/rdf-schema#label> \"A\" .\n<urn:x:b> oops .\n\
         <urn:x:c> <http://www.w3.org/2000/01/rdf-schema#label> \"C\" .\n",
    )
    .unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    Place { store: path("store"), file: path("firms.nt"), _folder: folder }
}

#[test]
fn a_broken_line_is_named_and_the_rest_is_kept() {
    let place = place();
    let loaded = said(&["load", "rdf", &place.file, "--store", &place.store]);
    assert_eq!(loaded.exit, 0, "{}", loaded.err);
    assert!(loaded.out.is_empty(), "talk goes to stderr: {}", loaded.out);
    assert!(
        loaded.err.contains("firms.nt:2") && loaded.err.contains("3 rows read, 1 refused, 2 quads in graph:firms"),
        "{}",
        loaded.err
    );
    let count = [
        "query",
        "--store",
        &place.store,
        "-f",
        "csv",
        "-q",
        "SELECT (COUNT(*) AS ?n) { GRAPH graph:firms { ?s ?p ?o } }",
    ];
    assert!(out(&count).contains("\n2"), "{}", out(&count));
}

#[test]
fn strict_keeps_nothing() {
    let place = place();
    let refused = said(&["load", "rdf", &place.file, "--store", &place.store, "--strict"]);
    assert_eq!(refused.exit, 1);
    assert!(refused.err.contains("firms.nt:2") && refused.err.contains("none was loaded"), "{}", refused.err);
    let info = out(&["info", "--store", &place.store]);
    assert!(info.contains("quads     0\n") && info.contains("snapshot  0\n"), "{info}");
}

#[test]
fn a_graph_can_be_named_and_added_to() {
    let place = place();
    let more = ["load", "rdf", &place.file, "--store", &place.store, "--graph", "graph:mine", "--quiet"];
    assert_eq!(said(&more).err, "", "--quiet says nothing");
    out(&more);
    out(&[&more[..], &["--append"]].concat());
    let graphs = out(&["info", "--store", &place.store]);
    assert!(graphs.contains("graph:mine") && !graphs.contains("graph:firms"), "{graphs}");
    let bad = said(&["load", "rdf", &place.file, "--store", &place.store, "--graph", "no iri"]);
    assert!(bad.exit == 2 && bad.err.contains("no iri"), "{}", bad.err);
}

#[test]
fn an_unknown_kind_or_file_is_told_with_what_is_known() {
    let place = place();
    let kind = said(&["load", "h2002", &place.file, "--store", &place.store]);
    assert!(kind.exit == 2 && kind.err.contains("h2020"), "{}", kind.err);
    let file = said(&["load", "rdf", "no/such.ttl", "--store", &place.store]);
    assert!(file.exit == 4 && file.err.contains("no/such.ttl"), "{} {}", file.exit, file.err);
    let ending = said(&["load", "rdf", "Cargo.toml", "--store", &place.store]);
    assert!(ending.exit == 2 && ending.err.contains("ttl, nt, nq"), "{} {}", ending.exit, ending.err);
}

#[test]
fn an_update_is_kept_with_what_follows_from_it() {
    let place = place();
    out(&["load", "rdf", &place.file, "--store", &place.store]);
    let insert = "INSERT DATA { GRAPH graph:mine { <urn:x:l> milieu:hasEnd <urn:x:a> , <urn:x:c> } }";
    let updated = given(&["update", "--store", &place.store], insert);
    assert!(updated.exit == 0 && updated.err.contains("snapshot 2"), "{}", updated.err);
    assert_eq!(
        out(&["query", "--store", &place.store, "-q", "ASK { <urn:x:a> milieu:linkedWith <urn:x:c> }"]),
        "yes\n"
    );
    let undone = said(&[
        "update",
        "--store",
        &place.store,
        "-q",
        "INSERT DATA { <urn:x:z> a <urn:x:Z> } ; LOAD <http://example.org/>",
    ]);
    assert!(undone.exit == 1 && undone.err.contains("milieu load"), "{}", undone.err);
    assert_eq!(out(&["query", "--store", &place.store, "-q", "ASK { <urn:x:z> a ?kind }"]), "no\n", "all or nothing");
}

#[test]
fn a_store_that_is_in_use_or_not_there_is_told() {
    let place = place();
    let none = said(&["query", "--store", &place.store, "-q", "ASK {}"]);
    assert!(none.exit == 4 && none.err.contains("there is no store in"), "{}", none.err);
    assert!(!std::path::Path::new(&place.store).exists(), "a question makes no store");
    let held = milieu::Store::open(&place.store).unwrap();
    let busy = said(&["load", "rdf", &place.file, "--store", &place.store]);
    assert!(busy.exit == 4 && busy.err.contains("in use"), "{}", busy.err);
    drop(held);
}

#[test]
fn a_table_of_ones_own_is_suggested_a_mapping_and_imported() {
    let place = place();
    let table = "examples/data/members.csv";
    let guess = said(&["import", table, "--suggest"]);
    assert!(guess.exit == 0 && guess.out.contains("columns:") && guess.err.contains("put it right"), "{}", guess.err);
    let imported = said(&["import", table, "--mapping", "examples/data/members.mapping.yaml", "--store", &place.store]);
    assert!(imported.exit == 0 && imported.err.contains("25 rows read, 0 refused"), "{}", imported.err);
    let firm = "ASK { ?firm dct:identifier 'DE100000001' ; rdfs:label ?name ; milieu:inCountry country:DEU }";
    assert_eq!(out(&["query", "--store", &place.store, "-q", firm]), "yes\n");
    assert_eq!(said(&["import", table]).exit, 2, "a mapping, or --suggest");
    let bad = said(&["import", table, "--mapping", "Cargo.toml", "--store", &place.store]);
    assert_eq!(bad.exit, 1, "{}", bad.err);
}
