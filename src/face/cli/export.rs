//! `milieu export`

use anyhow::{Context, Result};
use clap::{ArgGroup, Args};

use super::answer::serializer;
use super::data::Data;
use super::exit::{Exit, No, Usage};
use super::format::{Format, TRIPLES};
use super::output;
use super::query::short;
use super::talk::{Talk, count};
use crate::canonical;
use crate::model::{GraphName, NamedNode, Quad};
use crate::snapshot::Snapshot;
use crate::vocab;

/// Write the data as RDF
///
/// nq, trig and jsonld keep the named graphs; ttl, nt, rdfxml and n3 hold one graph, so without --graph they get the union of all.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("form").args(["format", "canonical"]))]
#[command(after_help = "\
Examples:
  milieu export --store my-store > all.nq
  milieu export --toy --format ttl --graph graph:toy > toy.ttl
  milieu export --store my-store --canonical | sha256sum     the same for equal data, in whatever order they came")]
pub(super) struct Export {
    #[command(flatten)]
    data: Data,
    /// How the data are written
    #[arg(long, short = 'f', value_enum, default_value = "nq")]
    format: Format,
    /// Canonical N-Quads (RDFC-1.0): sorted, with blank nodes named by what is said of them
    #[arg(long)]
    canonical: bool,
    /// Only this named graph: an IRI or a prefixed name
    #[arg(long, value_name = "IRI", value_parser = iri)]
    graph: Option<NamedNode>,
}

impl Export {
    pub(super) fn run(self, talk: Talk) -> Result<Exit> {
        let format = self.format.rdf().ok_or_else(|| self.format.unfit("a data set", TRIPLES))?;
        let snapshot = self.data.read(talk)?;
        let quads = self.quads(&snapshot)?;
        let written = output::data(|out| {
            if self.canonical {
                let quads: Vec<Quad> = quads.collect();
                canonical::write(&quads, out)?;
                return Ok(count(quads.len(), "quad"));
            }
            let mut serializer = serializer(format)?.for_writer(out);
            let mut number = 0;
            if format.supports_datasets() {
                for quad in quads {
                    serializer.serialize_quad(&quad)?;
                    number += 1;
                }
                serializer.finish()?;
                return Ok(count(number, "quad"));
            }
            let mut last = None;
            for quad in quads {
                let triple = quad.into();
                // Copies of a triple in several graphs follow one another.
                if last.as_ref() != Some(&triple) {
                    serializer.serialize_triple(&triple)?;
                    number += 1;
                }
                last = Some(triple);
            }
            serializer.finish()?;
            Ok(count(number, "triple"))
        })?;
        talk.say(format_args!("{written} · snapshot {} ({})", snapshot.number(), short(&snapshot.hash())));
        Ok(Exit::Ok)
    }

    fn quads(&self, snapshot: &Snapshot) -> Result<impl Iterator<Item = Quad> + use<>> {
        let graph = self.graph.clone().map(GraphName::from);
        if let Some(graph) = &self.graph {
            let known = snapshot.named_graphs();
            if !known.iter().any(|name| *name == graph.clone().into()) {
                let known: Vec<String> = known.iter().map(ToString::to_string).collect();
                return Err(No(format!("there is no graph {graph}; there are {}", known.join(", "))).into());
            }
        }
        Ok(snapshot.quads_for_pattern(None, None, None, graph.as_ref().map(GraphName::as_ref)))
    }
}

/// An IRI as it is typed: whole, in angle brackets, or with one of the project's prefixes.
pub(super) fn iri(text: &str) -> Result<NamedNode> {
    let bare = text.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).unwrap_or(text);
    if let Some(expanded) = vocab::expand(bare).filter(|_| !bare.contains("://")) {
        return Ok(expanded);
    }
    NamedNode::new(bare)
        .map_err(|_| Usage(format!("\"{text}\" is no IRI and has no known prefix")))
        .context("an IRI such as https://example.org/g, or a prefixed name such as graph:toy, is needed")
}
