//! What the tests of loads share.

use milieu::Snapshot;
use milieu::sparql::{QueryOptions, query};
use oxigraph::sparql::QueryResults;

/// The rows of a SELECT as texts: IRIs shortened, literals by their lexical form; in the order the query gives.
pub(crate) fn select(snapshot: &Snapshot, text: &str) -> Vec<Vec<String>> {
    let results = query(snapshot, text, &QueryOptions::default()).expect("the query runs");
    let QueryResults::Solutions(solutions) = results else { panic!("no SELECT: {text}") };
    solutions
        .map(|solution| {
            let solution = solution.expect("a row");
            solution.values().iter().map(|value| value.as_ref().map_or_else(String::new, plain)).collect()
        })
        .collect()
}

/// The one cell of a SELECT with one row and one column.
pub(crate) fn one(snapshot: &Snapshot, text: &str) -> String {
    let rows = select(snapshot, text);
    assert_eq!(rows.len(), 1, "{text}: {rows:?}");
    rows[0][0].clone()
}

fn plain(term: &milieu::model::Term) -> String {
    use milieu::model::Term;
    match term {
        Term::NamedNode(node) => milieu::vocab::shorten(node.as_ref()).unwrap_or_else(|| node.as_str().to_owned()),
        Term::Literal(literal) => literal.value().to_owned(),
        other => other.to_string(),
    }
}

/// Every quad but those of provenance (which tells the time), as sorted lines.
pub(crate) fn quads(snapshot: &Snapshot) -> Vec<String> {
    let provenance = milieu::vocab::graph("provenance").into();
    let mut lines: Vec<String> =
        snapshot.iter().filter(|quad| quad.graph_name != provenance).map(|quad| quad.to_string()).collect();
    lines.sort_unstable();
    lines
}
