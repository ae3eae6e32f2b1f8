//! `milieu enrich`

use std::fs::File;
use std::io::BufWriter;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};
use clap::{ArgGroup, Args};

use super::data;
use super::exit::{Exit, Usage};
use super::export::iri;
use super::output;
use super::progress::Bars;
use super::query::{seconds, short};
use super::remote::Remote;
use super::talk::{Talk, count, thousands};
use crate::enrich::{self, Follow, Outcome, Question, Repeat, Report, Things};
use crate::model::NamedNode;
use crate::store::Store;
use crate::vocab;

/// So many failures are told one by one.
const TOLD: usize = 10;

/// Ask the web of data about things, and keep what comes
///
/// Asked is a SPARQL endpoint, a batch of things at a time, or each thing's own address, and nobody who was not allowed by --allow-remote. What comes is kept
/// in graph:enriched/HOST with its provenance, batch by batch; what fails is marked thing by thing. Asking again asks only what is missing.
#[allow(clippy::doc_markdown, reason = "the help is plain text, where backticks would be shown")]
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("whom").args(["endpoint", "dereference"]).required(true))]
#[command(after_help = "\
Examples:
  milieu enrich --store my-store --endpoint https://query.wikidata.org/sparql --allow-remote https://query.wikidata.org/sparql \\
      --starts-with http://www.wikidata.org/entity/ --property rdfs:label --property skos:altLabel
  milieu enrich --store my-store --endpoint URL --allow-remote URL --what milieu:Actor --through skos:exactMatch --construct question.rq
  milieu enrich --store my-store --endpoint URL --allow-remote URL --older-than 30d --report failed.csv
  milieu enrich --store my-store --dereference --allow-remote 'https://example.org/id/*' --follow owl:sameAs --depth 2
  milieu enrich https://example.org/id/a --store my-store --dereference --allow-remote 'https://example.org/*'

Exit codes: 0 all were answered   1 some failed   3 a limit was met before all were asked about")]
pub(super) struct Enrich {
    /// Things to ask about: IRIs or prefixed names
    #[arg(value_name = "IRI", value_parser = iri, conflicts_with = "what")]
    things: Vec<NamedNode>,
    /// The store's folder
    #[arg(long, value_name = "DIR", env = "MILIEU_STORE")]
    store: PathBuf,
    /// Things to ask about: a class, a SELECT with ?thing, or "mapped", both ends of every mapping that was accepted (the default)
    #[arg(long, value_name = "WHAT", value_parser = what)]
    what: Option<Things>,
    /// Ask about the names that these properties give the things, as in skos:exactMatch,owl:sameAs
    #[arg(long, value_name = "PROPERTY", value_parser = iri, value_delimiter = ',')]
    through: Vec<NamedNode>,
    /// Ask only about IRIs that begin so
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    starts_with: String,
    /// The SPARQL endpoint to ask
    #[arg(long, value_name = "URL", help_heading = "Whom, and what")]
    endpoint: Option<String>,
    /// Ask for these properties of the things; without them and without --construct, for all
    #[arg(long, value_name = "PROPERTY", value_parser = iri, help_heading = "Whom, and what", requires = "endpoint")]
    property: Vec<NamedNode>,
    /// Ask this CONSTRUCT, in which ?thing stands for the things
    #[arg(
        long,
        value_name = "FILE",
        help_heading = "Whom, and what",
        requires = "endpoint",
        conflicts_with = "property"
    )]
    construct: Option<PathBuf>,
    /// Ask each thing's own address
    #[arg(long, help_heading = "Whom, and what")]
    dereference: bool,
    /// Go on to where these properties of a thing lead
    #[arg(long, value_name = "PROPERTY", value_parser = iri, value_delimiter = ',', help_heading = "Whom, and what", requires = "dereference")]
    follow: Vec<NamedNode>,
    /// The most steps to follow
    #[arg(long, value_name = "N", default_value_t = 1, help_heading = "Whom, and what")]
    depth: usize,
    /// The most documents to ask for, with exit code 3
    #[arg(long, value_name = "N", default_value_t = 1_000, help_heading = "Whom, and what")]
    documents: usize,
    /// Things of a batch, which is one request to an endpoint and one commit [default: 100, or 10 by --dereference]
    #[arg(long, value_name = "N")]
    batch: Option<NonZeroUsize>,
    /// The named graph that holds what comes, in place of graph:enriched/HOST
    #[arg(long, value_name = "IRI", value_parser = iri)]
    graph: Option<NamedNode>,
    /// Ask again what was answered longer ago than this, as in 30d
    #[arg(long, value_name = "AGE", value_parser = humantime::parse_duration, conflicts_with = "again")]
    older_than: Option<Duration>,
    /// Ask again what was answered before
    #[arg(long)]
    again: bool,
    /// Write what came of each thing to this file, JSON if it ends in .json, else CSV; - for stdout
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// The longest that one request may take, in seconds
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    timeout: Option<Duration>,
    #[command(flatten)]
    remote: Remote,
}

