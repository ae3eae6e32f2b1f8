//! Dumps: whole, the same for the same data, and loadable.

use std::io::Read;

use flate2::read::GzDecoder;
use milieu::Store;
use milieu::face::http::Settings;
use milieu::io::{RdfFormat, RdfParser};
use milieu::sparql::{self, QueryOptions};
use sha2::{Digest, Sha256};

use crate::BROWSER;
use crate::server::{Answer, Server};

fn unpacked(answer: &Answer) -> String {
    let mut text = String::new();
    GzDecoder::new(answer.bytes.as_slice()).read_to_string(&mut text).unwrap();
    text
}

fn sha256(answer: &Answer) -> String {
    let digest = Sha256::digest(&answer.bytes);
    digest.iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"))
}

fn load(store: &Store, format: RdfFormat, text: &str, graph: Option<&str>) {
    let mut transaction = store.begin();
    let parser = RdfParser::from_format(format);
    let parser = match graph {
        Some(graph) => parser.with_default_graph(milieu::model::NamedNode::new(graph).unwrap()),
        None => parser,
    };
    for quad in parser.for_slice(text.as_bytes()) {
        transaction.insert(&quad.unwrap());
    }
    transaction.commit().unwrap();
}

#[test]
fn a_dump_is_the_store() {
    let server = Server::shared();
    let list = server.get("/dumps", "application/json").ok("application/json").json();
    let all = server.get("/dumps/all.nq.gz", "").ok("application/gzip");
    let told = &list.as_array().unwrap()[0];
    assert_eq!(told["file"], "all.nq.gz");
    assert_eq!(told["bytes"], all.bytes.len());
    assert_eq!(told["sha256"], sha256(&all));
    let text = unpacked(&all);
    assert_eq!(told["statements"], text.lines().count());
    let snapshot = server.store.snapshot();
    let store = Store::new();
    load(&store, RdfFormat::NQuads, &text, None);
    assert_eq!(store.snapshot().hash(), snapshot.hash());
    // Where there are no blank nodes it is the standard's canonical form.
    let mut canonical = Vec::new();
    milieu::canonical::write(&snapshot.iter().collect::<Vec<_>>(), &mut canonical).unwrap();
    assert_eq!(text.as_bytes(), canonical);
}

#[test]
fn graphs_one_by_one_are_the_store_too() {
    let server = Server::shared();
    let list = server.get("/dumps", "application/json").ok("application/json").json();
    let store = Store::new();
    for dump in list.as_array().unwrap().iter().filter(|dump| dump["graph"].is_string()) {
        let path = dump["href"].as_str().unwrap().strip_prefix(&server.base).unwrap();
        let answer = server.get(path, "").ok("application/gzip");
        assert_eq!(dump["sha256"], sha256(&answer));
        assert_eq!(dump["media_type"], "application/n-triples");
        load(&store, RdfFormat::NTriples, &unpacked(&answer), dump["graph"].as_str());
    }
    assert_eq!(store.snapshot().hash(), server.store.snapshot().hash());
}

#[test]
fn the_digest_is_of_what_is_sent() {
    let server = Server::shared();
    for coding in ["", "gzip"] {
        let mut answer =
            ureq::get(format!("{}/dumps/toy.nt.gz", server.base)).header("accept-encoding", coding).call().unwrap();
        let headers = answer.headers().clone();
        let bytes = answer.body_mut().read_to_vec().unwrap();
        assert!(headers.get("content-encoding").is_none(), "it is not packed twice");
        let digest = headers["repr-digest"].to_str().unwrap();
        let coded = digest.strip_prefix("sha-256=:").and_then(|rest| rest.strip_suffix(':')).unwrap();
        assert_eq!(decoded(coded), Sha256::digest(&bytes).to_vec());
        assert_eq!(headers["content-length"], bytes.len().to_string());
        assert!(
            headers["link"]
                .to_str()
                .unwrap()
                .contains("<http://creativecommons.org/licenses/by/4.0/>; rel=\"license\"")
        );
    }
}

