//! The graph in the store: written once, marked, kept up to date, taken away.

use crate::support::{infer, inferred, store, update, written};
use milieu::ingest::{Load, LoadError};
use milieu::model::GraphNameRef;
use milieu::reason::{self, ReasonError, Rules, Status};
use milieu::{Store, ingest, vocab};

const PARTS: &str = ":p a owl:TransitiveProperty . :a :p :b . :b :p :c";

#[test]
fn what_is_stated_anywhere_is_not_written_again() {
    let store = store(PARTS);
    update(&store, "INSERT DATA { GRAPH graph:other { :a :p :c } }");
    infer(&store, Rules::owl_rl());
    assert!(inferred(&store.snapshot()).is_empty());
    update(&store, "DELETE DATA { GRAPH graph:other { :a :p :c } }");
    infer(&store, Rules::owl_rl());
    assert_eq!(inferred(&store.snapshot()), written(":a :p :c"));
}

#[test]
fn inferring_again_changes_nothing() {
    let store = store(PARTS);
    let first = infer(&store, Rules::owl_rl());
    let number = store.snapshot().number();
    let second = infer(&store, Rules::owl_rl());
    assert_eq!((first.added, second.added, second.removed, second.triples), (1, 0, 0, 1));
    assert_eq!(store.snapshot().number(), number, "no new snapshot");
}

#[test]
fn fewer_rules_take_back_what_more_gave() {
    let store = store(PARTS);
    infer(&store, Rules::owl_rl());
    let report = infer(&store, Rules::rdfs());
    assert_eq!((report.removed, report.triples), (1, 0));
    assert_eq!(reason::status(&store.snapshot()), Status::Current);
}

#[test]
fn a_write_past_it_makes_it_stale() {
    let store = store(PARTS);
    assert_eq!(reason::status(&store.snapshot()), Status::Absent);
    infer(&store, Rules::owl_rl());
    assert_eq!(reason::status(&store.snapshot()), Status::Current);
    update(&store, "INSERT DATA { :c :p :d }");
    assert_eq!(reason::status(&store.snapshot()), Status::Stale);
    update(&store, "DELETE DATA { :c :p :d }");
    assert_eq!(reason::status(&store.snapshot()), Status::Current, "as it was");
    update(&store, "DELETE WHERE { GRAPH graph:inferred { ?s ?p ?o } }");
    assert_eq!(reason::status(&store.snapshot()), Status::Stale, "what was inferred was touched");
    update(&store, "DELETE WHERE { GRAPH graph:provenance { ?s ?p ?o } }");
    update(&store, "INSERT DATA { GRAPH graph:inferred { :x :p :y } }");
    assert_eq!(reason::status(&store.snapshot()), Status::Stale, "no one inferred this");
}

#[test]
fn refreshing_needs_someone_who_asked_and_keeps_their_rules() {
    let store = store(PARTS);
    assert_eq!(reason::refresh(&mut store.begin()), Ok(None));
    infer(&store, Rules::rdfs());
    let mut transaction = store.begin();
    let report = reason::refresh(&mut transaction).unwrap().unwrap();
    assert_eq!(report.triples, 0, "RDFS knows no transitive property");
    let snapshot = transaction.commit().unwrap();
    assert_eq!(reason::status(&snapshot), Status::Current);
}

#[test]
fn removing_leaves_nothing() {
    let store = store(PARTS);
    let before = store.snapshot().hash();
    infer(&store, Rules::owl_rl());
    assert_ne!(store.snapshot().hash(), before);
    let mut transaction = store.begin();
    reason::remove(&mut transaction);
    let after = transaction.commit().unwrap();
    assert_eq!((after.hash(), reason::status(&after)), (before, Status::Absent));
}

#[test]
fn loads_keep_it_current() {
    let store = Store::new();
    Load::new(&store).ontology().unwrap();
    Load::new(&store).rdf_bytes("mine.ttl", "<urn:x:s> a <https://w3id.org/milieu/ontology#Cluster> .").unwrap();
    assert_eq!(reason::status(&store.snapshot()), Status::Absent, "no one asked");
    infer(&store, Rules::owl_rl());
    let rested = inferred(&store.snapshot());
    let text = "<urn:x:t> <https://w3id.org/milieu/ontology#manages> <urn:x:u> .";
    Load::new(&store).rdf_bytes("more.ttl", text).unwrap();
    let snapshot = store.snapshot();
    assert_eq!(reason::status(&snapshot), Status::Current);
    let new: Vec<String> = inferred(&snapshot).difference(&rested).cloned().collect();
    assert!(
        new.iter().any(|line| line.contains("urn:x:u> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>")),
        "{new:?}"
    );
    // Loading the same again with another text replaces both.
    Load::new(&store).rdf_bytes("more.ttl", "<urn:x:t> <urn:x:p> <urn:x:u> .").unwrap();
    assert!(!inferred(&store.snapshot()).iter().any(|line| line.contains("urn:x:u")));
    assert_eq!(reason::status(&store.snapshot()), Status::Current);
}

#[test]
fn no_one_loads_into_it() {
    let store = Store::new();
    let load = Load::new(&store).graph(vocab::graph("inferred"));
    assert!(matches!(load.rdf_bytes("a.ttl", "<urn:x:a> <urn:x:p> 1 ."), Err(LoadError::ReservedGraph(_))));
    let quads = format!("<urn:x:a> <urn:x:p> <urn:x:b> {} .", vocab::graph("inferred"));
    Load::new(&store).rdf_bytes("a.nq", quads).unwrap();
    assert!(inferred(&store.snapshot()).is_empty());
}

#[test]
fn what_is_derived_does_not_rest_on_what_is_inferred() {
    let store = Store::new();
    Load::new(&store).atlas().unwrap();
    Load::new(&store).toy().unwrap();
    let derived = |store: &Store| {
        let mut transaction = store.begin();
        ingest::derive(&mut transaction);
        let snapshot = transaction.snapshot();
        let graph = vocab::graph("derived");
        let mut quads: Vec<String> = snapshot
            .quads_for_pattern(None, None, None, Some(GraphNameRef::from(&graph)))
            .map(|quad| quad.to_string())
            .collect();
        quads.sort();
        quads
    };
    let before = derived(&store);
    infer(&store, Rules::owl_rl());
    assert!(!inferred(&store.snapshot()).is_empty());
    assert_eq!(derived(&store), before);
}

#[test]
fn a_circle_that_grows_too_large_is_refused() {
    let circle: Vec<String> = (0..100).map(|n| format!(":n{n} :p :n{}", (n + 1) % 100)).collect();
    let store = store(&format!(":p a owl:TransitiveProperty . {}", circle.join(" . ")));
    let before = store.snapshot();
    let refused = reason::infer(&mut store.begin(), &Rules::owl_rl().at_most(9_899));
    assert_eq!(refused, Err(ReasonError::TooMany { limit: 9_899 }));
    assert_eq!(store.snapshot().hash(), before.hash());
    assert_eq!(infer(&store, Rules::owl_rl().at_most(9_900)).triples, 100 * 100 - 100);
}
