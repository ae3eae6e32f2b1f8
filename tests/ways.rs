//! The two ways to answer a query give the same: over columns, and row by row by Oxigraph's evaluator.
//!
//! Random queries over random data; the long form is `PROPTEST_CASES=100000 cargo test --release --test ways`.

#[path = "ways/large.rs"]
mod large;
#[path = "ways/random.rs"]
mod random;

use std::collections::{BTreeMap, BTreeSet};

use milieu::model::{Quad, Term};
use milieu::sparql::{self, QueryOptions, QueryResults, Way};
use milieu::{Snapshot, Store};
use proptest::prelude::*;
use random::Random;

fn snapshot(quads: Vec<Quad>) -> Snapshot {
    let store = Store::new();
    let mut transaction = store.begin();
    transaction.extend(quads);
    transaction.commit().unwrap()
}

/// The rows of an answer, each as text, and how often it is there.
type Bag = BTreeMap<String, usize>;

fn answer(snapshot: &Snapshot, text: &str, way: Way) -> Result<Bag, String> {
    let options = QueryOptions { way, ..QueryOptions::default() };
    let mut bag = Bag::new();
    match sparql::query(snapshot, text, &options).map_err(|error| error.to_string())? {
        QueryResults::Solutions(rows) => {
            for row in rows {
                let row = row.map_err(|error| error.to_string())?;
                let text =
                    |(variable, term): (&milieu::model::Variable, &milieu::model::Term)| format!("{variable} {term}");
                let row: Vec<String> = row.iter().map(text).collect();
                *bag.entry(row.join("  ")).or_default() += 1;
            }
        }
        QueryResults::Boolean(answer) => {
            bag.insert(answer.to_string(), 1);
        }
        QueryResults::Graph(triples) => {
            for triple in triples {
                let triple = triple.map_err(|error| error.to_string())?;
                let [subject, object] = [triple.subject.into(), triple.object].map(|term: Term| match term {
                    // The data have no blank nodes, so this is one that was made.
                    Term::BlankNode(_) => "_:made".to_owned(),
                    other => other.to_string(),
                });
                *bag.entry(format!("{subject} {} {object}", triple.predicate)).or_default() += 1;
            }
        }
    }
    Ok(bag)
}

