//! Requests that are made to take stack, memory or time without end: each has an answer, and the server goes on.

use std::io::Write;
use std::time::{Duration, Instant};

use milieu::face::http::Settings;

use crate::raw::{self, ask, ask_with, connect};
use crate::server::Server;

const QUERY: (&str, &str) = ("content-type", "application/sparql-query");

/// One of it on its own, so that a fall is seen.
fn goes_on(server: &Server) {
    server.query("ASK {}", "").ok("application/sparql-results+json");
}

#[test]
fn what_is_nested_without_end_is_refused_with_its_place() {
    let server = Server::toy(Settings::new().token("open sesame"));
    let r = |text: &str| text.repeat(100_000);
    for query in [
        format!("SELECT * {{ FILTER({}1", r("(")),
        format!("SELECT * {{ FILTER({}1{}) }}", r("("), r(")")),
        format!("SELECT * {{ {}{} }}", r("{"), r("}")),
        format!("SELECT * {{ {}", r("FILTER EXISTS { ?s ?p ?o ")),
        format!("SELECT * {{ {}", r("OPTIONAL { ?s ?p ?o ")),
        format!("SELECT * {{ {}", r("{ SELECT * ")),
        format!("SELECT * {{ ?s ?p {}", r("[ ?p ")),
        format!("SELECT * {{ ?s ?p {}", r("( ")),
        format!("SELECT * {{ ?s {}<urn:p>", r("(")),
        format!("SELECT * {{ ?s ?p {}", r("<<( ?s ?p ")),
        format!("SELECT * {{ FILTER({}1", r("STR(")),
        format!("SELECT * {{ FILTER(1{}) }}", r("+1")),
        format!("SELECT * {{ FILTER(true{}) }}", r("||true")),
        format!("SELECT * {{ FILTER({}true) }}", r("!")),
        format!("SELECT * {{ ?s <urn:p>{} ?o }}", r("/<urn:p>")),
        format!("SELECT * {{ ?s {}<urn:p> ?o }}", r("^")),
        format!("SELECT * {{ {{}} {} }}", r("UNION {}")),
        format!("SELECT * {{ {} }}", r("OPTIONAL {}")),
    ] {
        let problem = server.post("/sparql", &[QUERY], &query).problem(400);
        assert_eq!(problem["line"], 1, "{query:.40}: {problem}");
        assert!(problem["column"].as_u64().unwrap() < 60_000, "it is seen early: {problem}");
        goes_on(&server);
    }
    let update = [("content-type", "application/sparql-update"), ("authorization", "Bearer open sesame")];
    for text in [
        format!("INSERT DATA {{ <urn:s> <urn:p> {}", r("<<( <urn:s> <urn:p> ")),
        format!("INSERT DATA {{ <urn:s> <urn:p> {}", r("[ <urn:p> ")),
        format!("INSERT {{ ?s ?p ?o }} WHERE {{ {}", r("{")),
    ] {
        server.post("/sparql", &update, &text).problem(400);
    }
    goes_on(&server);
}

#[test]
fn what_is_long_and_flat_is_answered_or_refused() {
    let server = Server::toy(Settings::new().timeout(Duration::from_secs(5)));
    let r = |text: &str| text.repeat(20_000);
    for query in [
        format!("SELECT (COUNT(*) AS ?n) {{ VALUES ?x {{ {} }} }}", r("-1 ")),
        format!("SELECT (COUNT(*) AS ?n) {{ ?s ?p ?o FILTER(?o IN ({}1)) }}", r("1, ")),
        format!("SELECT ?s {{ ?s ?p ?o {} }} LIMIT 1", r("; ?p ?o ")),
        format!("SELECT ?s {{ ?s ?p ({}) }}", r("1 ")),
        format!("SELECT ?s {{ ?s a milieu:Cluster }} ORDER BY {}", r("?s ")),
        format!("ASK {{ ?s ?p '{}' }}", r("(((( ")),
    ] {
        let answer = server.post("/sparql", &[QUERY], &query);
        assert!(matches!(answer.status, 200 | 422 | 503), "{query:.60}: {} {}", answer.status, answer.text);
        goes_on(&server);
    }
    let large = server.post("/sparql", &[QUERY], &format!("SELECT ?s {{ ?s ?p ({}) }}", r("1 "))).problem(422);
    assert!(large["detail"].as_str().unwrap().contains("patterns"), "{large}");
}

#[test]
fn a_pattern_of_text_takes_no_more_than_it_may() {
    let server = Server::toy(Settings::new().timeout(Duration::from_secs(5)));
    let text = "a".repeat(50_000);
    for pattern in
        ["(a+)+$", "(a|a)*b", "(a*)*b", "((a{1,100}){1,100}){1,100}", "a{100000}{100000}", "(?:a?){50000}a{50000}"]
    {
        let begun = Instant::now();
        let query = format!("SELECT (REGEX('{text}', '{pattern}') AS ?x) {{}}");
        let answer = server.post("/sparql", &[QUERY, ("accept", "text/csv")], &query);
        assert!(matches!(answer.status, 200 | 503), "{pattern}: {}", answer.status);
        assert!(begun.elapsed() < Duration::from_secs(30), "{pattern}: {:?}", begun.elapsed());
    }
    goes_on(&server);
}

