//! From an expression to its program.

use oxigraph::model::{Literal, Term, Variable, vocab::xsd};
use spargebra::algebra::{self, Function};
use sparopt::algebra::Expression;

use super::functions::{self, CASTS};
use super::kernel::Kernel;
use super::node::{Comparison, Node, Operation};
use super::truth::{Leaf, Truth};
use super::whole::Whole;
use super::{Calls, Program, Root, foreign, normal, text, time};
use crate::sparql::columns::chunk::Slot;
use crate::sparql::walk::parts_of;

/// The program of `expression`; `None` when only the evaluator can take it.
pub(in crate::sparql::columns) fn compile(
    expression: &algebra::Expression,
    slot: &dyn Fn(&Variable) -> Option<Slot>,
    calls: &Calls,
) -> Option<Program> {
    if !can_be_taken(expression, calls) {
        return None;
    }
    let mut variables = Vec::new();
    normal::variables_of(expression, &mut variables);
    let mut slots: Vec<Slot> = variables.iter().filter_map(slot).collect();
    slots.sort_unstable();
    slots.dedup();
    let nothing = || Expression::Variable(Variable::new_unchecked("what nothing binds"));
    let expression = normal::normalised(expression, &|variable| slot(variable).is_some()).unwrap_or_else(nothing);
    let mut compiler = Compiler { slot, calls, leaves: 0 };
    let truth = compiler.truth(&expression)?;
    let root = compiler.root(&expression)?;
    Some(Program { slots, root, truth })
}

/// False for what the evaluator alone knows: patterns, chance, the time, functions that nobody has registered.
fn can_be_taken(expression: &algebra::Expression, calls: &Calls) -> bool {
    let can = match expression {
        algebra::Expression::Exists(_) => false,
        algebra::Expression::FunctionCall(Function::Custom(name), arguments) => {
            let casts = CASTS.iter().chain(&time::CASTS).any(|cast| *cast == name.as_ref());
            calls.functions.contains_key(name) || casts && arguments.len() == 1
        }
        algebra::Expression::FunctionCall(function, arguments) => {
            !matches!(function, Function::Now | Function::Rand | Function::Uuid | Function::StrUuid | Function::BNode)
                && (functions::native(function).is_some() || foreign::call(function, arguments.len()).is_some())
        }
        _ => true,
    };
    can && parts_of(expression).into_iter().all(|operand| can_be_taken(operand, calls))
}

/// True when nothing but `true`, `false` and errors come out.
fn is_test(expression: &Expression) -> bool {
    match expression {
        Expression::Or(_)
        | Expression::And(_)
        | Expression::Equal(..)
        | Expression::SameTerm(..)
        | Expression::Greater(..)
        | Expression::GreaterOrEqual(..)
        | Expression::Less(..)
        | Expression::LessOrEqual(..)
        | Expression::Not(_)
        | Expression::Bound(_) => true,
        Expression::FunctionCall(function, _) => functions::is_test(function),
        _ => false,
    }
}

/// True when the term that comes out is one that went in, and no test.
fn is_kept(expression: &Expression) -> bool {
    match expression {
        Expression::Variable(_) | Expression::NamedNode(_) | Expression::Literal(_) => true,
        Expression::If(_, then, otherwise) => is_kept(then) && is_kept(otherwise),
        _ => false,
    }
}

struct Compiler<'a> {
    slot: &'a dyn Fn(&Variable) -> Option<Slot>,
    calls: &'a Calls,
    leaves: usize,
}

