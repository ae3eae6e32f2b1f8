//! What runs can be seen and stopped by whoever runs the server, and by nobody else.

use std::thread;

use milieu::face::http::Settings;
use serde_json::Value;

use crate::raw::{self, End, at_work, wait};
use crate::server::{Answer, Server, encode};

const LONG: &str = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(STR(?c) < STR(?f)) }";
const ENDLESS: &str = "SELECT ?a ?f ?u { ?a ?b ?c . ?d ?e ?f . BIND(STRUUID() AS ?u) }";
const BROWSER: &str = "text/html";

fn ask(query: &str) -> String {
    format!("/sparql?format=csv&query={}", encode(query))
}

fn listed(server: &Server) -> Vec<Value> {
    let json = server.get("/queries", "application/json").ok("application/json").json();
    json["queries"].as_array().expect("who is local sees them").clone()
}

fn delete(server: &Server, id: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = crate::server::agent().delete(format!("{}/queries/{id}", server.base));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    Answer::of(request.call().expect("the server answers"))
}

#[test]
fn a_query_is_listed_and_stopped() {
    let server = Server::toy(Settings::new());
    assert!(listed(&server).is_empty());
    let address = format!("{}&access_token=hidden", ask(LONG));
    thread::scope(|scope| {
        let client = scope.spawn(|| raw::get(&server, &address, "X-Request-Id: mine\r\n"));
        wait("the query", || listed(&server).len() == 1);
        let query = listed(&server).remove(0);
        assert_eq!(
            (&query["request_id"], &query["who"], &query["text"]),
            (&"mine".into(), &"127.0.0.1".into(), &LONG.into())
        );
        assert_eq!((&query["state"], &query["method"], &query["rows"]), (&"running".into(), &"GET".into(), &0.into()));
        assert!(query["since"].as_str().is_some_and(|since| since.ends_with('Z')) && query["timeout_ms"] == 60_000);
        let address = query["address"].as_str().unwrap();
        assert!(address.starts_with("/sparql?") && address.ends_with("access_token=***"), "{address}");

        let page = server.get("/queries", BROWSER).ok("text/html").text;
        assert!(page.contains("SELECT (COUNT(*)") && page.contains("/stop\""), "{page}");
        let id = query["id"].to_string();
        assert_eq!(delete(&server, &id, &[]).status, 204);
        let problem = client.join().unwrap().problem(503);
        assert_eq!(problem["type"], "https://w3id.org/milieu/problem/cancelled");
        assert_eq!(problem["stopped_by"], "127.0.0.1", "{problem}");
        wait("the end of the work", || at_work(&server) == 0);
        delete(&server, &id, &[]).problem(404);
        delete(&server, "x", &[]).problem(404);
    });
}

#[test]
fn rows_are_counted_while_they_are_sent_and_no_further_than_they_are_read() {
    let server = Server::toy(Settings::new().buffer(300).max_rows(usize::MAX));
    let mut stream = raw::connect(&server);
    raw::ask(&mut stream, &ask(ENDLESS), "");
    let rows = || listed(&server)[0]["rows"].as_u64().unwrap();
    wait("the first rows", || !listed(&server).is_empty() && rows() > 0);
    // Nobody reads, so in the end nothing more is made: what waits is in the network's buffers and in a few parts.
    let still = || {
        let before = rows();
        thread::sleep(std::time::Duration::from_millis(300));
        rows() == before
    };
    wait("a pause", still);
    assert!(listed(&server)[0]["state"] == "running");
    let id = listed(&server)[0]["id"].to_string();
    assert_eq!(delete(&server, &id, &[]).status, 204);
    assert_eq!(raw::read(&mut stream).end, End::Cut, "what was begun is broken off");
    wait("the end of the work", || at_work(&server) == 0);
}

