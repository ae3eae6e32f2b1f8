//! Terms as values: what expressions, orders and aggregates compute with.
//!
//! The values are the evaluator's own, so that a literal is read and written as it reads and writes it. How two of them compare is
//! written down in [`compare`](super::compare).

use oxigraph::model::{Literal, NamedNode, Term, vocab::xsd};
use oxsdatatypes::{Boolean, Decimal, Double, Float, Integer};
use spareval::ExpressionTerm;

use crate::sparql::terms::Terms;
use crate::store::dictionary::TermId;
use crate::store::inline;
pub(super) use crate::store::numbers::Number;
use crate::store::term::{self, Kind, Parts};

/// A term as the evaluator understands it: `"007"^^xsd:integer` is the integer 7.
pub(super) type Value = ExpressionTerm;

/// The value of the term with this number, which binds something.
pub(super) fn value(id: TermId, terms: &Terms) -> Value {
    match inline::as_integer(id) {
        Some(integer) => Value::IntegerLiteral(integer.into()),
        None => terms.number(id).map_or_else(|| terms.with_bytes(id, of_bytes), Number::value),
    }
}

/// The number of the term that is written for `value`.
pub(super) fn intern(value: Value, terms: &Terms) -> TermId {
    match value {
        Value::BooleanLiteral(value) => inline::of_boolean(value.into()),
        Value::IntegerLiteral(value) => intern_integer(value.into(), terms),
        value => terms.intern(Term::from(value).as_ref()),
    }
}

/// The number of an integer.
pub(super) fn intern_integer(value: i64, terms: &Terms) -> TermId {
    inline::of_integer(value).unwrap_or_else(|| terms.intern(Literal::from(value).as_ref().into()))
}

/// The value of an encoded term.
fn of_bytes(bytes: &[u8]) -> Value {
    let parts = Parts::of(bytes).expect("terms are kept as they were encoded");
    match (parts.kind, parts.datatype, parts.language) {
        (Kind::Iri, ..) => Value::NamedNode(NamedNode::new_unchecked(parts.value)),
        (Kind::Literal, Some(datatype), _) => of_literal(&parts.value, datatype),
        (Kind::Literal, None, Some(language)) if parts.direction.is_none() => {
            Value::LangStringLiteral { value: parts.value.into_owned(), language: language.to_owned() }
        }
        _ => term::decode(bytes).expect("terms are kept as they were encoded").into(),
    }
}

/// The value of a literal; the commonest datatypes without a detour.
fn of_literal(text: &str, datatype: &str) -> Value {
    let known = if datatype == xsd::STRING.as_str() {
        return Value::StringLiteral(text.to_owned());
    } else if datatype == xsd::INTEGER.as_str() {
        text.parse().map(Value::IntegerLiteral).ok()
    } else if datatype == xsd::DECIMAL.as_str() {
        text.parse().map(Value::DecimalLiteral).ok()
    } else if datatype == xsd::DOUBLE.as_str() {
        text.parse().map(Value::DoubleLiteral).ok()
    } else if datatype == xsd::DATE.as_str() {
        text.parse().map(Value::DateLiteral).ok()
    } else {
        let literal = Literal::new_typed_literal(text, NamedNode::new_unchecked(datatype));
        return Term::from(literal).into();
    };
    known.unwrap_or_else(|| Value::OtherTypedLiteral {
        value: text.to_owned(),
        datatype: NamedNode::new_unchecked(datatype),
    })
}

/// The effective boolean value, which not every value has.
pub(super) fn effective_boolean_value(value: &Value) -> Option<bool> {
    Some(match value {
        Value::BooleanLiteral(value) => (*value).into(),
        Value::StringLiteral(value) => !value.is_empty(),
        Value::IntegerLiteral(value) => Boolean::from(*value).into(),
        Value::DecimalLiteral(value) => Boolean::from(*value).into(),
        Value::FloatLiteral(value) => Boolean::from(*value).into(),
        Value::DoubleLiteral(value) => Boolean::from(*value).into(),
        _ => return None,
    })
}

/// Two numbers that were made one type, as `XPath` has it: integer, decimal, float, double.
pub(super) enum Pair {
    Integers(Integer, Integer),
    Decimals(Decimal, Decimal),
    Floats(Float, Float),
    Doubles(Double, Double),
}

impl Number {
    #[inline]
    pub(super) fn of(value: &Value) -> Option<Self> {
        Some(match value {
            Value::IntegerLiteral(value) => Self::Integer(*value),
            Value::DecimalLiteral(value) => Self::Decimal(*value),
            Value::FloatLiteral(value) => Self::Float(*value),
            Value::DoubleLiteral(value) => Self::Double(*value),
            _ => return None,
        })
    }

    pub(super) fn value(self) -> Value {
        match self {
            Self::Integer(value) => Value::IntegerLiteral(value),
            Self::Decimal(value) => Value::DecimalLiteral(value),
            Self::Float(value) => Value::FloatLiteral(value),
            Self::Double(value) => Value::DoubleLiteral(value),
        }
    }

