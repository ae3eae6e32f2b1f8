//! Tokens and their roles.

use std::sync::LazyLock;

use milieu::face::http::{Role, Secret, Settings, TokenEntry};

use crate::raw::{ask, ask_with};
use crate::server::{Server, encode};

const UPDATE: (&str, &str) = ("content-type", "application/sparql-update");
const INSERT: &str = "INSERT DATA { GRAPH graph:team { <urn:a> rdfs:label 'A' } }";

/// Three tokens, hashed once for all tests, with their secrets.
static TOKENS: LazyLock<Vec<(TokenEntry, String)>> = LazyLock::new(|| {
    let make = |name: &str, role, graphs: &[&str]| {
        let secret = Secret::random().unwrap();
        let entry = TokenEntry::new(name, &secret.hash().unwrap().to_string(), role, graphs).unwrap();
        (entry, format!("Bearer {}", secret.reveal()))
    };
    let team = ["graph:team", "https://example.org/team/*"];
    vec![make("reader", Role::Read, &[]), make("team", Role::Write, &team), make("chief", Role::Admin, &[])]
});

fn settings() -> Settings {
    Settings::new().tokens(TOKENS.iter().map(|(entry, _)| entry.clone()))
}

fn bearer(name: &str) -> (&'static str, &'static str) {
    let (_, secret) = TOKENS.iter().find(|(entry, _)| entry.name() == name).unwrap();
    ("authorization", secret.as_str())
}

#[test]
fn nobody_writes_without_a_token() {
    let server = Server::toy(Settings::new());
    let before = server.store.snapshot().number();
    let refused = server.post("/sparql", &[UPDATE], INSERT).problem(403);
    assert!(refused["detail"].as_str().unwrap().contains("milieu token new"), "it says the way out: {refused}");
    server.post("/sparql", &[UPDATE, ("authorization", "Bearer anything")], INSERT).problem(403);
    assert_eq!(server.store.snapshot().number(), before);
}

#[test]
fn each_role_may_do_what_it_may() {
    let server = Server::toy(settings());
    let before = server.store.snapshot().number();
    let nobody = server.post("/sparql", &[UPDATE], INSERT);
    nobody.problem(401);
    assert!(nobody.header("www-authenticate").starts_with("Bearer"));
    let wrong = server.post("/sparql", &[UPDATE, ("authorization", "Bearer milieu_wrong")], INSERT);
    wrong.problem(401);
    assert!(wrong.header("www-authenticate").starts_with("Bearer"));
    let reader = server.post("/sparql", &[UPDATE, bearer("reader")], INSERT).problem(403);
    assert!(reader["detail"].as_str().unwrap().contains("\"reader\""), "{reader}");
    assert_eq!(server.store.snapshot().number(), before);
    assert_eq!(server.post("/sparql", &[UPDATE, bearer("team")], INSERT).status, 204);
    assert_eq!(server.post("/sparql", &[UPDATE, bearer("chief")], "CLEAR ALL").status, 204);
    assert_eq!(
        ask(&server, "GET", "/views", &[("authorization", "Bearer wrong")]).status,
        401,
        "a wrong token is told"
    );
}

