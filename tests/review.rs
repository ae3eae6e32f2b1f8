//! The review of mappings over real HTTP: by programs, by forms, and by nobody else.
#![cfg(feature = "http")]

#[path = "review/cluster.rs"]
mod cluster;
#[path = "support/rows.rs"]
mod rows;
#[path = "support/server.rs"]
mod server;
#[path = "support/skip.rs"]
mod skip;

use milieu::face::http::{Role, Secret, Settings, TokenEntry};
use milieu::link::sssom;
use milieu::{Store, ingest, mapping};
use serde_json::{Value, json};
use server::{Server, encode};

const BROWSER: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
const SECRET: &str = "open sesame";

/// Two proposals, one with what it rests on; labels that would be markup.
const SET: &str = r#"#curie_map:
#  mine: https://example.org/mine/
#  ror: https://ror.org/
#license: https://creativecommons.org/publicdomain/zero/1.0/
#mapping_set_id: https://example.org/members
subject_id	subject_label	predicate_id	object_id	object_label	mapping_justification	mapping_tool	confidence	other	comment
mine:1	<script>alert(1)</script>	skos:closeMatch	ror:04vnq7t77	Uni <b>	semapv:LexicalSimilarityThresholdMatching	milieu	0.8	"{""subject"":{""city"":""<i>Ulm</i>"",""website"":""javascript:alert(1)""},""evidence"":[{""what"":""the words are <u>the same</u>"",""weight"":2.5},{""what"":""another country"",""weight"":-1}],""choices"":[{""iri"":""https://ror.org/03v4gjf40"",""label"":""Another <b>"",""confidence"":0.3}]}"	it is <em>so</em>
mine:2	Two	skos:closeMatch	ror:02kkvpp62	Munich	semapv:LexicalSimilarityThresholdMatching	milieu	0.6		
"#;

fn server(settings: Settings) -> Server {
    let store = Store::new();
    let read = sssom::read("members.sssom.tsv", SET);
    assert!(read.is_valid(), "{:?}", read.faults);
    let mut transaction = store.begin();
    mapping::put(&mut transaction, &"members".parse().unwrap(), read.set).unwrap();
    ingest::follow(&mut transaction).unwrap();
    transaction.commit().unwrap();
    Server::over(store, settings)
}

fn queue(server: &Server, parameters: &str) -> Value {
    server.get(&format!("/review/members{parameters}"), "application/json").ok("application/json").json()
}

fn first(server: &Server) -> String {
    queue(server, "")["mappings"][0]["mapping"].as_str().unwrap().to_owned()
}

fn send(server: &Server, secret: &str, body: &Value) -> server::Answer {
    let authorization = format!("Bearer {secret}");
    let mut headers = vec![("content-type", "application/json")];
    if !secret.is_empty() {
        headers.push(("authorization", authorization.as_str()));
    }
    server.post("/review/members", &headers, &body.to_string())
}

/// What a browser sends from the form of the page.
fn press(server: &Server, path: &str, fields: &[(&str, &str)], headers: &[(&str, &str)]) -> server::Answer {
    let body: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
    let mut all = vec![("content-type", "application/x-www-form-urlencoded"), ("accept", BROWSER)];
    all.extend(headers);
    server.post(path, &all, &body.join("&"))
}

fn accepted(server: &Server) -> usize {
    queue(server, "")["counts"]["accepted"].as_u64().unwrap().try_into().unwrap()
}

