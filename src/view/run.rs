use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::cell::Cell;
use super::table::{Answered, RestsOn, Table};
use super::{Arguments, Binds, Column, View, ViewError, measured, sentence};
use crate::Snapshot;
use crate::model::{NamedNode, Term};
use crate::sparql::{self, CancellationToken, Progress, QueryOptions, QueryResults, SparqlError};

/// How a view is to be run. The default has no limits.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct RunOptions {
    /// The longest that its query may take.
    pub timeout: Option<Duration>,
    /// The most rows that the table may have; one more is an error, never a short answer.
    pub max_rows: Option<usize>,
    /// The most memory that its query may hold, in bytes; see [`QueryOptions::max_memory`].
    pub max_memory: Option<usize>,
    /// Cancel it and the run ends with an error.
    pub cancellation: Option<CancellationToken>,
    /// Told how far its queries have come; see [`QueryOptions::progress`].
    pub progress: Option<Arc<Progress>>,
}

impl RunOptions {
    /// At most `limit` for the query.
    #[must_use]
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.timeout = Some(limit);
        self
    }

    /// At most `limit` rows.
    #[must_use]
    pub fn max_rows(mut self, limit: usize) -> Self {
        self.max_rows = Some(limit);
        self
    }

    /// At most `limit` bytes of memory for the query.
    #[must_use]
    pub fn max_memory(mut self, limit: usize) -> Self {
        self.max_memory = Some(limit);
        self
    }

    /// Ends the run when `token` is cancelled.
    #[must_use]
    pub fn cancellation(mut self, token: CancellationToken) -> Self {
        self.cancellation = Some(token);
        self
    }

    /// The same limits, for a query.
    pub(super) fn of_query(&self) -> QueryOptions {
        let Self { timeout, max_rows, max_memory, cancellation, progress } = self.clone();
        QueryOptions { timeout, max_rows, max_memory, cancellation, progress, ..QueryOptions::default() }
    }

    /// The limits, from now on.
    pub(super) fn watch(&self) -> Watch<'_> {
        Watch { begun: Instant::now(), options: self }
    }
}

impl From<QueryOptions> for RunOptions {
    /// The limits and the progress alone.
    fn from(options: QueryOptions) -> Self {
        let QueryOptions { timeout, max_rows, max_memory, cancellation, progress, .. } = options;
        Self { timeout, max_rows, max_memory, cancellation, progress }
    }
}

/// The limits of a run that has begun.
#[derive(Clone, Copy)]
pub(super) struct Watch<'a> {
    begun: Instant,
    options: &'a RunOptions,
}

impl Watch<'_> {
    /// Whether to go on.
    pub(super) fn check(&self) -> Result<(), SparqlError> {
        if self.options.cancellation.as_ref().is_some_and(CancellationToken::is_cancelled) {
            return Err(SparqlError::Cancelled);
        }
        match self.options.timeout.filter(|limit| self.begun.elapsed() >= *limit) {
            Some(limit) => Err(SparqlError::TimedOut { limit }),
            None => Ok(()),
        }
    }

    /// What is left of the time.
    pub(super) fn left(&self) -> Option<Duration> {
        self.options.timeout.map(|timeout| timeout.saturating_sub(self.begun.elapsed()))
    }
}

/// A row of the query: a term, or none, for each of its variables.
pub(super) type Row = Vec<Option<Term>>;

impl View {
    /// Asks the view of a state of the data.
    ///
    /// # Errors
    /// [`ViewError`] when an argument names nothing, the query meets a limit, or a row does not fit its column.
    ///
    /// ```
    /// use milieu::view::{Catalogue, RunOptions};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let store = milieu::Store::new();
    /// # milieu::sparql::update(&store, "INSERT DATA { country:NOR a milieu:Country ; rdfs:label 'Norway'@en .
    /// #   <urn:boatyard> a milieu:Actor ; milieu:belongsTo country:NOR }", &Default::default())?;
    /// # let snapshot = store.snapshot();
    /// let view = Catalogue::shipped().get("cluster/members-by-kind")?;
    /// let table = view.run(&snapshot, &view.arguments([("group", "Norway")])?, &RunOptions::default())?;
    /// assert_eq!(table.cell(0, "actors").unwrap().to_text(), "1");
    /// # Ok(()) }
    /// ```
    pub fn run(&self, snapshot: &Snapshot, arguments: &Arguments, options: &RunOptions) -> Result<Table, ViewError> {
        self.answer(snapshot, arguments, &arguments.resolved(self, snapshot)?, options)
    }

