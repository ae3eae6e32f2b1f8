//! The algebra's expressions, one step down.

use spargebra::algebra::{AggregateExpression, Expression, GraphPattern, OrderExpression};

macro_rules! walk {
    ($(#[$doc:meta])* $name:ident, [$($mutable:tt)?], $iter:ident) => {
        $(#[$doc])*
        pub(super) fn $name(expression: &$($mutable)? Expression) -> Vec<&$($mutable)? Expression> {
            match expression {
                Expression::NamedNode(_)
                | Expression::Literal(_)
                | Expression::Variable(_)
                | Expression::Bound(_)
                | Expression::Exists(_) => Vec::new(),
                Expression::Or(a, b)
                | Expression::And(a, b)
                | Expression::Equal(a, b)
                | Expression::SameTerm(a, b)
                | Expression::Greater(a, b)
                | Expression::GreaterOrEqual(a, b)
                | Expression::Less(a, b)
                | Expression::LessOrEqual(a, b)
                | Expression::Add(a, b)
                | Expression::Subtract(a, b)
                | Expression::Multiply(a, b)
                | Expression::Divide(a, b) => vec![a, b],
                Expression::UnaryPlus(a) | Expression::UnaryMinus(a) | Expression::Not(a) => vec![a],
                Expression::If(a, b, c) => vec![a, b, c],
                Expression::In(a, list) => std::iter::once(&$($mutable)? **a).chain(list).collect(),
                Expression::Coalesce(list) | Expression::FunctionCall(_, list) => list.$iter().collect(),
            }
        }
    };
}

walk! {
    /// The expressions that `expression` is made of. A pattern within it (EXISTS) is not among them.
    parts_of, [], iter
}

walk! {
    /// The same, to change them.
    operands, [mut], iter_mut
}

/// Calls `see` on every pattern within `pattern`, itself first, those of EXISTS too.
pub(super) fn each_pattern<'a>(pattern: &'a GraphPattern, see: &mut impl FnMut(&'a GraphPattern)) {
    see(pattern);
    match pattern {
        GraphPattern::Bgp { .. } | GraphPattern::Path { .. } | GraphPattern::Values { .. } => {}
        GraphPattern::Join { left, right }
        | GraphPattern::Lateral { left, right }
        | GraphPattern::Union { left, right }
        | GraphPattern::Minus { left, right } => {
            each_pattern(left, see);
            each_pattern(right, see);
        }
        GraphPattern::LeftJoin { left, right, expression } => {
            each_pattern(left, see);
            each_pattern(right, see);
            if let Some(expression) = expression {
                patterns_of(expression, see);
            }
        }
        GraphPattern::Filter { expr: expression, inner } | GraphPattern::Extend { inner, expression, .. } => {
            each_pattern(inner, see);
            patterns_of(expression, see);
        }
        GraphPattern::OrderBy { inner, expression } => {
            each_pattern(inner, see);
            for order in expression {
                let (OrderExpression::Asc(expression) | OrderExpression::Desc(expression)) = order;
                patterns_of(expression, see);
            }
        }
        GraphPattern::Group { inner, aggregates, .. } => {
            each_pattern(inner, see);
            for (_, aggregate) in aggregates {
                if let AggregateExpression::FunctionCall { expr, .. } = aggregate {
                    patterns_of(expr, see);
                }
            }
        }
        GraphPattern::Graph { inner, .. }
        | GraphPattern::Service { inner, .. }
        | GraphPattern::Project { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::Slice { inner, .. } => each_pattern(inner, see),
    }
}

fn patterns_of<'a>(expression: &'a Expression, see: &mut impl FnMut(&'a GraphPattern)) {
    match expression {
        Expression::Exists(pattern) => each_pattern(pattern, see),
        other => parts_of(other).into_iter().for_each(|part| patterns_of(part, see)),
    }
}
