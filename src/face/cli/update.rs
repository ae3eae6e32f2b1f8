//! `milieu update`

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Args;

use super::data;
use super::exit::{Exit, No};
use super::gate::Gate;
use super::interrupt;
use super::query;
use super::remote::Remote;
use super::talk::{Talk, count};
use crate::ingest::{self, Guard};
use crate::sparql::{self, QueryOptions};

/// Change a store by SPARQL Update
///
/// All operations of the request are made at once, or none. What is derived (graph:derived), and what is inferred (graph:inferred) if
/// `milieu infer` was run before, is brought up to date in the same step. LOAD reads files of the folders given by --load-from, and
/// no others; `milieu load` also keeps where data come from.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  milieu update --store my-store -q 'INSERT DATA { GRAPH graph:mine { nuts:DE11 rdfs:seeAlso <https://example.org/> } }'
  milieu update --store my-store corrections.ru
  milieu update --store my-store corrections.ru --shapes
  milieu update --store my-store < corrections.ru
  milieu update --store my-store --allow-remote 'https://example.org/dumps/*' -q 'LOAD <https://example.org/dumps/a.ttl>'
  milieu update --store my-store --load-from /data -q 'LOAD <file:///data/a.ttl> INTO GRAPH graph:mine'")]
pub(super) struct Update {
    /// The store's folder
    #[arg(long, value_name = "DIR", env = "MILIEU_STORE")]
    store: PathBuf,
    /// The update's text
    #[arg(short = 'q', long = "query", value_name = "TEXT", conflicts_with = "file")]
    text: Option<String>,
    /// The file that holds the update; - for stdin
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    /// A folder whose files LOAD may read, as in LOAD <file:///data/a.ttl>; may be given more than once
    #[arg(long, value_name = "DIR")]
    load_from: Vec<PathBuf>,
    #[command(flatten)]
    remote: Remote,
    #[command(flatten)]
    gate: Gate,
}

impl Update {
    pub(super) fn run(self, talk: Talk) -> Result<Exit> {
        let text = query::text(self.text.as_deref(), self.file.as_deref(), "update")?;
        let store = data::writing(&self.store)?;
        let options = QueryOptions {
            cancellation: Some(interrupt::token()),
            load_from: self.load_from.clone(),
            ..QueryOptions::default()
        };
        let options = self.remote.with(options)?;
        let guard = self.gate.open()?;
        let mut transaction = store.begin();
        let before = transaction.before().clone();
        let origin = || self.file.as_ref().map_or_else(|| "the update".to_owned(), |file| file.display().to_string());
        sparql::update_in(&mut transaction, &text, &options).with_context(origin)?;
        ingest::follow(&mut transaction)?;
        guard.admit(&before, &transaction.snapshot()).map_err(|error| No(error.to_string()))?;
        let after = transaction.commit()?;
        talk.say(format_args!(
            "{} before, {} after · snapshot {} ({})",
            count(before.len(), "quad"),
            count(after.len(), "quad"),
            after.number(),
            query::short(&after.hash())
        ));
        Ok(Exit::Ok)
    }
}
