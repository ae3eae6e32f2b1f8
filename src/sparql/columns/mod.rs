//! The second way to answer a query: over columns of term numbers, many rows at a time.
//!
//! [`compile`] makes a plan of the algebra, as far as it is sure to give what Oxigraph's evaluator gives; a part that it is not sure of
//! is left to the evaluator, and joined with the rest. [`answer`] carries the plan out.

mod aggregate;
mod along;
mod answer;
mod beside;
mod by_term;
mod choose;
mod chunk;
mod compare;
mod compile;
mod context;
mod describe;
mod ends;
mod expression;
mod find;
mod group;
mod join;
mod live;
mod look_up;
mod merge_sort;
mod once;
mod order;
mod parts;
mod plan;
mod run;
mod scope;
mod seen;
mod sieve;
mod slots;
mod stats;
mod triple;
mod triples;
mod value;
mod walk;
mod words;
#[cfg(test)]
mod world;

use std::sync::Arc;
use std::time::Instant;

use oxigraph::model::{GraphName, NamedNode, NamedOrBlankNode, Term, Variable};
use oxigraph::sparql::{QueryEvaluationError, QuerySolution};
use spargebra::Query;
use spargebra::algebra::GraphPattern;

use self::answer::{Counts, Evaluate};
use self::chunk::Chunk;
use self::compile::{Compiler, Here};
use self::context::{Context, Guard, Stop};
use self::describe::{Describer, Sources};
use self::expression::Calls;
use self::plan::{End, InGraph, Plan};
use self::scope::Scope;
use self::words::Words;
use super::dataset::default_scope;
use super::explain::ExplainedStep;
use super::functions;
use super::limit::Limit;
use super::terms::Terms;
use super::{SparqlError, template};
use crate::snapshot::Snapshot;

/// Why a pattern is left to the evaluator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unplanned(pub(super) String);

/// The solutions of a query, or whether an ASK has one. Those of a CONSTRUCT or DESCRIBE are yet to be made triples.
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
    pub(super) limit: &'a Limit,
}

/// What is told of a query that was answered over columns.
pub(super) struct Told {
    pub(super) plan: Vec<ExplainedStep>,
    /// Why parts went to the evaluator.
    pub(super) why: Vec<String>,
    pub(super) answer: Answer,
    pub(super) threads: usize,
    /// When the plan was made.
    pub(super) planned: Instant,
}

/// A query's plan, and what it is carried out with.
struct Planned {
    context: Context,
    plan: Plan,
    /// How many steps and plans there are.
    counts: (usize, usize),
    /// Of each slot.
    names: Vec<String>,
    /// What of its rows is shown; an ASK shows nothing.
    variables: Option<Arc<[Variable]>>,
    slots: Vec<Option<usize>>,
    sources: Option<Sources>,
}

/// Answers `query` if it can be planned; what cannot be in it is given to `evaluate`.
pub(super) fn answer(
    query: &Query,
    asked: &Asked<'_>,
    functions: Vec<(NamedNode, functions::Call)>,
    evaluate: &Evaluate<'_>,
) -> Result<Option<Answer>, SparqlError> {
    let Ok(planned) = Planned::new(query, asked, functions, None) else { return Ok(None) };
    let (variables, slots, terms) = (planned.variables, planned.slots, Arc::clone(&planned.context.terms));
    match carried_out(planned.context, &planned.plan, planned.counts, &planned.names, evaluate, false) {
        Ok((chunk, _)) => Ok(Some(Answer::new(variables, slots, terms, chunk))),
        // The evaluator holds fewer rows at a time, and may come by with less.
        Err(Stop::TooMany | Stop::Error(SparqlError::TooMuchMemory { .. })) => Ok(None),
        Err(Stop::Error(error)) => Err(error),
        Err(Stop::Enough) => unreachable!("a plan takes care of that itself"),
    }
}

