//! Rows of all kinds of terms, and what the evaluator makes of them: the other side of this folder's property tests.

use std::sync::LazyLock;

use oxigraph::model::{
    BaseDirection, BlankNode, GraphName, Literal, NamedNode, Quad, Term, Triple, Variable, vocab::xsd,
};
use oxigraph::sparql::{QueryResults, SparqlEvaluator};
use oxiri::Iri;
use proptest::prelude::*;
use spareval::AggregateFunctionAccumulator;
use spargebra::Query;
use spargebra::algebra::{Expression, GraphPattern};
use spargebra::term::{NamedNodePattern, TriplePattern};

use super::chunk::{Chunk, Slot, UNBOUND};
use super::expression::{AggregateCall, Call, Calls};
use crate::Snapshot;
use crate::sparql::dataset::View;
use crate::sparql::terms::Terms;

pub(super) const BASE: &str = "http://example.com/base/";

/// The variables that rows bind, and one that they do not.
pub(super) const NAMES: [&str; 4] = ["a", "b", "c", "never"];

pub(super) fn variable(name: &str) -> Variable {
    Variable::new_unchecked(name)
}

/// A custom function: what it got, as one text.
pub(super) fn joined() -> (NamedNode, Call) {
    let join = |arguments: &[Term]| {
        let texts: Vec<String> = arguments.iter().map(ToString::to_string).collect();
        (texts.len() < 3).then(|| Literal::from(texts.join("|")).into())
    };
    (NamedNode::new_unchecked("http://example.com/joined"), std::sync::Arc::new(join))
}

/// A custom aggregate: what it got, as one text.
#[derive(Default)]
struct Listed(Vec<String>);

impl AggregateFunctionAccumulator for Listed {
    fn accumulate(&mut self, element: Term) {
        self.0.push(element.to_string());
    }

    fn finish(&mut self) -> Option<Term> {
        (self.0.len() != 1).then(|| Literal::from(self.0.join("|")).into())
    }
}

pub(super) fn listed() -> (NamedNode, AggregateCall) {
    (NamedNode::new_unchecked("http://example.com/listed"), std::sync::Arc::new(|| Box::<Listed>::default()))
}

pub(super) fn calls() -> Calls {
    let base = Iri::parse(BASE.to_owned()).unwrap();
    Calls { functions: [joined()].into(), aggregates: [listed()].into(), base: Some(base.into()) }
}

