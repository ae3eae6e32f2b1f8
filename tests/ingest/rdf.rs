//! RDF files in every format, their blank nodes, and what is refused.

use super::support::{one, quads, select};
use milieu::Store;
use milieu::ingest::{Load, LoadError};
use std::io::Write;

/// The same two triples in every format.
const FORMATS: [(&str, &str); 8] = [
    ("a.ttl", "@prefix x: <https://example.org/> . x:a x:p x:b , 'one'@en ."),
    (
        "a.nt",
        "<https://example.org/a> <https://example.org/p> <https://example.org/b> .\n<https://example.org/a> <https://example.org/p> \"one\"@en .\n",
    ),
    (
        "a.nq",
        "<https://example.org/a> <https://example.org/p> <https://example.org/b> .\n<https://example.org/a> <https://example.org/p> \"one\"@en .\n",
    ),
    ("a.trig", "@prefix x: <https://example.org/> . { x:a x:p x:b , 'one'@en }"),
    (
        "a.rdf",
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:x='https://example.org/'>\
         <rdf:Description rdf:about='https://example.org/a'><x:p rdf:resource='https://example.org/b'/><x:p xml:lang='en'>one</x:p>\
         </rdf:Description></rdf:RDF>",
    ),
    (
        "a.jsonld",
        r#"{"@id": "https://example.org/a", "https://example.org/p": [{"@id": "https://example.org/b"}, {"@value": "one", "@language": "en"}]}"#,
    ),
    ("a.n3", "@prefix x: <https://example.org/> . x:a x:p x:b , 'one'@en ."),
    (
        "a.json",
        r#"[{"@id": "https://example.org/a", "https://example.org/p": [{"@id": "https://example.org/b"}, {"@value": "one", "@language": "en"}]}]"#,
    ),
];

#[test]
fn every_format_says_the_same() {
    let first = Store::new();
    Load::new(&first).rdf_bytes("a.nt", FORMATS[1].1).unwrap();
    assert_eq!(quads(&first.snapshot()).len(), 2);
    for (name, text) in FORMATS {
        let store = Store::new();
        let report = Load::new(&store).rdf_bytes(name, text).unwrap();
        assert_eq!(report.quads, 2, "{name}");
        assert_eq!(quads(&store.snapshot()), quads(&first.snapshot()), "{name}");
    }
}

#[test]
fn gzip_and_zstd_are_read_as_what_they_hold() {
    let plain = FORMATS[0].1.as_bytes();
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(plain).unwrap();
    let packed = [("a.ttl.gz", gzip.finish().unwrap()), ("a.ttl.zst", zstd::encode_all(plain, 3).unwrap())];
    for (name, bytes) in packed {
        let store = Store::new();
        let report = Load::new(&store).rdf_bytes(name, bytes).unwrap();
        assert_eq!((report.graph, report.quads), (milieu::vocab::graph("a"), 2), "{name}");
    }
}

#[test]
fn blank_nodes_become_iris_and_loading_twice_is_loading_once() {
    let turtle = "@prefix x: <https://example.org/> . _:n x:p [ x:q _:n ] . x:a x:p ( _:n 'end' ) .";
    let store = Store::new();
    let first = Load::new(&store).rdf_bytes("blank.ttl", turtle).unwrap();
    let before = quads(&store.snapshot());
    assert!(before.iter().all(|quad| !quad.contains("_:")), "{before:?}");
    assert!(before.iter().any(|quad| quad.contains("https://w3id.org/milieu/.well-known/genid/")));
    // _:n is one node all through: its own triple, the one that points back to it, and the first of the list.
    let uses = one(
        &store.snapshot(),
        "PREFIX x: <https://example.org/> SELECT (COUNT(*) AS ?n) { ?node x:p ?anonymous . ?anonymous x:q ?node . ?list rdf:first ?node }",
    );
    assert_eq!(uses, "1");
    let second = Load::new(&store).rdf_bytes("blank.ttl", turtle).unwrap();
    assert_eq!(quads(&store.snapshot()), before);
    assert_eq!(first.quads, second.quads);
    // Another file with the same labels means other nodes.
    Load::new(&store).rdf_bytes("other.ttl", format!("{turtle}\n")).unwrap();
    assert_eq!(quads(&store.snapshot()).len(), before.len() * 2);
}