/// RFC 4648, 4, written backwards from the standard's table.
fn decoded(text: &str) -> Vec<u8> {
    let value = |letter: u8| match letter {
        b'A'..=b'Z' => u32::from(letter - b'A'),
        b'a'..=b'z' => u32::from(letter - b'a') + 26,
        b'0'..=b'9' => u32::from(letter - b'0') + 52,
        b'+' => 62,
        b'/' => 63,
        other => panic!("{other} is no letter of base64"),
    };
    let letters: Vec<u32> = text.trim_end_matches('=').bytes().map(value).collect();
    let mut bytes = Vec::new();
    for four in letters.chunks(4) {
        let bits = four.iter().fold(0, |bits, letter| bits << 6 | letter) << (6 * (4 - four.len()));
        bytes.extend_from_slice(&bits.to_be_bytes()[1..four.len()]);
    }
    bytes
}

#[test]
fn the_same_data_give_the_same_bytes_in_whatever_order_they_came() {
    let insert = [
        "graph:a { <urn:x:1> rdfs:label 'z', 'a\\n\\t\\\"'@en }",
        "graph:b { <urn:x:0> rdf:value 1.50 ; rdfs:seeAlso <urn:x:é> }",
        "<https://example.org/g> { <urn:x:0> rdf:value 2 }",
    ];
    let server = |order: &[usize]| {
        let store = Store::new();
        for at in order {
            sparql::update(&store, &format!("INSERT DATA {{ GRAPH {} }}", insert[*at]), &QueryOptions::default())
                .unwrap();
        }
        sparql::update(&store, "INSERT DATA { <urn:x:2> rdfs:label 'in no graph' }", &QueryOptions::default()).unwrap();
        Server::over(store, Settings::new())
    };
    let (one, other) = (server(&[0, 1, 2]), server(&[2, 1, 0]));
    let list = one.get("/dumps", "application/json").json();
    assert_eq!(list.as_array().unwrap().len(), 4, "the default graph stands in the whole only: {list:#}");
    for dump in list.as_array().unwrap() {
        let path = format!("/dumps/{}", dump["file"].as_str().unwrap());
        assert_eq!(
            one.get(&path, "").ok("application/gzip").bytes,
            other.get(&path, "").ok("application/gzip").bytes,
            "{path}"
        );
    }
    let text = unpacked(&one.get("/dumps/all.nq.gz", ""));
    assert!(text.lines().is_sorted() && text.lines().count() == 6, "{text}");
    let before = one.get("/dumps/all.nq.gz", "").header("etag").to_owned();
    let again = ureq::get(format!("{}/dumps/all.nq.gz", one.base)).header("if-none-match", &before).call().unwrap();
    assert_eq!(again.status(), 304, "who has it is not sent it again");
    sparql::update(&one.store, "INSERT DATA { <urn:x:3> rdfs:label 'new' }", &QueryOptions::default()).unwrap();
    let after = one.get("/dumps/all.nq.gz", "").ok("application/gzip");
    assert_ne!(after.header("etag"), before);
    assert!(unpacked(&after).contains("<urn:x:3>"));
}

#[test]
fn dumps_are_bounded_and_listed_for_people() {
    let server = Server::toy(Settings::new().dump_bytes(1000));
    let problem = server.get("/dumps/all.nq.gz", "").problem(422);
    assert!(problem["detail"].as_str().unwrap().contains("milieu export"), "{problem}");
    let server = Server::shared();
    let page = server.get("/dumps", BROWSER).ok("text/html").text;
    let sum = server.get("/dumps", "application/json").json()[0]["sha256"].as_str().unwrap().to_owned();
    assert!(page.contains("href=\"/dumps/all.nq.gz\"") && page.contains(&sum), "{page}");
    let missing = server.get("/dumps/none.nt.gz", "").problem(404);
    assert!(missing["detail"].as_str().unwrap().contains("toy.nt.gz"), "{missing}");
}

#[test]
fn many_who_ask_at_once_get_the_same() {
    let server = Server::toy(Settings::new());
    let first = std::thread::scope(|scope| {
        let asked: Vec<_> =
            (0..6).map(|_| scope.spawn(|| server.get("/dumps/all.nq.gz", "").ok("application/gzip").bytes)).collect();
        let mut answers: Vec<_> = asked.into_iter().map(|thread| thread.join().unwrap()).collect();
        answers.dedup();
        assert_eq!(answers.len(), 1);
        answers.pop().unwrap()
    });
    assert_eq!(first, Server::shared().get("/dumps/all.nq.gz", "").bytes, "another server has the same file");
}
