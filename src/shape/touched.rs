//! Validation of what a change touched, and of nothing else.

use std::collections::{BTreeSet, HashSet};

use rudof_rdf::rdf_core::term::Object;
use rustc_hash::FxHashSet;
use shacl::ir::IRTarget;
use shacl::types::Target;
use shacl::validator::ShaclConfig;
use shacl::validator::engine::{Engine, NativeEngine, Validate};
use shacl::validator::nodes::FocusNodes;

use super::data::Data;
use super::reach::{Near, Reach};
use super::{Report, ShapeError, Shapes, Violation, term};
use crate::model::vocab::{rdf, rdfs};
use crate::model::{NamedNode, NamedNodeRef, Term};
use crate::snapshot::{Scope, Snapshot};
use crate::store::dictionary::TermId;
use crate::store::diff;

impl Shapes {
    /// The results that hold of `after` and not of `before`, two states of one store.
    ///
    /// Only what the change may have touched is validated: a thing of which a triple came or went; what leads to it by as many
    /// steps of the properties that shapes follow as shapes take (one, for a class that a value has to have); and the instances
    /// of a class whose superclasses changed. Shapes with paths of any length (`sh:zeroOrMorePath`, `sh:oneOrMorePath`), shapes
    /// that refer to themselves, property shapes on the values of property shapes and what goes beyond SHACL Core cannot be
    /// bounded so: with them both states are validated as a whole.
    ///
    /// # Errors
    /// [`ShapeError::Validation`].
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use milieu::{Store, shape::Shapes, sparql};
    ///
    /// let store = Store::new();
    /// let before = sparql::update(&store, "INSERT DATA { <urn:x:1> a milieu:Country }", &Default::default())?;
    /// let after = sparql::update(&store, "INSERT DATA { <urn:x:2> a milieu:Country }", &Default::default())?;
    /// let new = Shapes::shipped().newly(&before, &after)?;
    /// assert!(new.results.iter().all(|result| result.focus.to_string() == "<urn:x:2>"), "the first was there before");
    /// assert!(!new.conforms());
    /// # Ok(()) }
    /// ```
    pub fn newly(&self, before: &Snapshot, after: &Snapshot) -> Result<Report, ShapeError> {
        let (old, new) = match &self.reach {
            Reach::Anywhere => (self.validate(before)?.results, self.validate(after)?.results),
            Reach::Near(near) => {
                let touched: Vec<Term> =
                    touched(near, before, after).into_iter().map(|id| after.state.dictionary.term(id)).collect();
                (self.look_at(&touched, before)?, self.look_at(&touched, after)?)
            }
        };
        let old: HashSet<String> = old.iter().map(|violation| format!("{violation:?}")).collect();
        let mut results: Vec<Violation> =
            new.into_iter().filter(|violation| !old.contains(&format!("{violation:?}"))).collect();
        results.sort_by_cached_key(Violation::order);
        results.dedup();
        Ok(Report { results })
    }

    /// What is to be said of `things`.
    fn look_at(&self, things: &[Term], snapshot: &Snapshot) -> Result<Vec<Violation>, ShapeError> {
        let gave_up = |error: &dyn std::fmt::Display| ShapeError::Validation(error.to_string());
        let data = Data::new(snapshot.clone());
        let config = ShaclConfig::default();
        let mut engine: Box<dyn Engine<Data>> = Box::new(NativeEngine::new(config.recursion_semantics()));
        let mut violations = Vec::new();
        for (_, shape) in self.schema.iter_with_targets() {
            let aims: Vec<Aim> = shape.targets().iter().map(|target| Aim::new(target, snapshot)).collect();
            let aimed_at = |thing: &&Term| aims.iter().any(|aim| aim.hits(thing, snapshot));
            let focus: HashSet<Term> = things.iter().filter(aimed_at).cloned().collect();
            if focus.is_empty() {
                continue;
            }
            let found = shape
                .validate(&data, engine.as_mut(), Some(&FocusNodes::new(focus)), Some(shape), &self.schema)
                .map_err(|error| gave_up(&error))?;
            violations.extend(found.violations().iter().map(|result| self.violation(result)));
        }
        Ok(violations)
    }
}

/// Whom a shape is about, in one snapshot.
enum Aim {
    This(Term),
    Instances(FxHashSet<TermId>),
    SubjectsOf(Option<TermId>),
    ObjectsOf(Option<TermId>),
}

