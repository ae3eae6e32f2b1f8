//! The limits of one query.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

use oxigraph::sparql::{CancellationToken, QueryEvaluationError};

use super::deep::with_room;
use super::watch::watch;
use super::{Progress, QueryOptions, SparqlError};
use crate::memory;

/// Reading the clock at every tick would cost more than what is done between two.
const MOST_TICKS_A_LOOK: u32 = 64;

/// The stride of a query without a limit that could be met between two rows.
const NEVER: u32 = u32::MAX;

/// Ticks that lie so far apart are each worth a look.
const SLOW: Duration = Duration::from_millis(5);

/// A query's limits, shared by all that works for it.
#[derive(Clone)]
pub(super) struct Limit(Rc<Limits>);

struct Limits {
    end: Option<(Instant, Duration)>,
    max_rows: Option<usize>,
    /// What the thread may hold by this query, and what it held before. (Neither results nor limits move to another thread.)
    memory: Option<(usize, isize)>,
    cancelled: Option<CancellationToken>,
    progress: Option<Arc<Progress>>,
    /// Oxigraph's own token: how evaluation ends where panics abort, and so cannot unwind.
    token: CancellationToken,
    stride: Cell<u32>,
    looked: Cell<Instant>,
    /// Whether its work needs a large stack.
    deep: Cell<bool>,
}

impl Limit {
    /// The limits that `options` set, from now on. A limit that cannot be kept is an error.
    pub(super) fn new(options: &QueryOptions) -> Result<Self, SparqlError> {
        let start = Instant::now();
        if options.max_memory.is_some() && !memory::is_counted() {
            return Err(SparqlError::MemoryNotCounted);
        }
        let limited = options.timeout.is_some() || options.max_memory.is_some() || options.cancellation.is_some();
        Ok(Self(Rc::new(Limits {
            end: options.timeout.and_then(|timeout| Some((start.checked_add(timeout)?, timeout))),
            max_rows: options.max_rows,
            memory: options.max_memory.map(|limit| (limit, memory::live_bytes())),
            cancelled: options.cancellation.clone(),
            progress: options.progress.clone(),
            token: CancellationToken::new(),
            stride: Cell::new(if limited { 1 } else { NEVER }),
            looked: Cell::new(start),
            deep: Cell::new(false),
        })))
    }

    /// Says whether what is run for it needs a large stack.
    pub(super) fn deepen(&self, deep: bool) {
        self.0.deep.set(deep);
    }

    pub(super) fn token(&self) -> CancellationToken {
        self.0.token.clone()
    }

    /// When it has to have ended, and how long it may take as a whole.
    pub(super) fn end(&self) -> Option<(Instant, Duration)> {
        self.0.end
    }

    /// The most memory that it may hold, in bytes.
    pub(super) fn max_memory(&self) -> Option<usize> {
        self.0.memory.map(|(limit, _)| limit)
    }

    pub(super) fn cancellation(&self) -> Option<&CancellationToken> {
        self.0.cancelled.as_ref()
    }

    /// Who is told how far it has come.
    pub(super) fn progress(&self) -> Option<&Arc<Progress>> {
        self.0.progress.as_ref()
    }

    /// Says whether the query may go on.
    pub(super) fn check(&self) -> Result<(), SparqlError> {
        // The clock is read only for whom it matters: this is done before and after each row.
        self.check_at(Instant::now)
    }

    fn check_at(&self, now: impl FnOnce() -> Instant) -> Result<(), SparqlError> {
        let met = if self.0.cancelled.as_ref().is_some_and(CancellationToken::is_cancelled) {
            SparqlError::Cancelled
        } else if let Some((_, timeout)) = self.0.end.filter(|(end, _)| now() >= *end) {
            SparqlError::TimedOut { limit: timeout }
        } else if let Some(limit) = self.memory_met() {
            SparqlError::TooMuchMemory { limit }
        } else {
            return Ok(());
        };
        self.0.token.cancel();
        Err(met)
    }

    fn memory_met(&self) -> Option<usize> {
        let (limit, before) = self.0.memory?;
        let held = usize::try_from(memory::live_bytes().saturating_sub(before)).unwrap_or(0);
        if let Some(progress) = self.progress() {
            progress.holds(held);
        }
        (held > limit).then_some(limit)
    }

    /// [`check`](Self::check) from inside evaluation, which sets after how many ticks it is done again.
    pub(super) fn look(&self) -> Result<(), SparqlError> {
        if self.0.stride.get() == NEVER {
            return Ok(());
        }
        let now = Instant::now();
        let stride = if now.duration_since(self.0.looked.replace(now)) > SLOW {
            1
        } else {
            (2 * self.0.stride.get()).min(MOST_TICKS_A_LOOK)
        };
        self.0.stride.set(stride);
        self.check_at(|| now)
    }

    /// After how many ticks it is time to [`look`](Self::look).
    pub(super) fn stride(&self) -> u32 {
        self.0.stride.get()
    }

    /// `work` as part of this query: left when a limit is met, also in the midst of it.
    pub(super) fn run<T>(&self, work: impl FnOnce() -> Result<T, QueryEvaluationError>) -> Result<T, SparqlError> {
        self.check()?;
        watch(self, || with_room(self.0.deep.get(), work))?.map_err(|error| self.explain(error))
    }

    /// An error of Oxigraph's evaluation, or the limit that lies behind it.
    fn explain(&self, error: QueryEvaluationError) -> SparqlError {
        match error {
            QueryEvaluationError::Cancelled => self.check().err().unwrap_or(SparqlError::Cancelled),
            error => error.into(),
        }
    }

    /// `items` until a limit is met, and then that error; what made the items is gone then, and is never asked again.
    pub(super) fn hold<T: 'static>(
        self,
        items: impl Iterator<Item = Result<T, QueryEvaluationError>> + 'static,
    ) -> impl Iterator<Item = Result<T, QueryEvaluationError>> + 'static {
        let mut items = Some(items);
        let mut rows = 0;
        std::iter::from_fn(move || {
            let unfinished = items.as_mut()?;
            let next = self.run(|| unfinished.next().transpose()).and_then(|next| {
                // Where evaluation cannot be unwound it swallows errors while it aggregates: a row that comes after the query was stopped may
                // be wrong.
                self.check()?;
                rows += usize::from(next.is_some());
                match self.0.max_rows {
                    Some(limit) if rows > limit => Err(SparqlError::TooManyRows { limit }),
                    _ => Ok(next),
                }
            });
            match next {
                Ok(item) => item.map(Ok),
                Err(error) => {
                    items = None;
                    Some(Err(error.into()))
                }
            }
        })
    }
}