    /// The answer for arguments that mean `terms`.
    pub(super) fn answer(
        &self,
        snapshot: &Snapshot,
        arguments: &Arguments,
        terms: &BTreeMap<String, Term>,
        options: &RunOptions,
    ) -> Result<Table, ViewError> {
        let watch = options.watch();
        let (variables, rows) = self.ask(snapshot, terms, options)?;
        let mut rows = match &self.header().measure {
            Some(measure) => measured::measured(self, measure, &variables, &rows, arguments, snapshot, watch)?,
            None => self.typed(&rows)?,
        };
        self.keep(&mut rows, terms);
        if let Some(limit) = options.max_rows
            && rows.len() > limit
        {
            return Err(SparqlError::TooManyRows { limit }.into());
        }
        label(&mut rows, snapshot);
        let columns = self.header().columns.clone();
        let given = |at: usize| rows.iter().filter(|row| !row[at].is_null()).count();
        Ok(Table {
            view: self.id().clone(),
            title: self.header().title.clone(),
            question: self.header().question.clone(),
            parameters: arguments.written(),
            coverage: columns.iter().enumerate().map(|(at, column)| (column.name.clone(), given(at))).collect(),
            sentence: self.header().sentence.as_ref().and_then(|text| sentence::fill(text, &columns, &rows)),
            chart: self.header().chart.clone(),
            snapshot: RestsOn { number: snapshot.number(), hash: snapshot.hash() },
            view_hash: self.hash().to_owned(),
            answer: Answered::Computed,
            columns,
            rows,
        })
    }

    /// The rows of the query, with its variables.
    pub(super) fn ask(
        &self,
        snapshot: &Snapshot,
        terms: &BTreeMap<String, Term>,
        options: &RunOptions,
    ) -> Result<(Vec<String>, Vec<Row>), ViewError> {
        let in_query = |name: &str| self.parameter(name).binds == Binds::Query;
        let bound = terms.iter().filter(|(name, _)| in_query(name)).map(|(name, term)| (name.clone(), term.clone()));
        let query = sparql::bind(self.query().clone(), &bound.collect())
            .map_err(|source| ViewError::Bind { view: self.id().to_string(), source })?;
        let direct = self.header().measure.is_none();
        // What a measure reads may be longer than what it says.
        let options = QueryOptions { max_rows: options.max_rows.filter(|_| direct), ..options.of_query() };
        let QueryResults::Solutions(solutions) = sparql::evaluate(snapshot, query, &options)? else {
            unreachable!("a view is a SELECT: checked when it was read")
        };
        let variables = solutions.variables().iter().map(|variable| variable.as_str().to_owned()).collect();
        let mut rows = Vec::new();
        for solution in solutions {
            let solution = solution.map_err(SparqlError::from)?;
            rows.push(solution.values().to_vec());
        }
        Ok((variables, rows))
    }

    /// Rows whose terms stand in the order of the columns.
    fn typed(&self, rows: &[Row]) -> Result<Vec<Vec<Cell>>, ViewError> {
        let columns = &self.header().columns;
        rows.iter()
            .map(|row| columns.iter().zip(row).map(|(column, term)| self.cell(column, term.as_ref())).collect())
            .collect()
    }

    pub(super) fn cell(&self, column: &Column, term: Option<&Term>) -> Result<Cell, ViewError> {
        Cell::new(column.type_, term).ok_or_else(|| ViewError::Cell {
            view: self.id().to_string(),
            column: column.name.clone(),
            expected: column.type_.as_str(),
            found: term.map_or_else(String::new, ToString::to_string),
        })
    }

    /// Leaves out the rows that a parameter which binds rows does not ask for.
    fn keep(&self, rows: &mut Vec<Vec<Cell>>, terms: &BTreeMap<String, Term>) {
        for (name, term) in terms.iter().filter(|(name, _)| self.parameter(name).binds == Binds::Rows) {
            let columns = &self.header().columns;
            let at = columns.iter().position(|column| column.name == *name).expect("checked when it was read");
            let wanted = Cell::new(columns[at].type_, Some(term));
            rows.retain(|row| Some(&row[at]) == wanted.as_ref());
        }
    }
}

/// Gives each thing its label, looked up once.
fn label(rows: &mut [Vec<Cell>], snapshot: &Snapshot) {
    let mut known: HashMap<String, Option<String>> = HashMap::new();
    for cell in rows.iter_mut().flatten() {
        if let Cell::Iri { value, label } = cell {
            let look_up = || snapshot.label(&NamedNode::new_unchecked(value.as_str()));
            label.clone_from(known.entry(value.clone()).or_insert_with(look_up));
        }
    }
}
