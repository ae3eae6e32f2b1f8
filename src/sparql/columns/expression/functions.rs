//! SPARQL's functions and casts on values.

use oxigraph::model::{Literal, NamedNode, NamedNodeRef, Term, vocab::rdf, vocab::xsd};
use oxiri::Iri;
use spareval::ExpressionTriple;
use spargebra::algebra::Function;

use super::super::value::{Number, Value};
use super::{text, time};

/// A function of arguments none of which is an error; `None` is one.
pub(super) type Native = fn(Vec<Value>) -> Option<Value>;

/// A function that is written down here.
pub(super) fn native(function: &Function) -> Option<Native> {
    Some(match function {
        Function::Str => string,
        Function::Lang => language,
        Function::LangMatches => text::language_matches,
        Function::Datatype => datatype,
        Function::Abs => |arguments| number(&arguments, Number::absolute),
        Function::Ceil => |arguments| number(&arguments, Number::ceiling),
        Function::Floor => |arguments| number(&arguments, Number::floor),
        Function::Round => |arguments| number(&arguments, Number::round),
        Function::Concat => text::concat,
        Function::SubStr => text::substring,
        Function::StrLen => text::length,
        Function::UCase => text::upper,
        Function::LCase => text::lower,
        Function::StrStarts => text::starts,
        Function::StrEnds => text::ends,
        Function::Contains => text::contains,
        Function::StrBefore => text::before,
        Function::StrAfter => text::after,
        Function::Year => time::year,
        Function::Month => time::month,
        Function::Day => time::day,
        Function::Hours => time::hours,
        Function::Minutes => time::minutes,
        Function::Seconds => time::seconds,
        Function::Timezone => time::timezone,
        Function::Tz => time::tz,
        Function::Adjust => time::adjust,
        Function::StrLang => with_language,
        Function::StrDt => with_datatype,
        Function::IsIri => is_iri,
        Function::IsBlank => is_blank,
        Function::IsLiteral => is_literal,
        Function::IsNumeric => is_numeric,
        Function::IsTriple => is_triple,
        Function::Triple => triple,
        Function::Subject => |arguments| part(arguments, |triple| triple.subject.into()),
        Function::Predicate => |arguments| part(arguments, |triple| triple.predicate.into()),
        Function::Object => |arguments| part(arguments, |triple| triple.object),
        _ => return None,
    })
}

/// True for functions that give nothing but `true` and `false`.
pub(super) fn is_test(function: &Function) -> bool {
    matches!(
        function,
        Function::LangMatches
            | Function::StrStarts
            | Function::StrEnds
            | Function::Contains
            | Function::IsIri
            | Function::IsBlank
            | Function::IsLiteral
            | Function::IsNumeric
            | Function::IsTriple
            | Function::Regex
    )
}

fn only(arguments: Vec<Value>) -> Option<Value> {
    arguments.into_iter().next()
}

fn number(arguments: &[Value], function: fn(Number) -> Option<Number>) -> Option<Value> {
    Some(function(Number::of(arguments.first()?)?)?.value())
}

fn string(arguments: Vec<Value>) -> Option<Value> {
    Some(Value::StringLiteral(match only(arguments)?.into() {
        Term::NamedNode(node) => node.into_string(),
        Term::Literal(literal) => literal.destruct().0,
        _ => return None,
    }))
}

fn language(arguments: Vec<Value>) -> Option<Value> {
    Some(Value::StringLiteral(match only(arguments)? {
        Value::LangStringLiteral { language, .. } | Value::DirLangStringLiteral { language, .. } => language,
        Value::NamedNode(_) | Value::BlankNode(_) | Value::Triple(_) => return None,
        _ => String::new(),
    }))
}

fn datatype(arguments: Vec<Value>) -> Option<Value> {
    Some(Value::NamedNode(match only(arguments)? {
        Value::StringLiteral(_) => xsd::STRING.into(),
        Value::LangStringLiteral { .. } => rdf::LANG_STRING.into(),
        Value::DirLangStringLiteral { .. } => rdf::DIR_LANG_STRING.into(),
        Value::OtherTypedLiteral { datatype, .. } => datatype,
        Value::NamedNode(_) | Value::BlankNode(_) | Value::Triple(_) => return None,
        // A literal of a known type is written with that type, whatever it was read with: `xsd:int` is an `xsd:integer` now.
        other => match Term::from(other) {
            Term::Literal(literal) => literal.datatype().into_owned(),
            _ => return None,
        },
    }))
}

fn with_language(arguments: Vec<Value>) -> Option<Value> {
    let [Value::StringLiteral(value), Value::StringLiteral(language)] = <[Value; 2]>::try_from(arguments).ok()? else {
        return None;
    };
    Some(Term::from(Literal::new_language_tagged_literal(value, language).ok()?).into())
}

fn with_datatype(arguments: Vec<Value>) -> Option<Value> {
    let [Value::StringLiteral(value), Value::NamedNode(datatype)] = <[Value; 2]>::try_from(arguments).ok()? else {
        return None;
    };
    Some(Term::from(Literal::new_typed_literal(value, datatype)).into())
}

fn is_iri(arguments: Vec<Value>) -> Option<Value> {
    Some(matches!(only(arguments)?, Value::NamedNode(_)).into())
}

fn is_blank(arguments: Vec<Value>) -> Option<Value> {
    Some(matches!(only(arguments)?, Value::BlankNode(_)).into())
}

