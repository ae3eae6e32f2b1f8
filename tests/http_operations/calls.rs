//! Requests have an id, problems tell where and what next, and a request may ask for less time.

use milieu::face::http::Settings;

use crate::raw;
use crate::server::{Server, encode};

#[test]
fn every_answer_has_the_requests_id() {
    let server = Server::shared();
    for path in ["/", "/healthz", "/sparql?query=ASK%7B%7D", "/assets/none", "/nowhere"] {
        let given = raw::get(server, path, "X-Request-Id: trace-7:a\r\n");
        assert_eq!(given.header("x-request-id"), Some("trace-7:a"), "{path}");
        let made = raw::get(server, path, "X-Request-Id: not \"sane\"\r\n");
        assert!(made.header("x-request-id").is_some_and(|id| id.len() == 32), "{path}");
    }
    let problem = raw::get(server, "/nowhere", "X-Request-Id: seven\r\n").problem(404);
    assert_eq!(problem["request_id"], "seven");
    // Also those of other layers, and of work on other threads.
    assert_eq!(
        raw::get(server, "/healthz", "X-Request-Id: b\r\nHost: evil.example\r\n").header("x-request-id"),
        Some("b")
    );
    assert!(raw::get(server, "/nowhere", "X-Request-Id: page-3\r\nAccept: text/html\r\n").text().contains("page-3"));
    let late = raw::get(server, "/views/cluster/profile.json?cluster=Nowhere", "X-Request-Id: c\r\n").problem(400);
    assert_eq!(late["request_id"], "c");
}

#[test]
fn a_syntax_error_tells_what_stands_there() {
    let server = Server::shared();
    for (query, line, column, token) in [
        ("SELECT *\nWHERE { ?s ?p ?o } ORDER 7", 2, 27, "7"),
        ("SELECT *\nWHERE { ?s ?p ?o", 2, 17, "?o"),
        ("SELECT ?n { ?s ?p } LIMIT", 1, 21, "LIMIT"),
    ] {
        let problem = server.query(query, "").problem(400);
        let told = (&problem["line"], &problem["column"], &problem["token"]);
        assert_eq!(told, (&line.into(), &column.into(), &token.into()), "{problem}");
        assert!(problem["next"].as_str().is_some_and(|next| !next.is_empty()));
    }
}

const LONG: &str = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . FILTER(STR(?c) < STR(?f)) }";

#[test]
fn a_request_may_lower_its_time_and_not_raise_it() {
    let server = Server::shared();
    let query = encode(LONG);
    for given in ["0.2", "200ms"] {
        let problem = server.get(&format!("/sparql?query={query}&timeout={given}"), "").problem(503);
        assert_eq!(
            (&problem["limit"]["name"], &problem["limit"]["value"]),
            (&"timeout".into(), &0.2.into()),
            "{problem}"
        );
    }
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let problem = server.post("/sparql", &form, &format!("query={query}&timeout=0.2")).problem(503);
    assert_eq!(problem["limit"]["value"], 0.2);
    for wrong in ["0", "-1", "soon", "NaN", "1e99"] {
        let problem = server.get(&format!("/sparql?query={query}&timeout={wrong}"), "").problem(400);
        assert!(problem["detail"].as_str().unwrap().contains(wrong), "{problem}");
    }
    let strict = Server::toy(Settings::new().timeout(std::time::Duration::from_millis(200)));
    let problem = strict.get(&format!("/sparql?query={query}&timeout=3600"), "").problem(503);
    assert_eq!(problem["limit"]["value"], 0.2);
    // A view takes it as well, and does not take it for a parameter of its own.
    server.get("/views/cluster/profile.json?timeout=20", "").ok("application/json");
}
