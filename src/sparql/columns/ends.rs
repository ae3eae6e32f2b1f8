//! What becomes of rows that come out of the steps: gathered, grouped, each kept once.

use hashbrown::HashTable;
use rustc_hash::{FxHashMap, FxHasher};
use std::borrow::Cow;
use std::hash::{Hash, Hasher};

use super::aggregate::{Aggregator, aggregator};
use super::by_term::ByTerm;
use super::chunk::{Chunk, Slot};
use super::context::Stop;
use super::expression::Memo;
use super::plan::{End, Input, Plan};
use super::run::{Done, Run};
use super::slots::Slots;
use crate::store::dictionary::TermId;

/// Terms that a query may hold as its rows; past them the evaluator gives one row after the other.
const MOST_TERMS: usize = 1 << 25;

/// Gathers the rows of one thread.
pub(super) enum Gather<'p> {
    Rows { rows: Chunk, live: Slots, start: usize, most: usize },
    Groups(Box<Grouper<'p>>),
}

impl<'p> Gather<'p> {
    pub(super) fn new(plan: &'p Plan, width: usize, run: &Run<'_>) -> Self {
        let all = |live, start, most| Self::Rows { rows: Chunk::unbound(width, 0), live, start, most };
        match &plan.end {
            End::Group { keys, aggregates } => {
                let calls = &run.context().calls;
                let aggregators = aggregates.iter().map(|aggregate| {
                    let made = aggregator(&aggregate.of, calls).expect("checked when it was planned");
                    (aggregate.slot, &aggregate.input, made, Memo::default())
                });
                Self::Groups(Box::new(Grouper::new(keys.clone(), aggregators.collect(), usize::from(keys.is_empty()))))
            }
            End::Distinct => Self::Groups(Box::new(Grouper::new(plan.gives.iter().collect(), Vec::new(), 0))),
            End::Slice { start, length } => {
                all(plan.gives, *start, length.map_or(usize::MAX, |length| start.saturating_add(length)))
            }
            End::Sorted { keys, .. } => {
                let read = keys.iter().flat_map(|key| match &key.input {
                    Input::Nothing => Vec::new(),
                    Input::Slot(slot) => vec![*slot],
                    Input::Row(slots) => slots.clone(),
                    Input::Program(program) => program.slots().to_vec(),
                });
                all(plan.gives.or(read.collect()), 0, usize::MAX)
            }
            End::Rows | End::Table(_) | End::Evaluator { .. } => all(plan.gives, 0, usize::MAX),
        }
    }

    pub(super) fn take(&mut self, run: &mut Run<'_>, chunk: Chunk) -> Done {
        match self {
            Self::Groups(grouper) => grouper.take(run, &chunk),
            Self::Rows { rows, live, most, .. } => {
                append(rows, chunk, *live);
                if rows.rows >= *most {
                    return Err(Stop::Enough);
                }
                if rows.rows * live.len() > MOST_TERMS { Err(Stop::TooMany) } else { Ok(()) }
            }
        }
    }

    /// The groups as rows, where no other thread has rows of them.
    pub(super) fn apart(self, plan: &Plan, width: usize, run: &Run<'_>) -> Self {
        Self::Rows { rows: self.finish(width, run), live: plan.gives, start: 0, most: usize::MAX }
    }

    /// Takes in what another thread gathered over later rows.
    pub(super) fn merge(&mut self, other: Self, run: &Run<'_>) {
        match (self, other) {
            (Self::Rows { rows, live, .. }, Self::Rows { rows: more, .. }) => append(rows, more, *live),
            (Self::Groups(one), Self::Groups(other)) => one.merge(*other, run),
            _ => unreachable!("the threads of one plan gather alike"),
        }
    }

    pub(super) fn finish(self, width: usize, run: &Run<'_>) -> Chunk {
        match self {
            Self::Groups(grouper) => grouper.finish(width, run),
            Self::Rows { rows, start: 0, most: usize::MAX, .. } => rows,
            Self::Rows { rows, start, most, .. } => {
                let end = rows.rows.min(most);
                let kept: Vec<u32> = (start.min(end)..end).map(|row| u32::try_from(row).unwrap_or(u32::MAX)).collect();
                rows.take(&kept)
            }
        }
    }
}

/// Adds rows to others. A column that only one side has is unbound on the other.
fn append(to: &mut Chunk, chunk: Chunk, live: Slots) {
    let all = to.rows + chunk.rows;
    for (slot, column) in chunk.columns.into_iter().enumerate() {
        let kept = &mut to.columns[slot];
        if column.is_empty() || !live.contains(slot) {
            if !kept.is_empty() {
                kept.resize(all, super::chunk::UNBOUND);
            }
        } else if to.rows == 0 {
            *kept = column;
        } else {
            kept.resize(to.rows, super::chunk::UNBOUND);
            kept.extend_from_slice(&column);
        }
    }
    to.rows = all;
}

/// Groups by number, in the order in which they were met.
pub(super) struct Grouper<'p> {
    keys: Vec<Slot>,
    /// The keys of each group, one after another.
    terms: Vec<TermId>,
    numbers: Numbers,
    count: usize,
    aggregates: Vec<(Slot, &'p Input, Box<dyn Aggregator>, Memo)>,
}

/// The number of the group with given keys.
enum Numbers {
    One(ByTerm),
    /// Two keys make one number.
    Packed(FxHashMap<u64, u32>),
    Hashed(HashTable<u32>),
}