#[test]
fn programs_read_the_queue_and_review() {
    let server = server(Settings::new().token(SECRET));
    let sets = server.get("/review", "application/json").ok("application/json").json();
    assert_eq!(sets["sets"][0]["counts"], json!({ "proposed": 2, "accepted": 0, "rejected": 0 }));
    let all = queue(&server, "");
    let one = &all["mappings"][0];
    assert_eq!((&one["subject"]["iri"], &one["confidence"]), (&json!("https://example.org/mine/1"), &json!(0.8)));
    assert_eq!(one["choices"][0]["iri"], "https://ror.org/03v4gjf40");
    assert_eq!(queue(&server, "?order=least-sure-first")["mappings"][0]["confidence"], 0.6);
    assert_eq!(queue(&server, "?first=1&at=1")["mappings"].as_array().unwrap().len(), 1);

    let mapping = first(&server);
    let answer = send(&server, SECRET, &json!({ "mapping": mapping, "state": "accepted", "reviewer": "Ada" }));
    let told = answer.ok("application/json").json();
    assert_eq!((&told["state"], &told["reviewer"]), (&json!("accepted"), &json!("Ada")));
    assert_eq!(told["predicate"], "http://www.w3.org/2004/02/skos/core#exactMatch");
    let query = "SELECT ?b { <https://example.org/mine/1> skos:exactMatch ?b }";
    assert!(server.query(query, "text/csv").ok("text/csv").text.contains("https://ror.org/04vnq7t77"));
    let without = format!("/sparql?mappings=without&query={}", encode(query));
    assert!(!server.get(&without, "text/csv").ok("text/csv").text.contains("https://ror.org/04vnq7t77"));
    server.get("/sparql?mappings=some&query=ASK%7B%7D", "").problem(400);

    // Another object, then what was proposed again.
    let other =
        json!({ "mapping": mapping, "state": "accepted", "object": "https://ror.org/03v4gjf40", "reviewer": "Ada" });
    assert_eq!(
        send(&server, SECRET, &other).ok("application/json").json()["object"]["iri"],
        "https://ror.org/03v4gjf40"
    );
    let back = json!({ "mapping": mapping, "state": "proposed", "reviewer": "Ada" });
    let told = send(&server, SECRET, &back).ok("application/json").json();
    assert_eq!((&told["object"]["iri"], &told["state"]), (&json!("https://ror.org/04vnq7t77"), &json!("proposed")));
    assert_eq!(accepted(&server), 0);
}

#[test]
fn what_is_sent_wrongly_is_told_and_changes_nothing() {
    let server = server(Settings::new().token(SECRET));
    let before = server.store.snapshot().hash();
    let mapping = first(&server);
    for wrong in [
        json!({ "mapping": mapping, "state": "perhaps", "reviewer": "Ada" }),
        json!({ "mapping": mapping, "state": "accepted", "reviewer": "" }),
        json!({ "mapping": mapping, "state": "accepted", "reviewer": "Ada", "object": "no iri" }),
        json!({ "mapping": "no iri", "state": "accepted", "reviewer": "Ada" }),
        json!({ "mapping": mapping, "state": "accepted", "reviewer": "Ada", "colour": "red" }),
        json!([]),
    ] {
        send(&server, SECRET, &wrong).problem(400);
    }
    let nowhere = json!({ "mapping": "https://example.org/none", "state": "accepted", "reviewer": "Ada" });
    send(&server, SECRET, &nowhere).problem(404);
    let quicker = json!({ "mapping": mapping, "state": "accepted", "reviewer": "Ada", "stood": "rejected" });
    send(&server, SECRET, &quicker).problem(409);
    server
        .post("/review/members", &[("content-type", "text/plain"), ("authorization", "Bearer open sesame")], "x")
        .problem(415);
    server.get("/review/none", "application/json").problem(404);
    server.get("/review/a%20b", "application/json").problem(400);
    server.get("/review/members?state=perhaps", "application/json").problem(400);
    server.get("/review/members?at=x", "application/json").problem(400);
    assert_eq!(server.store.snapshot().hash(), before);
}

