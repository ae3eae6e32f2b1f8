//! Which variables a pattern binds, always or perhaps.

use std::collections::HashMap;

use oxigraph::model::Variable;
use spargebra::algebra::{AggregateExpression, Expression, GraphPattern};
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};

use super::Unplanned;
use super::chunk::Slot;
use super::slots::{MOST, Slots};
use crate::sparql::walk::{Part, parts_of, within};

/// The variables that are in scope, by name. A sub-SELECT has a scope of its own, which shares what it projects.
#[derive(Default)]
pub(super) struct Scope {
    slots: HashMap<Variable, Slot>,
}

/// Gives out slots.
#[derive(Default)]
pub(super) struct Names {
    /// The name of each slot, for people.
    pub(super) all: Vec<String>,
}

impl Names {
    pub(super) fn fresh(&mut self, name: impl Into<String>) -> Result<Slot, Unplanned> {
        if self.all.len() == MOST {
            return Err(Unplanned(format!("it has more than {MOST} variables")));
        }
        self.all.push(name.into());
        Ok(self.all.len() - 1)
    }
}

/// What a pattern binds.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Binds {
    /// In every row.
    pub(super) certain: Slots,
    /// In some rows.
    pub(super) possible: Slots,
}

impl Binds {
    pub(super) fn both(self, other: Self) -> Self {
        Self { certain: self.certain.or(other.certain), possible: self.possible.or(other.possible) }
    }

    fn certainly(slots: Slots) -> Self {
        Self { certain: slots, possible: slots }
    }
}

impl Scope {
    pub(super) fn slot(&mut self, variable: &Variable, names: &mut Names) -> Result<Slot, Unplanned> {
        if let Some(slot) = self.slots.get(variable) {
            return Ok(*slot);
        }
        let slot = names.fresh(variable.as_str())?;
        self.slots.insert(variable.clone(), slot);
        Ok(slot)
    }

    /// The slot of a variable that has one.
    pub(super) fn known(&self, variable: &Variable) -> Option<Slot> {
        self.slots.get(variable).copied()
    }

    /// The scope of a sub-SELECT that projects `variables`.
    pub(super) fn within(&mut self, variables: &[Variable], names: &mut Names) -> Result<Self, Unplanned> {
        let mut inner = Self::default();
        for variable in variables {
            inner.slots.insert(variable.clone(), self.slot(variable, names)?);
        }
        Ok(inner)
    }

    /// What `pattern` binds.
    pub(super) fn binds(&mut self, pattern: &GraphPattern, names: &mut Names) -> Result<Binds, Unplanned> {
        Ok(match pattern {
            GraphPattern::Bgp { patterns } => {
                let mut slots = Slots::default();
                for triple in patterns {
                    self.of_triple(triple, names, &mut slots)?;
                }
                Binds::certainly(slots)
            }
            GraphPattern::Path { subject, object, .. } => {
                let mut slots = Slots::default();
                self.of_term(subject, names, &mut slots)?;
                self.of_term(object, names, &mut slots)?;
                Binds::certainly(slots)
            }
            GraphPattern::Join { left, right } | GraphPattern::Lateral { left, right } => {
                self.binds(left, names)?.both(self.binds(right, names)?)
            }
            GraphPattern::Union { left, right } => {
                let (left, right) = (self.binds(left, names)?, self.binds(right, names)?);
                Binds { certain: left.certain.and(right.certain), possible: left.possible.or(right.possible) }
            }
            GraphPattern::LeftJoin { left, right, .. } => {
                let (left, right) = (self.binds(left, names)?, self.binds(right, names)?);
                Binds { certain: left.certain, possible: left.possible.or(right.possible) }
            }
            GraphPattern::Minus { left: inner, .. }
            | GraphPattern::Filter { inner, .. }
            | GraphPattern::OrderBy { inner, .. }
            | GraphPattern::Distinct { inner }
            | GraphPattern::Reduced { inner }
            | GraphPattern::Slice { inner, .. } => self.binds(inner, names)?,
            GraphPattern::Graph { name, inner } => {
                let mut binds = self.binds(inner, names)?;
                if let NamedNodePattern::Variable(variable) = name {
                    let slot = self.slot(variable, names)?;
                    binds.certain.insert(slot);
                    binds.possible.insert(slot);
                }
                binds
            }
            GraphPattern::Extend { inner, variable, expression } => {
                let mut binds = self.binds(inner, names)?;
                let slot = self.slot(variable, names)?;
                if self.never_fails(expression, binds.certain) {
                    binds.certain.insert(slot);
                }
                binds.possible.insert(slot);
                binds
            }
            GraphPattern::Values { variables, bindings } => {
                let mut binds = Binds::default();
                for (at, variable) in variables.iter().enumerate() {
                    let slot = self.slot(variable, names)?;
                    binds.possible.insert(slot);
                    if bindings.iter().all(|row| row[at].is_some()) {
                        binds.certain.insert(slot);
                    }
                }
                binds
            }
            GraphPattern::Project { inner, variables } => {
                let mut scope = self.within(variables, names)?;
                // What is within and not shown is numbered again when it is planned, however often it is looked at before.
                let kept = names.all.len();
                let inner = scope.binds(inner, names)?;
                names.all.truncate(kept);
                let mut shown = Slots::default();
                for variable in variables {
                    shown.insert(self.slot(variable, names)?);
                }
                Binds { certain: inner.certain.and(shown), possible: inner.possible.and(shown) }
            }
            GraphPattern::Group { inner, variables, aggregates } => {
                let inner = self.binds(inner, names)?;
                let mut shown = Slots::default();
                for variable in variables {
                    shown.insert(self.slot(variable, names)?);
                }
                let mut binds = Binds { certain: inner.certain.and(shown), possible: inner.possible.and(shown) };
                for (variable, aggregate) in aggregates {
                    let slot = self.slot(variable, names)?;
                    binds.possible.insert(slot);
                    if always_counts(aggregate) {
                        binds.certain.insert(slot);
                    }
                }
                binds
            }
            GraphPattern::Service { .. } => return Err(Unplanned("SERVICE".to_owned())),
        })
    }

