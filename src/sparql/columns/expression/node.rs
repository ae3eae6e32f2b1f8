//! An expression as a tree that is evaluated for one combination of its inputs.

use std::cmp::Ordering;
use std::sync::Arc;

use oxigraph::model::{NamedNode, Term};
use oxiri::Iri;
use regex::Regex;
use sparopt::algebra::Expression;

use super::super::compare::{equal, partial_order};
use super::super::value::{Number, Value, effective_boolean_value, intern, value};
use super::functions::{self, Native};
use super::{Call, foreign, text};
use crate::sparql::columns::chunk::UNBOUND;
use crate::sparql::terms::Terms;
use crate::store::dictionary::TermId;

/// One combination of inputs.
pub(super) struct Row<'a> {
    pub(super) inputs: &'a [TermId],
    pub(super) terms: &'a Terms,
}

pub(super) enum Node {
    Constant {
        term: Term,
        value: Value,
    },
    /// An input, by its place among them.
    Variable(usize),
    /// A variable that nothing binds.
    Never,
    Bound(usize),
    Or(Vec<Node>),
    And(Vec<Node>),
    Not(Box<Node>),
    Equal(Box<[Node; 2]>),
    SameTerm(Box<[Node; 2]>),
    Compare(Comparison, Box<[Node; 2]>),
    Arithmetic(Operation, Box<[Node; 2]>),
    Negative(Box<Node>),
    Coalesce(Vec<Node>),
    If(Box<[Node; 3]>),
    Native(Native, Vec<Node>),
    Custom(Call, Vec<Node>),
    /// A cast to a datatype.
    Cast(NamedNode, Box<Node>),
    Iri(Option<Arc<Iri<String>>>, Box<Node>),
    Regex(Regex, Box<Node>),
    Replace(Regex, Box<[Node; 2]>),
    /// A function that the evaluator has to be asked for, over variables that stand for its arguments.
    Foreign(Expression, Vec<Node>),
}