#[test]
fn json_ld_blank_nodes_are_the_same_each_time() {
    let json = r#"{"@id": "https://example.org/a", "https://example.org/p": [{"https://example.org/q": "x"}, {"https://example.org/q": "y"}]}"#;
    let stores = [Store::new(), Store::new()];
    for store in &stores {
        Load::new(store).rdf_bytes("a.jsonld", json).unwrap();
    }
    assert_eq!(quads(&stores[0].snapshot()), quads(&stores[1].snapshot()));
}

#[test]
fn named_graphs_stay_and_are_replaced_with_their_file() {
    let store = Store::new();
    let trig = "@prefix x: <https://example.org/> . x:a x:p x:b . x:g { x:a x:p x:c , x:d } _:h { x:a x:p x:e }";
    let report = Load::new(&store).rdf_bytes("a.trig", trig).unwrap();
    assert_eq!(report.quads, 4);
    let graphs = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s <https://example.org/p> ?o } } GROUP BY ?g ORDER BY ?n ?g";
    let rows = select(&store.snapshot(), graphs);
    assert_eq!(rows.len(), 3);
    assert_eq!(rows[2], ["https://example.org/g", "2"]);
    assert_eq!(rows[1], ["graph:a", "1"]);
    // The same source again, with less in it: what only it had said goes.
    Load::new(&store)
        .rdf_bytes("a.trig", "<https://example.org/a> <https://example.org/p> <https://example.org/z> .")
        .unwrap();
    assert_eq!(select(&store.snapshot(), graphs), [["graph:a", "1"]]);
}

#[test]
fn what_another_load_also_wrote_stays() {
    let store = Store::new();
    let part = |object: &str| format!("@prefix x: <https://example.org/> . x:g {{ x:a x:p x:{object} }}");
    Load::new(&store).rdf_bytes("one.trig", part("b")).unwrap();
    Load::new(&store).rdf_bytes("two.trig", part("c")).unwrap();
    Load::new(&store).rdf_bytes("one.trig", part("b")).unwrap();
    let rows = select(&store.snapshot(), "SELECT ?o { GRAPH <https://example.org/g> { ?s ?p ?o } } ORDER BY ?o");
    assert_eq!(rows, [["https://example.org/b"], ["https://example.org/c"]]);
}

#[test]
fn append_adds_to_the_graph() {
    let store = Store::new();
    let graph = milieu::vocab::graph("mine");
    for (name, object) in [("a.nt", "b"), ("c.nt", "d")] {
        let line = format!("<https://example.org/a> <https://example.org/p> <https://example.org/{object}> .");
        Load::new(&store).append(true).graph(graph.clone()).rdf_bytes(name, line).unwrap();
    }
    assert_eq!(quads(&store.snapshot()).len(), 2);
    let loads = one(&store.snapshot(), "SELECT (COUNT(?load) AS ?n) { graph:mine prov:wasGeneratedBy ?load }");
    assert_eq!(loads, "2");
}

#[test]
fn a_broken_line_is_refused_alone() {
    let lines = "<https://example.org/a> <https://example.org/p> \"x\" .\n\
                 <https://example.org/a> <https://example.org/p> \"no end .\n\
                 # a comment\n\
                 <not an iri> <https://example.org/p> \"x\" .\n\
                 <https://example.org/a> <https://example.org/p> \"y\" .\n\
                 \"literal\" <https://example.org/p> \"x\" .\n\
                 <https://example.org/a> <https://example.org/p> \"z\" .\n";
    let store = Store::new();
    let report = Load::new(&store).rdf_bytes("lines.nt", lines).unwrap();
    let at: Vec<u64> = report.refused.iter().map(|refused| refused.line).collect();
    assert_eq!((report.rows_read, report.quads), (6, 3), "{:?}", report.refused);
    assert_eq!(at, [2, 4, 6]);

    let before = store.snapshot().number();
    let error = Load::new(&store).strict(true).rdf_bytes("lines.nt", lines).unwrap_err();
    let LoadError::Refused(report) = error else { panic!("{error}") };
    assert_eq!(report.rows_refused, 3);
    assert_eq!(store.snapshot().number(), before);
}

