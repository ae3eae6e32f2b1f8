//! Names under which a server is asked, and methods that it does not have.

use milieu::Store;
use milieu::face::http::Settings;

use crate::raw::{ask, send};
use crate::server::Server;

fn status(server: &Server, text: &str) -> u16 {
    send(server, format!("{text}\r\nConnection: close\r\n\r\n").as_bytes()).status
}

#[test]
fn a_name_that_others_control_is_not_answered() {
    let server = Server::over(Store::new(), Settings::new().base_url("https://clusters.example.org"));
    for (host, expected) in [
        ("127.0.0.1:1", 200),
        ("LOCALHOST.", 200),
        ("[0:0:0:0:0:0:0:1]:80", 200),
        ("clusters.example.org:443", 200),
        ("evil.example", 421),
        ("localhost.evil.example", 421),
        ("0.0.0.0", 421),
        ("127.1", 421),
        ("2130706433", 421),
        ("0x7f000001", 421),
        ("[::ffff:127.0.0.1]", 421),
        ("xn--lcalhost-55a", 421),
        ("localhost:80@evil.example", 400),
        ("evil.example@localhost", 400),
        ("localhost:99999", 400),
        ("localhost:80:80", 400),
        ("localhost, evil.example", 400),
        ("[::1", 400),
        ("localhost/..", 400),
        ("l\u{f6}calhost", 400),
        ("", 400),
    ] {
        assert_eq!(status(&server, &format!("GET /healthz HTTP/1.1\r\nHost: {host}")), expected, "{host:?}");
    }
}

#[test]
fn a_request_names_one_host() {
    let server = Server::over(Store::new(), Settings::new());
    for (text, expected) in [
        ("GET /healthz HTTP/1.1\r\nHost: localhost\r\nHost: evil.example", 400),
        ("GET /healthz HTTP/1.1\r\nHost: localhost\r\nHost: localhost", 400),
        ("GET /healthz HTTP/1.1\r\nX: y", 400),
        ("GET http://localhost/healthz HTTP/1.1\r\nHost: localhost", 200),
        ("GET http://evil.example/healthz HTTP/1.1\r\nHost: localhost", 421),
        ("GET http://localhost/healthz HTTP/1.1\r\nHost: evil.example", 421),
        ("GET http://user@localhost/healthz HTTP/1.1\r\nHost: localhost", 400),
    ] {
        assert_eq!(status(&server, text), expected, "{text}");
    }
}

#[test]
fn methods_that_show_or_tunnel_are_refused() {
    let server = Server::shared();
    for path in ["/", "/sparql", "/nowhere"] {
        let refused = ask(server, "TRACE", path, &[("X-Secret", "sesame")]);
        assert_eq!(refused.status, 405, "{path}");
        assert!(!refused.body.contains("sesame"));
    }
    assert!(matches!(status(server, "CONNECT localhost:80 HTTP/1.1\r\nHost: localhost"), 400 | 405));
}

#[test]
fn a_header_cannot_be_smuggled_into_an_answer() {
    let server = Server::shared();
    for path in [
        "/sparql?query=ASK%7B%7D&format=json%0d%0aX-Evil:%201",
        "/views/cluster/profile.csv?cluster=%0d%0aX-Evil:%201",
        "/id/toy/cluster/x%0d%0aX-Evil:%201",
        "/search?q=%0d%0aX-Evil:%201",
        "/entity?iri=urn:a%0d%0aX-Evil:%201",
        "/views/cluster/profile%22%0d%0aX-Evil:1.csv",
    ] {
        for accept in ["text/html", "text/csv", "*/*"] {
            let answer = ask(server, "GET", path, &[("Accept", accept)]);
            assert!(answer.status > 0 && answer.all("x-evil").is_empty(), "{path}: {}", answer.head);
        }
    }
}
