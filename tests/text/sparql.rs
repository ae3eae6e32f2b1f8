//! `milieu:matches` and `milieu:matchScore` wherever a pattern or an expression may stand.

use milieu::model::NamedNode;
use milieu::sparql::{self, QueryOptions, SparqlError};
use milieu::{Snapshot, Store};

use crate::rows::rows;

/// Two graphs; `id:b` goes by another name in each.
const WORLD: &str = "INSERT DATA {
    GRAPH graph:one { id:a rdfs:label 'Alder Valley'@en ; a milieu:Cluster . id:b rdfs:label 'Birch Bay'@en , 'Birkenbucht'@de ; a milieu:Cluster }
    GRAPH graph:two { id:b rdfs:label 'Bay of Birches'@en . id:c rdfs:label 'Alderman' ; milieu:partOf id:a ; milieu:cityName 'bay' .
                      _:n rdfs:label 'Alder nameless' } }";

fn world() -> Snapshot {
    sparql::update(&Store::new(), WORLD, &QueryOptions::default()).unwrap()
}

#[track_caller]
fn asked(query: &str, expected: &[&str]) {
    asked_with(query, &QueryOptions::default(), expected);
}

#[track_caller]
fn asked_with(query: &str, options: &QueryOptions, expected: &[&str]) {
    let rows: Vec<String> = rows(&world(), query, options).unwrap().iter().map(|row| row.join(" ")).collect();
    assert_eq!(rows, expected, "{query}");
}

#[test]
fn it_binds_joins_and_filters() {
    asked("SELECT ?x { ?x milieu:matches 'alder' FILTER(ISIRI(?x)) } ORDER BY ?x", &["id:a", "id:c"]);
    asked("SELECT (COUNT(*) AS ?n) { ?x milieu:matches 'alder' }", &["3"]);
    asked("SELECT ?x { ?x a milieu:Cluster ; milieu:matches 'bay bir' }", &["id:b"]);
    asked(
        "SELECT ?x ?y { ?x milieu:matches 'alderm' . ?y milieu:matches 'valley' . ?x milieu:partOf ?y }",
        &["id:c id:a"],
    );
    asked("SELECT ?x { id:c milieu:partOf/milieu:matches 'VALLEY' BIND('yes' AS ?x) }", &["yes"]);
    asked("SELECT ?x { ?x milieu:matches 'zzz' }", &[]);
    asked("SELECT ?x { ?x milieu:matches '' }", &[]);
}

#[test]
fn it_asks_of_a_thing_that_is_known() {
    asked("SELECT (1 AS ?yes) { id:a milieu:matches 'vall' }", &["1"]);
    asked("SELECT (1 AS ?yes) { id:c milieu:matches 'vall' }", &[]);
    asked(
        "SELECT (EXISTS { id:a milieu:matches 'alder' } AS ?a) (EXISTS { id:a milieu:matches 'bay' } AS ?b) {}",
        &["true false"],
    );
    asked("SELECT ?x { ?x a milieu:Cluster FILTER NOT EXISTS { ?x milieu:matches 'alder' } }", &["id:b"]);
    asked("SELECT ?x { ?x a milieu:Cluster MINUS { ?x milieu:matches 'alder' } }", &["id:b"]);
}

#[test]
fn it_stands_in_every_kind_of_group() {
    asked(
        "SELECT ?x ?y { ?x a milieu:Cluster OPTIONAL { ?y milieu:partOf ?x ; milieu:matches 'alderman' } } ORDER BY ?x",
        &["id:a id:c", "id:b -"],
    );
    asked(
        "SELECT ?x { { ?x milieu:matches 'valley' } UNION { ?x milieu:matches 'birch' } } ORDER BY ?x",
        &["id:a", "id:b"],
    );
    asked("SELECT ?x ?n { { SELECT ?x (COUNT(*) AS ?n) { ?x milieu:matches 'birch' } GROUP BY ?x } }", &["id:b 1"]);
    asked("SELECT ?x { ?x a milieu:Cluster { SELECT ?x { ?x milieu:matches 'a' } } }", &["id:a"]);
}

#[test]
fn a_graph_finds_by_its_own_labels_alone() {
    asked("SELECT ?x { GRAPH graph:one { ?x milieu:matches 'birches' } }", &[]);
    asked("SELECT ?x { GRAPH graph:two { ?x milieu:matches 'birches' } }", &["id:b"]);
    asked("SELECT ?g { GRAPH ?g { id:b milieu:matches 'bay' } } ORDER BY ?g", &["graph:one", "graph:two"]);
    asked("SELECT ?x FROM graph:one { ?x milieu:matches 'birches' }", &[]);
    asked("SELECT ?x FROM graph:two { ?x milieu:matches 'birches' }", &["id:b"]);
    asked("SELECT ?g FROM NAMED graph:two { GRAPH ?g { id:b milieu:matches 'bay' } }", &["graph:two"]);
    let two = NamedNode::new_unchecked("https://w3id.org/milieu/graph/two");
    let options = QueryOptions { default_graphs: Some(vec![two.into()]), ..QueryOptions::default() };
    asked_with("SELECT ?x { ?x milieu:matches 'valley' }", &options, &[]);
}