/// Which outcomes of a comparison are true.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comparison {
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Comparison {
    #[inline]
    pub(super) fn holds(self, order: Ordering) -> bool {
        match self {
            Self::Equal => order.is_eq(),
            Self::Less => order.is_lt(),
            Self::LessOrEqual => order.is_le(),
            Self::Greater => order.is_gt(),
            Self::GreaterOrEqual => order.is_ge(),
        }
    }

    /// The same comparison, its operands exchanged.
    pub(super) const fn turned(self) -> Self {
        match self {
            Self::Equal => Self::Equal,
            Self::Less => Self::Greater,
            Self::LessOrEqual => Self::GreaterOrEqual,
            Self::Greater => Self::Less,
            Self::GreaterOrEqual => Self::LessOrEqual,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operation {
    Add,
    Subtract,
    Multiply,
    Divide,
}

impl Node {
    /// The value; `None` is an error.
    pub(super) fn value(&self, row: &Row<'_>) -> Option<Value> {
        Some(match self {
            Self::Constant { value, .. } => value.clone(),
            Self::Variable(input) => match row.inputs[*input] {
                UNBOUND => return None,
                id => value(id, row.terms),
            },
            Self::Never => return None,
            Self::Coalesce(nodes) => return nodes.iter().find_map(|node| node.value(row)),
            Self::If(parts) => {
                let [condition, then, otherwise] = &**parts;
                return if condition.truth(row)? { then.value(row) } else { otherwise.value(row) };
            }
            Self::Arithmetic(operation, operands) => {
                let [a, b] = &**operands;
                return arithmetic(*operation, a.value(row)?, b.value(row)?);
            }
            Self::Negative(operand) => {
                let value = operand.value(row)?;
                return match Number::of(&value) {
                    Some(number) => Some(number.negate()?.value()),
                    None => foreign::ask(&foreign::negative(), vec![value]),
                };
            }
            Self::Native(function, arguments) => return function(values(arguments, row)?),
            Self::Custom(function, arguments) => {
                let arguments: Vec<Term> = values(arguments, row)?.into_iter().map(Into::into).collect();
                function(&arguments)?.into()
            }
            Self::Cast(datatype, argument) => return functions::cast(datatype.as_ref(), argument.value(row)?),
            Self::Iri(base, argument) => return functions::iri(base.as_deref(), argument.value(row)?),
            Self::Replace(regex, operands) => {
                let [text, replacement] = &**operands;
                return text::replace(regex, text.value(row)?, replacement.value(row)?);
            }
            Self::Foreign(call, arguments) => return foreign::ask(call, values(arguments, row)?),
            Self::Bound(_)
            | Self::Or(_)
            | Self::And(_)
            | Self::Not(_)
            | Self::Equal(_)
            | Self::SameTerm(_)
            | Self::Compare(..)
            | Self::Regex(..) => self.truth(row)?.into(),
        })
    }

    /// The effective boolean value; `None` is an error.
    pub(super) fn truth(&self, row: &Row<'_>) -> Option<bool> {
        match self {
            Self::Bound(input) => Some(row.inputs[*input] != UNBOUND),
            Self::Or(nodes) => any(nodes, row, true),
            Self::And(nodes) => any(nodes, row, false),
            Self::Not(node) => Some(!node.truth(row)?),
            Self::Equal(operands) => equal(&operands[0].value(row)?, &operands[1].value(row)?),
            Self::SameTerm(operands) => same_term(&operands[0], &operands[1], row),
            Self::Compare(comparison, operands) => {
                let order = partial_order(&operands[0].value(row)?, &operands[1].value(row)?)?;
                Some(comparison.holds(order))
            }
            Self::Regex(regex, text) => Some(regex.is_match(&text::of(text.value(row)?)?.0)),
            other => effective_boolean_value(&other.value(row)?),
        }
    }

    /// True when the term that comes out is one that went in, written as it was.
    fn is_kept(&self) -> bool {
        match self {
            Self::Constant { .. } | Self::Variable(_) | Self::Never => true,
            Self::Coalesce(nodes) => nodes.iter().all(Self::is_kept),
            Self::If(parts) => parts[1].is_kept() && parts[2].is_kept(),
            _ => false,
        }
    }

    fn kept(&self, row: &Row<'_>) -> Option<TermId> {
        match self {
            Self::Constant { term, .. } => Some(row.terms.intern(term.as_ref())),
            Self::Variable(input) => Some(row.inputs[*input]).filter(|id| *id != UNBOUND),
            Self::Coalesce(nodes) => nodes.iter().find_map(|node| node.kept(row)),
            Self::If(parts) => parts[if parts[0].truth(row)? { 1 } else { 2 }].kept(row),
            _ => None,
        }
    }

    /// The number of the term that comes out, or [`UNBOUND`].
    pub(super) fn term(&self, row: &Row<'_>) -> TermId {
        let id = if self.is_kept() { self.kept(row) } else { self.value(row).map(|value| intern(value, row.terms)) };
        id.unwrap_or(UNBOUND)
    }
}

fn values(nodes: &[Node], row: &Row<'_>) -> Option<Vec<Value>> {
    nodes.iter().map(|node| node.value(row)).collect()
}

/// Whether any of `nodes` is `wanted`; otherwise an error if one of them is, or the opposite.
fn any(nodes: &[Node], row: &Row<'_>, wanted: bool) -> Option<bool> {
    let mut failed = false;
    for node in nodes {
        match node.truth(row) {
            Some(truth) if truth == wanted => return Some(wanted),
            Some(_) => {}
            None => failed = true,
        }
    }
    (!failed).then_some(!wanted)
}

fn same_term(a: &Node, b: &Node, row: &Row<'_>) -> Option<bool> {
    Some(match (a.is_kept(), b.is_kept()) {
        (true, true) => a.kept(row)? == b.kept(row)?,
        (true, false) => row.terms.term(a.kept(row)?) == Term::from(b.value(row)?),
        (false, true) => Term::from(a.value(row)?) == row.terms.term(b.kept(row)?),
        (false, false) => a.value(row)? == b.value(row)?,
    })
}

fn arithmetic(operation: Operation, a: Value, b: Value) -> Option<Value> {
    if let (Some(a), Some(b)) = (Number::of(&a), Number::of(&b)) {
        let result = match operation {
            Operation::Add => a.add(b),
            Operation::Subtract => a.subtract(b),
            Operation::Multiply => a.multiply(b),
            Operation::Divide => a.divide(b),
        };
        return Some(result?.value());
    }
    match operation {
        Operation::Add => foreign::ask_about_time(|a, b| a + b, a, b),
        Operation::Subtract => foreign::ask_about_time(|a, b| a - b, a, b),
        Operation::Multiply | Operation::Divide => None,
    }
}
