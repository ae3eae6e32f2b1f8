//! How a query was answered.

mod text;

use std::time::{Duration, Instant};

use serde::Serialize;

use super::columns::Unplanned;
use super::{Asked, Query, QueryOptions, QueryResults, SparqlError, Way, columns, deep, parse};
use crate::snapshot::Snapshot;

/// How a query was answered: which way, by which plan, with how many rows and in what time.
///
/// Serialised it is one object with a key for each field.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Explanation {
    /// Which way it was answered.
    pub answered_by: AnsweredBy,
    /// Why the evaluator answered all of it, or parts.
    pub why: Vec<String>,
    /// What was done, in its order.
    pub plan: Vec<ExplainedStep>,
    /// How many rows the answer has; triples, if it constructs; 1 for yes and 0 for no.
    pub rows: u64,
    /// The most threads that worked on it at once.
    pub threads: usize,
    /// How long all of it took, as a clock on the wall says. Over columns that is without making terms of the rows.
    pub milliseconds: f64,
    /// How much of that went by before the first step: reading the query and making the plan.
    pub planning_milliseconds: f64,
    /// The number of the snapshot.
    pub snapshot: u64,
    /// The hash of the snapshot's content.
    pub hash: String,
}

/// Which way a query was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum AnsweredBy {
    /// Over columns, many rows at a time.
    Columns,
    /// Over columns, with parts by Oxigraph's evaluator.
    ColumnsAndEvaluator,
    /// By Oxigraph's evaluator, row by row. It tells nothing of its plan.
    Evaluator,
}

/// A step of a plan.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ExplainedStep {
    /// What kind of step it is.
    pub kind: StepKind,
    /// What it does, in the words of SPARQL.
    pub text: String,
    /// How many rows were expected after it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<f64>,
    /// How many rows there were after it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rows: Option<u64>,
    /// How long it took, without the steps within it; with several threads, all of them together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub milliseconds: Option<f64>,
    /// Why the evaluator did it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// The steps that it rests on, which come before it, or that it sends rows through.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<ExplainedStep>,
}

/// What a step does to the rows that come to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum StepKind {
    /// Joins them with the triples that match a pattern.
    Match,
    /// Joins them with the ends of a property path of any length.
    Path,
    /// Keeps those for which a condition is true.
    Filter,
    /// Binds one more variable.
    Bind,
    /// Joins them with the rows of the steps within it.
    Join,
    /// The same, and keeps those that join with none.
    LeftJoin,
    /// Leaves out those that join with a row of the steps within it.
    Minus,
    /// Sends them through the steps within it, and keeps those for which nothing comes out.
    Optional,
    /// Binds a variable to whether something comes out of the steps within it.
    Exists,
    /// Sends them through each of the ways within it.
    Union,
    /// One way of a union.
    Way,
    /// Makes one row of each group.
    Group,
    /// Keeps each once.
    Distinct,
    /// Puts them in order.
    Sort,
    /// Keeps some of them by their place.
    Slice,
    /// Gives rows that stand in the query.
    Values,
    /// Gives the rows that Oxigraph's evaluator gives.
    Evaluator,
}

impl ExplainedStep {
    pub(super) fn new(kind: StepKind, text: impl Into<String>) -> Self {
        let text = text.into();
        Self { kind, text, expected: None, rows: None, milliseconds: None, why: None, steps: Vec::new() }
    }
}

/// Answers a query and tells how, in place of its rows. The limits of `options` hold.
///
/// # Errors
/// As [`query`](super::query); a limit that is met is an error here too.
///
/// ```
/// use milieu::sparql::{self, AnsweredBy, QueryOptions};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let store = milieu::Store::new();
/// sparql::update(&store, "INSERT DATA { nuts:DE11 a milieu:Region }", &QueryOptions::default())?;
/// let text = "SELECT ?region { ?region a milieu:Region }";
/// let explanation = sparql::explain(&store.snapshot(), text, &QueryOptions::default())?;
/// assert_eq!(explanation.answered_by, AnsweredBy::Columns);
/// assert_eq!(explanation.plan[0].text, "match ?region a milieu:Region by object");
/// assert_eq!(explanation.plan[0].rows, Some(1));
/// # Ok(()) }
/// ```
pub fn explain(snapshot: &Snapshot, text: &str, options: &QueryOptions) -> Result<Explanation, SparqlError> {
    let began = Instant::now();
    explained(snapshot, parse(text, options.base_iri.as_deref())?, options, began)
}

