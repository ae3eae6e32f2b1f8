//! What is built into milieu as Turtle: the ontology with its schemes, the atlas, the toy world.

use super::LoadError;
use super::report::FileUsed;
use super::session::{Origin, Session};
use crate::io::{RdfFormat, RdfParser};
use crate::source::Source;
use crate::vocab;

/// A file of the repository, by its path there.
pub(crate) type File = (&'static str, &'static [u8]);

include!(concat!(env!("OUT_DIR"), "/ontology.rs"));

const TOY: [File; 2] = [
    ("toy.ttl", include_bytes!("../../examples/data/toy.ttl")),
    ("toy-observations.ttl", include_bytes!("../../examples/data/toy-observations.ttl")),
];

/// The ontology, the terms it reuses and its schemes, into one graph.
pub(super) fn ontology(session: &mut Session<'_>) -> Result<(), LoadError> {
    fill(session, "ontology", "The milieu ontology and its schemes", ONTOLOGY)
}

/// The ontology, then the paper's world.
pub(super) fn atlas(session: &mut Session<'_>) -> Result<(), LoadError> {
    ontology(session)?;
    fill(session, "atlas", "The atlas: the clusters, works and claims of the paper", ATLAS)
}

pub(super) fn toy(session: &mut Session<'_>) -> Result<(), LoadError> {
    fill(session, "toy", "The toy world", &TOY)
}

fn fill(session: &mut Session<'_>, name: &str, title: &str, files: &[File]) -> Result<(), LoadError> {
    let origin = Origin {
        graph: vocab::graph(name),
        title: title.to_owned(),
        licence: Some("http://creativecommons.org/licenses/by/4.0/".to_owned()),
        source: None,
    };
    let sources: Result<Vec<Source>, _> = files.iter().map(|(name, bytes)| Source::from_bytes(*name, *bytes)).collect();
    let sources = sources?;
    let used: Vec<FileUsed> = sources.iter().map(FileUsed::of).collect();
    session.fill(&origin, title, used.into(), |session| {
        session.stage("statements", None);
        for source in sources {
            super::rdf::fill(session, RdfParser::from_format(RdfFormat::Turtle), &origin.graph, source)?;
        }
        Ok(())
    })
}
