//! Joins rows with the rows of another plan.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::by_term::ByTerm;
use super::chunk::{Chunk, Slot, UNBOUND, gather};
use super::context::Stop;
use super::expression::Program;
use super::plan::{Joined, Step};
use super::run::{CHUNK, Done, Out, Run};
use super::slots::Slots;
use crate::store::dictionary::TermId;

/// Ends a chain.
const END: u32 = u32::MAX;

/// The rows of a plan, and where those with the same keys are.
pub(super) struct Built {
    pub(super) rows: Chunk,
    /// What is bound in every row here, and so is looked up.
    keys: Vec<Slot>,
    /// Whether a row of the other side may leave one of them unbound, and so has to be held against every row here.
    open: bool,
    /// What both sides may bind and is not told by the look-up alone, and so is compared.
    rest: Vec<Slot>,
    /// The first row with the keys.
    heads: Heads,
    /// The next row after each with the same keys.
    next: Vec<u32>,
}

/// Rows by the keys that are looked up.
enum Heads {
    One(Slot, ByTerm),
    Packed(FxHashMap<u64, u32>),
}

impl Built {
    pub(super) fn new(
        rows: Chunk,
        joined: &Joined,
        certain: Slots,
        look: &mut dyn FnMut() -> Done,
    ) -> Result<Self, Stop> {
        let sure = |slot: &Slot| {
            let column = &rows.columns[*slot];
            !column.is_empty() && !column.contains(&UNBOUND)
        };
        let (mut keys, mut rest): (Vec<Slot>, Vec<Slot>) = joined.shared.iter().partition(|slot| sure(slot));
        keys.sort_by_key(|slot| !certain.contains(*slot));
        // Two terms make one number; more are compared after they were looked up.
        rest.extend(keys.drain(2.min(keys.len())..));
        let open = keys.iter().any(|slot| !certain.contains(*slot));
        if open {
            rest.extend(&keys);
        }
        let heads = match keys[..] {
            [slot] => Heads::One(slot, ByTerm::default()),
            _ => Heads::Packed(FxHashMap::default()),
        };
        let mut built = Self { keys, open, rest, heads, next: Vec::new(), rows };
        if !built.keys.is_empty() {
            built.next = vec![END; built.rows.rows];
            for row in (0..built.rows.rows).rev() {
                if row.is_multiple_of(CHUNK) {
                    look()?;
                }
                let number = number(row);
                let after = match &mut built.heads {
                    Heads::One(slot, heads) => heads.insert(built.rows.columns[*slot][row], number),
                    Heads::Packed(heads) => heads.insert(packed(&built.keys, &built.rows, row), number),
                };
                if let Some(after) = after {
                    built.next[row] = after;
                }
            }
        }
        Ok(built)
    }

    /// The rows of which the keys are those of `row` in `chunk`.
    fn like(&self, chunk: &Chunk, row: usize) -> impl Iterator<Item = usize> {
        let every = self.keys.is_empty() || self.open && self.keys.iter().any(|slot| chunk.get(*slot, row) == UNBOUND);
        let all = if every { 0..self.rows.rows } else { 0..0 };
        let mut at = if every {
            END
        } else {
            let head = match &self.heads {
                Heads::One(slot, heads) => heads.get(chunk.get(*slot, row)),
                Heads::Packed(heads) => heads.get(&packed(&self.keys, chunk, row)).copied(),
            };
            head.unwrap_or(END)
        };
        let chain = std::iter::from_fn(move || {
            let found = (at != END).then_some(at as usize)?;
            at = self.next[found];
            Some(found)
        });
        all.chain(chain)
    }

    /// Whether a row here and one of `chunk` agree in what was not looked up.
    fn agrees(&self, here: usize, chunk: &Chunk, row: usize) -> bool {
        self.rest.iter().all(|&slot| {
            let (a, b) = (self.rows.get(slot, here), chunk.get(slot, row));
            a == b || a == UNBOUND || b == UNBOUND
        })
    }

    /// Whether a row here and one of `chunk` have anything in common at all.
    fn meets(&self, here: usize, chunk: &Chunk, row: usize) -> bool {
        !self.keys.is_empty() && !self.open
            || self.rest.iter().any(|&slot| self.rows.get(slot, here) != UNBOUND && chunk.get(slot, row) != UNBOUND)
    }

    /// Hands on the rows of `chunk` and those here that they join with, some pairs at a time.
    fn joined(&self, chunk: &Chunk, hand_on: &mut dyn FnMut(&[u32], &[u32]) -> Done) -> Done {
        let (mut from, mut here) = (Vec::new(), Vec::new());
        for row in 0..chunk.rows {
            for found in self.like(chunk, row) {
                if self.agrees(found, chunk, row) {
                    from.push(number(row));
                    here.push(number(found));
                }
                if from.len() == CHUNK {
                    hand_on(&from, &here)?;
                    from.clear();
                    here.clear();
                }
            }
        }
        if from.is_empty() { Ok(()) } else { hand_on(&from, &here) }
    }

