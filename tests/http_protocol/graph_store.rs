//! Graphs by the SPARQL 1.1 Graph Store HTTP Protocol, as the W3C's suite sends them.

use milieu::face::http::Settings;

use super::server::{Answer, Server, encode};
use super::{TOKEN, TURTLE, empty, triples};

const ALICE: &str = "@prefix foaf: <http://xmlns.com/foaf/0.1/> . [] a foaf:Person ; foaf:name \"Alice\" .";
const JANE: &str =
    "@prefix foaf: <http://xmlns.com/foaf/0.1/> . <http://example.org/jane> a foaf:Person ; foaf:name \"Jane\" .";

fn by_name(iri: &str) -> String {
    format!("/graphs?graph={}", encode(iri))
}

fn put(server: &Server, path: &str, body: &str) -> Answer {
    server.send("PUT", path, &[TOKEN, TURTLE], Some(body.as_bytes()))
}

fn delete(server: &Server, path: &str) -> Answer {
    server.send("DELETE", path, &[TOKEN], None)
}

#[track_caller]
fn count(server: &Server, path: &str) -> usize {
    triples(&server.get(path, "text/turtle").ok("text/turtle").text, "text/turtle")
}

#[test]
fn the_life_of_a_graph_by_either_name() {
    let server = empty();
    let direct = "/graphs/person/1.ttl";
    for path in [direct.to_owned(), by_name("http://example.org/person/1")] {
        server.get(&path, "text/turtle").problem(404);
        assert_eq!(server.send("HEAD", &path, &[], None).status, 404);
        delete(&server, &path).problem(404);
        let made = put(&server, &path, ALICE);
        assert_eq!((made.status, made.text.as_str()), (201, ""));
        assert_eq!(
            made.header("location"),
            format!("{}{}", server.base, path.replace("%3A", ":").replace("%2F", "/").replace("%2E", "."))
        );
        assert!(made.header("milieu-snapshot").contains(' '));
        assert_eq!(count(&server, &path), 2);
        assert_eq!(put(&server, &path, JANE).status, 204);
        let text = server.get(&path, "text/turtle").ok("text/turtle").text;
        assert!(text.contains("Jane") && !text.contains("Alice"), "what was put is all there is: {text}");
        let added = server.send("POST", &path, &[TOKEN, TURTLE], Some(ALICE.as_bytes()));
        assert_eq!(added.status, 204);
        assert_eq!(count(&server, &path), 4);
        assert_eq!(server.send("POST", &path, &[TOKEN, TURTLE], Some(b"")).status, 204, "nothing is added");
        assert_eq!(count(&server, &path), 4);
        assert_eq!(delete(&server, &path).status, 204);
        server.get(&path, "text/turtle").problem(404);
        delete(&server, &path).problem(404);
    }
    // The graph of an address is the graph of that name, for queries too.
    put(&server, direct, JANE);
    let iri = format!("{}{direct}", server.base);
    assert_eq!(count(&server, &by_name(&iri)), 2);
    let named = server
        .query(&format!("SELECT ?o {{ GRAPH <{iri}> {{ ?s <http://xmlns.com/foaf/0.1/name> ?o }} }}"), "text/csv");
    assert_eq!(named.text, "o\r\nJane\r\n");
}

#[test]
fn an_empty_graph_is_remembered_until_it_is_deleted() {
    let server = empty();
    let path = by_name("http://example.org/empty");
    assert_eq!(put(&server, &path, "").status, 201);
    assert_eq!(count(&server, &path), 0);
    assert_eq!(put(&server, &path, "").status, 204, "it was there");
    assert_eq!(put(&server, &path, JANE).status, 204);
    assert_eq!(put(&server, &path, "").status, 204);
    assert_eq!(count(&server, &path), 0);
    assert_eq!(delete(&server, &path).status, 204);
    server.get(&path, "").problem(404);
    assert!(server.store.snapshot().is_empty(), "nothing is left of it");
    assert_eq!(server.send("POST", &path, &[TOKEN, TURTLE], Some(b"")).status, 201);
    assert_eq!(count(&server, &path), 0);
    // A graph that holds something needs no remembering.
    assert_eq!(server.send("POST", &path, &[TOKEN, TURTLE], Some(JANE.as_bytes())).status, 204);
    assert_eq!(server.store.snapshot().len(), 2);
}