/// Terms of all kinds, with what is likely to be taken for something else.
pub(super) fn pool() -> Vec<Term> {
    let iri = |name: &str| NamedNode::new_unchecked(format!("http://example.com/{name}"));
    let mut pool: Vec<Term> = vec![iri("a").into(), iri("b").into(), xsd::INTEGER.into_owned().into()];
    pool.extend(["x", "y"].map(|label| BlankNode::new_unchecked(label).into()));
    let texts = [
        "",
        "a",
        "A",
        "Stuttgart",
        "straße",
        "ÄÖ",
        "ΑΣ Σα",
        "ŉİ",
        "10",
        "9",
        "true",
        "en",
        "EN",
        "de-AT",
        "*",
        "x.y",
        "1 2",
        "ltr",
    ];
    pool.extend(texts.map(|text| Literal::from(text).into()));
    let tagged = [("a", "en"), ("a", "de"), ("Stuttgart", "de"), ("stuttgart", "de-at"), ("", "en"), ("b", "en-GB")];
    pool.extend(tagged.map(|(text, tag)| Literal::new_language_tagged_literal_unchecked(text, tag).into()));
    let ltr = BaseDirection::Ltr;
    pool.push(Literal::new_directional_language_tagged_literal_unchecked("a", "en", ltr).into());
    let typed = [
        ("0 1 2 -3 7 007 +7 134217727 134217728 -134217728 9223372036854775807 -9223372036854775808 x", xsd::INTEGER),
        ("5 300", xsd::INT),
        ("0.0 1.0 1.10 1.1 -2.5 7 170141183460469231731 0.000000000000000001 x", xsd::DECIMAL),
        ("0 1 1.0e0 -0 2.5 NaN INF -INF 1e300 x", xsd::DOUBLE),
        ("1 1.5 NaN 16777217 x", xsd::FLOAT),
        ("true false 1 0 TRUE", xsd::BOOLEAN),
        ("2020-01-01 2020-02-28 2020-02-29 2021-02-29 2020-01-01Z 2020-01-01+01:00 0000-01-01 1999-12-31", xsd::DATE),
        ("2020-01-01T00:00:00 2020-01-01T00:00:00Z 2020-01-01T01:00:00+01:00 2020-01-01T10:20:30.5 x", xsd::DATE_TIME),
        ("2020 2021 2020Z 0000 02020 -0044", xsd::G_YEAR),
        ("2020-05", xsd::G_YEAR_MONTH),
        ("--05", xsd::G_MONTH),
        ("---07", xsd::G_DAY),
        ("--05-07", xsd::G_MONTH_DAY),
        ("10:00:00 10:00:00Z", xsd::TIME),
        ("P1D P1M PT24H", xsd::DURATION),
        ("P1D PT1H", xsd::DAY_TIME_DURATION),
        ("P1Y P0M", xsd::YEAR_MONTH_DURATION),
    ];
    for (texts, datatype) in typed {
        pool.extend(texts.split(' ').map(|text| Term::from(Literal::new_typed_literal(text, datatype))));
    }
    pool.extend(["a", "b"].map(|text| Literal::new_typed_literal(text, iri("unknown")).into()));
    let triple = |object: Term| Term::from(Triple::new(iri("a"), iri("b"), object));
    pool.push(triple(Literal::from(1).into()));
    pool.push(triple(Literal::new_typed_literal("01", xsd::INTEGER).into()));
    pool.push(triple(Literal::new_typed_literal("NaN", xsd::DOUBLE).into()));
    pool.push(triple(Literal::new_typed_literal("x", iri("unknown")).into()));
    pool
}

pub(super) fn term() -> impl Strategy<Value = Term> {
    static POOL: LazyLock<Vec<Term>> = LazyLock::new(pool);
    prop::sample::select(POOL.as_slice())
}

/// Those of the terms that are `wanted`.
pub(super) fn term_that(wanted: impl Fn(&Term) -> bool) -> impl Strategy<Value = Term> {
    prop::sample::select(pool().into_iter().filter(wanted).collect::<Vec<_>>())
}

/// Numbers that add up to the same in any order.
pub(super) fn number() -> impl Strategy<Value = Term> {
    prop_oneof![
        8 => (-50..50_i32).prop_map(|value| Term::from(Literal::from(value))),
        1 => Just(Term::from(Literal::new_typed_literal("007", xsd::INTEGER))),
        1 => Just(Term::from(Literal::from(i64::MAX / 4))),
        2 => (-50..50_i32).prop_map(|value| {
            Term::from(Literal::new_typed_literal(format!("{value}.50"), xsd::DECIMAL))
        }),
    ]
}

/// Rows that bind the first three of [`NAMES`], or not.
pub(super) struct World {
    pub(super) snapshot: Snapshot,
    pub(super) terms: Terms,
    pub(super) chunk: Chunk,
}

impl World {
    pub(super) fn of(rows: &[[Option<Term>; 3]]) -> Self {
        let store = crate::Store::new();
        let mut quads = Vec::new();
        for (number, row) in rows.iter().enumerate() {
            let subject = NamedNode::new_unchecked(format!("urn:row:{number}"));
            let mut add = |predicate: &str, object: Term| {
                let predicate = NamedNode::new_unchecked(predicate);
                quads.push(Quad::new(subject.clone(), predicate, object, GraphName::DefaultGraph));
            };
            add("urn:is", Literal::from(i64::try_from(number).unwrap()).into());
            for (name, term) in NAMES.iter().zip(row) {
                if let Some(term) = term {
                    add(&format!("urn:{name}"), term.clone());
                }
            }
        }
        let mut transaction = store.begin();
        for quad in &quads {
            transaction.insert(quad.as_ref());
        }
        transaction.commit().unwrap();
        let snapshot = store.snapshot();
        let terms = Terms::of(&snapshot);
        let column = |at: usize| {
            let ids = rows.iter().map(|row| row[at].as_ref().map_or(UNBOUND, |term| terms.intern(term.as_ref())));
            ids.collect::<Vec<_>>()
        };
        let mut columns: Vec<_> = (0..3).map(column).collect();
        for column in &mut columns {
            if column.iter().all(|id| *id == UNBOUND) {
                column.clear();
            }
        }
        Self { chunk: Chunk { rows: rows.len(), columns }, snapshot, terms }
    }

