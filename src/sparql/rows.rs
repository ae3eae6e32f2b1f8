//! Rows that bind nothing, given something to bind.
//!
//! A limit is noticed where terms are cloned, so rows without any term could multiply unnoticed: `VALUES () { () () }`, `UNDEF`,
//! `{} UNION {}`, or a sub-SELECT that names only what nothing binds. Each such place gets a variable of its own, bound to one
//! constant. It joins with nothing, and no outermost SELECT names it, so no answer changes.

use std::collections::HashSet;

use oxigraph::model::{Literal, Variable};
use spargebra::Query;
use spargebra::algebra::{Expression, GraphPattern};
use spargebra::term::{GroundTerm, NamedNodePattern, TermPattern, TriplePattern};

use super::walk::each_pattern;

/// Gives every row of `query` that matters something to bind.
pub(super) fn bind_each(query: &mut Query) {
    let (Query::Select { pattern, .. }
    | Query::Construct { pattern, .. }
    | Query::Describe { pattern, .. }
    | Query::Ask { pattern, .. }) = query;
    let mut outermost = pattern;
    while let GraphPattern::Slice { inner, .. } | GraphPattern::Distinct { inner } | GraphPattern::Reduced { inner } =
        outermost
    {
        outermost = inner;
    }
    let pattern = match outermost {
        GraphPattern::Project { inner, .. } => inner,
        other => other,
    };
    let mut rows = Rows { given: 0 };
    each_pattern(pattern, &mut |pattern| rows.pattern(pattern));
}

struct Rows {
    given: usize,
}

impl Rows {
    /// A variable that no text can name, as `#` begins a comment.
    fn fresh(&mut self) -> Variable {
        self.given += 1;
        Variable::new_unchecked(format!("#{}", self.given))
    }

    fn extend(&mut self, pattern: &mut GraphPattern) -> Variable {
        let variable = self.fresh();
        let inner = Box::new(std::mem::take(pattern));
        let expression = Expression::Literal(Literal::from(1));
        *pattern = GraphPattern::Extend { inner, variable: variable.clone(), expression };
        variable
    }

    fn pattern(&mut self, pattern: &mut GraphPattern) {
        match pattern {
            GraphPattern::Union { left, right } => {
                for side in [left, right] {
                    if always_bound(side).is_empty() {
                        self.extend(side);
                    }
                }
            }
            GraphPattern::Values { variables, bindings }
                if bindings.iter().any(|row| row.iter().all(Option::is_none)) =>
            {
                variables.push(self.fresh());
                for row in bindings {
                    row.push(Some(GroundTerm::Literal(Literal::from(1))));
                }
            }
            GraphPattern::Project { inner, variables } => {
                let bound = always_bound(inner);
                if !variables.iter().any(|variable| bound.contains(variable)) {
                    variables.push(self.extend(inner));
                }
            }
            _ => {}
        }
    }
}

/// Variables that every row of `pattern` binds; some that it binds may be missing.
fn always_bound(pattern: &GraphPattern) -> HashSet<Variable> {
    let mut found = HashSet::new();
    match pattern {
        GraphPattern::Bgp { patterns } => patterns.iter().for_each(|triple| of_triple(triple, &mut found)),
        GraphPattern::Path { subject, object, .. } => {
            of_term(subject, &mut found);
            of_term(object, &mut found);
        }
        GraphPattern::Join { left, right } | GraphPattern::Lateral { left, right } => {
            found = always_bound(left);
            found.extend(always_bound(right));
        }
        GraphPattern::Union { left, right } => {
            let right = always_bound(right);
            found.extend(always_bound(left).into_iter().filter(|variable| right.contains(variable)));
        }
        GraphPattern::LeftJoin { left: inner, .. }
        | GraphPattern::Minus { left: inner, .. }
        | GraphPattern::Filter { inner, .. }
        | GraphPattern::OrderBy { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::Slice { inner, .. } => found = always_bound(inner),
        GraphPattern::Graph { name, inner } => {
            found = always_bound(inner);
            if let NamedNodePattern::Variable(variable) = name {
                found.insert(variable.clone());
            }
        }
        GraphPattern::Extend { inner, variable, expression } => {
            found = always_bound(inner);
            if matches!(expression, Expression::Literal(_) | Expression::NamedNode(_)) {
                found.insert(variable.clone());
            }
        }
        GraphPattern::Values { variables, bindings } => {
            let all = variables.iter().enumerate().filter(|(at, _)| bindings.iter().all(|row| row[*at].is_some()));
            found.extend(all.map(|(_, variable)| variable.clone()));
        }
        GraphPattern::Project { inner, variables } | GraphPattern::Group { inner, variables, .. } => {
            found = always_bound(inner);
            found.retain(|variable| variables.contains(variable));
        }
        GraphPattern::Service { .. } => {}
    }
    found
}

fn of_triple(triple: &TriplePattern, found: &mut HashSet<Variable>) {
    of_term(&triple.subject, found);
    if let NamedNodePattern::Variable(variable) = &triple.predicate {
        found.insert(variable.clone());
    }
    of_term(&triple.object, found);
}

fn of_term(term: &TermPattern, found: &mut HashSet<Variable>) {
    match term {
        TermPattern::Variable(variable) => {
            found.insert(variable.clone());
        }
        TermPattern::Triple(triple) => of_triple(triple, found),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sparql::parse;

    #[test]
    fn only_rows_that_may_bind_nothing_are_given_something() {
        let given = |text: &str| {
            let mut query = parse(text, None).unwrap();
            let before = query.clone();
            bind_each(&mut query);
            query != before
        };
        for plain in [
            "SELECT * { ?s ?p ?o OPTIONAL { ?o ?q ?r } FILTER NOT EXISTS { ?s a ?o } }",
            "SELECT ?n { { SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?s } VALUES ?s { 1 2 } }",
            "SELECT ?x { { ?s ?p ?o } UNION { ?s a ?x } }",
            "SELECT DISTINCT ?nothing { ?s ?p ?o } LIMIT 3",
            "ASK { GRAPH ?g {} }",
        ] {
            assert!(!given(plain), "{plain}");
        }
        for bare in [
            "SELECT * { VALUES () { () () } }",
            "SELECT * { VALUES (?a ?b) { (1 2) (UNDEF UNDEF) } }",
            "SELECT * { {} UNION { ?s ?p ?o } }",
            "SELECT * { ?s ?p ?o { SELECT ?x { ?a ?b ?c } } }",
            "ASK { ?s ?p ?o FILTER(1 = 2 || NOT EXISTS { VALUES ?x { UNDEF } }) }",
        ] {
            assert!(given(bare), "{bare}");
        }
    }
}
