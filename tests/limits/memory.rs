//! Limits of memory.

use std::fmt::Write as _;
use std::sync::Arc;

use milieu::Snapshot;
use milieu::sparql::{Progress, QueryOptions, SparqlError, Way};

use super::support::{ask, snapshot};

const LIMIT: usize = 8 << 20;

fn with_limit(snapshot: &Snapshot, query: &str) -> Result<usize, SparqlError> {
    ask(snapshot, query, &QueryOptions { max_memory: Some(LIMIT), ..QueryOptions::default() })
}

#[test]
fn a_query_that_holds_too_much_is_stopped_and_gives_everything_back() {
    let snapshot = snapshot();
    let doubling = |times: usize| {
        let mut query = "SELECT ?x0 { BIND('0123456789' AS ?x0) ".to_owned();
        for n in 1..=times {
            write!(query, "BIND(CONCAT(?x{0}, ?x{0}) AS ?x{n}) ", n - 1).unwrap();
        }
        query + "}"
    };
    for (name, query) in [
        ("sort", "SELECT * { ?a id:name ?b . ?c id:name ?d } ORDER BY ?d".to_owned()),
        ("GROUP_CONCAT", "SELECT (GROUP_CONCAT(?b) AS ?all) { ?a id:name ?b . ?c id:name ?d }".to_owned()),
        ("DISTINCT", "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?a ?d { ?a id:name ?b . ?c id:name ?d } }".to_owned()),
        ("GROUP BY", "SELECT ?a ?c (COUNT(*) AS ?n) { ?a id:name ?b . ?c id:name ?d } GROUP BY ?a ?c".to_owned()),
        ("path", "SELECT (COUNT(*) AS ?n) { ?a (id:next|id:far)+ ?b }".to_owned()),
        ("doubling", doubling(60)),
    ] {
        let before = milieu::memory::live_bytes();
        let done = with_limit(&snapshot, &query);
        assert!(matches!(done, Err(SparqlError::TooMuchMemory { limit: LIMIT })), "{name}: {done:?}");
        let kept = milieu::memory::live_bytes() - before;
        assert!(kept.abs() < 100_000, "{name} left {kept} bytes behind");
    }
}

#[test]
fn what_a_query_holds_is_told_to_who_watches_it() {
    let snapshot = snapshot();
    for way in [Way::Columns, Way::Evaluator] {
        let progress = Arc::new(Progress::default());
        let options = QueryOptions {
            max_memory: Some(LIMIT),
            progress: Some(Arc::clone(&progress)),
            way,
            ..QueryOptions::default()
        };
        let done = ask(&snapshot, "SELECT * { ?a id:name ?b . ?c id:name ?d } ORDER BY ?d", &options);
        assert!(matches!(done, Err(SparqlError::TooMuchMemory { .. })), "{way:?}: {done:?}");
        assert!(progress.memory() > LIMIT / 2 && progress.rows() == 0, "{way:?}: {progress:?}");
        let done = ask(&snapshot, "SELECT * { ?a id:name ?b } LIMIT 100", &options);
        assert!(done.is_ok_and(|rows| rows == 100) && progress.rows() == 100, "{way:?}: {progress:?}");
    }
}

#[test]
fn a_query_that_holds_little_passes_under_the_same_limit() {
    let snapshot = snapshot();
    for (query, rows) in [
        ("SELECT * { ?a id:name ?b } ORDER BY ?b", 2_000),
        ("SELECT (GROUP_CONCAT(?b) AS ?all) { ?a id:name ?b }", 1),
        ("SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?b { ?a id:name ?b } }", 1),
        // Much goes by and little is held.
        ("SELECT * { ?a id:name ?b . ?c id:name ?d } LIMIT 300000", 300_000),
    ] {
        assert_eq!(with_limit(&snapshot, query).unwrap(), rows, "{query}");
    }
}

#[test]
fn rows_that_the_caller_keeps_count() {
    let options = QueryOptions { max_memory: Some(LIMIT), ..QueryOptions::default() };
    let all = "SELECT * { ?a id:name ?b . ?c id:name ?d }";
    let milieu::sparql::QueryResults::Solutions(rows) = milieu::sparql::query(&snapshot(), all, &options).unwrap()
    else {
        panic!("no SELECT")
    };
    let kept: Result<Vec<_>, _> = rows.map(|row| row.map_err(SparqlError::from)).collect();
    assert!(matches!(kept, Err(SparqlError::TooMuchMemory { .. })));
}