#[test]
fn the_button_of_the_page_works_and_no_other_page_has_it() {
    let server = Server::toy(Settings::new());
    let form = ("content-type", "application/x-www-form-urlencoded");
    thread::scope(|scope| {
        let client = scope.spawn(|| raw::get(&server, &ask(LONG), ""));
        wait("the query", || listed(&server).len() == 1);
        let page = server.get("/queries", BROWSER).ok("text/html").text;
        let action = page.split("action=\"/queries/").nth(1).unwrap().split('"').next().unwrap();
        let key = page.split("name=\"key\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        let path = format!("/queries/{action}");
        for wrong in ["", "key=", "key=0123456789abcdef0123456789abcdef"] {
            server.post(&path, &[form], wrong).problem(403);
        }
        let right = format!("key={key}");
        for origin in ["https://evil.example", "null", "http://127.0.0.1:1"] {
            server.post(&path, &[form, ("origin", origin)], &right).problem(403);
            let id = action.trim_end_matches("/stop");
            assert_eq!(delete(&server, id, &[("origin", origin)]).status, 403);
        }
        assert_eq!(listed(&server).len(), 1, "it still runs");
        let pressed = server.post(&path, &[form, ("origin", &server.base)], &right);
        assert_eq!((pressed.status, pressed.media.as_str()), (200, "application/json"), "after the redirection");
        client.join().unwrap().problem(503);
        assert_eq!(server.post(&path, &[form], &right).status, 200, "to stop what has ended is no fault");
    });
}

#[test]
fn who_is_not_local_sees_only_how_many() {
    let server = Server::toy(Settings::new().token("open sesame").behind_proxy());
    let bearer = ("authorization", "Bearer open sesame");
    thread::scope(|scope| {
        let client = scope.spawn(|| raw::get(&server, &ask(LONG), "X-Forwarded-For: 192.0.2.7\r\n"));
        wait("the query", || at_work(&server) == 1);
        let others = server.get("/queries", "application/json").ok("application/json").json();
        assert_eq!(others, serde_json::json!({ "running": 1, "waiting": 0, "may_run": others["may_run"] }));
        let page = server.get("/queries", BROWSER).ok("text/html").text;
        assert!(page.contains("1 running") && !page.contains("SELECT") && !page.contains("192.0.2.7"), "{page}");
        for headers in [&[][..], &[("authorization", "Bearer open")]] {
            delete(&server, "1", headers).problem(401);
        }
        let mut request = crate::server::agent().get(format!("{}/queries", server.base));
        request = request.header(bearer.0, bearer.1);
        let json = Answer::of(request.call().unwrap()).json();
        assert_eq!(json["queries"][0]["who"], "192.0.2.7", "{json}");
        assert_eq!(delete(&server, &json["queries"][0]["id"].to_string(), &[bearer]).status, 204);
        client.join().unwrap().problem(503);
    });
    // Who was handed on by a proxy that nobody told us of is not local either.
    let server = Server::toy(Settings::new());
    let forwarded = raw::get(&server, "/queries", "Accept: application/json\r\nX-Forwarded-For: 127.0.0.1\r\n");
    assert!(!forwarded.text().contains("queries"), "{}", forwarded.text());
}

#[test]
fn one_client_does_not_keep_another_waiting() {
    let server = Server::toy(Settings::new().at_once(1).per_client(1, 60).behind_proxy().token("t"));
    let from = |client: &str| format!("X-Forwarded-For: {client}\r\n");
    let list = || {
        let mut request = crate::server::agent().get(format!("{}/queries", server.base));
        request = request.header("authorization", "Bearer t");
        Answer::of(request.call().unwrap()).json()["queries"].as_array().unwrap().clone()
    };
    let stop = |query: &Value| delete(&server, &query["id"].to_string(), &[("authorization", "Bearer t")]);
    thread::scope(|scope| {
        let greedy: Vec<_> =
            (0..50).map(|_| scope.spawn(|| raw::get(&server, &ask(LONG), &from("192.0.2.1")).status)).collect();
        wait("all of them", || list().len() == 50);
        let modest = scope.spawn(|| raw::get(&server, &ask("ASK { }"), &from("192.0.2.2")));
        wait("the other client", || list().len() == 51);
        // One running query of the first client ends, and the second client's turn comes before that of 49 others.
        let running = list().into_iter().find(|query| query["state"] == "running").unwrap();
        assert_eq!(stop(&running).status, 204);
        assert_eq!(modest.join().unwrap().status, 200);
        assert_eq!(list().len(), 49);
        // Those who wait can be stopped as well.
        while let Some(query) = list().last() {
            stop(query);
        }
        assert!(greedy.into_iter().all(|client| client.join().unwrap() == 503));
    });
}

#[test]
fn who_asks_too_much_is_told_when_to_come_back() {
    let settings = Settings::new().at_once(1).per_client(1, 1).max_waiting(2).behind_proxy();
    let server = Server::toy(settings);
    let from = |client: &str| format!("X-Forwarded-For: {client}\r\n");
    let waiting = || server.get("/queries", "application/json").json()["waiting"].as_u64().unwrap();
    thread::scope(|scope| {
        let hold = |client: &'static str| {
            let mut stream = raw::connect(&server);
            raw::ask(&mut stream, &ask(LONG), &from(client));
            stream
        };
        let first = hold("192.0.2.1");
        wait("the first", || at_work(&server) == 1);
        let second = hold("192.0.2.1");
        wait("the second", || waiting() == 1);
        let again = |answer: &raw::Raw| answer.header("retry-after").unwrap().parse::<u64>().unwrap();
        let refused = raw::get(&server, &ask("ASK { }"), &from("192.0.2.1"));
        assert_eq!(refused.problem(429)["type"], "https://w3id.org/milieu/problem/too-many-requests");
        assert!((1..=60).contains(&again(&refused)));
        let other = hold("192.0.2.2");
        wait("another client", || waiting() == 2);
        let refused = raw::get(&server, &ask("ASK { }"), &from("192.0.2.3"));
        assert_eq!(refused.problem(503)["type"], "https://w3id.org/milieu/problem/busy");
        assert!((1..=60).contains(&again(&refused)));
        drop((second, other));
        wait("room", || waiting() == 0);
        let next = scope.spawn(|| raw::get(&server, &ask("ASK { }"), &from("192.0.2.1")).status);
        wait("the next", || waiting() == 1);
        drop(first);
        assert_eq!(next.join().unwrap(), 200);
    });
}
