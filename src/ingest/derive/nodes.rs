//! Nodes as the numbers they have in the dictionary, so that joining is sorting.

use rustc_hash::FxHashSet;

use crate::model::NamedNodeRef;
use crate::model::vocab::{rdf, rdfs};
use crate::snapshot::{Scope, Snapshot};
use crate::store::dictionary::TermId;

/// The nodes of a snapshot, as far as they are not derived.
pub(super) struct Nodes<'s> {
    snapshot: &'s Snapshot,
    derived: Option<TermId>,
    /// What follows by rule rests on what is derived, so it is not looked at here.
    inferred: Option<TermId>,
}

impl<'s> Nodes<'s> {
    /// `derived` is the graph that is passed over, if the snapshot knows of it.
    pub(super) fn new(snapshot: &'s Snapshot, derived: Option<TermId>) -> Self {
        let inferred = snapshot.find(crate::vocab::graph("inferred").as_ref());
        Self { snapshot, derived, inferred }
    }

    /// Subjects and objects of `predicate` that are nodes, sorted, each pair once.
    pub(super) fn pairs(&self, predicate: NamedNodeRef<'_>) -> Vec<(TermId, TermId)> {
        let mut pairs: Vec<(TermId, TermId)> = (self.snapshot.find(predicate).into_iter())
            .flat_map(|predicate| self.snapshot.matches(None, Some(predicate), None, Scope::All))
            .filter(|[.., graph]| ![self.derived, self.inferred].contains(&Some(*graph)))
            .map(|[subject, _, object, _]| (subject, object))
            .collect();
        pairs.sort_unstable();
        pairs.dedup();
        pairs.retain(|pair| self.snapshot.is_node(pair.1));
        pairs
    }

    /// The instances of `class` and of its subclasses.
    pub(super) fn instances(&self, class: NamedNodeRef<'_>) -> FxHashSet<TermId> {
        let mut classes: Vec<TermId> = self.snapshot.find(class).into_iter().collect();
        let mut instances = FxHashSet::default();
        let mut next = 0;
        while next < classes.len() {
            let class = classes[next];
            next += 1;
            for subclass in self.subjects(rdfs::SUB_CLASS_OF, class) {
                if !classes.contains(&subclass) {
                    classes.push(subclass);
                }
            }
            instances.extend(self.subjects(rdf::TYPE, class));
        }
        instances
    }

    fn subjects(&self, predicate: NamedNodeRef<'_>, object: TermId) -> impl Iterator<Item = TermId> {
        let rows = move |predicate| self.snapshot.matches(None, Some(predicate), Some(object), Scope::All);
        let stated = |[.., graph]: &[TermId; 4]| Some(*graph) != self.inferred;
        self.snapshot.find(predicate).into_iter().flat_map(rows).filter(stated).map(|[subject, ..]| subject)
    }
}

/// The second numbers of the pairs that begin with `first`, in sorted `pairs`.
pub(super) fn seconds(pairs: &[(u32, u32)], first: u32) -> impl Iterator<Item = u32> + '_ {
    let start = pairs.partition_point(|pair| pair.0 < first);
    pairs[start..].iter().take_while(move |pair| pair.0 == first).map(|pair| pair.1)
}
