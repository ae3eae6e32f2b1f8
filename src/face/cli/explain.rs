//! `milieu explain`

use std::io::Write;

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};

use super::exit::Exit;
use super::output;
use super::query::Question;
use super::talk::Talk;
use crate::sparql::{self, Explanation};

/// Run a query and tell how it was answered
///
/// The plan as a tree: what was done in which order, how many rows were expected and came, how long it took, and what was left
/// to Oxigraph's evaluator, and why. The rows themselves are only counted.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  milieu explain -q 'SELECT ?label { ?cluster a milieu:Cluster ; rdfs:label ?label }'
  milieu explain question.rq --store my-store --format json > plan.json")]
pub(super) struct Explain {
    #[command(flatten)]
    question: Question,
    /// How it is told
    #[arg(long, short = 'f', value_enum, default_value = "text")]
    format: Form,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Form {
    /// A tree for people
    Text,
    /// One JSON document
    Json,
}

impl Explain {
    pub(super) fn run(self, talk: Talk) -> Result<Exit> {
        let Self { question, format } = self;
        let (text, _) = question.read()?;
        let snapshot = question.data.read(talk)?;
        let explanation = sparql::explain(&snapshot, &text, &question.options()?).with_context(|| question.origin())?;
        written(&explanation, format)
    }
}

/// Writes `explanation` to stdout.
pub(super) fn written(explanation: &Explanation, format: Form) -> Result<Exit> {
    output::data(|out| {
        match format {
            Form::Text => out.write_all(explanation.to_text().as_bytes())?,
            Form::Json => {
                serde_json::to_writer_pretty(&mut *out, explanation)?;
                writeln!(out)?;
            }
        }
        Ok(())
    })?;
    Ok(Exit::Ok)
}
