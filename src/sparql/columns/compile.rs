//! The algebra as steps over columns.
//!
//! Rows are carried through a group and joined with one part after another. That may be done with a pattern in any place only if it
//! gives the same as evaluating the pattern alone and joining, see [`Compiler::goes_along`]; else it is planned alone and joined.

use oxigraph::model::Variable;
use spargebra::algebra::{AggregateExpression, AggregateFunction, Expression, GraphPattern, OrderExpression};

use super::aggregate::aggregator;
use super::along::{cuts, settle_bound};
use super::chunk::Slot;
use super::context::Context;
use super::describe::Sources;
use super::expression::{self, Program};
use super::plan::{Aggregate, Does, End, InGraph, Input, Joined, Plan, SortKey, Step};
use super::scope::{Binds, Names, Scope};
use super::slots::Slots;
use super::{Unplanned, live};
use crate::sparql::walk::operands;

/// Makes plans of one query.
pub(super) struct Compiler<'a> {
    pub(super) context: &'a Context,
    pub(super) names: Names,
    pub(super) steps: usize,
    pub(super) plans: usize,
    /// What goes to the evaluator, and why.
    pub(super) fell: Vec<String>,
    /// What steps are made of, if someone is to be told.
    pub(super) sources: Option<Sources>,
}

/// Where in the query we are.
pub(super) struct Here {
    pub(super) scope: Scope,
    pub(super) graph: InGraph,
}

impl Here {
    /// Does `work` within `graph`.
    pub(super) fn in_graph<T>(&mut self, graph: InGraph, work: impl FnOnce(&mut Self) -> T) -> T {
        let outside = std::mem::replace(&mut self.graph, graph);
        let done = work(self);
        self.graph = outside;
        done
    }
}

/// Rows as they are when some steps are done.
#[derive(Default)]
pub(super) struct Rows {
    pub(super) steps: Vec<Step>,
    pub(super) binds: Binds,
    pub(super) estimate: f64,
}

impl Rows {
    /// One row that binds nothing.
    pub(super) fn one() -> Self {
        Self { estimate: 1.0, ..Self::default() }
    }

    /// No steps yet, for rows that are as these are.
    pub(super) fn beside(&self) -> Self {
        Self { steps: Vec::new(), binds: self.binds, estimate: self.estimate }
    }

    /// Nothing was joined yet.
    pub(super) fn is_one(&self) -> bool {
        self.binds.possible.is_empty() && self.steps.iter().all(|step| matches!(step.does, Does::Filter(_)))
    }
}

type Planned<T = ()> = Result<T, Unplanned>;

impl<'a> Compiler<'a> {
    pub(super) fn new(context: &'a Context) -> Self {
        Self { context, names: Names::default(), steps: 0, plans: 0, fell: Vec::new(), sources: None }
    }

    /// How many steps and plans there are.
    pub(super) fn counts(&self) -> (usize, usize) {
        (self.steps, self.plans)
    }

    /// The whole of a query's pattern.
    pub(super) fn whole(&mut self, pattern: &GraphPattern, here: &mut Here) -> Planned<Plan> {
        let mut plan = self.plan(pattern, here)?;
        live::mark(&mut plan);
        Ok(plan)
    }

