//! The text of a query that is there as algebra only.

use spargebra::Query;
use spargebra::algebra::Expression;

use super::walk::{Part, each_pattern, operands, within_mut};

/// `query` as a text that asks the same.
///
/// What the algebra writes of itself leaves out the brackets of arithmetic, so that `?a / (?b * ?c)` would be read as `(?a / ?b) * ?c`. Here
/// COALESCE of that one expression stands for them, which is the same, errors included.
///
/// ```
/// use milieu::sparql::{parse, written};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let query = parse("SELECT (?a - (?b - ?c) AS ?d) { ?s milieu:endCount ?a, ?b, ?c }", None)?;
/// assert!(query.to_string().contains("?a - ?b - ?c"));
/// assert!(written(&query).contains("?a - COALESCE(?b - ?c)"));
/// # Ok(()) }
/// ```
pub fn written(query: &Query) -> String {
    let mut query = query.clone();
    let (Query::Select { pattern, .. }
    | Query::Construct { pattern, .. }
    | Query::Describe { pattern, .. }
    | Query::Ask { pattern, .. }) = &mut query;
    each_pattern(pattern, &mut |pattern| {
        for part in within_mut(pattern) {
            if let Part::Expression(expression) = part {
                bracket(expression);
            }
        }
    });
    query.to_string()
}

/// Puts what would be torn apart into brackets, the innermost first.
fn bracket(expression: &mut Expression) {
    let around = strength(expression);
    for (at, operand) in operands(expression).into_iter().enumerate() {
        bracket(operand);
        // Of equals, what stands first is computed first.
        let torn = around < WHOLE
            && (strength(operand) < around || (strength(operand) == around && (at > 0 || around == UNARY)));
        if torn {
            let inner = std::mem::replace(operand, Expression::Coalesce(Vec::new()));
            *operand = Expression::Coalesce(vec![inner]);
        }
    }
}

const UNARY: u8 = 3;
const WHOLE: u8 = 4;

/// How strongly the text of an expression holds together.
fn strength(expression: &Expression) -> u8 {
    match expression {
        Expression::Add(..) | Expression::Subtract(..) => 1,
        Expression::Multiply(..) | Expression::Divide(..) => 2,
        Expression::UnaryPlus(_) | Expression::UnaryMinus(_) | Expression::Not(_) => UNARY,
        _ => WHOLE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sparql::{QueryResults, parse, query};
    use crate::store::Store;

    #[test]
    fn arithmetic_is_read_back_as_it_was() {
        let snapshot = Store::new().snapshot();
        let row = |text: &str| match query(&snapshot, text, &Default::default()).unwrap() {
            QueryResults::Solutions(mut rows) => rows.next().unwrap().unwrap().get("x").map(ToString::to_string),
            _ => unreachable!("a SELECT"),
        };
        let mut torn = 0;
        for expression in [
            "?a / (?b * ?c)",
            "?a - (?b - ?c)",
            "?a - (?b + ?c) * ?a",
            "?a * (?b + ?c) / ?b",
            "-(?a + ?b)",
            "-(-?a)",
            "!(!(?a))",
            "?a - -?b",
            "?a - ?b - ?c",
            "?a / ?b / ?c",
            "?a + ?b * ?c",
            "IF(?a - (?b - ?c) > 6, ?a / (?b / ?c), -(?a))",
            "COALESCE(?a / (?b - ?b), ?c - (?c - ?a))",
        ] {
            let text = format!("SELECT ({expression} AS ?x) {{ VALUES (?a ?b ?c) {{ (7 2 5) }} }}");
            let parsed = parse(&text, None).unwrap();
            assert_eq!(row(&written(&parsed)), row(&text), "{expression}: {}", written(&parsed));
            torn += usize::from(written(&parsed) != parsed.to_string());
        }
        assert!(torn >= 8, "{torn}");
        let hidden = parse(
            "SELECT (SUM(?a * (?b + ?c)) AS ?x) { VALUES (?a ?b ?c) { (7 2 5) } FILTER EXISTS { FILTER(?a - (?b - ?c) = 10) } }",
            None,
        );
        assert_eq!(written(&hidden.unwrap()).matches("COALESCE").count(), 2);
    }
}
