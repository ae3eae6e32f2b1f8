//! Queries, as the W3C's suite for the SPARQL 1.1 Protocol sends them.

use super::server::{Answer, Server, encode};
use super::{FORM, TOKEN, UPDATE, empty, raw};

const QUERY: (&str, &str) = ("content-type", "application/sparql-query");
const GRAPHS: [&str; 3] = ["http://example.org/a", "http://example.org/b", "http://example.org/c"];

/// A server with a triple in each of three graphs.
fn three_graphs() -> Server {
    let server = empty();
    let data = GRAPHS.map(|graph| format!("GRAPH <{graph}> {{ <{graph}#s> a <http://example.org/T> }}")).join(" ");
    let inserted = server.post("/sparql", &[TOKEN, UPDATE], &format!("INSERT DATA {{ {data} }}"));
    assert_eq!(inserted.status, 204, "{}", inserted.text);
    server
}

#[test]
fn what_is_wrong_with_a_query() {
    let server = Server::shared();
    let ask = encode("ASK {}");
    for method in ["PUT", "DELETE", "PATCH"] {
        let refused = server.send(method, &format!("/sparql?query={ask}"), &[], None);
        refused.problem(405);
        assert_eq!(refused.header("allow"), "GET,HEAD,POST", "{method}");
    }
    server.get(&format!("/sparql?query={ask}&query={ask}"), "").problem(400);
    let wrong_type = server.post("/sparql", &[("content-type", "text/plain")], "ASK {}");
    wrong_type.problem(415);
    assert!(
        wrong_type.header("accept-post").contains("application/sparql-query"),
        "{}",
        wrong_type.header("accept-post")
    );
    server.send("POST", "/sparql", &[], Some(format!("query={ask}").as_bytes())).problem(415);
    server.send("POST", "/sparql", &[], Some(b"ASK {}")).problem(415);
    server.query("SELECT * {", "").problem(400);
    server.post("/sparql", &[FORM], "quern=x").problem(400);
}

#[test]
fn texts_are_utf_8_or_refused() {
    let server = Server::shared();
    let utf_16: Vec<u8> = "ASK {}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let body = [("content-type", "application/sparql-query; charset=UTF-16")];
    let problem = server.send("POST", "/sparql", &body, Some(&utf_16)).problem(400);
    assert!(problem["detail"].as_str().unwrap().contains("utf-16"), "{problem}");
    let latin = b"ASK { ?s ?p '\xe9' }";
    server.send("POST", "/sparql", &[QUERY], Some(latin)).problem(400);
    server.send("POST", "/sparql", &[FORM], Some(b"query=ASK%20%7B%20%3Fs%20%3Fp%20'%E9'%20%7D")).problem(400);
    server.get("/sparql?query=ASK%20%7B%20%3Fs%20%3Fp%20'%E9'%20%7D", "").problem(400);
    let quoted = [("content-type", "application/sparql-query; charset=\"utf-8\"")];
    server.post("/sparql", &quoted, "ASK { ?s ?p 'é' }").ok("application/sparql-results+json");
    server.get("/sparql?query=ASK+%7B+%3Fs+%3Fp+%27%C3%A9%27+%7D", "").ok("application/sparql-results+json");
}

#[test]
fn a_compressed_or_an_endless_body_is_refused() {
    let server = Server::shared();
    let gzip = [QUERY, ("content-encoding", "gzip")];
    let refused = server.post("/sparql", &gzip, "ASK {}");
    refused.problem(415);
    assert_eq!(refused.header("accept-encoding"), "identity");
    // It is refused by its length, before it is sent.
    let large = raw(server, "POST /sparql\nContent-Type: application/sparql-query\nContent-Length: 16777217");
    assert!(large.starts_with("HTTP/1.1 413 ") && large.contains("16777216 bytes"), "{large}");
}

#[test]
fn the_dataset_of_a_request() {
    let server = three_graphs();
    let [a, b, c] = GRAPHS.map(encode);
    let count = "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a <http://example.org/T> }";
    let named = "SELECT (COUNT(DISTINCT ?s) AS ?n) { GRAPH ?g { ?s a <http://example.org/T> } }";
    let both = |query: &str, with: &str| {
        let by_get = server.get(&format!("/sparql?query={}{with}", encode(query)), "text/csv").ok("text/csv").text;
        let accept = ("accept", "text/csv");
        let direct = server.post(&format!("/sparql?{}", with.trim_start_matches('&')), &[QUERY, accept], query);
        let form = server.post("/sparql", &[FORM, accept], &format!("query={}{with}", encode(query)));
        assert_eq!((&direct.text, &form.text), (&by_get, &by_get), "{query} {with}");
        by_get.lines().nth(1).unwrap().to_owned()
    };
    assert_eq!(both(count, ""), "3");
    assert_eq!(both(count, &format!("&default-graph-uri={a}")), "1");
    assert_eq!(both(count, &format!("&default-graph-uri={a}&default-graph-uri={b}")), "2");
    assert_eq!(both(count, &format!("&named-graph-uri={a}")), "0");
    assert_eq!(both(named, &format!("&named-graph-uri={a}&named-graph-uri={c}")), "2");
    assert_eq!(both(named, &format!("&default-graph-uri={a}")), "0");
    assert_eq!(both(named, &format!("&default-graph-uri={a}&named-graph-uri={b}")), "1");
    // What the request says is stronger than FROM and FROM NAMED.
    let from = format!("SELECT (COUNT(DISTINCT ?s) AS ?n) FROM <{}> {{ ?s a <http://example.org/T> }}", GRAPHS[2]);
    assert_eq!(both(&from, ""), "1");
    assert_eq!(both(&from, &format!("&default-graph-uri={a}&default-graph-uri={b}")), "2");
    server.get(&format!("/sparql?query={}&default-graph-uri=nowhere", encode(count)), "").problem(400);
}

