//! SPARQL 1.1 (and RDF 1.2) over a [`Snapshot`].
//!
//! Oxigraph's parser, optimiser and evaluator do the work; what is ours is the dataset they read ([`Snapshot`]), the limits, and
//! [`bind`], which puts a view's parameters into a query as terms.
//!
//! The default graph of a query is the union of all graphs, each triple once, unless `FROM` or
//! [`QueryOptions::default_graphs`] says otherwise. What an update writes without `GRAPH` goes to the store's own default graph.

pub mod arrow;
mod bind;
mod columns;
mod computed;
mod dataset;
mod deep;
mod error;
mod explain;
mod functions;
mod graphs;
mod limit;
mod lineage;
mod load;
mod normal;
mod page;
mod parts;
mod plain;
mod progress;
mod rows;
mod search;
mod service;
mod small;
mod statements;
mod statistics;
mod steady;
mod template;
mod terms;
mod update;
mod walk;
mod watch;
mod written;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use oxigraph::model::{GraphName, NamedNode, NamedOrBlankNode, Term};
use oxigraph::sparql::SparqlEvaluator;
use spargebra::SparqlParser;
use spargebra::algebra::GraphPattern;

pub use bind::{BindError, bind};
pub use error::SparqlError;
pub use explain::{AnsweredBy, ExplainedStep, Explanation, StepKind, explain, explain_query};
pub use functions::{extension_aggregates, extension_functions};
pub(crate) use graphs::graphs_of;
pub use lineage::NotShown;
pub(crate) use lineage::{Known, Lineage, lineage};
pub use oxigraph::sparql::{
    CancellationToken, QueryResults, QuerySolution, QuerySolutionIter, QueryTripleIter, results,
};
pub use page::{Paged, page};
pub use progress::Progress;
pub use small::is_small;
pub use spargebra::Query;
pub use statements::{StatementsError, statements};
pub use steady::is_steady;
pub use update::{update, update_in, update_names_dataset};
pub use written::written;

use crate::snapshot::Snapshot;
use crate::vocab;
use dataset::View;
use limit::Limit;
use search::Failure;

/// How a query is to be answered. The default has no limits.
///
/// Limits are looked at throughout evaluation, whatever the query does, so it ends some milliseconds after it met one, and
/// always in an error. Two things are not interrupted: one call of one function (a `REPLACE` on a text of many megabytes), and
/// giving back the memory that was used. To end, evaluation is unwound; in a program built with `panic = "abort"` it cannot be, and
/// a query then ends when it next reads a quad, which a join of joins may not do for minutes.
#[derive(Clone, Default)]
pub struct QueryOptions {
    /// The longest that it may take, from the call to its last row.
    pub timeout: Option<Duration>,
    /// The most rows (or triples) that it may have; one more is an error, never a short answer.
    pub max_rows: Option<usize>,
    /// The most memory that it may hold, in bytes; needs [`Counting`](crate::memory::Counting) as the program's allocator.
    ///
    /// Counted is what the query's thread allocated since the query began and has not freed: what the caller keeps of its rows is
    /// of it, and what two queries that take turns on a thread hold is of both. It is looked at between two terms, so that one
    /// large text may go over it.
    pub max_memory: Option<usize>,
    /// Cancel it and the query ends with [`SparqlError::Cancelled`].
    pub cancellation: Option<CancellationToken>,
    /// Told of the rows that were given and the memory that is held, for whoever watches the query.
    pub progress: Option<Arc<Progress>>,
    /// The graphs whose union is the default graph, in place of all graphs and of what `FROM` says. `USING` and `WITH` of an
    /// update's operation are stronger.
    pub default_graphs: Option<Vec<GraphName>>,
    /// The graphs that `GRAPH` sees, in place of all and of what `FROM NAMED` says. `USING` and `WITH` are stronger.
    pub named_graphs: Option<Vec<NamedOrBlankNode>>,
    /// The folders from whose files an update may `LOAD`; none, and it may not.
    pub load_from: Vec<PathBuf>,
    /// What may be fetched from elsewhere, by `SERVICE` and `LOAD`; none, and nothing may.
    #[cfg(feature = "federation")]
    pub remote: Option<Arc<crate::remote::Client>>,
    /// The IRI against which relative IRIs are resolved.
    pub base_iri: Option<String>,
    /// How it is answered.
    pub way: Way,
}

/// How a query is answered. The answers are the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Way {
    /// Over columns, many rows at a time, as far as it can be planned so; the rest by Oxigraph's evaluator.
    #[default]
    Columns,
    /// All of it by Oxigraph's evaluator, row by row.
    Evaluator,
}

