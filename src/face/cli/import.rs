//! `milieu import`

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::{ArgGroup, Args};

use super::data;
use super::exit::{Exit, Usage};
use super::gate::Gate;
use super::load::refused;
use super::output;
use super::progress::Bars;
use super::talk::Talk;
use crate::ingest::Load;
use crate::ingest::mapping::{self, Mapping};
use crate::store::Store;

/// Bring your own table into a store
///
/// A mapping says for each column what it means: a class, a property with a type and a unit, a link, or nothing. --suggest looks at
/// the table and writes a first mapping to stdout, to be put right by hand. Tables are CSV, TSV, JSON lines, Parquet or XLSX.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("what").args(["mapping", "suggest"]).required(true))]
#[command(after_help = "\
Examples:
  milieu import firms.csv --suggest > firms.yaml
  milieu import firms.csv --mapping firms.yaml --store my-store
  milieu import firms.csv --mapping firms.yaml --store my-store --strict
  milieu import firms.csv --mapping firms.yaml --store my-store --shapes")]
pub(super) struct Import {
    /// The table
    #[arg(value_name = "TABLE")]
    table: PathBuf,
    /// The mapping, as YAML
    #[arg(long, value_name = "FILE", requires = "store")]
    mapping: Option<PathBuf>,
    /// Write a first mapping to stdout
    #[arg(long)]
    suggest: bool,
    /// The store's folder, made if it is not there
    #[arg(long, value_name = "DIR", env = "MILIEU_STORE")]
    store: Option<PathBuf>,
    /// Load nothing if one row is broken
    #[arg(long)]
    strict: bool,
    #[command(flatten)]
    gate: Gate,
}

impl Import {
    pub(super) fn run(self, talk: Talk) -> Result<Exit> {
        match (&self.mapping, &self.store) {
            (Some(mapping), Some(folder)) => self.import(mapping, folder, talk),
            (Some(_), None) => Err(Usage("--mapping needs --store DIR".to_owned()).into()),
            (None, _) => self.suggest(talk),
        }
    }

    fn suggest(&self, talk: Talk) -> Result<Exit> {
        let mapping = mapping::suggest(&self.table)?;
        output::data(|out| Ok(out.write_all(mapping.to_yaml().as_bytes())?))?;
        talk.say("A first guess: read it, put it right, then run `milieu import` with --mapping.");
        Ok(Exit::Ok)
    }

    fn import(&self, file: &Path, folder: &Path, talk: Talk) -> Result<Exit> {
        let mapping = Mapping::open(file)?;
        let store = Store::open(folder).with_context(|| format!("the store {}", folder.display()))?;
        let guard = self.gate.open()?;
        let bars = Bars::new(talk);
        match Load::new(&store).progress(&bars).guard(&guard).strict(self.strict).table(&self.table, &mapping) {
            Ok(report) => {
                data::tell(&report, talk);
                Ok(Exit::Ok)
            }
            Err(error) => refused(error, talk),
        }
    }
}
