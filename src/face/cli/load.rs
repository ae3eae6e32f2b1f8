//! `milieu load`

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::data;
use super::exit::Exit;
use super::export::iri;
use super::gate::Gate;
use super::progress::Bars;
use super::talk::Talk;
use crate::ingest::{self, LoadError, SourceKind};
use crate::model::NamedNode;
use crate::store::Store;

/// Load files into a store, made if it is not there
///
/// Each path lands in a named graph of its own with its provenance: file, hash, time, rows read and refused. A broken row is
/// refused with file, line and reason, and the rest is loaded; with --strict nothing is. Loading again replaces what the same
/// source loaded before.
///
/// KIND is rdf (Turtle, N-Triples, N-Quads, TriG, RDF/XML, JSON-LD, N3; plain, .gz or .zst), or a source that is known by name; its
/// PATH is a file, or the folder with the files as they are published.
#[allow(clippy::doc_markdown, reason = "the help is plain text, where backticks would be shown")]
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  milieu load rdf mine.ttl more.nq.gz --store my-store
  milieu load rdf mine.ttl --store my-store --graph graph:mine
  milieu load rdf mine.ttl --store my-store --shapes=my-shapes.ttl
  milieu load h2020 downloads/h2020 --store my-store
  milieu load us-clusters downloads/us-cluster-mapping --store my-store --strict
  milieu load cordis downloads/cordis --store my-store")]
pub(super) struct Load {
    /// What kind of source it is
    #[arg(value_name = "KIND", value_parser = kind())]
    kind: SourceKind,
    /// The files or folders
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// The store's folder
    #[arg(long, value_name = "DIR", env = "MILIEU_STORE")]
    store: PathBuf,
    /// The named graph to load into; else the source or the file's name gives it
    #[arg(long, value_name = "IRI", value_parser = iri)]
    graph: Option<NamedNode>,
    /// Load nothing of a path that has one broken row
    #[arg(long)]
    strict: bool,
    /// Add to the named graph instead of replacing it
    #[arg(long)]
    append: bool,
    #[command(flatten)]
    gate: Gate,
}

fn kind() -> impl TypedValueParser<Value = SourceKind> {
    PossibleValuesParser::new(SourceKind::ALL.map(SourceKind::name)).try_map(|name| name.parse::<SourceKind>())
}

impl Load {
    pub(super) fn run(self, talk: Talk) -> Result<Exit> {
        let store = Store::open(&self.store).with_context(|| format!("the store {}", self.store.display()))?;
        let guard = self.gate.open()?;
        let bars = Bars::new(talk);
        for path in &self.paths {
            let mut load =
                ingest::Load::new(&store).progress(&bars).guard(&guard).strict(self.strict).append(self.append);
            if let Some(graph) = &self.graph {
                load = load.graph(graph.clone());
            }
            let loaded = load.source(self.kind, path);
            match loaded {
                Ok(report) => data::tell(&report, talk),
                Err(error) => return refused(error, talk),
            }
        }
        Ok(Exit::Ok)
    }
}

/// Names the rows for which a strict load was refused, then passes the error on.
pub(super) fn refused(error: LoadError, talk: Talk) -> Result<Exit> {
    if let LoadError::Refused(report) = &error {
        data::tell_refused(report, talk);
    }
    Err(error.into())
}
