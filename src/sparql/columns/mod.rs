//! The second way to answer a query: over columns of term numbers, many rows at a time.
//!
//! [`compile`] makes a plan of the algebra, as far as it is sure to give what Oxigraph's evaluator gives; a part that it is not sure of
//! is left to the evaluator, and joined with the rest. [`answer`] carries the plan out.

mod aggregate;
mod answer;
mod chunk;
mod compare;
mod compile;
mod context;
mod ends;
mod expression;
mod find;
mod group;
mod join;
mod live;
mod once;
mod order;
mod plan;
mod run;
mod scope;
mod slots;
mod stats;
mod value;
mod walk;
#[cfg(test)]
mod world;

use std::sync::Arc;

use oxigraph::model::{GraphName, NamedNode, NamedOrBlankNode, Term, Variable};
use oxigraph::sparql::{QueryEvaluationError, QuerySolution};
use spargebra::Query;
use spargebra::algebra::GraphPattern;

use self::answer::{Counts, Evaluate};
use self::chunk::{Chunk, UNBOUND};
use self::compile::{Compiler, Here};
use self::context::{Context, Guard, Stop};
use self::expression::Calls;
use self::plan::{End, InGraph, Plan};
use self::scope::Scope;
use super::dataset::default_scope;
use super::functions;
use super::terms::Terms;
use super::{QueryOptions, SparqlError};
use crate::snapshot::Snapshot;

/// Why a pattern is left to the evaluator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unplanned(pub(super) String);

/// The solutions of a SELECT, or whether an ASK has one.
pub(super) enum Answer {
    Truth(bool),
    Rows(Arc<[Variable]>, Rows),
}

/// Rows that are made terms when they are asked for.
pub(super) struct Rows {
    terms: Arc<Terms>,
    variables: Arc<[Variable]>,
    chunk: Chunk,
    slots: Vec<Option<usize>>,
    next: usize,
}

/// What a query is asked of.
pub(super) struct Asked<'a> {
    pub(super) snapshot: &'a Snapshot,
    pub(super) default: Option<&'a [GraphName]>,
    pub(super) named: Option<&'a [NamedOrBlankNode]>,
    pub(super) options: &'a QueryOptions,
}

/// Answers `query` if it can be planned; what cannot be in it is given to `evaluate`.
pub(super) fn answer(
    query: &Query,
    asked: &Asked<'_>,
    functions: Vec<(NamedNode, functions::Call)>,
    evaluate: &Evaluate<'_>,
) -> Result<Option<Answer>, SparqlError> {
    let limited;
    let (pattern, base, asks) = match query {
        Query::Select { pattern, base_iri, .. } => (pattern, base_iri, false),
        Query::Ask { pattern, base_iri, .. } => {
            limited = GraphPattern::Slice { inner: Box::new(pattern.clone()), start: 0, length: Some(1) };
            (&limited, base_iri, true)
        }
        Query::Construct { .. } | Query::Describe { .. } => return Ok(None),
    };
    let terms = Arc::new(Terms::of(asked.snapshot));
    let graph = |name: &NamedOrBlankNode| terms.intern(name.as_ref().into());
    let context = Context {
        snapshot: asked.snapshot.clone(),
        default: default_scope(asked.snapshot, asked.default),
        named: asked.named.map(|named| named.iter().map(graph).collect()),
        terms,
        calls: Calls::new(functions, base.clone()),
        guard: Guard::new(asked.options),
    };
    let mut compiler = Compiler::new(&context);
    let mut here = Here { scope: Scope::default(), graph: InGraph::Default };
    let variables: Arc<[Variable]> = if asks { Arc::default() } else { projected(pattern).into() };
    let Ok(plan) = compiler.whole(pattern, &mut here) else { return Ok(None) };
    if matches!(plan.end, End::Evaluator { .. }) {
        return Ok(None);
    }
    let slots = variables.iter().map(|variable| here.scope.known(variable).filter(|slot| plan.gives.contains(*slot)));
    let slots: Vec<Option<usize>> = slots.collect();
    let (counts, names) = (compiler.counts(), compiler.names.all);
    match carried_out(context, &plan, counts, &names, evaluate) {
        Ok((chunk, _)) if asks => Ok(Some(Answer::Truth(chunk.0.rows > 0))),
        Ok((chunk, _)) => {
            let rows = Rows { terms: chunk.1, variables: Arc::clone(&variables), chunk: chunk.0, slots, next: 0 };
            Ok(Some(Answer::Rows(variables, rows)))
        }
        // The evaluator holds fewer rows at a time, and may come by with less.
        Err(Stop::TooMany | Stop::Error(SparqlError::TooMuchMemory { .. })) => Ok(None),
        Err(Stop::Error(error)) => Err(error),
        Err(Stop::Enough) => unreachable!("a plan takes care of that itself"),
    }
}

fn carried_out(
    context: Context,
    plan: &Plan,
    (steps, plans): (usize, usize),
    names: &[String],
    evaluate: &Evaluate<'_>,
) -> Result<((Chunk, Arc<Terms>), Counts), Stop> {
    let terms = Arc::clone(&context.terms);
    let query = run::Query::new(context, names.len(), (steps, plans), false);
    let mut counts = Counts::new(steps, plans);
    let chunk = query.rows(plan, names, evaluate, &mut counts)?;
    Ok(((chunk, terms), counts))
}

/// The variables that a SELECT projects.
fn projected(pattern: &GraphPattern) -> Vec<Variable> {
    match pattern {
        GraphPattern::Project { variables, .. } => variables.clone(),
        GraphPattern::Distinct { inner } | GraphPattern::Reduced { inner } | GraphPattern::Slice { inner, .. } => {
            projected(inner)
        }
        _ => Vec::new(),
    }
}

impl Iterator for Rows {
    type Item = Result<QuerySolution, QueryEvaluationError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.next == self.chunk.rows {
            return None;
        }
        let term = |slot: &Option<usize>| -> Option<Term> {
            let id = self.chunk.get((*slot)?, self.next);
            (id != UNBOUND).then(|| self.terms.term(id))
        };
        let values: Vec<Option<Term>> = self.slots.iter().map(term).collect();
        self.next += 1;
        Some(Ok((Arc::clone(&self.variables), values).into()))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.chunk.rows - self.next;
        (left, Some(left))
    }
}
