//! Nodes as the numbers they have in the dictionary, so that joining is sorting.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use crate::model::NamedNodeRef;
use crate::model::vocab::{rdf, rdfs};
use crate::snapshot::{Scope, Snapshot};
use crate::store::dictionary::TermId;

/// Whom it is about.
#[derive(Clone, Copy)]
pub(super) enum Of<'a> {
    All,
    Each(&'a BTreeSet<TermId>),
}

/// The nodes of a snapshot, as far as they are not derived.
#[derive(Clone, Copy)]
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

    /// Whether the term of this number is `node`.
    pub(super) fn is_named(&self, number: TermId, node: NamedNodeRef<'_>) -> bool {
        self.snapshot.find(node) == Some(number)
    }

    /// Subjects and objects of `predicate` that are nodes, sorted, each pair once.
    pub(super) fn pairs(&self, predicate: NamedNodeRef<'_>, of: Of<'_>) -> Vec<(TermId, TermId)> {
        let mut pairs: Vec<(TermId, TermId)> = match of {
            Of::All => self.stated(None, predicate, None).collect(),
            Of::Each(subjects) => subjects.iter().flat_map(|it| self.stated(Some(*it), predicate, None)).collect(),
        };
        pairs.sort_unstable();
        pairs.dedup();
        pairs.retain(|pair| self.snapshot.is_node(pair.1));
        pairs
    }

    /// Whose `predicate` is `object`, one as often as graphs say so.
    pub(super) fn leading_to(&self, predicate: NamedNodeRef<'_>, object: TermId) -> impl Iterator<Item = TermId> {
        self.stated(None, predicate, Some(object)).map(|pair| pair.0)
    }

    fn stated(
        &self,
        subject: Option<TermId>,
        predicate: NamedNodeRef<'_>,
        object: Option<TermId>,
    ) -> impl Iterator<Item = (TermId, TermId)> {
        let passed_over = [self.derived, self.inferred];
        (self.snapshot.find(predicate).into_iter())
            .flat_map(move |predicate| self.snapshot.matches(subject, Some(predicate), object, Scope::All))
            .filter(move |[.., graph]| !passed_over.contains(&Some(*graph)))
            .map(|[subject, _, object, _]| (subject, object))
    }

    /// `classes` and their subclasses.
    pub(super) fn classes<'n>(&self, classes: impl IntoIterator<Item = NamedNodeRef<'n>>) -> Vec<TermId> {
        let mut classes: Vec<TermId> = classes.into_iter().filter_map(|class| self.snapshot.find(class)).collect();
        let mut next = 0;
        while next < classes.len() {
            for subclass in self.leading_to(rdfs::SUB_CLASS_OF, classes[next]) {
                if !classes.contains(&subclass) {
                    classes.push(subclass);
                }
            }
            next += 1;
        }
        classes
    }

    /// The instances of `classes` among those that it is about.
    pub(super) fn instances(&self, classes: &[TermId], of: Of<'_>) -> FxHashSet<TermId> {
        match of {
            Of::All => classes.iter().flat_map(|class| self.leading_to(rdf::TYPE, *class)).collect(),
            Of::Each(nodes) => nodes.iter().copied().filter(|node| self.is_a(*node, classes)).collect(),
        }
    }

    /// Whether `node` is an instance of one of `classes`.
    pub(super) fn is_a(&self, node: TermId, classes: &[TermId]) -> bool {
        self.stated(Some(node), rdf::TYPE, None).any(|pair| classes.contains(&pair.1))
    }
}

/// The second numbers of the pairs that begin with `first`, in sorted `pairs`.
pub(super) fn seconds(pairs: &[(u32, u32)], first: u32) -> impl Iterator<Item = u32> + '_ {
    let start = pairs.partition_point(|pair| pair.0 < first);
    pairs[start..].iter().take_while(move |pair| pair.0 == first).map(|pair| pair.1)
}
