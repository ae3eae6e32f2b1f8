//! Every IRI of ours leads somewhere.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use milieu::model::{GraphName, NamedOrBlankNode, Term};

use crate::server::{Server, encode};
use crate::{BROWSER, canonical, quads};

const OURS: &str = "https://w3id.org/milieu";

/// Every IRI of ours that a quad of the toy world names, by the address that it stands at: with the anchors there.
fn ours(server: &Server) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut add = |iri: &str| {
        if let Some(path) = iri.strip_prefix(OURS).filter(|path| path.starts_with('/')) {
            let (path, anchor) = path.split_once('#').unwrap_or((path, ""));
            let anchors = found.entry(path.to_owned()).or_default();
            anchors.extend((!anchor.is_empty()).then(|| anchor.to_owned()));
        }
    };
    for quad in server.store.snapshot().iter() {
        if let NamedOrBlankNode::NamedNode(node) = &quad.subject {
            add(node.as_str());
        }
        add(quad.predicate.as_str());
        match &quad.object {
            Term::NamedNode(node) => add(node.as_str()),
            Term::Literal(literal) => add(literal.datatype().as_str()),
            _ => {}
        }
        if let GraphName::NamedNode(node) = &quad.graph_name {
            add(node.as_str());
        }
    }
    found
}

#[test]
fn everything_of_ours_that_the_store_names_has_an_address() {
    let server = Server::shared();
    let found = ours(server);
    let kinds: BTreeSet<_> = found.keys().filter_map(|path| path.split('/').nth(1)).collect();
    assert_eq!(kinds, BTreeSet::from([".well-known", "graph", "id", "ontology", "scheme", "view"]));
    for (path, anchors) in &found {
        // A graph's own address is that of its data; what is said of it stands elsewhere.
        let is_graph = path.starts_with("/graph/");
        let address = if is_graph { format!("/entity?iri={}", encode(&format!("{OURS}{path}"))) } else { path.clone() };
        let page = server.get(&address, BROWSER);
        assert_eq!((page.status, page.media.as_str()), (200, "text/html"), "{path}");
        for anchor in anchors {
            assert!(page.text.contains(&format!("id=\"{anchor}\"")), "{path} has no #{anchor}");
        }
        if !path.starts_with("/view/") {
            let data = server.get(path, "text/turtle").ok("text/turtle");
            assert!(!quads(&data).is_empty(), "{path}");
        }
    }
}

#[test]
fn one_kind_of_thing_in_every_format_says_the_same() {
    let server = Server::shared();
    for path in [
        "/id/toy/actor/alder-university",
        "/ontology",
        "/ontology/0.1.0",
        "/ontology/Linkage",
        "/ontology/part/cluster",
        "/scheme/flow",
        "/shapes",
        "/shape/Cluster",
        "/catalog",
        "/.well-known/void",
        "/.well-known/sparql-examples",
        "/entity?iri=http://data.europa.eu/nuts/code/DE111",
    ] {
        let turtle = server.get(path, "text/turtle").ok("text/turtle");
        assert!(turtle.header("vary").contains("Accept"), "{path}");
        let said = canonical(&quads(&turtle));
        assert!(!said.is_empty(), "{path}");
        for media in ["application/ld+json", "application/rdf+xml", "application/n-triples", "application/trig"] {
            let answer = server.get(path, media).ok(media);
            assert!(answer.header("vary").contains("Accept"), "{path}");
            assert_eq!(canonical(&quads(&answer)), said, "{path} as {media}");
        }
        let page = server.get(path, BROWSER).ok("text/html");
        assert!(page.text.contains("<h1>"), "{path}");
        assert_eq!(server.get(path, "image/png").status, 406, "{path}");
    }
}

#[test]
fn the_name_of_a_view_leads_to_its_answer() {
    let server = Server::shared();
    let agent: ureq::Agent = ureq::Agent::config_builder().max_redirects(0).build().into();
    let answer = agent.get(format!("{}/view/linkage/reach?group=Alder+Valley", server.base)).call().unwrap();
    assert_eq!(answer.status(), 303);
    assert_eq!(answer.headers()["location"], "/views/linkage/reach?group=Alder+Valley");
    server.get("/view/linkage/reach", "application/json").ok("application/json");
    let unknown = server.get("/view/linkage/rech", "").problem(404);
    assert!(unknown["detail"].as_str().unwrap().contains("linkage/reach"), "{unknown}");
}

