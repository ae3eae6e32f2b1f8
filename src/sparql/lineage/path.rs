//! The quads that a path of any length goes along.

use oxigraph::model::TermRef;
use rustc_hash::FxHashSet;
use spargebra::algebra::PropertyPathExpression as Path;

use crate::snapshot::{Scope, Snapshot};
use crate::store::dictionary::TermId;

/// Which end of a step is known.
#[derive(Clone, Copy)]
enum From {
    Subject,
    Object,
}

pub(super) struct Walk<'s> {
    pub(super) snapshot: &'s Snapshot,
}

impl Walk<'_> {
    /// The triples on every way from `subject` to `object` along `path`.
    pub(super) fn triples(&self, path: &Path, subject: TermId, object: TermId, found: &mut FxHashSet<[TermId; 3]>) {
        match path {
            Path::NamedNode(node) => {
                let predicate = self.find(node.as_ref().into());
                self.add(subject, predicate, object, found);
            }
            Path::Reverse(path) => self.triples(path, object, subject, found),
            Path::Sequence(first, second) => {
                let after = self.steps(first, subject, From::Subject);
                for middle in self.steps(second, object, From::Object).intersection(&after) {
                    self.triples(first, subject, *middle, found);
                    self.triples(second, *middle, object, found);
                }
            }
            Path::Alternative(first, second) => {
                self.triples(first, subject, object, found);
                self.triples(second, subject, object, found);
            }
            Path::ZeroOrOne(path) => self.triples(path, subject, object, found),
            Path::ZeroOrMore(path) | Path::OneOrMore(path) => {
                let before = self.closure(path, object, From::Object);
                for at in self.closure(path, subject, From::Subject) {
                    for next in self.steps(path, at, From::Subject).intersection(&before) {
                        self.triples(path, at, *next, found);
                    }
                }
            }
            Path::NegatedPropertySet(not) => {
                let not: Vec<_> = not.iter().filter_map(|node| self.find(node.as_ref().into())).collect();
                let rows = self.snapshot.matches(Some(subject), None, Some(object), Scope::Union);
                let rows = rows.filter(|[_, predicate, ..]| !not.contains(predicate));
                found.extend(rows.map(|[subject, predicate, object, _]| [subject, predicate, object]));
            }
        }
    }

    fn add(&self, subject: TermId, predicate: Option<TermId>, object: TermId, found: &mut FxHashSet<[TermId; 3]>) {
        let Some(predicate) = predicate else { return };
        if self.snapshot.matches(Some(subject), Some(predicate), Some(object), Scope::Union).next().is_some() {
            found.insert([subject, predicate, object]);
        }
    }

    /// Where `path` leads from one end.
    fn steps(&self, path: &Path, from: TermId, side: From) -> FxHashSet<TermId> {
        let turned = match side {
            From::Subject => From::Object,
            From::Object => From::Subject,
        };
        match path {
            Path::NamedNode(node) => match self.find(node.as_ref().into()) {
                Some(predicate) => self.along(Some(predicate), from, side).map(|(_, to)| to).collect(),
                None => FxHashSet::default(),
            },
            Path::Reverse(path) => self.steps(path, from, turned),
            Path::Sequence(first, second) => {
                let (near, far) = if matches!(side, From::Subject) { (first, second) } else { (second, first) };
                self.steps(near, from, side).into_iter().flat_map(|middle| self.steps(far, middle, side)).collect()
            }
            Path::Alternative(first, second) => {
                self.steps(first, from, side).union(&self.steps(second, from, side)).copied().collect()
            }
            Path::ZeroOrOne(path) => self.steps(path, from, side).into_iter().chain([from]).collect(),
            Path::ZeroOrMore(path) => self.closure(path, from, side),
            Path::OneOrMore(path) => {
                self.steps(path, from, side).into_iter().flat_map(|next| self.closure(path, next, side)).collect()
            }
            Path::NegatedPropertySet(not) => {
                let not: Vec<_> = not.iter().filter_map(|node| self.find(node.as_ref().into())).collect();
                self.along(None, from, side).filter(|(by, _)| !not.contains(by)).map(|(_, to)| to).collect()
            }
        }
    }

    /// Where any number of steps leads, none included.
    fn closure(&self, path: &Path, from: TermId, side: From) -> FxHashSet<TermId> {
        let mut reached = FxHashSet::from_iter([from]);
        let mut next = vec![from];
        while let Some(at) = next.pop() {
            next.extend(self.steps(path, at, side).into_iter().filter(|to| reached.insert(*to)));
        }
        reached
    }

    /// The predicate and the other end of each quad at `from`.
    fn along(&self, predicate: Option<TermId>, from: TermId, side: From) -> impl Iterator<Item = (TermId, TermId)> {
        let (subject, object) = match side {
            From::Subject => (Some(from), None),
            From::Object => (None, Some(from)),
        };
        let rows = self.snapshot.matches(subject, predicate, object, Scope::Union);
        rows.map(move |[subject, by, object, _]| (by, if matches!(side, From::Subject) { object } else { subject }))
    }

    fn find(&self, term: TermRef<'_>) -> Option<TermId> {
        self.snapshot.state.dictionary.find(term)
    }
}