    fn plan(&mut self, pattern: &GraphPattern, here: &mut Here) -> Planned<Plan> {
        match pattern {
            GraphPattern::Project { inner, variables } => {
                let scope = here.scope.within(variables, &mut self.names)?;
                let mut within = Here { scope, graph: here.graph };
                let mut plan = self.plan(inner, &mut within)?;
                if matches!(plan.end, End::Distinct) {
                    // What is shown of it is not what has to be distinct.
                    plan = self.around(plan);
                }
                let shown: Slots = variables.iter().filter_map(|variable| within.scope.known(variable)).collect();
                plan.gives = plan.gives.and(shown);
                Ok(plan)
            }
            GraphPattern::Distinct { inner } | GraphPattern::Reduced { inner } => {
                let inner = self.plan(inner, here)?;
                Ok(self.ended(inner, End::Distinct))
            }
            GraphPattern::OrderBy { inner, expression } => {
                let mut inner = self.plan_of_rows(inner, here)?;
                let mut keys = Vec::new();
                for order in expression {
                    let (expression, descending) = match order {
                        OrderExpression::Asc(expression) => (expression, false),
                        OrderExpression::Desc(expression) => (expression, true),
                    };
                    keys.push(SortKey { input: self.input(expression, here)?, descending });
                }
                inner.end = End::Sorted { keys, limit: None };
                if let Some(sources) = &mut self.sources {
                    sources.sorts.insert(inner.number, expression.clone());
                }
                Ok(inner)
            }
            GraphPattern::Slice { inner, start, length } => {
                let mut inner = self.plan(inner, here)?;
                if let (End::Sorted { limit, .. }, Some(length)) = (&mut inner.end, length) {
                    *limit = Some(start.saturating_add(*length));
                    if *start == 0 {
                        return Ok(inner);
                    }
                }
                Ok(self.ended(inner, End::Slice { start: *start, length: *length }))
            }
            GraphPattern::Group { inner, variables, aggregates } => self.grouped(inner, variables, aggregates, here),
            other => {
                let mut rows = Rows::one();
                self.along(other, here, &mut rows)?;
                Ok(self.of_rows(rows))
            }
        }
    }

    /// A plan whose rows can still be given another end.
    fn plan_of_rows(&mut self, pattern: &GraphPattern, here: &mut Here) -> Planned<Plan> {
        let plan = self.plan(pattern, here)?;
        Ok(if matches!(plan.end, End::Rows) { plan } else { self.around(plan) })
    }

    fn ended(&mut self, inner: Plan, end: End) -> Plan {
        let mut plan = if matches!(inner.end, End::Rows) { inner } else { self.around(inner) };
        plan.end = end;
        plan
    }

    /// A plan that begins with the rows of another.
    fn around(&mut self, inner: Plan) -> Plan {
        let mut rows = Rows::one();
        self.join(inner, Binds::default(), &mut rows);
        self.of_rows(rows)
    }

    fn of_rows(&mut self, rows: Rows) -> Plan {
        self.plans += 1;
        let Rows { steps, binds, estimate } = rows;
        Plan { steps, end: End::Rows, gives: binds.possible, estimate, number: self.plans - 1 }
    }

    fn grouped(
        &mut self,
        inner: &GraphPattern,
        variables: &[Variable],
        aggregates: &[(Variable, AggregateExpression)],
        here: &mut Here,
    ) -> Planned<Plan> {
        let mut plan = self.plan_of_rows(inner, here)?;
        let keys: Vec<Slot> =
            variables.iter().map(|variable| here.scope.slot(variable, &mut self.names)).collect::<Planned<_>>()?;
        let mut gives: Slots = keys.iter().copied().collect::<Slots>().and(plan.gives);
        let certain = here.scope.binds(inner, &mut self.names)?.certain;
        let bound = |expression: &Expression, here: &Here| match expression {
            Expression::Variable(variable) => here.scope.known(variable).is_some_and(|slot| certain.contains(slot)),
            _ => false,
        };
        let mut made = Vec::new();
        for (variable, aggregate) in aggregates {
            let input = match aggregate {
                // What every row binds need not be looked at to be counted.
                AggregateExpression::FunctionCall { name: AggregateFunction::Count, distinct: false, expr }
                    if bound(expr, here) =>
                {
                    Input::Nothing
                }
                AggregateExpression::CountSolutions { distinct: false } => Input::Nothing,
                AggregateExpression::CountSolutions { distinct: true } => Input::Row(plan.gives.iter().collect()),
                AggregateExpression::FunctionCall { expr, .. } => self.input(expr, here)?,
            };
            if aggregator(aggregate, &self.context.calls).is_none() {
                return Err(Unplanned(format!("an aggregate that only the evaluator knows: {aggregate}")));
            }
            let slot = here.scope.slot(variable, &mut self.names)?;
            gives.insert(slot);
            made.push(Aggregate { slot, of: aggregate.clone(), input });
        }
        plan.estimate = if keys.is_empty() { 1.0 } else { plan.estimate.powf(0.8) };
        plan.end = End::Group { keys, aggregates: made };
        plan.gives = gives;
        Ok(plan)
    }

