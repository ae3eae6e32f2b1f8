//! A plan that was carried out, in words.

use std::collections::HashMap;
use std::time::Duration;

use spargebra::algebra::{Expression, GraphPattern, OrderExpression};

use super::answer::Counts;
use super::chunk::Slot;
use super::plan::{Aggregate, Does, End, InGraph, Joined, Match, Path, Place, Plan, Step, Walk};
use super::slots::Slots;
use super::words::{Words, predicate, term};
use crate::sparql::explain::{ExplainedStep, StepKind};
use crate::sparql::terms::Terms;
use crate::store::dictionary::TermId;

/// What steps and sorts were made of, by number.
#[derive(Default)]
pub(super) struct Sources {
    pub(super) steps: HashMap<usize, Expression>,
    pub(super) sorts: HashMap<usize, Vec<OrderExpression>>,
}

/// Describes plans of one query.
pub(super) struct Describer<'a> {
    pub(super) terms: &'a Terms,
    /// Of each slot.
    pub(super) names: &'a [String],
    pub(super) sources: &'a Sources,
    pub(super) counts: &'a Counts,
    /// How many steps the query has.
    pub(super) steps: usize,
    pub(super) words: Words,
    /// Why parts went to the evaluator.
    pub(super) why: Vec<String>,
}

