//! The store from outside: snapshots, transactions, SPARQL, the folder that keeps it.

use std::collections::HashSet;
use std::time::Duration;

use milieu::model::{GraphNameRef, Literal, NamedNode, Quad};
use milieu::sparql::{self, CancellationToken, QueryOptions, QueryResults, SparqlError};
use milieu::{Snapshot, Store};

type Outcome = Result<(), Box<dyn std::error::Error>>;

fn rows(snapshot: &Snapshot, query: &str) -> Vec<Vec<String>> {
    rows_with(snapshot, query, &QueryOptions::default()).unwrap()
}

fn rows_with(snapshot: &Snapshot, query: &str, options: &QueryOptions) -> Result<Vec<Vec<String>>, SparqlError> {
    let QueryResults::Solutions(solutions) = sparql::query(snapshot, query, options)? else { panic!("no SELECT") };
    let mut rows = Vec::new();
    for solution in solutions {
        let solution = solution?;
        rows.push(solution.values().iter().map(|v| v.as_ref().map_or("-".into(), ToString::to_string)).collect());
    }
    Ok(rows)
}

fn quad(n: u32, graph: &str) -> Quad {
    let s = NamedNode::new_unchecked(format!("http://example.com/s{n}"));
    let p = NamedNode::new_unchecked(format!("http://example.com/p{}", n % 3));
    Quad::new(s, p, Literal::from(i64::from(n % 50)), NamedNode::new_unchecked(format!("http://example.com/{graph}")))
}

#[test]
fn a_snapshot_is_what_it_was_whatever_comes_after() -> Outcome {
    let store = Store::new();
    let mut transaction = store.begin();
    transaction.extend((0..100).map(|n| quad(n, "a")));
    let first = transaction.commit()?;
    let mut transaction = store.begin();
    transaction.extend((50..150).map(|n| quad(n, "a")));
    transaction.remove(quad(0, "a").as_ref());
    let second = transaction.commit()?;
    assert_eq!((first.number(), first.len()), (1, 100));
    assert_eq!((second.number(), second.len()), (2, 149));
    assert_eq!(first.iter().collect::<HashSet<_>>(), (0..100).map(|n| quad(n, "a")).collect());
    assert_eq!(second.iter().collect::<HashSet<_>>(), (1..150).map(|n| quad(n, "a")).collect());
    assert!(first.contains(quad(0, "a").as_ref()) && !second.contains(quad(0, "a").as_ref()));
    Ok(())
}

#[test]
fn what_is_not_committed_never_was_and_what_changes_nothing_makes_no_snapshot() -> Outcome {
    let store = Store::new();
    let mut transaction = store.begin();
    transaction.insert(quad(1, "a").as_ref());
    assert_eq!(transaction.snapshot().len(), 1);
    drop(transaction);
    assert!(store.snapshot().is_empty());
    let mut transaction = store.begin();
    transaction.insert(quad(1, "a").as_ref());
    transaction.remove(quad(1, "a").as_ref());
    assert_eq!(transaction.commit()?.number(), 0);
    Ok(())
}

#[test]
fn the_hash_is_of_the_content_and_not_of_the_way() -> Outcome {
    let (one, two) = (Store::new(), Store::new());
    let mut transaction = one.begin();
    transaction.extend((0..40).map(|n| quad(n, "a")));
    let one = transaction.commit()?;
    for n in (0..41).rev() {
        let mut transaction = two.begin();
        transaction.insert(quad(n, "a").as_ref());
        transaction.commit()?;
    }
    assert_ne!(one.hash(), two.snapshot().hash());
    let mut transaction = two.begin();
    transaction.remove(quad(40, "a").as_ref());
    assert_eq!(one.hash(), transaction.commit()?.hash());
    Ok(())
}

#[test]
fn the_default_graph_is_the_union_of_all_each_triple_once() -> Outcome {
    let store = Store::new();
    let mut transaction = store.begin();
    for graph in ["a", "b"] {
        transaction.insert(quad(1, graph).as_ref());
    }
    let mut plain = quad(1, "a");
    plain.graph_name = GraphNameRef::DefaultGraph.into_owned();
    transaction.insert(plain.as_ref());
    transaction.insert(quad(2, "b").as_ref());
    let snapshot = transaction.commit()?;
    let count = |query: &str| rows(&snapshot, query).len();
    assert_eq!(count("SELECT * { ?s ?p ?o }"), 2);
    assert_eq!(count("SELECT * { ?s <http://example.com/p1> ?o }"), 1);
    assert_eq!(count("SELECT * { ?s ?p 1 }"), 1);
    assert_eq!(count("SELECT * { GRAPH ?g { ?s ?p ?o } }"), 3);
    assert_eq!(count("SELECT * FROM <http://example.com/a> { ?s ?p ?o }"), 1);
    assert_eq!(count("SELECT * FROM <http://example.com/a> FROM <http://example.com/b> { ?s ?p ?o }"), 2);
    assert_eq!(count("SELECT * FROM <http://example.com/a> { GRAPH ?g { ?s ?p ?o } }"), 0);
    assert_eq!(count("SELECT * FROM NAMED <http://example.com/b> { GRAPH ?g { ?s ?p ?o } }"), 2);
    assert_eq!(count("SELECT ?g { GRAPH ?g {} }"), 2);
    assert_eq!(snapshot.named_graphs().len(), 2);
    Ok(())
}

