//! Nodes as small numbers, so that joining is sorting.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::vocab::{rdf, rdfs};
use crate::model::{GraphName, NamedNodeRef, NamedOrBlankNode, Term};
use crate::snapshot::Snapshot;

/// The nodes met so far, numbered from 0, over one snapshot.
pub(super) struct Nodes<'s> {
    snapshot: &'s Snapshot,
    derived: &'s GraphName,
    /// What follows by rule rests on what is derived, so it is not looked at here.
    inferred: GraphName,
    ids: FxHashMap<NamedOrBlankNode, u32>,
    names: Vec<NamedOrBlankNode>,
}

impl<'s> Nodes<'s> {
    pub(super) fn new(snapshot: &'s Snapshot, derived: &'s GraphName) -> Self {
        let inferred = crate::vocab::graph("inferred").into();
        Self { snapshot, derived, inferred, ids: FxHashMap::default(), names: Vec::new() }
    }

    pub(super) fn name(&self, id: u32) -> &NamedOrBlankNode {
        &self.names[id as usize]
    }

    fn id(&mut self, node: NamedOrBlankNode) -> u32 {
        if let Some(&id) = self.ids.get(&node) {
            return id;
        }
        let id = u32::try_from(self.names.len()).expect("fewer than 2^32 nodes");
        self.names.push(node.clone());
        self.ids.insert(node, id);
        id
    }

    /// Subject and object of every triple of a predicate outside `graph:derived` and `graph:inferred`: sorted, each once, literals left out.
    pub(super) fn pairs(&mut self, predicate: NamedNodeRef<'_>) -> Vec<(u32, u32)> {
        let (snapshot, derived, inferred) = (self.snapshot, self.derived, self.inferred.clone());
        let mut pairs: Vec<(u32, u32)> = snapshot
            .quads_for_pattern(None, Some(predicate), None, None)
            .filter(|quad| quad.graph_name != *derived && quad.graph_name != inferred)
            .filter_map(|quad| Some((quad.subject, node(quad.object)?)))
            .map(|(subject, object)| (self.id(subject), self.id(object)))
            .collect();
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }

    /// The instances of a class and of every class below it that the snapshot declares.
    pub(super) fn instances(&mut self, class: NamedNodeRef<'_>) -> FxHashSet<u32> {
        let snapshot = self.snapshot;
        let mut classes: Vec<NamedOrBlankNode> = vec![class.into_owned().into()];
        let mut instances = FxHashSet::default();
        let mut next = 0;
        while next < classes.len() {
            let class = Term::from(classes[next].clone());
            next += 1;
            let stated = |predicate| {
                let quads = snapshot.quads_for_pattern(None, Some(predicate), Some(class.as_ref()), None);
                quads.filter(|quad| quad.graph_name != self.inferred).collect::<Vec<_>>()
            };
            for quad in stated(rdfs::SUB_CLASS_OF) {
                if !classes.contains(&quad.subject) {
                    classes.push(quad.subject);
                }
            }
            for quad in stated(rdf::TYPE) {
                instances.insert(self.id(quad.subject));
            }
        }
        instances
    }
}

fn node(term: Term) -> Option<NamedOrBlankNode> {
    match term {
        Term::NamedNode(node) => Some(node.into()),
        Term::BlankNode(node) => Some(node.into()),
        _ => None,
    }
}

/// The second numbers of the pairs that begin with `first`, in sorted `pairs`.
pub(super) fn seconds(pairs: &[(u32, u32)], first: u32) -> impl Iterator<Item = u32> + '_ {
    let start = pairs.partition_point(|pair| pair.0 < first);
    pairs[start..].iter().take_while(move |pair| pair.0 == first).map(|pair| pair.1)
}