/// Parses a query; the project's [prefixes](vocab::PREFIXES) need no declaration.
///
/// # Errors
/// [`SparqlError::Syntax`] with line and column.
pub fn parse(text: &str, base_iri: Option<&str>) -> Result<Query, SparqlError> {
    let deep = deep::is_deep_text(text)?;
    let parser = parser(text, base_iri)?;
    deep::with_room(deep, || parser.parse_query(text)).map_err(|error| SparqlError::syntax(&error, text))
}

/// The parser for `text`, with those of the project's prefixes that it may use: to declare all of them takes longer than to answer a
/// small query.
fn parser(text: &str, base_iri: Option<&str>) -> Result<SparqlParser, SparqlError> {
    let mut parser = SparqlParser::new();
    // A name may be written with escapes, which the parser alone reads.
    let all = text.contains('\\') && (text.contains("\\u") || text.contains("\\U"));
    // To look for the colons once is quicker than to look for each prefix.
    let colons: Vec<usize> = memchr::memchr_iter(b':', text.as_bytes()).collect();
    let used = |prefix: &str| colons.iter().any(|at| text.as_bytes()[..*at].ends_with(prefix.as_bytes()));
    for (prefix, namespace) in vocab::PREFIXES.iter().filter(|(prefix, _)| all || used(prefix)) {
        parser = parser.with_prefix(*prefix, *namespace).expect("the project's prefixes are IRIs");
    }
    // A name is an aggregate only for who is told so before.
    for name in statistics::AGGREGATES {
        let local = name.as_str().rsplit('#').next().unwrap_or_default();
        if all || text.contains(local) {
            parser = parser.with_custom_aggregate_function(name);
        }
    }
    if let Some(base) = base_iri {
        parser = parser.with_base_iri(base).map_err(|error| SparqlError::BaseIri(error.to_string()))?;
    }
    Ok(parser)
}

/// Answers a query.
///
/// # Errors
/// [`SparqlError::Syntax`] when it cannot be parsed; rows that come later carry their own errors, see [`SparqlError::from`].
///
/// ```
/// use milieu::sparql::{self, QueryOptions, QueryResults};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let store = milieu::Store::new();
/// sparql::update(&store, "INSERT DATA { GRAPH graph:toy { nuts:DE11 a milieu:Region } }", &QueryOptions::default())?;
/// let QueryResults::Solutions(rows) =
///     sparql::query(&store.snapshot(), "SELECT ?region { ?region a milieu:Region }", &QueryOptions::default())?
/// else { unreachable!() };
/// assert_eq!(rows.count(), 1);
/// # Ok(()) }
/// ```
pub fn query(snapshot: &Snapshot, text: &str, options: &QueryOptions) -> Result<QueryResults<'static>, SparqlError> {
    evaluate(snapshot, parse(text, options.base_iri.as_deref())?, options)
}

/// Answers a parsed query, such as one that [`bind`] made.
///
/// # Errors
/// As [`query`].
pub fn evaluate(
    snapshot: &Snapshot,
    mut query: Query,
    options: &QueryOptions,
) -> Result<QueryResults<'static>, SparqlError> {
    let asked = Asked::new(snapshot, &mut query, options)?;
    let results = asked.results(query, options.way)?;
    Ok(match &options.progress {
        Some(progress) => progress::counted(results, progress),
        None => results,
    })
}

/// Makes `pattern` one that can be answered either way; gives what it calls.
fn prepared(pattern: &mut GraphPattern) -> Result<computed::Calls, SparqlError> {
    normal::count_variables(pattern);
    let called = computed::prepare(pattern)?;
    plain::make(pattern);
    Ok(called)
}

/// A query that was read, and what it is asked of.
struct Asked<'a> {
    snapshot: &'a Snapshot,
    default: Option<Vec<GraphName>>,
    named: Option<Vec<NamedOrBlankNode>>,
    called: computed::Calls,
    limit: Limit,
    services: service::Services,
    /// Whether it needs a large stack.
    deep: bool,
}

impl<'a> Asked<'a> {
    /// Makes `query` one that can be answered either way.
    fn new(snapshot: &'a Snapshot, query: &mut Query, options: &QueryOptions) -> Result<Self, SparqlError> {
        let limit = Limit::new(options)?;
        let deep = deep::is_deep(query)?;
        limit.deepen(deep);
        let (Query::Select { dataset, pattern, .. }
        | Query::Construct { dataset, pattern, .. }
        | Query::Describe { dataset, pattern, .. }
        | Query::Ask { dataset, pattern, .. }) = query;
        let dataset = dataset.take();
        let default = options.default_graphs.clone().or_else(|| {
            let default = &dataset.as_ref()?.default;
            Some(default.iter().cloned().map(Into::into).collect())
        });
        let named = options.named_graphs.clone().or_else(|| {
            // With FROM and no FROM NAMED there are no named graphs (SPARQL 1.1, 13.2).
            let named = dataset.as_ref()?.named.clone().unwrap_or_default();
            Some(named.into_iter().map(NamedNode::into).collect())
        });
        let called = deep::with_room(deep, || prepared(pattern))?;
        Ok(Self { snapshot, default, named, called, limit, services: service::Services::new(options), deep })
    }

