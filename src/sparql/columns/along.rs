//! What may be carried where: when a pattern may be evaluated with the rows at hand, and when it has to be evaluated by itself.

use oxigraph::model::Variable;
use spargebra::algebra::{Expression, GraphPattern};

use super::Unplanned;
use super::compile::{Compiler, Here};
use super::scope::Binds;
use super::slots::Slots;
use crate::sparql::walk::operands;

type Planned<T = ()> = Result<T, Unplanned>;

impl Compiler<'_> {
    /// Whether rows that bind `outer` may be carried into `pattern`: whether that gives the same as evaluating it by itself and joining.
    pub(super) fn goes_along(&mut self, pattern: &GraphPattern, outer: Binds, here: &mut Here) -> Planned<bool> {
        if outer.possible.is_empty() {
            return Ok(true);
        }
        Ok(match pattern {
            GraphPattern::Join { left, right } | GraphPattern::Union { left, right } => {
                self.goes_along(left, outer, here)? && self.goes_along(right, outer, here)?
            }
            GraphPattern::Filter { expr, inner } => {
                let reads = here.scope.reads(expr);
                self.shields(inner, reads, outer, here)? && self.goes_along(inner, outer, here)?
            }
            GraphPattern::Extend { inner, variable, expression } => {
                let slot = here.scope.slot(variable, &mut self.names)?;
                let reads = here.scope.reads(expression);
                !outer.possible.contains(slot)
                    && self.shields(inner, reads, outer, here)?
                    && self.goes_along(inner, outer, here)?
            }
            GraphPattern::LeftJoin { left, right, expression } => {
                let mut reads = here.scope.names_in(right);
                if let Some(expression) = expression {
                    reads = reads.or(here.scope.reads(expression));
                }
                self.shields(left, reads, outer, here)? && self.goes_along(left, outer, here)?
            }
            GraphPattern::Minus { left, right } => {
                let reads = here.scope.names_in(right);
                self.shields(left, reads, outer, here)? && self.goes_along(left, outer, here)?
            }
            GraphPattern::Graph { inner, .. } => self.goes_along(inner, outer, here)?,
            GraphPattern::Bgp { .. }
            | GraphPattern::Path { .. }
            | GraphPattern::Values { .. }
            // Evaluated by themselves, and joined.
            | GraphPattern::Project { .. }
            | GraphPattern::Distinct { .. }
            | GraphPattern::Reduced { .. }
            | GraphPattern::Slice { .. }
            | GraphPattern::OrderBy { .. }
            | GraphPattern::Group { .. } => true,
            GraphPattern::Lateral { .. } | GraphPattern::Service { .. } => false,
        })
    }

    /// Whether what is read beside `inner` is bound by `inner` itself wherever rows from outside bind it.
    fn shields(&mut self, inner: &GraphPattern, reads: Slots, outer: Binds, here: &mut Here) -> Planned<bool> {
        let certain = here.scope.binds(inner, &mut self.names)?.certain;
        Ok(reads.and(outer.possible).is_subset(certain))
    }
}

/// Puts `true` where BOUND is asked of what is bound in every row, as the evaluator does: IF then is one of its branches.
pub(super) fn settle_bound(expression: &mut Expression, certain: &dyn Fn(&Variable) -> bool) {
    match expression {
        Expression::Bound(variable) if certain(variable) => *expression = Expression::Literal(true.into()),
        other => operands(other).into_iter().for_each(|operand| settle_bound(operand, certain)),
    }
}

/// Whether `pattern` groups rows or takes some of them: what it gives for one row of its surroundings is not what it gives in all. Nor
/// is what the evaluator takes away by MINUS there, which counts what the surroundings bind as shared by both sides.
pub(super) fn cuts(pattern: &GraphPattern) -> bool {
    match pattern {
        GraphPattern::Group { .. } | GraphPattern::Slice { .. } | GraphPattern::Minus { .. } => true,
        GraphPattern::Join { left, right }
        | GraphPattern::Lateral { left, right }
        | GraphPattern::Union { left, right }
        | GraphPattern::LeftJoin { left, right, .. } => cuts(left) || cuts(right),
        GraphPattern::Filter { inner, .. }
        | GraphPattern::Graph { inner, .. }
        | GraphPattern::Extend { inner, .. }
        | GraphPattern::OrderBy { inner, .. }
        | GraphPattern::Project { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner } => cuts(inner),
        GraphPattern::Bgp { .. }
        | GraphPattern::Path { .. }
        | GraphPattern::Values { .. }
        | GraphPattern::Service { .. } => false,
    }
}
