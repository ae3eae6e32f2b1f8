//! What the evaluator is asked: functions that are called so seldom that they are not written down a second time.

use std::sync::LazyLock;

use oxigraph::model::{Term, Variable};
use spareval::QueryEvaluator;
use spargebra::algebra::Function;
use sparopt::algebra::Expression;

use super::super::value::Value;

/// The variables that stand for arguments; no function takes more.
static ARGUMENTS: LazyLock<Vec<Variable>> =
    LazyLock::new(|| (0..8).map(|number| Variable::new_unchecked(format!("argument{number}"))).collect());

fn argument(number: usize) -> Expression {
    ARGUMENTS[number].clone().into()
}

/// The call of `function` with `count` arguments, unless those are too many.
pub(super) fn call(function: &Function, count: usize) -> Option<Expression> {
    (count <= ARGUMENTS.len()).then(|| Expression::FunctionCall(function.clone(), (0..count).map(argument).collect()))
}

/// The negative of what is no number.
pub(super) fn negative() -> Expression {
    Expression::UnaryMinus(Box::new(argument(0)))
}

/// The positive of what is no number.
pub(super) fn positive() -> Expression {
    Expression::UnaryPlus(Box::new(argument(0)))
}

/// What the evaluator makes of a call.
pub(super) fn ask(call: &Expression, arguments: Vec<Value>) -> Option<Value> {
    let arguments = ARGUMENTS.iter().zip(arguments.into_iter().map(Term::from));
    QueryEvaluator::new().evaluate_expression(call, arguments).map(Into::into)
}

/// Sums and differences of points in time and durations.
pub(super) fn ask_about_time(
    operation: impl Fn(Expression, Expression) -> Expression,
    a: Value,
    b: Value,
) -> Option<Value> {
    if is_time(&a) && is_time(&b) { ask(&operation(argument(0), argument(1)), vec![a, b]) } else { None }
}

fn is_time(value: &Value) -> bool {
    matches!(
        value,
        Value::DateTimeLiteral(_)
            | Value::DateLiteral(_)
            | Value::TimeLiteral(_)
            | Value::DurationLiteral(_)
            | Value::YearMonthDurationLiteral(_)
            | Value::DayTimeDurationLiteral(_)
    )
}
