//! Aggregates over random rows, held against the evaluator's GROUP BY.

use oxigraph::model::Term;
use proptest::prelude::*;
use spargebra::algebra::{AggregateExpression, AggregateFunction, GraphPattern};

use super::super::world::{World, calls, number, term, term_that, variable};
use super::aggregator;

fn aggregate() -> impl Strategy<Value = AggregateExpression> {
    let functions = vec![
        AggregateFunction::Count,
        AggregateFunction::Sum,
        AggregateFunction::Avg,
        AggregateFunction::Min,
        AggregateFunction::Max,
        AggregateFunction::Sample,
        AggregateFunction::GroupConcat { separator: None },
        AggregateFunction::GroupConcat { separator: Some("; ".to_owned()) },
        AggregateFunction::Custom(super::super::world::listed().0),
    ];
    prop_oneof![
        1 => Just(AggregateExpression::CountSolutions { distinct: false }),
        9 => (prop::sample::select(functions), any::<bool>()).prop_map(|(name, distinct)| {
            AggregateExpression::FunctionCall { name, distinct, expr: variable("b").into() }
        }),
    ]
}

/// Rows whose first variable is a group, and whose second is a value: texts, numbers, or anything.
fn rows() -> impl Strategy<Value = Vec<[Option<Term>; 3]>> {
    let text = term_that(|term| match term {
        Term::Literal(literal) => {
            literal.language().is_some() || literal.datatype() == oxigraph::model::vocab::xsd::STRING
        }
        _ => false,
    });
    let groups =
        || prop::option::weighted(0.9, (0..4_i32).prop_map(|group| oxigraph::model::Literal::from(group).into()));
    let of = |value: BoxedStrategy<Term>, unbound: u32| {
        let bound = value.prop_map(Some);
        let value = if unbound == 0 { bound.boxed() } else { prop_oneof![unbound => Just(None), 100 => bound].boxed() };
        prop::collection::vec((groups(), value).prop_map(|(group, value)| [group, value, None]), 0..24)
    };
    prop_oneof![
        of(term().boxed(), 10),
        of(term().boxed(), 0),
        of(number().boxed(), 1),
        of(number().boxed(), 0),
        of(text.boxed(), 0),
    ]
}

/// What the evaluator gives for the rows of `world`, by group.
fn theirs(world: &World, aggregate: AggregateExpression) -> Vec<(Option<Term>, Option<Term>)> {
    let pattern = GraphPattern::Group {
        // In the order of the rows, on which some aggregates depend.
        inner: Box::new(GraphPattern::OrderBy {
            inner: Box::new(World::pattern()),
            expression: vec![spargebra::algebra::OrderExpression::Asc(variable("row").into())],
        }),
        variables: vec![variable("a")],
        aggregates: vec![(variable("result"), aggregate)],
    };
    let found = world.ask(pattern, &["a", "result"]).expect("the evaluator takes it");
    let mut found: Vec<_> = found.into_iter().map(|mut row| (row.swap_remove(0), row.pop().flatten())).collect();
    found.sort_by_key(|(group, _)| group.as_ref().map(ToString::to_string));
    found
}

fn ours(world: &World, aggregate: &AggregateExpression, cut: usize) -> Vec<(Option<Term>, Option<Term>)> {
    let (chunk, terms) = (&world.chunk, &world.terms);
    let cut = cut.min(chunk.rows);
    let mut parts = Vec::new();
    for rows in [0..cut, cut..chunk.rows] {
        let mut keys = Vec::new();
        let mut gather = aggregator(aggregate, &calls()).expect("all are known");
        // Some rows at a time, as they come.
        for rows in rows.collect::<Vec<_>>().chunks(5) {
            let groups: Vec<u32> = rows
                .iter()
                .map(|&row| {
                    let key = chunk.get(0, row);
                    let group = keys.iter().position(|known| *known == key).unwrap_or_else(|| {
                        keys.push(key);
                        keys.len() - 1
                    });
                    u32::try_from(group).unwrap()
                })
                .collect();
            let values: Vec<u32> = rows.iter().map(|&row| chunk.get(1, row)).collect();
            gather.add(&groups, keys.len(), &values, terms);
        }
        parts.push((keys, gather));
    }
    let (more, other) = parts.pop().unwrap();
    let (mut keys, mut gather) = parts.pop().unwrap();
    let groups: Vec<u32> = more
        .iter()
        .map(|key| {
            let group = keys.iter().position(|known| known == key).unwrap_or_else(|| {
                keys.push(*key);
                keys.len() - 1
            });
            u32::try_from(group).unwrap()
        })
        .collect();
    gather.merge(other, &groups, keys.len(), terms);
    let _ = gather.bytes();
    let results = gather.finish(keys.len(), terms);
    let mut found: Vec<_> = world.decoded(&keys).into_iter().zip(world.decoded(&results)).collect();
    found.sort_by_key(|(group, _)| group.as_ref().map(ToString::to_string));
    found
}

/// The same number, and apart from rounding where it is a float's.
fn alike(a: Option<&Term>, b: Option<&Term>) -> bool {
    let float = |term: Option<&Term>| match term {
        Some(Term::Literal(literal)) if literal.datatype().as_str().ends_with(['t', 'e']) => {
            literal.value().parse::<f64>().ok()
        }
        _ => None,
    };
    a == b || float(a).zip(float(b)).is_some_and(|(a, b)| (a - b).abs() <= 1e-6 * a.abs().max(1.0))
}

proptest! {
    #[test]
    fn aggregates_give_what_the_evaluator_gives(rows in rows(), aggregate in aggregate(), cut in 0..24_usize) {
        let world = World::of(&rows);
        // In one part everything is the same; what was merged may be rounded otherwise.
        prop_assert_eq!(&ours(&world, &aggregate, 24), &theirs(&world, aggregate.clone()), "{:?}", aggregate);
        if aggregate_depends_on_parts(&aggregate, &rows) {
            return Ok(());
        }
        let (ours, theirs) = (ours(&world, &aggregate, cut), theirs(&world, aggregate.clone()));
        for ((group, ours), (_, theirs)) in ours.iter().zip(&theirs) {
            prop_assert!(alike(ours.as_ref(), theirs.as_ref()), "{:?} of {:?} in parts: {:?}, not {:?}", aggregate, group, ours, theirs);
        }
    }
}

/// MIN and MAX of what has no order, and sums that overflow on their way, come out as their parts are cut.
fn aggregate_depends_on_parts(aggregate: &AggregateExpression, rows: &[[Option<Term>; 3]]) -> bool {
    let AggregateExpression::FunctionCall { name, .. } = aggregate else { return false };
    let numbers = rows.iter().all(|row| match &row[1] {
        Some(Term::Literal(literal)) => {
            let plain = ["#integer", "#decimal"].iter().any(|end| literal.datatype().as_str().ends_with(end));
            plain && literal.value().len() < 12 || literal.value().len() == 19
        }
        _ => false,
    });
    let extreme = matches!(name, AggregateFunction::Min | AggregateFunction::Max);
    let sum = matches!(name, AggregateFunction::Sum | AggregateFunction::Avg);
    (extreme || sum) && !numbers
}