fn is_literal(arguments: Vec<Value>) -> Option<Value> {
    Some((!matches!(only(arguments)?, Value::NamedNode(_) | Value::BlankNode(_) | Value::Triple(_))).into())
}

fn is_numeric(arguments: Vec<Value>) -> Option<Value> {
    Some(Number::of(&only(arguments)?).is_some().into())
}

fn is_triple(arguments: Vec<Value>) -> Option<Value> {
    Some(matches!(only(arguments)?, Value::Triple(_)).into())
}

fn triple(arguments: Vec<Value>) -> Option<Value> {
    let [subject, predicate, object] = arguments.try_into().ok()?;
    Some(ExpressionTriple::new(subject, predicate, object)?.into())
}

fn part(arguments: Vec<Value>, part: fn(ExpressionTriple) -> Value) -> Option<Value> {
    match only(arguments)? {
        Value::Triple(triple) => Some(part(*triple)),
        _ => None,
    }
}

pub(super) fn iri(base: Option<&Iri<String>>, argument: Value) -> Option<Value> {
    match argument {
        Value::NamedNode(_) => Some(argument),
        Value::StringLiteral(text) => {
            let iri = base.map_or_else(|| Iri::parse(text.clone()), |base| base.resolve(&text)).ok()?;
            Some(Value::NamedNode(NamedNode::from(iri)))
        }
        _ => None,
    }
}

/// The datatypes to which [`cast`] casts, apart from those of time.
pub(super) const CASTS: [NamedNodeRef<'static>; 6] =
    [xsd::STRING, xsd::BOOLEAN, xsd::INTEGER, xsd::DECIMAL, xsd::DOUBLE, xsd::FLOAT];

/// What the constructor function of a datatype makes of a value.
pub(super) fn cast(datatype: NamedNodeRef<'_>, argument: Value) -> Option<Value> {
    use Value as V;
    if datatype == xsd::STRING {
        return string(vec![argument]);
    }
    Some(match (datatype, argument) {
        (xsd::BOOLEAN, V::BooleanLiteral(value)) => V::BooleanLiteral(value),
        (xsd::BOOLEAN, V::IntegerLiteral(value)) => V::BooleanLiteral(value.into()),
        (xsd::BOOLEAN, V::DecimalLiteral(value)) => V::BooleanLiteral(value.into()),
        (xsd::BOOLEAN, V::FloatLiteral(value)) => V::BooleanLiteral(value.into()),
        (xsd::BOOLEAN, V::DoubleLiteral(value)) => V::BooleanLiteral(value.into()),
        (xsd::BOOLEAN, V::StringLiteral(value)) => V::BooleanLiteral(value.parse().ok()?),
        (xsd::INTEGER, V::BooleanLiteral(value)) => V::IntegerLiteral(value.into()),
        (xsd::INTEGER, V::IntegerLiteral(value)) => V::IntegerLiteral(value),
        (xsd::INTEGER, V::DecimalLiteral(value)) => V::IntegerLiteral(value.try_into().ok()?),
        (xsd::INTEGER, V::FloatLiteral(value)) => V::IntegerLiteral(value.try_into().ok()?),
        (xsd::INTEGER, V::DoubleLiteral(value)) => V::IntegerLiteral(value.try_into().ok()?),
        (xsd::INTEGER, V::StringLiteral(value)) => V::IntegerLiteral(value.parse().ok()?),
        (xsd::DECIMAL, V::BooleanLiteral(value)) => V::DecimalLiteral(value.into()),
        (xsd::DECIMAL, V::IntegerLiteral(value)) => V::DecimalLiteral(value.into()),
        (xsd::DECIMAL, V::DecimalLiteral(value)) => V::DecimalLiteral(value),
        (xsd::DECIMAL, V::FloatLiteral(value)) => V::DecimalLiteral(value.try_into().ok()?),
        (xsd::DECIMAL, V::DoubleLiteral(value)) => V::DecimalLiteral(value.try_into().ok()?),
        (xsd::DECIMAL, V::StringLiteral(value)) => V::DecimalLiteral(value.parse().ok()?),
        (xsd::DOUBLE, V::BooleanLiteral(value)) => V::DoubleLiteral(value.into()),
        (xsd::DOUBLE, V::IntegerLiteral(value)) => V::DoubleLiteral(value.into()),
        (xsd::DOUBLE, V::DecimalLiteral(value)) => V::DoubleLiteral(value.into()),
        (xsd::DOUBLE, V::FloatLiteral(value)) => V::DoubleLiteral(value.into()),
        (xsd::DOUBLE, V::DoubleLiteral(value)) => V::DoubleLiteral(value),
        (xsd::DOUBLE, V::StringLiteral(value)) => V::DoubleLiteral(value.parse().ok()?),
        (xsd::FLOAT, V::BooleanLiteral(value)) => V::FloatLiteral(value.into()),
        (xsd::FLOAT, V::IntegerLiteral(value)) => V::FloatLiteral(value.into()),
        (xsd::FLOAT, V::DecimalLiteral(value)) => V::FloatLiteral(value.into()),
        (xsd::FLOAT, V::FloatLiteral(value)) => V::FloatLiteral(value),
        (xsd::FLOAT, V::DoubleLiteral(value)) => V::FloatLiteral(value.into()),
        (xsd::FLOAT, V::StringLiteral(value)) => V::FloatLiteral(value.parse().ok()?),
        (datatype, argument) => return time::cast(datatype, argument),
    })
}
