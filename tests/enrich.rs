//! The web of data asked about things, over real servers on the loopback: what partners do wrong, and what is kept then.
#![cfg(all(feature = "federation", feature = "http", feature = "shacl"))]

#[path = "enrich/dereference.rs"]
mod dereference;
#[path = "enrich/endpoint.rs"]
mod endpoint;
#[path = "enrich/failing.rs"]
mod failing;
#[path = "enrich/oxigraph.rs"]
mod oxigraph;
#[path = "support/partner.rs"]
mod partner;
#[path = "support/rows.rs"]
mod rows;
#[path = "support/server.rs"]
mod server;
#[path = "support/skip.rs"]
mod skip;

use std::time::Duration;

use milieu::Store;
use milieu::enrich::{Enrich, Outcome, Question, Report, Things};
use milieu::model::NamedNode;
use milieu::remote::{Allowed, Client};
use milieu::shape::Shapes;
use milieu::sparql::QueryOptions;

fn node(iri: &str) -> NamedNode {
    NamedNode::new(iri).unwrap()
}

/// `https://example.org/0`, `/1` and so on.
fn things(number: usize) -> Things {
    Things::These((0..number).map(|n| node(&format!("https://example.org/{n}"))).collect())
}

fn client(allowed: &[&str]) -> Client {
    Client::new(Allowed::new(allowed).unwrap()).timeout(Duration::from_secs(10))
}

/// Asks `url` about the labels of `number` things, ten at a time.
fn labels(store: &Store, url: &str, number: usize) -> Report {
    let client = client(&[url]);
    let enrich = Enrich::new(store, &client).things(things(number)).batch(10.try_into().unwrap());
    enrich.ask(url, &Question::properties([milieu::model::vocab::rdfs::LABEL.into_owned()])).unwrap()
}

/// Things enriched, of which nothing is known, failed, not asked about, known before.
fn counts(report: &Report) -> [usize; 5] {
    let of = |is_such: fn(&Outcome) -> bool| report.count(is_such);
    [
        of(|outcome| matches!(outcome, Outcome::Enriched(_))),
        of(|outcome| matches!(outcome, Outcome::Nothing)),
        of(|outcome| matches!(outcome, Outcome::Failed(_))),
        of(|outcome| matches!(outcome, Outcome::NotAsked(_))),
        of(|outcome| matches!(outcome, Outcome::Known)),
    ]
}

/// Why things failed.
fn reasons(report: &Report) -> Vec<String> {
    let reason = |row: &milieu::enrich::Row| match &row.outcome {
        Outcome::Failed(failure) => Some(failure.to_string()),
        _ => None,
    };
    report.rows.iter().filter_map(reason).collect()
}

fn rows(store: &Store, query: &str) -> Vec<String> {
    let rows = rows::rows(&store.snapshot(), query, &QueryOptions::default()).unwrap();
    rows.into_iter().map(|row| row.join(" ")).collect()
}

/// How many statements stand in graphs that enrichments filled.
fn kept(store: &Store) -> usize {
    let count = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } FILTER(CONTAINS(STR(?g), '/graph/enriched/')) }";
    rows(store, count)[0].parse().unwrap()
}

/// What provenance says of enrichments is as the shapes want it.
fn sound(store: &Store) {
    let report = Shapes::shipped().validate(&store.snapshot()).unwrap();
    let of_ours = report.results.iter().filter(|result| result.focus.to_string().contains("/id/enrichment/"));
    let wrong: Vec<_> = of_ours.map(|result| (result.focus.to_string(), &result.path, &result.message)).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
