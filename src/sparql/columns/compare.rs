//! How two values compare: `=`, `<` and the order of rows. Each is what the evaluator takes it to be.

use std::cmp::Ordering;

use oxigraph::model::{NamedOrBlankNode, Term};
use spareval::ExpressionTriple;

use super::value::{Number, Pair, Value};

/// `a = b`, or an error.
pub(super) fn equal(a: &Value, b: &Value) -> Option<bool> {
    use Value as V;
    match (a, b) {
        (V::Triple(a), V::Triple(b)) => {
            // The objects are compared only where the rest is the same, so that an error of theirs counts only there.
            Some(a.subject == b.subject && a.predicate == b.predicate && equal(&a.object, &b.object)?)
        }
        (
            V::NamedNode(_)
            | V::BlankNode(_)
            | V::LangStringLiteral { .. }
            | V::DirLangStringLiteral { .. }
            | V::Triple(_),
            _,
        ) => Some(a == b),
        (V::OtherTypedLiteral { .. }, V::OtherTypedLiteral { .. }) => (a == b).then_some(true),
        (V::OtherTypedLiteral { .. }, _) => match b {
            V::NamedNode(_)
            | V::BlankNode(_)
            | V::LangStringLiteral { .. }
            | V::DirLangStringLiteral { .. }
            | V::Triple(_) => Some(false),
            _ => None,
        },
        (_, V::OtherTypedLiteral { .. }) => None,
        (V::StringLiteral(a), V::StringLiteral(b)) => Some(a == b),
        (V::BooleanLiteral(a), V::BooleanLiteral(b)) => Some(a == b),
        _ => Some(match numbers(a, b) {
            Some(Pair::Integers(a, b)) => a == b,
            Some(Pair::Decimals(a, b)) => a == b,
            Some(Pair::Floats(a, b)) => a == b,
            Some(Pair::Doubles(a, b)) => a == b,
            None => equal_in_time(a, b),
        }),
    }
}

fn equal_in_time(a: &Value, b: &Value) -> bool {
    use Value as V;
    match (a, b) {
        (V::DurationLiteral(a), V::YearMonthDurationLiteral(b)) => a == b,
        (V::DurationLiteral(a), V::DayTimeDurationLiteral(b)) => a == b,
        (V::YearMonthDurationLiteral(a), V::DurationLiteral(b)) => a == b,
        (V::YearMonthDurationLiteral(a), V::DayTimeDurationLiteral(b)) => a == b,
        (V::DayTimeDurationLiteral(a), V::DurationLiteral(b)) => a == b,
        (V::DayTimeDurationLiteral(a), V::YearMonthDurationLiteral(b)) => a == b,
        // Of one type they are equal when they are the same value, of two types never.
        (a, b) => a == b,
    }
}

/// What `<`, `<=`, `>` and `>=` go by, or an error.
pub(super) fn partial_order(a: &Value, b: &Value) -> Option<Ordering> {
    if a == b {
        return Some(Ordering::Equal);
    }
    match (a, b) {
        (Value::Triple(a), Value::Triple(b)) => {
            let same = a.subject == b.subject && a.predicate == b.predicate;
            if same { partial_order(&a.object, &b.object) } else { None }
        }
        _ => order_of_literals(a, b),
    }
}

fn order_of_literals(a: &Value, b: &Value) -> Option<Ordering> {
    use Value as V;
    match (a, b) {
        (V::StringLiteral(a), V::StringLiteral(b)) => Some(a.cmp(b)),
        (V::LangStringLiteral { value: a, language: la }, V::LangStringLiteral { value: b, language: lb }) => {
            (la == lb).then(|| a.cmp(b))
        }
        (
            V::DirLangStringLiteral { value: a, language: la, direction: da },
            V::DirLangStringLiteral { value: b, language: lb, direction: db },
        ) => (la == lb && da == db).then(|| a.cmp(b)),
        _ => match numbers(a, b) {
            Some(Pair::Integers(a, b)) => a.partial_cmp(&b),
            Some(Pair::Decimals(a, b)) => a.partial_cmp(&b),
            Some(Pair::Floats(a, b)) => a.partial_cmp(&b),
            Some(Pair::Doubles(a, b)) => a.partial_cmp(&b),
            None => order_in_time(a, b),
        },
    }
}

