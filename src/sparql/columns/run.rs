//! Rows on their way through the steps of a plan.
//!
//! A [`Run`] is one thread's way: it pushes chunks of rows through the steps, depth first, so that no more than a few chunks a step are
//! in memory. [`Query`] is what the threads share: the tables of the plans that rows are joined with.

use std::ops::Range;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use oxigraph::model::Literal;
use rustc_hash::FxHashMap;

use super::chunk::{Chunk, Slot};
use super::context::{Context, Stop, Watch};
use super::expression::{Memo, Program};
use super::join::Built;
use super::look_up::Members;
use super::once::Once;
use super::plan::{Does, Joined, Plan, Step};
use super::slots::Slots;
use super::walk::Reached;
use crate::store::dictionary::TermId;
use crate::store::table::Order;

/// Rows in a chunk, at most, but for one that a single step makes larger by a little: its columns stay in a processor's second cache.
pub(super) const CHUNK: usize = 1 << 14;

/// So many answers are remembered at most.
const MOST_KNOWN: usize = 1 << 20;

/// Rows that are evaluated before it is known how long that takes.
const STRETCH: usize = 1 << 9;

/// So long may an evaluation go on between two looks at the limits.
const LONG: Duration = Duration::from_millis(5);

pub(super) type Done = Result<(), Stop>;

/// What takes the chunks that come out of some steps.
pub(super) type Out<'o, 'q> = &'o mut dyn FnMut(&mut Run<'q>, Chunk) -> Done;

/// What the programs of the steps have computed so far.
type Memos = Vec<Option<Box<Memo>>>;

/// A query that is being answered.
pub(super) struct Query {
    pub(super) context: Context,
    /// How many variables it has.
    pub(super) width: usize,
    /// The rows of the plans that others are joined with, by number.
    pub(super) built: Vec<OnceLock<Built>>,
    /// What runs that are done have computed, for those to come.
    memos: Mutex<Vec<Memos>>,
    /// What later steps leave of what a step finds, by its number.
    pub(super) sieves: Vec<OnceLock<Members>>,
    pub(super) steps: usize,
    /// Whether the time of each step is to be told.
    pub(super) timed: bool,
    /// Threads, at most.
    pub(super) threads: usize,
}

/// What a step did.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Count {
    pub(super) rows: u64,
    pub(super) nanos: u64,
}

/// One thread's way through a plan.
pub(super) struct Run<'q> {
    pub(super) query: &'q Query,
    watch: Watch<'q>,
    memos: Memos,
    pub(super) reached: Vec<Option<Box<Reached>>>,
    once: Vec<Once>,
    /// Whether there was anything, by step and by what it read.
    known: Vec<FxHashMap<u64, bool>>,
    /// What stands beside a constant, by step.
    pub(super) members: Vec<Option<Members>>,
    pub(super) counts: Vec<Count>,
    /// The rows of the first step that are this thread's.
    pub(super) part: Option<(Order, Range<usize>)>,
    /// Which step the time is counted for, since when.
    clock: (usize, Instant),
    /// Where the time is counted that no step takes: the plan's own place behind those of all steps.
    rest: usize,
    /// So many rows are evaluated between two looks at the limits.
    stretch: usize,
}

impl Query {
    pub(super) fn new(context: Context, width: usize, (steps, plans): (usize, usize), timed: bool) -> Self {
        Self {
            context,
            width,
            built: (0..plans).map(|_| OnceLock::new()).collect(),
            memos: Mutex::default(),
            sieves: (0..steps).map(|_| OnceLock::new()).collect(),
            steps,
            timed,
            threads: rayon::current_num_threads(),
        }
    }

    fn memos(&self) -> MutexGuard<'_, Vec<Memos>> {
        self.memos.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Run<'_> {
    fn drop(&mut self) {
        self.query.memos().push(std::mem::take(&mut self.memos));
    }
}

impl<'q> Run<'q> {
    pub(super) fn new(query: &'q Query, plan: &Plan, part: Option<(Order, Range<usize>)>) -> Self {
        let rest = query.steps + plan.number;
        Self {
            query,
            watch: query.context.guard.here(),
            memos: query.memos().pop().unwrap_or_else(|| (0..query.steps).map(|_| None).collect()),
            reached: (0..query.steps).map(|_| None).collect(),
            once: vec![Once::default(); query.steps],
            known: vec![FxHashMap::default(); query.steps],
            members: (0..query.steps).map(|_| None).collect(),
            counts: vec![Count::default(); query.steps + query.built.len()],
            part,
            clock: (rest, Instant::now()),
            rest,
            stretch: STRETCH,
        }
    }

