//! What the endpoint says of itself.

use milieu::face::http::Settings;
use milieu::sparql::{self, QueryOptions, QueryResults};
use milieu::{Store, ingest::Load};

use super::server::Server;
use super::triples;

const PREFIX: &str =
    "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> PREFIX void: <http://rdfs.org/ns/void#> ";

/// The description, in a store of its own.
fn described(server: &Server) -> Store {
    let turtle = server.get("/sparql", "").ok("text/turtle").text;
    let store = Store::new();
    Load::new(&store).rdf_bytes("description.ttl", turtle).expect("it is Turtle");
    store
}

fn rows(store: &Store, query: &str) -> Vec<String> {
    let text = format!("{PREFIX}{query}");
    let QueryResults::Solutions(rows) = sparql::query(&store.snapshot(), &text, &QueryOptions::default()).unwrap()
    else {
        panic!("it selects")
    };
    let rows =
        rows.map(|row| row.unwrap().values().iter().flatten().map(ToString::to_string).collect::<Vec<_>>().join(" "));
    rows.collect()
}

#[test]
fn in_every_format() {
    let server = Server::shared();
    for media in ["text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"] {
        assert!(triples(&server.get("/sparql", media).ok(media).text, media) > 50, "{media}");
    }
    server.get("/sparql?format=nt", "text/html").ok("application/n-triples");
    server.get("/sparql", "*/*").ok("text/turtle");
    server.get("/sparql", "image/png").problem(406);
    let answer = server.get("/sparql", "text/turtle");
    assert!(answer.header("milieu-snapshot").starts_with(&format!("{} ", server.store.snapshot().number())));
}

#[test]
fn what_it_is_and_reads_and_writes() {
    let server = Server::toy(Settings::new());
    let store = described(&server);
    let endpoint = rows(&store, "SELECT ?e { ?s a sd:Service ; sd:endpoint ?e }");
    assert_eq!(endpoint, [format!("<{}/sparql>", server.base)]);
    let languages = "SELECT ?l { ?s sd:supportedLanguage ?l } ORDER BY ?l";
    assert_eq!(rows(&store, languages), ["<http://www.w3.org/ns/sparql-service-description#SPARQL11Query>"]);
    assert_eq!(rows(&described(&super::empty()), languages).len(), 2, "one that may be written knows updates");
    let features = rows(&store, "SELECT ?f { ?s sd:feature ?f }").join(" ");
    assert!(features.contains("#UnionDefaultGraph>") && !features.contains("DereferencesURIs"), "{features}");
    assert!(!features.contains("BasicFederatedQuery"), "no endpoint may be asked: {features}");
    #[cfg(feature = "federation")]
    {
        use milieu::remote::{Allowed, Client};
        let client = Client::new(Allowed::new(["https://example.org/sparql"]).unwrap());
        let allowed = described(&Server::toy(Settings::new().remote(client)));
        assert_eq!(rows(&allowed, "SELECT ?s { ?s sd:feature sd:BasicFederatedQuery }").len(), 1);
    }
    let formats = |property: &str| rows(&store, &format!("SELECT ?f {{ ?s sd:{property} ?f }}")).join(" ");
    for format in ["Turtle", "N-Triples", "RDF_XML", "JSON-LD", "TriG", "N-Quads"] {
        assert!(
            formats("inputFormat").contains(&format!("/formats/{format}>")),
            "{format}: {}",
            formats("inputFormat")
        );
    }
    for format in ["SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV", "Turtle"] {
        assert!(
            formats("resultFormat").contains(&format!("/formats/{format}>")),
            "{format}: {}",
            formats("resultFormat")
        );
    }
}

#[test]
fn its_dataset_with_sizes() {
    let server = Server::toy(Settings::new());
    let store = described(&server);
    let snapshot = server.store.snapshot();
    let union = rows(
        &store,
        "SELECT (STR(?n) AS ?m) { ?s sd:defaultDataset/sd:defaultGraph [ a sd:Graph ; void:triples ?n ] }",
    );
    assert_eq!(union, [format!("\"{}\"", snapshot.union_len())]);
    let said = rows(
        &store,
        "SELECT ?g (STR(?n) AS ?m) { ?s sd:defaultDataset/sd:namedGraph [ a sd:NamedGraph ; sd:name ?g ; sd:graph [ void:triples ?n ] ] } ORDER BY ?g",
    );
    let sizes: Vec<String> =
        snapshot.graph_sizes().into_iter().filter_map(|(name, quads)| Some(format!("{} \"{quads}\"", name?))).collect();
    assert!(!sizes.is_empty());
    assert_eq!(said, sizes);
}

#[test]
fn every_function_that_the_documentation_names() {
    let store = described(Server::shared());
    let said = |property: &str| rows(&store, &format!("SELECT ?f {{ ?s sd:{property} ?f }}"));
    let (functions, aggregates) = (said("extensionFunction"), said("extensionAggregate"));
    let page = include_str!("../../docs/functions.md");
    let (before, after) = page.split_once("| aggregate |").expect("a table of aggregates");
    let mut found = 0;
    for (part, known) in [(before, &functions), (after, &aggregates)] {
        for line in part.lines().filter(|line| line.starts_with("| `milieu:")) {
            for name in line.split('|').nth(1).unwrap().split('`').filter_map(|code| code.strip_prefix("milieu:")) {
                let name = name.split('(').next().unwrap();
                let iri = format!("<https://w3id.org/milieu/ontology#{name}>");
                assert!(known.contains(&iri), "{iri} is not described");
                found += 1;
            }
        }
    }
    assert_eq!(found, 9 + aggregates.len(), "nine functions of milieu's own, and every aggregate");
    assert_eq!(functions.iter().filter(|name| name.contains("geosparql")).count(), functions.len() - 9);
}
