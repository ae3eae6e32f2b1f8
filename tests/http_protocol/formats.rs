//! Answers as a map and as a network.

use super::server::{Server, encode};
use super::{TOKEN, UPDATE, empty};

const MAP: &str = "application/geo+json";
const NETWORK: &str = "application/graphml+xml";

/// A server with three places: by a geometry, by degrees, by none.
fn places() -> Server {
    let server = empty();
    let insert = "INSERT DATA {
        <urn:a> rdfs:label 'A & <b>' ; geo:asWKT 'POINT(9.18 48.78)'^^geo:wktLiteral ; <urn:n> 1 ; <urn:next> <urn:b> .
        <urn:b> rdfs:label 'B'@en ; wgs:lat 48.1 ; wgs:long 11.6 ; <urn:n> 2 ; <urn:next> <urn:c> .
        <urn:c> rdfs:label 'C' ; <urn:n> 3.5 }";
    let made = server.post("/sparql", &[TOKEN, UPDATE], insert);
    assert_eq!(made.status, 204, "{}", made.text);
    server
}

/// What the features of a map say: geometry and properties.
fn features(server: &Server, query: &str) -> Vec<(String, serde_json::Value)> {
    let map = server.query(query, MAP).ok(MAP).json();
    assert_eq!(map["type"], "FeatureCollection");
    let feature = |feature: &serde_json::Value| {
        assert_eq!(feature["type"], "Feature");
        (feature["geometry"].to_string(), feature["properties"].clone())
    };
    map["features"].as_array().unwrap().iter().map(feature).collect()
}

#[test]
fn a_map_by_geometry_by_degrees_and_by_things() {
    let server = places();
    let geometry = features(&server, "SELECT ?s ?wkt ?n { ?s <urn:n> ?n OPTIONAL { ?s geo:asWKT ?wkt } } ORDER BY ?n");
    let stuttgart = r#"{"type":"Point","coordinates":[9.18,48.78]}"#;
    assert_eq!(geometry[0], (stuttgart.to_owned(), serde_json::json!({ "s": "urn:a", "n": 1 })));
    assert_eq!(geometry[1].0, "null", "a row without a place stays");
    assert_eq!(geometry[2].1["n"], 3.5);
    let munich = r#"{"type":"Point","coordinates":[11.6,48.1]}"#;
    let degrees =
        features(&server, "SELECT ?label ?lat ?Long { ?s wgs:lat ?lat ; wgs:long ?Long ; rdfs:label ?label }");
    assert_eq!(degrees, [(munich.to_owned(), serde_json::json!({ "label": "B" }))]);
    let things = features(&server, "SELECT ?n ?s { ?s <urn:n> ?n } ORDER BY ?n");
    let drawn: Vec<_> = things.iter().map(|(geometry, _)| geometry.as_str()).collect();
    assert_eq!(drawn, [stuttgart, munich, "null"]);
    let polygon = "SELECT ('POLYGON((0 0, 1 0, 1 1, 0 0))'^^geo:wktLiteral AS ?shape) {}";
    assert!(features(&server, polygon)[0].0.contains("Polygon"));
    assert_eq!(features(&server, "SELECT ?s { ?s <urn:none> ?n }"), [], "of no rows there is an empty map");
}

#[test]
fn what_is_no_map() {
    let server = places();
    for (query, word) in [
        ("SELECT ?n { ?s <urn:n> ?n }", "geo:wktLiteral"),
        ("SELECT (<urn:c> AS ?c) {}", "geo:wktLiteral"),
        ("SELECT ('CIRCLE(0 0)'^^geo:wktLiteral AS ?shape) {}", "CIRCLE(0 0)"),
        ("SELECT (91 AS ?lat) (0 AS ?long) {}", "91"),
    ] {
        let problem = server.get(&format!("/sparql?format=geojson&query={}", encode(query)), "").problem(406);
        assert!(problem["detail"].as_str().unwrap().contains(word), "{query}: {problem}");
    }
    server.query("ASK {}", MAP).problem(406);
    server.get(&format!("/sparql?format=geojson&query={}", encode("ASK {}")), "").problem(400);
    server.get(&format!("/sparql?format=graphml&query={}", encode("CONSTRUCT WHERE { ?s ?p ?o }")), "").problem(400);
}

