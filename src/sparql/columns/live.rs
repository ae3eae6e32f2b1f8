//! Which variables are still looked at after each step: the others are dropped on the way.

use spargebra::algebra::{AggregateExpression, AggregateFunction};

use super::expression::Program;
use super::plan::{Does, End, Input, Joined, Place, Plan, Step};
use super::slots::Slots;

/// Marks every step of `plan`, all of whose variables are wanted.
pub(super) fn mark(plan: &mut Plan) {
    let needed = match &plan.end {
        End::Group { keys, aggregates } => {
            let read = aggregates.iter().map(|aggregate| input(&aggregate.input));
            read.fold(keys.iter().copied().collect(), Slots::or)
        }
        End::Sorted { keys, .. } => keys.iter().map(|key| input(&key.input)).fold(plan.gives, Slots::or),
        _ => plan.gives,
    };
    let alike = match &plan.end {
        End::Distinct => true,
        End::Group { aggregates, .. } => aggregates.iter().all(|aggregate| counts_once(&aggregate.of)),
        _ => false,
    };
    steps(&mut plan.steps, needed, alike);
}

/// Whether rows that are alike change nothing of what an aggregate gives.
fn counts_once(aggregate: &AggregateExpression) -> bool {
    match aggregate {
        AggregateExpression::FunctionCall { name: AggregateFunction::Min | AggregateFunction::Max, .. } => true,
        AggregateExpression::CountSolutions { distinct } | AggregateExpression::FunctionCall { distinct, .. } => {
            *distinct
        }
    }
}

/// Marks `steps`, after which `needed` is looked at; gives what is looked at before them. Where rows that are `alike` need not be there
/// twice, it is worth to look for them once a variable was dropped, before more rows are made of them.
fn steps(list: &mut [Step], mut needed: Slots, alike: bool) -> Slots {
    for step in list.iter_mut().rev() {
        step.live = needed;
        needed = needed.or(reads(step, alike));
    }
    let (mut before, mut dropped) = (needed, false);
    for at in 0..list.len() {
        dropped |= alike && before != list[at].live;
        before = list[at].live;
        list[at].once = dropped && list.get(at + 1).is_some_and(multiplies);
        dropped &= !list[at].once;
    }
    needed
}

/// Whether more rows may come out of a step than go in.
fn multiplies(step: &Step) -> bool {
    let open = |slots: Slots| !slots.is_subset(step.certain);
    match &step.does {
        Does::Match(found) => open(found.slots()),
        Does::Walk(walk) => open([walk.from, walk.to].into_iter().filter_map(Place::slot).collect()),
        Does::Join(_) => true,
        _ => false,
    }
}

fn reads(step: &mut Step, alike: bool) -> Slots {
    let live = step.live;
    match &mut step.does {
        Does::Match(found) => found.slots(),
        Does::Walk(walk) => [walk.from, walk.to].into_iter().filter_map(Place::slot).collect(),
        Does::Filter(program) | Does::Bind { program, .. } => program.slots().iter().copied().collect(),
        Does::Copy { from, .. } => [*from].into_iter().collect(),
        Does::Join(joined) => wants(joined, live),
        Does::LeftJoin { joined, condition } => {
            let read: Slots = condition.iter().flat_map(Program::slots).copied().collect();
            wants(joined, live.or(read)).or(read)
        }
        Does::Minus(joined) => wants(joined, Slots::default()),
        Does::Optional { steps: inner, row } => {
            let mut wanted = live;
            wanted.insert(*row);
            steps(inner, wanted, alike)
        }
        Does::Exists { steps: inner, row, reads, .. } => {
            let row = [*row].into_iter().collect();
            *reads = steps(inner, row, true).minus(row);
            *reads
        }
        Does::Union(ways) => ways.iter_mut().map(|way| steps(way, live, alike)).fold(Slots::default(), Slots::or),
    }
}

/// Marks a plan that rows are joined with, of which `live` is wanted and what both share.
fn wants(joined: &mut Joined, live: Slots) -> Slots {
    let shared: Slots = joined.shared.iter().copied().collect();
    if !matches!(joined.plan.end, End::Distinct) {
        joined.plan.gives = joined.plan.gives.and(live.or(shared));
    }
    mark(&mut joined.plan);
    shared
}

fn input(input: &Input) -> Slots {
    match input {
        Input::Nothing => Slots::default(),
        Input::Slot(slot) => [*slot].into_iter().collect(),
        Input::Row(slots) => slots.iter().copied().collect(),
        Input::Program(program) => program.slots().iter().copied().collect(),
    }
}