#[test]
fn a_broken_document_is_refused_as_a_whole_with_its_place() {
    let cases = [
        ("a.ttl", "@prefix x: <https://example.org/> .\nx:a x:p x:b .\nx:a y:p x:b .", 3),
        ("a.rdf", "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>\n<oops>", 2),
        ("a.jsonld", "{\"@id\": \"https://example.org/a\",\n \"https://example.org/p\": }", 2),
    ];
    for (name, text, line) in cases {
        let store = Store::new();
        let error = Load::new(&store).rdf_bytes(name, text).unwrap_err();
        let LoadError::Unreadable(refused) = &error else { panic!("{name}: {error}") };
        assert_eq!((refused.file.as_str(), refused.line), (name, line), "{error}");
        // The XML parser tells the place of few of its errors: the line is counted, the column is not known.
        assert!(refused.column.is_some() || name == "a.rdf", "{error}");
        assert!(store.snapshot().is_empty());
    }
}

#[test]
fn nothing_is_fetched() {
    let json = r#"{"@context": "https://schema.org/", "@id": "https://example.org/a", "name": "A"}"#;
    let error = Load::new(&Store::new()).rdf_bytes("a.jsonld", json).unwrap_err();
    assert!(matches!(error, LoadError::Unreadable(_)), "{error}");
}

#[test]
fn relative_iris_are_read_against_the_file_or_the_base() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mine here.ttl");
    std::fs::write(&file, "<#a> <https://example.org/p> <b> .").unwrap();
    let subject = "SELECT ?s { GRAPH ?g { ?s <https://example.org/p> ?o } }";
    let store = Store::new();
    let report = Load::new(&store).rdf(&file).unwrap();
    assert_eq!(report.graph.as_str(), "https://w3id.org/milieu/graph/mine%20here");
    let iri = one(&store.snapshot(), subject);
    assert!(iri.starts_with("file:///") && iri.ends_with("/mine%20here.ttl#a"), "{iri}");
    Load::new(&store).base("https://example.org/x/").rdf(&file).unwrap();
    assert_eq!(one(&store.snapshot(), subject), "https://example.org/x/#a");
    let error = Load::new(&store).base("nowhere").rdf(&file).unwrap_err();
    assert!(matches!(error, LoadError::Base { .. }));
}

#[test]
fn graphs_that_milieu_writes_are_not_for_loading() {
    let store = Store::new();
    let line = "<https://example.org/a> <https://example.org/p> <https://example.org/b> <https://w3id.org/milieu/graph/derived> .";
    let error = Load::new(&store).graph(milieu::vocab::graph("derived")).rdf_bytes("a.nq", line).unwrap_err();
    assert!(matches!(error, LoadError::ReservedGraph(_)));
    // In a dump of a whole store the derived triples are passed over: they follow anyway.
    let report = Load::new(&store).rdf_bytes("a.nq", line).unwrap();
    assert_eq!((report.rows_read, report.quads), (1, 0));
}

#[test]
fn provenance_tells_file_hash_time_and_rows() {
    let store = Store::new();
    let lines = "<https://example.org/a> <https://example.org/p> \"x\" .\noops\n";
    let time = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_582_934_400);
    Load::new(&store)
        .at(time)
        .title("Two lines")
        .licence("http://creativecommons.org/licenses/by/4.0/")
        .rdf_bytes("folder/two.nt", lines)
        .unwrap();
    let ask = "SELECT ?title ?licence ?time ?read ?refused ?name ?hash { GRAPH graph:provenance {
        graph:two a dcat:Dataset ; dct:title ?title ; dct:license ?licence ; prov:wasGeneratedBy ?load .
        ?load a prov:Activity ; prov:endedAtTime ?time ; milieu:rowsRead ?read ; milieu:rowsRefused ?refused ; prov:used ?file .
        ?file milieu:fileName ?name ; milieu:sha256 ?hash } }";
    // sha256sum of the two lines
    let hash = "5322b2c74fdc93b6a14fe7a867c4126e037914d08eddce90202dfc1057af44c5";
    let row =
        ["Two lines", "http://creativecommons.org/licenses/by/4.0/", "2020-02-29T00:00:00Z", "2", "1", "two.nt", hash];
    assert_eq!(select(&store.snapshot(), ask), [row]);
    // Again, from another file: one load, one file, the old ones gone.
    Load::new(&store).rdf_bytes("two.nt", "<https://example.org/a> <https://example.org/p> \"y\" .").unwrap();
    let rows = select(&store.snapshot(), "SELECT ?refused { ?load a prov:Activity ; milieu:rowsRefused ?refused }");
    assert_eq!(rows, [["0"]]);
    assert_eq!(one(&store.snapshot(), "SELECT (COUNT(?f) AS ?n) { ?f milieu:sha256 ?hash }"), "1");
}
