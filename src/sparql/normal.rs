//! What is rewritten in a query before it is answered, whichever way that is.
//!
//! COUNT counts the rows for which its expression is no error (SPARQL 1.1, 11.3: errors are left out of the multiset), while the
//! evaluator gives no count at all if one is an error, unless the expression is a variable. So it becomes one: `COUNT(?a + 1)` is
//! `BIND(?a + 1 AS ?new)` below the group, and `COUNT(?new)`.

use oxigraph::model::Variable;
use spargebra::algebra::{AggregateExpression, AggregateFunction, Expression, GraphPattern};

use super::walk::each_pattern;

/// How the variables begin that hold what COUNT counts. No text can name them, as `#` begins a comment.
pub(super) const COUNTED: &str = "#count ";

/// Makes every argument of COUNT in `pattern` a variable.
pub(super) fn count_variables(pattern: &mut GraphPattern) {
    let mut bound = 0;
    each_pattern(pattern, &mut |pattern| {
        let GraphPattern::Group { inner, aggregates, .. } = pattern else { return };
        for (_, aggregate) in aggregates {
            let AggregateExpression::FunctionCall { name: AggregateFunction::Count, expr, .. } = aggregate else {
                continue;
            };
            if !matches!(expr, Expression::Variable(_)) {
                bound += 1;
                let variable = Variable::new_unchecked(format!("{COUNTED}{bound}"));
                let expression = std::mem::replace(expr, variable.clone().into());
                let below = Box::new(std::mem::take(&mut **inner));
                **inner = GraphPattern::Extend { inner: below, variable, expression };
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use crate::sparql::{QueryOptions, QueryResults, query};

    /// The first number of the only row.
    fn one(text: &str) -> String {
        let snapshot = crate::Store::new().snapshot();
        let QueryResults::Solutions(mut rows) = query(&snapshot, text, &QueryOptions::default()).unwrap() else {
            unreachable!("it is a SELECT")
        };
        let row = rows.next().unwrap().unwrap();
        row.get(0).map_or_else(|| "none".to_owned(), ToString::to_string)
    }

    #[test]
    fn count_leaves_errors_out() {
        let values = "VALUES ?v { 1 2 2 \"x\" UNDEF }";
        let integer = |n: u8| format!("\"{n}\"^^<http://www.w3.org/2001/XMLSchema#integer>");
        for (count, expected) in [
            ("COUNT(?v)", 4),
            ("COUNT(?v + 1)", 3),
            ("COUNT(DISTINCT ?v + 1)", 2),
            ("COUNT(DISTINCT ?v)", 3),
            ("COUNT(*)", 5),
            ("COUNT(1 / 0)", 0),
        ] {
            assert_eq!(one(&format!("SELECT ({count} AS ?n) {{ {values} }}")), integer(expected), "{count}");
        }
        // Within others, and where EXISTS hides it.
        let sub = format!("SELECT (COUNT(?v * 2) AS ?n) {{ {values} }}");
        assert_eq!(one(&format!("SELECT ?n {{ {{ {sub} }} }}")), integer(3));
        assert_eq!(one(&format!("SELECT (COUNT(?a) AS ?m) {{ BIND(1 AS ?a) FILTER EXISTS {{ {sub} }} }}")), integer(1));
        assert_eq!(one(&format!("SELECT (COUNT(?v + 1) + COUNT(?v * 2) AS ?n) {{ {values} }}")), integer(6));
    }

    #[test]
    fn rows_are_told_apart_by_what_the_query_names() {
        let values = "VALUES (?a ?b) { (1 2) (1 2) (1 3) (UNDEF 3) }";
        for (counts, expected) in [("COUNT(DISTINCT *)", 3), ("COUNT(?a + 1) + COUNT(DISTINCT *) * 10", 33)] {
            let text = format!("SELECT ({counts} AS ?n) {{ {values} }}");
            assert_eq!(one(&text), format!("\"{expected}\"^^<http://www.w3.org/2001/XMLSchema#integer>"), "{counts}");
        }
    }

    #[test]
    fn other_aggregates_fail_as_they_did() {
        let values = "VALUES ?v { 1 2 \"x\" }";
        assert_eq!(one(&format!("SELECT (SUM(?v + 1) AS ?n) {{ {values} }}")), "none");
    }
}
