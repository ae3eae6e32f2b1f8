//! Tags of answers, and answers that need not be sent again.

use milieu::face::http::Settings;

use super::server::{Answer, Server, encode};
use super::{TOKEN, UPDATE, raw};

const CLUSTERS: &str = "SELECT ?cluster { ?cluster a milieu:Cluster } ORDER BY ?cluster";

fn get(server: &Server, path: &str, headers: &[(&str, &str)]) -> Answer {
    server.send("GET", path, headers, None)
}

#[test]
fn what_did_not_change_is_not_sent_again() {
    let server = Server::toy(Settings::new().token("open sesame"));
    let query = format!("/sparql?query={}", encode(CLUSTERS));
    let paths = [
        (query.as_str(), "text/csv"),
        ("/views/cluster/members-by-kind?group_kind=milieu:Cluster", "application/json"),
        ("/views/cluster/members-by-kind?group_kind=milieu:Cluster", "text/html"),
        ("/id/toy/cluster/birch-bay", "text/turtle"),
        ("/id/toy/cluster/birch-bay", "text/html"),
        ("/ontology", "text/turtle"),
        ("/ontology", "text/html"),
        ("/ontology/Cluster", "text/html"),
        ("/graph/toy", "text/turtle"),
        ("/sparql", "text/turtle"),
    ];
    let tags: Vec<String> = paths
        .iter()
        .map(|(path, accept)| {
            let first = get(&server, path, &[("accept", accept)]);
            assert_eq!((first.status, first.media.as_str()), (200, *accept), "{path}");
            let tag = first.header("etag").to_owned();
            assert!(tag.starts_with("W/\"") && tag.len() > 30, "{path}: {tag:?}");
            assert_eq!(first.header("cache-control"), "no-cache", "{path}");
            let again = get(&server, path, &[("accept", accept), ("if-none-match", &tag)]);
            assert_eq!((again.status, again.bytes.len(), again.header("etag")), (304, 0, tag.as_str()), "{path}");
            assert!(again.header("vary").contains("Accept"), "{path}");
            let among = get(&server, path, &[("accept", accept), ("if-none-match", &format!("\"x\", {tag}"))]);
            assert_eq!(among.status, 304, "{path}");
            let head = server.send("HEAD", path, &[("accept", accept), ("if-none-match", &tag)], None);
            assert_eq!(head.status, 304, "{path}");
            // Another format is another answer.
            let other = get(&server, path, &[("accept", "application/n-triples, */*;q=0.1"), ("if-none-match", &tag)]);
            assert_eq!(other.status, 200, "{path}");
            tag
        })
        .collect();
    let insert = "INSERT DATA { id:new a milieu:Cluster ; rdfs:label 'New'@en }";
    assert_eq!(server.post("/sparql", &[TOKEN, UPDATE], insert).status, 204);
    for ((path, accept), tag) in paths.iter().zip(&tags) {
        let changed = get(&server, path, &[("accept", accept), ("if-none-match", tag)]);
        assert_eq!(changed.status, 200, "{path}");
        assert_ne!(changed.header("etag"), tag, "{path}");
    }
    // A change that is taken back leaves what there was.
    assert_eq!(
        server
            .post("/sparql", &[TOKEN, UPDATE], "DELETE DATA { id:new a milieu:Cluster ; rdfs:label 'New'@en }")
            .status,
        204
    );
    assert_eq!(get(&server, paths[0].0, &[("accept", "text/csv"), ("if-none-match", &tags[0])]).status, 304);
}