fn order_in_time(a: &Value, b: &Value) -> Option<Ordering> {
    use Value as V;
    match (a, b) {
        (V::DateTimeLiteral(a), V::DateTimeLiteral(b)) => a.partial_cmp(b),
        (V::DateLiteral(a), V::DateLiteral(b)) => a.partial_cmp(b),
        (V::TimeLiteral(a), V::TimeLiteral(b)) => a.partial_cmp(b),
        (V::GYearLiteral(a), V::GYearLiteral(b)) => a.partial_cmp(b),
        (V::GYearMonthLiteral(a), V::GYearMonthLiteral(b)) => a.partial_cmp(b),
        (V::GMonthLiteral(a), V::GMonthLiteral(b)) => a.partial_cmp(b),
        (V::GMonthDayLiteral(a), V::GMonthDayLiteral(b)) => a.partial_cmp(b),
        (V::GDayLiteral(a), V::GDayLiteral(b)) => a.partial_cmp(b),
        (V::DurationLiteral(a), V::DurationLiteral(b)) => a.partial_cmp(b),
        (V::DurationLiteral(a), V::YearMonthDurationLiteral(b)) => a.partial_cmp(b),
        (V::DurationLiteral(a), V::DayTimeDurationLiteral(b)) => a.partial_cmp(b),
        (V::YearMonthDurationLiteral(a), V::DurationLiteral(b)) => a.partial_cmp(b),
        (V::YearMonthDurationLiteral(a), V::YearMonthDurationLiteral(b)) => a.partial_cmp(b),
        (V::YearMonthDurationLiteral(a), V::DayTimeDurationLiteral(b)) => a.partial_cmp(b),
        (V::DayTimeDurationLiteral(a), V::DurationLiteral(b)) => a.partial_cmp(b),
        (V::DayTimeDurationLiteral(a), V::YearMonthDurationLiteral(b)) => a.partial_cmp(b),
        (V::DayTimeDurationLiteral(a), V::DayTimeDurationLiteral(b)) => a.partial_cmp(b),
        _ => None,
    }
}

fn numbers(a: &Value, b: &Value) -> Option<Pair> {
    Some(Number::of(a)?.pair(Number::of(b)?))
}

/// What rows are ordered by: blank nodes, IRIs, literals, triple terms.
///
/// Literals that do not compare are ordered as they are written, so that this is no total order: `2 < 10`, but `"10" < "2"` stands
/// between dates. Who sorts by it has to bear that.
pub(super) fn order(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::BlankNode(a), Value::BlankNode(b)) => a.as_str().cmp(b.as_str()),
        (Value::NamedNode(a), Value::NamedNode(b)) => a.as_str().cmp(b.as_str()),
        (Value::Triple(a), Value::Triple(b)) => order_of_triples(a, b),
        _ => match (class(a), class(b)) {
            (LITERAL, LITERAL) => order_of_literals(a, b).unwrap_or_else(|| order_as_written(a, b)),
            (a, b) => a.cmp(&b),
        },
    }
}

const LITERAL: u8 = 2;

fn class(value: &Value) -> u8 {
    match value {
        Value::BlankNode(_) => 0,
        Value::NamedNode(_) => 1,
        Value::Triple(_) => 3,
        _ => LITERAL,
    }
}

fn order_as_written(a: &Value, b: &Value) -> Ordering {
    let (Term::Literal(a), Term::Literal(b)) = (a.clone().into(), b.clone().into()) else {
        return Ordering::Equal;
    };
    (a.value(), a.datatype(), a.language()).cmp(&(b.value(), b.datatype(), b.language()))
}

fn order_of_triples(a: &ExpressionTriple, b: &ExpressionTriple) -> Ordering {
    let subjects = match (&a.subject, &b.subject) {
        (NamedOrBlankNode::BlankNode(a), NamedOrBlankNode::BlankNode(b)) => a.as_str().cmp(b.as_str()),
        (NamedOrBlankNode::NamedNode(a), NamedOrBlankNode::NamedNode(b)) => a.as_str().cmp(b.as_str()),
        (NamedOrBlankNode::BlankNode(_), NamedOrBlankNode::NamedNode(_)) => Ordering::Less,
        (NamedOrBlankNode::NamedNode(_), NamedOrBlankNode::BlankNode(_)) => Ordering::Greater,
    };
    subjects.then_with(|| a.predicate.as_str().cmp(b.predicate.as_str())).then_with(|| order(&a.object, &b.object))
}
