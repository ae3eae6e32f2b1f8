//! Joins rows with the ends of a property path of any length.
//!
//! What is reached from a term is found once and kept; a later walk that comes by a term whose end is known takes that over. A walk goes
//! on from all terms that were reached last at once, and from each of them once, between two parts of a path too.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::chunk::{Chunk, Slot, UNBOUND};
use super::context::Stop;
use super::plan::{InGraph, Path, Place, Step, Walk};
use super::run::{CHUNK, Done, Out, Run};
use super::seen::Seen;
use crate::snapshot::Scope;
use crate::store::dictionary::TermId;
use crate::store::table::{Order, Row};

/// What was found so far.
#[derive(Default)]
pub(super) struct Reached {
    /// Forward and backward.
    known: [FxHashMap<TermId, Arc<[TermId]>>; 2],
    passed: Vec<Seen>,
}

/// How many terms are walked through between two looks at the limits.
const STRIDE: usize = 4096;

struct Walker<'r, 'q> {
    run: &'r mut Run<'q>,
    scope: Scope,
    /// Terms since the limits were looked at.
    walked: &'r mut usize,
    /// What the walk from one term has reached, and behind that what went into each part of the path that it goes on from.
    passed: &'r mut Vec<Seen>,
}

type Ends = Result<Vec<TermId>, Stop>;

impl Walker<'_, '_> {
    /// Adds the ends of one path from any of `from`, but for those from terms that went into the same part of it before. `part` counts the
    /// parts that remember what went in.
    fn goes_on(&mut self, path: &Path, from: &[TermId], part: &mut usize, ends: &mut Vec<TermId>) -> Done {
        match path {
            Path::Forward(predicate) => self.beside(*predicate, Order::BySubject, from, ends)?,
            Path::Backward(predicate) => self.beside(*predicate, Order::ByObject, from, ends)?,
            Path::Other { not, backward } => {
                for term in from {
                    self.passes(1)?;
                    let (subject, object) = if *backward { (None, Some(*term)) } else { (Some(*term), None) };
                    let rows = self.run.context().snapshot.matches(subject, None, object, self.scope.clone());
                    let end = |row: [TermId; 4]| if *backward { row[0] } else { row[2] };
                    ends.extend(rows.filter(|row| !not.contains(&row[1])).map(end));
                }
            }
            Path::Sequence(both) => {
                let [first, second] = &**both;
                let passed = self.part(part);
                let mut middles = Vec::new();
                self.goes_on(first, from, part, &mut middles)?;
                middles.retain(|middle| self.passed[passed].insert(*middle));
                self.goes_on(second, &middles, part, ends)?;
            }
            Path::Either(both) => {
                for path in &**both {
                    self.goes_on(path, from, part, ends)?;
                }
            }
            Path::Closure { path, zero, on } => {
                let passed = self.part(part);
                let within = *part;
                let mut todo = from.to_vec();
                todo.retain(|term| self.passed[passed].insert(*term));
                if *zero {
                    ends.extend(todo.iter().filter(|term| self.is_node(**term)));
                }
                loop {
                    let mut next = Vec::new();
                    *part = within;
                    self.goes_on(path, &todo, part, &mut next)?;
                    ends.extend(&next);
                    next.retain(|term| *on && self.passed[passed].insert(*term));
                    if next.is_empty() {
                        break;
                    }
                    todo = next;
                }
            }
        }
        Ok(())
    }

    /// The place of the next part that remembers what went in.
    fn part(&mut self, part: &mut usize) -> usize {
        *part += 1;
        if self.passed.len() < *part {
            self.passed.resize_with(*part, Seen::default);
        }
        *part - 1
    }

    /// Looks at the limits now and then.
    fn passes(&mut self, terms: usize) -> Result<(), Stop> {
        *self.walked += terms;
        if *self.walked < STRIDE {
            return Ok(());
        }
        *self.walked = 0;
        self.run.check()
    }