#[test]
fn each_form_of_query_in_its_formats() {
    let server = three_graphs();
    let rows =
        ["application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values"];
    let graphs = ["text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"];
    for media in rows {
        server.query("SELECT * { ?s ?p ?o }", media).ok(media);
        server.query("ASK { ?s ?p ?o }", media).ok(media);
    }
    for media in graphs {
        server.query("DESCRIBE <http://example.org/a#s>", media).ok(media);
        server.query("CONSTRUCT WHERE { ?s ?p ?o }", media).ok(media);
        for (query, offers) in [("SELECT * {}", rows[0]), ("ASK {}", rows[0])] {
            let problem = server.query(query, media).problem(406);
            assert!(problem["detail"].as_str().unwrap().contains(offers), "{problem}");
        }
    }
    assert!(
        server.query("DESCRIBE <http://example.org/a#s>", "text/csv").problem(406)["detail"]
            .to_string()
            .contains("text/turtle")
    );
}

#[test]
fn html_is_the_editor_or_with_format_the_table() {
    let server = three_graphs();
    let query = "SELECT ?s { ?s a <http://example.org/T> }";
    let editor = server.query(query, "text/html").ok("text/html").text;
    assert!(editor.contains("<textarea") && !editor.contains("<table"), "{editor}");
    for accept in ["", "text/html"] {
        let table = server.get(&format!("/sparql?format=html&query={}", encode(query)), accept).ok("text/html").text;
        assert!(table.contains("<table") && table.contains("http://example.org/b#s"), "{table}");
    }
    let yes = server.get(&format!("/sparql?format=html&query={}", encode("ASK {}")), "").ok("text/html").text;
    assert!(yes.contains("Yes."), "{yes}");
}

#[test]
fn relative_names_are_relative_to_the_endpoint() {
    let server = three_graphs();
    let select = "SELECT (STR(<#x>) AS ?x) {}";
    let row = |answer: Answer| answer.ok("text/csv").text.lines().nth(1).unwrap().to_owned();
    assert_eq!(row(server.query(select, "text/csv")), format!("{}/sparql#x", server.base));
    let with = format!("/sparql?query={}&base={}", encode(select), encode("http://example.org/of"));
    assert_eq!(row(server.get(&with, "text/csv")), "http://example.org/of#x");
    server.get(&format!("/sparql?query={}&base=of", encode(select)), "").problem(400);
}

#[test]
fn head_and_options() {
    let server = Server::shared();
    let path = format!("/sparql?query={}", encode("SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 3"));
    let (get, head) = (server.get(&path, "text/csv"), server.send("HEAD", &path, &[("accept", "text/csv")], None));
    assert_eq!((head.status, head.media.as_str(), head.bytes.len()), (200, "text/csv", 0));
    assert_eq!(head.header("content-length"), get.bytes.len().to_string());
    assert_eq!(head.header("milieu-snapshot"), get.header("milieu-snapshot"));
    let options = server.send("OPTIONS", "/sparql", &[], None);
    assert_eq!((options.status, options.header("allow")), (204, "GET,HEAD,POST"));
    assert!(options.header("accept-post").contains("application/sparql-update"));
    assert_eq!(server.send("OPTIONS", "/search", &[], None).header("allow"), "GET,HEAD");
    assert_eq!(server.send("OPTIONS", "/nowhere", &[], None).status, 404);
    let posted = server.post("/search", &[FORM], "q=x");
    posted.problem(405);
    assert_eq!(posted.header("allow"), "GET,HEAD");
}

#[test]
fn a_head_has_no_body_on_the_wire() {
    let server = Server::shared();
    let answer = raw(server, "HEAD /sparql?query=ASK%7B%7D");
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.ends_with("\r\n\r\n"), "{answer}");
}

/// Few rows, though more bytes than are sent from where a query arrives.
#[test]
fn few_rows_that_are_large_come_whole() {
    let server = empty();
    let text = "Bled ".repeat(60_000);
    let data = format!("INSERT DATA {{ id:a rdfs:label \"{text}\", \"Bled\" }}");
    assert_eq!(server.post("/sparql", &[TOKEN, UPDATE], &data).status, 204);
    let asked = |filter: &str| {
        let answer = server.query(&format!("SELECT ?label {{ id:a rdfs:label ?label {filter} }}"), "text/csv");
        answer.ok("text/csv").text
    };
    assert_eq!(asked("FILTER(?label = 'Bled')"), "label\r\nBled\r\n");
    let whole = asked("");
    assert!(whole.contains(text.trim_end()) && whole.len() > text.len() + "label\r\nBled\r\n".len(), "{}", whole.len());
}
