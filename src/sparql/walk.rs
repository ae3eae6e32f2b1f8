//! The algebra's expressions, one step down.

use spargebra::algebra::Expression;

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
