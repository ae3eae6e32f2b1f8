//! How a query is answered over columns: steps that rows go through, and what gathers them at the end.

use spargebra::algebra::{AggregateExpression, GraphPattern};

use super::chunk::{Chunk, Slot};
use super::expression::Program;
use super::slots::Slots;
use crate::store::dictionary::TermId;

/// Steps, which begin with one row that binds nothing, and what becomes of the rows that come out.
pub(super) struct Plan {
    pub(super) steps: Vec<Step>,
    pub(super) end: End,
    /// The variables that its rows may bind.
    pub(super) gives: Slots,
    /// How many rows it may have.
    pub(super) estimate: f64,
    /// Its place among the plans of the query.
    pub(super) number: usize,
}

/// What becomes of the rows that come out of the steps.
pub(super) enum End {
    /// They are the rows of the plan.
    Rows,
    /// One row a group.
    Group { keys: Vec<Slot>, aggregates: Vec<Aggregate> },
    /// Each row once.
    Distinct,
    /// In order; only the first so many.
    Sorted { keys: Vec<SortKey>, limit: Option<usize> },
    /// From the row `start` on, so many.
    Slice { start: usize, length: Option<usize> },
    /// There are no steps: these are the rows.
    Table(Chunk),
    /// There are no steps: Oxigraph's evaluator gives the rows.
    Evaluator { pattern: Box<GraphPattern>, why: String },
}

pub(super) struct Aggregate {
    pub(super) slot: Slot,
    pub(super) of: AggregateExpression,
    pub(super) input: Input,
}

/// What an aggregate or a sort key reads.
pub(super) enum Input {
    Nothing,
    Slot(Slot),
    /// The terms of these, one after another for each row.
    Row(Vec<Slot>),
    Program(Box<Program>),
}

pub(super) struct SortKey {
    pub(super) input: Input,
    pub(super) descending: bool,
}

/// What is done to rows on their way.
pub(super) struct Step {
    pub(super) does: Does,
    /// Its place among the steps of the query.
    pub(super) number: usize,
    /// The variables that anything later looks at.
    pub(super) live: Slots,
    /// Those that every row binds before it.
    pub(super) certain: Slots,
    /// How many rows may come out.
    pub(super) estimate: f64,
    /// Of rows that are alike after it, one is enough: nothing later counts them, and it drops a variable.
    pub(super) once: bool,
}

pub(super) enum Does {
    /// Joins with the triples that match.
    Match(Match),
    /// Joins with the ends of a property path of any length.
    Walk(Walk),
    /// Keeps the rows for which it is true.
    Filter(Program),
    /// Binds one more variable.
    Bind { slot: Slot, program: Program },
    /// Binds a variable to what another binds.
    Copy { from: Slot, to: Slot },
    /// Joins with the rows of a plan.
    Join(Joined),
    /// The same, and keeps rows that join with none for which `condition` holds.
    LeftJoin { joined: Joined, condition: Option<Program> },
    /// Leaves out what is compatible with a row of a plan.
    Minus(Joined),
    /// Sends rows through further steps, and keeps those for which nothing comes out too. `row` numbers them.
    Optional { steps: Vec<Step>, row: Slot },
    /// Binds `to` to whether anything comes out of the steps for a row, of which they read `reads`. `row` numbers the rows.
    Exists { steps: Vec<Step>, row: Slot, to: Slot, reads: Slots },
    /// Sends rows through each of several ways.
    Union(Vec<Vec<Step>>),
}

/// A triple pattern.
#[derive(Clone)]
pub(super) struct Match {
    /// Subject, predicate, object.
    pub(super) places: [Place; 3],
    pub(super) graph: InGraph,
    /// Keeps rows that match nothing.
    pub(super) optional: bool,
}

/// A term of a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Is(TermId),
    Var(Slot),
}

/// Where a pattern is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum InGraph {
    Default,
    Named(TermId),
    Each(Slot),
}

/// A property path that goes on for any length.
#[derive(Clone)]
pub(super) struct Walk {
    pub(super) from: Place,
    pub(super) to: Place,
    pub(super) path: Path,
    pub(super) graph: InGraph,
    /// Whether an end that is the beginning counts without a step.
    pub(super) zero: bool,
    /// Whether it goes on after a first step.
    pub(super) on: bool,
}

/// One step of a path.
#[derive(Clone, Debug)]
pub(super) enum Path {
    Forward(TermId),
    Backward(TermId),
    /// Any predicate but these.
    Other {
        not: Vec<TermId>,
        backward: bool,
    },
    Sequence(Box<[Path; 2]>),
    Either(Box<[Path; 2]>),
    /// Any length.
    Closure {
        path: Box<Path>,
        zero: bool,
        on: bool,
    },
}

/// A plan whose rows are joined by what both sides bind.
pub(super) struct Joined {
    pub(super) plan: Box<Plan>,
    /// What both sides may bind.
    pub(super) shared: Vec<Slot>,
}

impl Match {
    /// The variables of the pattern.
    pub(super) fn slots(&self) -> Slots {
        let graph = match self.graph {
            InGraph::Each(slot) => Some(slot),
            _ => None,
        };
        self.places.iter().filter_map(|place| place.slot()).chain(graph).collect()
    }
}

impl Place {
    pub(super) fn slot(self) -> Option<Slot> {
        match self {
            Self::Var(slot) => Some(slot),
            Self::Is(_) => None,
        }
    }
}

impl Path {
    /// The same from its end to its beginning.
    pub(super) fn turned(self) -> Self {
        match self {
            Self::Forward(predicate) => Self::Backward(predicate),
            Self::Backward(predicate) => Self::Forward(predicate),
            Self::Other { not, backward } => Self::Other { not, backward: !backward },
            Self::Sequence(both) => {
                let [a, b] = *both;
                Self::Sequence(Box::new([b.turned(), a.turned()]))
            }
            Self::Either(both) => Self::Either(Box::new(both.map(Self::turned))),
            Self::Closure { path, zero, on } => Self::Closure { path: Box::new(path.turned()), zero, on },
        }
    }
}