#[test]
fn a_body_is_held_to_its_limit() {
    let server = Server::toy(Settings::new().token("open sesame"));
    // It is refused by the length that it says, before it is sent.
    for media in ["application/sparql-query", "application/sparql-update", "application/x-www-form-urlencoded"] {
        let headers =
            [("Content-Type", media), ("Content-Length", "16777217"), ("Authorization", "Bearer open sesame")];
        assert_eq!(ask(&server, "POST", "/sparql", &headers).status, 413, "{media}");
    }
    // Without a length, and without end.
    let host = server.base.strip_prefix("http://").unwrap();
    let mut client = connect(&server);
    write!(client, "POST /sparql HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Type: application/sparql-query\r\nTransfer-Encoding: chunked\r\n\r\n").unwrap();
    let chunk = format!("100000\r\n{}\r\n", " ".repeat(0x10_0000));
    let sent = (0..64).take_while(|_| client.write_all(chunk.as_bytes()).is_ok()).count();
    assert!(sent < 64 || raw::read(&mut client).status == 413, "it does not read on and on");
    goes_on(&server);
}

#[test]
fn a_body_that_is_compressed_is_not_read() {
    let server = Server::shared();
    for coding in ["gzip", "deflate", "br", "zstd", "gzip, gzip", "x-gzip"] {
        let refused = ask_with(server, "POST", "/sparql", &[QUERY, ("Content-Encoding", coding)], "ASK {}");
        assert_eq!(refused.status, 415, "{coding}");
        assert_eq!(refused.header("accept-encoding"), "identity");
    }
    let plain = ask_with(server, "POST", "/sparql", &[QUERY, ("Content-Encoding", "identity")], "ASK {}");
    assert_eq!(plain.status, 200, "{}", plain.body);
}

#[test]
fn an_address_that_is_too_long_is_refused() {
    let server = Server::shared();
    let long = ask(server, "GET", &format!("/sparql?query={}", "a".repeat(100_000)), &[]);
    assert_eq!(long.status, 414);
    let header = "a".repeat(1 << 20);
    assert!(matches!(ask(server, "GET", "/views", &[("X-Long", &header)]).status, 431 | 0));
    goes_on(server);
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    let server = Server::shared();
    for target in [
        "/search?q=%ff%fe",
        "/sparql?query=%ff",
        "/id/%ff%00",
        "/views/%00/%ff",
        "/entity?iri=%00",
        "/views/cluster/profile?cluster=%ff",
    ] {
        let answer = ask(server, "GET", target, &[]);
        assert!((200..500).contains(&answer.status), "{target}: {}", answer.status);
    }
    let host = server.base.strip_prefix("http://").unwrap();
    let mut body = format!("POST /sparql HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Type: application/sparql-query\r\nContent-Length: 4\r\n\r\n").into_bytes();
    body.extend_from_slice(&[0xff, 0xfe, 0, 1]);
    assert_eq!(raw::send(server, &body).status, 400);
    goes_on(server);
}

#[test]
fn numbers_of_views_that_are_absurd_are_refused_or_bounded() {
    let server = Server::shared();
    let absurd = ["-1", "0", "99999999999999999999999999", "1e308", "NaN", "inf", "0x10", "9223372036854775807", ""];
    for number in absurd {
        for path in [
            format!("/views/cluster/profile/why?row={number}"),
            format!("/views/cluster/profile/why?row=1&first={number}"),
            format!("/views/cluster/profile.csv?limit={number}"),
            format!("/views/cluster/profile.csv?at={number}"),
            format!("/sparql?query=ASK%7B%7D&at={number}"),
        ] {
            let answer = server.get(&path, "");
            assert!((200..500).contains(&answer.status), "{path}: {} {}", answer.status, answer.text);
        }
    }
    let many: String = (0..5_000).map(|number| format!("cluster={number}&")).collect();
    let answer = server.get(&format!("/views/cluster/profile.csv?{many}"), "");
    assert!((400..500).contains(&answer.status), "{}", answer.status);
    goes_on(server);
}

#[test]
fn nothing_is_fetched_for_who_may_only_read() {
    let server = Server::shared();
    for query in [
        "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * FROM <http://127.0.0.1:1/> { ?s ?p ?o }",
        "SELECT * FROM NAMED <file:///etc/passwd> { GRAPH ?g { ?s ?p ?o } }",
    ] {
        let answer = server.query(query, "text/csv");
        let is_empty = answer.status == 200 && answer.text.lines().count() == 1;
        assert!(answer.status == 403 || is_empty, "{query}: {}", answer.text);
    }
    for path in ["/assets/../Cargo.toml", "/assets/..%2fCargo.toml", "/assets/%2e%2e/Cargo.toml", "/assets//etc/passwd"]
    {
        assert_eq!(ask(server, "GET", path, &[]).status, 404, "{path}");
    }
}
