//! One level of a query, made to tell which of its patterns matched.

use std::collections::BTreeSet;

use oxigraph::model::Variable;
use spargebra::algebra::{Expression, GraphPattern, PropertyPathExpression};
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};

use super::{Known, NotShown};
use crate::sparql::walk::parts_of;

/// What a solution of a level rests on.
pub(super) enum Rests {
    Triple(TriplePattern),
    Path(TermPattern, PropertyPathExpression, TermPattern),
    /// A level below, with the variables that the two share.
    Level(GraphPattern, Vec<Variable>),
}

/// A part of a level.
pub(super) struct Part {
    pub(super) rests: Rests,
    /// The graph that it is matched in, if the query names one.
    pub(super) graph: Option<NamedNodePattern>,
    /// Bound in the solutions that took this part: one side of a UNION, what is behind OPTIONAL.
    pub(super) taken: Option<Variable>,
}

impl Part {
    /// The variables without which it cannot be looked up.
    pub(super) fn variables(&self) -> Vec<&Variable> {
        let mut variables: Vec<&Variable> = match &self.rests {
            Rests::Triple(triple) => {
                let ends = variable(&triple.subject).into_iter().chain(variable(&triple.object));
                ends.chain(named(&triple.predicate)).collect()
            }
            Rests::Path(subject, _, object) => variable(subject).into_iter().chain(variable(object)).collect(),
            Rests::Level(_, shared) => shared.iter().collect(),
        };
        variables.extend(self.graph.iter().filter_map(named));
        variables.extend(&self.taken);
        variables
    }
}

fn variable(term: &TermPattern) -> Option<&Variable> {
    if let TermPattern::Variable(variable) = term { Some(variable) } else { None }
}

fn named(node: &NamedNodePattern) -> Option<&Variable> {
    if let NamedNodePattern::Variable(variable) = node { Some(variable) } else { None }
}

/// Whether `condition` is that a variable is not bound which `pattern` never binds.
fn is_never_bound(condition: &Expression, pattern: &GraphPattern) -> bool {
    let Expression::Not(inside) = condition else { return false };
    matches!(&**inside, Expression::Bound(variable) if !in_scope(pattern).contains(variable))
}

/// The variables that `pattern` can bind.
pub(super) fn in_scope(pattern: &GraphPattern) -> BTreeSet<Variable> {
    let mut variables = BTreeSet::new();
    pattern.on_in_scope_variable(|variable| {
        variables.insert(variable.clone());
    });
    variables
}

/// Gathers the parts of a level.
#[derive(Default)]
pub(super) struct Parts {
    pub(super) found: Vec<Part>,
    pub(super) not_shown: BTreeSet<NotShown>,
    marks: usize,
}

/// Where in a level one is.
#[derive(Clone, Default)]
pub(super) struct Place {
    pub(super) graph: Option<NamedNodePattern>,
    pub(super) taken: Option<Variable>,
}

impl Parts {
    /// `pattern` with marks in its solutions for what they took.
    pub(super) fn marked(&mut self, pattern: &GraphPattern, at: &Place) -> GraphPattern {
        match pattern {
            GraphPattern::Bgp { patterns } => {
                for triple in patterns {
                    self.add(Rests::Triple(triple.clone()), at);
                }
                pattern.clone()
            }
            GraphPattern::Path { subject, path, object } => {
                self.add(Rests::Path(subject.clone(), path.clone(), object.clone()), at);
                pattern.clone()
            }
            GraphPattern::Join { left, right } => {
                let (left, right) = (Box::new(self.marked(left, at)), Box::new(self.marked(right, at)));
                GraphPattern::Join { left, right }
            }
            GraphPattern::Lateral { left, right } => {
                let (left, right) = (Box::new(self.marked(left, at)), Box::new(self.marked(right, at)));
                GraphPattern::Lateral { left, right }
            }
            GraphPattern::Union { left, right } => {
                GraphPattern::Union { left: self.taken(left, at), right: self.taken(right, at) }
            }
            GraphPattern::LeftJoin { left, right, expression } => {
                let left = Box::new(self.marked(left, at));
                let right = self.taken(right, at);
                if let Some(expression) = expression {
                    self.condition(expression, pattern, at, true);
                }
                GraphPattern::LeftJoin { left, right, expression: expression.clone() }
            }
            GraphPattern::Filter { expr, inner } => {
                self.condition(expr, inner, at, true);
                GraphPattern::Filter { expr: expr.clone(), inner: Box::new(self.marked(inner, at)) }
            }
            GraphPattern::Extend { inner, variable, expression } => {
                self.condition(expression, inner, at, true);
                let inner = Box::new(self.marked(inner, at));
                GraphPattern::Extend { inner, variable: variable.clone(), expression: expression.clone() }
            }
            GraphPattern::Minus { left, right } => {
                self.not_shown.insert(NotShown::Absence);
                GraphPattern::Minus { left: Box::new(self.marked(left, at)), right: right.clone() }
            }
            GraphPattern::Graph { name, inner } => {
                let within = Place { graph: Some(name.clone()), ..at.clone() };
                GraphPattern::Graph { name: name.clone(), inner: Box::new(self.marked(inner, &within)) }
            }
            GraphPattern::Values { .. } | GraphPattern::Service { .. } => pattern.clone(),
            GraphPattern::Project { .. }
            | GraphPattern::Distinct { .. }
            | GraphPattern::Reduced { .. }
            | GraphPattern::Slice { .. }
            | GraphPattern::OrderBy { .. }
            | GraphPattern::Group { .. } => {
                let shared = in_scope(pattern).into_iter().collect();
                self.add(Rests::Level(pattern.clone(), shared), at);
                pattern.clone()
            }
        }
    }

