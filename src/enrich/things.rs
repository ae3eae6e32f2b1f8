//! Which things are asked about, and by which names.

use std::collections::BTreeSet;

use super::error::EnrichError;
use crate::model::vocab::rdf;
use crate::model::{GraphName, NamedNode, NamedOrBlankNode, Quad, Term};
use crate::snapshot::Snapshot;
use crate::sparql::{self, QueryOptions, QueryResults};
use crate::vocab;

/// The things of a store that are asked about.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Things {
    /// Both ends of every mapping that was accepted (`graph:mappings/accepted`).
    Mapped,
    /// Whatever is said to be of this class.
    Class(NamedNode),
    /// What a SELECT gives as `?thing`.
    Query(String),
    /// These.
    These(Vec<NamedNode>),
}

impl Things {
    /// The IRIs of the things, each once and in order. With properties to go `through`, such as `skos:exactMatch`, the names that these give the things,
    /// in either direction, take their place.
    ///
    /// # Errors
    /// [`EnrichError::Things`] and [`EnrichError::NoThing`].
    ///
    /// ```
    /// use milieu::{enrich::Things, sparql, vocab::skos};
    ///
    /// let store = milieu::Store::new();
    /// let text = "INSERT DATA { GRAPH graph:mine { id:a a milieu:Actor ; skos:exactMatch wd:Q153129 . id:b a milieu:Actor } }";
    /// let snapshot = sparql::update(&store, text, &Default::default())?;
    /// let actors = Things::Class(milieu::vocab::milieu::ACTOR.into_owned());
    /// assert_eq!(actors.names(&snapshot, &[])?.len(), 2);
    /// let names = actors.names(&snapshot, &[skos::EXACT_MATCH.into_owned()])?;
    /// assert_eq!(names[0].as_str(), "http://www.wikidata.org/entity/Q153129");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn names(&self, snapshot: &Snapshot, through: &[NamedNode]) -> Result<Vec<NamedNode>, EnrichError> {
        let things = self.things(snapshot)?;
        if through.is_empty() {
            return Ok(things.into_iter().collect());
        }
        let mut names = BTreeSet::new();
        for thing in &things {
            for property in through {
                let there = snapshot.quads_for_pattern(Some(thing.into()), Some(property.as_ref()), None, None);
                names.extend(there.filter_map(object));
                let back = snapshot.quads_for_pattern(None, Some(property.as_ref()), Some(thing.into()), None);
                names.extend(back.filter_map(subject));
            }
        }
        Ok(names.into_iter().collect())
    }

    fn things(&self, snapshot: &Snapshot) -> Result<BTreeSet<NamedNode>, EnrichError> {
        Ok(match self {
            Self::Mapped => {
                let graph = GraphName::from(vocab::graph("mappings/accepted"));
                let mapped = snapshot.quads_for_pattern(None, None, None, Some(graph.as_ref()));
                mapped.flat_map(|quad| [subject(quad.clone()), object(quad)]).flatten().collect()
            }
            Self::Class(class) => {
                let said = snapshot.quads_for_pattern(None, Some(rdf::TYPE), Some(class.into()), None);
                said.filter_map(subject).collect()
            }
            Self::Query(text) => selected(snapshot, text)?,
            Self::These(things) => things.iter().cloned().collect(),
        })
    }
}

fn selected(snapshot: &Snapshot, text: &str) -> Result<BTreeSet<NamedNode>, EnrichError> {
    let results = sparql::query(snapshot, text, &QueryOptions::default()).map_err(EnrichError::Things)?;
    let QueryResults::Solutions(rows) = results else { return Err(EnrichError::NoThing) };
    if !rows.variables().iter().any(|variable| variable.as_str() == "thing") {
        return Err(EnrichError::NoThing);
    }
    let mut things = BTreeSet::new();
    for row in rows {
        let row = row.map_err(|error| EnrichError::Things(error.into()))?;
        if let Some(Term::NamedNode(thing)) = row.get("thing") {
            things.insert(thing.clone());
        }
    }
    Ok(things)
}

fn subject(quad: Quad) -> Option<NamedNode> {
    if let NamedOrBlankNode::NamedNode(node) = quad.subject { Some(node) } else { None }
}

fn object(quad: Quad) -> Option<NamedNode> {
    if let Term::NamedNode(node) = quad.object { Some(node) } else { None }
}
