//! When two literals with different lexical forms count as the same answer.

use std::collections::HashSet;

use milieu::model::vocab::xsd;
use milieu::model::{BlankNode, Literal, Quad, Term, Triple};

/// The literals that stand in a case's data.
///
/// A number that an expression computed has a value; the specification does not say how it is written (`2.0` or `2.00`), so there the
/// value counts. A number that stood in the data has the form it had there, and only that one is right; where the expected form is
/// none of the data's, the suite's file was written by an engine that rewrites numbers, and the value counts too.
pub(crate) struct Lexical(HashSet<Literal>);

impl Lexical {
    pub(crate) fn of(data: &[Quad]) -> Self {
        let mut literals = HashSet::new();
        for quad in data {
            gather(&quad.object, &mut literals);
        }
        Self(literals)
    }

    /// True when `actual` may stand for `expected`, which a pattern matched.
    pub(crate) fn alike(&self, expected: &Literal, actual: &Literal) -> bool {
        !self.0.contains(expected) && same_value(expected, actual)
    }
}

/// True when `actual` may stand for `expected`, which an expression computed.
pub(crate) fn same_value(expected: &Literal, actual: &Literal) -> bool {
    expected.datatype() == actual.datatype() && value(expected).is_some_and(|known| value(actual) == Some(known))
}

fn gather(term: &Term, literals: &mut HashSet<Literal>) {
    match term {
        Term::Literal(literal) => {
            literals.insert(literal.clone());
        }
        Term::Triple(triple) => {
            let Triple { object, .. } = triple.as_ref();
            gather(object, literals);
        }
        _ => {}
    }
}

/// One text for each value of a computed number.
fn value(literal: &Literal) -> Option<String> {
    let text = literal.value();
    if literal.datatype() == xsd::DECIMAL {
        let (sign, digits) = match text.strip_prefix('-') {
            Some(digits) => ("-", digits),
            None => ("", text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        return Some(format!("{sign}{}.{}", whole.trim_start_matches('0'), fraction.trim_end_matches('0')));
    }
    if literal.datatype() == xsd::DOUBLE {
        return Some(text.parse::<f64>().ok()?.to_string());
    }
    (literal.datatype() == xsd::FLOAT).then(|| text.parse::<f32>().map(|value| value.to_string()).ok())?
}

/// A cell of CSV: a blank node or a text.
pub(crate) fn cell(text: &str) -> Term {
    match text.strip_prefix("_:") {
        Some(label) => BlankNode::new_unchecked(label).into(),
        None => Literal::from(text).into(),
    }
}