#[test]
fn a_version_of_the_ontology_has_an_address() {
    let server = Server::shared();
    let of = |path: &str| server.get(path, "").ok("text/turtle").text;
    assert_eq!(of("/ontology/0.1.0"), of("/ontology"));
    assert_eq!(of("/ontology/0.1.0.ttl"), of("/ontology.ttl"));
    server.get("/ontology/0.1.0.jsonld", "").ok("application/ld+json");
    let link = server.get("/ontology/0.1.0", "text/turtle").header("link").to_owned();
    for part in ["<https://w3id.org/milieu/ontology/0.1.0>; rel=\"cite-as\"", "</ontology>; rel=\"latest-version\""] {
        assert!(link.contains(part), "{link}");
    }
    assert!(server.get("/ontology", BROWSER).text.contains("href=\"/ontology/0.1.0\""));
    let other = server.get("/ontology/0.0.9", "").problem(404);
    assert!(other["detail"].as_str().unwrap().contains("0.1.0"), "{other}");
    let empty = Server::over(milieu::Store::new(), milieu::face::http::Settings::new());
    empty.get("/ontology/0.1.0", "").problem(404);
}

/// The first text in each call that makes a problem document.
fn names_in_the_source(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            names_in_the_source(&path, found);
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let is_problem = path.iter().any(|part| part == "problem" || part == "problem.rs");
        for call in ["Problem::new(", "Self::new("] {
            if call == "Self::new(" && !is_problem {
                continue;
            }
            for (at, _) in text.match_indices(call) {
                let rest = &text[at + call.len()..];
                let name = rest.split('"').nth(1).unwrap_or_default();
                let begins_with_status =
                    rest.trim_start().starts_with("StatusCode") || rest.trim_start().starts_with("status");
                if begins_with_status {
                    found.insert(name.to_owned());
                }
            }
        }
    }
}

#[test]
fn every_kind_of_problem_has_a_page() {
    let server = Server::shared();
    let mut names = BTreeSet::new();
    names_in_the_source(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/face/http"), &mut names);
    assert!(names.len() > 15, "{names:?}");
    let list = server.get("/problem/", "application/json").ok("application/json").json();
    let listed: BTreeSet<_> = list
        .as_array()
        .unwrap()
        .iter()
        .map(|kind| kind["type"].as_str().unwrap().rsplit('/').next().unwrap().to_owned())
        .collect();
    assert_eq!(names, listed);
    for name in &names {
        let page = server.get(&format!("/problem/{name}"), BROWSER).ok("text/html");
        assert!(page.text.contains("What to do") && page.text.contains(&format!("{OURS}/problem/{name}")), "{name}");
    }
    // What a problem document says leads to its page.
    let problem = server.get("/id/nobody", "").problem(404);
    let path = problem["type"].as_str().unwrap().strip_prefix(OURS).unwrap().to_owned();
    assert_eq!(server.get(&path, "application/json").json()["title"], problem["title"]);
    server.get("/problem/unheard-of", "").problem(404);
}

#[test]
fn shapes_are_told_to_people_and_to_programs() {
    let server = Server::shared();
    let all = quads(&server.get("/shapes", "application/n-triples").ok("application/n-triples"));
    let page = server.get("/shapes", BROWSER).ok("text/html").text;
    let is_shape = |quad: &&milieu::model::Quad| {
        quad.predicate.as_str().ends_with("#type")
            && quad.object.to_string() == "<http://www.w3.org/ns/shacl#NodeShape>"
    };
    let mut shapes = 0;
    for quad in all.iter().filter(is_shape) {
        let NamedOrBlankNode::NamedNode(shape) = &quad.subject else { continue };
        let name = shape.as_str().strip_prefix("https://w3id.org/milieu/shape/").unwrap();
        assert!(page.contains(&format!("<section id=\"{name}\">")), "{name}");
        let own = server.get(&format!("/shape/{name}"), "text/turtle").ok("text/turtle");
        assert!(quads(&own).len() > 3, "{name}");
        shapes += 1;
    }
    assert!(shapes > 10, "{shapes}");
    // Every one of them is what data are validated against.
    #[cfg(feature = "shacl")]
    milieu::shape::Shapes::from_turtle(&server.get("/shapes", "text/turtle").text).unwrap();
    assert!(page.contains("This cluster has no name: add an rdfs:label."));
    assert_eq!(server.get("/shape/", BROWSER).ok("text/html").text, page);
    server.get("/shape/Nothing", "").problem(404);
}