#[test]
fn an_answer_of_a_named_snapshot_may_be_kept() {
    let server = Server::toy(Settings::new().token("open sesame"));
    let number = server.store.snapshot().number();
    let paths = [
        format!("/sparql?query={}&at={number}", encode(CLUSTERS)),
        format!("/views/cluster/members-by-kind.csv?group_kind=milieu:Cluster&at={number}"),
        format!("/graph/toy?at={number}"),
    ];
    assert_eq!(server.post("/sparql", &[TOKEN, UPDATE], "INSERT DATA { id:new a milieu:Cluster }").status, 204);
    for path in &paths {
        let answer = get(&server, path, &[]);
        assert_eq!(
            (answer.status, answer.header("cache-control")),
            (200, "public, max-age=31536000, immutable"),
            "{path}"
        );
        let tag = answer.header("etag").to_owned();
        assert_eq!(get(&server, path, &[("if-none-match", &tag)]).status, 304, "{path}");
        assert_eq!(
            get(&server, path, &[TOKEN]).header("cache-control"),
            "private, max-age=31536000, immutable",
            "{path}"
        );
    }
    // Where the address has no say on the snapshot it may change.
    let entity = get(&server, &format!("/id/toy/cluster/birch-bay?at={number}"), &[]);
    assert_eq!(entity.header("cache-control"), "no-cache");
    let page = get(&server, &format!("/sparql?query={}&page_size=1", encode(CLUSTERS)), &[]);
    let next = page.header("link").split(", <").nth(1).unwrap().split('>').next().unwrap().to_owned();
    assert!(get(&server, &next, &[]).header("cache-control").contains("immutable"), "a cursor names its snapshot");
    assert_eq!(get(&server, "/sparql?query=ASK%7B%7D&at=99", &[]).header("cache-control"), "no-cache");
}

#[test]
fn time_and_chance_are_not_kept() {
    let server = Server::shared();
    for call in ["NOW()", "RAND()", "UUID()", "STRUUID()", "BNODE()"] {
        let path = format!("/sparql?query={}", encode(&format!("SELECT ({call} AS ?x) {{}}")));
        for path in [path.clone(), format!("{path}&at={}", server.store.snapshot().number())] {
            let answer = get(server, &path, &[]);
            assert_eq!(
                (answer.status, answer.header("cache-control"), answer.header("etag")),
                (200, "no-store", ""),
                "{call}"
            );
        }
    }
    // What tells how long it took, or when it was made, is another each time.
    for path in [
        "/sparql?explain&format=json&query=ASK%7B%7D",
        "/views/cluster/members-by-kind/explain?format=text&group_kind=milieu:Cluster",
        "/views/cluster/members-by-kind/cite?group_kind=milieu:Cluster",
        "/views/cluster/members-by-kind/crate?group_kind=milieu:Cluster",
    ] {
        let answer = get(server, path, &[]);
        assert_eq!(
            (answer.status, answer.header("cache-control"), answer.header("etag")),
            (200, "no-store", ""),
            "{path}"
        );
    }
    assert_eq!(get(server, "/sparql?query=SELECT", &[]).header("etag"), "", "an error has no tag");
    assert_eq!(get(server, "/id/nothing", &[]).header("etag"), "");
    assert_eq!(server.post("/sparql", &[("content-type", "application/sparql-query")], "ASK {}").header("etag"), "");
}

#[test]
fn a_tag_goes_with_compression() {
    let server = Server::shared();
    let everything = format!("/sparql?query={}", encode("SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o"));
    let head_of = |path: &str, headers: &str| {
        let answer = raw(server, &format!("GET {path}\nAccept-Encoding: gzip\n{headers}"));
        answer.split_once("\r\n\r\n").expect("a head").0.to_ascii_lowercase()
    };
    let head = head_of(&everything, "Accept: text/csv");
    assert!(head.contains("content-encoding: gzip") && head.contains("etag: w/\""), "{head}");
    assert!(head.contains("vary: accept-encoding"), "{head}");
    let tag = head.lines().find_map(|line| line.strip_prefix("etag: w/")).unwrap();
    let again = head_of(&everything, &format!("Accept: text/csv\nIf-None-Match: W/{tag}"));
    assert!(again.starts_with("http/1.1 304 ") && !again.contains("content-encoding"), "{again}");
    assert!(
        !head_of(&everything, "Accept: application/vnd.apache.parquet").contains("content-encoding"),
        "it is compressed already"
    );
    assert!(!head_of("/sparql?query=ASK%7B%7D", "").contains("content-encoding"), "it is small");
}