impl Describer<'_> {
    /// The steps of a plan in their order, and what becomes of the rows.
    pub(super) fn plan(&mut self, plan: &Plan) -> Vec<ExplainedStep> {
        let mut told = Vec::new();
        for step in &plan.steps {
            match &step.does {
                // What begins with the rows of another plan goes on from there.
                Does::Join(Joined { plan: inner, shared }) if told.is_empty() && shared.is_empty() && !step.once => {
                    told = self.plan(inner);
                    let rest = if matches!(inner.end, End::Rows) { self.rest(inner) } else { 0.0 };
                    if let Some(time) = told.last_mut().and_then(|last| last.milliseconds.as_mut()) {
                        *time += rest + self.milliseconds(step.number);
                    }
                }
                _ => told.push(self.step(step)),
            }
        }
        let (kind, text) = match &plan.end {
            End::Rows => return told,
            End::Group { keys, aggregates } => (StepKind::Group, self.group(keys, aggregates)),
            End::Distinct => (StepKind::Distinct, format!("distinct {}", self.slots(plan.gives))),
            End::Sorted { limit, .. } => {
                let keys = self.sources.sorts.get(&plan.number).into_iter().flatten();
                let keys: Vec<String> = keys.map(|order| self.words.order(order)).collect();
                let first = limit.map(|limit| format!(", the first {limit}")).unwrap_or_default();
                (StepKind::Sort, format!("sort by {}{first}", keys.join(" ")))
            }
            End::Slice { start, length } => {
                let from = if *start > 0 { format!(" from row {} on", start + 1) } else { String::new() };
                let length = length.map(|length| format!(" of {length}")).unwrap_or_default();
                (StepKind::Slice, format!("slice{length}{from}"))
            }
            End::Table(_) => (StepKind::Values, format!("values {}", self.slots(plan.gives))),
            End::Evaluator { pattern, .. } => {
                self.aggregates_of(pattern);
                (StepKind::Evaluator, format!("evaluator for {}", self.slots(plan.gives)))
            }
        };
        let mut end = ExplainedStep::new(kind, text.trim_end());
        end.expected = Some(plan.estimate);
        end.rows = Some(self.counts.plans[plan.number]);
        end.milliseconds = Some(self.rest(plan));
        if let End::Evaluator { why, .. } = &plan.end {
            end.why = Some(why.clone());
            self.why.push(why.clone());
        }
        told.push(end);
        told
    }

    fn step(&mut self, step: &Step) -> ExplainedStep {
        let joined = match &step.does {
            Does::Join(joined) | Does::LeftJoin { joined, .. } | Does::Minus(joined) => Some(joined),
            _ => None,
        };
        // First, as a condition may name what it aggregates.
        let mut within = joined.map_or_else(Vec::new, |joined| self.plan(&joined.plan));
        let (kind, text) = match &step.does {
            Does::Match(found) => (StepKind::Match, self.matched(found, step.certain)),
            Does::Walk(walk) => (StepKind::Path, self.walk(walk)),
            Does::Filter(_) => (StepKind::Filter, format!("filter {}", self.source(step))),
            Does::Bind { slot, .. } => (StepKind::Bind, format!("bind {} = {}", self.slot(*slot), self.source(step))),
            Does::Copy { from, to } => (StepKind::Bind, format!("bind {} = {}", self.slot(*to), self.slot(*from))),
            Does::Join(with) => (StepKind::Join, self.with("join with", with)),
            Does::LeftJoin { joined: with, condition } => {
                let text = self.with("left join with", with);
                let text = if condition.is_some() { format!("{text}, if {}", self.source(step)) } else { text };
                (StepKind::LeftJoin, text)
            }
            Does::Minus(with) => (StepKind::Minus, self.with("minus", with)),
            Does::Optional { steps, .. } => {
                within = self.list(steps);
                (StepKind::Optional, "optional".to_owned())
            }
            Does::Exists { steps, to, .. } => {
                within = self.list(steps);
                (StepKind::Exists, format!("exists, as {}", self.slot(*to)))
            }
            Does::Union(ways) => {
                within = ways.iter().map(|way| self.way(way)).collect();
                (StepKind::Union, "union".to_owned())
            }
        };
        let once = if step.once { ", rows alike once" } else { "" };
        let mut told = ExplainedStep::new(kind, format!("{text}{once}"));
        let mut milliseconds = self.milliseconds(step.number);
        if let Some(Joined { plan, .. }) = joined {
            // What is no step's of these plans has no line of its own.
            if matches!(plan.end, End::Rows | End::Table(_)) {
                milliseconds += self.rest(plan);
            }
            if let Some(values) = within.pop_if(|_| matches!(plan.end, End::Table(_))) {
                told.text = format!("{}: {}", told.text, values.text);
            }
        }
        told.expected = Some(step.estimate);
        told.rows = Some(self.counts.steps[step.number].rows);
        told.milliseconds = Some(milliseconds);
        told.steps = within;
        told
    }

    fn list(&mut self, steps: &[Step]) -> Vec<ExplainedStep> {
        steps.iter().map(|step| self.step(step)).collect()
    }

    fn way(&mut self, steps: &[Step]) -> ExplainedStep {
        let mut told = ExplainedStep::new(StepKind::Way, "way");
        told.rows = steps.last().map(|last| self.counts.steps[last.number].rows);
        told.steps = self.list(steps);
        told
    }

    /// Gives the aggregates of a pattern that the evaluator answers their words.
    fn aggregates_of(&mut self, pattern: &GraphPattern) {
        match pattern {
            GraphPattern::Group { aggregates, .. } => {
                for (variable, aggregate) in aggregates {
                    let text = self.words.aggregate(aggregate);
                    self.words.stands_for(variable.as_str(), &text);
                }
            }
            GraphPattern::Filter { inner, .. }
            | GraphPattern::Extend { inner, .. }
            | GraphPattern::OrderBy { inner, .. }
            | GraphPattern::Graph { inner, .. } => self.aggregates_of(inner),
            _ => {}
        }
    }

    fn group(&mut self, keys: &[Slot], aggregates: &[Aggregate]) -> String {
        let texts: Vec<String> = aggregates.iter().map(|made| self.words.aggregate(&made.of)).collect();
        for (made, text) in aggregates.iter().zip(&texts) {
            self.words.stands_for(&self.names[made.slot], text);
        }
        let by = if keys.is_empty() { "group all".to_owned() } else { format!("group by {}", self.list_of(keys)) };
        if texts.is_empty() { by } else { format!("{by}: {}", texts.join(", ")) }
    }

    fn matched(&self, found: &Match, certain: Slots) -> String {
        let known = |place: Place| place.slot().is_none_or(|slot| certain.contains(slot));
        let [subject, predicate, object] = found.places;
        let by = match (known(subject), known(object)) {
            (true, true) => " by subject and object",
            (true, false) => " by subject",
            (false, true) => " by object",
            (false, false) => ", all of them",
        };
        let verb = if found.optional { "optional" } else { "match" };
        let predicate = self.predicate(predicate);
        format!("{verb} {} {predicate} {}{by}{}", self.place(subject), self.place(object), self.graph(found.graph))
    }

    fn walk(&self, walk: &Walk) -> String {
        let path = format!("{}{}", self.part(&walk.path), sign(walk.zero, walk.on));
        format!("path {} {path} {}{}", self.place(walk.from), self.place(walk.to), self.graph(walk.graph))
    }

    fn path(&self, path: &Path) -> String {
        let name = |id: &TermId| predicate(&self.terms.term(*id));
        match path {
            Path::Forward(id) => name(id),
            Path::Backward(id) => format!("^{}", name(id)),
            Path::Other { not, backward } => {
                let turned = if *backward { "^" } else { "" };
                let names: Vec<String> = not.iter().map(|id| format!("{turned}{}", name(id))).collect();
                format!("!({})", names.join("|"))
            }
            Path::Sequence(both) => format!("{}/{}", self.part(&both[0]), self.part(&both[1])),
            Path::Either(both) => format!("{}|{}", self.part(&both[0]), self.part(&both[1])),
            Path::Closure { path, zero, on } => format!("{}{}", self.part(path), sign(*zero, *on)),
        }
    }

    /// A path within another.
    fn part(&self, path: &Path) -> String {
        let text = self.path(path);
        if matches!(path, Path::Forward(_) | Path::Other { .. }) { text } else { format!("({text})") }
    }

    fn place(&self, place: Place) -> String {
        match place {
            Place::Is(id) => term(&self.terms.term(id)),
            Place::Var(slot) => self.slot(slot),
        }
    }

    fn predicate(&self, place: Place) -> String {
        match place {
            Place::Is(id) => predicate(&self.terms.term(id)),
            Place::Var(slot) => self.slot(slot),
        }
    }

    fn graph(&self, graph: InGraph) -> String {
        match graph {
            InGraph::Default => String::new(),
            InGraph::Named(id) => format!(" in {}", term(&self.terms.term(id))),
            InGraph::Each(slot) => format!(" in {}", self.slot(slot)),
        }
    }

    fn slot(&self, slot: Slot) -> String {
        let name = &self.names[slot];
        // The parser names blank nodes by chance.
        let blank = name.len() > 20 && name.starts_with('#') && name[1..].bytes().all(|byte| byte.is_ascii_hexdigit());
        if blank { format!("_:b{slot}") } else { self.words.variable(name) }
    }

    fn slots(&self, slots: Slots) -> String {
        self.list_of(&slots.iter().collect::<Vec<_>>())
    }

    fn list_of(&self, slots: &[Slot]) -> String {
        let names: Vec<String> = slots.iter().map(|slot| self.slot(*slot)).collect();
        names.join(" ")
    }

    fn with(&self, what: &str, joined: &Joined) -> String {
        if joined.shared.is_empty() {
            return format!("{what}, nothing in common");
        }
        format!("{what}, by {}", self.list_of(&joined.shared))
    }

    fn source(&self, step: &Step) -> String {
        self.sources.steps.get(&step.number).map_or_else(String::new, |source| self.words.expression(source))
    }

    /// The time that a plan took beside its steps: to gather or sort their rows, and to make a table of them that others join with.
    fn rest(&self, plan: &Plan) -> f64 {
        self.milliseconds(self.steps + plan.number)
    }

    fn milliseconds(&self, at: usize) -> f64 {
        crate::sparql::explain::milliseconds(Duration::from_nanos(self.counts.steps[at].nanos))
    }
}

fn sign(zero: bool, on: bool) -> &'static str {
    match (zero, on) {
        (true, true) => "*",
        (false, true) => "+",
        (true, false) => "?",
        (false, false) => "",
    }
}