    pub(super) fn context(&self) -> &'q Context {
        &self.query.context
    }

    pub(super) fn check(&mut self) -> Done {
        self.watch.check()
    }

    /// What a step's program has computed so far. It is put back with [`keep`](Self::keep).
    #[expect(clippy::unnecessary_box_returns, reason = "it is kept in its box")]
    pub(super) fn memo(&mut self, step: usize) -> Box<Memo> {
        self.memos[step].take().unwrap_or_default()
    }

    pub(super) fn keep(&mut self, step: usize, memo: Box<Memo>) {
        self.memos[step] = Some(memo);
    }

    /// What the steps did on this thread.
    pub(super) fn told(&mut self) -> Vec<Count> {
        self.time(self.rest);
        let none = vec![Count::default(); self.counts.len()];
        std::mem::replace(&mut self.counts, none)
    }

    /// Stops the clock, as others work now; [`goes_on`](Self::goes_on) starts it anew.
    pub(super) fn waits(&mut self) {
        self.time(self.rest);
    }

    pub(super) fn goes_on(&mut self) {
        if self.query.timed {
            self.clock.1 = Instant::now();
        }
    }

    /// Counts the time from now on for `step`; gives what it was counted for.
    fn time(&mut self, step: usize) -> usize {
        if !self.query.timed {
            return step;
        }
        let (before, since) = std::mem::replace(&mut self.clock, (step, Instant::now()));
        self.counts[before].nanos += u64::try_from(since.elapsed().as_nanos()).unwrap_or(u64::MAX);
        before
    }

    /// What `program` gives for each row.
    pub(super) fn evaluate(&mut self, program: &Program, chunk: &Chunk, memo: &mut Memo) -> Result<Vec<TermId>, Stop> {
        let terms = &self.context().terms;
        let mut all = Vec::new();
        self.in_stretches(program, chunk, &mut |part, _| {
            let values = program.evaluate(part, terms, memo);
            if all.is_empty() { all = values } else { all.extend(values) }
        })?;
        Ok(all)
    }

    /// The rows for which `program` is true.
    pub(super) fn filter(&mut self, program: &Program, chunk: &Chunk, memo: &mut Memo) -> Result<Vec<u32>, Stop> {
        let terms = &self.context().terms;
        let mut all = Vec::new();
        self.in_stretches(program, chunk, &mut |part, start| {
            let rows = program.filter(part, terms, memo);
            all.extend(rows.into_iter().map(|row| row + start));
        })?;
        Ok(all)
    }

    /// Hands the rows on a stretch at a time, which is as long as the limits can wait.
    fn in_stretches(&mut self, program: &Program, chunk: &Chunk, each: &mut dyn FnMut(&Chunk, u32)) -> Done {
        let mut start = 0;
        while start < chunk.rows {
            let end = chunk.rows.min(start + self.stretch);
            let begun = Instant::now();
            if end - start == chunk.rows {
                each(chunk, 0);
            } else {
                let mut part = Chunk::unbound(chunk.columns.len(), end - start);
                for slot in program.slots() {
                    part.columns[*slot] = chunk.columns[*slot].get(start..end).unwrap_or_default().to_vec();
                }
                each(&part, u32::try_from(start).expect("fewer than four billion rows"));
            }
            if begun.elapsed() > LONG {
                self.stretch = (self.stretch / 2).max(1);
                self.check()?;
            } else if end - start == self.stretch {
                self.stretch = (self.stretch * 2).min(CHUNK);
            }
            start = end;
        }
        Ok(())
    }

    /// Pushes `chunk` through `steps`.
    pub(super) fn push(&mut self, steps: &[Step], chunk: Chunk, out: Out<'_, 'q>) -> Done {
        if chunk.rows == 0 {
            return Ok(());
        }
        let Some((step, rest)) = steps.split_first() else {
            let before = self.time(self.rest);
            let done = out(self, chunk);
            self.time(before);
            return done;
        };
        self.check()?;
        let before = self.time(step.number);
        let number = step.number;
        let done = self.does(step, chunk, &mut |run: &mut Self, mut chunk: Chunk| {
            if step.once {
                chunk = run.once[number].of(chunk);
            }
            run.counts[number].rows += chunk.rows as u64;
            run.push(rest, chunk, out)
        });
        self.time(before);
        done
    }

    fn does(&mut self, step: &Step, mut chunk: Chunk, out: Out<'_, 'q>) -> Done {
        match &step.does {
            Does::Match(found) => self.matches(found, step, chunk, out),
            Does::Walk(walk) => self.walks(walk, step, &chunk, out),
            Does::Filter(program) => {
                let mut memo = self.memo(step.number);
                let kept = self.filter(program, &chunk, &mut memo)?;
                self.keep(step.number, memo);
                chunk.keep(step.live);
                if kept.len() < chunk.rows {
                    chunk = chunk.take(&kept);
                }
                out(self, chunk)
            }
            Does::Bind { slot, program } => {
                let mut memo = self.memo(step.number);
                let values = self.evaluate(program, &chunk, &mut memo)?;
                self.keep(step.number, memo);
                chunk.columns[*slot] = values;
                chunk.keep(step.live);
                out(self, chunk)
            }
            Does::Copy { from, to } => {
                let column = chunk.columns[*from].clone();
                chunk.columns[*to] = column;
                chunk.keep(step.live);
                out(self, chunk)
            }
            Does::Join(joined) => self.joins(joined, step, &chunk, out),
            Does::LeftJoin { joined, condition } => self.left_joins(joined, condition.as_ref(), step, &chunk, out),
            Does::Minus(joined) => self.minus(joined, step, chunk, out),
            Does::Optional { steps, row } => self.optional(steps, *row, step.live, chunk, out),
            Does::Exists { steps, row, to, reads } => {
                let seen = self.exists(step.number, steps, *row, *reads, &mut chunk)?;
                let terms = &self.context().terms;
                let truth = [false, true].map(|value| terms.intern(Literal::from(value).as_ref().into()));
                chunk.columns[*to] = seen.into_iter().map(|seen| truth[usize::from(seen)]).collect();
                chunk.keep(step.live);
                out(self, chunk)
            }
            Does::Union(ways) => {
                let (last, others) = ways.split_last().expect("a union has two ways");
                for way in others {
                    self.push(way, chunk.clone(), out)?;
                }
                self.push(last, chunk, out)
            }
        }
    }

    /// Sends the rows of `chunk`, numbered in `row`, through `steps`; gives for which of them something came out.
    fn finds(
        &mut self,
        steps: &[Step],
        row: Slot,
        chunk: &mut Chunk,
        mut each: impl FnMut(&mut Self, Chunk) -> Done,
    ) -> Result<Vec<bool>, Stop> {
        let mut seen = vec![false; chunk.rows];
        chunk.columns[row] = (1..).take(chunk.rows).collect();
        let mut numbered = chunk.clone();
        chunk.columns[row] = Vec::new();
        numbered.rows = chunk.rows;
        self.push(steps, numbered, &mut |run, found| {
            for number in &found.columns[row] {
                seen[*number as usize - 1] = true;
            }
            each(run, found)
        })?;
        Ok(seen)
    }

    /// For which rows of `chunk` something comes out of `steps`. They are asked once for each combination of what they read, if that is
    /// little enough to be remembered.
    fn exists(
        &mut self,
        number: usize,
        steps: &[Step],
        row: Slot,
        reads: Slots,
        chunk: &mut Chunk,
    ) -> Result<Vec<bool>, Stop> {
        let bound: Vec<Slot> = reads.iter().filter(|slot| !chunk.columns[*slot].is_empty()).collect();
        let key = |at: usize| match bound[..] {
            [] => Some(0),
            [a] => Some(u64::from(chunk.get(a, at))),
            [a, b] => Some(u64::from(chunk.get(a, at)) << TermId::BITS | u64::from(chunk.get(b, at))),
            _ => None,
        };
        if bound.len() > 2 {
            return self.finds(steps, row, chunk, |_, _| Ok(()));
        }
        let mut known = std::mem::take(&mut self.known[number]);
        if known.len() > MOST_KNOWN {
            known.clear();
        }
        let keys: Vec<u64> = (0..chunk.rows).filter_map(key).collect();
        let mut new = Vec::new();
        for (at, key) in (0..).zip(&keys) {
            known.entry(*key).or_insert_with(|| {
                new.push(at);
                false
            });
        }
        let mut asked = Chunk { rows: new.len(), columns: chunk.live_at(reads, &new) };
        let found = self.finds(steps, row, &mut asked, |_, _| Ok(()))?;
        for (at, found) in new.into_iter().zip(found) {
            known.insert(keys[at as usize], found);
        }
        let seen = keys.iter().map(|key| known[key]).collect();
        self.known[number] = known;
        Ok(seen)
    }

    fn optional(&mut self, steps: &[Step], row: Slot, live: Slots, mut chunk: Chunk, out: Out<'_, 'q>) -> Done {
        let seen = self.finds(steps, row, &mut chunk, |run, mut found| {
            found.keep(live);
            found.columns[row] = Vec::new();
            out(run, found)
        })?;
        let rows: Vec<u32> = (0..).zip(&seen).filter(|(_, seen)| !**seen).map(|(row, _)| row).collect();
        chunk.keep(live);
        let alone = if rows.len() == chunk.rows { chunk } else { chunk.take(&rows) };
        if alone.rows == 0 { Ok(()) } else { out(self, alone) }
    }
}

/// The plans that the steps of `plan` join rows with, each with what is bound in every row before.
pub(super) fn plans_of(plan: &Plan) -> Vec<(&Joined, Slots)> {
    fn within<'p>(steps: &'p [Step], found: &mut Vec<(&'p Joined, Slots)>) {
        for step in steps {
            match &step.does {
                Does::Join(joined) | Does::LeftJoin { joined, .. } | Does::Minus(joined) => {
                    found.push((joined, step.certain));
                }
                Does::Optional { steps, .. } | Does::Exists { steps, .. } => within(steps, found),
                Does::Union(ways) => ways.iter().for_each(|way| within(way, found)),
                _ => {}
            }
        }
    }
    let mut found = Vec::new();
    within(&plan.steps, &mut found);
    found
}