    pub(super) fn slot(variable: &Variable) -> Option<Slot> {
        NAMES[..3].iter().position(|name| *name == variable.as_str())
    }

    /// The rows as a pattern, numbered by `?row`.
    pub(super) fn pattern() -> GraphPattern {
        let triple = |predicate: &str, object: &str| {
            let predicate = NamedNodePattern::from(NamedNode::new_unchecked(format!("urn:{predicate}")));
            let patterns =
                vec![TriplePattern { subject: variable("node").into(), predicate, object: variable(object).into() }];
            Box::new(GraphPattern::Bgp { patterns })
        };
        NAMES[..3].iter().fold(*triple("is", "row"), |left, name| GraphPattern::LeftJoin {
            left: Box::new(left),
            right: triple(name, name),
            expression: None,
        })
    }

    /// What the evaluator finds for `pattern`, the variables of `names` by row; `None` when it gives an error.
    pub(super) fn ask(&self, pattern: GraphPattern, names: &[&str]) -> Option<Vec<Vec<Option<Term>>>> {
        let variables = names.iter().map(|name| variable(name)).collect();
        let pattern = GraphPattern::Project { inner: Box::new(pattern), variables };
        let base_iri = Some(Iri::parse(BASE.to_owned()).unwrap());
        let query = Query::Select { dataset: None, pattern, base_iri };
        let (name, call) = joined();
        let (aggregate, gather) = listed();
        let evaluator = SparqlEvaluator::new()
            .with_custom_function(name, move |arguments| call(arguments))
            .with_custom_aggregate_function(aggregate, move || gather());
        let view = View::new(self.snapshot.clone(), None);
        let QueryResults::Solutions(rows) = evaluator.for_query(query).on_queryable_dataset(view).execute().ok()?
        else {
            unreachable!("a SELECT gives solutions")
        };
        rows.map(|row| Some(names.iter().map(|name| row.as_ref().ok()?.get(*name).cloned()).collect())).collect()
    }

    /// What the evaluator gives for an expression, by row.
    pub(super) fn evaluate(&self, expression: Expression) -> Option<Vec<Option<Term>>> {
        let inner = Box::new(Self::pattern());
        let found =
            self.ask(GraphPattern::Extend { inner, variable: variable("result"), expression }, &["row", "result"])?;
        let mut results = vec![None; self.chunk.rows];
        for mut row in found {
            let result = row.pop().flatten();
            results[number_of(row[0].as_ref())] = result;
        }
        Some(results)
    }

    /// The rows that the evaluator lets through.
    pub(super) fn filter(&self, expr: Expression) -> Option<Vec<u32>> {
        let inner = Box::new(Self::pattern());
        let found = self.ask(GraphPattern::Filter { expr, inner }, &["row"])?;
        let mut rows: Vec<u32> = found.iter().map(|row| u32::try_from(number_of(row[0].as_ref())).unwrap()).collect();
        rows.sort_unstable();
        Some(rows)
    }

    /// The terms of a column.
    pub(super) fn decoded(&self, ids: &[u32]) -> Vec<Option<Term>> {
        ids.iter().map(|&id| (id != UNBOUND).then(|| self.terms.term(id))).collect()
    }
}

pub(super) fn number_of(term: Option<&Term>) -> usize {
    let Some(Term::Literal(literal)) = term else { panic!("a row has a number") };
    literal.value().parse().unwrap()
}
