//! Updates, as the W3C's suite for the SPARQL 1.1 Protocol sends them.

use super::server::{Server, encode};
use super::{FORM, TOKEN, UPDATE, empty};

const INSERT: &str = "INSERT DATA { GRAPH <http://example.org/a> { <http://example.org/s> a <http://example.org/T> } }";

#[track_caller]
fn ask(server: &Server, query: &str) -> bool {
    let answer = server.query(query, "").ok("application/sparql-results+json").json();
    answer["boolean"].as_bool().unwrap()
}

#[test]
fn what_is_wrong_with_an_update() {
    let server = empty();
    let update = encode(INSERT);
    let refused = server.get(&format!("/sparql?update={update}"), "");
    refused.problem(405);
    assert_eq!(refused.header("allow"), "POST");
    server.post("/sparql", &[TOKEN, FORM], &format!("update={update}&update={update}")).problem(400);
    server.post("/sparql", &[TOKEN, FORM], &format!("update={update}&query=ASK%7B%7D")).problem(400);
    server.post("/sparql", &[TOKEN, ("content-type", "text/plain")], INSERT).problem(415);
    server.send("POST", "/sparql", &[TOKEN], Some(format!("update={update}").as_bytes())).problem(415);
    let utf_16: Vec<u8> = INSERT.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let body = [TOKEN, ("content-type", "application/sparql-update; charset=UTF-16")];
    server.send("POST", "/sparql", &body, Some(&utf_16)).problem(400);
    server.post("/sparql", &[TOKEN, UPDATE], "INSERT DATA { ?s a ?o }").problem(400);
    server.post("/sparql", &[UPDATE], INSERT).problem(401);
    assert!(server.store.snapshot().is_empty(), "nothing of that was made");
}

#[test]
fn by_form_and_direct() {
    let server = empty();
    let made = server.post("/sparql", &[TOKEN, FORM], &format!("update={}", encode(INSERT)));
    assert_eq!((made.status, made.text.as_str()), (204, ""));
    assert!(made.header("milieu-snapshot").starts_with("1 "), "{}", made.header("milieu-snapshot"));
    assert!(ask(&server, "ASK { GRAPH <http://example.org/a> { ?s a <http://example.org/T> } }"));
    let delete = "DELETE WHERE { GRAPH ?g { ?s ?p ?o } }";
    assert_eq!(server.post("/sparql", &[TOKEN, UPDATE], delete).status, 204);
    assert!(server.store.snapshot().is_empty());
}

#[test]
fn the_dataset_of_an_update() {
    let server = empty();
    let [a, b] = ["http://example.org/a", "http://example.org/b"];
    let fill =
        format!("DROP ALL; INSERT DATA {{ GRAPH <{a}> {{ <urn:x> a <urn:A> }} GRAPH <{b}> {{ <urn:x> a <urn:B> }} }}");
    let classes = |update: &str, with: &str| {
        assert_eq!(server.post("/sparql", &[TOKEN, UPDATE], &fill).status, 204);
        let form = format!("update={}{with}", encode(update));
        assert_eq!(server.post("/sparql", &[TOKEN, FORM], &form).status, 204, "{update} {with}");
        let found =
            server.query("SELECT ?c { GRAPH <urn:to> { ?s ?p ?c } } ORDER BY ?c", "text/csv").ok("text/csv").text;
        found.lines().skip(1).collect::<Vec<_>>().join(" ")
    };
    let default = "INSERT { GRAPH <urn:to> { ?s a ?c } } WHERE { ?s a ?c }";
    let named = "INSERT { GRAPH <urn:to> { ?s a ?c } } WHERE { GRAPH ?g { ?s a ?c } }";
    let (using, using_named) =
        (format!("&using-graph-uri={}", encode(a)), format!("&using-named-graph-uri={}", encode(b)));
    assert_eq!(classes(default, ""), "urn:A urn:B");
    assert_eq!(classes(default, &using), "urn:A");
    assert_eq!(classes(default, &format!("{using}&using-graph-uri={}", encode(b))), "urn:A urn:B");
    assert_eq!(classes(named, &using_named), "urn:B");
    assert_eq!(classes(named, &using), "");
    let whole = "INSERT { GRAPH <urn:to> { ?s a ?c, ?d } } WHERE { ?s a ?c . GRAPH ?g { ?s a ?d } }";
    assert_eq!(classes(whole, &format!("{using}{using_named}")), "urn:A urn:B");
}

#[test]
fn a_dataset_that_is_named_twice_is_refused() {
    let server = empty();
    let with = format!("using-named-graph-uri={}", encode("urn:people"));
    for update in [
        "DELETE { ?s a ?o } USING <urn:a> WHERE { ?s a ?o }",
        "WITH <urn:a> INSERT { ?s a ?o } WHERE { ?s a ?o }",
        "INSERT DATA { <urn:s> a <urn:T> } ; INSERT { ?s a ?o } USING NAMED <urn:a> WHERE { GRAPH ?g { ?s a ?o } }",
    ] {
        let problem = server.post(&format!("/sparql?{with}"), &[TOKEN, UPDATE], update).problem(400);
        assert!(problem["detail"].as_str().unwrap().contains("using-graph-uri"), "{problem}");
    }
    assert!(server.store.snapshot().is_empty(), "no operation of them was made");
}

#[test]
fn relative_names_are_relative_to_the_endpoint() {
    let server = empty();
    let update = "CLEAR SILENT GRAPH <http://example.org/base/> ; INSERT DATA { GRAPH <http://example.org/base/> { <urn:s> <urn:p> <test> } }";
    assert_eq!(server.post("/sparql", &[TOKEN, UPDATE], update).status, 204);
    let answer = server.query("SELECT ?o { GRAPH <http://example.org/base/> { ?s ?p ?o } }", "text/csv").ok("text/csv");
    assert_eq!(answer.text, format!("o\r\n{}/test\r\n", server.base));
}
