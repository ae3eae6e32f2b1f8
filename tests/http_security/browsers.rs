//! Pages of others in a browser: what they may send here, and what they may see.

use milieu::face::http::Settings;

use crate::raw::{ask, ask_with};
use crate::server::{Server, encode};

const BEARER: (&str, &str) = ("Authorization", "Bearer open sesame");
const FORM: (&str, &str) = ("Content-Type", "application/x-www-form-urlencoded");
const EVIL: (&str, &str) = ("Origin", "https://evil.example");

fn update() -> String {
    format!("update={}", encode("INSERT DATA { <urn:a> rdfs:label 'A' }"))
}

#[test]
fn a_page_of_somebody_else_writes_nothing() {
    let server = Server::toy(Settings::new().token("open sesame"));
    let before = server.store.snapshot().number();
    // A form is sent without asking beforehand, and without the token.
    assert_eq!(ask_with(&server, "POST", "/sparql", &[FORM], &update()).status, 401);
    for headers in [
        vec![EVIL],
        vec![("Origin", "null")],
        vec![("Origin", "null"), ("Sec-Fetch-Site", "cross-site")],
        vec![("Origin", "http://127.0.0.1:1")],
        vec![("Origin", "http://127.0.0.1.evil.example")],
        vec![("Sec-Fetch-Site", "cross-site")],
        vec![("Sec-Fetch-Site", "same-site")],
        vec![EVIL, ("Sec-Fetch-Site", "same-origin")],
    ] {
        // Even if it had the token.
        let refused = ask_with(&server, "POST", "/sparql", &[&headers[..], &[FORM, BEARER]].concat(), &update());
        assert_eq!(refused.status, 403, "{headers:?}");
        assert!(refused.body.contains("problem/origin"), "{}", refused.body);
        assert!(refused.all("access-control-allow-origin").is_empty());
        let query = ask_with(&server, "POST", "/sparql", &[&headers[..], &[FORM]].concat(), "query=ASK%7B%7D");
        assert_eq!(query.status, 403, "{headers:?}");
    }
    assert_eq!(server.store.snapshot().number(), before);
    let here = server.base.clone();
    for headers in [
        vec![],
        vec![("Origin", here.as_str())],
        vec![("Origin", here.as_str()), ("Sec-Fetch-Site", "same-origin")],
        vec![("Sec-Fetch-Site", "none")],
        // A form of our pages, which tell nobody where they are.
        vec![("Origin", "null"), ("Sec-Fetch-Site", "same-origin")],
    ] {
        let allowed = ask_with(&server, "POST", "/sparql", &[&headers[..], &[FORM, BEARER]].concat(), &update());
        assert_eq!(allowed.status, 204, "{headers:?}: {}", allowed.body);
    }
}

#[test]
fn no_page_of_somebody_else_reads_unless_it_is_told() {
    let server = Server::shared();
    let answer = ask(server, "GET", "/views", &[EVIL]);
    assert!(answer.status == 200 && answer.all("access-control-allow-origin").is_empty());
    let asked = [EVIL, ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "authorization")];
    let beforehand = ask(server, "OPTIONS", "/sparql", &asked);
    assert!(!beforehand.head.contains("access-control-allow"), "{}", beforehand.head);
    // A picture whose address is a long query would make the server work for the page.
    let picture = [("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "no-cors"), ("Sec-Fetch-Dest", "image")];
    assert_eq!(ask(server, "GET", "/sparql?query=ASK%7B%7D", &picture).status, 403);
    let link = [("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "document")];
    assert_eq!(ask(server, "GET", "/views", &link).status, 200, "a link may be followed");
}

#[test]
fn an_allowed_origin_reads_and_writes() {
    let settings = Settings::new().token("open sesame").cors_origin("https://App.example.org/");
    let server = Server::toy(settings);
    let app = ("Origin", "https://app.example.org");
    let asked = [app, ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "authorization")];
    let beforehand = ask(&server, "OPTIONS", "/sparql", &asked);
    assert_eq!(beforehand.status, 204);
    assert_eq!(beforehand.header("access-control-allow-origin"), app.1);
    assert!(beforehand.header("access-control-allow-methods").contains("post"));
    assert!(beforehand.header("access-control-allow-headers").contains("authorization"));
    assert!(beforehand.all("access-control-allow-credentials").is_empty());
    let read = ask(&server, "GET", "/views", &[app, ("Sec-Fetch-Site", "cross-site")]);
    assert_eq!((read.status, read.header("access-control-allow-origin")), (200, app.1));
    assert!(read.all("vary").iter().any(|vary| vary.contains("origin")), "{}", read.head);
    assert!(read.header("access-control-expose-headers").contains("milieu-snapshot"));
    let wrote = ask_with(&server, "POST", "/sparql", &[app, FORM, BEARER], &update());
    assert_eq!(wrote.status, 204, "{}", wrote.body);
    let unknown = ask_with(&server, "POST", "/sparql", &[app, FORM], &update());
    assert_eq!((unknown.status, unknown.header("access-control-allow-origin")), (401, app.1), "it may see why");
    for other in
        ["http://app.example.org", "https://app.example.org.evil.example", "https://app.example.org:8443", "null"]
    {
        let refused = ask_with(&server, "POST", "/sparql", &[("Origin", other), FORM, BEARER], &update());
        assert_eq!(refused.status, 403, "{other}");
        assert!(refused.all("access-control-allow-origin").is_empty(), "{other}");
    }
}

#[test]
fn a_public_server_is_read_by_any_page_and_written_by_none() {
    let server = Server::toy(Settings::new().token("open sesame").cors_any_origin_may_read());
    let read = ask(&server, "GET", "/views", &[EVIL]);
    assert_eq!((read.status, read.header("access-control-allow-origin")), (200, "*"));
    assert!(read.all("access-control-allow-credentials").is_empty());
    assert_eq!(ask_with(&server, "POST", "/sparql", &[EVIL, FORM, BEARER], &update()).status, 403);
    let asked = [EVIL, ("Access-Control-Request-Method", "POST")];
    let methods = ask(&server, "OPTIONS", "/sparql", &asked);
    assert_eq!(methods.header("access-control-allow-methods"), "get, head");
}

#[test]
fn pages_may_use_nothing_and_be_framed_by_nobody() {
    let server = Server::shared();
    for path in ["/", "/sparql", "/ontology", "/search?q=birch", "/id/toy/cluster/birch-bay", "/nowhere"] {
        let page = ask(server, "GET", path, &[("Accept", "text/html")]);
        let policy = page.header("content-security-policy");
        for part in [
            "default-src 'none'",
            "script-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        ] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe"), "{policy}");
        assert_eq!(page.header("x-frame-options"), "deny");
        assert_eq!(page.header("x-content-type-options"), "nosniff");
        assert_eq!(page.header("referrer-policy"), "no-referrer");
        assert_eq!(page.header("cross-origin-opener-policy"), "same-origin");
        assert_eq!(page.header("cross-origin-resource-policy"), "same-origin");
        assert!(page.header("permissions-policy").contains("geolocation=()"));
        assert!(page.all("strict-transport-security").is_empty(), "it is not served over TLS");
        assert!(page.all("server").is_empty(), "it does not say what it runs on");
    }
    let data = ask(server, "GET", "/sparql?query=ASK%7B%7D", &[]);
    assert_eq!(
        (data.header("x-content-type-options"), data.header("cross-origin-resource-policy")),
        ("nosniff", "same-origin")
    );
    let secure = Server::toy(Settings::new().base_url("https://clusters.example.org"));
    assert!(ask(&secure, "GET", "/", &[]).header("strict-transport-security").contains("max-age="));
}
