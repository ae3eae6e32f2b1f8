//! A result is whole, or every client sees that it is not.

use std::fmt::Write as _;
use std::io::Read;
use std::time::Duration;

use milieu::face::http::Settings;

use crate::raw::{self, End, at_work, wait};
use crate::server::{Server, encode};
use crate::skip;

/// Some thousand rows over the toy world.
const MANY: &str = "SELECT ?s ?p ?o { ?s ?p ?o }";
const TRIPLES: &str = "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }";
/// Millions of rows, one after the other: what makes identifiers is left to the evaluator.
const ENDLESS: &str = "SELECT ?a ?f ?u { ?a ?b ?c . ?d ?e ?f . BIND(STRUUID() AS ?u) }";
const ENDLESS_TRIPLES: &str = "CONSTRUCT { ?a ?b ?u } { ?a ?b ?c . ?d ?e ?f . BIND(STRUUID() AS ?u) }";
/// Much work and one row.
const AGGREGATE: &str = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . FILTER(STR(?c) < STR(?f)) }";

const ROWS: [&str; 4] =
    ["text/csv", "text/tab-separated-values", "application/sparql-results+json", "application/sparql-results+xml"];
const NTRIPLES: &str = "application/n-triples";

/// Every format with a query that has rows of that form.
fn asked(rows: &'static str, triples: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    ROWS.into_iter().map(move |media| (media, rows)).chain([(NTRIPLES, triples)])
}

fn sparql(query: &str) -> String {
    format!("/sparql?query={}", encode(query))
}

fn accept(media: &str) -> String {
    format!("Accept: {media}\r\n")
}

#[test]
fn a_streamed_answer_is_the_answer() {
    let (gathered, streamed) = (Server::shared(), Server::toy(Settings::new().buffer(1_000)));
    for (media, query) in asked(MANY, TRIPLES) {
        let whole = raw::get(gathered, &sparql(query), &accept(media));
        assert!(whole.header("content-length").is_some() && whole.header("trailer").is_none(), "{media}");
        let lines = format!("{}TE: trailers\r\n", accept(media));
        let parts = raw::get(&streamed, &sparql(query), &lines);
        assert_eq!((parts.status, &parts.end), (200, &End::Whole), "{media}");
        assert_eq!(parts.header("transfer-encoding"), Some("chunked"), "{media}");
        assert_eq!(parts.header("trailer"), Some("milieu-status"));
        assert_eq!(parts.trailers, [("milieu-status".to_owned(), "complete".to_owned())], "{media}");
        assert!(parts.body == whole.body && parts.body.len() > 10_000, "{media}: the same bytes");
        for name in ["content-type", "content-disposition", "milieu-snapshot", "vary"] {
            assert!(parts.header(name).is_some() && parts.header(name) == whole.header(name), "{media}: {name}");
        }
        // Who does not ask for trailers sees by the last chunk that it is whole.
        let plain = raw::get(&streamed, &sparql(query), &accept(media));
        assert!(plain.end == End::Whole && plain.trailers.is_empty() && plain.body == whole.body, "{media}");
    }
    let view = "/views/cluster/members-by-kind.csv?group_kind=milieu:Cluster";
    let (whole, parts) = (raw::get(gathered, view, ""), raw::get(&Server::toy(Settings::new().buffer(10)), view, ""));
    assert!(parts.header("transfer-encoding").is_some() && parts.end == End::Whole && parts.body == whole.body);
}

#[test]
fn a_limit_that_strikes_before_anything_is_sent_is_a_problem() {
    let rows = Server::toy(Settings::new().max_rows(100));
    let bytes = Server::toy(Settings::new().max_bytes(5_000));
    let time = Server::toy(Settings::new().timeout(Duration::from_millis(200)).buffer(1 << 30));
    for (media, query) in asked(MANY, TRIPLES) {
        let problem = raw::get(&rows, &sparql(query), &accept(media)).problem(422);
        assert_eq!(problem["type"], "https://w3id.org/milieu/problem/too-many-rows", "{media}");
        assert_eq!(problem["limit"], serde_json::json!({ "name": "max-rows", "value": 100, "unit": "rows" }));
        assert_eq!(problem["reached"]["rows"], 100, "{problem}");
        let problem = raw::get(&bytes, &sparql(query), &accept(media)).problem(422);
        assert_eq!(problem["type"], "https://w3id.org/milieu/problem/result-too-large", "{media}");
        assert_eq!(problem["limit"], serde_json::json!({ "name": "max-bytes", "value": 5_000, "unit": "bytes" }));
        assert!(problem["reached"]["rows"].as_u64().is_some_and(|rows| rows > 0), "{problem}");
    }
    for (media, query) in asked(AGGREGATE, ENDLESS_TRIPLES) {
        // What came in the time is not sent: the buffer holds more than that.
        let problem = raw::get(&time, &sparql(query), &accept(media)).problem(503);
        assert_eq!(problem["type"], "https://w3id.org/milieu/problem/timeout", "{media}");
        assert_eq!(problem["limit"]["value"], 0.2);
        assert!(problem["reached"]["milliseconds"].as_u64().is_some_and(|spent| spent >= 200), "{problem}");
        assert!(problem["next"].as_str().is_some_and(|next| next.contains("less")), "{problem}");
    }
}

#[test]
fn an_aggregate_has_no_first_row_to_be_sent_too_early() {
    let server = Server::toy(Settings::new().timeout(Duration::from_millis(200)).buffer(200));
    for media in ROWS {
        raw::get(&server, &sparql(AGGREGATE), &accept(media)).problem(503);
    }
}

