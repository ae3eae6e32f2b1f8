//! `query`, `export`, `info`, `validate` on data in memory.

use crate::support::{given, out, said};

const MEMBERS: &str = "SELECT ?cluster (COUNT(DISTINCT ?actor) AS ?members) { ?group a milieu:Cluster ; rdfs:label ?cluster . \
                       ?actor milieu:belongsTo ?group } GROUP BY ?cluster ORDER BY ?cluster";

fn rows(format: &str) -> String {
    out(&["query", "--toy", "-q", MEMBERS, "--format", format])
}

#[test]
fn rows_in_every_format() {
    assert_eq!(rows("csv").replace('\r', ""), "cluster,members\nAlder Valley,3\nBirch Bay,4\nCedar Coast,3\n");
    assert_eq!(rows("tsv"), "?cluster\t?members\n\"Alder Valley\"@en\t3\n\"Birch Bay\"@en\t4\n\"Cedar Coast\"@en\t3\n");
    let json: serde_json::Value = serde_json::from_str(&rows("json")).unwrap();
    assert_eq!(json["results"]["bindings"][1]["members"]["value"], "4");
    let lines = rows("jsonl");
    let lines: Vec<serde_json::Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((lines.len(), &lines[0]["cluster"]["xml:lang"]), (3, &serde_json::json!("en")));
    let ties = "SELECT ?a ?b { ?a milieu:linkedWith ?b } ORDER BY ?a ?b LIMIT 2";
    let network = out(&["query", "--toy", "-q", ties, "--format", "graphml"]);
    assert_eq!(network.matches("<edge ").count(), 2, "{network}");
    let unfit = said(&["query", "--toy", "-q", MEMBERS, "--format", "geojson"]);
    assert!(unfit.exit == 2 && unfit.out.is_empty() && unfit.err.contains("geo:wktLiteral"), "{}", unfit.err);
    assert!(rows("xml").starts_with("<?xml") && rows("xml").contains("<binding name=\"members\">"));
}

#[test]
fn a_table_for_people_says_how_much_on_stderr() {
    let said = said(&["query", "--toy", "-q", MEMBERS]);
    let lines: Vec<&str> = said.out.lines().collect();
    assert!(lines[0].contains("cluster") && lines[0].contains("members"), "{}", said.out);
    assert!(lines[2].contains("Alder Valley") && lines[2].ends_with('3'), "{}", said.out);
    assert_eq!(lines.len(), 5, "{}", said.out);
    assert!(said.err.contains("3 rows · snapshot 1 ("), "{}", said.err);
    assert!(!said.out.contains('\x1b') && !said.err.contains('\x1b'), "no colours in a pipe");
}

#[test]
fn triples_in_every_format() {
    let construct = "CONSTRUCT { ?c rdfs:label ?l } WHERE { ?c a milieu:Cluster ; rdfs:label ?l }";
    for (format, part) in [
        ("ttl", "rdfs:label \"Alder Valley\"@en"),
        ("nt", "<http://www.w3.org/2000/01/rdf-schema#label> \"Alder Valley\"@en ."),
        ("nq", "\"Alder Valley\"@en ."),
        ("trig", "\"Alder Valley\"@en"),
        ("n3", "\"Alder Valley\"@en"),
        ("jsonld", "Alder Valley"),
        ("rdfxml", ">Alder Valley</"),
    ] {
        let written = out(&["query", "--toy", "-q", construct, "-f", format]);
        assert!(written.contains(part), "{format}:\n{written}");
    }
    assert!(out(&["query", "--toy", "-q", construct]).contains("@prefix"), "Turtle if nothing is said");
}

#[test]
fn a_search_lists_the_best_first() {
    let said = said(&["search", "VALLEY", "ald", "--toy"]);
    let lines: Vec<&str> = said.out.lines().collect();
    assert!(lines[0].contains("label") && lines[0].contains("class") && lines[0].contains("iri"), "{}", said.out);
    assert!(lines[2].contains("Alder Valley") && lines[2].contains("cluster/alder-valley"), "{}", said.out);
    assert!(lines[3].contains("Alder Valley Office") && lines.len() == 4, "{}", said.out);
    assert!(said.err.contains("2 things"), "{}", said.err);
    let csv = out(&["search", "alder valley", "--toy", "-f", "csv", "--most", "1"]);
    assert_eq!(csv, "label,class,iri\nAlder Valley,cluster,https://w3id.org/milieu/id/toy/cluster/alder-valley\n");
    let json: serde_json::Value = serde_json::from_str(&out(&["search", "zzz", "--toy", "-f", "json"])).unwrap();
    assert_eq!(json, serde_json::json!({ "count": 0, "things": [] }));
}

