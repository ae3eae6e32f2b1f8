//! Limits of rows: an answer that has more is none.

use milieu::sparql::{QueryOptions, SparqlError};

use super::support::{ask, snapshot};

#[test]
fn a_result_may_have_as_many_rows_as_its_limit_and_no_more() {
    let snapshot = snapshot();
    for (query, rows) in [
        ("SELECT * { ?a id:next ?b }", 2_000),
        ("SELECT DISTINCT ?type { ?a ?type ?b }", 4),
        ("SELECT (COUNT(*) AS ?n) { ?a ?b ?c }", 1),
        ("SELECT ?p (COUNT(*) AS ?n) { ?a ?p ?c } GROUP BY ?p", 4),
        ("CONSTRUCT { ?b id:before ?a } WHERE { ?a id:next ?b }", 2_000),
        ("DESCRIBE id:n1", 4),
        ("SELECT * { ?a id:none ?b }", 0),
    ] {
        let with = |max_rows| ask(&snapshot, query, &QueryOptions { max_rows, ..QueryOptions::default() });
        assert_eq!(with(None).unwrap(), rows, "{query}");
        assert_eq!(with(Some(rows + 1)).unwrap(), rows, "{query}");
        assert_eq!(with(Some(rows)).unwrap(), rows, "{query}");
        if let Some(limit) = rows.checked_sub(1) {
            assert!(
                matches!(with(Some(limit)), Err(SparqlError::TooManyRows { limit: met }) if met == limit),
                "{query}"
            );
        }
    }
}

#[test]
fn rows_that_are_only_worked_on_are_not_counted() {
    let few = QueryOptions { max_rows: Some(1), ..QueryOptions::default() };
    assert_eq!(ask(&snapshot(), "SELECT (COUNT(*) AS ?n) { ?a id:next ?b . ?b id:far ?c }", &few).unwrap(), 1);
}