#[test]
fn a_network_of_two_columns_of_things() {
    let server = places();
    let query = "SELECT ?s ?n ?next (?n > 1 AS ?large) { ?s <urn:n> ?n OPTIONAL { ?s <urn:next> ?next } } ORDER BY ?s";
    let xml = server.query(query, NETWORK).ok(NETWORK).text;
    for part in [
        "<graph id=\"answer\" edgedefault=\"directed\">",
        "attr.name=\"n\" attr.type=\"double\"",
        "attr.name=\"large\" attr.type=\"boolean\"",
        "<node id=\"n0\"><data key=\"name\">urn:a</data><data key=\"label\">A &amp; &lt;b&gt;</data></node>",
        "<node id=\"n2\"><data key=\"name\">urn:c</data><data key=\"label\">C</data></node>",
        "<edge source=\"n0\" target=\"n1\"><data key=\"c1\">1</data><data key=\"c3\">false</data></edge>",
    ] {
        assert!(xml.contains(part), "{part}: {xml}");
    }
    assert_eq!((xml.matches("<node ").count(), xml.matches("<edge ").count()), (3, 2), "a row with one end is a node");
    // Of more columns of things two are named.
    let three = "SELECT ?s (?next AS ?to) (?s AS ?from) { ?s <urn:next> ?next } ORDER BY ?s";
    assert!(server.query(three, NETWORK).ok(NETWORK).text.contains("attr.name=\"s\" attr.type=\"string\""));
    let unnamed = "SELECT ?s ?next (?s AS ?again) { ?s <urn:next> ?next }";
    let problem = server.query(unnamed, NETWORK).problem(406);
    assert!(problem["detail"].as_str().unwrap().contains("?from and ?to"), "{problem}");
    server.query("SELECT ?s ?n { ?s <urn:n> ?n }", NETWORK).problem(406);
    let none = server.query("SELECT ?a ?b { ?a <urn:none> ?b }", NETWORK).ok(NETWORK).text;
    assert_eq!(none.matches("<node ").count(), 0);
}

#[test]
fn views_as_maps_and_networks() {
    let server = Server::shared();
    let view = "/views/actor/ego-network";
    let choices = server.get("/views/actor/degree.json", "").ok("application/json").json();
    let actor = choices["rows"][0][0]["value"].as_str().unwrap().to_owned();
    let asked = format!("?wanted={}", encode(&actor));
    let rows = server.get(&format!("{view}.json{asked}"), "").ok("application/json").json();
    let ties = rows["rows"].as_array().unwrap().len();
    assert!(ties > 0, "{rows}");
    for answer in [server.get(&format!("{view}.graphml{asked}"), ""), server.get(&format!("{view}{asked}"), NETWORK)] {
        let answer = answer.ok(NETWORK);
        assert_eq!(answer.text.matches("<edge ").count(), ties, "{}", answer.text);
        assert!(answer.text.contains("key=\"label\""), "things have their labels");
        assert!(answer.header("content-disposition").contains("actor-ego-network.graphml"));
        assert!(answer.header("milieu-snapshot").contains(&server.store.snapshot().hash()));
    }
    let refused = server.get("/views/cluster/members-by-kind.graphml?group_kind=milieu:Cluster", "").problem(406);
    assert!(refused["detail"].as_str().unwrap().contains("network"), "{refused}");
    let page = server.get(&format!("{view}.graphml{asked}&page_size=1"), "").ok(NETWORK);
    assert_eq!(page.text.matches("<edge ").count(), 1);
    assert!(page.header("link").contains("rel=\"first\""), "{}", page.header("link"));
    // A row of a view is where the thing that it is about is.
    let map = server.get("/views/actor/degree.geojson", "").ok(MAP).json();
    let features = map["features"].as_array().unwrap();
    assert_eq!(features.len(), choices["rows"].as_array().unwrap().len());
    let university = features.iter().find(|row| row["properties"]["actor_label"] == "Alder University").unwrap();
    assert_eq!(university["geometry"]["coordinates"], serde_json::json!([9.18, 48.78]));
    assert!(university["properties"]["linkages"].is_u64(), "{university}");
    assert!(features.iter().any(|row| row["geometry"].is_null()), "not of all is a place known");
}