#[test]
fn lexical_forms_and_datatypes_are_kept() -> Outcome {
    let store = Store::new();
    let update = "INSERT DATA { id:a rdfs:label 1.10, 1.1, '1.1'^^xsd:double, 007, 7, 'x'@en-GB, 'é' }";
    let snapshot = sparql::update(&store, update, &QueryOptions::default())?;
    assert_eq!(snapshot.len(), 7);
    assert_eq!(rows(&snapshot, "SELECT ?o { ?s ?p ?o FILTER(?o = 1.1) }").len(), 3);
    assert_eq!(rows(&snapshot, "SELECT ?o { id:a rdfs:label 007 }").len(), 1);
    Ok(())
}

#[test]
fn an_update_is_made_whole_or_not_at_all() -> Outcome {
    let store = Store::new();
    let options = QueryOptions::default();
    sparql::update(&store, "INSERT DATA { GRAPH id:g { id:a id:p 1 . id:b id:p 2 } id:c id:p 3 }", &options)?;
    let before = store.snapshot();
    let error = sparql::update(&store, "CLEAR ALL ; LOAD <http://example.com/x>", &options).unwrap_err();
    assert!(matches!(error, SparqlError::NotAllowed(_)), "{error}");
    assert_eq!(store.snapshot().number(), before.number());
    sparql::update(
        &store,
        "DELETE { GRAPH ?g { ?s id:p ?o } } INSERT { GRAPH ?g { ?s id:p ?n } } WHERE { GRAPH ?g { ?s id:p ?o } BIND(?o + 10 AS ?n) }",
        &options,
    )?;
    let values = rows(&store.snapshot(), "SELECT (STR(?o) AS ?text) { ?s id:p ?o } ORDER BY ?o").concat();
    assert_eq!(values, ["\"3\"", "\"11\"", "\"12\""]);
    sparql::update(&store, "COPY id:g TO id:h ; DROP GRAPH id:g ; MOVE DEFAULT TO id:i", &options)?;
    let graphs: Vec<_> = store.snapshot().named_graphs().iter().map(ToString::to_string).collect();
    assert_eq!(graphs, ["<https://w3id.org/milieu/id/h>", "<https://w3id.org/milieu/id/i>"]);
    sparql::update(
        &store,
        "INSERT DATA { _:x id:p 1 } ; INSERT DATA { _:y id:p 1 } ; DELETE DATA { GRAPH id:h { id:a id:p 11 } }",
        &options,
    )?;
    assert_eq!(store.snapshot().len(), 4);
    Ok(())
}

#[test]
fn where_of_an_update_is_matched_where_the_operation_says_else_where_the_options_say() -> Outcome {
    let data = "INSERT DATA { id:a id:p 0 GRAPH id:g { id:a id:p 1 } GRAPH id:h { id:a id:p 2 } }";
    let own =
        QueryOptions { default_graphs: Some(vec![GraphNameRef::DefaultGraph.into_owned()]), ..Default::default() };
    for (operation, expected) in [
        ("INSERT { GRAPH id:out { ?s id:q ?o } } WHERE { ?s id:p ?o }", vec!["0"]),
        ("INSERT { GRAPH id:out { ?s id:q ?o } } USING id:g WHERE { ?s id:p ?o }", vec!["1"]),
        ("WITH id:h INSERT { GRAPH id:out { ?s id:q ?o } } WHERE { ?s id:p ?o }", vec!["2"]),
        // WITH leaves the named graphs to GRAPH; USING alone does not.
        ("WITH id:h INSERT { GRAPH id:out { ?s id:q ?o } } WHERE { GRAPH ?g { ?s id:p ?o } }", vec!["1", "2"]),
        ("INSERT { GRAPH id:out { ?s id:q ?o } } USING id:g WHERE { GRAPH ?g { ?s id:p ?o } }", vec![]),
    ] {
        let store = Store::new();
        sparql::update(&store, data, &own)?;
        let after = sparql::update(&store, operation, &own)?;
        let found = rows(&after, "SELECT (STR(?o) AS ?text) { GRAPH id:out { ?s id:q ?o } } ORDER BY ?o").concat();
        assert_eq!(found, expected.iter().map(|text| format!("{text:?}")).collect::<Vec<_>>(), "{operation}");
    }
    Ok(())
}

