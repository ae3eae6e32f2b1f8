//! A group of patterns that are joined.

use spargebra::algebra::{Expression, GraphPattern};
use spargebra::term::NamedNodePattern;

use super::Unplanned;
use super::chunk::Slot;
use super::compile::{Compiler, Here, Rows};
use super::plan::{Does, InGraph, Match, Place, Walk};
use super::slots::Slots;
use crate::sparql::walk::parts_of;

/// What is joined.
pub(super) enum Part<'p> {
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
                Part::Pattern(pattern, graph) => here.in_graph(graph, |here| self.part(pattern, here, rows))?,
            }
        }
        for (filter, graph) in group.filters {
            here.in_graph(graph, |here| self.filter(filter, here, rows))?;
        }
        Ok(())
    }

    fn part(&mut self, pattern: &GraphPattern, here: &mut Here, rows: &mut Rows) -> Result<(), Unplanned> {
        let (steps, estimate, before, fell) = (rows.steps.len(), rows.estimate, rows.binds, self.fell.len());
        let along = self.goes_along(pattern, before, here)? && self.near(pattern, here, rows)?;
        if along && self.along(pattern, here, rows).is_ok() {
            return Ok(());
        }
        rows.steps.truncate(steps);
        rows.estimate = estimate;
        rows.binds = before;
        self.fell.truncate(fell);
        let binds = here.scope.binds(pattern, &mut self.names)?;
        let plan = self.alone(pattern, here)?;
        self.join(plan, binds, rows);
        Ok(())
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
                here.in_graph(graph, |here| self.filter(filter, here, rows))?;
            } else {
                waiting.push((filter, graph));
            }
        }
        *filters = waiting;
        Ok(())
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
                here.in_graph(InGraph::Named(graph), |here| self.flatten(inner, all, here, group))?;
            }
            GraphPattern::Graph { name: NamedNodePattern::Variable(variable), inner } => {
                let slot = here.scope.slot(variable, &mut self.names)?;
                if here.graph != InGraph::Default || !Self::plain(inner, Some(slot), here) {
                    return Err(Unplanned("GRAPH with a variable around more than triples".to_owned()));
                }
                here.in_graph(InGraph::Each(slot), |here| self.flatten(inner, all, here, group))?;
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
    for part in parts_of(expression) {
        has_exists(part, found);
    }
}