impl Aim {
    fn new(target: &IRTarget, snapshot: &Snapshot) -> Self {
        let property = |iri: &str| number(snapshot, NamedNodeRef::new_unchecked(iri));
        let of = |class: &Object| {
            let classes = snapshot.state.dictionary.find(term(class).as_ref());
            Self::Instances(classes.map(|class| below(snapshot, class)).unwrap_or_default())
        };
        match target {
            Target::Node(node) => {
                Self::This(node.as_constant().map_or_else(|| rdf::NIL.into_owned().into(), |node| term(&node)))
            }
            Target::Class(class) | Target::ImplicitClass(class) => of(class),
            Target::SubjectsOf(iri) => Self::SubjectsOf(property(iri.as_str())),
            Target::ObjectsOf(iri) => Self::ObjectsOf(property(iri.as_str())),
            // An ill-formed target aims at nothing.
            _ => Self::SubjectsOf(None),
        }
    }

    fn hits(&self, thing: &Term, snapshot: &Snapshot) -> bool {
        let Some(id) = snapshot.state.dictionary.find(thing.as_ref()) else {
            return matches!(self, Self::This(this) if this == thing);
        };
        let some = |subject, predicate: Option<TermId>, object| {
            predicate.is_some_and(|predicate| {
                snapshot.matches(subject, Some(predicate), object, Scope::All).next().is_some()
            })
        };
        match self {
            Self::This(this) => this == thing,
            Self::SubjectsOf(property) => some(Some(id), *property, None),
            Self::ObjectsOf(property) => some(None, *property, Some(id)),
            Self::Instances(classes) => number(snapshot, rdf::TYPE).is_some_and(|kind| {
                snapshot.matches(Some(id), Some(kind), None, Scope::All).any(|row| classes.contains(&row[2]))
            }),
        }
    }
}

fn number(snapshot: &Snapshot, property: NamedNodeRef<'_>) -> Option<TermId> {
    snapshot.state.dictionary.find(property.into())
}

/// A class and every class below it.
fn below(snapshot: &Snapshot, class: TermId) -> FxHashSet<TermId> {
    let (mut classes, mut open) = (FxHashSet::from_iter([class]), vec![class]);
    let Some(sub_class) = number(snapshot, rdfs::SUB_CLASS_OF) else { return classes };
    while let Some(class) = open.pop() {
        let narrower = snapshot.matches(None, Some(sub_class), Some(class), Scope::All).map(|row| row[0]);
        open.extend(narrower.filter(|narrower| classes.insert(*narrower)));
    }
    classes
}

/// What has to be looked at, by its number in `after`, which knows the terms of `before` too.
fn touched(near: &Near, before: &Snapshot, after: &Snapshot) -> FxHashSet<TermId> {
    let numbers = |properties: &BTreeSet<NamedNode>| -> Vec<TermId> {
        properties.iter().filter_map(|property| number(after, property.as_ref())).collect()
    };
    let (forward, backward, objects_of) = (numbers(&near.forward), numbers(&near.backward), numbers(&near.objects_of));
    let (sub_class, kind) = (number(after, rdfs::SUB_CLASS_OF), number(after, rdf::TYPE));
    let (mut touched, mut aimed_at) = (FxHashSet::default(), FxHashSet::default());
    for diff::TableChange { predicate, added, removed } in diff::tables(&before.state, &after.state) {
        for row in added.iter().chain(&removed) {
            touched.insert(row[0]);
            if backward.contains(&predicate) {
                touched.insert(row[1]);
            }
            if objects_of.contains(&predicate) {
                aimed_at.insert(row[1]);
            }
        }
        if Some(predicate) == sub_class {
            let classes: FxHashSet<TermId> = added.iter().chain(&removed).map(|row| row[0]).collect();
            for state in [before, after] {
                for class in classes.iter().flat_map(|class| below(state, *class)) {
                    touched.extend(state.matches(None, kind, Some(class), Scope::All).map(|row| row[0]));
                }
            }
        }
    }
    let mut last: Vec<TermId> = touched.iter().copied().collect();
    for _ in 0..near.steps {
        let mut next = Vec::new();
        for node in last {
            let lead_here =
                forward.iter().flat_map(|property| after.matches(None, Some(*property), Some(node), Scope::All));
            next.extend(lead_here.map(|row| row[0]).filter(|thing| touched.insert(*thing)));
            let led_from =
                backward.iter().flat_map(|property| after.matches(Some(node), Some(*property), None, Scope::All));
            next.extend(led_from.map(|row| row[2]).filter(|thing| touched.insert(*thing)));
        }
        last = next;
    }
    touched.extend(aimed_at);
    touched
}
