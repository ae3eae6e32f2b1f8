//! Queries that would run for minutes, stopped from outside and by time.

use std::fmt::Write as _;
use std::thread;
use std::time::{Duration, Instant};

use milieu::sparql::{self, CancellationToken, QueryOptions, SparqlError};

use super::support::{ask, snapshot, store};

/// How long a query may run before it is stopped.
const RUN: Duration = Duration::from_millis(50);

/// What is promised: so long after it was stopped a query is back, its memory given back.
const BOUND: Duration = Duration::from_millis(100);

/// A machine with other things to do may be late. It is not late each time; a query that cannot stop in time is.
const TRIES: usize = 20;

/// One of each kind. None reads a quad once its join is under way, or it reads them in the midst of something else.
const QUERIES: &[(&str, &str)] = &[
    ("cross join", "SELECT (COUNT(*) AS ?n) { ?a id:name ?b . ?c id:name ?d . ?e id:name ?f }"),
    (
        "cross join, filtered",
        "SELECT * { ?a id:number ?b . ?c id:number ?d . ?e id:number ?f FILTER(?b + ?d + ?f < 0) }",
    ),
    (
        "hash join",
        "SELECT (COUNT(*) AS ?n) { { SELECT * { ?a id:next ?b . ?c id:far ?d } } { SELECT * { ?d id:next ?e . ?b id:far ?f . ?h id:name ?i } } }",
    ),
    ("sort", "SELECT * { ?a id:name ?b . ?c id:number ?d } ORDER BY DESC(CONCAT(?b, STR(?d))) ?c LIMIT 1"),
    ("path, both ends free", "SELECT (COUNT(*) AS ?n) { ?a (id:next|id:far)+ ?b . ?b (^id:next|id:far)+ ?c }"),
    ("path, in sequence", "SELECT (COUNT(*) AS ?n) { ?a (id:next|id:far)*/(^id:far|id:next)*/id:far ?b }"),
    (
        "MINUS",
        "SELECT (COUNT(*) AS ?n) { ?a id:name ?b . ?c id:name ?d . ?e id:name ?f MINUS { ?a id:next ?d . ?c id:far ?g } }",
    ),
    (
        "MINUS, nothing bound in common",
        "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?h id:next ?i OPTIONAL { ?a id:none ?x } MINUS { ?d ?e ?f OPTIONAL { ?d id:none ?x } } }",
    ),
    ("GROUP BY", "SELECT ?b (SUM(?d) AS ?n) { ?a id:name ?b . ?c id:number ?d . ?e id:number ?f } GROUP BY ?b"),
    (
        "COUNT DISTINCT",
        "SELECT (COUNT(DISTINCT ?g) AS ?n) { ?a id:number ?b . ?c id:number ?d . ?e id:number ?f BIND(?b + ?d * ?f AS ?g) }",
    ),
    (
        "DISTINCT",
        "SELECT DISTINCT ?g { ?a id:number ?b . ?c id:number ?d . ?e id:number ?f BIND(?b + ?d + ?f > 0 AS ?g) }",
    ),
    (
        "nested OPTIONAL",
        "SELECT (COUNT(*) AS ?n) { ?a id:next ?b OPTIONAL { ?c id:far ?d OPTIONAL { ?e id:name ?f OPTIONAL { ?g id:number ?h } } } }",
    ),
    (
        "EXISTS",
        "SELECT (COUNT(*) AS ?n) { ?a id:number ?b FILTER EXISTS { ?c id:number ?d . ?e id:number ?f FILTER(?b + ?d + ?f < 0) } }",
    ),
    (
        "NOT EXISTS",
        "SELECT (COUNT(*) AS ?n) { ?a id:number ?b FILTER NOT EXISTS { ?c id:number ?d . ?e id:number ?f FILTER(?b + ?d + ?f < 0) } }",
    ),
    (
        "UNION",
        "SELECT (COUNT(*) AS ?n) { { ?a id:next ?b } UNION { ?a id:far ?b } { ?c id:next ?d } UNION { ?c id:far ?d } { ?e id:next ?f } UNION { ?e id:far ?f } }",
    ),
    ("OFFSET", "SELECT * { ?a id:name ?b . ?c id:name ?d . ?e id:name ?f } OFFSET 7000000000 LIMIT 1"),
    (
        "REDUCED",
        "SELECT (COUNT(*) AS ?n) { SELECT REDUCED ?a ?c ?f { ?a id:name ?b . ?c id:name ?d . ?e id:name ?f } }",
    ),
    ("ASK", "ASK { ?a id:number ?b . ?c id:number ?d . ?e id:number ?f FILTER(?b + ?d + ?f < 0) }"),
    ("CONSTRUCT", "CONSTRUCT { ?a id:seen true } WHERE { ?a id:name ?b . ?c id:name ?d . ?e id:name ?f }"),
    ("DESCRIBE", "DESCRIBE ?a { ?a id:number ?b . ?c id:number ?d . ?e id:number ?f FILTER(?b + ?d + ?f < 5) }"),
    (
        "regular expression",
        "SELECT (COUNT(*) AS ?n) { ?a id:name ?b . ?c id:name ?d FILTER REGEX(CONCAT(?b, ?d), '(9.*){4}x') }",
    ),
    (
        "names that are made",
        "SELECT (COUNT(DISTINCT ?g) AS ?n) { ?a id:number ?b . ?c id:number ?d BIND(IRI(CONCAT('urn:', MD5(STR(?b * ?d)))) AS ?g) FILTER(STRLEN(STR(?g)) < 3) }",
    ),
];

