//! What is decided row by row.

use oxigraph::model::Variable;
use sparopt::algebra::Expression;

use super::truth::{Scene, Verdict};
use crate::sparql::columns::chunk::Slot;
use crate::store::dictionary::TermId;

pub(super) enum Kernel {}

impl Kernel {
    pub(super) fn of(_expression: &Expression, _slot: &dyn Fn(&Variable) -> Option<Slot>) -> Option<Self> {
        None
    }

    pub(super) fn cost(&self) -> usize {
        match *self {}
    }

    pub(super) fn verdicts(&self, _rows: &[u32], _scene: Scene<'_>) -> Vec<Verdict> {
        match *self {}
    }
}

pub(super) enum Whole {}

impl Whole {
    pub(super) fn of(_expression: &Expression, _slot: &dyn Fn(&Variable) -> Option<Slot>) -> Option<Self> {
        None
    }

    pub(super) fn terms(&self, _scene: Scene<'_>) -> Vec<TermId> {
        match *self {}
    }
}
