//! Random expressions over rows of all kinds of terms, held against the evaluator.

use std::sync::LazyLock;

use oxigraph::model::{NamedNode, NamedNodeRef, Term, vocab::xsd};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use spargebra::algebra::{Expression, Function};

use super::super::world::{NAMES, World, calls, joined, term, variable};
use super::{Memo, compile};

/// The same rows for every expression: many combinations, made once.
static WORLD: LazyLock<World> = LazyLock::new(|| {
    let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]));
    let cell = || prop::option::weighted(0.9, term());
    let rows = prop::collection::vec([cell(), cell(), cell()], 150);
    World::of(&rows.new_tree(&mut runner).unwrap().current())
});

fn text() -> impl Strategy<Value = Expression> {
    const TEXTS: &[&str] =
        &["", "a", "t", "stutt", "Stutt", "en", "de", "*", "de-at", "1", "i", "[", "^(.)", "$1x", "http:", "q"];
    prop::sample::select(TEXTS).prop_map(|text| oxigraph::model::Literal::from(text).into())
}

fn atom() -> impl Strategy<Value = Expression> {
    prop_oneof![
        6 => prop::sample::select(&NAMES[..3]).prop_map(|name| variable(name).into()),
        1 => Just(variable(NAMES[3]).into()),
        1 => prop::sample::select(&NAMES[..]).prop_map(|name| Expression::Bound(variable(name))),
        2 => text(),
        1 => (-3..9_i32).prop_map(|value| oxigraph::model::Literal::from(value).into()),
        3 => term().prop_filter_map("no constants", |term| match term {
            Term::NamedNode(node) => Some(node.into()),
            Term::Literal(literal) => Some(literal.into()),
            _ => None,
        }),
    ]
}

const ONE: &[Function] = &[
    Function::Str,
    Function::Lang,
    Function::LangDir,
    Function::Datatype,
    Function::Iri,
    Function::Abs,
    Function::Ceil,
    Function::Floor,
    Function::Round,
    Function::StrLen,
    Function::UCase,
    Function::LCase,
    Function::EncodeForUri,
    Function::Year,
    Function::Month,
    Function::Day,
    Function::Hours,
    Function::Minutes,
    Function::Seconds,
    Function::Timezone,
    Function::Tz,
    Function::Md5,
    Function::Sha1,
    Function::Sha256,
    Function::Sha384,
    Function::Sha512,
    Function::IsIri,
    Function::IsBlank,
    Function::IsLiteral,
    Function::IsNumeric,
    Function::HasLang,
    Function::HasLangDir,
    Function::Subject,
    Function::Predicate,
    Function::Object,
    Function::IsTriple,
];

const TWO: &[Function] = &[
    Function::LangMatches,
    Function::SubStr,
    Function::StrStarts,
    Function::StrEnds,
    Function::Contains,
    Function::StrBefore,
    Function::StrAfter,
    Function::StrLang,
    Function::StrDt,
    Function::Regex,
    Function::Adjust,
    Function::Concat,
];

const THREE: &[Function] =
    &[Function::SubStr, Function::Replace, Function::Regex, Function::Triple, Function::StrLangDir, Function::Concat];

const CASTS: &[NamedNodeRef<'static>] = &[
    xsd::STRING,
    xsd::BOOLEAN,
    xsd::DOUBLE,
    xsd::FLOAT,
    xsd::INTEGER,
    xsd::DECIMAL,
    xsd::DATE,
    xsd::TIME,
    xsd::DATE_TIME,
    xsd::DURATION,
    xsd::YEAR_MONTH_DURATION,
    xsd::DAY_TIME_DURATION,
    xsd::G_YEAR,
    xsd::G_YEAR_MONTH,
    xsd::G_MONTH,
    xsd::G_MONTH_DAY,
    xsd::G_DAY,
];

fn call(function: &Function, arguments: Vec<Expression>) -> Expression {
    Expression::FunctionCall(function.clone(), arguments)
}

fn custom(name: NamedNode, arguments: Vec<Expression>) -> Expression {
    Expression::FunctionCall(Function::Custom(name), arguments)
}

type Binary = fn(Box<Expression>, Box<Expression>) -> Expression;

