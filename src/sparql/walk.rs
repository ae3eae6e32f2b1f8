//! The algebra, one step down; and all of its patterns.

use spargebra::algebra::{AggregateExpression, Expression, GraphPattern, OrderExpression};

/// What a pattern is made of.
pub(super) enum Part<P, E> {
    Pattern(P),
    Expression(E),
}

macro_rules! walk {
    ($(#[$doc:meta])* $name:ident, $(#[$docs:meta])* $within:ident, [$($mutable:tt)?], $iter:ident) => {
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

        $(#[$docs])*
        pub(super) fn $within(
            pattern: &$($mutable)? GraphPattern,
        ) -> Vec<Part<&$($mutable)? GraphPattern, &$($mutable)? Expression>> {
            use Part::{Expression as E, Pattern as P};
            match pattern {
                // A service has a parser of its own.
                GraphPattern::Bgp { .. }
                | GraphPattern::Path { .. }
                | GraphPattern::Values { .. }
                | GraphPattern::Service { .. } => Vec::new(),
                GraphPattern::Join { left, right }
                | GraphPattern::Lateral { left, right }
                | GraphPattern::Union { left, right }
                | GraphPattern::Minus { left, right } => vec![P(left), P(right)],
                GraphPattern::LeftJoin { left, right, expression } => {
                    let mut parts = vec![P(&$($mutable)? **left), P(right)];
                    parts.extend(expression.$iter().map(E));
                    parts
                }
                GraphPattern::Filter { expr: expression, inner } | GraphPattern::Extend { inner, expression, .. } => {
                    vec![P(inner), E(expression)]
                }
                GraphPattern::OrderBy { inner, expression: keys } => {
                    let mut parts = vec![P(&$($mutable)? **inner)];
                    parts.extend(keys.$iter().map(|key| match key {
                        OrderExpression::Asc(expression) | OrderExpression::Desc(expression) => E(expression),
                    }));
                    parts
                }
                GraphPattern::Group { inner, aggregates, .. } => {
                    let mut parts = vec![P(&$($mutable)? **inner)];
                    parts.extend(aggregates.$iter().filter_map(|(_, aggregate)| match aggregate {
                        AggregateExpression::CountSolutions { .. } => None,
                        AggregateExpression::FunctionCall { expr, .. } => Some(E(expr)),
                    }));
                    parts
                }
                GraphPattern::Graph { inner, .. }
                | GraphPattern::Project { inner, .. }
                | GraphPattern::Distinct { inner }
                | GraphPattern::Reduced { inner }
                | GraphPattern::Slice { inner, .. } => vec![P(inner)],
            }
        }
    };
}

walk! {
    /// The expressions that `expression` is made of. A pattern within it (EXISTS) is not among them.
    parts_of,
    /// The patterns and expressions that `pattern` is made of.
    within, [], iter
}

walk! {
    /// The same, to change them.
    operands,
    /// The same, to change them.
    within_mut, [mut], iter_mut
}

/// Changes every pattern of `pattern`, those within it first, also where EXISTS hides them.
pub(super) fn each_pattern(pattern: &mut GraphPattern, change: &mut dyn FnMut(&mut GraphPattern)) {
    for part in within_mut(pattern) {
        match part {
            Part::Pattern(pattern) => each_pattern(pattern, change),
            Part::Expression(expression) => each_pattern_in(expression, change),
        }
    }
    change(pattern);
}

fn each_pattern_in(expression: &mut Expression, change: &mut dyn FnMut(&mut GraphPattern)) {
    if let Expression::Exists(pattern) = expression {
        each_pattern(pattern, change);
    }
    for operand in operands(expression) {
        each_pattern_in(operand, change);
    }
}

/// Shows every pattern within `pattern`, itself first, also those that EXISTS hides.
pub(super) fn see_each_pattern<'a>(pattern: &'a GraphPattern, see: &mut dyn FnMut(&'a GraphPattern)) {
    see(pattern);
    for part in within(pattern) {
        match part {
            Part::Pattern(pattern) => see_each_pattern(pattern, see),
            Part::Expression(expression) => see_each_in(expression, see),
        }
    }
}

fn see_each_in<'a>(expression: &'a Expression, see: &mut dyn FnMut(&'a GraphPattern)) {
    if let Expression::Exists(pattern) = expression {
        see_each_pattern(pattern, see);
    }
    for operand in parts_of(expression) {
        see_each_in(operand, see);
    }
}
