//! SERVICE and LOAD through a server that may ask another one, and no third.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::time::{Duration, Instant};

use milieu::face::http::Settings;
use milieu::remote::{Allowed, Client};

use crate::server::{Server, encode};

const UPDATE: [(&str, &str); 2] =
    [("content-type", "application/sparql-update"), ("authorization", "Bearer open sesame")];

/// A server that may ask `allowed`.
fn server(allowed: &[&str]) -> Server {
    let client = Client::new(Allowed::new(allowed).unwrap()).timeout(Duration::from_secs(20));
    Server::toy(Settings::new().token("open sesame").remote(client).timeout(Duration::from_secs(20)))
}

fn csv(server: &Server, query: &str) -> String {
    server.query(query, "text/csv").ok("text/csv").text
}

/// Answers each request with these bytes, after so long.
fn sends(head: &str, body: &str, after: Duration) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/sparql", listener.local_addr().unwrap());
    let answer = format!("HTTP/1.1 {head}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len());
    std::thread::spawn(move || {
        for client in listener.incoming() {
            let Ok(mut client) = client else { return };
            let answer = answer.clone();
            std::thread::spawn(move || {
                let _ = client.read(&mut vec![0; 1 << 16]);
                std::thread::sleep(after);
                let _ = client.write_all(answer.as_bytes());
                // What is closed with something unread is reset, and its answer lost.
                let _ = client.shutdown(std::net::Shutdown::Write);
                let _ = std::io::copy(&mut client, &mut std::io::sink());
            });
        }
    });
    url
}

#[test]
fn a_service_that_is_allowed_is_joined() {
    let other = Server::shared();
    let endpoint = format!("{}/sparql", other.base);
    let server = server(&[&endpoint]);
    let pattern = "?cluster a milieu:Cluster ; rdfs:label ?label";
    let here = csv(&server, &format!("SELECT ?cluster ?label {{ {pattern} }} ORDER BY ?label"));
    let there =
        csv(&server, &format!("SELECT ?cluster ?label {{ SERVICE <{endpoint}> {{ {pattern} }} }} ORDER BY ?label"));
    assert_eq!((&there, there.lines().count()), (&here, 4));
    let joined = format!(
        "SELECT ?label {{ ?cluster a milieu:Cluster . SERVICE <{endpoint}> {{ ?cluster rdfs:label ?label }} }} ORDER BY ?label"
    );
    assert_eq!(csv(&server, &joined).lines().count(), 4);
    let by_variable = format!(
        "SELECT ?label {{ VALUES ?where {{ <{endpoint}> }} SERVICE ?where {{ <https://w3id.org/milieu/id/toy/cluster/birch-bay> rdfs:label ?label }} }}"
    );
    assert!(csv(&server, &by_variable).contains("Birch Bay"));
    let literals = format!("SELECT ?x {{ SERVICE <{endpoint}> {{ BIND(\"a \\\"b\\\" <c> \\\\ é\"@en AS ?x) }} }}");
    assert!(csv(&server, &literals).contains("a \"\"b\"\" <c> \\ é"), "what is written is read again");
}

#[test]
fn what_is_not_allowed_is_not_asked() {
    let other = Server::shared();
    let endpoint = format!("{}/sparql", other.base);
    let elsewhere = format!("{}/views", other.base);
    let server = server(&[&endpoint]);
    for service in
        [elsewhere.as_str(), "http://169.254.169.254/latest/", "http://[fd00:ec2::254]/", "file:///etc/passwd", "urn:a"]
    {
        let query = format!("SELECT * {{ SERVICE <{service}> {{ ?s ?p ?o }} }}");
        let refused = server.query(&query, "").problem(403);
        assert!(refused["detail"].as_str().unwrap().contains("--allow-remote"), "{service}: {refused}");
        let silent = format!("SELECT (COUNT(*) AS ?n) {{ SERVICE SILENT <{service}> {{ ?s ?p ?o }} }}");
        assert_eq!(csv(&server, &silent), "n\r\n1\r\n", "one empty solution");
        let by_variable = format!("SELECT * {{ VALUES ?where {{ <{service}> }} SERVICE ?where {{ ?s ?p ?o }} }}");
        server.query(&by_variable, "").problem(403);
        let load = server.post("/sparql", &UPDATE, &format!("LOAD <{service}>"));
        load.problem(403);
    }
    let without = Server::toy(Settings::new().token("open sesame"));
    let refused = without.query(&format!("SELECT * {{ SERVICE <{endpoint}> {{ ?s ?p ?o }} }}"), "").problem(403);
    assert!(refused["detail"].as_str().unwrap().contains("switched off"), "{refused}");
    without.post("/sparql", &UPDATE, &format!("LOAD <{}/ontology.ttl>", other.base)).problem(403);
}