fn total(bag: &Bag) -> usize {
    bag.values().sum()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn both_ways_give_the_same(seed in any::<u64>()) {
        let mut random = Random::new(seed);
        let quads = random.quads();
        let data: Vec<String> = quads.iter().map(ToString::to_string).collect();
        let snapshot = snapshot(quads);
        let query = random.query();
        let text = query.to_string();
        let columns = answer(&snapshot, &text, Way::Columns);
        let evaluator = answer(&snapshot, &text, Way::Evaluator);
        if query.limit.is_some() {
            // Which rows a limit takes is open where rows are alike; that they are rows of the whole, and how many, is not.
            let whole = answer(&snapshot, &query.without_limit(), Way::Evaluator);
            let (Ok(columns), Ok(evaluator), Ok(whole)) = (&columns, &evaluator, &whole) else {
                panic!("{text}\n{columns:?}\n{evaluator:?}");
            };
            prop_assert_eq!(total(columns), total(evaluator), "{}\n{}", text, data.join("\n"));
            prop_assert!(columns.iter().all(|(row, n)| whole.get(row).is_some_and(|all| n <= all)), "{}\n{}", text, data.join("\n"));
        } else {
            prop_assert_eq!(columns, evaluator, "{}\n{}", text, data.join("\n"));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn both_ways_make_the_same_changes(seed in any::<u64>()) {
        let mut random = Random::new(seed);
        let (quads, text) = (random.quads(), random.update());
        let data: Vec<String> = quads.iter().map(ToString::to_string).collect();
        let [columns, evaluator] = [Way::Columns, Way::Evaluator].map(|way| {
            let store = Store::new();
            let mut transaction = store.begin();
            transaction.extend(quads.clone());
            transaction.commit().unwrap();
            sparql::update(&store, &text, &QueryOptions { way, ..QueryOptions::default() })
                .map(|snapshot| snapshot.iter().map(|quad| quad.to_string()).collect::<BTreeSet<_>>())
                .map_err(|error| error.to_string())
        });
        prop_assert_eq!(columns, evaluator, "{}\n{}", text, data.join("\n"));
    }
}

/// A template's blank nodes are new with each solution, and the same within it; what comes of data may come again.
#[test]
fn what_is_made_hangs_together() {
    let store = Store::new();
    let data = "INSERT DATA { <urn:a> <urn:p> 1, 2, [ <urn:q> [ <urn:q> 3 ] ] . <urn:b> <urn:p> 1 }";
    let snapshot = sparql::update(&store, data, &QueryOptions::default()).unwrap();
    let triples = |text: &str, way| {
        let options = QueryOptions { way, ..QueryOptions::default() };
        let QueryResults::Graph(triples) = sparql::query(&snapshot, text, &options).unwrap() else { panic!("{text}") };
        triples.collect::<Result<Vec<_>, _>>().unwrap()
    };
    for (text, count, nodes) in [
        ("CONSTRUCT { _:n <urn:of> ?s ; <urn:is> ?o . ?s <urn:by> _:n } { ?s <urn:p> ?o FILTER(isLiteral(?o)) }", 9, 3),
        ("CONSTRUCT { ?s <urn:p> ?o } { ?s <urn:p> ?o . ?t <urn:p> ?any }", 4 + 3, 1),
        ("CONSTRUCT { ?o <urn:of> ?s . ?s ?o 1 } { ?s <urn:p> ?o }", 1, 1),
        ("CONSTRUCT { ?s <urn:p> <<( ?s <urn:of> _:n )>> } { ?s <urn:p> 1 }", 2, 0),
        ("DESCRIBE <urn:a>", 5, 2),
        ("DESCRIBE ?s { ?s <urn:p> 1 } ORDER BY ?s LIMIT 1", 5, 2),
        ("DESCRIBE ?o { <urn:b> <urn:p> ?o }", 0, 0),
    ] {
        for way in [Way::Columns, Way::Evaluator] {
            let made = triples(text, way);
            let blank: BTreeSet<String> = made
                .iter()
                .flat_map(|triple| [triple.subject.to_string(), triple.object.to_string()])
                .filter(|term| term.starts_with("_:"))
                .collect();
            assert_eq!((made.len(), blank.len()), (count, nodes), "{text} {way:?}: {made:?}");
        }
    }
}

#[test]
fn both_ways_give_the_same_over_many_rows() {
    let snapshot = snapshot(large::quads());
    for text in large::QUERIES {
        let columns = answer(&snapshot, text, Way::Columns);
        assert!(columns.as_ref().is_ok_and(|rows| !rows.is_empty()), "{text}\n{columns:?}");
        assert!(columns == answer(&snapshot, text, Way::Evaluator), "{text}");
    }
}

#[test]
fn every_kind_of_query_is_generated() {
    let texts: Vec<String> = (0..3000).map(|seed| Random::new(seed).query().to_string()).collect();
    for word in [
        "OPTIONAL",
        "UNION",
        "MINUS",
        "NOT EXISTS",
        "FILTER EXISTS",
        "BIND",
        "VALUES",
        "GROUP BY",
        "HAVING",
        "ORDER BY",
        "LIMIT",
        "DISTINCT",
        "GRAPH ?",
        "GRAPH <",
        "COUNT(*)",
        "COUNT(DISTINCT *)",
        "CONSTRUCT",
        "CONSTRUCT { _:x",
        "DESCRIBE",
        "SUM",
        "AVG",
        "MIN",
        "MAX",
        "+ ",
        "* ",
        "|",
        "^",
        "!",
        "UNDEF",
        "ASK",
        "COALESCE",
    ] {
        let count = texts.iter().filter(|text| text.contains(word)).count();
        assert!(count > 20, "{word}: {count} of {}", texts.len());
    }
}
