//! `milieu:nearby`, `milieu:nearest`, `milieu:distance` and the functions of `GeoSPARQL`.

use milieu::snapshot::Point;
use milieu::sparql::{self, QueryOptions, SparqlError};
use milieu::{Snapshot, Store, ingest::Load};

use crate::rows::rows;

/// Stuttgart, Böblingen (16 km), Karlsruhe (62 km), Munich (191 km); Suva, 179 degrees east, and Apia beyond the date line.
const WORLD: &str = "INSERT DATA {
    GRAPH graph:cities {
        id:stuttgart wgs:lat 48.78232 ; wgs:long 9.17702 ; a schema:City .
        id:boeblingen wgs:lat 48.68212 ; wgs:long 9.01171 ; a schema:City .
        id:karlsruhe geo:asWKT 'POINT(8.40444 49.00937)'^^geo:wktLiteral ; a schema:City .
        id:suva wgs:lat -18.14161 ; wgs:long 178.44149 . id:apia wgs:lat -13.83333 ; wgs:long -171.76666 .
        id:nowhere wgs:lat 48.7 . id:broken wgs:lat 'north' ; wgs:long 9 . id:two wgs:lat 48.7, 48.8 ; wgs:long 9 .
        id:area geo:asWKT 'POLYGON((9 48, 10 48, 10 49, 9 48))'^^geo:wktLiteral }
    GRAPH graph:clusters {
        id:munich geo:hasGeometry id:munich-point ; a milieu:Cluster .
        id:munich-point geo:asWKT '<http://www.opengis.net/def/crs/OGC/1.3/CRS84> POINT (11.57549 48.13743)'^^geo:wktLiteral .
        id:here a milieu:Cluster ; geo:asWKT 'point(9.18 48.78)'^^geo:wktLiteral } }";

fn world() -> Snapshot {
    sparql::update(&Store::new(), WORLD, &QueryOptions::default()).unwrap()
}

#[track_caller]
fn asked(query: &str, expected: &[&str]) {
    let rows = rows(&world(), query, &QueryOptions::default()).unwrap();
    let rows: Vec<String> = rows.iter().map(|row| row.join(" ")).collect();
    assert_eq!(rows, expected, "{query}");
}

#[test]
fn what_is_near_a_thing_or_a_point() {
    asked(
        "SELECT ?x { ?x milieu:nearby (id:stuttgart 70) } ORDER BY ?x",
        &["id:boeblingen", "id:here", "id:karlsruhe"],
    );
    asked(
        "SELECT ?x { ?x milieu:nearby ('POINT(9.17702 48.78232)'^^geo:wktLiteral 20) ; a schema:City } ORDER BY ?x",
        &["id:boeblingen", "id:stuttgart"],
    );
    asked("SELECT ?x { ?x milieu:nearby (id:suva 1200) }", &["id:apia"]);
    asked("SELECT ?x { ?x milieu:nearby (id:nowhere 20000) }", &[]);
    asked("SELECT (COUNT(*) AS ?n) { ?x milieu:nearby (id:stuttgart 21000) }", &["6"]);
    asked("SELECT (1 AS ?yes) { id:here milieu:nearby (id:stuttgart 1.5e0) }", &["1"]);
}

#[test]
fn the_nearest() {
    asked("SELECT ?x { ?x milieu:nearest (id:stuttgart 2) } ORDER BY ?x", &["id:boeblingen", "id:here"]);
    asked("SELECT ?x { ?x milieu:nearest (id:stuttgart 0) }", &[]);
    asked(
        "SELECT ?x { GRAPH graph:cities { ?x milieu:nearest (id:stuttgart 2) } } ORDER BY ?x",
        &["id:boeblingen", "id:karlsruhe"],
    );
}

#[test]
fn arguments_come_from_the_rest_of_the_group() {
    asked(
        "SELECT ?c ?x { ?c a milieu:Cluster . ?x milieu:nearby (?c ?km) ; a schema:City . VALUES ?km { 25 } } ORDER BY ?x",
        &["id:here id:boeblingen", "id:here id:stuttgart"],
    );
    asked(
        "SELECT ?c ?x { ?x milieu:nearest (?c 1) . ?c a schema:City } ORDER BY ?c",
        &["id:boeblingen id:here", "id:karlsruhe id:boeblingen", "id:stuttgart id:here"],
    );
    asked(
        "SELECT ?x { ?x milieu:nearest (?y 1) . ?y milieu:nearest (?c 1) . ?c a milieu:Cluster } ORDER BY ?x ?y",
        &["id:here", "id:stuttgart"],
    );
    asked(
        "SELECT * { ?c milieu:nearby (?x 25) VALUES ?x { id:here } } ORDER BY ?c",
        &["id:boeblingen id:here", "id:stuttgart id:here"],
    );
}

