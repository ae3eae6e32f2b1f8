//! The ontology as a whole: it parses, the code speaks its words, its schemes and questions are complete, and the worlds that ship fit
//! its shapes.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use milieu::io::{RdfFormat, RdfParser};
use milieu::model::vocab::rdf;
use milieu::model::{NamedNodeRef, Quad, Term};
use milieu::view::Catalogue;
use milieu::{Snapshot, Store, ingest::Load, vocab};

fn folder(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn turtle_files(path: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder(path)).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = entries.filter(|path| path.extension().is_some_and(|ext| ext == "ttl")).collect();
    files.sort();
    files
}

fn quads(path: &Path) -> Vec<Quad> {
    let text = fs::read(path).unwrap();
    let parser = RdfParser::from_format(RdfFormat::Turtle).with_default_graph(vocab::graph("ontology"));
    parser.for_slice(&text).map(|quad| quad.unwrap_or_else(|error| panic!("{}: {error}", path.display()))).collect()
}

fn ontology() -> Snapshot {
    let store = Store::new();
    Load::new(&store).ontology().unwrap();
    store.snapshot()
}

fn typed(snapshot: &Snapshot, term: NamedNodeRef<'_>) -> bool {
    snapshot.objects(term.into(), rdf::TYPE).next().is_some()
}

#[test]
fn every_file_parses_and_says_something() {
    for part in ["ontology", "ontology/milieu", "ontology/scheme", "ontology/atlas"] {
        let files = turtle_files(part);
        assert!(!files.is_empty(), "{part}");
        for file in files {
            assert!(!quads(&file).is_empty(), "{} is empty", file.display());
        }
    }
}

#[test]
fn every_constant_of_the_code_is_declared() {
    let ontology = ontology();
    let modules = [
        vocab::milieu::ALL,
        vocab::org::ALL,
        vocab::s66::ALL,
        vocab::skos::ALL,
        vocab::qb::ALL,
        vocab::bibo::ALL,
        vocab::dct::ALL,
        vocab::dcat::ALL,
        vocab::prov::ALL,
        vocab::schema::ALL,
        vocab::foaf::ALL,
        vocab::wgs::ALL,
        vocab::geo::ALL,
    ];
    let missing: Vec<String> =
        modules.concat().into_iter().filter(|term| !typed(&ontology, *term)).map(|term| term.to_string()).collect();
    assert!(missing.is_empty(), "declare in ontology/, or correct in src/vocab.rs: {missing:?}");
}

#[test]
fn every_question_is_answered_by_a_view_or_open() {
    let text = fs::read_to_string(folder("ontology/competency.tsv")).unwrap();
    let rows: Vec<Vec<&str>> = text.lines().skip(1).map(|line| line.split('\t').collect()).collect();
    assert!(rows.len() >= 40, "{} questions", rows.len());
    let mut ids = BTreeSet::new();
    for row in &rows {
        let [id, question, readers, view] = row[..] else { panic!("four columns: {row:?}") };
        assert!(ids.insert(id), "{id} twice");
        assert!(question.ends_with('?'), "{id}: {question}");
        for reader in readers.split(", ") {
            assert!(["researcher", "manager", "policy"].contains(&reader), "{id}: {reader}");
        }
        assert!(view == "open" || Catalogue::shipped().get(view).is_ok(), "{id}: there is no view {view}");
    }
    // The other way round: a view that answers no question has no reason to be.
    let answering: BTreeSet<&str> = rows.iter().map(|row| row[3]).collect();
    let idle: Vec<&str> =
        Catalogue::shipped().iter().map(|view| view.id().as_str()).filter(|view| !answering.contains(view)).collect();
    assert!(idle.is_empty(), "no question of competency.tsv is answered by {idle:?}");
}

#[test]
fn every_scheme_has_a_file_a_prefix_and_a_line_in_the_model() {
    let files: BTreeSet<String> = turtle_files("ontology/scheme")
        .iter()
        .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    let prefixes: BTreeSet<String> = vocab::PREFIXES
        .iter()
        .filter(|(_, iri)| iri.starts_with(vocab::SCHEME))
        .map(|(prefix, iri)| {
            assert_eq!(*iri, format!("{}{prefix}#", vocab::SCHEME), "a scheme's prefix is its name");
            (*prefix).to_owned()
        })
        .collect();
    assert_eq!(files, prefixes, "files of ontology/scheme and prefixes of src/vocab.rs");
    let model = fs::read_to_string(folder("docs/model.md")).unwrap();
    for scheme in &files {
        assert!(model.contains(&format!("`{scheme}`")), "docs/model.md does not name {scheme}");
    }
}

#[test]
fn a_scheme_holds_its_own_concepts_and_no_others() {
    for file in turtle_files("ontology/scheme") {
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        let scheme: Term = milieu::model::NamedNode::new(format!("{}{name}", vocab::SCHEME)).unwrap().into();
        let quads = quads(&file);
        let concepts: Vec<&Quad> = quads
            .iter()
            .filter(|quad| quad.predicate == rdf::TYPE && quad.object == vocab::skos::CONCEPT.into())
            .collect();
        assert!(concepts.len() >= 2, "{name} has {} concepts", concepts.len());
        for concept in concepts {
            let within = quads
                .iter()
                .any(|q| q.subject == concept.subject && q.predicate == vocab::skos::IN_SCHEME && q.object == scheme);
            assert!(within, "{} is not in the scheme of its file", concept.subject);
            assert!(
                concept.subject.to_string().contains(&format!("/scheme/{name}#")),
                "{} lies elsewhere",
                concept.subject
            );
        }
    }
    let activities = quads(&folder("ontology/scheme/activity.ttl"));
    let eight = activities.iter().filter(|quad| quad.object == vocab::skos::CONCEPT.into()).count();
    assert_eq!(eight, 8, "the paper's eight activities");
}

/// Only violations count; a gap in a world, such as an actor of no known kind, is meant to be there.
#[cfg(feature = "shacl")]
fn assert_fits(load: impl FnOnce(&Load<'_>)) {
    let store = Store::new();
    load(&Load::new(&store));
    let report = milieu::shape::Shapes::shipped().validate(&store.snapshot()).unwrap();
    let wrong: Vec<String> = report
        .results
        .iter()
        .filter(|result| result.severity == milieu::shape::Severity::Violation)
        .map(|result| format!("{} {:?} {}", result.focus, result.path, result.message))
        .collect();
    assert!(report.conforms(), "{} violations:\n{}", wrong.len(), wrong.join("\n"));
}

#[cfg(feature = "shacl")]
#[test]
fn the_shapes_hold_on_the_toy_world() {
    assert_fits(|load| drop(load.toy().unwrap()));
}

/// The atlas names countries; what a country is called comes with the demo's tables, so it is said here.
#[cfg(feature = "shacl")]
#[test]
fn the_shapes_hold_on_the_atlas() {
    assert_fits(|load| {
        load.atlas().unwrap();
        let codes = ["DEU", "CHE", "JPN", "NLD", "USA", "NOR", "SWE", "FRA", "CHL"];
        let countries = codes.map(|code| {
            format!(
                "{} a <{m}Country> ; <http://www.w3.org/2000/01/rdf-schema#label> '{code}' ; <http://www.w3.org/2004/02/skos/core#notation> '{code}' .\n",
                vocab::country(code),
                m = vocab::M
            )
        });
        load.rdf_bytes("countries.ttl", countries.concat()).unwrap();
    });
}
