//! A part of an answer that is always the same part.

use spargebra::Query;
use spargebra::algebra::{Expression, GraphPattern, OrderExpression};

/// A query for some rows of another, see [`page`].
#[derive(Debug)]
pub struct Paged {
    /// The query for these rows.
    pub query: Query,
    /// Whether the other says an order, so that the same rows come in the same place each time.
    pub is_ordered: bool,
}

/// The query for `rows` rows of the SELECT `query` from row `offset` (from 0) on; none for another form of query.
///
/// Rows that an ORDER BY leaves equal are put in the order of all their terms, so that pages of one snapshot neither overlap nor leave
/// a row out.
///
/// ```
/// use milieu::sparql::{page, parse};
/// # fn main() -> Result<(), milieu::sparql::SparqlError> {
/// let paged = page(parse("SELECT ?s { ?s ?p ?o } ORDER BY ?o LIMIT 50", None)?, 40, 20).unwrap();
/// assert!(paged.is_ordered);
/// let text = paged.query.to_string();
/// assert!(text.contains("OFFSET 40") && text.contains("LIMIT 10"), "{text}");
/// let within = "SELECT ?s { SELECT ?s { ?s ?p ?o } ORDER BY ?s }";
/// assert!(!page(parse(within, None)?, 0, 20).unwrap().is_ordered);
/// assert!(page(parse("ASK { ?s ?p ?o }", None)?, 0, 20).is_none());
/// # Ok(()) }
/// ```
pub fn page(query: Query, offset: usize, rows: usize) -> Option<Paged> {
    let Query::Select { dataset, mut pattern, base_iri } = query else { return None };
    let is_ordered = order(&mut pattern);
    let pattern = match pattern {
        GraphPattern::Slice { inner, start, length } => {
            let left = length.map_or(rows, |length| length.saturating_sub(offset).min(rows));
            GraphPattern::Slice { inner, start: start.saturating_add(offset), length: Some(left) }
        }
        inner => GraphPattern::Slice { inner: Box::new(inner), start: offset, length: Some(rows) },
    };
    Some(Paged { query: Query::Select { dataset, pattern, base_iri }, is_ordered })
}

/// Makes the order of a SELECT one of all that it projects; says whether it has an order. That of a SELECT within it is none.
fn order(pattern: &mut GraphPattern) -> bool {
    match pattern {
        GraphPattern::Slice { inner, .. } | GraphPattern::Distinct { inner } | GraphPattern::Reduced { inner } => {
            order(inner)
        }
        GraphPattern::Project { inner, variables } => {
            let GraphPattern::OrderBy { expression, .. } = &mut **inner else { return false };
            let by = variables.iter().cloned().map(|variable| OrderExpression::Asc(Expression::Variable(variable)));
            let by: Vec<_> = by.filter(|by| !expression.contains(by)).collect();
            expression.extend(by);
            true
        }
        _ => false,
    }
}
