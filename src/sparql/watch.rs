//! How a running query learns that it has met a limit, wherever it is.
//!
//! Oxigraph's evaluator looks at its own token only where it reads quads, and a join, a sort or an aggregation can go on for minutes between
//! two reads. But it clones, reads and makes terms all the time, and the terms are ours: each time we [`tick`], and every so many
//! ticks we look at the limits of the query that this thread works for. When one is met the evaluation is left by unwinding, which
//! [`watch`] catches.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use super::SparqlError;
use super::limit::Limit;

thread_local! {
    /// Ticks until the next look. Apart from [`RUNNING`], and without a destructor, because it is touched for every term.
    static TICKS_LEFT: Cell<u32> = const { Cell::new(0) };
    /// The limits of the query that this thread works for now.
    static RUNNING: RefCell<Option<Limit>> = const { RefCell::new(None) };
}

/// What unwinds through the evaluator: not a panic, so that no hook reports it.
struct Stopped(SparqlError);

/// Does `work` as part of the query that `limit` is of.
///
/// Calls may be nested, and the iterators of two queries may take turns on one thread: each is held to its own limits.
pub(super) fn watch<T>(limit: &Limit, work: impl FnOnce() -> T) -> Result<T, SparqlError> {
    let _running = Running::begin(limit);
    // What was being evaluated when the limit was met may be half done: callers drop it and never look at it again.
    catch_unwind(AssertUnwindSafe(work)).map_err(|thrown: Box<dyn Any + Send>| match thrown.downcast::<Stopped>() {
        Ok(stopped) => stopped.0,
        Err(panic) => resume_unwind(panic),
    })
}

/// Puts back what ran before, also when it is left by unwinding.
struct Running {
    before: Option<Limit>,
    ticks_left: u32,
}

impl Running {
    fn begin(limit: &Limit) -> Self {
        let before = RUNNING.replace(Some(limit.clone()));
        Self { before, ticks_left: TICKS_LEFT.replace(limit.stride()) }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        RUNNING.replace(self.before.take());
        TICKS_LEFT.set(self.ticks_left);
    }
}

/// Says that the evaluator did something.
#[inline]
pub(super) fn tick() {
    match TICKS_LEFT.get().checked_sub(1) {
        Some(left) => TICKS_LEFT.set(left),
        None => look(),
    }
}

/// Looks at the limits of the running query, and leaves it when one is met.
#[cold]
#[inline(never)]
pub(super) fn look() {
    // Destructors may come here while a limit or a panic unwinds already; to unwind twice would abort.
    if std::thread::panicking() {
        return;
    }
    let Some(looked) = RUNNING.with_borrow(|running| running.as_ref().map(|limit| (limit.look(), limit.stride())))
    else {
        TICKS_LEFT.set(u32::MAX);
        return;
    };
    TICKS_LEFT.set(looked.1);
    if let Err(met) = looked.0
        && cfg!(panic = "unwind")
    {
        resume_unwind(Box::new(Stopped(met)));
    }
}

/// How long the running query may still take, if it is limited.
#[cfg(feature = "federation")]
pub(super) fn remaining() -> Option<std::time::Duration> {
    let end = RUNNING.with_borrow(|running| running.as_ref().and_then(Limit::end));
    end.map(|(end, _)| end.saturating_duration_since(std::time::Instant::now()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sparql::{CancellationToken, QueryOptions};

    fn limit(token: &CancellationToken) -> Limit {
        Limit::new(&QueryOptions { cancellation: Some(token.clone()), ..QueryOptions::default() }).unwrap()
    }

    fn forever() -> u32 {
        loop {
            tick();
        }
    }

    #[test]
    fn work_that_ticks_is_left_and_what_ran_before_goes_on() {
        let (outer, inner) = (CancellationToken::new(), CancellationToken::new());
        inner.cancel();
        let (outer_limit, inner_limit) = (limit(&outer), limit(&inner));
        let done = watch(&outer_limit, || {
            assert!(matches!(watch(&inner_limit, forever), Err(SparqlError::Cancelled)));
            (0..10_000).for_each(|_| tick());
            outer.cancel();
            assert!(matches!(watch(&limit(&CancellationToken::new()), || 1), Ok(1)), "each has its own limits");
            forever()
        });
        assert!(matches!(done, Err(SparqlError::Cancelled)));
        (0..10_000).for_each(|_| tick());
    }

    #[test]
    fn a_panic_stays_a_panic() {
        let free = limit(&CancellationToken::new());
        let thrown = catch_unwind(AssertUnwindSafe(|| watch(&free, || resume_unwind(Box::new("mine"))))).err().unwrap();
        assert_eq!(*thrown.downcast::<&str>().unwrap(), "mine");
        assert!(RUNNING.with_borrow(Option::is_none));
    }

    #[test]
    fn a_destructor_that_ticks_does_not_abort() {
        struct Ticks;
        impl Drop for Ticks {
            fn drop(&mut self) {
                (0..10_000).for_each(|_| tick());
            }
        }
        let token = CancellationToken::new();
        token.cancel();
        let stopped = watch(&limit(&token), || {
            let _ticks = Ticks;
            forever()
        });
        assert!(matches!(stopped, Err(SparqlError::Cancelled)));
    }
}
