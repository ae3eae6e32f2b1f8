//! A store to ask much of, and asking it.

use milieu::model::{GraphName, Literal, NamedNode, Quad};
use milieu::sparql::{self, QueryOptions, QueryResults, SparqlError};
use milieu::{Snapshot, Store};

const NODES: usize = 2_000;

/// 8,000 quads: each of 2,000 nodes has a number, a name, and ties to the next and to one far away.
pub(crate) fn store() -> Store {
    let iri = |name: String| NamedNode::new_unchecked(format!("https://w3id.org/milieu/id/{name}"));
    let node = |n: usize| iri(format!("n{}", n % NODES));
    let mut quads = Vec::new();
    for n in 0..NODES {
        let mut say =
            |p: &str, o: milieu::model::Term| quads.push(Quad::new(node(n), iri(p.into()), o, GraphName::DefaultGraph));
        say("number", Literal::from(i64::try_from(n * 7919 % NODES).unwrap()).into());
        say("name", Literal::new_simple_literal(format!("Node number {n} of the ring")).into());
        say("next", node(n + 1).into());
        say("far", node(n * 31 + 17).into());
    }
    let store = Store::new();
    let mut transaction = store.begin();
    transaction.extend(quads);
    transaction.commit().unwrap();
    store
}

pub(crate) fn snapshot() -> Snapshot {
    store().snapshot()
}

/// The number of rows or triples, or the error; rows are not kept.
pub(crate) fn ask(snapshot: &Snapshot, query: &str, options: &QueryOptions) -> Result<usize, SparqlError> {
    match sparql::query(snapshot, query, options)? {
        QueryResults::Boolean(_) => Ok(1),
        QueryResults::Solutions(rows) => rows.map(|row| row.map(|_| 1).map_err(SparqlError::from)).sum(),
        QueryResults::Graph(triples) => triples.map(|triple| triple.map(|_| 1).map_err(SparqlError::from)).sum(),
    }
}
