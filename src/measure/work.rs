//! Work that takes long enough to be watched, and to be stopped.
//!
//! Costly measures take a [`Work`] as their last argument. They look whether they are to stop and say how far they are; what they
//! give does not depend on either, nor on the number of threads.

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

/// The work was stopped before it was done; there is no result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("stopped before it was done")]
pub struct Stopped;

/// Whoever waits for a measure: asked whether to stop, told how far it is.
///
/// ```
/// use milieu::measure::work::{Stopped, Work};
/// let work = Work::new(&|| true, &|done, total| println!("{done} of {total}"));
/// assert_eq!(work.check(), Err(Stopped));
/// assert_eq!(Work::unwatched().check(), Ok(()));
/// ```
#[derive(Clone, Copy)]
pub struct Work<'a> {
    stopped: &'a (dyn Fn() -> bool + Sync),
    progress: &'a (dyn Fn(usize, usize) + Sync),
}

impl<'a> Work<'a> {
    /// Work that ends soon after `stopped` says so, and tells `progress` what is done of how much, in a unit of its own.
    ///
    /// Both are called from several threads, so that the numbers told may arrive out of order.
    pub const fn new(stopped: &'a (dyn Fn() -> bool + Sync), progress: &'a (dyn Fn(usize, usize) + Sync)) -> Self {
        Self { stopped, progress }
    }

    /// Work that goes on to its end and tells nobody.
    pub const fn unwatched() -> Work<'static> {
        Work { stopped: &|| false, progress: &|_, _| {} }
    }

    /// Whether to go on.
    ///
    /// # Errors
    ///
    /// [`Stopped`] when the work is to end.
    pub fn check(&self) -> Result<(), Stopped> {
        if (self.stopped)() { Err(Stopped) } else { Ok(()) }
    }

    /// Says that `done` of `total` is done.
    pub fn step(&self, done: usize, total: usize) {
        (self.progress)(done, total);
    }

    /// What `part` makes of each chunk of `0..total`, in order, on all threads.
    ///
    /// Every chunk but the last has `size` numbers, however many threads there are: what is added up chunk by chunk has the same
    /// digits everywhere. It looks whether to stop before each chunk.
    ///
    /// # Errors
    ///
    /// [`Stopped`] when the work was to end before the last chunk had begun.
    ///
    /// ```
    /// use milieu::measure::work::Work;
    /// let sums = Work::unwatched().chunks(10, 4, |chunk| chunk.sum::<usize>());
    /// assert_eq!(sums, Ok(vec![6, 22, 17]));
    /// ```
    pub fn chunks<T: Send>(
        &self,
        total: usize,
        size: usize,
        part: impl Fn(Range<usize>) -> T + Sync,
    ) -> Result<Vec<T>, Stopped> {
        let size = size.max(1);
        let done = AtomicUsize::new(0);
        (0..total.div_ceil(size))
            .into_par_iter()
            .map(|chunk| {
                self.check()?;
                let range = chunk * size..total.min((chunk + 1) * size);
                let length = range.len();
                let made = part(range);
                self.step(done.fetch_add(length, Ordering::Relaxed) + length, total);
                Ok(made)
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_end_when_they_are_to() {
        let begun = AtomicUsize::new(0);
        let stopped = || begun.load(Ordering::Relaxed) >= 3;
        let work = Work::new(&stopped, &|_, _| {});
        let part = |_: Range<usize>| begun.fetch_add(1, Ordering::Relaxed);
        assert_eq!(work.chunks(1000, 1, part), Err(Stopped));
        assert!(begun.into_inner() < 1000);
    }

    #[test]
    fn progress_reaches_the_whole() {
        let most = AtomicUsize::new(0);
        let progress = |done: usize, total: usize| {
            assert_eq!(total, 10);
            most.fetch_max(done, Ordering::Relaxed);
        };
        let made = Work::new(&|| false, &progress).chunks(10, 3, |range| range.len());
        assert_eq!(made, Ok(vec![3, 3, 3, 1]));
        assert_eq!(most.into_inner(), 10);
    }

    #[test]
    fn nothing_is_no_chunk() {
        assert_eq!(Work::unwatched().chunks(0, 0, |range| range), Ok(vec![]));
    }
}