#[test]
fn a_limit_is_an_error_and_never_a_short_answer() -> Outcome {
    let store = Store::new();
    let mut transaction = store.begin();
    transaction.extend((0..3000).map(|n| quad(n, "a")));
    let snapshot = transaction.commit()?;
    let slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(?c + ?f > 0) }";
    let timeout = QueryOptions { timeout: Some(Duration::from_millis(50)), ..QueryOptions::default() };
    assert!(matches!(rows_with(&snapshot, slow, &timeout), Err(SparqlError::TimedOut { .. })));
    let ask = sparql::query(&snapshot, "ASK { ?a ?b ?c . ?d ?e ?f FILTER(?c + ?f > 9999) }", &timeout);
    assert!(matches!(ask, Err(SparqlError::TimedOut { .. })));
    let token = CancellationToken::new();
    token.cancel();
    let cancelled = QueryOptions { cancellation: Some(token), ..QueryOptions::default() };
    assert!(matches!(rows_with(&snapshot, "SELECT * { ?s ?p ?o }", &cancelled), Err(SparqlError::Cancelled)));
    let few = QueryOptions { max_rows: Some(10), ..QueryOptions::default() };
    assert_eq!(rows_with(&snapshot, "SELECT * { ?s ?p ?o } LIMIT 10", &few)?.len(), 10);
    assert!(matches!(
        rows_with(&snapshot, "SELECT * { ?s ?p ?o } LIMIT 11", &few),
        Err(SparqlError::TooManyRows { limit: 10 })
    ));
    Ok(())
}

#[test]
fn a_limit_of_memory_that_cannot_be_kept_is_refused() {
    let options = QueryOptions { max_memory: Some(1 << 40), ..QueryOptions::default() };
    let error = rows_with(&Store::new().snapshot(), "SELECT * { ?s ?p ?o }", &options).unwrap_err();
    assert!(matches!(error, SparqlError::MemoryNotCounted), "{error}");
    assert!(error.to_string().contains("milieu::memory::Counting"), "{error}");
}

#[test]
fn a_syntax_error_has_its_place() {
    let error = sparql::parse("SELECT *\nWHERE { ?s ?p }", None).unwrap_err();
    let SparqlError::Syntax { line, column, .. } = error else { panic!("{error}") };
    assert_eq!((line, column), (2, 16), "just behind the pattern that lacks its object");
    for (query, told) in [
        ("SELECT *\nWHERE { ?s ?p ?o FILTR(1) }", "after \"FILTR(1)\""),
        ("SELECT * { ?s a nowhere:x }", "a prefix that is declared"),
        ("SELECT * {", "after \"{\""),
    ] {
        let error = sparql::parse(query, None).unwrap_err().to_string();
        assert!(error.contains(told), "{error}");
    }
}

#[test]
fn federation_is_off() {
    let snapshot = Store::new().snapshot();
    let error =
        rows_with(&snapshot, "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", &QueryOptions::default());
    assert!(matches!(error, Err(SparqlError::NotAllowed(_))), "{error:?}");
}

#[test]
fn ten_thousand_predicates_and_a_pattern_that_names_none() -> Outcome {
    let store = Store::new();
    let mut transaction = store.begin();
    let node = |name: &str, n: u32| NamedNode::new_unchecked(format!("http://example.com/{name}{n}"));
    let shared = Literal::from(0);
    for n in 0..10_000 {
        transaction.insert(&Quad::new(node("s", n % 100), node("p", n), shared.clone(), GraphNameRef::DefaultGraph));
        transaction.insert(&Quad::new(node("s", n % 100), node("p", n), shared.clone(), node("g", n % 7)));
    }
    let snapshot = transaction.commit()?;
    assert_eq!(snapshot.len(), 20_000);
    let count = |pattern: &str| rows(&snapshot, &format!("SELECT (COUNT(*) AS ?n) {{ {pattern} }}")).concat().concat();
    let n = |n: u32| format!("\"{n}\"^^<http://www.w3.org/2001/XMLSchema#integer>");
    assert_eq!(count("?s ?p ?o"), n(10_000));
    assert_eq!(count("<http://example.com/s7> ?p ?o"), n(100));
    assert_eq!(count("?s ?p 0"), n(10_000));
    assert_eq!(count("GRAPH ?g { ?s ?p ?o }"), n(10_000));
    assert_eq!(count("<http://example.com/s7> <http://example.com/p7> ?o"), n(1));
    let mut transaction = store.begin();
    transaction.remove(&Quad::new(node("s", 7), node("p", 7), shared, GraphNameRef::DefaultGraph));
    let after = transaction.commit()?;
    assert_eq!(
        (after.len(), rows(&after, "SELECT * { <http://example.com/s7> <http://example.com/p7> ?o }").len()),
        (19_999, 1)
    );
    Ok(())
}
