//! What follows, and what is forbidden: `infer`, and `--shapes` where the store is changed.

use crate::support::{out, said};
use std::fs;

const PARTS: &str = "INSERT DATA { milieu:partOf a owl:TransitiveProperty . nuts:DE111 milieu:partOf nuts:DE11 . nuts:DE11 milieu:partOf nuts:DE1 }";

fn store() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store").to_str().unwrap().to_owned();
    let file = folder.path().join("a.ttl");
    fs::write(&file, "<urn:x:a> <urn:x:p> <urn:x:b> .").unwrap();
    assert_eq!(said(&["load", "rdf", file.to_str().unwrap(), "--store", &store]).exit, 0);
    (folder, store)
}

fn is(store: &str, state: &str) {
    let info = out(&["info", "--store", store]);
    assert!(info.contains(&format!("inferred  {state}")), "{info}");
}

#[test]
fn what_follows_is_inferred_kept_up_and_removed() {
    let (_folder, store) = store();
    is(&store, "absent");
    assert_eq!(said(&["update", "--store", &store, "-q", PARTS]).exit, 0);
    let inferred = said(&["infer", "--store", &store]);
    assert_eq!(inferred.exit, 0, "{}", inferred.err);
    assert!(
        inferred.out.contains("prp-trp") && inferred.err.contains("1 triple in graph:inferred"),
        "{}",
        inferred.err
    );
    is(&store, "current");
    let more = "INSERT DATA { nuts:DE1 milieu:partOf nuts:DE }";
    assert_eq!(said(&["update", "--store", &store, "-q", more]).exit, 0);
    is(&store, "current");
    let ask = "SELECT (COUNT(*) AS ?n) { GRAPH graph:inferred { ?a milieu:partOf ?b } }";
    assert!(out(&["query", "--store", &store, "-f", "csv", "-q", ask]).contains("\n3"));
    let rdfs = said(&["infer", "--store", &store, "--rules", "rdfs"]);
    assert!(rdfs.err.contains("3 gone") && !rdfs.out.contains("prp-trp"), "{}", rdfs.err);
    assert_eq!(said(&["infer", "--store", &store, "--remove"]).exit, 0);
    is(&store, "absent");
    assert_eq!(said(&["infer", "--store", &store, "--remove", "--rules", "rdfs"]).exit, 2);
}

#[test]
fn what_the_shapes_forbid_is_refused_with_the_report() {
    let (folder, store) = store();
    let hash = || out(&["info", "--store", &store, "-f", "json"]);
    let before = hash();
    let nameless = "INSERT DATA { <urn:x:1> a milieu:Country }";
    let refused = said(&["update", "--store", &store, "-q", nameless, "--shapes"]);
    assert_eq!(refused.exit, 1, "{}", refused.err);
    assert!(refused.out.contains("This country has no name") && refused.err.contains("nothing was changed"));
    let file = folder.path().join("country.ttl");
    fs::write(&file, "<urn:x:1> a <https://w3id.org/milieu/ontology#Country> .").unwrap();
    let refused = said(&["load", "rdf", file.to_str().unwrap(), "--store", &store, "--shapes"]);
    assert_eq!(refused.exit, 1, "{}", refused.err);
    assert_eq!(hash(), before, "the store is as it was");

    // Shapes of one's own say something else, and what was there before is no hindrance.
    let shapes = folder.path().join("shapes.ttl");
    fs::write(
        &shapes,
        "@prefix sh: <http://www.w3.org/ns/shacl#> . <urn:x:S> a sh:NodeShape ; sh:targetSubjectsOf <urn:x:q> .",
    )
    .unwrap();
    let own = format!("--shapes={}", shapes.display());
    assert_eq!(said(&["update", "--store", &store, "-q", nameless, &own]).exit, 0);
    let label = "INSERT DATA { <urn:x:2> rdfs:label 'B' }";
    assert_eq!(said(&["update", "--store", &store, "-q", label, "--shapes"]).exit, 0);
}