#[test]
fn a_service_that_fails_is_an_error_and_silent_passes_over_it() {
    for (head, body) in [
        ("500 Oh", ""),
        ("200 OK\r\nContent-Type: text/html", "<html>"),
        (
            "200 OK\r\nContent-Type: application/sparql-results+json",
            "{\"head\":{\"vars\":[\"x\"]},\"results\":{\"bindings\":[{\"x\":",
        ),
        ("200 OK\r\nContent-Type: application/sparql-results+json", "{\"head\":{},\"boolean\":true}"),
        (
            "200 OK\r\nContent-Type: application/sparql-results+xml",
            "<!DOCTYPE r [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><sparql>&a;</sparql>",
        ),
        ("302 Found\r\nLocation: http://169.254.169.254/", ""),
    ] {
        let url = sends(head, body, Duration::ZERO);
        let server = server(&[&url]);
        let refused = server.query(&format!("SELECT * {{ SERVICE <{url}> {{ ?x ?p ?o }} }}"), "");
        assert!(matches!(refused.status, 403 | 502), "{head}: {} {}", refused.status, refused.text);
        let silent = format!("SELECT (COUNT(*) AS ?n) {{ SERVICE SILENT <{url}> {{ ?x ?p ?o }} }}");
        assert_eq!(csv(&server, &silent), "n\r\n1\r\n", "{head}");
    }
    let deep = "{\"type\":\"triple\",\"value\":{\"object\":".repeat(100_000);
    let body = format!("{{\"head\":{{\"vars\":[\"x\"]}},\"results\":{{\"bindings\":[{{\"x\":{deep}");
    let url = sends("200 OK\r\nContent-Type: application/sparql-results+json", &body, Duration::ZERO);
    let refused = server(&[&url]).query(&format!("SELECT * {{ SERVICE <{url}> {{ ?x ?p ?o }} }}"), "").problem(502);
    assert!(refused["detail"].as_str().unwrap().contains("64 deep"), "{refused}");
}

