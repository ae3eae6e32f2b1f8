//! Patterns made plain before they are answered, whichever way.
//!
//! - Blank nodes of patterns become variables that no text can name.
//! - Paths are taken apart as the specification has it (SPARQL 1.1, 18.2.2.4), down to those of any length: `a/b` is a join, `a|b` a union
//!   that keeps what is there twice, `^a` is turned round, `!a` a condition. (Oxigraph's evaluator would give what `a|b` finds once.)
//! - `COUNT(DISTINCT *)` counts what a text can name.

use std::collections::BTreeSet;

use oxigraph::model::Variable;
use spargebra::algebra::{AggregateExpression, Expression, GraphPattern, PropertyPathExpression};
use spargebra::term::{TermPattern, TriplePattern};

use super::normal::COUNTED;
use super::walk::each_pattern;

/// Makes every pattern of `pattern` plain.
pub(super) fn make(pattern: &mut GraphPattern) {
    let mut plain = Plain::default();
    each_pattern(pattern, &mut |pattern| plain.pattern(pattern));
}

#[derive(Default)]
struct Plain {
    made: usize,
}

impl Plain {
    /// A variable that no text can name, as `#` begins a comment.
    fn fresh(&mut self) -> Variable {
        self.made += 1;
        Variable::new_unchecked(format!("#path{}", self.made))
    }

    fn pattern(&mut self, pattern: &mut GraphPattern) {
        match pattern {
            GraphPattern::Bgp { patterns } => patterns.iter_mut().for_each(triple),
            GraphPattern::Path { subject, path, object } => {
                term(subject);
                term(object);
                *pattern = self.path(subject.clone(), path, object.clone());
            }
            GraphPattern::Group { inner, aggregates, .. } => {
                let all = AggregateExpression::CountSolutions { distinct: true };
                if aggregates.iter().any(|(_, aggregate)| *aggregate == all) {
                    let mut named = BTreeSet::new();
                    inner.on_in_scope_variable(|variable| {
                        let name = variable.as_str();
                        named.extend((!name.starts_with('#') || name.starts_with(COUNTED)).then(|| variable.clone()));
                    });
                    let below = std::mem::take(&mut **inner);
                    **inner = GraphPattern::Project { inner: Box::new(below), variables: named.into_iter().collect() };
                }
            }
            _ => {}
        }
    }

    fn path(&mut self, subject: TermPattern, path: &PropertyPathExpression, object: TermPattern) -> GraphPattern {
        let one = |subject, predicate, object| GraphPattern::Bgp {
            patterns: vec![TriplePattern { subject, predicate, object }],
        };
        match path {
            PropertyPathExpression::NamedNode(node) => one(subject, node.clone().into(), object),
            PropertyPathExpression::Reverse(path) => self.path(object, path, subject),
            PropertyPathExpression::Sequence(first, second) => {
                let middle = TermPattern::from(self.fresh());
                let left = Box::new(self.path(subject, first, middle.clone()));
                GraphPattern::Join { left, right: Box::new(self.path(middle, second, object)) }
            }
            PropertyPathExpression::Alternative(way, other) => {
                let left = Box::new(self.path(subject.clone(), way, object.clone()));
                GraphPattern::Union { left, right: Box::new(self.path(subject, other, object)) }
            }
            PropertyPathExpression::NegatedPropertySet(not) => {
                let predicate = self.fresh();
                let nodes = not.iter().cloned().map(Expression::NamedNode).collect();
                let within = Expression::In(Box::new(predicate.clone().into()), nodes);
                let inner = Box::new(one(subject, predicate.into(), object));
                GraphPattern::Filter { expr: Expression::Not(Box::new(within)), inner }
            }
            PropertyPathExpression::ZeroOrMore(_)
            | PropertyPathExpression::OneOrMore(_)
            | PropertyPathExpression::ZeroOrOne(_) => GraphPattern::Path { subject, path: path.clone(), object },
        }
    }
}

fn triple(triple: &mut TriplePattern) {
    term(&mut triple.subject);
    term(&mut triple.object);
}

fn term(pattern: &mut TermPattern) {
    match pattern {
        TermPattern::BlankNode(node) => *pattern = Variable::new_unchecked(format!("#{}", node.as_str())).into(),
        TermPattern::Triple(inner) => triple(inner),
        _ => {}
    }
}
