//! What came of each thing.

use std::fmt;
use std::io::Write;

use serde::Serialize;

use crate::model::NamedNode;
use crate::remote::RemoteError;

/// Why there was no answer about a thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The status of HTTP, if it came to one.
    pub status: Option<u16>,
    /// The reason, for people.
    pub reason: String,
}

impl Failure {
    pub(super) fn unreadable(reason: String) -> Self {
        Self { status: None, reason }
    }
}

impl From<RemoteError> for Failure {
    fn from(error: RemoteError) -> Self {
        let status = if let RemoteError::Status { status, .. } = &error { Some(*status) } else { None };
        Self { status, reason: error.to_string() }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)
    }
}

/// What came of a thing.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// So many statements about it came, and are kept.
    Enriched(usize),
    /// It was answered that nothing is known of it.
    Nothing,
    /// It was answered about before, and not asked about again.
    Known,
    /// It was asked about in vain.
    Failed(Failure),
    /// It was not asked about any more, for this reason.
    NotAsked(String),
}

/// A thing, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Row {
    /// The thing.
    pub thing: NamedNode,
    /// The endpoint that was asked, or the thing's own address.
    pub endpoint: String,
    /// What came of it.
    pub outcome: Outcome,
}

/// A row as it is written.
#[derive(Serialize)]
struct Line<'r> {
    thing: &'r str,
    endpoint: &'r str,
    outcome: &'static str,
    statements: usize,
    status: Option<u16>,
    message: &'r str,
}

impl Row {
    fn line(&self) -> Line<'_> {
        let (outcome, statements, status, message) = match &self.outcome {
            Outcome::Enriched(statements) => ("enriched", *statements, None, ""),
            Outcome::Nothing => ("nothing", 0, None, ""),
            Outcome::Known => ("known", 0, None, ""),
            Outcome::Failed(failure) => ("failed", 0, failure.status, failure.reason.as_str()),
            Outcome::NotAsked(reason) => ("not asked", 0, None, reason.as_str()),
        };
        Line { thing: self.thing.as_str(), endpoint: &self.endpoint, outcome, statements, status, message }
    }
}

/// What came of an enrichment: a row for each thing, in the order in which they were asked about.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Report {
    /// A row for each thing.
    pub rows: Vec<Row>,
    /// The graphs that hold what came.
    pub graphs: Vec<NamedNode>,
    /// Statements that came beside what is said of the things, and are kept: those of a CONSTRUCT about others.
    pub beside: usize,
    /// Statements that came and were not asked for; they are not kept.
    pub unasked: usize,
    /// The limit that ended it early, in words.
    pub limit: Option<String>,
    /// Whether it was stopped by whoever waited for it.
    pub stopped: bool,
    /// The snapshot that holds all that came.
    pub snapshot: u64,
}

impl Report {
    /// How many things have such an outcome.
    ///
    /// ```
    /// use milieu::enrich::{Outcome, Report};
    /// assert_eq!(Report::default().count(|outcome| matches!(outcome, Outcome::Failed(_))), 0);
    /// ```
    pub fn count(&self, is_such: impl Fn(&Outcome) -> bool) -> usize {
        self.rows.iter().filter(|row| is_such(&row.outcome)).count()
    }

    /// How many statements about the things are kept.
    pub fn statements(&self) -> usize {
        self.rows.iter().map(|row| row.line().statements).sum()
    }

    /// Writes the rows as CSV: thing, endpoint, outcome (`enriched`, `nothing`, `known`, `failed`, `not asked`), statements, status, message.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn write_csv(&self, out: impl Write) -> csv::Result<()> {
        let mut csv = csv::WriterBuilder::new().has_headers(false).from_writer(out);
        csv.write_record(["thing", "endpoint", "outcome", "statements", "status", "message"])?;
        self.rows.iter().try_for_each(|row| csv.serialize(row.line()))?;
        Ok(csv.flush()?)
    }

    /// Writes the rows as one JSON array of objects with the same members.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn write_json(&self, mut out: impl Write) -> std::io::Result<()> {
        let lines: Vec<Line<'_>> = self.rows.iter().map(Row::line).collect();
        serde_json::to_writer_pretty(&mut out, &lines)?;
        writeln!(out)
    }
}