impl Compiler<'_> {
    fn root(&mut self, expression: &Expression) -> Option<Root> {
        Some(match expression {
            Expression::Variable(variable) => Root::Variable((self.slot)(variable)),
            test if is_test(test) => Root::Test,
            Expression::If(condition, then, otherwise) if is_kept(then) && is_kept(otherwise) => {
                let condition = self.truth(condition)?;
                Root::If(condition, Box::new([self.root(then)?, self.root(otherwise)?]))
            }
            Expression::FunctionCall(Function::Lang, arguments) => match &arguments[..] {
                [Expression::Variable(variable)] if (self.slot)(variable).is_some() => {
                    Root::Language((self.slot)(variable)?, self.leaf(expression)?)
                }
                _ => Root::Value(None, self.leaf(expression)?),
            },
            other => Root::Value(Whole::of(other, self.slot).filter(Whole::computes), self.leaf(other)?),
        })
    }

    fn truth(&mut self, expression: &Expression) -> Option<Truth> {
        Some(match expression {
            Expression::Or(list) => Truth::Or(self.truths(list)?),
            Expression::And(list) => Truth::And(self.truths(list)?),
            Expression::Not(inner) => Truth::Not(Box::new(self.truth(inner)?)),
            Expression::Bound(variable) => Truth::Bound((self.slot)(variable)),
            other => Truth::Test(Kernel::of(other, self.slot).map(Box::new), Box::new(self.leaf(other)?)),
        })
    }

    /// Those that cost little come first: what they decide the others need not look at.
    fn truths(&mut self, list: &[Expression]) -> Option<Vec<Truth>> {
        let mut truths: Vec<Truth> = list.iter().map(|expression| self.truth(expression)).collect::<Option<_>>()?;
        truths.sort_by_key(Truth::cost);
        Some(truths)
    }

    fn leaf(&mut self, expression: &Expression) -> Option<Leaf> {
        let mut inputs = Vec::new();
        let node = self.node(expression, &mut inputs)?;
        let number = self.leaves;
        self.leaves += 1;
        Some(Leaf { node, inputs, number })
    }

    fn node(&self, expression: &Expression, inputs: &mut Vec<Slot>) -> Option<Node> {
        let mut one = |expression: &Expression| self.node(expression, inputs);
        Some(match expression {
            Expression::NamedNode(node) => constant(node.clone().into()),
            Expression::Literal(literal) => constant(literal.clone().into()),
            Expression::Variable(variable) => self.input(variable, inputs).map_or(Node::Never, Node::Variable),
            Expression::Bound(variable) => match self.input(variable, inputs) {
                Some(input) => Node::Bound(input),
                None => constant(Literal::from(false).into()),
            },
            Expression::Or(list) => Node::Or(self.nodes(list, inputs)?),
            Expression::And(list) => Node::And(self.nodes(list, inputs)?),
            Expression::Not(inner) => Node::Not(Box::new(one(inner)?)),
            Expression::Equal(a, b) => Node::Equal(Box::new([one(a)?, one(b)?])),
            Expression::SameTerm(a, b) => Node::SameTerm(Box::new([one(a)?, one(b)?])),
            Expression::Less(a, b) => Node::Compare(Comparison::Less, Box::new([one(a)?, one(b)?])),
            Expression::LessOrEqual(a, b) => Node::Compare(Comparison::LessOrEqual, Box::new([one(a)?, one(b)?])),
            Expression::Greater(a, b) => Node::Compare(Comparison::Greater, Box::new([one(a)?, one(b)?])),
            Expression::GreaterOrEqual(a, b) => Node::Compare(Comparison::GreaterOrEqual, Box::new([one(a)?, one(b)?])),
            Expression::Add(a, b) => Node::Arithmetic(Operation::Add, Box::new([one(a)?, one(b)?])),
            Expression::Subtract(a, b) => Node::Arithmetic(Operation::Subtract, Box::new([one(a)?, one(b)?])),
            Expression::Multiply(a, b) => Node::Arithmetic(Operation::Multiply, Box::new([one(a)?, one(b)?])),
            Expression::Divide(a, b) => Node::Arithmetic(Operation::Divide, Box::new([one(a)?, one(b)?])),
            Expression::UnaryMinus(inner) => Node::Negative(Box::new(one(inner)?)),
            Expression::UnaryPlus(inner) => Node::Foreign(foreign::positive(), vec![one(inner)?]),
            Expression::If(a, b, c) => Node::If(Box::new([one(a)?, one(b)?, one(c)?])),
            Expression::Coalesce(list) => Node::Coalesce(self.nodes(list, inputs)?),
            Expression::FunctionCall(function, arguments) => self.call(function, arguments, inputs)?,
            Expression::Exists(_) => return None,
        })
    }

    fn nodes(&self, list: &[Expression], inputs: &mut Vec<Slot>) -> Option<Vec<Node>> {
        list.iter().map(|expression| self.node(expression, inputs)).collect()
    }

    fn call(&self, function: &Function, arguments: &[Expression], inputs: &mut Vec<Slot>) -> Option<Node> {
        let mut nodes = self.nodes(arguments, inputs)?;
        Some(match function {
            Function::Custom(name) => match self.calls.functions.get(name) {
                Some(call) => Node::Custom(call.clone(), nodes),
                None => Node::Cast(name.clone(), Box::new(nodes.pop()?)),
            },
            Function::Iri => Node::Iri(self.calls.base.clone(), Box::new(nodes.pop()?)),
            Function::Regex | Function::Replace => {
                let flags = arguments.get(if *function == Function::Regex { 2 } else { 3 });
                match (constant_pattern(&arguments[1], flags), *function == Function::Regex) {
                    (Some(regex), true) => Node::Regex(regex, Box::new(nodes.swap_remove(0))),
                    (Some(regex), false) => {
                        let replacement = nodes.swap_remove(2);
                        Node::Replace(regex, Box::new([nodes.swap_remove(0), replacement]))
                    }
                    (None, _) => Node::Foreign(foreign::call(function, nodes.len())?, nodes),
                }
            }
            _ => match functions::native(function) {
                Some(native) => Node::Native(native, nodes),
                None => Node::Foreign(foreign::call(function, nodes.len())?, nodes),
            },
        })
    }

    fn input(&self, variable: &Variable, inputs: &mut Vec<Slot>) -> Option<usize> {
        let slot = (self.slot)(variable)?;
        Some(inputs.iter().position(|known| *known == slot).unwrap_or_else(|| {
            inputs.push(slot);
            inputs.len() - 1
        }))
    }
}

fn constant(term: Term) -> Node {
    Node::Constant { value: term.clone().into(), term }
}

/// A pattern that is the same for all rows.
pub(super) fn constant_pattern(pattern: &Expression, flags: Option<&Expression>) -> Option<regex::Regex> {
    let text_of = |expression: &Expression| match expression {
        Expression::Literal(literal) if literal.datatype() == xsd::STRING => Some(literal.value().to_owned()),
        _ => None,
    };
    text::pattern(&text_of(pattern)?, &flags.map_or(Some(String::new()), text_of)?)
}
