//! `VoID`, DCAT, prefixes and example queries: what they tell holds.

use std::collections::BTreeSet;

use milieu::vocab;

use crate::server::Server;
use crate::{BROWSER, ask, canonical, quads, store_of};

const DATASET: &str = "PREFIX void: <http://rdfs.org/ns/void#> ";

fn sorted(mut rows: Vec<Vec<String>>) -> Vec<Vec<String>> {
    rows.sort();
    rows
}

#[test]
fn void_counts_what_sparql_counts() {
    let server = Server::shared();
    let void = store_of(&server.get("/.well-known/void", "text/turtle").ok("text/turtle"));
    let whole = format!("{}/.well-known/void#dataset", server.base);
    let graphs = ask(&server.store, "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }");
    let mut described: Vec<(String, String)> = vec![(whole.clone(), "{ ?s ?p ?o }".to_owned())];
    for graph in &graphs {
        let iri = vocab::expand(&graph[0]).map_or(graph[0].clone(), milieu::model::NamedNode::into_string);
        described.push((iri.clone(), format!("{{ GRAPH <{iri}> {{ ?s ?p ?o }} }}")));
    }
    assert!(described.len() > 4, "{described:?}");
    let subsets = ask(&void, &format!("{DATASET} SELECT ?g {{ <{whole}> void:subset ?g }}"));
    assert_eq!(sorted(subsets), sorted(graphs));
    for (dataset, pattern) in described {
        let told = |what: &str| ask(&void, &format!("{DATASET} SELECT {what}"));
        let count = |what: &str| ask(&server.store, &format!("SELECT {what}"));
        let numbers = told(&format!(
            "?t ?e ?s ?o ?c ?p {{ <{dataset}> void:triples ?t ; void:entities ?e ; void:distinctSubjects ?s ; void:distinctObjects ?o ; \
             void:classes ?c ; void:properties ?p }}"
        ));
        let counted = count(&format!(
            "(COUNT(*) AS ?t) (COUNT(DISTINCT ?e) AS ?es) (COUNT(DISTINCT ?s) AS ?ss) (COUNT(DISTINCT ?o) AS ?os) {{ {pattern} BIND(IF(isIRI(?s), ?s, ?none) AS ?e) }}"
        ));
        assert_eq!(numbers[0][..4], counted[0][..], "{dataset}");
        let classes =
            told(&format!("?c ?n {{ <{dataset}> void:classPartition [ void:class ?c ; void:entities ?n ] }}"));
        let counted = count(&format!(
            "?o (COUNT(DISTINCT ?s) AS ?n) {{ {pattern} FILTER(?p = rdf:type && isIRI(?o)) }} GROUP BY ?o"
        ));
        assert_eq!(numbers[0][4], classes.len().to_string(), "{dataset}");
        assert_eq!(sorted(classes), sorted(counted), "{dataset}");
        let properties = told(&format!(
            "?p ?t ?s ?o {{ <{dataset}> void:propertyPartition [ void:property ?p ; void:triples ?t ; void:distinctSubjects ?s ; \
             void:distinctObjects ?o ] }}"
        ));
        let counted = count(&format!(
            "?p (COUNT(*) AS ?t) (COUNT(DISTINCT ?s) AS ?ss) (COUNT(DISTINCT ?o) AS ?os) {{ {pattern} }} GROUP BY ?p"
        ));
        assert_eq!(numbers[0][5], properties.len().to_string(), "{dataset}");
        assert_eq!(sorted(properties), sorted(counted), "{dataset}");
    }
}

#[test]
fn void_says_where_the_data_are_and_of_what_kind() {
    let server = Server::shared();
    let void = store_of(&server.get("/.well-known/void", "").ok("text/turtle"));
    let whole = format!("<{}/.well-known/void#dataset>", server.base);
    let one = |property: &str| ask(&void, &format!("{DATASET} SELECT ?x {{ {whole} {property} ?x }} ORDER BY ?x"));
    assert_eq!(one("void:sparqlEndpoint"), [[format!("{}/sparql", server.base)]]);
    assert_eq!(one("void:dataDump"), [[format!("{}/dumps/all.nq.gz", server.base)]]);
    assert_eq!(one("void:uriSpace"), [[vocab::ID]]);
    assert_eq!(one("dct:license"), [["http://creativecommons.org/licenses/by/4.0/"]]);
    let vocabularies = one("void:vocabulary");
    for namespace in [vocab::M, "http://www.w3.org/2004/02/skos/core#", "http://data.europa.eu/s66#"] {
        assert!(vocabularies.contains(&vec![namespace.to_owned()]), "{vocabularies:?}");
    }
    let examples = one("void:exampleResource");
    assert!(examples.len() >= 3, "{examples:?}");
    for example in examples {
        let iri = vocab::expand(&example[0]).map_or(example[0].clone(), milieu::model::NamedNode::into_string);
        server.get(&format!("/entity?iri={}", crate::server::encode(&iri)), "text/turtle").ok("text/turtle");
    }
    let toy = ask(
        &void,
        &format!(
            "{DATASET} SELECT ?title ?licence ?dump {{ graph:toy dct:title ?title ; dct:license ?licence ; void:dataDump ?dump }}"
        ),
    );
    let dump = format!("{}/dumps/toy.nt.gz", server.base);
    assert_eq!(toy, [["The toy world", "http://creativecommons.org/licenses/by/4.0/", dump.as_str()]]);
}

