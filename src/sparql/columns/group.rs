//! A group of patterns that are joined: in which order, by what is known of the data.

use spargebra::algebra::{Expression, GraphPattern, PropertyPathExpression};
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};

use super::Unplanned;
use super::chunk::Slot;
use super::compile::{Compiler, Here, Rows, to_f64};
use super::plan::{Does, InGraph, Match, Path, Place, Walk};
use super::slots::Slots;
use crate::sparql::computed::is_call;

/// What is joined.
enum Part<'p> {
    Match(Match),
    Walk(Walk),
    /// Planned when its turn comes.
    Pattern(&'p GraphPattern, InGraph),
}

/// The parts of a group, and the conditions on its rows.
#[derive(Default)]
struct Group<'p> {
    parts: Vec<Part<'p>>,
    /// Each with the graph within which it stands.
    filters: Vec<(&'p Expression, InGraph)>,
    /// It names a graph that there is not, and so has no rows.
    nowhere: bool,
}

impl Compiler<'_> {
    /// Joins `rows` with the parts of a group, and filters as soon as what a filter reads is there.
    pub(super) fn group(&mut self, pattern: &GraphPattern, here: &mut Here, rows: &mut Rows) -> Result<(), Unplanned> {
        let binds = here.scope.binds(pattern, &mut self.names)?;
        let all = binds.possible.or(rows.binds.possible);
        let mut group = Group::default();
        self.root(pattern, all, here, &mut group)?;
        if group.nowhere {
            self.filter(&Expression::Literal(false.into()), here, rows)?;
        }
        loop {
            self.filters(&mut group.filters, all, here, rows, false)?;
            let next = self.cheapest(&group.parts, here, rows)?;
            // EXISTS costs more than to join with what leaves no more rows than there are.
            if next.is_none_or(|(_, estimate)| estimate > rows.estimate) {
                self.filters(&mut group.filters, all, here, rows, true)?;
            }
            let Some((next, _)) = next else { break };
            match group.parts.swap_remove(next) {
                Part::Match(found) => {
                    let estimate = self.expected(&found, rows);
                    let slots = found.slots();
                    self.step(Does::Match(found), rows, estimate);
                    rows.binds.certain = rows.binds.certain.or(slots);
                    rows.binds.possible = rows.binds.possible.or(slots);
                }
                Part::Walk(walk) => {
                    let ends: Slots = [walk.from, walk.to].into_iter().filter_map(Place::slot).collect();
                    let estimate = self.walked(&walk, rows);
                    self.step(Does::Walk(walk), rows, estimate);
                    rows.binds.certain = rows.binds.certain.or(ends);
                    rows.binds.possible = rows.binds.possible.or(ends);
                }
                Part::Pattern(pattern, graph) => self.part(pattern, graph, here, rows)?,
            }
        }
        for (filter, graph) in group.filters {
            self.filter_in(graph, filter, here, rows)?;
        }
        Ok(())
    }

    fn part(
        &mut self,
        pattern: &GraphPattern,
        graph: InGraph,
        here: &mut Here,
        rows: &mut Rows,
    ) -> Result<(), Unplanned> {
        let outside = std::mem::replace(&mut here.graph, graph);
        let (steps, estimate, before, fell) = (rows.steps.len(), rows.estimate, rows.binds, self.fell.len());
        let along = if self.goes_along(pattern, before, here)? && self.near(pattern, here, rows)? {
            self.along(pattern, here, rows).is_ok()
        } else {
            false
        };
        let done = if along {
            Ok(())
        } else {
            rows.steps.truncate(steps);
            rows.estimate = estimate;
            rows.binds = before;
            self.fell.truncate(fell);
            here.scope.binds(pattern, &mut self.names).and_then(|binds| {
                let plan = self.alone(pattern, here)?;
                self.join(plan, binds, rows);
                Ok(())
            })
        };
        here.graph = outside;
        done
    }

    /// Whether it is better to carry the rows into `pattern` than to plan it by itself: not if the two have nothing to do with one another.
    fn near(&mut self, pattern: &GraphPattern, here: &mut Here, rows: &Rows) -> Result<bool, Unplanned> {
        let shared = here.scope.binds(pattern, &mut self.names)?.possible.and(rows.binds.possible);
        Ok(rows.is_one() || !shared.is_empty())
    }

    /// Makes the filters that are ready: everything they read of the group is bound by then. Those with EXISTS only if `every`.
    fn filters(
        &mut self,
        filters: &mut Vec<(&Expression, InGraph)>,
        all: Slots,
        here: &mut Here,
        rows: &mut Rows,
        every: bool,
    ) -> Result<(), Unplanned> {
        let mut waiting = Vec::new();
        for (filter, graph) in std::mem::take(filters) {
            let mut exists = false;
            has_exists(filter, &mut exists);
            if (every || !exists) && here.scope.reads(filter).and(all).is_subset(rows.binds.certain) {
                self.filter_in(graph, filter, here, rows)?;
            } else {
                waiting.push((filter, graph));
            }
        }
        *filters = waiting;
        Ok(())
    }

    fn filter_in(
        &mut self,
        graph: InGraph,
        filter: &Expression,
        here: &mut Here,
        rows: &mut Rows,
    ) -> Result<(), Unplanned> {
        let outside = std::mem::replace(&mut here.graph, graph);
        let done = self.filter(filter, here, rows);
        here.graph = outside;
        done
    }

    /// Takes the group itself apart: its own filters see all of it.
    fn root<'p>(
        &mut self,
        pattern: &'p GraphPattern,
        all: Slots,
        here: &mut Here,
        group: &mut Group<'p>,
    ) -> Result<(), Unplanned> {
        let GraphPattern::Filter { expr, inner } = pattern else { return self.flatten(pattern, all, here, group) };
        self.root(inner, all, here, group)?;
        conjuncts(expr, here.graph, &mut group.filters);
        Ok(())
    }

    /// Takes `pattern` apart. `all` are the variables of the whole group and its surroundings.
    fn flatten<'p>(
        &mut self,
        pattern: &'p GraphPattern,
        all: Slots,
        here: &mut Here,
        group: &mut Group<'p>,
    ) -> Result<(), Unplanned> {
        match pattern {
            GraphPattern::Bgp { patterns } => {
                for triple in patterns {
                    let found = self.triple(triple, here)?;
                    group.parts.push(Part::Match(found));
                }
            }
            GraphPattern::Path { subject, path, object } => {
                let walk = self.path(subject, path, object, here)?;
                group.parts.push(Part::Walk(walk));
            }
            GraphPattern::Join { left, right } => {
                self.flatten(left, all, here, group)?;
                self.flatten(right, all, here, group)?;
            }
            GraphPattern::Filter { expr, inner } => {
                let certain = here.scope.binds(inner, &mut self.names)?.certain;
                if here.scope.reads(expr).and(all).is_subset(certain) {
                    self.flatten(inner, all, here, group)?;
                    conjuncts(expr, here.graph, &mut group.filters);
                } else {
                    group.parts.push(Part::Pattern(pattern, here.graph));
                }
            }
            GraphPattern::Graph { name: NamedNodePattern::NamedNode(name), inner } => {
                let graph = self.context.terms.intern(name.as_ref().into());
                let there = self.context.snapshot.state.graphs.contains_key(&graph) && self.context.sees(graph);
                if !there && !Self::plain(inner, None, here) {
                    // The evaluator looks whether the graph is there for some patterns and not for others.
                    return Err(Unplanned("GRAPH that is not there around more than triples".to_owned()));
                }
                group.nowhere |= !there;
                let graph = InGraph::Named(graph);
                let outside = std::mem::replace(&mut here.graph, graph);
                let done = self.flatten(inner, all, here, group);
                here.graph = outside;
                done?;
            }
            GraphPattern::Graph { name: NamedNodePattern::Variable(variable), inner } => {
                let slot = here.scope.slot(variable, &mut self.names)?;
                if here.graph != InGraph::Default || !Self::plain(inner, Some(slot), here) {
                    return Err(Unplanned("GRAPH with a variable around more than triples".to_owned()));
                }
                here.graph = InGraph::Each(slot);
                let done = self.flatten(inner, all, here, group);
                here.graph = InGraph::Default;
                done?;
            }
            other => group.parts.push(Part::Pattern(other, here.graph)),
        }
        Ok(())
    }

    /// Whether `pattern` is triples and conditions that do not read `graph`.
    fn plain(pattern: &GraphPattern, graph: Option<Slot>, here: &Here) -> bool {
        match pattern {
            GraphPattern::Bgp { patterns } => !patterns.is_empty(),
            GraphPattern::Join { left, right } => Self::plain(left, graph, here) && Self::plain(right, graph, here),
            GraphPattern::Filter { expr, inner } => {
                let mut exists = false;
                has_exists(expr, &mut exists);
                !exists
                    && !graph.is_some_and(|graph| here.scope.reads(expr).contains(graph))
                    && Self::plain(inner, graph, here)
            }
            _ => false,
        }
    }

    fn triple(&mut self, triple: &TriplePattern, here: &mut Here) -> Result<Match, Unplanned> {
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

    fn path(
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

    /// The part that leaves the fewest rows, and how many that may be.
    fn cheapest(
        &mut self,
        parts: &[Part<'_>],
        here: &mut Here,
        rows: &Rows,
    ) -> Result<Option<(usize, f64)>, Unplanned> {
        let mut best: Option<(usize, (bool, f64))> = None;
        for (at, part) in parts.iter().enumerate() {
            let (slots, estimate) = match part {
                Part::Match(found) => (found.slots(), self.expected(found, rows)),
                Part::Walk(walk) => {
                    ([walk.from, walk.to].into_iter().filter_map(Place::slot).collect(), self.walked(walk, rows))
                }
                Part::Pattern(pattern, _) => {
                    let slots = here.scope.binds(pattern, &mut self.names)?.possible;
                    let alone = self.guess(pattern, here)?;
                    let near = !slots.and(rows.binds.certain).is_empty();
                    (slots, if near { rows.estimate.max(alone) } else { rows.estimate * alone })
                }
            };
            let apart = !rows.is_one() && !slots.is_empty() && slots.and(rows.binds.possible).is_empty();
            let cost = (apart, estimate);
            if best.is_none_or(|(_, least)| cost.0.cmp(&least.0).then(cost.1.total_cmp(&least.1)).is_lt()) {
                best = Some((at, cost));
            }
        }
        Ok(best.map(|(at, (_, estimate))| (at, estimate)))
    }

    /// How many rows a pattern may have by itself.
    fn guess(&mut self, pattern: &GraphPattern, here: &mut Here) -> Result<f64, Unplanned> {
        Ok(match pattern {
            GraphPattern::Bgp { patterns } => {
                let mut least = f64::INFINITY;
                for triple in patterns {
                    if let Ok(found) = self.triple(triple, here) {
                        least = least.min(self.expected(&found, &Rows::one()));
                    }
                }
                if least.is_finite() { least } else { 1.0 }
            }
            GraphPattern::Join { left, right } => self.guess(left, here)?.min(self.guess(right, here)?),
            GraphPattern::Union { left, right } => self.guess(left, here)? + self.guess(right, here)?,
            GraphPattern::LeftJoin { left: inner, .. }
            | GraphPattern::Minus { left: inner, .. }
            | GraphPattern::Extend { inner, .. }
            | GraphPattern::Graph { inner, .. }
            | GraphPattern::OrderBy { inner, .. }
            | GraphPattern::Distinct { inner }
            | GraphPattern::Reduced { inner } => self.guess(inner, here)?,
            GraphPattern::Project { inner, variables } => {
                let scope = here.scope.within(variables, &mut self.names)?;
                let mut within = Here { scope, graph: here.graph };
                self.guess(inner, &mut within)?
            }
            GraphPattern::Filter { inner, .. } => self.guess(inner, here)? / 2.0,
            GraphPattern::Slice { inner, length, .. } => {
                self.guess(inner, here)?.min(length.map_or(f64::INFINITY, to_f64))
            }
            GraphPattern::Group { inner, variables, .. } => {
                if variables.is_empty() {
                    1.0
                } else {
                    self.guess(inner, here)?.powf(0.8)
                }
            }
            GraphPattern::Values { bindings, .. } => to_f64(bindings.len()),
            GraphPattern::Path { .. } | GraphPattern::Lateral { .. } | GraphPattern::Service { .. } => 1000.0,
        })
    }
}

/// `a && b` keeps a row when both do.
fn conjuncts<'p>(expression: &'p Expression, graph: InGraph, filters: &mut Vec<(&'p Expression, InGraph)>) {
    match expression {
        Expression::And(a, b) => {
            conjuncts(a, graph, filters);
            conjuncts(b, graph, filters);
        }
        other => filters.push((other, graph)),
    }
}

fn has_exists(expression: &Expression, found: &mut bool) {
    *found |= matches!(expression, Expression::Exists(_));
    for part in crate::sparql::walk::parts_of(expression) {
        has_exists(part, found);
    }
}
