//! Expressions over chunks of rows.
//!
//! What an expression gives depends on few different combinations of its inputs among many rows. So in general each combination is
//! evaluated once, on values, and remembered; conditions are taken apart at their `&&`, `||` and `!`, and what is common and small
//! (numbers that are their own number, a language, a text in a text) is decided by kernels, row by row, without being remembered.
//!
//! All of it gives exactly what the evaluator gives, which the tests hold it against. Where that keeps a lexical form as it was
//! written (variables, constants, IF and COALESCE of those) so does this; everywhere else a literal is written anew from its value.

mod compile;
mod foreign;
mod functions;
mod kernel;
mod language;
mod memo;
mod node;
mod normal;
mod source;
#[cfg(test)]
mod tests;
pub(super) mod text;
mod time;
mod truth;
mod whole;

use std::collections::HashMap;
use std::sync::Arc;

use oxigraph::model::{NamedNode, Term};
use oxiri::Iri;
use spareval::AggregateFunctionAccumulator;

pub(super) use compile::compile;
use memo::Column;
pub(super) use memo::Memo;
use truth::{FALSE, Leaf, Scene, TRUE, Truth};
use whole::Whole;

use super::chunk::{Chunk, Slot, UNBOUND};
use crate::sparql::functions as functions_of_queries;
use crate::sparql::statistics;
use crate::sparql::terms::Terms;
use crate::store::dictionary::TermId;
use crate::store::inline;

/// A function that is not SPARQL's own; `None` is an error.
pub(in crate::sparql) type Call = Arc<dyn Fn(&[Term]) -> Option<Term> + Send + Sync>;

/// What makes something that gathers for an aggregate that is not SPARQL's own.
pub(in crate::sparql) type AggregateCall =
    Arc<dyn Fn() -> Box<dyn AggregateFunctionAccumulator + Send + Sync> + Send + Sync>;

/// What expressions and aggregates may call, and against what IRI resolves.
#[derive(Clone, Default)]
pub(in crate::sparql) struct Calls {
    pub(in crate::sparql) functions: HashMap<NamedNode, Call>,
    pub(in crate::sparql) aggregates: HashMap<NamedNode, AggregateCall>,
    pub(in crate::sparql) base: Option<Arc<Iri<String>>>,
}

impl Calls {
    /// What a query may call: these functions, and the aggregates that there are.
    pub(super) fn new(functions: Vec<(NamedNode, functions_of_queries::Call)>, base: Option<Iri<String>>) -> Self {
        let aggregates = statistics::AGGREGATES.iter().filter_map(|name| {
            let gather = statistics::aggregate(*name)?;
            Some((name.into_owned(), Arc::new(gather) as AggregateCall))
        });
        Self {
            functions: functions.into_iter().map(|(name, call)| (name, Call::from(call))).collect(),
            aggregates: aggregates.collect(),
            base: base.map(Arc::new),
        }
    }
}

/// An expression that was compiled.
pub(super) struct Program {
    slots: Vec<Slot>,
    root: Root,
    truth: Truth,
}

enum Root {
    /// Nothing but a variable, which may be one that is never bound.
    Variable(Option<Slot>),
    /// What gives `true` and `false`: the program's truth is its result.
    Test,
    /// One of two that keep terms as they are written.
    If(Truth, Box<[Root; 2]>),
    /// The language of a variable.
    Language(Slot, Leaf),
    /// Anything else; most of it may be arithmetic of integers.
    Value(Option<Whole>, Leaf),
}

impl Root {
    /// The term at each of `rows`, or [`UNBOUND`]. `truth` is that of the whole program.
    fn terms(&self, truth: &Truth, rows: &[u32], scene: Scene<'_>, memo: &mut Memo) -> Vec<TermId> {
        match self {
            Self::Variable(slot) => {
                let column = slot.map_or(Column(&[]), |slot| scene.column(slot));
                rows.iter().map(|&row| column.at(row)).collect()
            }
            Self::Test => {
                let of_verdict = [inline::of_boolean(false), inline::of_boolean(true), UNBOUND];
                let verdicts = truth.verdicts(rows, scene, memo);
                verdicts.into_iter().map(|verdict| of_verdict[usize::from(verdict)]).collect()
            }
            Self::If(condition, ways) => {
                let verdicts = condition.verdicts(rows, scene, memo);
                let mut results = vec![UNBOUND; rows.len()];
                for (way, wanted) in ways.iter().zip([TRUE, FALSE]) {
                    let (places, some): (Vec<usize>, Vec<u32>) =
                        rows.iter().enumerate().filter(|(at, _)| verdicts[*at] == wanted).unzip();
                    for (at, result) in places.into_iter().zip(way.terms(truth, &some, scene, memo)) {
                        results[at] = result;
                    }
                }
                results
            }
            Self::Language(slot, leaf) => language::terms(*slot, leaf, rows, scene, memo),
            Self::Value(None, leaf) => leaf.terms(rows, scene, memo),
            Self::Value(Some(whole), leaf) => {
                let mut results = whole.terms(rows, scene);
                let open: Vec<usize> = (0..rows.len()).filter(|&at| results[at] == UNBOUND).collect();
                if !open.is_empty() {
                    let rows: Vec<u32> = open.iter().map(|&at| rows[at]).collect();
                    for (at, result) in open.into_iter().zip(leaf.terms(&rows, scene, memo)) {
                        results[at] = result;
                    }
                }
                results
            }
        }
    }
}

impl Program {
    /// The variables that are read.
    pub(super) fn slots(&self) -> &[Slot] {
        &self.slots
    }

    /// The term for each row, or [`UNBOUND`] where it is an error or unbound.
    pub(super) fn evaluate(&self, chunk: &Chunk, terms: &Terms, memo: &mut Memo) -> Vec<TermId> {
        self.root.terms(&self.truth, &all(chunk), Scene { chunk, terms }, memo)
    }

    /// The rows for which the effective boolean value is true, in their order.
    pub(super) fn filter(&self, chunk: &Chunk, terms: &Terms, memo: &mut Memo) -> Vec<u32> {
        let rows = all(chunk);
        let verdicts = self.truth.verdicts(&rows, Scene { chunk, terms }, memo);
        rows.into_iter().zip(verdicts).filter(|(_, verdict)| *verdict == TRUE).map(|(row, _)| row).collect()
    }
}

fn all(chunk: &Chunk) -> Vec<u32> {
    (0..u32::try_from(chunk.rows).expect("a chunk has few rows")).collect()
}
