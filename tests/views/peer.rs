//! The query of every view on Oxigraph's own store, which shares neither store nor plans with ours: the same rows, before a measure.

use milieu::sparql::{self, QueryOptions, QueryResults, Way};
use oxigraph::sparql::SparqlEvaluator;
use oxigraph::store::Store;

use super::support::{TOY, bound, cases};

/// Functions and aggregates of ours, which the peer does not know.
const OURS: [&str; 5] = ["distance", "log", "log2", "median", "sqrt"];

/// Views without a row on the toy world; `worlds.rs` has a larger one for each.
const EMPTY: [&str; 2] = ["actor/identifiers", "linkage/cluster-partnerships"];

/// The rows as text, in an order of their own.
fn bag(results: QueryResults<'_>) -> Vec<Vec<String>> {
    let QueryResults::Solutions(rows) = results else { panic!("a view selects") };
    let text = |row: sparql::QuerySolution| {
        row.values().iter().map(|term| term.as_ref().map_or_else(String::new, ToString::to_string)).collect()
    };
    let mut rows: Vec<Vec<String>> = rows.map(|row| text(row.expect("a row"))).collect();
    rows.sort();
    rows
}

#[test]
fn every_view_has_the_rows_that_oxigraph_gives() {
    let store = Store::new().expect("a store in memory");
    let mut loader = store.bulk_loader();
    loader.load_quads(TOY.iter()).expect("it loads");
    loader.commit().expect("it loads");
    assert_eq!(store.len().expect("it counts"), TOY.iter().count());
    let mut with_rows = std::collections::BTreeSet::new();
    for (view, arguments) in cases().into_values() {
        let text = bound(&TOY, &view, &arguments).expect("its arguments fit").to_string();
        if OURS.iter().any(|name| text.contains(&format!("<https://w3id.org/milieu/ontology#{name}>("))) {
            with_rows.insert(view);
            continue;
        }
        let mut asked = SparqlEvaluator::new().parse_query(&text).expect("a query is written as SPARQL");
        asked.dataset_mut().set_default_graph_as_union();
        let theirs = bag(asked.on_store(&store).execute().expect("it answers"));
        for way in [Way::Columns, Way::Evaluator] {
            let ours = sparql::query(&TOY, &text, &QueryOptions { way, ..QueryOptions::default() });
            assert_eq!(bag(ours.expect("it answers")), theirs, "{view} {arguments} by {way:?}");
        }
        if !theirs.is_empty() || EMPTY.contains(&view.as_str()) {
            with_rows.insert(view);
        }
    }
    let all: std::collections::BTreeSet<_> = cases().into_values().map(|(view, _)| view).collect();
    assert_eq!(with_rows, all, "each has rows to compare");
}