#[test]
fn the_graph_without_a_name_is_not_the_union() {
    let server = empty();
    assert_eq!(count(&server, "/graphs?default"), 0);
    put(&server, &by_name("http://example.org/other"), JANE);
    assert_eq!(put(&server, "/graphs?default", ALICE).status, 201);
    assert_eq!(count(&server, "/graphs?default"), 2, "what was put, and nothing else");
    assert_eq!(count(&server, "/graphs?union"), 4, "what a query reads");
    assert_eq!(put(&server, "/graphs?default", JANE).status, 204);
    assert_eq!(count(&server, "/graphs?union"), 2, "each triple once");
    assert_eq!(server.send("POST", "/graphs?default", &[TOKEN, TURTLE], Some(ALICE.as_bytes())).status, 204);
    assert_eq!(count(&server, "/graphs?default"), 4);
    assert_eq!(delete(&server, "/graphs?default").status, 204);
    assert_eq!(count(&server, "/graphs?default"), 0);
    assert_eq!(count(&server, &by_name("http://example.org/other")), 2, "others are as they were");
}

#[test]
fn a_post_to_the_store_makes_a_graph() {
    let server = empty();
    let mut made = Vec::new();
    for path in ["/graphs", "/graphs/"] {
        let answer = server.send("POST", path, &[TOKEN, TURTLE], Some(ALICE.as_bytes()));
        assert_eq!(answer.status, 201, "{}", answer.text);
        let location = answer.header("location").to_owned();
        let path = location.strip_prefix(&server.base).expect("it is here").to_owned();
        assert_eq!(count(&server, &path), 2);
        assert_eq!(count(&server, &by_name(&location)), 2, "its address is its name");
        made.push(location);
    }
    assert_ne!(made[0], made[1]);
}

#[test]
fn several_files_of_a_form() {
    let server = empty();
    let path = by_name("http://example.org/files");
    put(&server, &path, JANE);
    let part = |head: &str, body: &str| format!("--cut\r\nContent-Disposition: form-data; {head}\r\n\r\n{body}\r\n");
    let body = [
        part("name=\"a\"; filename=\"a.ttl\"\r\nContent-Type: text/turtle", ALICE),
        part("name=\"b\"; filename=\"b.nt\"\r\nContent-Type: application/octet-stream", "<urn:b> <urn:is> <urn:B> ."),
        part("name=\"c.jsonld\"", "{\"@id\": \"urn:c\", \"@type\": \"urn:C\"}"),
        "--cut--\r\n".to_owned(),
    ]
    .concat();
    let form = ("content-type", "multipart/form-data; boundary=cut");
    let added = server.send("POST", &path, &[TOKEN, form], Some(body.as_bytes()));
    assert_eq!(added.status, 204, "{}", added.text);
    assert_eq!(count(&server, &path), 2 + 2 + 1 + 1);
    let before = server.store.snapshot();
    let broken = [
        part("name=\"a\"; filename=\"a.nt\"", "<urn:x> <urn:is> <urn:X> ."),
        part("name=\"b\"; filename=\"b.ttl\"", "<urn:b> a"),
        "--cut--\r\n".to_owned(),
    ]
    .concat();
    let problem = server.send("POST", &path, &[TOKEN, form], Some(broken.as_bytes())).problem(400);
    assert!(problem["detail"].as_str().unwrap().contains("b.ttl") && problem["line"] == 1, "{problem}");
    let odd = [part("name=\"a\"; filename=\"a.xls\"", "x"), "--cut--\r\n".to_owned()].concat();
    let problem = server.send("POST", &path, &[TOKEN, form], Some(odd.as_bytes())).problem(415);
    assert!(problem["detail"].as_str().unwrap().contains("a.xls"), "{problem}");
    server.send("POST", &path, &[TOKEN, form], Some(b"--cut--\r\n")).problem(400);
    assert_eq!(server.store.snapshot().hash(), before.hash(), "of a broken form nothing is taken");
}

