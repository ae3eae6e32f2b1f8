//! Which pages may reconcile: those of programs of this machine, those that are allowed, and any where all may read.

use milieu::face::http::Settings;

use crate::server::{Answer, Server};
use crate::world::{FORM, SERVER, target};

fn post(server: &Server, path: &str, origin: &str) -> Answer {
    server.send("POST", path, &[FORM, ("origin", origin)], Some(b"queries={}"))
}

const ANY: &str = "https://page.example";
const ALLOWED: &str = "access-control-allow-origin";

#[test]
fn programs_of_this_machine_reconcile_and_do_no_more() {
    for origin in ["http://127.0.0.1:3333", "http://localhost:3333", "http://[::1]:3333"] {
        let answer = post(&SERVER, "/reconcile/ror", origin);
        assert_eq!((answer.status, answer.header(ALLOWED)), (200, origin), "{}", answer.text);
        assert!(answer.headers.get_all("vary").iter().any(|value| value == "Origin"));
        let asked = [("origin", origin), ("access-control-request-method", "POST")];
        let beforehand = SERVER.send("OPTIONS", "/reconcile/ror/v1/match", &asked, None);
        assert_eq!((beforehand.status, beforehand.header("access-control-allow-methods")), (204, "GET, HEAD, POST"));
        assert_eq!(beforehand.header(ALLOWED), origin);
        // Nothing else is open to them.
        assert_eq!(post(&SERVER, "/sparql", origin).status, 403);
        assert_eq!(SERVER.send("GET", "/views", &[("origin", origin)], None).header(ALLOWED), "");
        assert_eq!(SERVER.send("OPTIONS", "/sparql", &asked, None).header(ALLOWED), "");
    }
}

#[test]
fn no_other_page_reconciles_unless_it_is_told() {
    for origin in
        [ANY, "null", "http://127.0.0.1.page.example", "http://localhost.page.example", "http://10.0.0.5:3333"]
    {
        assert_eq!(post(&SERVER, "/reconcile/store", origin).status, 403, "{origin}");
        let read = SERVER.send("GET", "/reconcile/store/suggest/entity?prefix=a", &[("origin", origin)], None);
        assert_eq!(read.header(ALLOWED), "", "{origin}");
        // A script or picture of such a page is not even answered.
        let part = [("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "no-cors")];
        assert_eq!(SERVER.send("GET", "/reconcile/store/suggest/entity?prefix=a", &part, None).status, 403);
    }
    let allowing = Server::toy(Settings::new().target(target()).cors_origin(ANY));
    let answer = post(&allowing, "/reconcile/ror", ANY);
    assert_eq!((answer.status, answer.header(ALLOWED)), (200, ANY));
}

#[test]
fn where_all_may_read_all_may_reconcile_and_write_nothing() {
    let server = Server::toy(Settings::new().target(target()).token("open sesame").cors_any_origin_may_read());
    for path in ["/reconcile/ror", "/reconcile/store"] {
        let answer = post(&server, path, ANY);
        assert_eq!((answer.status, answer.header(ALLOWED)), (200, "*"), "{}", answer.text);
    }
    let asked = [
        ("origin", ANY),
        ("access-control-request-method", "POST"),
        ("access-control-request-headers", "content-type"),
    ];
    let beforehand = server.send("OPTIONS", "/reconcile/ror/v1/match", &asked, None);
    assert_eq!(
        (beforehand.header(ALLOWED), beforehand.header("access-control-allow-methods")),
        ("*", "GET, HEAD, POST")
    );
    assert_eq!(server.send("OPTIONS", "/sparql", &asked, None).header("access-control-allow-methods"), "GET, HEAD");
    for path in ["/sparql", "/graphs?graph=urn:a", "/reconciled"] {
        assert_eq!(post(&server, path, ANY).status, 403, "{path}");
    }
}

#[test]
fn a_private_server_reconciles_for_nobody_without_a_token() {
    let server = Server::toy(Settings::new().target(target()).token("open sesame").require_token_to_read());
    for path in [
        "/reconcile",
        "/reconcile/ror",
        "/reconcile/store/suggest/entity?prefix=a",
        "/reconcile/ror/preview?id=04vnq7t77",
    ] {
        server.get(path, "").problem(401);
    }
    assert_eq!(post(&server, "/reconcile/ror", "http://127.0.0.1:3333").status, 401);
}