impl<'p> Grouper<'p> {
    /// Groups of which `count` are there from the beginning: where an aggregate has no keys there is one group, whether there are rows or not.
    fn new(keys: Vec<Slot>, aggregates: Vec<(Slot, &'p Input, Box<dyn Aggregator>, Memo)>, count: usize) -> Self {
        let numbers = match keys.len() {
            ..2 => Numbers::One(ByTerm::default()),
            2 => Numbers::Packed(FxHashMap::default()),
            _ => Numbers::Hashed(HashTable::new()),
        };
        Self { keys, terms: Vec::new(), numbers, count, aggregates }
    }

    fn take(&mut self, run: &mut Run<'_>, chunk: &Chunk) -> Done {
        let context = run.context();
        let terms = &context.terms;
        let groups = self.groups(chunk);
        for (_, input, aggregator, memo) in &mut self.aggregates {
            let values = match input {
                Input::Nothing => Cow::Borrowed(&[][..]),
                Input::Slot(slot) if chunk.columns[*slot].is_empty() => Cow::Owned(vec![0; chunk.rows]),
                Input::Slot(slot) => Cow::Borrowed(&chunk.columns[*slot][..]),
                Input::Row(slots) => {
                    let rows = 0..chunk.rows;
                    Cow::Owned(rows.flat_map(|row| slots.iter().map(move |slot| chunk.get(*slot, row))).collect())
                }
                Input::Program(program) => Cow::Owned(run.evaluate(program, chunk, memo)?),
            };
            aggregator.add(&groups, self.count, &values, terms);
        }
        Ok(())
    }

    /// The group of each row.
    fn groups(&mut self, chunk: &Chunk) -> Vec<u32> {
        match &self.keys[..] {
            [] => {
                self.count = 1;
                vec![0; chunk.rows]
            }
            &[a] => self.numbered(
                chunk,
                |row| chunk.get(a, row),
                |numbers, key, next| {
                    let Numbers::One(numbers) = numbers else { unreachable!("one key is looked up") };
                    numbers.get_or_insert_with(key, next)
                },
            ),
            &[a, b] => self.numbered(
                chunk,
                |row| u64::from(chunk.get(a, row)) << TermId::BITS | u64::from(chunk.get(b, row)),
                |numbers, key, next| {
                    let Numbers::Packed(numbers) = numbers else { unreachable!("two keys are packed") };
                    *numbers.entry(key).or_insert_with(next)
                },
            ),
            _ => (0..chunk.rows).map(|row| self.hashed(|slot| chunk.get(slot, row))).collect(),
        }
    }

    /// The group of each row by its `key`, which `look_up` finds or gives the next number.
    fn numbered<K: Copy + PartialEq>(
        &mut self,
        chunk: &Chunk,
        key: impl Fn(usize) -> K,
        look_up: impl Fn(&mut Numbers, K, &mut dyn FnMut() -> u32) -> u32,
    ) -> Vec<u32> {
        let mut last = None;
        let mut groups = Vec::with_capacity(chunk.rows);
        for row in 0..chunk.rows {
            let key = key(row);
            // Rows often come in runs of one group.
            let group = match last {
                Some((before, group)) if before == key => group,
                _ => look_up(&mut self.numbers, key, &mut || {
                    self.terms.extend(self.keys.iter().map(|slot| chunk.get(*slot, row)));
                    self.count += 1;
                    number(self.count - 1)
                }),
            };
            last = Some((key, group));
            groups.push(group);
        }
        groups
    }

    fn hashed(&mut self, term: impl Fn(Slot) -> TermId) -> u32 {
        let Numbers::Hashed(numbers) = &mut self.numbers else { unreachable!("more than two keys are hashed") };
        let width = self.keys.len();
        let key: Vec<TermId> = self.keys.iter().map(|slot| term(*slot)).collect();
        let hash = hash_of(&key);
        let terms = &mut self.terms;
        let same = |group: &u32| terms[*group as usize * width..][..width] == key[..];
        if let Some(group) = numbers.find(hash, same) {
            return *group;
        }
        let group = number(self.count);
        terms.extend_from_slice(&key);
        numbers.insert_unique(hash, group, |group| hash_of(&terms[*group as usize * width..][..width]));
        self.count += 1;
        group
    }

    /// The keys of the groups as rows.
    fn rows(&self, width: usize) -> Chunk {
        let mut rows = Chunk::unbound(width, self.count);
        for (at, slot) in self.keys.iter().enumerate() {
            rows.columns[*slot] = self.terms.iter().skip(at).step_by(self.keys.len()).copied().collect();
        }
        rows
    }

    fn merge(&mut self, other: Self, run: &Run<'_>) {
        let width = self.keys.iter().map(|slot| slot + 1).max().unwrap_or(0);
        let groups = self.groups(&other.rows(width));
        for ((_, _, one, _), (_, _, more, _)) in self.aggregates.iter_mut().zip(other.aggregates) {
            one.merge(more, &groups, self.count, &run.context().terms);
        }
    }

    fn finish(self, width: usize, run: &Run<'_>) -> Chunk {
        let mut rows = self.rows(width);
        for (slot, _, aggregator, _) in self.aggregates {
            rows.columns[slot] = aggregator.finish(self.count, &run.context().terms);
        }
        rows
    }
}

fn number(group: usize) -> u32 {
    u32::try_from(group).expect("fewer than four billion groups")
}

fn hash_of(key: &[TermId]) -> u64 {
    let mut hasher = FxHasher::default();
    key.hash(&mut hasher);
    hasher.finish()
}
