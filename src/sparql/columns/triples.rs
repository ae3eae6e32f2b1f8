//! Rows as triples: of a CONSTRUCT, of a DESCRIBE.

use oxigraph::model::{NamedOrBlankNode, Term, Triple, Variable};
use oxigraph::sparql::QueryEvaluationError;
use rustc_hash::FxHashSet;
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};

use super::Rows;
use super::chunk::UNBOUND;
use crate::snapshot::{Scope, Snapshot};
use crate::sparql::template::Filling;
use crate::sparql::terms::Terms;
use crate::sparql::watch::tick;
use crate::store::dictionary::TermId;

type Made = Result<Triple, QueryEvaluationError>;

/// A term of a template whose number can be told.
#[derive(Clone, Copy)]
enum Place {
    Is(TermId),
    /// Of the variable at this place.
    Of(usize),
}

impl Rows {
    /// The triples that `template` makes of each row. As the evaluator has it one comes once, unless there is a blank node or a triple
    /// in it.
    pub(in crate::sparql) fn constructed(self, template: Vec<TriplePattern>) -> impl Iterator<Item = Made> {
        let places: Vec<_> = template.iter().map(|triple| places(triple, &self.variables, &self.terms)).collect();
        let mut seen = FxHashSet::default();
        (0..self.chunk.rows).flat_map(move |row| {
            tick();
            let at = |variable: &Variable| self.variables.iter().position(|known| known == variable);
            let mut filling = Filling::new(|variable| self.term(at(variable)?, row));
            let mut made = Vec::new();
            for (triple, places) in template.iter().zip(&places) {
                let ids = places.map(|places| {
                    places.map(|place| match place {
                        Place::Is(id) => id,
                        Place::Of(variable) => self.id(variable, row),
                    })
                });
                if ids.is_some_and(|ids| ids.contains(&UNBOUND) || seen.contains(&ids)) {
                    continue;
                }
                let triple = filling.triple(triple);
                let again = triple.as_ref().is_some_and(|triple| {
                    triple.subject.is_blank_node() || triple.object.is_blank_node() || triple.object.is_triple()
                });
                if !again {
                    seen.extend(ids);
                }
                made.extend(triple.map(Ok));
            }
            made
        })
    }

    /// The triples about each term of each row in the default graph, and about the blank nodes that those lead to.
    pub(in crate::sparql) fn described(self, snapshot: Snapshot, default: Scope) -> impl Iterator<Item = Made> {
        let (mut row, mut waiting, mut seen) = (0, Vec::new(), FxHashSet::default());
        let mut quads: Box<dyn Iterator<Item = [TermId; 4]>> = Box::new(std::iter::empty());
        std::iter::from_fn(move || {
            loop {
                tick();
                if let Some([subject, predicate, object, _]) = quads.next() {
                    let term = self.terms.term(object);
                    if term.is_blank_node() && seen.insert(object) {
                        waiting.push(object);
                    }
                    return Some(Ok(Triple {
                        subject: NamedOrBlankNode::try_from(self.terms.term(subject)).ok()?,
                        predicate: self.terms.term(predicate).try_into().ok()?,
                        object: term,
                    }));
                }
                if let Some(node) = waiting.pop() {
                    quads = Box::new(snapshot.matches(Some(node), None, None, default.clone()));
                    continue;
                }
                if row == self.chunk.rows {
                    return None;
                }
                let ids = (0..self.variables.len()).map(|variable| self.id(variable, row));
                waiting.extend(ids.filter(|id| *id != UNBOUND && seen.insert(*id)));
                row += 1;
            }
        })
    }

    /// How many there are.
    pub(in crate::sparql) fn count_all(&self) -> usize {
        self.chunk.rows
    }

    fn id(&self, variable: usize, row: usize) -> TermId {
        self.slots[variable].map_or(UNBOUND, |slot| self.chunk.get(slot, row))
    }

    pub(super) fn term(&self, variable: usize, row: usize) -> Option<Term> {
        let id = self.id(variable, row);
        (id != UNBOUND).then(|| self.terms.term(id))
    }
}

/// The terms of a triple, where all of them have a number.
fn places(triple: &TriplePattern, variables: &[Variable], terms: &Terms) -> Option<[Place; 3]> {
    let variable = |variable: &Variable| Some(Place::Of(variables.iter().position(|known| known == variable)?));
    let term = |pattern: &TermPattern| match pattern {
        TermPattern::NamedNode(node) => Some(Place::Is(terms.intern(node.as_ref().into()))),
        TermPattern::Literal(literal) => Some(Place::Is(terms.intern(literal.as_ref().into()))),
        TermPattern::Variable(name) => variable(name),
        TermPattern::BlankNode(_) | TermPattern::Triple(_) => None,
    };
    let predicate = match &triple.predicate {
        NamedNodePattern::NamedNode(node) => Place::Is(terms.intern(node.as_ref().into())),
        NamedNodePattern::Variable(name) => variable(name)?,
    };
    Some([term(&triple.subject)?, predicate, term(&triple.object)?])
}