    fn add(&mut self, rests: Rests, at: &Place) {
        self.found.push(Part { rests, graph: at.graph.clone(), taken: at.taken.clone() });
    }

    /// `pattern`, whose solutions bear a mark.
    fn taken(&mut self, pattern: &GraphPattern, at: &Place) -> Box<GraphPattern> {
        self.marks += 1;
        // No text can name it, as `#` begins a comment.
        let mark = Variable::new_unchecked(format!("#taken{}", self.marks));
        let inner = Box::new(self.marked(pattern, &Place { taken: Some(mark.clone()), ..at.clone() }));
        Box::new(GraphPattern::Extend { inner, variable: mark, expression: Expression::Literal(true.into()) })
    }

    /// What a condition on the solutions of `inner` rests on: what matches within EXISTS, where that speaks for the solution.
    fn condition(&mut self, expression: &Expression, inner: &GraphPattern, at: &Place, holds: bool) {
        match expression {
            Expression::Exists(pattern) if holds => {
                let outside = in_scope(inner);
                let shared: Vec<Variable> = in_scope(pattern).intersection(&outside).cloned().collect();
                let level = GraphPattern::Project { inner: pattern.clone(), variables: shared.clone() };
                self.add(Rests::Level(level, shared), at);
            }
            Expression::Exists(_) => self.not_shown.extend([NotShown::Absence]),
            // A parameter that was not given: `!BOUND(?group) || EXISTS { ... }` asks for nothing then.
            Expression::Or(one, other) if [one, other].iter().any(|side| is_never_bound(side, inner)) => {}
            Expression::Not(inside) => self.condition(inside, inner, at, !holds),
            other => parts_of(other).into_iter().for_each(|part| self.condition(part, inner, at, holds)),
        }
    }
}

/// The patterns of a level below what only arranges its rows, with `known` held to the variables that reach them. A group hands on its
/// keys alone. Whether some rows are cut off is the second.
pub(super) fn block_of<'p>(pattern: &'p GraphPattern, known: &mut Known) -> (&'p GraphPattern, bool) {
    let (mut pattern, mut cut) = (pattern, false);
    let body: &GraphPattern = loop {
        match pattern {
            GraphPattern::Distinct { inner }
            | GraphPattern::Reduced { inner }
            | GraphPattern::OrderBy { inner, .. } => {
                pattern = inner;
            }
            GraphPattern::Slice { inner, .. } => (pattern, cut) = (inner, true),
            GraphPattern::Project { inner, variables } => {
                known.retain(|variable| variables.contains(variable));
                break inner;
            }
            other => break other,
        }
    };
    let (mut below, mut renamed): (&GraphPattern, Vec<_>) = (body, Vec::new());
    let block: &GraphPattern = loop {
        match below {
            GraphPattern::OrderBy { inner, .. } | GraphPattern::Filter { inner, .. } => below = inner,
            GraphPattern::Extend { inner, variable, expression } => {
                if let Expression::Variable(source) = expression {
                    renamed.push((variable, source));
                }
                below = inner;
            }
            GraphPattern::Group { inner, variables, .. } => {
                for (variable, source) in renamed {
                    known.rename(variable, source);
                }
                known.retain(|variable| variables.contains(variable));
                break inner;
            }
            _ => break body,
        }
    };
    let bound = in_scope(block);
    known.retain(|variable| bound.contains(variable));
    known.leave_out_measures();
    (block, cut)
}