/// Answers `query` for who wants to know how; or why it cannot be planned.
pub(super) fn explained(
    query: &Query,
    asked: &Asked<'_>,
    functions: Vec<(NamedNode, functions::Call)>,
    evaluate: &Evaluate<'_>,
) -> Result<Result<Told, Unplanned>, SparqlError> {
    let planned = match Planned::new(query, asked, functions, Some(Sources::default())) {
        Ok(planned) => planned,
        Err(unplanned) => return Ok(Err(unplanned)),
    };
    let when = Instant::now();
    let Planned { context, plan, counts: (steps, plans), names, variables, slots, sources } = planned;
    let terms = Arc::clone(&context.terms);
    let (chunk, counts) = match carried_out(context, &plan, (steps, plans), &names, evaluate, true) {
        Ok(done) => done,
        Err(Stop::TooMany) => return Ok(Err(Unplanned("more rows than are held at once".to_owned()))),
        Err(Stop::Error(SparqlError::TooMuchMemory { .. })) => {
            return Ok(Err(Unplanned("more memory than the query may hold".to_owned())));
        }
        Err(Stop::Error(error)) => return Err(error),
        Err(Stop::Enough) => unreachable!("a plan takes care of that itself"),
    };
    let (names, sources, words) = (&names[..], &sources.unwrap_or_default(), Words::default());
    let mut describer = Describer { terms: &terms, names, sources, counts: &counts, steps, words, why: Vec::new() };
    let (plan, why) = (describer.plan(&plan), describer.why);
    let answer = Answer::new(variables, slots, terms, chunk);
    Ok(Ok(Told { plan, why, answer, threads: counts.threads, planned: when }))
}

impl Answer {
    fn new(variables: Option<Arc<[Variable]>>, slots: Vec<Option<usize>>, terms: Arc<Terms>, chunk: Chunk) -> Self {
        match variables {
            None => Self::Truth(chunk.rows > 0),
            Some(variables) => {
                let rows = Rows { terms, variables: Arc::clone(&variables), chunk, slots, next: 0 };
                Self::Rows(variables, rows)
            }
        }
    }
}

impl Planned {
    fn new(
        query: &Query,
        asked: &Asked<'_>,
        functions: Vec<(NamedNode, functions::Call)>,
        sources: Option<Sources>,
    ) -> Result<Self, Unplanned> {
        let shown;
        let (pattern, base, asks) = match query {
            Query::Select { pattern, base_iri, .. } | Query::Describe { pattern, base_iri, .. } => {
                (pattern, base_iri, false)
            }
            Query::Ask { pattern, base_iri, .. } => {
                shown = GraphPattern::Slice { inner: Box::new(pattern.clone()), start: 0, length: Some(1) };
                (&shown, base_iri, true)
            }
            Query::Construct { template, pattern, base_iri, .. } => {
                let variables = template::variables(template);
                shown = GraphPattern::Project { inner: Box::new(pattern.clone()), variables };
                (&shown, base_iri, false)
            }
        };
        let terms = Arc::new(Terms::of(asked.snapshot));
        let graph = |name: &NamedOrBlankNode| terms.intern(name.as_ref().into());
        let context = Context {
            snapshot: asked.snapshot.clone(),
            default: default_scope(asked.snapshot, asked.default),
            named: asked.named.map(|named| named.iter().map(graph).collect()),
            terms,
            calls: Calls::new(functions, base.clone()),
            guard: Guard::new(asked.limit),
        };
        let mut compiler = Compiler::new(&context);
        compiler.sources = sources;
        let mut here = Here { scope: Scope::default(), graph: InGraph::Default };
        let variables: Option<Arc<[Variable]>> = if asks { None } else { Some(projected(pattern).into()) };
        let plan = compiler.whole(pattern, &mut here)?;
        if let End::Evaluator { why, .. } = plan.end {
            return Err(Unplanned(why));
        }
        let slot = |variable| here.scope.known(variable).filter(|slot| plan.gives.contains(*slot));
        let slots = variables.iter().flat_map(|variables| variables.iter().map(slot)).collect();
        let (counts, names, sources) = (compiler.counts(), compiler.names.all, compiler.sources);
        Ok(Self { context, plan, counts, names, variables, slots, sources })
    }
}

fn carried_out(
    context: Context,
    plan: &Plan,
    (steps, plans): (usize, usize),
    names: &[String],
    evaluate: &Evaluate<'_>,
    timed: bool,
) -> Result<(Chunk, Counts), Stop> {
    let query = run::Query::new(context, names.len(), (steps, plans), timed);
    let mut counts = Counts::new(steps, plans);
    let chunk = query.rows(plan, names, evaluate, &mut counts)?;
    Ok((chunk, counts))
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
        let values: Vec<Option<Term>> = (0..self.slots.len()).map(|variable| self.term(variable, self.next)).collect();
        self.next += 1;
        Some(Ok((Arc::clone(&self.variables), values).into()))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.chunk.rows - self.next;
        (left, Some(left))
    }
}