    /// Pairs of rows as one chunk of the `live` variables.
    fn pairs(&self, from: &[u32], here: &[u32], chunk: &Chunk, live: Slots) -> Chunk {
        let mut columns = chunk.live_at(live, from);
        for (slot, column) in columns.iter_mut().enumerate() {
            if !live.contains(slot) || self.rows.columns.get(slot).is_none_or(Vec::is_empty) {
                continue;
            }
            if column.is_empty() {
                *column = gather(&self.rows.columns[slot], here);
            } else if self.rest.contains(&slot) {
                for (value, row) in column.iter_mut().zip(here) {
                    if *value == UNBOUND {
                        *value = self.rows.columns[slot][*row as usize];
                    }
                }
            }
        }
        Chunk { rows: from.len(), columns }
    }

    /// Some of the rows, as they are.
    fn some(&self, range: Range<usize>, width: usize, live: Slots) -> Chunk {
        let mut part = Chunk::unbound(width, range.len());
        for (slot, column) in self.rows.columns.iter().enumerate() {
            if live.contains(slot) && !column.is_empty() {
                part.columns[slot] = column[range.clone()].to_vec();
            }
        }
        part
    }
}

fn packed(keys: &[Slot], chunk: &Chunk, row: usize) -> u64 {
    let term = |slot: Slot| u64::from(chunk.get(slot, row));
    keys.iter().fold(0, |packed, slot| packed << TermId::BITS | term(*slot))
}

impl<'q> Run<'q> {
    fn built(&self, joined: &Joined) -> &'q Built {
        self.query.built[joined.plan.number].get().expect("plans are built before rows are joined with them")
    }

    pub(super) fn joins(&mut self, joined: &Joined, step: &Step, chunk: &Chunk, out: Out<'_, 'q>) -> Done {
        let built = self.built(joined);
        if chunk.rows == 1 && chunk.columns.iter().all(Vec::is_empty) {
            let mut range = self.part.take().map_or(0..built.rows.rows, |(_, range)| range);
            while !range.is_empty() {
                let end = range.end.min(range.start + CHUNK);
                self.check()?;
                out(self, built.some(range.start..end, self.query.width, step.live))?;
                range.start = end;
            }
            return Ok(());
        }
        built.joined(chunk, &mut |from, here| {
            self.check()?;
            out(self, built.pairs(from, here, chunk, step.live))
        })
    }

    pub(super) fn left_joins(
        &mut self,
        joined: &Joined,
        condition: Option<&Program>,
        step: &Step,
        chunk: &Chunk,
        out: Out<'_, 'q>,
    ) -> Done {
        let built = self.built(joined);
        let read: Slots = condition.into_iter().flat_map(Program::slots).copied().collect();
        let mut seen = vec![false; chunk.rows];
        let mut memo = self.memo(step.number);
        built.joined(chunk, &mut |from, here| {
            let mut pairs = built.pairs(from, here, chunk, step.live.or(read));
            match condition {
                None => {
                    for row in from {
                        seen[*row as usize] = true;
                    }
                }
                Some(program) => {
                    let kept = self.filter(program, &pairs, &mut memo)?;
                    for at in &kept {
                        seen[from[*at as usize] as usize] = true;
                    }
                    pairs = pairs.take(&kept);
                }
            }
            pairs.keep(step.live);
            self.check()?;
            if pairs.rows == 0 { Ok(()) } else { out(self, pairs) }
        })?;
        self.keep(step.number, memo);
        let alone: Vec<u32> = (0..).zip(&seen).filter(|(_, seen)| !**seen).map(|(row, _)| row).collect();
        if alone.is_empty() {
            return Ok(());
        }
        let columns = chunk.live_at(step.live, &alone);
        out(self, Chunk { rows: alone.len(), columns })
    }

    pub(super) fn minus(&mut self, joined: &Joined, step: &Step, mut chunk: Chunk, out: Out<'_, 'q>) -> Done {
        let built = self.built(joined);
        let (mut left, mut compared) = (Vec::new(), 0);
        for row in 0..chunk.rows {
            let mut hit = |found| {
                compared += 1;
                built.agrees(found, &chunk, row) && built.meets(found, &chunk, row)
            };
            if !built.like(&chunk, row).any(&mut hit) {
                left.push(number(row));
            }
            compared += 1;
            if compared >= CHUNK {
                compared = 0;
                self.check()?;
            }
        }
        if left.len() == chunk.rows {
            chunk.keep(step.live);
            return out(self, chunk);
        }
        let columns = chunk.live_at(step.live, &left);
        if left.is_empty() { Ok(()) } else { out(self, Chunk { rows: left.len(), columns }) }
    }
}

fn number(row: usize) -> u32 {
    u32::try_from(row).expect("a table has fewer than four billion rows")
}