#[test]
fn a_language_narrows_the_labels() {
    asked("SELECT ?x { ?x milieu:matches 'birk'@de }", &["id:b"]);
    asked("SELECT ?x { ?x milieu:matches 'birk'@en }", &[]);
    asked("SELECT ?x { ?x milieu:matches 'alder'@EN }", &["id:a"]);
}

#[test]
fn a_text_may_be_a_variable_of_the_same_group() {
    let expected = ["bay id:b", "val id:a"];
    for query in [
        "SELECT ?t ?x { VALUES ?t { 'val' 'bay' } ?x milieu:matches ?t } ORDER BY ?t",
        "SELECT ?t ?x { ?x milieu:matches ?t VALUES ?t { 'val' 'bay' } } ORDER BY ?t",
        "SELECT ?t ?x { ?x a milieu:Cluster ; milieu:matches ?t . VALUES ?t { 'val' 'bay' } } ORDER BY ?t",
        "SELECT ?t ?x { VALUES ?t { 'val' 'bay' } ?x milieu:matches ?t FILTER(?t != 'x') } ORDER BY ?t",
        "SELECT DISTINCT ?t ?x { VALUES ?t { 'val' 'bay' } GRAPH ?g { ?x milieu:matches ?t } } ORDER BY ?t",
    ] {
        asked(query, &expected);
    }
    asked("SELECT ?x { BIND(CONCAT('al', 'der v') AS ?t) ?x milieu:matches ?t }", &["id:a"]);
    asked("SELECT ?x { ?y milieu:cityName ?t . ?x milieu:matches ?t }", &["id:b"]);
    asked("SELECT ?t { VALUES ?t { 'val' 'zzz' } FILTER EXISTS { ?x milieu:matches ?t } }", &["val"]);
    asked("SELECT * { VALUES ?t { 'val' } ?x milieu:matches ?t }", &["val id:a"]);
}

#[test]
fn the_score_orders_and_filters() {
    asked(
        "SELECT ?x { ?x milieu:matches 'alder' ; rdfs:label ?label } ORDER BY DESC(milieu:matchScore(?label, 'alder')) ?x LIMIT 1",
        &["id:c"],
    );
    asked("SELECT ?x { ?x rdfs:label ?label FILTER(milieu:matchScore(?label, 'alderman') = 4) }", &["id:c"]);
    asked("SELECT ?s { BIND(milieu:matchScore('Bay', 'alder') AS ?s) }", &["-"]);
}

#[test]
fn an_update_finds_what_was_written_before_in_the_same_request() {
    let store = Store::new();
    let text = "INSERT DATA { id:x rdfs:label 'Harbour' } ; \
                INSERT { ?x milieu:strength ?s } WHERE { VALUES ?t { 'HARB' } ?x milieu:matches ?t ; rdfs:label ?l BIND(milieu:matchScore(?l, 'harbour') AS ?s) }";
    let after = sparql::update(&store, text, &QueryOptions::default()).unwrap();
    assert_eq!(
        rows(&after, "SELECT ?x ?s { ?x milieu:strength ?s }", &QueryOptions::default()).unwrap(),
        [["id:x", "4"]]
    );
}

#[test]
fn what_is_no_text_is_refused_with_a_reason() {
    for (query, part) in [
        ("SELECT * { ?x milieu:matches ?t }", "needs its argument"),
        ("SELECT * { ?x milieu:matches id:a }", "takes a text"),
        ("SELECT (COUNT(*) AS ?n) { ?x milieu:matches id:a }", "takes a text"),
        ("SELECT (COUNT(*) AS ?n) { ?x milieu:partOf ?t OPTIONAL { ?y milieu:matches ?t } }", "milieu:matches"),
        ("SELECT * { ?x milieu:matches ('a' 'b') }", "takes a text"),
        ("SELECT * { ?x milieu:matches [] }", "needs its argument"),
    ] {
        match rows(&world(), query, &QueryOptions::default()) {
            Err(error @ SparqlError::Arguments(_)) => assert!(error.to_string().contains(part), "{query}: {error}"),
            other => panic!("{query}: {other:?}"),
        }
    }
}

#[test]
fn a_variable_that_comes_to_stand_for_the_property_calls_nothing() {
    asked(
        "SELECT ?p ?x { VALUES ?p { milieu:matches milieu:nearby milieu:partOf } ?x ?p ?o }",
        &["milieu:partOf id:c"],
    );
    asked("SELECT ?x { BIND(milieu:matches AS ?p) ?x ?p 'alder' }", &[]);
}
