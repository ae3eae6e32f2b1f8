//! JSON-LD with short keys says what N-Triples say, by its own context and by the whole one.

use milieu::Store;
use milieu::face::http::Settings;
use milieu::io::{JsonLdProfileSet, RdfFormat, RdfParser};
use milieu::model::Quad;
use milieu::sparql::{self, QueryOptions};
use serde_json::Value;

use crate::server::{Answer, Server, encode};
use crate::{canonical, quads};

fn parse(json: &Value) -> Vec<Quad> {
    let format = RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() };
    let quads = RdfParser::from_format(format).for_slice(json.to_string().as_bytes()).collect::<Result<_, _>>();
    quads.unwrap_or_else(|error| panic!("{error}: {json:#}"))
}

/// Holds the JSON-LD against the N-Triples of the same.
#[track_caller]
fn says_the_same(server: &Server, json: &Answer, triples: &Answer) {
    let expected = canonical(&quads(triples));
    let mut json = json.json();
    assert_eq!(canonical(&parse(&json)), expected, "{json:#}");
    let whole = server.get("/context.jsonld", "").ok("application/ld+json").json();
    let own = std::mem::replace(&mut json["@context"], whole["@context"].clone());
    assert_eq!(canonical(&parse(&json)), expected, "with the whole context: {json:#}");
    for (name, definition) in own.as_object().unwrap() {
        assert_eq!(whole["@context"][name], *definition, "{name} means the same in both");
    }
}

#[test]
fn documents_have_short_keys_and_lose_nothing() {
    let server = Server::shared();
    for path in [
        "/id/toy/actor/alder-university",
        "/id/toy/cluster/birch-bay",
        "/ontology",
        "/ontology/Linkage",
        "/scheme/flow",
        "/shapes",
        "/catalog",
        "/.well-known/void",
    ] {
        let json = server.get(path, "application/ld+json").ok("application/ld+json");
        says_the_same(server, &json, &server.get(path, "application/n-triples").ok("application/n-triples"));
    }
    let json = server.get("/id/toy/actor/alder-university", "application/ld+json").json();
    let thing = json["@graph"]
        .as_array()
        .unwrap()
        .iter()
        .find(|node| node["@id"] == "https://w3id.org/milieu/id/toy/actor/alder-university");
    let thing = thing.unwrap();
    assert_eq!(thing["label"], "Alder University", "English needs no tag: {thing:#}");
    assert_eq!(thing["locatedIn"], "nuts:DE111", "a thing is its short name");
    assert!(thing.as_object().unwrap().keys().all(|key| !key.contains("://")), "{thing:#}");
    assert!(thing["@type"].to_string().contains("\"Actor\""), "{thing:#}");
}

#[test]
fn the_context_is_made_of_prefixes_and_terms() {
    let server = Server::shared();
    let context = &server.get("/context.jsonld", "").ok("application/ld+json").json()["@context"];
    assert_eq!(context["nuts"], "http://data.europa.eu/nuts/code/");
    assert_eq!(context["Cluster"], "https://w3id.org/milieu/ontology#Cluster");
    assert_eq!(context["hasEnd"]["@type"], "@id");
    assert_eq!(context["label"]["@language"], "en");
    assert_eq!(context["endCount"]["@type"], "http://www.w3.org/2001/XMLSchema#integer");
    for (prefix, namespace) in milieu::vocab::PREFIXES {
        assert_eq!(context[prefix], *namespace);
    }
}

#[test]
fn what_is_odd_is_read_back_as_it_was() {
    let store = Store::new();
    let odd = r#"INSERT DATA { GRAPH graph:odd {
        <urn:x:1> milieu:endCount 7, "007"^^xsd:integer, "x"^^xsd:integer, "7", 7.0, 99999999999999999999 ;
            milieu:hasEnd "a text", <urn:x:2>, "7"@de, _:b ;
            rdfs:label "one"@en, "eins"@de, "plain", "o'\"ne\n\\ \u00e9\u20ac"@en-GB, 3 ;
            milieu:contribution 1.50, 1.5e0, "1.5"^^xsd:double ;
            rdf:type _:b, "no class", milieu:Actor, <urn:x:class> ;
            <http://example.org/p> "2024-01-01"^^xsd:date, true, "1"^^xsd:boolean, "x"^^<http://example.org/dt> ;
            <http://example.org/@id> nuts:DE1, <http://data.europa.eu/nuts/code/a/b>, <https://w3id.org/milieu/id/> .
        _:b rdf:first 1 ; rdf:rest rdf:nil .
    } }"#;
    sparql::update(&store, odd, &QueryOptions::default()).unwrap();
    let server = Server::over(store, Settings::new());
    let query = "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }";
    let json = server.query(query, "application/ld+json").ok("application/ld+json");
    says_the_same(&server, &json, &server.query(query, "application/n-triples").ok("application/n-triples"));

    // A scheme that is called like a prefix is not taken for one.
    let place =
        format!("/sparql?query={}", encode("CONSTRUCT { <urn:x:1> rdfs:seeAlso <geo:48.8,9.2>, geo:Feature } {}"));
    let json = server.get(&place, "application/ld+json").ok("application/ld+json");
    let triples = server.get(&place, "application/n-triples").ok("application/n-triples");
    assert_eq!(canonical(&parse(&json.json())), canonical(&quads(&triples)), "{}", json.text);

    // What JSON-LD cannot say with short keys it says as before, or not at all.
    let direction = format!("/sparql?query={}", encode("CONSTRUCT { <urn:x:1> rdfs:label 'a'@en--ltr } {}"));
    let answer = server.get(&direction, "application/ld+json").ok("application/ld+json");
    assert!(answer.text.contains("\"@direction\""), "{}", answer.text);
}

#[test]
fn terms_that_come_late_stand_in_full() {
    let store = Store::new();
    // More than decide about the context, then a property that none of those has.
    sparql::update(
        &store,
        "INSERT { ?a milieu:hasEnd <urn:x:e> } WHERE {
            VALUES ?i { 0 1 2 3 4 5 6 7 8 9 } VALUES ?j { 0 1 2 3 4 5 6 7 8 9 } VALUES ?k { 0 1 2 3 4 5 6 7 8 9 } VALUES ?l { 0 1 2 3 4 5 6 7 8 9 }
            BIND(IRI(CONCAT('urn:x:', STR(?i), STR(?j), STR(?k), STR(?l))) AS ?a) }",
        &QueryOptions::default(),
    )
    .unwrap();
    sparql::update(
        &store,
        "INSERT DATA { <urn:z> milieu:partOf nuts:DE1 ; rdfs:label 'z'@en }",
        &QueryOptions::default(),
    )
    .unwrap();
    let server = Server::over(store, Settings::new());
    let query = "CONSTRUCT { ?s ?p ?o } { { ?s ?p ?o FILTER(?s != <urn:z>) } UNION { ?s ?p ?o FILTER(?s = <urn:z>) } }";
    let json = server.query(query, "application/ld+json").ok("application/ld+json");
    says_the_same(&server, &json, &server.query(query, "application/n-triples").ok("application/n-triples"));
    assert!(json.text.contains("\"hasEnd\"") && json.text.contains("\"https://w3id.org/milieu/ontology#partOf\""));
}
