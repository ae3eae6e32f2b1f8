//! Carries a plan out, on as many threads as it is worth.

use std::ops::Range;
use std::time::Instant;

use oxigraph::model::{Term, Variable};
use rayon::prelude::*;
use spargebra::Query as Algebra;
use spargebra::algebra::GraphPattern;

use super::chunk::{Chunk, Slot, UNBOUND};
use super::context::Stop;
use super::ends::Gather;
use super::expression::Memo;
use super::join::Built;
use super::order::sorted;
use super::plan::{Does, End, Input, Plan, SortKey};
use super::run::{Count, Query, Run, plans_of};
use crate::sparql::SparqlError;
use crate::store::dictionary::TermId;

/// What answers a query by the evaluator, as rows.
pub(super) type Evaluate<'e> = dyn Fn(&Algebra) -> Result<Vec<Vec<Option<Term>>>, SparqlError> + 'e;

impl Query {
    /// The rows of `plan`, which `counts` tells of.
    pub(super) fn rows(
        &self,
        plan: &Plan,
        names: &[String],
        evaluate: &Evaluate<'_>,
        counts: &mut Counts,
    ) -> Result<Chunk, Stop> {
        match &plan.end {
            End::Table(rows) => {
                let mut rows = rows.clone();
                rows.columns.resize(self.width, Vec::new());
                counts.plans[plan.number] += rows.rows as u64;
                return Ok(rows);
            }
            End::Evaluator { pattern, .. } => {
                let began = Instant::now();
                let rows = self.evaluated(plan, pattern, names, evaluate)?;
                counts.plans[plan.number] += rows.rows as u64;
                counts.passed(self.steps + plan.number, began);
                return Ok(rows);
            }
            _ => {}
        }
        let mut run = Run::new(self, plan, None);
        let leading = plan.steps.iter().take_while(|step| matches!(step.does, Does::Filter(_))).count();
        let one = Chunk::unbound(self.width, 1);
        // What depends on no row is seen to before anything else is done.
        let mut begins = false;
        run.push(&plan.steps[..leading], one.clone(), &mut |_, _| {
            begins = true;
            Ok(())
        })?;
        let steps = &plan.steps[leading..];
        let gather = Gather::new(plan, self.width, &run);
        if !begins {
            let rows = gather.finish(self.width, &run);
            return self.ended(plan, rows, &mut run, counts);
        }
        run.waits();
        for (joined, certain) in plans_of(plan) {
            let rows = self.rows(&joined.plan, names, evaluate, counts)?;
            let began = Instant::now();
            // Its number is its own, so it is set once.
            let _ = self.built[joined.plan.number].set(Built::new(rows, joined, certain, &mut || run.check())?);
            counts.passed(self.steps + joined.plan.number, began);
        }
        run.goes_on();
        self.gather_sieves(plan, &mut || run.check())?;
        // What those hold has been counted by runs of their own.
        counts.add(&run.told());
        let mut run = Run::new(self, plan, None);
        let parts = self.parts(plan, steps);
        let rows = if parts.ranges.len() < 2 {
            let mut gather = gather;
            stopped(run.push(steps, one, &mut |run, chunk| gather.take(run, chunk)))?;
            gather.finish(self.width, &run)
        } else {
            let work = |part: Range<usize>| {
                let mut run = Run::new(self, plan, Some((parts.order, part)));
                let mut gather = Gather::new(plan, self.width, &run);
                stopped(run.push(steps, one.clone(), &mut |run, chunk| gather.take(run, chunk)))?;
                run.check()?;
                if parts.apart {
                    gather = gather.apart(plan, self.width, &run);
                }
                Ok((gather, run.told()))
            };
            counts.threads = counts.threads.max(self.threads.min(parts.ranges.len()));
            run.waits();
            let done: Vec<_> = parts.ranges.par_iter().cloned().map(work).collect::<Result<_, Stop>>()?;
            run.goes_on();
            let mut all: Option<Gather<'_>> = None;
            for (gather, told) in done {
                counts.add(&told);
                match &mut all {
                    None => all = Some(gather),
                    Some(all) => all.merge(gather, &run),
                }
                run.check()?;
            }
            all.unwrap_or(gather).finish(self.width, &run)
        };
        self.ended(plan, rows, &mut run, counts)
    }

