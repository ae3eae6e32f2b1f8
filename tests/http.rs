//! The server over real HTTP: SPARQL protocol, negotiation, limits, updates.
#![cfg(feature = "http")]

#[path = "support/server.rs"]
mod server;
#[path = "support/skip.rs"]
mod skip;

use std::io::{Read, Write};
use std::time::{Duration, Instant};

use milieu::Store;
use milieu::face::http::Settings;
use server::{Server, encode};

const CLUSTERS: &str = "SELECT ?cluster ?label { ?cluster a milieu:Cluster ; rdfs:label ?label } ORDER BY ?label";
const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

#[test]
fn rows_in_every_format() {
    let server = Server::shared();
    let json = server.query(CLUSTERS, "application/sparql-results+json").ok("application/sparql-results+json").json();
    assert_eq!(json["head"]["vars"], serde_json::json!(["cluster", "label"]));
    let labels: Vec<_> =
        json["results"]["bindings"].as_array().unwrap().iter().map(|row| &row["label"]["value"]).collect();
    assert_eq!(labels, ["Alder Valley", "Birch Bay", "Cedar Coast"]);
    let csv = server.query(CLUSTERS, "text/csv").ok("text/csv").text;
    assert_eq!(csv.lines().next(), Some("cluster,label"));
    assert_eq!(csv.lines().nth(1), Some("https://w3id.org/milieu/id/toy/cluster/alder-valley,Alder Valley"));
    let tsv = server.query(CLUSTERS, "text/tab-separated-values").ok("text/tab-separated-values").text;
    assert_eq!(tsv.lines().next(), Some("?cluster\t?label"));
    let xml = server.query(CLUSTERS, "application/sparql-results+xml").ok("application/sparql-results+xml").text;
    assert_eq!(xml.matches("<result>").count(), 3);
    assert_eq!(
        server.query("ASK { ?s a milieu:Cluster }", "").ok("application/sparql-results+json").json()["boolean"],
        true
    );
    // For tools that cannot send a header.
    server.get(&format!("/sparql?format=csv&query={}", encode(CLUSTERS)), "").ok("text/csv");
    assert!(
        server.get(&format!("/sparql?format=xls&query={}", encode(CLUSTERS)), "").problem(400)["detail"]
            .to_string()
            .contains("csv")
    );
}

#[test]
fn graphs_in_every_format() {
    let server = Server::shared();
    let query = "CONSTRUCT { ?cluster rdfs:label ?label } { ?cluster a milieu:Cluster ; rdfs:label ?label }";
    for media in [
        "text/turtle",
        "application/n-triples",
        "application/rdf+xml",
        "application/ld+json",
        "application/n-quads",
        "application/trig",
    ] {
        let answer = server.query(query, media).ok(media);
        let format = milieu::io::RdfFormat::from_media_type(media).unwrap();
        let quads =
            milieu::io::RdfParser::from_format(format).for_slice(answer.text.as_bytes()).collect::<Result<Vec<_>, _>>();
        assert_eq!(quads.unwrap().len(), 3, "{media}: {}", answer.text);
    }
    server.query("DESCRIBE <https://w3id.org/milieu/id/toy/cluster/birch-bay>", "").ok("text/turtle");
}

#[test]
fn negotiation_by_weight() {
    let server = Server::shared();
    server.query(CLUSTERS, "text/csv;q=0.5, application/sparql-results+xml").ok("application/sparql-results+xml");
    server.query(CLUSTERS, "text/csv, application/json;q=0.9").ok("text/csv");
    let refused = server.query(CLUSTERS, "image/png").problem(406);
    assert!(refused["detail"].as_str().unwrap().contains("text/csv"));
    server.query(CLUSTERS, "text/turtle").problem(406);
    assert!(server.query(CLUSTERS, "text/csv").header("vary").contains("Accept"));
}

#[test]
fn the_three_ways_to_ask() {
    let server = Server::shared();
    let accept = ("accept", "text/csv");
    let by_get = server.query(CLUSTERS, "text/csv").ok("text/csv").text;
    let form = format!("query={}", encode(CLUSTERS));
    assert_eq!(server.post("/sparql", &[FORM, accept], &form).ok("text/csv").text, by_get);
    let body = [("content-type", "application/sparql-query; charset=utf-8"), accept];
    assert_eq!(server.post("/sparql", &body, CLUSTERS).ok("text/csv").text, by_get);
    server.post("/sparql", &[("content-type", "text/plain")], CLUSTERS).problem(415);
    server.post("/sparql", &[FORM], "").problem(400);
    server.post("/sparql", &[FORM], &format!("{form}&{form}")).problem(400);
}