#[test]
fn a_call_stands_among_patterns_of_every_kind() {
    for query in [
        "SELECT ?c ?x { ?x a schema:City . ?c a milieu:Cluster . ?x milieu:nearby (?c 17) }",
        "SELECT ?c ?x { ?c a ?kind . ?x milieu:nearby (?c ?km) ; a/^a ?x . VALUES (?km ?kind) { (17 milieu:Cluster) } ?x a schema:City }",
        "SELECT ?c ?x { ?x milieu:nearby (?c 17) { SELECT ?c { ?c a milieu:Cluster } } OPTIONAL { ?x milieu:partOf ?y } ?x a schema:City }",
        "SELECT ?c ?x { GRAPH ?g { ?x milieu:nearby (?p 17) ; wgs:lat ?lat } GRAPH ?h { ?c geo:asWKT ?p ; a milieu:Cluster } FILTER(?lat > 0) }",
        "SELECT ?c ?x { { ?x a schema:City } ?x milieu:nearby (?c 17) { ?c a milieu:Cluster } UNION { ?c a milieu:Region } }",
        "SELECT ?c ?x { ?x a schema:City FILTER EXISTS { ?x milieu:nearby (?c 17) } ?c a milieu:Cluster }",
    ] {
        asked(&format!("{query} ORDER BY ?x"), &["id:here id:boeblingen", "id:here id:stuttgart"]);
    }
    asked("SELECT ?a ?b { ?a milieu:partOf ?b . ?a milieu:nearby (?b 17) }", &[]);
    asked("SELECT (COUNT(*) AS ?n) { ?x milieu:nearby (?c 17) . ?c a milieu:Cluster . ?s a schema:City }", &["6"]);
}

#[test]
fn distances_in_a_query() {
    let distance = "SELECT (ROUND(milieu:distance(id:stuttgart, id:munich)) AS ?km) {}";
    asked(distance, &["191"]);
    asked(
        "SELECT (ROUND(milieu:distance(id:stuttgart, 'POINT(11.57549 48.13743)'^^geo:wktLiteral)) AS ?km) {}",
        &["191"],
    );
    asked("SELECT (milieu:distance(id:stuttgart, id:nowhere) AS ?km) {}", &["-"]);
    asked("SELECT (milieu:distance(id:stuttgart, 7) AS ?km) {}", &["-"]);
    // A thing is where the default graph says that it is.
    asked("SELECT (milieu:distance(id:stuttgart, id:munich) AS ?km) FROM graph:cities {}", &["-"]);
}

#[test]
fn the_functions_of_geosparql() {
    asked(
        "SELECT (ROUND(geof:distance('POINT(9.17702 48.78232)'^^geo:wktLiteral, ?m, uom:kilometre)) AS ?km) { id:munich-point geo:asWKT ?m }",
        &["191"],
    );
    asked(
        "SELECT ?in { id:area geo:asWKT ?area BIND(geof:sfContains(?area, 'POINT(9.9 48.5)'^^geo:wktLiteral) AS ?in) }",
        &["true"],
    );
    asked(
        "SELECT (geof:sfWithin('POINT(0 0)'^^geo:wktLiteral, 'POLYGON((9 48, 10 48, 10 49, 9 48))'^^geo:wktLiteral) AS ?in) {}",
        &["false"],
    );
    let unknown = rows(&world(), "SELECT (geof:unknown(1) AS ?x) {}", &QueryOptions::default());
    assert!(unknown.is_err_and(|error| matches!(error, SparqlError::Evaluation(_))));
    // The two ways to a distance agree.
    asked(
        "SELECT (ABS(geof:distance(?a, ?b, uom:kilometre) - milieu:distance(?a, ?b)) < 1e-6 AS ?same) { id:karlsruhe geo:asWKT ?a . id:munich-point geo:asWKT ?b }",
        &["true"],
    );
}

#[test]
fn what_cannot_be_looked_for_is_refused_with_a_reason() {
    for (query, part) in [
        ("SELECT * { ?x milieu:nearby (id:stuttgart 'far') }", "kilometres"),
        ("SELECT * { ?x milieu:nearby (id:stuttgart -1) }", "kilometres"),
        ("SELECT * { ?x milieu:nearby (id:stuttgart) }", "takes (place number)"),
        ("SELECT * { ?x milieu:nearby (48.7 9.1) }", "takes (place number)"),
        ("SELECT * { ?x milieu:nearby id:stuttgart }", "takes (place number)"),
        ("SELECT (COUNT(*) AS ?n) { ?x milieu:nearest (id:stuttgart 1.5) }", "how many"),
        ("SELECT * { ?x milieu:nearby (?c 10) }", "needs its argument"),
        ("ASK { ?x milieu:nearby ?list }", "needs its argument"),
        ("SELECT * { ?x milieu:nearby ([] 10) }", "cannot take"),
    ] {
        let failed = match sparql::query(&world(), query, &QueryOptions::default()) {
            Err(error) => Err(error),
            Ok(sparql::QueryResults::Solutions(_)) => rows(&world(), query, &QueryOptions::default()),
            Ok(_) => panic!("{query} has an answer"),
        };
        match failed {
            Err(error @ SparqlError::Arguments(_)) => assert!(error.to_string().contains(part), "{query}: {error}"),
            other => panic!("{query}: {other:?}"),
        }
    }
}

#[test]
fn the_papers_clusters_have_points() {
    let store = Store::new();
    Load::new(&store).atlas().unwrap();
    let query = "SELECT (COUNT(DISTINCT ?x) AS ?n) { ?c a milieu:Cluster . ?x milieu:nearest (?c 1) }";
    let found = rows(&store.snapshot(), query, &QueryOptions::default()).unwrap();
    assert!(found[0][0].parse::<u32>().unwrap() >= 3, "{found:?}");
    let point = |latitude, longitude| Point::new(latitude, longitude).unwrap();
    assert_eq!(store.snapshot().near(point(35.7, 139.7), 50.0).len(), 1);
    assert!(store.snapshot().nearest(point(48.13743, 11.57549), 1)[0].thing.to_string().contains("stuttgart"));
}
