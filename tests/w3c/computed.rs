//! Which columns of a query are computed, and which are matched in the data.

use std::collections::HashSet;

use milieu::model::Variable;
use milieu::sparql::Query;
use spargebra::algebra::GraphPattern;

/// The variables to which `BIND`, `SELECT (... AS ?v)` and aggregates give a value, at any level.
pub(crate) fn computed(query: &Query) -> HashSet<Variable> {
    let (Query::Select { pattern, .. }
    | Query::Construct { pattern, .. }
    | Query::Describe { pattern, .. }
    | Query::Ask { pattern, .. }) = query;
    let mut variables = HashSet::new();
    walk(pattern, &mut variables);
    variables
}

fn walk(pattern: &GraphPattern, variables: &mut HashSet<Variable>) {
    match pattern {
        GraphPattern::Bgp { .. } | GraphPattern::Path { .. } | GraphPattern::Values { .. } => {}
        GraphPattern::Extend { inner, variable, .. } => {
            variables.insert(variable.clone());
            walk(inner, variables);
        }
        GraphPattern::Group { inner, aggregates, .. } => {
            variables.extend(aggregates.iter().map(|(variable, _)| variable.clone()));
            walk(inner, variables);
        }
        GraphPattern::Join { left, right }
        | GraphPattern::LeftJoin { left, right, .. }
        | GraphPattern::Union { left, right }
        | GraphPattern::Lateral { left, right }
        | GraphPattern::Minus { left, right } => {
            walk(left, variables);
            walk(right, variables);
        }
        GraphPattern::Filter { inner, .. }
        | GraphPattern::Graph { inner, .. }
        | GraphPattern::OrderBy { inner, .. }
        | GraphPattern::Project { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::Slice { inner, .. }
        | GraphPattern::Service { inner, .. } => walk(inner, variables),
    }
}