#[test]
fn the_dataset_of_the_protocol() {
    let server = Server::shared();
    let count = |with: &str| {
        let query =
            encode("SELECT (COUNT(*) AS ?n) { { ?s a milieu:Cluster } UNION { GRAPH ?g { ?s a milieu:Cluster } } }");
        let json = server.get(&format!("/sparql?query={query}{with}"), "").ok("application/sparql-results+json").json();
        json["results"]["bindings"][0]["n"]["value"].as_str().unwrap().to_owned()
    };
    let toy = encode("https://w3id.org/milieu/graph/toy");
    assert_eq!(count(""), "6");
    assert_eq!(count(&format!("&default-graph-uri={toy}")), "3");
    assert_eq!(count(&format!("&named-graph-uri={toy}")), "3");
    assert_eq!(count(&format!("&default-graph-uri={toy}&named-graph-uri={toy}")), "6");
    assert_eq!(count(&format!("&default-graph-uri={}", encode("https://example.org/none"))), "0");
    server.get("/sparql?query=ASK%7B%7D&default-graph-uri=%20", "").problem(400);
}

#[test]
fn a_syntax_error_has_a_place() {
    let problem = Server::shared().query("SELECT *\nWHERE { ?s nowhere:x ?o }", "").problem(400);
    // The parser stops somewhere in the name that has no prefix.
    let column = problem["column"].as_u64().unwrap();
    assert!(problem["line"] == 2 && (12..=21).contains(&column), "{problem}");
    assert_eq!(problem["type"], "https://w3id.org/milieu/problem/syntax");
}

#[test]
fn a_browser_gets_the_editor() {
    let server = Server::shared();
    let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    assert!(server.get("/sparql", browser).ok("text/html").text.contains("<form id=\"sparql\""));
    let filled = server.query("ASK { <urn:a> ?p '</textarea><script>' }", browser).ok("text/html").text;
    assert!(filled.contains("&lt;/textarea&gt;&lt;script&gt;") && !filled.contains("</textarea><script>"));
    // Where no script runs, the form posts and the answer stands on the page.
    let answered = server.post("/sparql", &[FORM, ("accept", browser)], &format!("query={}", encode(CLUSTERS)));
    assert!(answered.ok("text/html").text.contains("Birch Bay"));
    let refused = server.post("/sparql", &[FORM, ("accept", browser)], "query=SELECT");
    assert_eq!((refused.status, refused.media.as_str()), (400, "text/html"));
    assert!(refused.text.contains("not valid SPARQL"));
    assert!(server.get("/sparql", "text/turtle").ok("text/turtle").text.contains("UnionDefaultGraph"));
}

#[test]
fn an_earlier_snapshot_can_be_asked() {
    let server = Server::toy(Settings::new().token("open sesame"));
    let before = server.store.snapshot().number();
    let headers = [("content-type", "application/sparql-update"), ("authorization", "Bearer open sesame")];
    let insert = "INSERT DATA { id:new a milieu:Cluster ; rdfs:label 'New'@en }";
    assert_eq!(server.post("/sparql", &headers, insert).status, 204);
    let clusters = |at: &str| server.get(&format!("/sparql?query={}{at}", encode(CLUSTERS)), "text/csv").ok("text/csv");
    assert_eq!(clusters("").text.lines().count(), 5);
    let then = clusters(&format!("&at={before}"));
    assert_eq!(then.text.lines().count(), 4);
    assert!(then.header("milieu-snapshot").starts_with(&format!("{before} ")), "it says which");
    let view = server.get(&format!("/views/cluster/members-by-kind.json?at={before}&group_kind=milieu:Cluster"), "");
    assert_eq!(view.ok("application/json").json()["snapshot"]["number"], before);
    let late = server.get(&format!("/sparql?query={}&at=99", encode(CLUSTERS)), "").problem(404);
    assert!(late["detail"].as_str().unwrap().contains("snapshot 99 is not kept: there are"), "{late}");
    server.get(&format!("/sparql?query={}&at=x", encode(CLUSTERS)), "").problem(400);
}