    /// What an aggregate or a sort key reads.
    fn input(&mut self, expression: &Expression, here: &mut Here) -> Planned<Input> {
        match expression {
            Expression::Variable(variable) => Ok(Input::Slot(here.scope.slot(variable, &mut self.names)?)),
            other => Ok(Input::Program(Box::new(self.compiled(other, here)?))),
        }
    }

    pub(super) fn compiled(&mut self, expression: &Expression, here: &Here) -> Planned<Program> {
        let slot = |variable: &Variable| here.scope.known(variable);
        expression::compile(expression, &slot, &self.context.calls)
            .ok_or_else(|| Unplanned(format!("an expression that only the evaluator knows: {expression}")))
    }

    /// Joins `rows` with `pattern`, which goes along with what they bind.
    pub(super) fn along(&mut self, pattern: &GraphPattern, here: &mut Here, rows: &mut Rows) -> Planned {
        match pattern {
            GraphPattern::LeftJoin { left, right, expression } => {
                self.along(left, here, rows)?;
                self.optional(right, expression.as_ref(), here, rows)
            }
            GraphPattern::Extend { inner, variable, expression } => {
                self.along(inner, here, rows)?;
                self.bind(variable, expression, here, rows)
            }
            GraphPattern::Union { left, right } => self.union(left, right, here, rows),
            GraphPattern::Minus { left, right } => {
                self.along(left, here, rows)?;
                let right = self.alone(right, here)?;
                let joined = Self::joined(right, rows);
                let estimate = rows.estimate;
                self.step(Does::Minus(joined), rows, estimate);
                Ok(())
            }
            GraphPattern::Values { variables, bindings } => self.values(variables, bindings, here, rows),
            GraphPattern::Project { .. }
            | GraphPattern::Distinct { .. }
            | GraphPattern::Reduced { .. }
            | GraphPattern::Slice { .. }
            | GraphPattern::OrderBy { .. }
            | GraphPattern::Group { .. } => {
                let binds = here.scope.binds(pattern, &mut self.names)?;
                let plan = self.alone(pattern, here)?;
                self.join(plan, binds, rows);
                Ok(())
            }
            GraphPattern::Bgp { .. }
            | GraphPattern::Path { .. }
            | GraphPattern::Join { .. }
            | GraphPattern::Filter { .. }
            | GraphPattern::Graph { .. } => self.group(pattern, here, rows),
            GraphPattern::Lateral { .. } => Err(Unplanned("a computed property".to_owned())),
            GraphPattern::Service { .. } => Err(Unplanned("SERVICE".to_owned())),
        }
    }

    /// A plan of `pattern` by itself; the evaluator's if it cannot be planned.
    pub(super) fn alone(&mut self, pattern: &GraphPattern, here: &mut Here) -> Planned<Plan> {
        match self.plan(pattern, here) {
            Ok(plan) => Ok(plan),
            Err(Unplanned(why)) => self.evaluated(pattern, why, here),
        }
    }

    fn evaluated(&mut self, pattern: &GraphPattern, why: String, here: &mut Here) -> Planned<Plan> {
        let mut pattern = Box::new(pattern.clone());
        match here.graph {
            InGraph::Default => {}
            InGraph::Named(graph) => {
                let oxigraph::model::Term::NamedNode(name) = self.context.terms.term(graph) else {
                    return Err(Unplanned(why));
                };
                pattern = Box::new(GraphPattern::Graph { name: name.into(), inner: pattern });
            }
            InGraph::Each(_) => return Err(Unplanned(why)),
        }
        let gives = here.scope.binds(&pattern, &mut self.names)?.possible;
        self.fell.push(why.clone());
        self.plans += 1;
        let end = End::Evaluator { pattern, why };
        Ok(Plan { steps: Vec::new(), end, gives, estimate: 1000.0, number: self.plans - 1 })
    }

