//! The second way to answer a query: over columns of term numbers, many rows at a time.
//!
//! [`compile`] makes a plan of the algebra, as far as it is sure to give what Oxigraph's evaluator gives; a part that it is not sure of
//! is left to the evaluator, and joined with the rest. [`answer`] carries the plan out.

mod aggregate;
mod answer;
mod chunk;
mod compile;
mod context;
mod ends;
mod expression;
mod find;
mod group;
mod join;
mod live;
mod order;
mod plan;
mod run;
mod scope;
mod slots;
mod stats;
mod walk;

/// Why a pattern is left to the evaluator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unplanned(pub(super) String);