    /// Whether `expression` has a value wherever `certain` is bound.
    pub(super) fn never_fails(&self, expression: &Expression, certain: Slots) -> bool {
        match expression {
            Expression::Literal(_) | Expression::NamedNode(_) | Expression::Bound(_) => true,
            Expression::Variable(variable) => self.known(variable).is_some_and(|slot| certain.contains(slot)),
            Expression::Coalesce(list) => list.iter().any(|expression| self.never_fails(expression, certain)),
            _ => false,
        }
    }

    /// The variables that `expression` reads, also within EXISTS, of those that have a slot.
    pub(super) fn reads(&self, expression: &Expression) -> Slots {
        let mut found = Slots::default();
        each_variable(expression, &mut |variable| found.extend(self.known(variable)));
        found
    }

    /// The variables that `pattern` names, whether they can be seen from outside or not, of those that have a slot.
    pub(super) fn names_in(&self, pattern: &GraphPattern) -> Slots {
        let mut found = Slots::default();
        each_in(pattern, &mut |variable| found.extend(self.known(variable)));
        found
    }

    pub(super) fn of_triple(
        &mut self,
        triple: &TriplePattern,
        names: &mut Names,
        found: &mut Slots,
    ) -> Result<(), Unplanned> {
        self.of_term(&triple.subject, names, found)?;
        if let NamedNodePattern::Variable(variable) = &triple.predicate {
            found.insert(self.slot(variable, names)?);
        }
        self.of_term(&triple.object, names, found)
    }

    fn of_term(&mut self, term: &TermPattern, names: &mut Names, found: &mut Slots) -> Result<(), Unplanned> {
        match term {
            TermPattern::Variable(variable) => found.insert(self.slot(variable, names)?),
            TermPattern::Triple(triple) => self.of_triple(triple, names, found)?,
            TermPattern::BlankNode(_) | TermPattern::NamedNode(_) | TermPattern::Literal(_) => {}
        }
        Ok(())
    }
}

/// Whether an aggregate has a value whatever is in the group.
fn always_counts(aggregate: &AggregateExpression) -> bool {
    use spargebra::algebra::AggregateFunction::Count;
    matches!(
        aggregate,
        AggregateExpression::CountSolutions { .. } | AggregateExpression::FunctionCall { name: Count, .. }
    )
}

/// Every variable that is named in `expression`, also those of patterns within it.
fn each_variable(expression: &Expression, found: &mut dyn FnMut(&Variable)) {
    match expression {
        Expression::Variable(variable) | Expression::Bound(variable) => found(variable),
        Expression::Exists(pattern) => each_in(pattern, found),
        other => parts_of(other).into_iter().for_each(|operand| each_variable(operand, found)),
    }
}

/// Every variable that is named in `pattern`, whether it can be seen from outside or not.
fn each_in(pattern: &GraphPattern, found: &mut dyn FnMut(&Variable)) {
    match pattern {
        GraphPattern::Bgp { patterns } => patterns.iter().for_each(|triple| each_of(triple, found)),
        GraphPattern::Path { subject, object, .. } => {
            each_of_term(subject, found);
            each_of_term(object, found);
        }
        GraphPattern::Graph { name: NamedNodePattern::Variable(variable), .. }
        | GraphPattern::Extend { variable, .. } => found(variable),
        GraphPattern::Values { variables, .. } | GraphPattern::Project { variables, .. } => {
            variables.iter().for_each(&mut *found);
        }
        GraphPattern::Group { variables, aggregates, .. } => {
            variables.iter().chain(aggregates.iter().map(|(variable, _)| variable)).for_each(&mut *found);
        }
        GraphPattern::Service { name, inner, .. } => {
            if let NamedNodePattern::Variable(variable) = name {
                found(variable);
            }
            each_in(inner, found);
        }
        _ => {}
    }
    for part in within(pattern) {
        match part {
            Part::Pattern(pattern) => each_in(pattern, found),
            Part::Expression(expression) => each_variable(expression, found),
        }
    }
}

fn each_of(triple: &TriplePattern, found: &mut dyn FnMut(&Variable)) {
    each_of_term(&triple.subject, found);
    if let NamedNodePattern::Variable(variable) = &triple.predicate {
        found(variable);
    }
    each_of_term(&triple.object, found);
}

fn each_of_term(term: &TermPattern, found: &mut dyn FnMut(&Variable)) {
    match term {
        TermPattern::Variable(variable) => found(variable),
        TermPattern::Triple(triple) => each_of(triple, found),
        TermPattern::BlankNode(_) | TermPattern::NamedNode(_) | TermPattern::Literal(_) => {}
    }
}