#[test]
fn the_catalogue_leads_to_files_and_services() {
    let server = Server::shared();
    // Sizes and sums are told once the dumps are made.
    let dumps = server.get("/dumps", "application/json").ok("application/json").json();
    let answer = server.get("/catalog", "text/turtle").ok("text/turtle");
    let catalog = store_of(&answer);
    let datasets = ask(
        &catalog,
        &format!(
            "SELECT ?d {{ <{}/catalog> a dcat:Catalog ; dcat:dataset ?d . ?d a dcat:Dataset ; dct:title ?t ; dct:license ?l }} ORDER BY ?d",
            server.base
        ),
    );
    assert_eq!(
        datasets.iter().flatten().filter(|name| name.starts_with("graph:")).collect::<Vec<_>>(),
        ["graph:ontology", "graph:toy"]
    );
    assert!(datasets.iter().any(|name| name[0].ends_with("#dataset")), "{datasets:?}");
    let files = ask(
        &catalog,
        "PREFIX spdx: <http://spdx.org/rdf/terms#> SELECT ?url ?size ?sum { ?d dcat:distribution ?file . ?file dcat:downloadURL ?url ; dcat:byteSize ?size ; \
         dcat:mediaType ?media ; dcat:compressFormat ?format ; spdx:checksum [ spdx:algorithm spdx:checksumAlgorithm_sha256 ; spdx:checksumValue ?sum ] }",
    );
    assert_eq!(files.len(), 3, "{files:?}");
    for file in files {
        let told = dumps.as_array().unwrap().iter().find(|dump| dump["href"] == file[0].as_str()).unwrap();
        assert_eq!((told["bytes"].to_string(), told["sha256"].as_str().unwrap()), (file[1].clone(), file[2].as_str()));
    }
    let services = ask(
        &catalog,
        "SELECT ?url ?described { ?s a dcat:DataService ; dcat:endpointURL ?url ; dcat:endpointDescription ?described } ORDER BY ?url",
    );
    let base = &server.base;
    assert_eq!(
        services,
        [
            [format!("{base}/sparql"), format!("{base}/sparql")],
            [format!("{base}/views"), format!("{base}/openapi.json")]
        ]
    );
    let page = server.get("/catalog", BROWSER).ok("text/html").text;
    assert!(page.contains("The toy world") && page.contains("href=\"/dumps/toy.nt.gz\""), "{page}");
}

#[test]
fn a_base_url_names_what_is_described() {
    let store = milieu::Store::new();
    milieu::ingest::Load::new(&store).toy().unwrap();
    let settings = milieu::face::http::Settings::new().base_url("https://clusters.example.org");
    let server = crate::server::Server::over(store, settings);
    let text = server.get("/.well-known/void", "text/turtle").ok("text/turtle").text;
    assert!(text.contains("<https://clusters.example.org/sparql>") && !text.contains("127.0.0.1"), "{}", &text[..500]);
}

#[test]
fn prefixes_as_shacl_declares_them() {
    let server = Server::shared();
    let declared = store_of(&server.get("/prefixes.ttl", "").ok("text/turtle"));
    let rows =
        ask(&declared, "SELECT ?prefix ?namespace { ?x sh:declare [ sh:prefix ?prefix ; sh:namespace ?namespace ] }");
    let declared: BTreeSet<_> = rows.iter().map(|row| (row[0].as_str(), row[1].as_str())).collect();
    assert_eq!(declared, vocab::PREFIXES.iter().copied().collect());
}

#[test]
fn every_example_query_can_be_asked() {
    let server = Server::shared();
    let answer = server.get("/.well-known/sparql-examples", "text/turtle").ok("text/turtle");
    let store = store_of(&answer);
    let rows = ask(
        &store,
        "PREFIX schema: <https://schema.org/> SELECT ?question ?query ?kind ?target (GROUP_CONCAT(?keyword) AS ?keywords) {
            ?example a sh:SPARQLExecutable, ?kind ; rdfs:comment ?question ; schema:target ?target ; schema:keywords ?keyword ; sh:prefixes ?p .
            { ?example sh:select ?query } UNION { ?example sh:ask ?query } UNION { ?example sh:construct ?query }
            FILTER(?kind != sh:SPARQLExecutable)
         } GROUP BY ?example ?question ?query ?kind ?target",
    );
    let views = milieu::view::Catalogue::shipped().iter().count();
    assert_eq!(rows.len(), views + 6);
    for row in rows {
        let [question, query, kind, target, keywords] = &row[..] else { panic!("{row:?}") };
        assert!(question.len() > 10 && !keywords.is_empty(), "{row:?}");
        assert_eq!(*target, format!("{}/sparql", server.base));
        milieu::sparql::parse(query, None).unwrap_or_else(|error| panic!("{question}: {error}"));
        assert_eq!(kind, "sh:SPARQLSelectExecutable");
        server.query(query, "text/csv").ok("text/csv");
    }
    let page = server.get("/.well-known/sparql-examples", BROWSER).ok("text/html").text;
    assert!(page.matches("<details id=").count() == views + 6);
    // The same answer has the same bytes, blank nodes and all.
    assert_eq!(server.get("/.well-known/sparql-examples", "text/turtle").text, answer.text);
    assert!(!canonical(&quads(&answer)).is_empty());
}