fn what(text: &str) -> Result<Things> {
    if text == "mapped" {
        return Ok(Things::Mapped);
    }
    let first = text.split_whitespace().next().unwrap_or_default().to_ascii_uppercase();
    if ["SELECT", "PREFIX", "BASE"].contains(&first.as_str()) {
        return Ok(Things::Query(text.to_owned()));
    }
    iri(text).map(Things::Class)
}

impl Enrich {
    pub(super) fn run(self, talk: Talk) -> Result<Exit> {
        let client = self.remote.client()?;
        let client = client.ok_or_else(|| Usage("nobody may be asked: name them by --allow-remote URL".to_owned()))?;
        let client = self.timeout.map_or(client.clone(), |timeout| client.timeout(timeout));
        let question = self.question()?;
        let store = data::writing(&self.store)?;
        let bars = Bars::new(talk);
        let enrich = self.plan(enrich::Enrich::new(&store, &client)).progress(&bars);
        let report = match &self.endpoint {
            Some(endpoint) => enrich.ask(endpoint, &question)?,
            None => enrich.dereference(
                &Follow::new().along(self.follow.iter().cloned()).depth(self.depth).documents(self.documents),
            )?,
        };
        drop(bars);
        if let Some(path) = &self.report {
            write(&report, path)?;
        }
        tell(&report, &store, talk);
        Ok(exit(&report))
    }

    fn question(&self) -> Result<Question> {
        if let Some(file) = &self.construct {
            let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
            return Question::construct(&text).with_context(|| file.display().to_string());
        }
        Ok(if self.property.is_empty() {
            Question::everything()
        } else {
            Question::properties(self.property.iter().cloned())
        })
    }

    fn plan<'e>(&self, enrich: enrich::Enrich<'e>) -> enrich::Enrich<'e> {
        let things = match (&self.what, self.things.is_empty()) {
            (Some(what), _) => what.clone(),
            (None, true) => Things::Mapped,
            (None, false) => Things::These(self.things.clone()),
        };
        let repeat = match self.older_than {
            Some(age) => Repeat::OlderThan(age),
            None if self.again => Repeat::All,
            None => Repeat::Missing,
        };
        let mut enrich =
            enrich.things(things).through(self.through.clone()).starting_with(&self.starts_with).repeat(repeat);
        if let Some(batch) = self.batch {
            enrich = enrich.batch(batch);
        }
        if let Some(graph) = &self.graph {
            enrich = enrich.graph(graph.clone());
        }
        enrich
    }
}

fn write(report: &Report, path: &Path) -> Result<()> {
    if path == Path::new("-") {
        return output::data(|out| Ok(report.write_csv(out)?));
    }
    let context = || format!("cannot write {}", path.display());
    let file = BufWriter::new(File::create(path).with_context(context)?);
    if path.extension().is_some_and(|extension| extension == "json") {
        report.write_json(file).with_context(context)
    } else {
        report.write_csv(file).with_context(context)
    }
}

/// Says what came.
fn tell(report: &Report, store: &Store, talk: Talk) {
    let failures = report.rows.iter().filter_map(|row| match &row.outcome {
        Outcome::Failed(failure) => Some((row, failure)),
        _ => None,
    });
    for (row, failure) in failures.clone().take(TOLD) {
        talk.say(format_args!("{}: {failure}", row.thing.as_str()));
    }
    let failed = failures.count();
    if failed > TOLD {
        talk.say(format_args!("... and {} more (--report FILE has all)", failed - TOLD));
    }
    let of = |is_such: fn(&Outcome) -> bool| thousands(report.count(is_such) as u64);
    let graphs: Vec<String> =
        report.graphs.iter().map(|graph| vocab::shorten(graph.as_ref()).unwrap_or_else(|| graph.to_string())).collect();
    let graphs = if graphs.is_empty() { "no graph".to_owned() } else { graphs.join(", ") };
    talk.say(format_args!(
        "{}: {} enriched by {} in {graphs}, {} of which nothing is known there, {failed} failed, {} not asked about, {} already there",
        count(report.rows.len(), "thing"),
        of(|outcome| matches!(outcome, Outcome::Enriched(_))),
        count(report.statements() + report.beside, "statement"),
        of(|outcome| matches!(outcome, Outcome::Nothing)),
        of(|outcome| matches!(outcome, Outcome::NotAsked(_))),
        of(|outcome| matches!(outcome, Outcome::Known)),
    ));
    if report.unasked > 0 {
        talk.say(format_args!("{} came that were not asked for, and are not kept", count(report.unasked, "statement")));
    }
    if let Some(limit) = &report.limit {
        talk.say(limit);
    }
    if report.stopped {
        talk.say("stopped; the batches before are kept");
    }
    talk.say(format_args!("snapshot {} ({})", report.snapshot, short(&store.snapshot().hash())));
}

fn exit(report: &Report) -> Exit {
    if report.stopped {
        Exit::Interrupted
    } else if report.limit.is_some() {
        Exit::Limit
    } else if report.count(|outcome| matches!(outcome, Outcome::Failed(_))) > 0 {
        Exit::No
    } else {
        Exit::Ok
    }
}