    /// Adds the other ends of the triples of a predicate that begin, in `order`, with any of `from`.
    fn beside(&mut self, predicate: TermId, order: Order, from: &[TermId], ends: &mut Vec<TermId>) -> Done {
        let Some(table) = self.run.context().table(predicate) else { return Ok(()) };
        let keys = table.keys_for(order, from.len());
        for term in from {
            let range = keys.and_then(|keys| keys.range(*term)).unwrap_or_else(|| table.range(order, *term, None));
            self.passes(1 + range.len())?;
            let rows = &table.rows(order)[range];
            let within = |row: &&Row| match &self.scope {
                Scope::Graph(graph) => row[2] == *graph,
                Scope::UnionOf(graphs) => graphs.contains(&row[2]),
                Scope::Named | Scope::All | Scope::Union => true,
            };
            ends.extend(rows.iter().filter(within).map(|row| row[1]));
        }
        Ok(())
    }

    /// What is reached from `term`, ascending, taking over what is `known`.
    fn closure(
        &mut self,
        path: &Path,
        (zero, on): (bool, bool),
        term: TermId,
        known: &FxHashMap<TermId, Arc<[TermId]>>,
    ) -> Ends {
        self.passed.iter_mut().for_each(Seen::clear);
        let reached = self.part(&mut 0);
        if zero && self.is_node(term) {
            self.passed[reached].insert(term);
        }
        let mut todo = vec![term];
        let mut ends = Vec::new();
        while !todo.is_empty() {
            self.goes_on(path, &todo, &mut 1, &mut ends)?;
            todo.clear();
            for end in ends.drain(..) {
                if !self.passed[reached].insert(end) || !on {
                    continue;
                }
                match known.get(&end) {
                    Some(further) => {
                        self.passes(further.len())?;
                        for end in &**further {
                            self.passed[reached].insert(*end);
                        }
                    }
                    None => todo.push(end),
                }
            }
        }
        Ok(self.passed[reached].sorted())
    }

    /// Whether the graph has a triple of `term`.
    fn is_node(&self, term: TermId) -> bool {
        let snapshot = &self.run.context().snapshot;
        snapshot.matches(Some(term), None, None, self.scope.clone()).next().is_some()
            || snapshot.matches(None, None, Some(term), self.scope.clone()).next().is_some()
    }

    /// Every term that a walk may begin at.
    fn beginnings(&self, walk: &Walk) -> Vec<TermId> {
        let mut found = Vec::new();
        if walk.zero || !self.first(&walk.path, &mut found) {
            let rows = self.run.context().snapshot.matches(None, None, None, self.scope.clone());
            found = rows.flat_map(|row| [row[0], row[2]]).collect();
        }
        once(found)
    }

    /// Adds the terms at which a path may begin; says no where that may be any.
    fn first(&self, path: &Path, found: &mut Vec<TermId>) -> bool {
        let (predicate, order) = match path {
            Path::Forward(predicate) => (predicate, Order::BySubject),
            Path::Backward(predicate) => (predicate, Order::ByObject),
            Path::Sequence(both) => return self.first(&both[0], found),
            Path::Either(both) => return both.iter().all(|path| self.first(path, found)),
            Path::Closure { path, zero: false, .. } => return self.first(path, found),
            Path::Other { .. } | Path::Closure { .. } => return false,
        };
        if let Some(table) = self.run.context().table(*predicate) {
            found.extend(table.rows(order).iter().map(|row| row[0]));
        }
        true
    }
}

fn once(mut terms: Vec<TermId>) -> Vec<TermId> {
    terms.sort_unstable();
    terms.dedup();
    terms
}

