//! Triple patterns and paths as steps look for them.

use spargebra::algebra::PropertyPathExpression;
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};

use super::Unplanned;
use super::compile::{Compiler, Here};
use super::plan::{InGraph, Match, Path, Place, Walk};
use crate::sparql::computed::is_call;

impl Compiler<'_> {
    pub(super) fn triple(&mut self, triple: &TriplePattern, here: &mut Here) -> Result<Match, Unplanned> {
        if is_call(&triple.predicate) {
            return Err(Unplanned("a computed property".to_owned()));
        }
        let subject = self.place(&triple.subject, here)?;
        let predicate = match &triple.predicate {
            NamedNodePattern::NamedNode(node) => Place::Is(self.context.terms.intern(node.as_ref().into())),
            NamedNodePattern::Variable(variable) => Place::Var(here.scope.slot(variable, &mut self.names)?),
        };
        let object = self.place(&triple.object, here)?;
        Ok(Match { places: [subject, predicate, object], graph: here.graph, optional: false })
    }

    fn place(&mut self, term: &TermPattern, here: &mut Here) -> Result<Place, Unplanned> {
        let intern = |term: oxigraph::model::TermRef<'_>| Place::Is(self.context.terms.intern(term));
        Ok(match term {
            TermPattern::Variable(variable) => Place::Var(here.scope.slot(variable, &mut self.names)?),
            TermPattern::NamedNode(node) => intern(node.as_ref().into()),
            TermPattern::Literal(literal) => intern(literal.as_ref().into()),
            TermPattern::BlankNode(_) => return Err(Unplanned("a blank node that is no variable".to_owned())),
            TermPattern::Triple(_) => return Err(Unplanned("a triple term in a pattern".to_owned())),
        })
    }

    pub(super) fn path(
        &mut self,
        subject: &TermPattern,
        path: &PropertyPathExpression,
        object: &TermPattern,
        here: &mut Here,
    ) -> Result<Walk, Unplanned> {
        if matches!(here.graph, InGraph::Each(_)) {
            return Err(Unplanned("a property path within GRAPH with a variable".to_owned()));
        }
        let (from, to) = (self.place(subject, here)?, self.place(object, here)?);
        let (zero, on, path) = match path {
            PropertyPathExpression::ZeroOrMore(path) => (true, true, path),
            PropertyPathExpression::OneOrMore(path) => (false, true, path),
            PropertyPathExpression::ZeroOrOne(path) => (true, false, path),
            other => return Err(Unplanned(format!("the path {other}"))),
        };
        Ok(Walk { from, to, path: self.step_of(path), graph: here.graph, zero, on })
    }

    fn step_of(&self, path: &PropertyPathExpression) -> Path {
        let id = |node: &oxigraph::model::NamedNode| self.context.terms.intern(node.as_ref().into());
        let closure = |path: &PropertyPathExpression, zero, on| {
            let path = Box::new(self.step_of(path));
            Path::Closure { path, zero, on }
        };
        match path {
            PropertyPathExpression::NamedNode(node) => Path::Forward(id(node)),
            PropertyPathExpression::Reverse(path) => self.step_of(path).turned(),
            PropertyPathExpression::Sequence(a, b) => Path::Sequence(Box::new([self.step_of(a), self.step_of(b)])),
            PropertyPathExpression::Alternative(a, b) => Path::Either(Box::new([self.step_of(a), self.step_of(b)])),
            PropertyPathExpression::ZeroOrMore(path) => closure(path, true, true),
            PropertyPathExpression::OneOrMore(path) => closure(path, false, true),
            PropertyPathExpression::ZeroOrOne(path) => closure(path, true, false),
            PropertyPathExpression::NegatedPropertySet(not) => {
                Path::Other { not: not.iter().map(id).collect(), backward: false }
            }
        }
    }
}
