//! Conditions over many rows at once.

use super::kernel::Kernel;
use super::memo::{Column, Memo};
use super::node::{Node, Row};
use crate::sparql::columns::chunk::{Chunk, Slot};
use crate::sparql::terms::Terms;
use crate::store::dictionary::TermId;

/// What a condition is for a row.
pub(super) type Verdict = u8;
pub(super) const FALSE: Verdict = 0;
pub(super) const TRUE: Verdict = 1;
pub(super) const ERROR: Verdict = 2;
/// A kernel leaves the row to the leaf behind it.
pub(super) const UNSURE: Verdict = 3;

/// Where a condition is looked at.
#[derive(Clone, Copy)]
pub(super) struct Scene<'a> {
    pub(super) chunk: &'a Chunk,
    pub(super) terms: &'a Terms,
}

impl<'a> Scene<'a> {
    pub(super) fn column(&self, slot: Slot) -> Column<'a> {
        Column(self.chunk.columns.get(slot).map_or(&[], Vec::as_slice))
    }
}

pub(super) enum Truth {
    Or(Vec<Truth>),
    And(Vec<Truth>),
    Not(Box<Truth>),
    Bound(Option<Slot>),
    /// The effective boolean value of an expression; a kernel decides most rows without remembering anything.
    Test(Option<Box<Kernel>>, Box<Leaf>),
}

/// A part of a program that is evaluated by combination of its inputs.
pub(super) struct Leaf {
    pub(super) node: Node,
    pub(super) inputs: Vec<Slot>,
    /// Where a [`Memo`] keeps what it was.
    pub(super) number: usize,
}

impl Truth {
    pub(super) fn cost(&self) -> usize {
        match self {
            Self::Or(list) | Self::And(list) => list.iter().map(Self::cost).sum(),
            Self::Not(inner) => inner.cost(),
            Self::Bound(_) => 0,
            Self::Test(Some(kernel), _) => kernel.cost(),
            Self::Test(None, leaf) => 20 * (1 + leaf.inputs.len()),
        }
    }

    /// The verdict on each of `rows`.
    pub(super) fn verdicts(&self, rows: &[u32], scene: Scene<'_>, memo: &mut Memo) -> Vec<Verdict> {
        match self {
            Self::And(list) => all_or_any(list, TRUE, rows, scene, memo),
            Self::Or(list) => all_or_any(list, FALSE, rows, scene, memo),
            Self::Not(inner) => {
                let mut verdicts = inner.verdicts(rows, scene, memo);
                for verdict in &mut verdicts {
                    *verdict = [TRUE, FALSE, ERROR][usize::from(*verdict)];
                }
                verdicts
            }
            Self::Bound(slot) => {
                let column = slot.map_or(Column(&[]), |slot| scene.column(slot));
                rows.iter().map(|&row| Verdict::from(column.at(row) != 0)).collect()
            }
            Self::Test(None, leaf) => leaf.verdicts(rows, scene, memo),
            Self::Test(Some(kernel), leaf) => {
                let mut verdicts = kernel.verdicts(rows, scene);
                let unsure: Vec<usize> = (0..rows.len()).filter(|&at| verdicts[at] == UNSURE).collect();
                if !unsure.is_empty() {
                    let rows: Vec<u32> = unsure.iter().map(|&at| rows[at]).collect();
                    for (at, verdict) in unsure.into_iter().zip(leaf.verdicts(&rows, scene, memo)) {
                        verdicts[at] = verdict;
                    }
                }
                verdicts
            }
        }
    }
}

/// All of `list` when `neutral` is true, any of it when it is false. A row that is decided is not looked at again.
fn all_or_any(list: &[Truth], neutral: Verdict, rows: &[u32], scene: Scene<'_>, memo: &mut Memo) -> Vec<Verdict> {
    let decided = TRUE + FALSE - neutral;
    let Some((first, rest)) = list.split_first() else { return vec![neutral; rows.len()] };
    let mut verdicts = first.verdicts(rows, scene, memo);
    for next in rest {
        let open: Vec<usize> = (0..rows.len()).filter(|&at| verdicts[at] != decided).collect();
        let open_rows: Vec<u32> = open.iter().map(|&at| rows[at]).collect();
        for (at, verdict) in open.into_iter().zip(next.verdicts(&open_rows, scene, memo)) {
            if verdict != neutral && verdicts[at] != decided {
                verdicts[at] = verdict;
            }
        }
    }
    verdicts
}

impl Leaf {
    fn each(&self, rows: &[u32], scene: Scene<'_>, memo: &mut Memo, what: impl Fn(&Node, &Row<'_>) -> u32) -> Vec<u32> {
        let inputs: Vec<Column<'_>> = self.inputs.iter().map(|&slot| scene.column(slot)).collect();
        let compute = |tuple: &[TermId]| what(&self.node, &Row { inputs: tuple, terms: scene.terms });
        memo.cache(self.number).each(&inputs, rows, compute)
    }

    /// The effective boolean value at each of `rows`.
    fn verdicts(&self, rows: &[u32], scene: Scene<'_>, memo: &mut Memo) -> Vec<Verdict> {
        let verdict = |node: &Node, row: &Row<'_>| node.truth(row).map_or(ERROR, Verdict::from).into();
        let verdicts = self.each(rows, scene, memo, verdict);
        verdicts.into_iter().map(|verdict| Verdict::try_from(verdict).unwrap_or(ERROR)).collect()
    }

    /// The term at each of `rows`.
    pub(super) fn terms(&self, rows: &[u32], scene: Scene<'_>, memo: &mut Memo) -> Vec<TermId> {
        self.each(rows, scene, memo, Node::term)
    }
}