    fn double(self) -> Double {
        match self {
            Self::Integer(value) => value.into(),
            Self::Decimal(value) => value.into(),
            Self::Float(value) => value.into(),
            Self::Double(value) => value,
        }
    }

    pub(super) fn pair(self, other: Self) -> Pair {
        match (self, other) {
            (Self::Integer(a), Self::Integer(b)) => Pair::Integers(a, b),
            (Self::Decimal(a), Self::Decimal(b)) => Pair::Decimals(a, b),
            (Self::Integer(a), Self::Decimal(b)) => Pair::Decimals(a.into(), b),
            (Self::Decimal(a), Self::Integer(b)) => Pair::Decimals(a, b.into()),
            (Self::Float(a), Self::Float(b)) => Pair::Floats(a, b),
            (Self::Float(a), Self::Integer(b)) => Pair::Floats(a, b.into()),
            (Self::Integer(a), Self::Float(b)) => Pair::Floats(a.into(), b),
            (Self::Float(a), Self::Decimal(b)) => Pair::Floats(a, b.into()),
            (Self::Decimal(a), Self::Float(b)) => Pair::Floats(a.into(), b),
            (a, b) => Pair::Doubles(a.double(), b.double()),
        }
    }

    pub(super) fn add(self, other: Self) -> Option<Self> {
        Some(match self.pair(other) {
            Pair::Integers(a, b) => Self::Integer(a.checked_add(b)?),
            Pair::Decimals(a, b) => Self::Decimal(a.checked_add(b)?),
            Pair::Floats(a, b) => Self::Float(a + b),
            Pair::Doubles(a, b) => Self::Double(a + b),
        })
    }

    pub(super) fn subtract(self, other: Self) -> Option<Self> {
        Some(match self.pair(other) {
            Pair::Integers(a, b) => Self::Integer(a.checked_sub(b)?),
            Pair::Decimals(a, b) => Self::Decimal(a.checked_sub(b)?),
            Pair::Floats(a, b) => Self::Float(a - b),
            Pair::Doubles(a, b) => Self::Double(a - b),
        })
    }

    pub(super) fn multiply(self, other: Self) -> Option<Self> {
        Some(match self.pair(other) {
            Pair::Integers(a, b) => Self::Integer(a.checked_mul(b)?),
            Pair::Decimals(a, b) => Self::Decimal(a.checked_mul(b)?),
            Pair::Floats(a, b) => Self::Float(a * b),
            Pair::Doubles(a, b) => Self::Double(a * b),
        })
    }

    /// Two integers give a decimal.
    pub(super) fn divide(self, other: Self) -> Option<Self> {
        Some(match self.pair(other) {
            Pair::Integers(a, b) => Self::Decimal(Decimal::from(a).checked_div(b)?),
            Pair::Decimals(a, b) => Self::Decimal(a.checked_div(b)?),
            Pair::Floats(a, b) => Self::Float(a / b),
            Pair::Doubles(a, b) => Self::Double(a / b),
        })
    }

    pub(super) fn negate(self) -> Option<Self> {
        Some(match self {
            Self::Integer(value) => Self::Integer(value.checked_neg()?),
            Self::Decimal(value) => Self::Decimal(value.checked_neg()?),
            Self::Float(value) => Self::Float(-value),
            Self::Double(value) => Self::Double(-value),
        })
    }

    pub(super) fn absolute(self) -> Option<Self> {
        Some(match self {
            Self::Integer(value) => Self::Integer(value.checked_abs()?),
            Self::Decimal(value) => Self::Decimal(value.checked_abs()?),
            Self::Float(value) => Self::Float(value.abs()),
            Self::Double(value) => Self::Double(value.abs()),
        })
    }

    pub(super) fn ceiling(self) -> Option<Self> {
        Some(match self {
            Self::Integer(value) => Self::Integer(value),
            Self::Decimal(value) => Self::Decimal(value.checked_ceil()?),
            Self::Float(value) => Self::Float(value.ceil()),
            Self::Double(value) => Self::Double(value.ceil()),
        })
    }

    pub(super) fn floor(self) -> Option<Self> {
        Some(match self {
            Self::Integer(value) => Self::Integer(value),
            Self::Decimal(value) => Self::Decimal(value.checked_floor()?),
            Self::Float(value) => Self::Float(value.floor()),
            Self::Double(value) => Self::Double(value.floor()),
        })
    }

    pub(super) fn round(self) -> Option<Self> {
        Some(match self {
            Self::Integer(value) => Self::Integer(value),
            Self::Decimal(value) => Self::Decimal(value.checked_round()?),
            Self::Float(value) => Self::Float(value.round()),
            Self::Double(value) => Self::Double(value.round()),
        })
    }
}
