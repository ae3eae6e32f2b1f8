//! One mapping in a store: read whole, and written whole.

use std::collections::BTreeSet;

use super::sets::{prefixes, set_node, write_prefixes};
use super::{MappingError, SetName};
use crate::link::sssom::{Mapping, MappingSet, Plain, Prefixes, Slot, State, properties, read_triples, triples};
use crate::model::{GraphName, NamedNode, NamedOrBlankNodeRef, Quad, Triple};
use crate::snapshot::Snapshot;
use crate::store::Transaction;

/// A mapping of a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The IRI of its record, which stays through every review.
    pub iri: NamedNode,
    /// What it says.
    pub mapping: Mapping,
    /// What the prefixes of its CURIEs stand for.
    pub prefixes: Prefixes,
}

impl Entry {
    /// Where it stands.
    pub fn state(&self) -> State {
        self.mapping.state()
    }

    /// The IRI of its subject; none where a literal is mapped.
    pub fn subject(&self) -> Option<NamedNode> {
        self.thing(Slot::SubjectId)
    }

    /// The IRI of its object; none where there is no match, or a literal is mapped to.
    pub fn object(&self) -> Option<NamedNode> {
        self.thing(Slot::ObjectId).filter(|object| object.as_ref() != super::terms::NO_TERM)
    }

    fn thing(&self, slot: Slot) -> Option<NamedNode> {
        self.mapping.get(slot).and_then(|curie| self.prefixes.expand(curie)).and_then(|iri| NamedNode::new(iri).ok())
    }
}

/// A mapping of a set by the IRI of its record.
///
/// # Errors
/// [`MappingError::NoSuchSet`] and [`MappingError::NoSuchMapping`].
///
/// ```
/// use milieu::{Store, mapping};
/// let error = mapping::entry(&Store::new().snapshot(), &"mine".parse()?, &milieu::vocab::id("mapping/mine/1")).unwrap_err();
/// assert_eq!(error.to_string(), "there is no mapping set \"mine\"; the store has none");
/// # Ok::<(), mapping::MappingError>(())
/// ```
pub fn entry(snapshot: &Snapshot, set: &SetName, iri: &NamedNode) -> Result<Entry, MappingError> {
    set_node(snapshot, set)?;
    read_entry(snapshot, set, iri, prefixes(snapshot, set))
}

/// The same with prefixes that were read before.
pub(super) fn read_entry(
    snapshot: &Snapshot,
    set: &SetName,
    iri: &NamedNode,
    prefixes: Prefixes,
) -> Result<Entry, MappingError> {
    let quads = quads(snapshot, set, iri);
    let there: Vec<Triple> = quads.into_iter().map(Triple::from).collect();
    let read = read_triples(set.as_str(), prefixes, there).set;
    let mapping = read.mappings.into_iter().next();
    let mapping = mapping
        .ok_or_else(|| MappingError::NoSuchMapping { set: set.to_string(), mapping: iri.as_str().to_owned() })?;
    Ok(Entry { iri: iri.clone(), mapping, prefixes: read.prefixes })
}

/// Puts a mapping in the place of what its record says.
pub(super) fn write_entry(transaction: &mut Transaction<'_>, set: &SetName, entry: &Entry) -> Result<(), MappingError> {
    let snapshot = transaction.snapshot();
    let of_set = set_node(&snapshot, set)?;
    let old = quads(&snapshot, set, &entry.iri);
    drop(snapshot);
    let mut one = MappingSet { prefixes: entry.prefixes.clone(), ..MappingSet::default() };
    one.slots.set(Slot::MappingSetId, of_set.as_str());
    let mut mapping = entry.mapping.clone();
    mapping.set(Slot::RecordId, one.prefixes.shorten(entry.iri.as_str()));
    one.mappings.push(mapping);
    for quad in old {
        transaction.remove(&quad);
    }
    let graph = GraphName::from(set.graph());
    triples(&one, Plain::Left, |triple| transaction.insert(&triple.in_graph(graph.clone())))?;
    write_prefixes(transaction, set, &of_set, &one.prefixes);
    Ok(())
}

/// Everything that a set says of a node by the properties of SSSOM.
fn quads(snapshot: &Snapshot, set: &SetName, iri: &NamedNode) -> Vec<Quad> {
    let graph = GraphName::from(set.graph());
    let subject = NamedOrBlankNodeRef::from(iri.as_ref());
    let properties: BTreeSet<NamedNode> = properties().into_iter().collect();
    let of = |property: &NamedNode| {
        snapshot
            .quads_for_pattern(Some(subject), Some(property.as_ref()), None, Some(graph.as_ref()))
            .collect::<Vec<_>>()
    };
    properties.iter().flat_map(of).collect()
}