#[test]
fn whoever_may_not_write_may_not_review() {
    let limited = Secret::random().unwrap();
    let entry = |secret: &Secret, role, graphs: &[&str]| {
        let hash = secret.hash().unwrap().to_string();
        TokenEntry::new("someone", &hash, role, graphs.iter().copied()).unwrap()
    };
    let server = server(Settings::new().token(SECRET).tokens([entry(&limited, Role::Write, &["graph:other"])]));
    let review = json!({ "mapping": first(&server), "state": "accepted", "reviewer": "Ada" });
    let before = server.store.snapshot().hash();
    send(&server, "", &review).problem(401);
    send(&server, "wrong", &review).problem(401);
    send(&server, limited.reveal(), &review).problem(403);
    assert_eq!(server.store.snapshot().hash(), before);

    let mapping = first(&server);
    let fields = [("mapping", mapping.as_str()), ("act", "accepted"), ("reviewer", "Ada"), ("token", SECRET)];
    let elsewhere = [("origin", "https://evil.example"), ("sec-fetch-site", "cross-site")];
    assert_eq!(press(&server, "/review/members", &fields, &elsewhere).status, 403);
    let wrong = [("mapping", mapping.as_str()), ("act", "accepted"), ("reviewer", "Ada"), ("token", "wrong")];
    assert_eq!(press(&server, "/review/members", &wrong, &[]).status, 401);
    let none = [("mapping", mapping.as_str()), ("act", "accepted"), ("reviewer", "Ada")];
    assert_eq!(press(&server, "/review/members", &none, &[]).status, 401);
    assert_eq!(server.store.snapshot().hash(), before);

    // A token for the set's graph alone is enough: what follows from it is nobody's own.
    let own = Secret::random().unwrap();
    let server = self::server(Settings::new().tokens([entry(&own, Role::Write, &["graph:mappings/members"])]));
    let review = json!({ "mapping": first(&server), "state": "accepted", "reviewer": "Ada" });
    send(&server, own.reveal(), &review).ok("application/json");
    assert_eq!(accepted(&server), 1);
}

#[test]
fn the_page_works_without_scripts() {
    let server = server(Settings::new().token(SECRET));
    let list = server.get("/review", BROWSER).ok("text/html").text;
    assert!(list.contains("href=\"/review/members\""), "{list}");
    let page = server.get("/review/members", BROWSER).ok("text/html").text;
    for part in [
        "name=\"act\" value=\"accepted\" data-key=\"a\"",
        "data-key=\"1\"",
        "data-key=\"s\"",
        "0 of 2 looked at",
        "0.80",
        "<rect class=\"against\"",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    for evil in ["<script>", "<b>", "<i>", "<u>", "<em>", "href=\"javascript"] {
        assert!(!page.contains(evil), "{evil}: {page}");
    }
    let here = [("origin", "null"), ("sec-fetch-site", "same-origin")];
    let mapping = first(&server);
    let both = |act| {
        [
            ("mapping", mapping.as_str()),
            ("stood", "proposed"),
            ("act", act),
            ("reviewer", "Ada L."),
            ("token", SECRET),
            ("object", ""),
        ]
    };
    let answer = press(&server, "/review/members?at=0", &both("accepted"), &here);
    // The client followed to the next mapping, where the last one can be undone.
    let next = answer.ok("text/html").text;
    assert!(
        next.contains("1 of 2 looked at") && next.contains("Undo the last one") && next.contains("value=\"Ada L.\""),
        "{next}"
    );
    assert_eq!(accepted(&server), 1);
    assert_eq!(
        press(&server, "/review/members?at=0", &both("rejected"), &here).status,
        409,
        "it is no longer as it was shown"
    );

    let undo =
        [("mapping", ""), ("last", mapping.as_str()), ("act", "undo"), ("reviewer", "Ada L."), ("token", SECRET)];
    press(&server, "/review/members", &undo, &here).ok("text/html");
    assert_eq!(accepted(&server), 0);
    press(&server, "/review/members", &both("https://ror.org/03v4gjf40"), &here).ok("text/html");
    let chosen = queue(&server, "?state=accepted");
    assert_eq!(chosen["mappings"][0]["object"]["iri"], "https://ror.org/03v4gjf40");

    let two = queue(&server, "")["mappings"][0]["mapping"].as_str().unwrap().to_owned();
    let empty = [("mapping", two.as_str()), ("act", "other"), ("object", " "), ("reviewer", "Ada"), ("token", SECRET)];
    assert_eq!(press(&server, "/review/members", &empty, &here).status, 400);

    // At the end there is nothing to press but the way back.
    let end = server.get("/review/members?at=7", BROWSER).ok("text/html").text;
    assert!(end.contains("You have come to the end") && !end.contains("data-key=\"a\""), "{end}");
    let read_only = self::server(Settings::new()).get("/review/members", BROWSER).ok("text/html").text;
    assert!(read_only.contains("changes nothing") && read_only.contains("disabled"), "{read_only}");
}