#[test]
fn updates_need_the_token() {
    let insert = "INSERT DATA { GRAPH graph:mine { <urn:l> a milieu:Linkage ; milieu:hasEnd <urn:a> , <urn:b> } }";
    let media = ("content-type", "application/sparql-update");
    let read_only = Server::shared().post("/sparql", &[media], insert).problem(403);
    assert!(read_only["detail"].as_str().unwrap().contains("--token-file"));

    let server = Server::toy(Settings::new().token("open sesame"));
    let before = server.store.snapshot();
    for authorization in [None, Some("Bearer open"), Some("Bearer open sesame!"), Some("Basic open sesame")] {
        let mut headers = vec![media];
        headers.extend(authorization.map(|value| ("authorization", value)));
        let refused = server.post("/sparql", &headers, insert);
        refused.problem(401);
        assert!(refused.header("www-authenticate").starts_with("Bearer"));
    }
    assert_eq!(server.store.snapshot().number(), before.number());

    let bearer = ("authorization", "Bearer open sesame");
    assert_eq!(server.post("/sparql", &[media, bearer], insert).status, 204);
    // What follows from the linkage was made in the same transaction.
    let derived = "SELECT ?n { <urn:l> milieu:endCount ?n . <urn:b> milieu:linkedWith <urn:a> }";
    assert_eq!(server.query(derived, "text/csv").ok("text/csv").text, "n\r\n2\r\n");
    let form = format!("update={}", encode("DELETE WHERE { GRAPH graph:mine { ?s ?p ?o } }"));
    assert_eq!(server.post("/sparql", &[FORM, bearer], &form).status, 204);
    assert_eq!(server.store.snapshot().len(), before.len());
    server.post("/sparql", &[media, bearer], "INSERT { }").problem(400);
    assert_eq!(server.get(&format!("/sparql?{form}"), "").status, 405);
}

#[test]
#[cfg(feature = "shacl")]
fn an_update_that_the_shapes_forbid_changes_nothing() {
    let settings = Settings::new().token("open sesame").shapes(milieu::shape::Shapes::shipped());
    let server = Server::toy(settings);
    let before = server.store.snapshot();
    let update = |text: &str| {
        let headers = [("content-type", "application/sparql-update"), ("authorization", "Bearer open sesame")];
        server.post("/sparql", &headers, text)
    };
    let nameless: Vec<String> = (0..30).map(|number| format!("<urn:x:{number}> a milieu:Country")).collect();
    let problem = update(&format!("INSERT DATA {{ GRAPH graph:mine {{ {} }} }}", nameless.join(" . "))).problem(422);
    assert_eq!(problem["type"], "https://w3id.org/milieu/problem/shapes");
    let violations = problem["violations"].as_array().unwrap();
    let count = problem["count"].as_u64().unwrap();
    assert!(violations.len() == 20 && count >= 30, "the first of them, and how many there are: {count}");
    assert!(problem["detail"].as_str().unwrap().contains(&format!("{count} violations")), "{problem}");
    for member in ["focus", "path", "message", "constraint"] {
        assert!(violations[0][member].as_str().is_some_and(|text| !text.is_empty()), "{member}: {problem}");
    }
    assert_eq!((server.store.snapshot().number(), server.store.snapshot().hash()), (before.number(), before.hash()));
    // A note on what was there already breaks nothing.
    let allowed = update("INSERT DATA { GRAPH graph:mine { nuts:DE11 rdfs:comment 'a note' } }");
    assert_eq!(allowed.status, 204, "{}", allowed.text);
    assert_eq!(server.store.snapshot().number(), before.number() + 1);
}

/// Two crossed patterns over the toy world have millions of rows.
const LONG: &str = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . FILTER(STR(?c) < STR(?f)) }";