const OPERATORS: &[Binary] = &[
    Expression::Or,
    Expression::And,
    Expression::Equal,
    Expression::SameTerm,
    Expression::Greater,
    Expression::GreaterOrEqual,
    Expression::Less,
    Expression::LessOrEqual,
    Expression::Add,
    Expression::Subtract,
    Expression::Multiply,
    Expression::Divide,
    Expression::Equal,
    Expression::Or,
    Expression::And,
];

fn expression() -> impl Strategy<Value = Expression> {
    atom().prop_recursive(4, 24, 3, |inner| {
        let boxed = || inner.clone().prop_map(Box::new);
        prop_oneof![
            8 => (prop::sample::select(OPERATORS), boxed(), boxed()).prop_map(|(make, a, b)| make(a, b)),
            2 => boxed().prop_map(Expression::Not),
            1 => boxed().prop_map(Expression::UnaryMinus),
            1 => boxed().prop_map(Expression::UnaryPlus),
            1 => (boxed(), boxed(), boxed()).prop_map(|(a, b, c)| Expression::If(a, b, c)),
            1 => prop::collection::vec(inner.clone(), 1..4).prop_map(Expression::Coalesce),
            1 => (boxed(), prop::collection::vec(inner.clone(), 0..4)).prop_map(|(a, list)| Expression::In(a, list)),
            6 => (prop::sample::select(ONE), inner.clone()).prop_map(|(function, a)| call(&function, vec![a])),
            4 => (prop::sample::select(TWO), inner.clone(), inner.clone())
                .prop_map(|(function, a, b)| call(&function, vec![a, b])),
            4 => (prop::sample::select(TWO), inner.clone(), text())
                .prop_map(|(function, a, b)| call(&function, vec![a, b])),
            2 => (prop::sample::select(THREE), inner.clone(), inner.clone(), inner.clone())
                .prop_map(|(function, a, b, c)| call(&function, vec![a, b, c])),
            2 => (inner.clone(), text(), text()).prop_map(|(a, b, c)| call(&Function::Replace, vec![a, b, c])),
            3 => (prop::sample::select(CASTS), inner.clone())
                .prop_map(|(cast, a)| custom(cast.into_owned(), vec![a])),
            1 => prop::collection::vec(inner.clone(), 0..4).prop_map(|list| custom(joined().0, list)),
        ]
    })
}

fn holds(expression: &Expression, asked: &World) -> Result<(), TestCaseError> {
    let program = compile(expression, &World::slot, &calls()).expect("the evaluator's functions are all known");
    let mut memo = Memo::default();
    let theirs = asked.evaluate(expression.clone()).expect("the evaluator takes it");
    let let_through = asked.filter(expression.clone()).expect("the evaluator takes it");
    let inputs = |row: usize| -> Vec<_> { (0..3).map(|slot| asked.decoded(&[asked.chunk.get(slot, row)])).collect() };
    for _ in ["new", "remembered"] {
        let ours = asked.decoded(&program.evaluate(&asked.chunk, &asked.terms, &mut memo));
        for (row, (ours, theirs)) in ours.iter().zip(&theirs).enumerate() {
            prop_assert_eq!(ours, theirs, "{} where {:?}", expression, inputs(row));
        }
        let ours = program.filter(&asked.chunk, &asked.terms, &mut memo);
        for row in 0..u32::try_from(asked.chunk.rows).unwrap() {
            let (ours, theirs) = (ours.binary_search(&row).is_ok(), let_through.binary_search(&row).is_ok());
            prop_assert_eq!(ours, theirs, "FILTER({}) where {:?}", expression, inputs(row as usize));
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn expressions_give_what_the_evaluator_gives(expression in expression()) {
        holds(&expression, &WORLD)?;
    }
}

#[test]
fn what_cannot_be_taken_is_refused() {
    let refused = |function, arguments| compile(&call(&function, arguments), &World::slot, &calls()).is_none();
    for function in [Function::Now, Function::Rand, Function::Uuid, Function::StrUuid, Function::BNode] {
        assert!(refused(function, Vec::new()));
    }
    let unknown = Function::Custom(NamedNode::new_unchecked("http://example.com/unknown"));
    assert!(refused(unknown, Vec::new()));
    let a = || Expression::from(variable("a"));
    assert!(refused(Function::Custom(xsd::INTEGER.into_owned()), vec![a(), a()]));
    let exists = Expression::Exists(Box::new(World::pattern()));
    assert!(compile(&Expression::Not(Box::new(exists)), &World::slot, &calls()).is_none());
}
