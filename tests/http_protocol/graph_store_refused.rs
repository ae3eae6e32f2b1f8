//! What the Graph Store refuses, and that nothing is changed then.

use std::time::Duration;

use milieu::Store;
use milieu::face::http::Settings;

use super::server::{Answer, Server};
use super::{TOKEN, TURTLE, empty, raw};

const ONE: &[u8] = b"<urn:a> a <urn:A> .";

fn send(server: &Server, method: &str, path: &str, more: &[(&str, &str)]) -> Answer {
    let body = (method != "DELETE").then_some(ONE);
    server.send(method, path, &[&[TOKEN, TURTLE], more].concat(), body)
}

#[test]
fn a_body_that_is_not_what_it_says() {
    let server = empty();
    let put = |media: &str, body: &str| {
        server.send("PUT", "/graphs/a", &[TOKEN, ("content-type", media)], Some(body.as_bytes()))
    };
    let problem = put("application/rdf+xml", "<urn:a> a <urn:A> .").problem(400);
    assert_eq!(problem["type"], "https://w3id.org/milieu/problem/payload");
    let problem = put("text/turtle", "<urn:a> a <urn:A> .\n<urn:b> a .").problem(400);
    assert!(problem["line"] == 2 && problem["column"].as_u64().unwrap() > 1, "{problem}");
    assert_eq!(put("application/n-quads", "<urn:a> <urn:p> <urn:A> .").status, 201);
    let before = server.store.snapshot().hash();
    put("application/n-quads", "<urn:a> <urn:p> <urn:A> <urn:g> .").problem(400);
    put("application/trig", "GRAPH <urn:g> { <urn:a> a <urn:A> }").problem(400);
    put("text/turtle; charset=iso-8859-1", "<urn:a> a <urn:A> .").problem(400);
    // A context that lies elsewhere is not fetched.
    put("application/ld+json", "{\"@context\": \"http://example.org/c\", \"name\": \"x\"}").problem(400);
    let problem = put("image/png", "").problem(415);
    assert!(problem["detail"].as_str().unwrap().contains("text/turtle"), "{problem}");
    let refused = server.send("PUT", "/graphs/a", &[TOKEN], Some(ONE));
    refused.problem(415);
    assert!(refused.header("accept-post").contains("multipart/form-data"), "{}", refused.header("accept-post"));
    let head = "PUT /graphs/a\nAuthorization: Bearer open sesame\nContent-Type: text/turtle\nContent-Length: 16777217";
    let large = raw(&server, head);
    assert!(large.starts_with("HTTP/1.1 413 "), "{large}");
    server.send("PUT", "/graphs/a", &[TOKEN, TURTLE, ("content-encoding", "gzip")], Some(ONE)).problem(415);
    assert_eq!(server.store.snapshot().hash(), before);
}

#[test]
fn a_body_that_would_take_stack_or_memory_without_end() {
    let server = empty();
    let json = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let terms =
        format!("<urn:s> <urn:p> {}<urn:o>{} .", "<<( <urn:s> <urn:p> ".repeat(100_000), " )>>".repeat(100_000));
    let entities = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]><x>&b;</x>";
    for (media, body) in
        [("application/ld+json", json.as_str()), ("text/turtle", &terms), ("application/rdf+xml", entities)]
    {
        let headers = [TOKEN, ("content-type", media)];
        let problem = server.send("PUT", "/graphs/a", &headers, Some(body.as_bytes())).problem(400);
        assert_eq!(problem["type"], "https://w3id.org/milieu/problem/payload", "{media}");
    }
    assert!(server.store.snapshot().is_empty());
}

#[test]
fn a_body_without_a_length() {
    let server = empty();
    let answer = raw(&server, "PUT /graphs/a\nAuthorization: Bearer open sesame\nContent-Type: text/turtle");
    assert!(answer.starts_with("HTTP/1.1 411 "), "{answer}");
    assert!(server.store.snapshot().is_empty());
}

