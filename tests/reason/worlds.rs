//! The worlds that ship: what is inferred is what property paths find without it.

use std::collections::BTreeMap;

use crate::support::{infer, inferred};
use milieu::ingest::Load;
use milieu::model::Term;
use milieu::reason::{self, Rule, Rules, Status};
use milieu::sparql::{self, QueryOptions};
use milieu::{Snapshot, Store};
use oxigraph::sparql::QueryResults;

/// The rows of a query for `?c` and a number `?n`.
fn counts(snapshot: &Snapshot, query: &str) -> BTreeMap<String, u64> {
    let Ok(QueryResults::Solutions(rows)) = sparql::query(snapshot, query, &QueryOptions::default()) else {
        panic!("{query}")
    };
    rows.map(|row| {
        let row = row.unwrap();
        let Some(Term::Literal(number)) = row.get("n") else { panic!("{row:?}") };
        (row.get("c").unwrap().to_string(), number.value().parse().unwrap())
    })
    .collect()
}

const CLASSES: &str = "SELECT ?c (COUNT(DISTINCT ?x) AS ?n) { ?x a ?c } GROUP BY ?c";

fn toy() -> Store {
    let store = Store::new();
    Load::new(&store).atlas().unwrap();
    Load::new(&store).toy().unwrap();
    store
}

#[test]
fn the_classes_of_the_toy_world_are_those_of_paths() {
    let store = toy();
    let before = store.snapshot();
    let paths = "SELECT ?c (COUNT(DISTINCT ?x) AS ?n) {
          { ?x a/rdfs:subClassOf* ?c }
          UNION { ?p rdfs:subPropertyOf*/rdfs:domain/rdfs:subClassOf* ?c . ?x ?p ?y }
          UNION { ?p rdfs:subPropertyOf*/rdfs:range/rdfs:subClassOf* ?c . ?y ?p ?x FILTER(!isLiteral(?x)) }
        } GROUP BY ?c";
    let expected = counts(&before, paths);
    infer(&store, Rules::rdfs());
    let after = store.snapshot();
    let mut found = counts(&after, CLASSES);
    // That there is a graph more is said in graph:provenance.
    for class in expected.keys() {
        if class.contains("dcat#Dataset") {
            *found.get_mut(class).unwrap() -= 1;
        }
    }
    assert!(expected.len() > 60);
    assert_eq!(found, expected);
    assert_ne!(counts(&before, CLASSES), expected, "something follows");
}

#[test]
fn the_ties_of_the_toy_world_are_those_of_paths() {
    let store = toy();
    let before = store.snapshot();
    infer(&store, Rules::owl_rl());
    let after = store.snapshot();
    let each =
        |what: &str| format!("SELECT ('all' AS ?c) (COUNT(*) AS ?n) {{ {{ SELECT DISTINCT ?a ?b {{ {what} }} }} }}");
    for (inferred, path) in [
        ("?a milieu:partOf ?b", "?a (milieu:partOf|^milieu:hasPart)+ ?b"),
        ("?a milieu:hasPart ?b", "?a (milieu:hasPart|^milieu:partOf)+ ?b"),
        ("?a milieu:hasEnd ?b", "?a milieu:hasEnd|milieu:leadsFrom|milieu:leadsTo ?b"),
        ("?b milieu:isEndOf ?a", "?a milieu:hasEnd|milieu:leadsFrom|milieu:leadsTo ?b"),
        ("?a milieu:linkedWith ?b", "?a milieu:linkedWith|^milieu:linkedWith ?b"),
        ("?a milieu:belongsTo ?b", "?a milieu:belongsTo/(milieu:partOf|^milieu:hasPart)* ?b"),
    ] {
        assert_eq!(counts(&after, &each(inferred)), counts(&before, &each(path)), "{inferred}");
    }
}

#[test]
fn nothing_is_in_two_places() {
    let store = toy();
    infer(&store, Rules::owl_rl());
    let snapshot = store.snapshot();
    let lines = inferred(&snapshot);
    assert!(lines.len() > 100, "{}", lines.len());
    let twice = "SELECT ('all' AS ?c) (COUNT(*) AS ?n) { GRAPH graph:inferred { ?s ?p ?o } GRAPH ?g { ?s ?p ?o } }";
    assert_eq!(counts(&snapshot, twice)["\"all\""], lines.len() as u64);
}

/// Every table that ships, 2.7 million quads: each class has as many instances as paths find.
#[test]
fn the_classes_of_the_demo_are_those_of_paths() {
    let store = Store::new();
    Load::new(&store).demo().unwrap();
    let expected = counts(
        &store.snapshot(),
        "SELECT ?c (COUNT(DISTINCT ?x) AS ?n) { ?k rdfs:subClassOf* ?c . ?x a ?k } GROUP BY ?c",
    );
    let types = infer(&store, Rules::none().with(Rule::Rdfs9));
    let classes = counts(&store.snapshot(), CLASSES);
    let dataset = "<http://www.w3.org/ns/dcat#Dataset>";
    for (class, number) in &expected {
        assert_eq!(classes[class] - u64::from(class == dataset), *number, "{class}");
    }
    assert!(types.triples > 100_000, "{types:?}");

    let all = infer(&store, Rules::owl_rl());
    let snapshot = store.snapshot();
    assert_eq!(reason::status(&snapshot), Status::Current);
    // A closure of parts and types grows with the data, not with their square.
    assert!(all.triples < 2 * snapshot.len() as u64 / 3, "{all:?}");
    let number =
        |what: &str| counts(&snapshot, &format!("SELECT ('all' AS ?c) (COUNT(*) AS ?n) {{ {what} }}"))["\"all\""];
    assert_eq!(number("?a milieu:partOf ?b"), number("?b milieu:hasPart ?a"));
    assert_eq!(number("?a milieu:hasEnd ?b"), number("?b milieu:isEndOf ?a"));
    assert_eq!(number("?a milieu:partOf ?b"), number("SELECT DISTINCT ?a ?b { ?a milieu:partOf+ ?b }"));
    let again = infer(&store, Rules::owl_rl());
    assert_eq!((again.added, again.removed, again.triples), (0, 0, all.triples));
}
