//! `milieu query`

use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};
use clap::Args;

use super::answer;
use super::data::Data;
use super::exit::{Exit, Usage};
use super::format::Format;
use super::interrupt;
use super::output;
use super::remote::Remote;
use super::size;
use super::talk::Talk;
use crate::face::results::Of;
use crate::sparql::{self, QueryOptions};
use crate::view::RunOptions;

/// Ask a question in SPARQL
///
/// The query comes from -q, from a file, or from stdin. The project's prefixes (milieu:, skos:, nuts:, country: ...) need no
/// declaration. The default graph is the union of all named graphs. SELECT and ASK come as a table unless --format says
/// otherwise; CONSTRUCT and DESCRIBE come as Turtle.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  milieu query -q 'SELECT ?label { ?cluster a milieu:Cluster ; rdfs:label ?label }'
  milieu query question.rq --store my-store --format csv > answer.csv
  milieu query question.rq --store my-store --format parquet > answer.parquet
  milieu query question.rq --store my-store --at 41
  echo 'ASK { nuts:DE11 a milieu:Region }' | milieu query --toy
  milieu query -q 'DESCRIBE <https://w3id.org/milieu/id/cluster/stuttgart-cars>' --format ttl
  milieu query -q 'SELECT * { SERVICE <https://example.org/sparql> { ?s ?p ?o } }' --toy --allow-remote https://example.org/sparql
  milieu query -q 'SELECT * { ?s ?p ?o }' --data mine.ttl --data more.nt --max-rows 1000 --timeout 10")]
pub(super) struct Query {
    #[command(flatten)]
    question: Question,
    /// How the answer is written
    #[arg(long, short = 'f', value_enum)]
    format: Option<Format>,
}

/// A query, what it is asked of, and how much it may take.
#[derive(Debug, Args)]
pub(super) struct Question {
    /// The query's text
    #[arg(short = 'q', long = "query", value_name = "TEXT", conflicts_with = "file")]
    text: Option<String>,
    /// The file that holds the query; - for stdin
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    #[command(flatten)]
    pub(super) data: Data,
    #[command(flatten)]
    pub(super) limits: Limits,
    #[command(flatten)]
    remote: Remote,
}

/// Limits that a query is held to.
#[derive(Debug, Args)]
pub(super) struct Limits {
    /// Stop after so many seconds, with exit code 3
    #[arg(long, value_name = "SECONDS", help_heading = "Limits", value_parser = seconds)]
    timeout: Option<Duration>,
    /// Refuse an answer of more rows than this, with exit code 3
    #[arg(long, value_name = "ROWS", help_heading = "Limits")]
    max_rows: Option<usize>,
    /// Stop when the query holds more memory than this (512MiB, 2GB), with exit code 3
    #[arg(long, value_name = "SIZE", help_heading = "Limits", value_parser = size::bytes)]
    max_memory: Option<usize>,
}

impl Limits {
    /// The same as options of a query, which Ctrl-C cancels.
    pub(super) fn options(&self) -> QueryOptions {
        let Self { timeout, max_rows, max_memory } = *self;
        let cancellation = Some(interrupt::token_of_question());
        QueryOptions { timeout, max_rows, max_memory, cancellation, ..QueryOptions::default() }
    }

    /// The same as options of a view's run.
    pub(super) fn of_view(&self) -> RunOptions {
        self.options().into()
    }
}

impl Query {
    pub(super) fn run(self, talk: Talk) -> Result<Exit> {
        let Self { question, format } = self;
        if let Some(format) = format.filter(|format| format.columns().is_some()) {
            output::not_to_a_terminal(&format.name())?;
        }
        let (text, parsed) = question.read()?;
        let snapshot = question.data.read(talk)?;
        let results = sparql::evaluate(&snapshot, parsed, &question.options()?).with_context(|| question.origin())?;
        let of = Of { snapshot: &snapshot, query: &text };
        let written = output::data(|out| answer::write(results, &of, format, out))?;
        talk.say(format_args!("{written} · snapshot {} ({})", snapshot.number(), short(&snapshot.hash())));
        Ok(Exit::Ok)
    }
}

impl Question {
    /// The query as it was written, and parsed: a fault in it is told before any data are loaded.
    pub(super) fn read(&self) -> Result<(String, sparql::Query)> {
        let text = text(self.text.as_deref(), self.file.as_deref(), "query")?;
        let parsed = sparql::parse(&text, None).with_context(|| self.origin())?;
        Ok((text, parsed))
    }

    /// How it is to be answered.
    pub(super) fn options(&self) -> Result<QueryOptions> {
        self.remote.with(self.limits.options())
    }

    /// Where the query comes from, for messages.
    pub(super) fn origin(&self) -> String {
        match &self.file {
            Some(file) => file.display().to_string(),
            None => "the query".to_owned(),
        }
    }
}

/// The text given by `-q`, by a file or on stdin.
pub(super) fn text(text: Option<&str>, file: Option<&Path>, what: &str) -> Result<String> {
    match (text, file) {
        (Some(text), _) => Ok(text.to_owned()),
        (None, Some(file)) if file != Path::new("-") => {
            std::fs::read_to_string(file).with_context(|| format!("cannot read the {what} {}", file.display()))
        }
        (None, None) if io::stdin().is_terminal() => {
            Err(Usage(format!("no {what} given: use -q TEXT, a file, or stdin")).into())
        }
        _ => {
            let mut text = String::new();
            io::stdin().read_to_string(&mut text).with_context(|| format!("cannot read the {what} from stdin"))?;
            Ok(text)
        }
    }
}

/// The first letters of a hash, enough to tell two states apart at a glance.
pub(super) fn short(hash: &str) -> &str {
    hash.get(..12).unwrap_or(hash)
}

pub(super) fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| format!("\"{text}\" is no number of seconds"))?;
    Duration::try_from_secs_f64(seconds).map_err(|_| format!("\"{text}\" is no length of time"))
}
