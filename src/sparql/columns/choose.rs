//! Which part of a group is joined next, by what is known of the data.

use spargebra::algebra::GraphPattern;

use super::Unplanned;
use super::compile::{Compiler, Here, Rows, to_f64};
use super::group::Part;
use super::plan::Place;

impl Compiler<'_> {
    /// The part that leaves the fewest rows, and how many that may be.
    pub(super) fn cheapest(
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