/// Queries that read no quad at all.
fn without_data() -> Vec<(&'static str, String)> {
    let (mut bound, mut empty, mut undefined) = (String::new(), String::new(), String::new());
    for n in 0..300 {
        write!(bound, "{n} ").unwrap();
        empty += "() ";
        undefined += "UNDEF ";
    }
    let four = |one: &dyn Fn(usize) -> String| (0..4).map(one).collect::<String>();
    let count = |pattern: String| format!("SELECT (COUNT(*) AS ?n) {{ {pattern} }}");
    vec![
        ("VALUES", count(four(&|n| format!("VALUES ?v{n} {{ {bound} }} ")))),
        ("VALUES of no variable", count(four(&|_| format!("VALUES () {{ {empty} }} ")))),
        ("VALUES of nothing", count(four(&|n| format!("VALUES ?v{n} {{ {undefined} }} ")))),
        ("UNION of nothing", count("{ {} UNION {} UNION {} } ".repeat(20))),
        ("sub-SELECT of nothing", count(four(&|n| format!("{{ SELECT ?u{n} {{ ?s{n} id:name ?o }} }} ")))),
        ("OPTIONAL nothing", count(four(&|n| format!("{{ SELECT (1/0 AS ?u{n}) {{ ?s id:name ?o }} }} ")))),
    ]
}

fn all() -> Vec<(&'static str, String)> {
    QUERIES.iter().map(|(name, query)| (*name, (*query).to_owned())).chain(without_data()).collect()
}

/// What it took to stop, each the first time, as a table under `--nocapture`. What was late is tried again.
fn report<'q>(how: &str, kinds: impl IntoIterator<Item = &'q str>, mut stop: impl FnMut(usize) -> Duration) {
    let mut delays: Vec<_> = kinds.into_iter().enumerate().map(|(at, name)| (stop(at), name, at)).collect();
    delays.sort_unstable_by_key(|delay| std::cmp::Reverse(*delay));
    for (first, name, at) in delays {
        println!("{how:<12} {name:<32} {:>7.1} ms", first.as_secs_f64() * 1e3);
        let least = (1..TRIES).fold(first, |least, _| if least < BOUND { least } else { least.min(stop(at)) });
        assert!(least < BOUND, "{name} never ended sooner than {least:?} after it was stopped");
    }
}