#[test]
fn how_a_query_was_answered() {
    let text = out(&["explain", "--toy", "-q", MEMBERS]);
    let mut lines = text.lines();
    let heading = lines.next().unwrap();
    assert!(heading.starts_with("over columns · 3 rows in ") && heading.contains("· snapshot 1 ("), "{text}");
    for part in [
        "\nmatch ?group a milieu:Cluster by object  ",
        "\ngroup by ?cluster: COUNT(DISTINCT ?actor)  ",
        "\nsort by ?cluster  ",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    let json: serde_json::Value =
        serde_json::from_str(&out(&["explain", "--toy", "-q", MEMBERS, "-f", "json"])).unwrap();
    assert_eq!(
        (&json["answered_by"], &json["rows"], &json["plan"][0]["kind"]),
        (&"columns".into(), &3.into(), &"match".into())
    );
    let wrong = said(&["explain", "--toy", "-q", "SELECT * {"]);
    assert!(wrong.exit != 0 && wrong.err.contains("line 1"), "{}", wrong.err);
    assert_eq!(said(&["explain", "--toy", "-q", MEMBERS, "--max-rows", "2"]).exit, 3);
    let view = out(&["view", "explain", "linkage/reach", "--toy", "-p", "group=Alder Valley"]);
    assert!(view.contains("/cluster/alder-valley") && view.contains(" · snapshot 1 ("), "{view}");
}

#[test]
fn a_question_of_yes_or_no() {
    assert_eq!(out(&["query", "--toy", "-q", "ASK { nuts:DE11 a milieu:Region }"]), "yes\n");
    assert_eq!(out(&["query", "--toy", "-q", "ASK { nuts:XX a milieu:Region }", "-f", "csv"]).trim(), "false");
}

#[test]
fn a_query_comes_from_a_file_or_stdin_too() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("question.rq");
    std::fs::write(&file, MEMBERS).unwrap();
    assert_eq!(out(&["query", "--toy", "-f", "csv", file.to_str().unwrap()]), rows("csv"));
    let piped = given(&["query", "--toy", "-f", "csv"], MEMBERS);
    assert_eq!((piped.out, piped.exit), (rows("csv"), 0));
    let absent = said(&["query", "--toy", "no/such.rq"]);
    assert!(absent.exit == 4 && absent.err.contains("no/such.rq"), "{}", absent.err);
}

#[test]
fn data_of_ones_own_lie_beside_the_ontology() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mine.ttl");
    std::fs::write(&file, "<urn:x:a> <http://www.w3.org/2000/01/rdf-schema#label> 'A' .").unwrap();
    let file = file.to_str().unwrap();
    assert_eq!(out(&["query", "--data", file, "-q", "ASK { GRAPH graph:mine { <urn:x:a> rdfs:label 'A' } }"]), "yes\n");
    assert_eq!(out(&["query", "--data", file, "-q", "ASK { milieu:Cluster rdfs:label ?l }"]), "yes\n");
}

#[test]
fn limits_are_told_by_the_exit_code() {
    let rows = said(&["query", "--toy", "-q", "SELECT * { ?s ?p ?o }", "--max-rows", "3"]);
    assert!(rows.exit == 3 && rows.err.contains("more than 3 rows"), "{} {}", rows.exit, rows.err);
    let time = said(&["query", "--toy", "-q", "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }", "--timeout", "0.01"]);
    assert!(time.exit == 3 && time.err.contains("0.01 s"), "{} {}", time.exit, time.err);
    let sort = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f";
    let memory = said(&["query", "--toy", "-q", sort, "--max-memory", "2MiB"]);
    assert!(memory.exit == 3 && memory.err.contains("2097152 bytes"), "{} {}", memory.exit, memory.err);
    let view = said(&["view", "run", "actor/degree", "--toy", "--max-memory", "1kB"]);
    assert!(view.exit == 3 && view.err.contains("1000 bytes"), "{} {}", view.exit, view.err);
    let unit = said(&["query", "--toy", "-q", sort, "--max-memory", "2"]);
    assert!(unit.exit == 2 && unit.err.contains("512MiB"), "{} {}", unit.exit, unit.err);
}