#[test]
fn an_address_that_names_no_graph_or_two() {
    let server = empty();
    for path in [
        "/graphs",
        "/graphs?graph=relative",
        "/graphs?default&graph=urn:a",
        "/graphs/a?default",
        "/graphs?graph=urn:a&graph=urn:b",
    ] {
        server.get(path, "").problem(400);
        send(&server, "PUT", path, &[]).problem(400);
    }
    let problem = server.get("/graphs", "").problem(400);
    assert!(problem["detail"].as_str().unwrap().contains("?graph=IRI"), "{problem}");
    let union = send(&server, "PUT", "/graphs?union", &[]);
    union.problem(405);
    assert_eq!(union.header("allow"), "GET,HEAD");
    let patched = send(&server, "PATCH", "/graphs/a", &[]);
    patched.problem(405);
    assert_eq!(patched.header("allow"), "GET,HEAD,PUT,POST,DELETE");
    let options = server.send("OPTIONS", "/graphs/a", &[], None);
    assert_eq!(options.status, 204);
    assert!(options.header("accept-post").contains("application/ld+json"));
    assert!(server.store.snapshot().is_empty());
}

#[test]
fn who_may_not_write() {
    for method in ["PUT", "POST", "DELETE"] {
        let body = (method != "DELETE").then_some(ONE);
        Server::shared().send(method, "/graphs/a", &[TURTLE], body).problem(403);
        let server = empty();
        server.send(method, "/graphs/a", &[TURTLE], body).problem(401);
        server.send(method, "/graphs/a", &[TURTLE, ("authorization", "Bearer open")], body).problem(401);
    }
}

#[test]
fn conditions_of_a_write() {
    let server = empty();
    send(&server, "PUT", "/graphs/a", &[("if-match", "*")]).problem(412);
    assert_eq!(send(&server, "PUT", "/graphs/a", &[("if-none-match", "*")]).status, 201);
    let problem = send(&server, "PUT", "/graphs/a", &[("if-none-match", "*")]).problem(412);
    assert!(problem["detail"].as_str().unwrap().contains("If-None-Match"), "{problem}");
    let tag = |accept: &str| server.get("/graphs/a", accept).header("etag").to_owned();
    // The tag of any format tells the state.
    for accept in ["", "application/n-triples"] {
        let known = tag(accept);
        assert_eq!(send(&server, "POST", "/graphs/a", &[("if-match", &known)]).status, 204);
    }
    let known = tag("");
    let other = server.send("PUT", "/graphs/a", &[TOKEN, TURTLE], Some(b"<urn:b> a <urn:B> ."));
    assert_eq!(other.status, 204);
    let before = server.store.snapshot().hash();
    let problem = send(&server, "PUT", "/graphs/a", &[("if-match", &known)]).problem(412);
    assert!(problem["detail"].as_str().unwrap().contains("If-Match"), "{problem}");
    send(&server, "DELETE", "/graphs/a", &[("if-match", &known)]).problem(412);
    send(&server, "DELETE", "/graphs/a", &[("if-none-match", &tag(""))]).problem(412);
    assert_eq!(server.store.snapshot().hash(), before);
    assert_eq!(send(&server, "DELETE", "/graphs/a", &[("if-match", &format!("\"x\", {}", tag("")))]).status, 204);
    send(&server, "DELETE", "/graphs/a", &[("if-match", "*")]).problem(412);
}

#[test]
fn a_graph_that_is_too_large_is_an_error() {
    let server = Server::toy(Settings::new().max_rows(10));
    let problem = server.get("/graph/toy", "").problem(422);
    assert!(problem["detail"].as_str().unwrap().contains("10 rows"), "{problem}");
    let server = Server::toy(Settings::new().max_bytes(2_000));
    server.get("/graph/toy", "").problem(422);
}

#[test]
fn a_body_that_takes_too_long_to_read_changes_nothing() {
    let settings = Settings::new().token("open sesame").timeout(Duration::from_millis(20));
    let server = Server::over(Store::new(), settings);
    let many: Vec<String> = (0..200_000).map(|at| format!("<urn:s:{at}> <urn:p> <urn:o:{at}> .")).collect();
    server.send("PUT", "/graphs/a", &[TOKEN, TURTLE], Some(many.join("\n").as_bytes())).problem(503);
    assert!(server.store.snapshot().is_empty());
}

#[test]
#[cfg(feature = "shacl")]
fn what_the_shapes_forbid() {
    let server = Server::toy(Settings::new().token("open sesame").shapes(milieu::shape::Shapes::shipped()));
    let before = server.store.snapshot().hash();
    let nameless = b"<urn:x> a <https://w3id.org/milieu/ontology#Country> .";
    let problem = server.send("PUT", "/graphs/a", &[TOKEN, TURTLE], Some(nameless)).problem(422);
    assert_eq!(problem["type"], "https://w3id.org/milieu/problem/shapes");
    assert_eq!(server.store.snapshot().hash(), before);
}