/// How long `work` goes on after it is cancelled from another thread, and what it ends with.
fn cancelled<T>(work: impl FnOnce(&QueryOptions) -> T) -> (T, Duration) {
    let token = CancellationToken::new();
    let options = QueryOptions { cancellation: Some(token.clone()), ..QueryOptions::default() };
    let canceller = thread::spawn(move || {
        thread::sleep(RUN);
        let at = Instant::now();
        token.cancel();
        at
    });
    let done = work(&options);
    let end = Instant::now();
    // A query that was not running any more ended before this.
    (done, end.saturating_duration_since(canceller.join().unwrap()))
}

#[test]
fn whatever_a_query_does_it_can_be_cancelled() {
    let snapshot = snapshot();
    let all = all();
    report("cancelled", all.iter().map(|(name, _)| *name), |at| {
        let (name, query) = &all[at];
        let (done, delay) = cancelled(|options| ask(&snapshot, query, options));
        assert!(matches!(done, Err(SparqlError::Cancelled)), "{name}: {done:?}");
        delay
    });
}

#[test]
fn whatever_a_query_does_it_ends_in_time() {
    let snapshot = snapshot();
    let all = all();
    report("timed out", all.iter().map(|(name, _)| *name), |at| {
        let (name, query) = &all[at];
        let start = Instant::now();
        let options = QueryOptions { timeout: Some(RUN), ..QueryOptions::default() };
        let done = ask(&snapshot, query, &options);
        assert!(matches!(done, Err(SparqlError::TimedOut { limit: RUN })), "{name}: {done:?}");
        start.elapsed().checked_sub(RUN).expect("it is stopped no earlier")
    });
}

#[test]
fn an_update_that_is_stopped_changes_nothing() {
    let store = store();
    let before = store.snapshot();
    let joined = "?a id:number ?b . ?c id:number ?d . ?e id:number ?f";
    let updates = [
        ("INSERT WHERE", format!("INSERT DATA {{ id:x id:p 1 }} ; INSERT {{ ?a id:seen ?f }} WHERE {{ {joined} }}")),
        ("DELETE WHERE", format!("DELETE {{ ?a id:number ?b }} WHERE {{ {joined} FILTER(?b + ?d + ?f < 0) }}")),
    ];
    report("cancelled", updates.iter().map(|(name, _)| *name), |at| {
        let (name, update) = &updates[at];
        let (done, delay) = cancelled(|options| sparql::update(&store, update, options).map(|after| after.len()));
        assert!(matches!(done, Err(SparqlError::Cancelled)), "{name}: {done:?}");
        assert_eq!((store.snapshot().number(), store.snapshot().hash()), (before.number(), before.hash()));
        delay
    });
}

#[test]
fn two_queries_take_turns_and_each_has_its_own_limits() {
    let snapshot = snapshot();
    let token = CancellationToken::new();
    let stopped = QueryOptions { cancellation: Some(token.clone()), ..QueryOptions::default() };
    let rows = |query: &str, options| match sparql::query(&snapshot, query, options).unwrap() {
        sparql::QueryResults::Solutions(rows) => rows,
        _ => panic!("no SELECT"),
    };
    let mut one = rows("SELECT * { ?a id:next ?b . ?c id:next ?d }", &stopped);
    let mut other = rows("SELECT * { ?a id:next ?b }", &QueryOptions::default());
    for _ in 0..100 {
        assert!(one.next().unwrap().is_ok() && other.next().unwrap().is_ok());
    }
    token.cancel();
    assert!(matches!(one.next().unwrap().map_err(SparqlError::from), Err(SparqlError::Cancelled)));
    assert!(one.next().is_none() && one.next().is_none(), "what was stopped is over");
    assert_eq!(other.map(Result::unwrap).count(), 1_900);
}