    pub(super) fn joined(plan: Plan, rows: &Rows) -> Joined {
        let shared = plan.gives.and(rows.binds.possible);
        Joined { shared: shared.iter().collect(), plan: Box::new(plan) }
    }

    /// Joins `rows` with those of `plan`.
    pub(super) fn join(&mut self, plan: Plan, binds: Binds, rows: &mut Rows) {
        let estimate = plan.estimate;
        let joined = Self::joined(plan, rows);
        let estimate = if joined.shared.is_empty() { rows.estimate * estimate } else { rows.estimate.max(estimate) };
        let possible = joined.plan.gives;
        self.step(Does::Join(joined), rows, estimate);
        rows.binds = rows.binds.both(Binds { certain: binds.certain.and(possible), possible });
    }

    pub(super) fn step(&mut self, does: Does, rows: &mut Rows, estimate: f64) {
        let number = self.steps;
        self.steps += 1;
        rows.steps.push(Step {
            does,
            number,
            live: Slots::default(),
            certain: rows.binds.certain,
            estimate,
            once: false,
        });
        rows.estimate = estimate;
    }

    /// Keeps what the last step was made of.
    pub(super) fn made_of(&mut self, expression: &Expression) {
        if let Some(sources) = &mut self.sources {
            sources.steps.insert(self.steps - 1, expression.clone());
        }
    }

    /// Keeps the rows for which `expression` is true.
    pub(super) fn filter(&mut self, expression: &Expression, here: &mut Here, rows: &mut Rows) -> Planned {
        let (program, source) = self.program(expression, here, rows)?;
        let estimate = rows.estimate / 2.0;
        self.step(Does::Filter(program), rows, estimate);
        self.made_of(&source);
        Ok(())
    }

    /// `expression` as a program, with a step before it for each EXISTS; and as it is then.
    pub(super) fn program(
        &mut self,
        expression: &Expression,
        here: &mut Here,
        rows: &mut Rows,
    ) -> Planned<(Program, Expression)> {
        let mut expression = expression.clone();
        self.exists(&mut expression, here, rows)?;
        settle_bound(&mut expression, &|variable| {
            here.scope.known(variable).is_some_and(|slot| rows.binds.certain.contains(slot))
        });
        Ok((self.compiled(&expression, here)?, expression))
    }

    /// Puts a variable in the place of each EXISTS, bound by a step to whether there is a solution.
    fn exists(&mut self, expression: &mut Expression, here: &mut Here, rows: &mut Rows) -> Planned {
        let Expression::Exists(pattern) = expression else {
            return operands(expression).into_iter().try_for_each(|operand| self.exists(operand, here, rows));
        };
        if cuts(pattern) || !self.goes_along(pattern, rows.binds, here)? {
            return Err(Unplanned("EXISTS whose pattern cannot be evaluated with the rows at hand".to_owned()));
        }
        let mut beside = rows.beside();
        self.along(pattern, here, &mut beside)?;
        let row = self.names.fresh("row number")?;
        // No text can name it, as `#` begins a comment.
        let variable = Variable::new_unchecked(format!("#exists-{row}"));
        let to = here.scope.slot(&variable, &mut self.names)?;
        let estimate = rows.estimate;
        self.step(Does::Exists { steps: beside.steps, row, to, reads: Slots::default() }, rows, estimate);
        rows.binds =
            rows.binds.both(Binds { certain: [to].into_iter().collect(), possible: [to].into_iter().collect() });
        *expression = Expression::Variable(variable);
        Ok(())
    }
}

#[expect(clippy::cast_precision_loss, reason = "an estimate")]
pub(super) fn to_f64(count: usize) -> f64 {
    count as f64
}