    fn ended(&self, plan: &Plan, mut rows: Chunk, run: &mut Run<'_>, counts: &mut Counts) -> Result<Chunk, Stop> {
        run.check()?;
        if let End::Sorted { keys, limit } = &plan.end {
            let columns = keys.iter().map(|key| Ok((key_of(key, &rows, run)?, key.descending)));
            let columns: Vec<_> = columns.collect::<Result<_, Stop>>()?;
            let terms = &self.context.terms;
            let order = sorted(&columns, rows.rows, *limit, terms, &mut || run.check())?;
            rows = rows.take(&order);
        }
        rows.keep(plan.gives);
        counts.plans[plan.number] += rows.rows as u64;
        counts.add(&run.told());
        Ok(rows)
    }

    fn evaluated(
        &self,
        plan: &Plan,
        pattern: &GraphPattern,
        names: &[String],
        evaluate: &Evaluate<'_>,
    ) -> Result<Chunk, Stop> {
        let slots: Vec<Slot> = plan.gives.iter().collect();
        let variables: Vec<Variable> = slots.iter().map(|slot| Variable::new_unchecked(names[*slot].clone())).collect();
        let pattern = GraphPattern::Project { inner: Box::new(pattern.clone()), variables };
        let query = Algebra::Select { dataset: None, pattern, base_iri: None };
        let found = evaluate(&query)?;
        let mut rows = Chunk::unbound(self.width, found.len());
        let intern =
            |term: &Option<Term>| term.as_ref().map_or(UNBOUND, |term| self.context.terms.intern(term.as_ref()));
        for (at, slot) in slots.into_iter().enumerate() {
            rows.columns[slot] = found.iter().map(|row| intern(&row[at])).collect();
        }
        Ok(rows)
    }
}

fn key_of(key: &SortKey, rows: &Chunk, run: &mut Run<'_>) -> Result<Vec<TermId>, Stop> {
    Ok(match &key.input {
        Input::Nothing | Input::Row(_) => vec![UNBOUND; rows.rows],
        Input::Slot(slot) if rows.columns[*slot].is_empty() => vec![UNBOUND; rows.rows],
        Input::Slot(slot) => rows.columns[*slot].clone(),
        Input::Program(program) => run.evaluate(program, rows, &mut Memo::default())?,
    })
}

/// That nobody wants more is no error.
fn stopped(done: Result<(), Stop>) -> Result<(), Stop> {
    match done {
        Err(Stop::Enough) => Ok(()),
        done => done,
    }
}

/// What each step and plan of a query did.
#[derive(Clone, Debug)]
pub(super) struct Counts {
    /// By the number of the step; behind them, by the number of the plan, what is no step's: gathering, sorting, the table to join with.
    pub(super) steps: Vec<Count>,
    /// Rows, by the number of the plan.
    pub(super) plans: Vec<u64>,
    /// The most threads that worked on one plan.
    pub(super) threads: usize,
}

impl Counts {
    pub(super) fn new(steps: usize, plans: usize) -> Self {
        Self { steps: vec![Count::default(); steps + plans], plans: vec![0; plans], threads: 1 }
    }

    /// Counts the time since `began`.
    fn passed(&mut self, at: usize, began: Instant) {
        self.steps[at].nanos += u64::try_from(began.elapsed().as_nanos()).unwrap_or(u64::MAX);
    }

    fn add(&mut self, more: &[Count]) {
        for (count, more) in self.steps.iter_mut().zip(more) {
            count.rows += more.rows;
            count.nanos += more.nanos;
        }
    }
}