#[test]
fn a_token_changes_its_graphs_and_no_others() {
    let server = Server::toy(settings());
    let update = |text: &str| server.post("/sparql", &[UPDATE, bearer("team")], text);
    assert_eq!(update(INSERT).status, 204);
    assert_eq!(update("INSERT DATA { GRAPH <https://example.org/team/notes> { <urn:b> rdfs:label 'B' } }").status, 204);
    let before = server.store.snapshot();
    for (text, named) in [
        ("INSERT DATA { <urn:a> rdfs:label 'B' }", "the default graph"),
        ("INSERT DATA { GRAPH graph:teammate { <urn:a> rdfs:label 'B' } }", "graph/teammate"),
        ("DELETE WHERE { GRAPH graph:toy { ?s rdfs:label ?o } }", "graph/toy"),
        // What is named only when it runs.
        ("INSERT { GRAPH ?g { ?s rdfs:comment 'x' } } WHERE { GRAPH ?g { ?s a milieu:Cluster } }", "graph/toy"),
        ("WITH graph:toy DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "graph/toy"),
        ("DROP GRAPH graph:toy", "graph/toy"),
        ("MOVE GRAPH graph:toy TO GRAPH graph:team", "graph/toy"),
        ("CLEAR NAMED", "graph/"),
        // One operation that may be made, and one that may not: neither is.
        ("INSERT DATA { GRAPH graph:team { <urn:c> rdfs:label 'C' } } ; CLEAR GRAPH graph:toy", "graph/toy"),
        ("INSERT DATA { GRAPH graph:derived { <urn:c> rdfs:label 'C' } }", "graph/derived"),
    ] {
        let refused = update(text).problem(403);
        assert_eq!(refused["type"], "https://w3id.org/milieu/problem/graph", "{text}");
        assert!(refused["detail"].as_str().unwrap().contains(named), "{text}: {refused}");
        let after = server.store.snapshot();
        assert_eq!((after.number(), after.hash()), (before.number(), before.hash()), "{text}");
    }
    // What follows from it is written elsewhere, by the server.
    assert_eq!(
        update("INSERT DATA { GRAPH graph:team { <urn:l> a milieu:Linkage ; milieu:hasEnd <urn:a> , <urn:b> } }")
            .status,
        204
    );
    let derived = "ASK { GRAPH graph:derived { <urn:l> milieu:endCount 2 } }";
    assert_eq!(server.query(derived, "").json()["boolean"], true);
    // A copy into its own graph only reads the other.
    assert_eq!(update("ADD GRAPH graph:toy TO GRAPH graph:team").status, 204);
}

#[test]
fn a_private_server_shows_nothing_without_a_token() {
    let server = Server::toy(settings().require_token_to_read());
    for path in [
        "/",
        "/views",
        "/sparql?query=ASK%7B%7D",
        "/search?q=birch",
        "/id/toy/cluster/birch-bay",
        "/ontology",
        "/nowhere",
    ] {
        let refused = ask(&server, "GET", path, &[]);
        assert_eq!(refused.status, 401, "{path}");
        assert!(!refused.body.contains("Birch"), "{path}");
        assert_eq!(ask(&server, "GET", path, &[("Authorization", "Bearer wrong")]).status, 401, "{path}");
    }
    assert_eq!(ask(&server, "POST", "/sparql", &[]).status, 401);
    for path in ["/healthz", "/assets/milieu.css", "/favicon.svg"] {
        assert_eq!(ask(&server, "GET", path, &[]).status, 200, "{path}");
    }
    for name in ["reader", "team", "chief"] {
        assert_eq!(ask(&server, "GET", "/search?q=birch", &[bearer(name)]).status, 200, "{name}");
    }
    // What a page of the server in a browser is told, so that it can ask its user.
    let challenge = ask(&server, "GET", "/", &[("Accept", "text/html")]);
    assert!(challenge.header("www-authenticate").contains("basic realm="), "{}", challenge.head);
}

#[test]
fn what_a_browser_sends_by_itself_never_writes() {
    let server = Server::toy(settings().require_token_to_read());
    let (_, secret) = bearer("chief");
    let basic = format!("Basic {}", base64(&format!("anna:{}", secret.strip_prefix("Bearer ").unwrap())));
    let basic = [("authorization", basic.as_str()), ("content-type", "application/x-www-form-urlencoded")];
    let query = format!("query={}", encode("ASK { ?s a milieu:Cluster }"));
    let read = ask_with(&server, "POST", "/sparql", &basic, &query);
    assert_eq!(read.status, 200, "{}", read.body);
    assert_eq!(ask_with(&server, "POST", "/sparql", &basic, &format!("update={}", encode(INSERT))).status, 403);
    assert_eq!(ask(&server, "GET", "/views", &[("authorization", "Basic !!!")]).status, 401);
    // Where reading is open a header of Basic belongs to someone on the way.
    let open = Server::toy(settings());
    assert_eq!(ask(&open, "GET", "/views", &basic).status, 200);
    assert_eq!(ask_with(&open, "POST", "/sparql", &basic, &format!("update={}", encode(INSERT))).status, 401);
}

#[test]
fn whoever_guesses_is_slowed_and_others_are_not() {
    let server = Server::toy(settings());
    let guess =
        |number: u32| server.post("/sparql", &[UPDATE, ("authorization", &format!("Bearer guess{number}"))], INSERT);
    // Known from now on, however many guesses come from the same address.
    assert_eq!(server.post("/sparql", &[UPDATE, bearer("team")], INSERT).status, 204);
    let answers: Vec<_> = (0..40).map(guess).collect();
    let slowed: Vec<_> = answers.iter().filter(|answer| answer.status == 429).collect();
    assert!(!slowed.is_empty() && answers.iter().all(|answer| matches!(answer.status, 401 | 429)));
    assert!(slowed[0].header("retry-after").parse::<u32>().unwrap() > 0);
    slowed[0].problem(429);
    assert_eq!(server.post("/sparql", &[UPDATE, bearer("team")], INSERT).status, 204, "who is known is not held up");
    server.query("ASK {}", "").ok("application/sparql-results+json");
}

#[test]
fn a_secret_is_never_told() {
    let server = Server::toy(settings());
    let secret = "milieu_0123456789abcdef0123456789abcdef";
    let refused = server.post("/sparql", &[UPDATE, ("authorization", &format!("Bearer {secret}"))], INSERT);
    assert!(!refused.text.contains("0123456789abcdef") && refused.status == 401);
    let health = server.get("/healthz", "").text;
    assert!(!health.contains("argon2") && !health.contains("chief"), "{health}");
    assert!(!format!("{:?}", settings().token("open sesame")).contains("sesame"));
    assert!(!format!("{:?}", settings()).contains("argon2id"));
}

fn base64(text: &str) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    text.as_bytes()
        .chunks(3)
        .map(|chunk| {
            let bits = chunk.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
            let digit = |at: usize| {
                if at > chunk.len() { '=' } else { char::from(DIGITS[(bits >> (18 - 6 * at) & 63) as usize]) }
            };
            (0..4).map(digit).collect::<String>()
        })
        .collect()
}