#[test]
fn a_timeout_is_an_error_in_every_format() {
    let server = Server::toy(Settings::new().timeout(Duration::from_millis(200)));
    for media in
        ["text/csv", "application/sparql-results+json", "application/sparql-results+xml", "text/tab-separated-values"]
    {
        let begun = Instant::now();
        let problem = server.query(LONG, media).problem(503);
        assert!(problem["detail"].as_str().unwrap().contains("0.2 s"), "{problem}");
        assert!(begun.elapsed() < Duration::from_secs(10), "{media} took {:?}", begun.elapsed());
    }
}

#[test]
fn what_is_too_large_is_an_error() {
    let everything = "SELECT * { ?s ?p ?o }";
    let server = Server::toy(Settings::new().max_rows(10).max_bytes(2_000));
    assert!(server.query(everything, "text/csv").problem(422)["detail"].as_str().unwrap().contains("10 rows"));
    server.query("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", "text/turtle").problem(422);
    server.query(&format!("{everything} LIMIT 10"), "text/csv").ok("text/csv");
    let server = Server::toy(Settings::new().max_bytes(2_000));
    for media in ["text/csv", "application/json", "application/sparql-results+xml"] {
        assert!(server.query(everything, media).problem(422)["detail"].as_str().unwrap().contains("2000 bytes"));
    }
    server.query("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", "application/n-triples").problem(422);
    server.get("/views/cluster/profile.json", "").problem(422);
}

#[test]
fn work_ends_when_the_client_goes_away() {
    let server = Server::toy(Settings::new());
    let at_work = || server.get("/healthz", "").ok("application/json").json()["at_work"].as_u64().unwrap();
    let wait = |wanted: u64| {
        let begun = Instant::now();
        while at_work() != wanted {
            assert!(begun.elapsed() < Duration::from_secs(20), "{wanted} were to be at work");
            std::thread::sleep(Duration::from_millis(20));
        }
    };
    let address = server.base.strip_prefix("http://").unwrap();
    let mut client = std::net::TcpStream::connect(address).unwrap();
    write!(client, "GET /sparql?query={} HTTP/1.1\r\nHost: {address}\r\n\r\n", encode(LONG)).unwrap();
    wait(1);
    drop(client);
    wait(0);
}

#[test]
fn only_this_servers_names_are_answered() {
    let ask = |server: &Server, host: &str| {
        let mut client = std::net::TcpStream::connect(server.base.strip_prefix("http://").unwrap()).unwrap();
        write!(client, "GET /healthz HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        client.read_to_string(&mut answer).unwrap();
        answer[9..12].to_owned()
    };
    let server = Server::over(Store::new(), Settings::new().base_url("https://clusters.example.org"));
    for (host, status) in [
        ("127.0.0.1:1", "200"),
        ("localhost", "200"),
        ("[::1]:80", "200"),
        ("Clusters.example.org", "200"),
        ("evil.example.org", "421"),
        ("127.0.0.1.evil.example.org", "421"),
    ] {
        assert_eq!(ask(&server, host), status, "{host}");
    }
}

#[test]
fn curl_as_a_researcher_would() {
    if std::process::Command::new("curl").arg("--version").output().is_err() {
        skip::skipped("curl_as_a_researcher_would", "no curl");
        return;
    }
    let server = Server::shared();
    let curl = |arguments: &[&str]| {
        let output =
            std::process::Command::new("curl").args(["-sS", "--fail-with-body"]).args(arguments).output().unwrap();
        (output.status.success(), String::from_utf8(output.stdout).unwrap())
    };
    let endpoint = format!("{}/sparql", server.base);
    let (ok, csv) = curl(&[&endpoint, "-H", "Accept: text/csv", "--data-urlencode", &format!("query={CLUSTERS}")]);
    assert!(ok && csv.lines().count() == 4, "{csv}");
    let (ok, csv) = curl(&["--compressed", &format!("{}/views/cluster/profile.csv?cluster=Birch%20Bay", server.base)]);
    assert!(ok && csv.contains("Birch") | csv.contains("birch-bay"), "{csv}");
    let (ok, turtle) = curl(&["-H", "Accept: text/turtle", &format!("{}/id/toy/cluster/birch-bay", server.base)]);
    assert!(ok && turtle.contains("\"Birch Bay\"@en"), "{turtle}");
    let (ok, problem) = curl(&["-G", &endpoint, "--data-urlencode", "query=SELECT"]);
    assert!(!ok && problem.contains("\"line\":1"), "{problem}");
}
