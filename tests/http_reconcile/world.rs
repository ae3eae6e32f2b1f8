//! A server over the toy world and a small target.

use std::sync::LazyLock;

use milieu::Store;
use milieu::face::http::Settings;
use milieu::ingest::Load;
use milieu::link::target::{Description, Format, Target};
use milieu::source::Source;
use milieu::sparql::{QueryOptions, update};
use serde_json::Value;

use crate::server::{Answer, Server, encode};

pub(crate) const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
pub(crate) const JSON: (&str, &str) = ("content-type", "application/json");

/// Invented organisations, in the form in which ROR's lines are; two of them share a name, one is hostile.
const LINES: &str = r#"{"id":"04vnq7t77","status":"active","name":"University of Stuttgart","aliases":["Universität Stuttgart"],"acronyms":["US"],"country":"DE","city":"Stuttgart","region":"Baden-Württemberg","website":"https://www.uni-stuttgart.de","types":["education"],"established":1829,"ext":{"wikidata":["Q122453",["Q122453"]],"isni":[null,["0000 0004 1936 9713"]]},"rel":[["child","00yzwgc71"]]}
{"id":"00b1c9541","status":"active","name":"University of Hohenheim","aliases":[],"acronyms":[],"country":"DE","city":"Stuttgart","website":"https://www.uni-hohenheim.de","types":["education"]}
{"id":"00yzwgc71","status":"active","name":"Alder Measurement Laboratory","aliases":[],"acronyms":[],"country":"DE","city":"Stuttgart","types":["facility"],"rel":[["parent","04vnq7t77"]]}
{"id":"03vek6s52","status":"active","name":"Birch Marine Institute","aliases":[],"acronyms":["BMI"],"country":"NO","city":"Bergen","types":["facility"]}
{"id":"02jx3x895","status":"active","name":"Birch Marine Institute","aliases":[],"acronyms":[],"country":"CL","city":"Valdivia","types":["facility"]}
{"id":"01ggx4157","status":"active","name":"<script>alert(1)</script> Company","aliases":["\"><img src=x onerror=alert(1)>"],"acronyms":[],"country":"CH","city":"<b>Meyrin</b>","types":["company"]}"#;

pub(crate) fn target() -> Target {
    let records = Format::Ror.read(Source::from_bytes("ror.jsonl", LINES).unwrap(), &()).unwrap();
    described(records)
}

pub(crate) fn described(records: Vec<milieu::link::record::Record>) -> Target {
    let description = Description {
        name: "ror".into(),
        format: Format::Ror,
        iri_prefix: Format::Ror.iri_prefix().into(),
        records: records.len() as u64,
        file: "ror.jsonl".into(),
        sha256: String::new(),
        added: "2026-01-01T00:00:00Z".into(),
        licence: Some("CC0-1.0".into()),
        version: None,
    };
    Target::new(description, records)
}

pub(crate) static SERVER: LazyLock<Server> = LazyLock::new(|| {
    let store = Store::new();
    Load::new(&store).toy().unwrap();
    // Where NACE is loaded its classes say so themselves.
    let industry = "INSERT DATA { GRAPH graph:mine { nace2:1610 a milieu:Industry } }";
    update(&store, industry, &QueryOptions::default()).unwrap();
    Server::over(store, Settings::new().target(target()))
});

/// Asks as `OpenRefine` does: a form with one field.
pub(crate) fn form(service: &str, field: &str, value: &Value) -> Answer {
    SERVER.post(&format!("/reconcile/{service}"), &[FORM], &format!("{field}={}", encode(&value.to_string())))
}

/// The candidates of one query.
#[track_caller]
pub(crate) fn candidates(service: &str, query: &Value) -> Vec<Value> {
    let answer = form(service, "queries", &serde_json::json!({ "q0": query })).ok("application/json").json();
    answer["q0"]["result"].as_array().unwrap().clone()
}

/// The first candidate: its identifier, and whether it is a match.
#[track_caller]
pub(crate) fn first(service: &str, query: &Value) -> (String, bool) {
    let found = candidates(service, query);
    let first = found.first().unwrap_or_else(|| panic!("nothing for {query}"));
    (first["id"].as_str().unwrap().to_owned(), first["match"].as_bool().unwrap())
}
