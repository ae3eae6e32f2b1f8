//! What stands beside the triples of a group: OPTIONAL, BIND, UNION and VALUES.

use oxigraph::model::{Term, Variable};
use spargebra::algebra::{Expression, GraphPattern};
use spargebra::term::GroundTerm;

use super::Unplanned;
use super::chunk::{Chunk, Slot, UNBOUND};
use super::compile::{Compiler, Here, Rows, to_f64};
use super::plan::{Does, End, Match, Plan, Step};
use super::scope::Binds;
use super::slots::Slots;

type Planned<T = ()> = Result<T, Unplanned>;

impl Compiler<'_> {
    pub(super) fn optional(
        &mut self,
        right: &GraphPattern,
        condition: Option<&Expression>,
        here: &mut Here,
        rows: &mut Rows,
    ) -> Planned {
        let binds = here.scope.binds(right, &mut self.names)?;
        let before = rows.estimate;
        if self.goes_along(right, rows.binds, here)? {
            let mut beside = rows.beside();
            let (steps, fell) = (self.steps, self.fell.len());
            let along = self.along(right, here, &mut beside).and_then(|()| match condition {
                Some(condition) => self.filter(condition, here, &mut beside),
                None => Ok(()),
            });
            if along.is_ok() {
                let does = if let ([Step { does: Does::Match(only), .. }], None) = (&beside.steps[..], condition) {
                    Does::Match(Match { optional: true, ..only.clone() })
                } else {
                    Does::Optional { steps: beside.steps, row: self.names.fresh("row number")? }
                };
                self.step(does, rows, beside.estimate.max(before));
                rows.binds.possible = rows.binds.possible.or(binds.possible);
                return Ok(());
            }
            self.steps = steps;
            self.fell.truncate(fell);
        }
        let plan = self.alone(right, here)?;
        let joined = Self::joined(plan, rows);
        let gives = joined.plan.gives;
        let program = condition.map(|condition| self.compiled(condition, here)).transpose()?;
        self.step(Does::LeftJoin { joined, condition: program }, rows, before);
        if let Some(condition) = condition {
            self.made_of(condition);
        }
        rows.binds.possible = rows.binds.possible.or(gives);
        Ok(())
    }

    pub(super) fn bind(
        &mut self,
        variable: &Variable,
        expression: &Expression,
        here: &mut Here,
        rows: &mut Rows,
    ) -> Planned {
        let inner = rows.binds.certain;
        let estimate = rows.estimate;
        if let Expression::Variable(from) = expression {
            let from = here.scope.slot(from, &mut self.names)?;
            let to = here.scope.slot(variable, &mut self.names)?;
            self.step(Does::Copy { from, to }, rows, estimate);
            rows.binds.possible.insert(to);
            if inner.contains(from) {
                rows.binds.certain.insert(to);
            }
            return Ok(());
        }
        let (program, source) = self.program(expression, here, rows)?;
        let slot = here.scope.slot(variable, &mut self.names)?;
        self.step(Does::Bind { slot, program }, rows, estimate);
        self.made_of(&source);
        rows.binds.possible.insert(slot);
        if here.scope.never_fails(expression, inner) {
            rows.binds.certain.insert(slot);
        }
        Ok(())
    }

    pub(super) fn union(
        &mut self,
        left: &GraphPattern,
        right: &GraphPattern,
        here: &mut Here,
        rows: &mut Rows,
    ) -> Planned {
        let mut ways = Vec::new();
        let mut todo = vec![right, left];
        let (mut estimate, mut certain) = (0.0, None::<Slots>);
        let mut possible = Slots::default();
        while let Some(next) = todo.pop() {
            if let GraphPattern::Union { left, right } = next {
                todo.extend([&**right, &**left]);
                continue;
            }
            let mut way = rows.beside();
            self.along(next, here, &mut way)?;
            estimate += way.estimate;
            certain = Some(certain.map_or(way.binds.certain, |certain| certain.and(way.binds.certain)));
            possible = possible.or(way.binds.possible);
            ways.push(way.steps);
        }
        self.step(Does::Union(ways), rows, estimate);
        rows.binds = Binds { certain: certain.unwrap_or_default(), possible: rows.binds.possible.or(possible) };
        Ok(())
    }

    pub(super) fn values(
        &mut self,
        variables: &[Variable],
        bindings: &[Vec<Option<GroundTerm>>],
        here: &mut Here,
        rows: &mut Rows,
    ) -> Planned {
        let pattern = GraphPattern::Values { variables: variables.to_vec(), bindings: bindings.to_vec() };
        let binds = here.scope.binds(&pattern, &mut self.names)?;
        let slots: Vec<Slot> =
            variables.iter().map(|variable| here.scope.slot(variable, &mut self.names)).collect::<Planned<_>>()?;
        let mut table = Chunk::unbound(slots.iter().map(|slot| slot + 1).max().unwrap_or(0), bindings.len());
        for (at, slot) in slots.into_iter().enumerate() {
            let number = |term: &GroundTerm| self.context.terms.intern(Term::from(term.clone()).as_ref());
            table.columns[slot] = bindings.iter().map(|row| row[at].as_ref().map_or(UNBOUND, number)).collect();
        }
        self.plans += 1;
        let (estimate, number) = (to_f64(bindings.len()), self.plans - 1);
        let plan = Plan { steps: Vec::new(), end: End::Table(table), gives: binds.possible, estimate, number };
        self.join(plan, binds, rows);
        Ok(())
    }
}
