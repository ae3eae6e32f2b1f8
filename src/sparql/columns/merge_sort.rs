//! A sort that can be stopped.

use std::cmp::Ordering;

/// How many steps lie between two looks.
const STEPS: usize = 1 << 12;

/// Looks now and then whether to go on.
pub(super) struct Looks<'l, E> {
    look: &'l mut dyn FnMut() -> Result<(), E>,
    steps: usize,
}

impl<'l, E> Looks<'l, E> {
    pub(super) fn new(look: &'l mut dyn FnMut() -> Result<(), E>) -> Self {
        Self { look, steps: 0 }
    }

    /// What is asked, for someone who goes on with part of the work.
    pub(super) fn look(&mut self) -> &mut dyn FnMut() -> Result<(), E> {
        self.look
    }

    #[inline]
    pub(super) fn step(&mut self) -> Result<(), E> {
        self.steps += 1;
        if self.steps.is_multiple_of(STEPS) { (self.look)() } else { Ok(()) }
    }
}

/// A stable sort that can be stopped, and that bears an order that is none (the standard library's may panic).
pub(super) fn merge_sort<T: Copy, E>(
    items: &mut Vec<T>,
    compare: impl Fn(&T, &T) -> Ordering,
    looks: &mut Looks<'_, E>,
) -> Result<(), E> {
    const RUN: usize = 16;
    for run in items.chunks_mut(RUN) {
        for at in 1..run.len() {
            looks.step()?;
            let item = run[at];
            let mut to = at;
            while to > 0 && compare(&item, &run[to - 1]).is_lt() {
                run[to] = run[to - 1];
                to -= 1;
            }
            run[to] = item;
        }
    }
    let mut width = RUN;
    let mut merged = Vec::with_capacity(items.len());
    while width < items.len() {
        merged.clear();
        for pair in items.chunks(2 * width) {
            let (mut a, mut b) = pair.split_at(width.min(pair.len()));
            while let ([x, more_a @ ..], [y, more_b @ ..]) = (a, b) {
                looks.step()?;
                if compare(y, x).is_lt() {
                    merged.push(*y);
                    b = more_b;
                } else {
                    merged.push(*x);
                    a = more_a;
                }
            }
            merged.extend_from_slice(a);
            merged.extend_from_slice(b);
        }
        std::mem::swap(items, &mut merged);
        width *= 2;
    }
    Ok(())
}
