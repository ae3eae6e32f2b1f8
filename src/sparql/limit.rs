//! The limits of one query, and how it learns that it has met one.

use std::cell::Cell;
use std::time::{Duration, Instant};

use oxigraph::sparql::{CancellationToken, QueryEvaluationError};

use super::{QueryOptions, SparqlError};

/// Reading the clock for each quad would cost more than the quad.
const QUADS_A_LOOK: u32 = 256;

/// A query's limits, shared by all that works for it.
#[derive(Clone)]
pub(super) struct Limit {
    end: Option<(Instant, Duration)>,
    max_rows: Option<usize>,
    cancelled: Option<CancellationToken>,
    /// Oxigraph's own token, set once a limit is met so that its evaluation ends.
    token: CancellationToken,
}

impl Limit {
    pub(super) fn new(options: &QueryOptions, start: Instant) -> Self {
        Self {
            end: options.timeout.and_then(|timeout| Some((start.checked_add(timeout)?, timeout))),
            max_rows: options.max_rows,
            cancelled: options.cancellation.clone(),
            token: CancellationToken::new(),
        }
    }

    pub(super) fn token(&self) -> CancellationToken {
        self.token.clone()
    }

    /// Says whether the query may go on.
    pub(super) fn check(&self) -> Result<(), SparqlError> {
        let met = if self.cancelled.as_ref().is_some_and(CancellationToken::is_cancelled) {
            SparqlError::Cancelled
        } else if let Some((_, timeout)) = self.end.filter(|(end, _)| Instant::now() >= *end) {
            SparqlError::TimedOut { limit: timeout }
        } else {
            return Ok(());
        };
        self.token.cancel();
        Err(met)
    }

    /// [`check`](Self::check) once in a while.
    pub(super) fn check_now_and_then(&self, quads: &Cell<u32>) -> Result<(), SparqlError> {
        quads.set(quads.get().wrapping_add(1));
        if quads.get() % QUADS_A_LOOK == 1 { self.check() } else { Ok(()) }
    }

    /// An error of Oxigraph's evaluation, or the limit that lies behind it.
    pub(super) fn explain(&self, error: QueryEvaluationError) -> SparqlError {
        match error {
            QueryEvaluationError::Cancelled => self.check().err().unwrap_or(SparqlError::Cancelled),
            error => error.into(),
        }
    }

    /// `items` until a limit is met, and then that error. A row that comes after the query was stopped may be wrong, so the limit is
    /// looked at before each.
    pub(super) fn hold<T: 'static>(
        self,
        items: impl Iterator<Item = Result<T, QueryEvaluationError>> + 'static,
    ) -> impl Iterator<Item = Result<T, QueryEvaluationError>> + 'static {
        let mut items = Some(items);
        let mut rows = 0;
        std::iter::from_fn(move || {
            let next = items.as_mut()?.next();
            let checked = self.check().and_then(|()| match next {
                Some(Ok(item)) => {
                    rows += 1;
                    match self.max_rows {
                        Some(limit) if rows > limit => Err(SparqlError::TooManyRows { limit }),
                        _ => Ok(Some(item)),
                    }
                }
                Some(Err(error)) => Err(self.explain(error)),
                None => Ok(None),
            });
            match checked {
                Ok(item) => item.map(Ok),
                Err(error) => {
                    items = None;
                    Some(Err(error.into()))
                }
            }
        })
    }
}