#[test]
fn a_service_that_is_slow_ends_with_the_query() {
    let url = sends("200 OK", "", Duration::from_secs(30));
    let client = Client::new(Allowed::new([&url]).unwrap());
    let server = Server::toy(Settings::new().remote(client).timeout(Duration::from_millis(500)));
    let begun = Instant::now();
    let silent = server.query(&format!("SELECT * {{ SERVICE SILENT <{url}> {{ ?s ?p ?o }} }}"), "");
    assert!(matches!(silent.status, 503 | 200), "{}", silent.text);
    server.query(&format!("SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}"), "");
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
    // Its worker is free again, long before the other side answers.
    let health = || server.get("/healthz", "").json()["at_work"].as_u64();
    while health() != Some(0) {
        assert!(begun.elapsed() < Duration::from_secs(20), "it is still at work");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn an_update_asks_a_service_and_changes_all_or_nothing() {
    let other = Server::shared();
    let endpoint = format!("{}/sparql", other.base);
    let server = server(&[&endpoint]);
    let insert = format!(
        "INSERT {{ GRAPH graph:copied {{ ?c rdfs:label ?label }} }} WHERE {{ SERVICE <{endpoint}> {{ ?c a milieu:Cluster ; rdfs:label ?label }} }}"
    );
    assert_eq!(server.post("/sparql", &UPDATE, &insert).status, 204);
    assert_eq!(csv(&server, "SELECT (COUNT(*) AS ?n) { GRAPH graph:copied { ?s ?p ?o } }"), "n\r\n3\r\n");
    let before = server.store.snapshot().hash();
    let refused = "INSERT DATA { <urn:a> rdfs:label 'A' } ; INSERT { ?s ?p ?o } WHERE { SERVICE <http://10.0.0.1/> { ?s ?p ?o } }";
    server.post("/sparql", &UPDATE, refused).problem(403);
    assert_eq!(server.store.snapshot().hash(), before);
}

#[test]
fn load_fetches_what_is_allowed() {
    let other = Server::shared();
    let allowed = format!("{}/*", other.base);
    let server = server(&[&allowed]);
    let load = |text: String| server.post("/sparql", &UPDATE, &text);
    let thing = format!("{}/id/toy/cluster/birch-bay", other.base);
    assert_eq!(load(format!("LOAD <{thing}> INTO GRAPH graph:fetched")).status, 204);
    let count = csv(&server, "SELECT (COUNT(*) AS ?n) { GRAPH graph:fetched { ?s ?p ?o } }");
    assert!(count.lines().nth(1).unwrap().parse::<u32>().unwrap() > 3, "{count}");
    let before = server.store.snapshot().hash();
    let not_there = format!("{}/nowhere", other.base);
    load(format!("LOAD <{not_there}>")).problem(502);
    assert_eq!(load(format!("LOAD SILENT <{not_there}>")).status, 204);
    for (media, body) in [
        ("text/turtle", "<urn:a> <urn:b> 1 . <urn:broken".to_owned()),
        ("text/turtle", format!("<urn:a> <urn:b> {}", "<<( <urn:a> <urn:b> ".repeat(100_000))),
        ("application/n-triples", format!("<urn:a> <urn:b> {}", "<<( <urn:a> <urn:b> ".repeat(100_000))),
        ("application/ld+json", "{\"urn:a\":".repeat(50_000)),
        ("application/ld+json", "{\"@context\":\"http://127.0.0.1:9/context\",\"a\":1}".to_owned()),
        ("application/rdf+xml", "<a xmlns='urn:'>".repeat(100_000)),
        ("application/rdf+xml", laughs()),
        ("text/html", "<html>".to_owned()),
    ] {
        let url = sends(&format!("200 OK\r\nContent-Type: {media}"), &body, Duration::ZERO);
        let server = self::server(&[&url]);
        let hash = server.store.snapshot().hash();
        server.post("/sparql", &UPDATE, &format!("INSERT DATA {{ <urn:x> <urn:y> 1 }} ; LOAD <{url}>")).problem(502);
        assert_eq!(server.store.snapshot().hash(), hash, "{media}: {body:.40}");
    }
    assert_eq!(server.store.snapshot().hash(), before);
}

/// Some hundred bytes that stand for ten gigabytes.
fn laughs() -> String {
    let level = |level: u32| format!("<!ENTITY l{level} \"{}\">", format!("&l{};", level - 1).repeat(10));
    let levels = (1..10).map(level).collect::<Vec<_>>().concat();
    let text = format!("<!DOCTYPE r [<!ENTITY l0 \"lol\">{levels}");
    format!(
        "{text}]><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><a xmlns='urn:'>&l9;</a></rdf:RDF>"
    )
}

#[test]
fn a_query_asks_no_more_than_it_may() {
    let other = Server::shared();
    let server = server(&[&format!("{}/*", other.base)]);
    let service = |n: u32| format!(" UNION {{ SERVICE <{}/sparql?n={n}> {{ BIND(1 AS ?x) }} }}", other.base);
    let services = (0..101).map(service).collect::<Vec<_>>().concat();
    let refused = server.query(&format!("SELECT ?x {{ {{}} {services} }}"), "").problem(502);
    assert!(refused["detail"].as_str().unwrap().contains("100 things"), "{refused}");
    // The same is asked once, however many rows it is joined with.
    let same = format!(
        "SELECT (COUNT(*) AS ?n) {{ VALUES ?y {{ {} }} SERVICE <{}/sparql> {{ BIND(1 AS ?x) }} }}",
        "1 2 3 ".repeat(100),
        other.base
    );
    assert_eq!(server.get(&format!("/sparql?query={}", encode(&same)), "text/csv").text, "n\r\n300\r\n");
}