#[test]
fn every_format_in_and_out() {
    let server = empty();
    let out = [
        "text/turtle",
        "application/n-triples",
        "application/rdf+xml",
        "application/ld+json",
        "application/n-quads",
        "application/trig",
    ];
    put(&server, "/graphs/one", JANE);
    for media in out {
        let written = server.get("/graphs/one", media).ok(media);
        assert_eq!(triples(&written.text, media), 2, "{media}");
        let headers = [TOKEN, ("content-type", media)];
        let put = server.send("PUT", &format!("/graphs/{}", media.replace('/', "-")), &headers, Some(&written.bytes));
        assert_eq!(put.status, 201, "{media}: {}", put.text);
        assert_eq!(count(&server, &format!("/graphs/{}", media.replace('/', "-"))), 2, "{media}");
    }
    server.get("/graphs/one?format=nt", "text/turtle").ok("application/n-triples");
    server.get("/graphs/one", "").ok("text/turtle");
    server.get("/graphs/one?format=xls", "").problem(400);
    assert!(server.get("/graphs/one", "image/png").problem(406)["detail"].to_string().contains("text/turtle"));
    let (get, head) = (server.get("/graphs/one", "text/turtle"), server.send("HEAD", "/graphs/one", &[], None));
    assert_eq!((head.status, head.media.as_str(), head.bytes.len()), (200, "text/turtle", 0));
    assert_eq!(head.header("content-length"), get.bytes.len().to_string());
}

#[test]
fn relative_names_and_blank_nodes_belong_to_the_graph() {
    let server = empty();
    put(&server, "/graphs/a", "<#me> <urn:knows> _:b .");
    let name = format!("<{}/graphs/a#me>", server.base);
    assert!(server.get("/graphs/a", "application/n-triples").text.contains(&name));
    // The same label in another document is another node.
    server.send("POST", "/graphs/a", &[TOKEN, TURTLE], Some(b"<#me> <urn:knows> _:b ."));
    assert_eq!(count(&server, "/graphs/a"), 2);
}

#[test]
fn our_own_graphs_are_at_their_names() {
    let server = Server::toy(Settings::new());
    let toy = server.get("/graph/toy", "application/n-triples").ok("application/n-triples");
    let by_name = server.get(&by_name("https://w3id.org/milieu/graph/toy"), "application/n-triples");
    assert_eq!(toy.text, by_name.text);
    let size =
        server.store.snapshot().graph_sizes().into_iter().find(|(name, _)| {
            name.as_ref().is_some_and(|name| name.to_string() == "<https://w3id.org/milieu/graph/toy>")
        });
    assert_eq!(toy.text.lines().count() as u64, size.expect("it is there").1);
    server.get("/graph/nowhere", "").problem(404);
    let refused = put(&server, "/graph/toy", ALICE);
    refused.problem(405);
    assert_eq!(refused.header("allow"), "GET,HEAD");
    // An earlier state can be read.
    let number = server.store.snapshot().number();
    assert_eq!(server.get(&format!("/graph/toy?at={number}"), "application/n-triples").text, toy.text);
    server.get(&format!("/graph/toy?at={}", number + 1), "").problem(404);
}

#[test]
fn what_follows_from_a_graph_is_derived() {
    let server = Server::toy(Settings::new().token("open sesame"));
    let linkage = "<urn:l> a <https://w3id.org/milieu/ontology#Linkage> ; <https://w3id.org/milieu/ontology#hasEnd> <urn:a> , <urn:b> .";
    let derived = "ASK { <urn:b> milieu:linkedWith <urn:a> }";
    let asked = || server.query(derived, "").ok("application/sparql-results+json").json()["boolean"].clone();
    assert_eq!(put(&server, "/graphs/links", linkage).status, 201);
    assert_eq!(asked(), true);
    assert_eq!(delete(&server, "/graphs/links").status, 204);
    assert_eq!(asked(), false);
}