#[test]
fn a_faulty_query_is_told_by_line_and_column() {
    let said = said(&["query", "--toy", "-q", "SELECT *\n{ ?s ?p }"]);
    assert_eq!(said.exit, 1);
    assert!(said.out.is_empty() && said.err.contains("line 2, column "), "{}", said.err);
}

#[test]
fn a_format_that_does_not_fit_is_told() {
    let said = said(&["query", "--toy", "-q", "SELECT * { ?s ?p ?o }", "-f", "ttl"]);
    assert!(said.exit == 2 && said.err.contains("table, csv, tsv, json, jsonl, xml"), "{} {}", said.exit, said.err);
}

#[test]
fn an_export_holds_everything_and_canonical_is_the_same_each_time() {
    let quads = out(&["export", "--toy", "--graph", "graph:toy", "--format", "nq"]);
    let triples = out(&["export", "--toy", "--graph", "graph:toy", "--format", "nt"]);
    assert_eq!(quads.lines().count(), triples.lines().count());
    assert!(quads.lines().count() > 250 && quads.contains("<https://w3id.org/milieu/graph/toy> ."));
    let canonical = out(&["export", "--toy", "--graph", "graph:toy", "--canonical"]);
    assert!(canonical.lines().is_sorted() && canonical.lines().count() == quads.lines().count());

    // What was exported and read again is the same data.
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("again.nq");
    std::fs::write(&file, &quads).unwrap();
    let again = out(&["export", "--data", file.to_str().unwrap(), "--graph", "graph:toy", "--canonical"]);
    assert_eq!(again, canonical);
}

#[test]
fn an_export_in_one_graph_holds_a_triple_once() {
    let union = out(&["export", "--toy", "--format", "nt"]);
    let mut lines: Vec<&str> = union.lines().collect();
    let all = lines.len();
    lines.sort_unstable();
    lines.dedup();
    assert_eq!(lines.len(), all);
    let unknown = said(&["export", "--toy", "--graph", "graph:nowhere"]);
    assert!(unknown.exit == 1 && unknown.err.contains("graph/toy>"), "{}", unknown.err);
}

#[test]
fn info_says_what_is_there() {
    let json: serde_json::Value = serde_json::from_str(&out(&["info", "--toy", "-f", "json"])).unwrap();
    let graphs = json["graphs"].as_array().unwrap();
    let sum: u64 = graphs.iter().map(|graph| graph["quads"].as_u64().unwrap()).sum();
    assert_eq!(json["quads"], sum);
    assert_eq!(json["snapshot"]["number"], 1);
    let toy = graphs.iter().find(|graph| graph["graph"] == "graph:toy").unwrap();
    assert_eq!(toy["title"], "The toy world");
    assert!(out(&["info", "--toy"]).contains("graph:toy"));
}

#[cfg(feature = "shacl")]
#[test]
fn validate_finds_faults_and_says_the_way_out() {
    let sound = said(&["validate", "tests/shapes/valid.ttl"]);
    assert_eq!(sound.exit, 0, "{}", sound.out);
    let faulty = said(&["validate", "tests/shapes/invalid.ttl", "--severity", "violation", "-f", "csv"]);
    assert_eq!(faulty.exit, 1);
    assert!(faulty.out.contains("no-member,org:member,,\"A membership has one member"), "{}", faulty.out);
    assert!(faulty.err.contains("does not conform: violations 24"), "{}", faulty.err);
    let json: serde_json::Value =
        serde_json::from_str(&said(&["validate", "tests/shapes/invalid.ttl", "-f", "json"]).out).unwrap();
    assert_eq!(json["conforms"], false);
    let own = said(&["validate", "tests/shapes/valid.ttl", "--shapes", "tests/shapes/valid.ttl.missing"]);
    assert_eq!(own.exit, 4);
}