#[test]
fn a_limit_that_strikes_later_cuts_the_answer() {
    // Enough that the network has to take some of it before the limit strikes.
    let rows = Server::toy(Settings::new().max_rows(20_000).buffer(300));
    let bytes = Server::toy(Settings::new().max_bytes(1_000_000).buffer(300));
    let time = Server::toy(Settings::new().timeout(Duration::from_millis(400)).max_rows(usize::MAX).buffer(300));
    for (limit, server, rows, triples) in [
        ("rows", &rows, ENDLESS, ENDLESS_TRIPLES),
        ("bytes", &bytes, ENDLESS, ENDLESS_TRIPLES),
        ("time", &time, ENDLESS, ENDLESS_TRIPLES),
    ] {
        for (media, query) in asked(rows, triples) {
            for encoding in ["", "Accept-Encoding: gzip\r\n"] {
                let lines = format!("{}{encoding}TE: trailers\r\n", accept(media));
                let answer = raw::get(server, &sparql(query), &lines);
                assert_eq!((answer.status, answer.end), (200, End::Cut), "{limit} {media} {encoding}");
                assert!(answer.trailers.is_empty(), "{limit} {media}");
                let zipped = answer.headers.iter().any(|header| *header == ("content-encoding".into(), "gzip".into()));
                assert_eq!(zipped, !encoding.is_empty(), "{limit} {media}");
            }
        }
    }
    wait("the end of all work", || [&rows, &bytes, &time].iter().all(|server| at_work(server) == 0));
}

#[test]
fn a_limit_within_the_first_row_cuts_the_answer() {
    // One row of thirty long texts, more of them than the network's buffers hold at once.
    let mut query = "SELECT".to_owned();
    (0..30).for_each(|column| write!(query, " (?x14 AS ?y{column})").unwrap());
    query.push_str(" { BIND('0123456789' AS ?x0)");
    (1..15).for_each(|n| write!(query, " BIND(CONCAT(?x{0}, ?x{0}) AS ?x{n})", n - 1).unwrap());
    query.push('}');
    let server = Server::toy(Settings::new().max_bytes(3_000_000).buffer(1_000));
    for media in ["text/csv", "text/tab-separated-values", "application/sparql-results+json"] {
        let answer = raw::get(&server, &sparql(&query), &accept(media));
        assert_eq!((answer.status, &answer.end), (200, &End::Cut), "{media}");
        assert!(answer.body.len() <= 3_000_000, "{media}");
        let row = answer.text();
        assert!(row.matches('\n').count() < 2 && row.contains("0123456789"), "{media}: the first row was not ended");
    }
    let whole = Server::toy(Settings::new().max_bytes(20));
    raw::get(&whole, &sparql(MANY), &accept("text/csv")).problem(422);
}

#[test]
fn clients_report_an_answer_that_was_cut() {
    let server = Server::toy(Settings::new().max_rows(20_000).buffer(300));
    let address = format!("{}{}&format=csv", server.base, sparql(ENDLESS));
    let mut response = ureq::get(&address).call().unwrap();
    assert_eq!(response.status(), 200);
    let read = response.body_mut().read_to_vec();
    assert!(read.is_err(), "ureq takes it for whole");

    if std::process::Command::new("curl").arg("--version").output().is_err() {
        skip::skipped("clients_report_an_answer_that_was_cut", "no curl");
        return;
    }
    for more in [&[][..], &["--compressed"]] {
        let curl = std::process::Command::new("curl").args(["-sS", &address]).args(more).output().unwrap();
        assert!(matches!(curl.status.code(), Some(18 | 56)), "{:?}", curl.status);
    }
}

#[test]
fn an_old_protocol_gets_no_half_answer() {
    use std::io::Write;
    let server = Server::toy(Settings::new().buffer(300));
    let mut stream = raw::connect(&server);
    write!(stream, "GET {} HTTP/1.0\r\nHost: localhost\r\n\r\n", sparql(MANY)).unwrap();
    let problem = raw::read(&mut stream).problem(422);
    assert_eq!(problem["type"], "https://w3id.org/milieu/problem/needs-http-1.1");
    let mut stream = raw::connect(&server);
    write!(stream, "GET {} HTTP/1.0\r\nHost: localhost\r\n\r\n", sparql("ASK { ?s ?p ?o }")).unwrap();
    assert_eq!(raw::read(&mut stream).end, End::Whole);
}

#[test]
fn a_head_is_not_followed_by_work() {
    use std::io::Write;
    let server = Server::toy(Settings::new().buffer(300).max_rows(usize::MAX));
    let mut stream = raw::connect(&server);
    write!(stream, "HEAD {} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", sparql(ENDLESS)).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("\r\n\r\n"), "{answer}");
    wait("the end of the work", || at_work(&server) == 0);
}

#[test]
fn a_reader_that_stalls_is_given_up() {
    let settings = Settings::new().stall(Duration::from_millis(200)).buffer(300).max_rows(usize::MAX);
    let server = Server::toy(settings);
    let mut stream = raw::connect(&server);
    raw::ask(&mut stream, &sparql(ENDLESS), "");
    wait("the beginning of the work", || at_work(&server) == 1);
    // Nothing is read, so that the network's buffers fill up; then the worker is free again.
    wait("the end of the work", || at_work(&server) == 0);
    assert_eq!(raw::read(&mut stream).end, End::Cut);
}

#[test]
fn work_ends_when_the_client_goes_away_midway() {
    let server = Server::toy(Settings::new().buffer(300).max_rows(usize::MAX));
    let mut stream = raw::connect(&server);
    raw::ask(&mut stream, &sparql(ENDLESS), "");
    stream.read_exact(&mut [0; 10_000]).unwrap();
    assert_eq!(at_work(&server), 1);
    drop(stream);
    wait("the end of the work", || at_work(&server) == 0);
}