/// Does the same for a parsed query, such as one that [`bind`](super::bind) made.
///
/// # Errors
/// As [`evaluate`](super::evaluate); a limit that is met is an error here too.
///
/// ```
/// use milieu::sparql::{self, AnsweredBy, QueryOptions};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let query = sparql::parse("ASK { ?region milieu:matches 'stuttgart' }", None)?;
/// let explanation = sparql::explain_query(&milieu::Store::new().snapshot(), query, &QueryOptions::default())?;
/// assert_eq!(explanation.answered_by, AnsweredBy::Evaluator);
/// assert_eq!(explanation.why, ["a computed property"]);
/// # Ok(()) }
/// ```
pub fn explain_query(snapshot: &Snapshot, query: Query, options: &QueryOptions) -> Result<Explanation, SparqlError> {
    explained(snapshot, query, options, Instant::now())
}

fn explained(
    snapshot: &Snapshot,
    mut query: Query,
    options: &QueryOptions,
    began: Instant,
) -> Result<Explanation, SparqlError> {
    let asked = Asked::new(snapshot, &mut query, options)?;
    let over_columns = match options.way {
        Way::Columns if asked.deep => Err(Unplanned("it is nested deeply".to_owned())),
        Way::Columns => columns::explained(&query, &asked.columns(), asked.functions(), &|part| asked.part(part))?,
        Way::Evaluator => Err(Unplanned("it was asked for".to_owned())),
    };
    let mut explanation = Explanation {
        answered_by: AnsweredBy::Columns,
        why: Vec::new(),
        plan: Vec::new(),
        rows: 0,
        threads: 1,
        milliseconds: 0.0,
        planning_milliseconds: 0.0,
        snapshot: snapshot.number(),
        hash: snapshot.hash(),
    };
    match over_columns {
        Ok(told) => {
            explanation.rows = match told.answer {
                // To count rows they need not be written.
                columns::Answer::Rows(_, rows) if matches!(query, Query::Select { .. }) => rows.count_all() as u64,
                answer => rows(asked.over_columns(&query, answer))?,
            };
            explanation.plan = told.plan;
            explanation.threads = told.threads;
            explanation.planning_milliseconds = milliseconds(told.planned - began);
            if let Some(limit) = options.max_rows.filter(|limit| explanation.rows > *limit as u64) {
                return Err(SparqlError::TooManyRows { limit });
            }
            if !told.why.is_empty() {
                explanation.answered_by = AnsweredBy::ColumnsAndEvaluator;
                explanation.why = told.why;
                explanation.why.sort();
                explanation.why.dedup();
            }
        }
        Err(Unplanned(why)) => {
            let planned = Instant::now();
            explanation.rows = rows(deep::with_room(asked.deep, || asked.by_evaluator(query))?)?;
            explanation.answered_by = AnsweredBy::Evaluator;
            explanation.planning_milliseconds = milliseconds(planned - began);
            let mut step = ExplainedStep::new(StepKind::Evaluator, "evaluator");
            step.rows = Some(explanation.rows);
            step.milliseconds = Some(milliseconds(planned.elapsed()));
            step.why = Some(why.clone());
            explanation.plan.push(step);
            explanation.why.push(why);
        }
    }
    explanation.milliseconds = milliseconds(began.elapsed());
    Ok(explanation)
}

/// How many rows come.
fn rows(results: QueryResults<'static>) -> Result<u64, SparqlError> {
    let mut count = 0;
    match results {
        QueryResults::Boolean(answer) => count = u64::from(answer),
        QueryResults::Solutions(rows) => {
            for row in rows {
                row?;
                count += 1;
            }
        }
        QueryResults::Graph(triples) => {
            for triple in triples {
                triple?;
                count += 1;
            }
        }
    }
    Ok(count)
}

/// To the microsecond.
#[expect(clippy::cast_precision_loss, reason = "a query does not run for centuries")]
pub(super) fn milliseconds(time: Duration) -> f64 {
    (time.as_nanos() / 1000) as f64 / 1000.0
}
