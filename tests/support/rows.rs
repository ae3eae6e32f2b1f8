//! What a query answers, as text.

use milieu::Snapshot;
use milieu::model::Term;
use milieu::sparql::{self, QueryOptions, QueryResults, SparqlError};

/// The rows of a query, each cell as text; IRIs shortened.
pub(crate) fn rows(world: &Snapshot, query: &str, options: &QueryOptions) -> Result<Vec<Vec<String>>, SparqlError> {
    all(sparql::query(world, query, options)?)
}

/// The same of an answer that is there.
pub(crate) fn all(results: QueryResults<'static>) -> Result<Vec<Vec<String>>, SparqlError> {
    let QueryResults::Solutions(solutions) = results else { panic!("no SELECT") };
    let text = |term: &Term| match term {
        Term::NamedNode(node) => milieu::vocab::shorten(node.as_ref()).unwrap_or_else(|| node.as_str().to_owned()),
        Term::Literal(literal) => literal.value().to_owned(),
        other => other.to_string(),
    };
    let mut rows = Vec::new();
    for solution in solutions {
        let solution = solution?;
        rows.push(solution.values().iter().map(|term| term.as_ref().map_or("-".into(), text)).collect());
    }
    Ok(rows)
}