    fn results(&self, query: Query, way: Way) -> Result<QueryResults<'static>, SparqlError> {
        // Over columns it would be worked on by threads whose stacks are small.
        if self.deep {
            return deep::with_room(true, || self.by_evaluator(query));
        }
        if way == Way::Columns
            && let Some(answer) = columns::answer(&query, &self.columns(), self.functions(), &|part| self.part(part))?
        {
            return Ok(self.over_columns(&query, answer));
        }
        self.by_evaluator(query)
    }

    /// What columns gave for `query` as its results.
    fn over_columns(&self, query: &Query, answer: columns::Answer) -> QueryResults<'static> {
        let limit = self.limit.clone();
        match (answer, query) {
            (columns::Answer::Truth(answer), _) => QueryResults::Boolean(answer),
            (columns::Answer::Rows(_, rows), Query::Construct { template, .. }) => {
                QueryResults::Graph(QueryTripleIter::new(limit.hold(rows.constructed(template.clone()))))
            }
            (columns::Answer::Rows(_, rows), Query::Describe { .. }) => {
                let default = dataset::default_scope(self.snapshot, self.default.as_deref());
                QueryResults::Graph(QueryTripleIter::new(limit.hold(rows.described(self.snapshot.clone(), default))))
            }
            (columns::Answer::Rows(variables, rows), _) => {
                QueryResults::Solutions(QuerySolutionIter::new(variables, limit.hold(rows)))
            }
        }
    }

    fn columns(&self) -> columns::Asked<'_> {
        columns::Asked {
            snapshot: self.snapshot,
            default: self.default.as_deref(),
            named: self.named.as_deref(),
            limit: &self.limit,
        }
    }

    fn functions(&self) -> Vec<(NamedNode, functions::Call)> {
        let scope = dataset::default_scope(self.snapshot, self.default.as_deref());
        functions::functions(self.called.functions.clone(), self.snapshot, &scope)
    }

    /// The rows of a part that the evaluator answers.
    fn part(&self, query: &Query) -> Result<Vec<Vec<Option<Term>>>, SparqlError> {
        match self.by_evaluator(query.clone())? {
            QueryResults::Solutions(rows) => {
                rows.map(|row| Ok(row.map_err(SparqlError::from)?.values().to_vec())).collect()
            }
            _ => unreachable!("a part of a query selects"),
        }
    }

    fn by_evaluator(&self, mut query: Query) -> Result<QueryResults<'static>, SparqlError> {
        rows::bind_each(&mut query);
        service::behind_its_name(&mut query);
        let view = View::new(self.snapshot.clone(), self.default.as_deref()).that_computes(&self.called);
        let failure = view.failure();
        let mut evaluator = SparqlEvaluator::new()
            .with_default_service_handler(self.services.clone())
            .with_cancellation_token(self.limit.token());
        for (name, gather) in functions::aggregates(&self.called.functions) {
            evaluator = evaluator.with_custom_aggregate_function(name, gather);
        }
        for (name, call) in functions::functions(self.called.functions.clone(), self.snapshot, view.default_scope()) {
            evaluator = evaluator.with_custom_function(name, call);
        }
        let mut prepared = evaluator.for_query(query);
        prepared.dataset_mut().set_default_graph(vec![GraphName::DefaultGraph]);
        if let Some(named) = &self.named {
            prepared.dataset_mut().set_available_named_graphs(named.clone());
        }
        let results = self.limit.run(|| prepared.on_queryable_dataset(view).execute())?;
        limited(results, &self.limit, failure)
    }
}

/// `results`, held to `limit`, until a search failed.
fn limited(
    results: QueryResults<'static>,
    limit: &Limit,
    failure: Failure,
) -> Result<QueryResults<'static>, SparqlError> {
    Ok(match results {
        QueryResults::Boolean(answer) => {
            // Where evaluation cannot be unwound it swallows some errors of a query that was stopped.
            limit.check()?;
            failure.check()?;
            QueryResults::Boolean(answer)
        }
        QueryResults::Solutions(rows) => {
            let variables: Arc<[_]> = rows.variables().into();
            QueryResults::Solutions(QuerySolutionIter::new(variables, limit.clone().hold(failure.hold(rows))))
        }
        QueryResults::Graph(triples) => {
            QueryResults::Graph(QueryTripleIter::new(limit.clone().hold(failure.hold(triples))))
        }
    })
}
