//! The data that a command reads.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Args;

use super::progress::Bars;
use super::talk::{Talk, count, thousands};
use crate::ingest::{Load, Report};
use crate::mapping::Mappings;
use crate::snapshot::Snapshot;
use crate::store::Store;
use crate::vocab;

/// Where the data are, and as of when.
#[derive(Debug, Args)]
pub(super) struct Data {
    #[command(flatten)]
    origin: Origin,
    /// The store as it was after commit N, as `milieu log` numbers them
    #[arg(long, value_name = "N", requires = "store", help_heading = "Data")]
    at: Option<u64>,
    /// Whether what was accepted of mappings is stated in what is asked
    #[arg(
        long,
        value_enum,
        default_value = "with",
        hide_possible_values = true,
        value_name = "with|without",
        help_heading = "Data"
    )]
    mappings: Mappings,
}

/// A store, files, or what ships with milieu.
#[derive(Debug, Args)]
#[group(multiple = false)]
struct Origin {
    /// The store's folder, as `milieu load` made it
    #[arg(long, value_name = "DIR", env = "MILIEU_STORE", help_heading = "Data")]
    store: Option<PathBuf>,
    /// An RDF file to read into memory, beside the ontology; may be given more than once
    #[arg(id = "data", long = "data", value_name = "FILE", help_heading = "Data")]
    files: Vec<PathBuf>,
    /// The data that ship with milieu: the paper's world, US clusters, EU projects, regions, countries (the default)
    #[arg(long, help_heading = "Data")]
    demo: bool,
    /// A small world drawn by hand
    #[arg(long, help_heading = "Data")]
    toy: bool,
}

impl Data {
    /// Reads the store, or fills one in memory.
    pub(super) fn read(&self, talk: Talk) -> Result<Snapshot> {
        let store = self.origin.open(talk)?;
        let snapshot = match self.at {
            Some(number) => store.at(number).with_context(|| self.origin.name())?,
            None => store.snapshot(),
        };
        Ok(self.mappings.of(snapshot))
    }
}

impl Origin {
    fn name(&self) -> String {
        self.store.as_ref().map_or_else(String::new, |folder| format!("the store {}", folder.display()))
    }

    fn open(&self, talk: Talk) -> Result<Store> {
        if let Some(folder) = &self.store {
            return reading(folder);
        }
        let store = Store::new();
        let bars = Bars::new(talk);
        let load = Load::new(&store).progress(&bars);
        if !self.files.is_empty() {
            return files(&self.files, talk);
        }
        if self.toy {
            load.toy()?;
        } else {
            load.demo()?;
            if !self.demo {
                let quads = store.snapshot().len();
                talk.say(format_args!(
                    "No --store given: using the {} quads that ship with milieu (--data FILE or --store DIR for yours).",
                    thousands(quads as u64)
                ));
            }
        }
        Ok(store)
    }
}

/// A store in memory with the ontology and these RDF files, each in a named graph of its own.
pub(super) fn files(paths: &[PathBuf], talk: Talk) -> Result<Store> {
    let store = Store::new();
    let bars = Bars::new(talk);
    let load = Load::new(&store).progress(&bars);
    load.ontology()?;
    for path in paths {
        let report = load.rdf(path)?;
        tell_refused(&report, talk);
    }
    Ok(store)
}

/// A store that has to be there already, to read only: another process may write to it meanwhile.
pub(super) fn reading(folder: &Path) -> Result<Store> {
    Store::open_read_only(folder).with_context(|| format!("the store {}", folder.display()))
}

/// A store that has to be there already, to write.
pub(super) fn writing(folder: &Path) -> Result<Store> {
    // Opening to write would make one.
    drop(reading(folder)?);
    Store::open(folder).with_context(|| format!("the store {}", folder.display()))
}

/// Says which rows of a load were refused, and why.
pub(super) fn tell_refused(report: &Report, talk: Talk) {
    for refused in &report.refused {
        talk.say(refused);
    }
    let named = report.refused.len() as u64;
    if report.rows_refused > named {
        talk.say(format_args!("... and {} more", thousands(report.rows_refused - named)));
    }
}

/// Says what a load did.
pub(super) fn tell(report: &Report, talk: Talk) {
    tell_refused(report, talk);
    let graph = vocab::shorten(report.graph.as_ref()).unwrap_or_else(|| report.graph.to_string());
    talk.say(format_args!(
        "{}: {} read, {} refused, {} in {graph}, snapshot {}",
        report.file,
        count(usize::try_from(report.rows_read).unwrap_or(usize::MAX), "row"),
        thousands(report.rows_refused),
        count(report.quads, "quad"),
        report.snapshot
    ));
}
