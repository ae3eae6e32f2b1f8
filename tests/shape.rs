//! Shapes over small worlds: the sound one conforms, and each fault of the faulty one is found, and only it.

#![cfg(feature = "shacl")]

#[path = "shapes/touched.rs"]
mod touched;

use std::collections::BTreeSet;

use milieu::Store;
use milieu::ingest::Load;
use milieu::model::Term;
use milieu::shape::{Report, Severity, ShapeError, Shapes};

const VALID: &str = include_str!("shapes/valid.ttl");
const INVALID: &str = include_str!("shapes/invalid.ttl");
const TOY: &str = "https://w3id.org/milieu/id/toy/";

fn validated(data: &'static str) -> Report {
    let store = Store::new();
    Load::new(&store).ontology().unwrap();
    Load::new(&store).rdf_bytes("data.ttl", data).unwrap();
    Shapes::shipped().validate(&store.snapshot()).unwrap()
}

/// The table in the head of `invalid.ttl`: focus, path (or `node`), constraint.
fn expected() -> BTreeSet<(String, String, String)> {
    let row = |line: &str| {
        let mut words = line.strip_prefix("#   :")?.split_whitespace().map(str::to_owned);
        let path = |path: String| if path == "node" { String::new() } else { path };
        Some((words.next()?, path(words.next()?), words.next()?))
    };
    INVALID.lines().filter_map(row).collect()
}

fn found(report: &Report) -> BTreeSet<(String, String, String)> {
    let results = report.results.iter().filter(|result| result.severity == Severity::Violation);
    results
        .filter_map(|result| {
            let Term::NamedNode(focus) = &result.focus else { return None };
            let focus = focus.as_str().strip_prefix(TOY)?.to_owned();
            Some((focus, result.path.clone().unwrap_or_default(), result.constraint.clone()))
        })
        .collect()
}

#[test]
fn the_sound_world_conforms() {
    let report = validated(VALID);
    assert!(report.conforms(), "{:#?}", report.results);
}

#[test]
fn every_fault_of_the_faulty_world_is_found_and_no_other() {
    let report = validated(INVALID);
    assert!(!report.conforms());
    assert_eq!(expected().len(), 24, "the table in the head of invalid.ttl");
    assert_eq!(found(&report), expected());
}

#[test]
fn every_result_says_what_to_do() {
    for result in validated(INVALID).results {
        assert!(result.message.ends_with(['.', '?']) && result.message.len() > 20, "{result:?}");
        assert!(!result.message.contains("not satisfied"), "the shape's own message is used: {result:?}");
    }
}

#[test]
fn warnings_and_infos_are_told_and_do_not_fail() {
    let report = validated(
        "<urn:x:a> a <https://w3id.org/milieu/ontology#Actor> ; <http://www.w3.org/2000/01/rdf-schema#label> 'A' .",
    );
    assert!(report.conforms());
    let severities: BTreeSet<Severity> = report.results.iter().map(|result| result.severity).collect();
    assert_eq!(severities, BTreeSet::from([Severity::Info, Severity::Warning]), "{:#?}", report.results);
}

#[test]
fn results_come_in_the_same_order_each_time() {
    assert_eq!(validated(INVALID).results.len(), validated(INVALID).results.len());
    let order =
        |report: Report| report.results.into_iter().map(|r| (r.focus, r.path, r.constraint)).collect::<Vec<_>>();
    assert_eq!(order(validated(INVALID)), order(validated(INVALID)));
}

#[test]
fn shapes_that_are_no_turtle_are_refused() {
    assert!(matches!(Shapes::from_turtle("nonsense"), Err(ShapeError::Shapes(_))));
}

#[test]
fn a_value_that_lies_in_two_graphs_counts_once() {
    let store = Store::new();
    let country = "<urn:x:c> a <https://w3id.org/milieu/ontology#Country> ; <http://www.w3.org/2004/02/skos/core#notation> 'C' ;\n\
                   <http://www.w3.org/2000/01/rdf-schema#label> 'C' .\n\
                   <urn:x:a> a <https://w3id.org/milieu/ontology#Actor> ; <http://www.w3.org/2000/01/rdf-schema#label> 'A' ;\n\
                   <https://w3id.org/milieu/ontology#inCountry> <urn:x:c> .";
    Load::new(&store).rdf_bytes("one.ttl", country).unwrap();
    Load::new(&store).rdf_bytes("two.ttl", format!("{country} # said again")).unwrap();
    let report = Shapes::shipped().validate(&store.snapshot()).unwrap();
    assert!(
        report.conforms(),
        "one country, said twice, is still one: {:?}",
        report.results.iter().map(|r| (r.focus.to_string(), &r.path)).collect::<Vec<_>>()
    );
}
