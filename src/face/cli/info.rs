//! `milieu info`

use std::io::Write;

use anyhow::Result;
use clap::{Args, ValueEnum};
use serde_json::json;

use super::data::Data;
use super::exit::Exit;
use super::grid::Grid;
use super::output;
use super::talk::{Talk, thousands};
use crate::model::{NamedOrBlankNode, Term};
use crate::reason::{self, Status};
use crate::snapshot::Snapshot;
use crate::vocab::{self, dct};

/// Say what the data are: how many, in which graphs, where from
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  milieu info --store my-store
  milieu info --toy --format json")]
pub(super) struct Info {
    #[command(flatten)]
    data: Data,
    /// How it is written
    #[arg(long, short = 'f', value_enum, default_value = "table")]
    format: Form,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Form {
    /// For people
    Table,
    /// One JSON document
    Json,
}

/// What is known of a named graph.
struct Graph {
    name: String,
    quads: u64,
    title: String,
    licence: String,
}

/// The features that this milieu was built with.
const FEATURES: [(&str, bool); 4] = [
    ("cli", cfg!(feature = "cli")),
    ("http", cfg!(feature = "http")),
    ("shacl", cfg!(feature = "shacl")),
    ("tables", cfg!(feature = "tables")),
];

impl Info {
    pub(super) fn run(self, talk: Talk) -> Result<Exit> {
        let snapshot = self.data.read(talk)?;
        let graphs = graphs(&snapshot);
        output::data(|out| match self.format {
            Form::Json => json(&snapshot, &graphs, out),
            Form::Table => table(&snapshot, graphs, out),
        })?;
        Ok(Exit::Ok)
    }
}

fn graphs(snapshot: &Snapshot) -> Vec<Graph> {
    let describe = |(name, quads): (Option<NamedOrBlankNode>, u64)| {
        let text = |predicate| {
            let objects = snapshot.objects(name.as_ref()?.as_ref(), predicate);
            let mut texts: Vec<String> = objects.map(readable).collect();
            texts.sort();
            texts.into_iter().next()
        };
        let short = match &name {
            None => "(no name)".to_owned(),
            Some(NamedOrBlankNode::NamedNode(node)) => {
                vocab::shorten(node.as_ref()).unwrap_or_else(|| node.to_string())
            }
            Some(node @ NamedOrBlankNode::BlankNode(_)) => node.to_string(),
        };
        Graph {
            name: short,
            quads,
            title: text(dct::TITLE).unwrap_or_default(),
            licence: text(dct::LICENSE).unwrap_or_default(),
        }
    };
    snapshot.graph_sizes().into_iter().map(describe).collect()
}

fn readable(term: Term) -> String {
    match term {
        Term::Literal(literal) => literal.value().to_owned(),
        Term::NamedNode(node) => node.into_string(),
        other => other.to_string(),
    }
}

fn features() -> Vec<&'static str> {
    FEATURES.iter().filter(|(_, on)| *on).map(|(name, _)| *name).collect()
}

/// How `graph:inferred` stands to the rest.
fn inferred(snapshot: &Snapshot) -> &'static str {
    match reason::status(snapshot) {
        Status::Absent => "absent",
        Status::Current => "current",
        Status::Stale => "stale",
    }
}

fn table(snapshot: &Snapshot, graphs: Vec<Graph>, out: &mut impl Write) -> Result<()> {
    writeln!(out, "milieu    {} ({})", env!("CARGO_PKG_VERSION"), features().join(", "))?;
    writeln!(out, "quads     {}", thousands(snapshot.len() as u64))?;
    writeln!(out, "terms     {}", thousands(snapshot.term_count() as u64))?;
    writeln!(out, "snapshot  {}", snapshot.number())?;
    writeln!(out, "hash      {}", snapshot.hash())?;
    writeln!(out, "inferred  {}", inferred(snapshot))?;
    let mut grid = Grid::new(["graph", "quads", "title", "licence"]);
    for graph in graphs {
        grid.row([(graph.name, false), (thousands(graph.quads), true), (graph.title, false), (graph.licence, false)]);
    }
    Ok(grid.write(out)?)
}

fn json(snapshot: &Snapshot, graphs: &[Graph], out: &mut impl Write) -> Result<()> {
    let graphs: Vec<_> = graphs
        .iter()
        .map(|graph| json!({ "graph": graph.name, "quads": graph.quads, "title": graph.title, "licence": graph.licence }))
        .collect();
    let document = json!({
        "version": env!("CARGO_PKG_VERSION"),
        "features": features(),
        "quads": snapshot.len(),
        "terms": snapshot.term_count(),
        "snapshot": { "number": snapshot.number(), "hash": snapshot.hash() },
        "inferred": inferred(snapshot),
        "graphs": graphs,
    });
    Ok(writeln!(out, "{document:#}")?)
}