impl<'q> Run<'q> {
    pub(super) fn walks(&mut self, walk: &Walk, step: &Step, chunk: &Chunk, out: Out<'_, 'q>) -> Done {
        let context = self.context();
        let scope = match walk.graph {
            InGraph::Named(graph) if context.sees(graph) => Scope::Graph(graph),
            InGraph::Named(_) => return Ok(()),
            _ => context.default.clone(),
        };
        let mut reached = self.reached[step.number].take().unwrap_or_default();
        let back = walk.path.clone().turned();
        let mut beginnings: Option<Arc<[TermId]>> = None;
        let (mut from, mut starts, mut ends) = (Vec::new(), Vec::new(), Vec::new());
        let mut steps = 0;
        let done = (|| {
            for row in 0..chunk.rows {
                let at = |place: Place| match place {
                    Place::Is(id) => id,
                    Place::Var(slot) => chunk.get(slot, row),
                };
                let (start, end) = (at(walk.from), at(walk.to));
                let backward = start == UNBOUND && end != UNBOUND;
                let anchors: Arc<[TermId]> = match (start, end) {
                    (UNBOUND, UNBOUND) => {
                        let walker = Walker {
                            run: &mut *self,
                            scope: scope.clone(),
                            walked: &mut steps,
                            passed: &mut reached.passed,
                        };
                        Arc::clone(beginnings.get_or_insert_with(|| walker.beginnings(walk).into()))
                    }
                    (UNBOUND, anchor) | (anchor, _) => [anchor].into(),
                };
                for &anchor in &*anchors {
                    let Reached { known, passed } = &mut *reached;
                    let mut walker = Walker { run: &mut *self, scope: scope.clone(), walked: &mut steps, passed };
                    let (path, known) = if backward { (&back, &mut known[1]) } else { (&walk.path, &mut known[0]) };
                    let found = walker.reach(walk, path, anchor, known)?;
                    walker.passes(1 + found.len())?;
                    // Where the other end is known, or the same variable, it is there or it is not.
                    let other = if walk.from == walk.to { anchor } else { end };
                    let hits = match other {
                        other if backward || other == UNBOUND => &found[..],
                        other => found.binary_search(&other).map_or(&[][..], |at| &found[at..=at]),
                    };
                    for &hit in hits {
                        from.push(u32::try_from(row).unwrap_or(u32::MAX));
                        let (start, end) = if backward { (hit, anchor) } else { (anchor, hit) };
                        starts.push(start);
                        ends.push(end);
                        if from.len() == CHUNK {
                            let ready = made(walk, step, chunk, &mut from, &mut starts, &mut ends);
                            out(self, ready)?;
                        }
                    }
                }
            }
            if from.is_empty() { Ok(()) } else { out(self, made(walk, step, chunk, &mut from, &mut starts, &mut ends)) }
        })();
        self.reached[step.number] = Some(reached);
        done
    }
}

impl Walker<'_, '_> {
    /// What is reached from `term`, sorted.
    fn reach(
        &mut self,
        walk: &Walk,
        path: &Path,
        term: TermId,
        known: &mut FxHashMap<TermId, Arc<[TermId]>>,
    ) -> Result<Arc<[TermId]>, Stop> {
        if let Some(found) = known.get(&term) {
            return Ok(Arc::clone(found));
        }
        let found: Arc<[TermId]> = self.closure(path, (walk.zero, walk.on), term, known)?.into();
        known.insert(term, Arc::clone(&found));
        Ok(found)
    }
}

fn made(
    walk: &Walk,
    step: &Step,
    chunk: &Chunk,
    from: &mut Vec<u32>,
    starts: &mut Vec<TermId>,
    ends: &mut Vec<TermId>,
) -> Chunk {
    let from = std::mem::take(from);
    let mut columns = chunk.live_at(step.live, &from);
    let mut put = |place: Place, terms: Vec<TermId>| {
        if let Some(slot) = place.slot().filter(|slot: &Slot| step.live.contains(*slot)) {
            columns[slot] = terms;
        }
    };
    put(walk.from, std::mem::take(starts));
    put(walk.to, std::mem::take(ends));
    Chunk { rows: from.len(), columns }
}
