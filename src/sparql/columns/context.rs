//! What a query over columns reads, and what it is held to.

use std::sync::Arc;
use std::sync::atomic::{AtomicIsize, Ordering};
use std::time::{Duration, Instant};

use oxigraph::sparql::CancellationToken;

use super::expression::Calls;
use crate::memory;
use crate::snapshot::{DEFAULT_GRAPH, Scope, Snapshot};
use crate::sparql::limit::Limit;
use crate::sparql::terms::Terms;
use crate::sparql::{Progress, SparqlError};
use crate::store::dictionary::TermId;
use crate::store::table::Sorted;

/// What all threads of a query share.
pub(super) struct Context {
    pub(super) snapshot: Snapshot,
    pub(super) terms: Arc<Terms>,
    /// The graphs that make up the default graph.
    pub(super) default: Scope,
    /// The graphs that GRAPH sees; all, unless they are named.
    pub(super) named: Option<Vec<TermId>>,
    pub(super) calls: Calls,
    pub(super) guard: Guard,
}

impl Context {
    /// The quads of a predicate.
    pub(super) fn table(&self, predicate: TermId) -> Option<&Sorted> {
        self.snapshot.state.tables.get(&predicate).map(|table| &**table.flat())
    }

    /// All predicates with their quads.
    pub(super) fn tables(&self) -> impl Iterator<Item = (TermId, &Sorted)> {
        self.snapshot.state.tables.iter().map(|(predicate, table)| (*predicate, &**table.flat()))
    }

    /// Whether GRAPH sees this graph.
    pub(super) fn sees(&self, graph: TermId) -> bool {
        graph != DEFAULT_GRAPH && self.named.as_ref().is_none_or(|named| named.contains(&graph))
    }
}

/// Why rows stop coming.
#[derive(Debug)]
pub(super) enum Stop {
    /// Nobody wants more.
    Enough,
    /// The rows become too many to be held; the evaluator can give them one after the other.
    TooMany,
    Error(SparqlError),
}

impl From<SparqlError> for Stop {
    fn from(error: SparqlError) -> Self {
        Self::Error(error)
    }
}

/// The limits of a query, for every thread that works for it.
pub(super) struct Guard {
    end: Option<(Instant, Duration)>,
    memory: Option<usize>,
    cancelled: Option<CancellationToken>,
    progress: Option<Arc<Progress>>,
    /// Bytes that the threads hold by this query, as far as they have said.
    held: AtomicIsize,
}

impl Guard {
    pub(super) fn new(limit: &Limit) -> Self {
        let (end, memory, cancelled) = (limit.end(), limit.max_memory(), limit.cancellation().cloned());
        Self { end, memory, cancelled, progress: limit.progress().cloned(), held: AtomicIsize::new(0) }
    }

    /// The guard of this thread.
    pub(super) fn here(&self) -> Watch<'_> {
        Watch { guard: self, counted: memory::live_bytes() }
    }
}

/// A thread that works for a query.
pub(super) struct Watch<'g> {
    guard: &'g Guard,
    counted: isize,
}

impl Watch<'_> {
    /// Says whether the query may go on. Costs little enough to be asked for every few thousand rows.
    pub(super) fn check(&mut self) -> Result<(), Stop> {
        let now = memory::live_bytes();
        let more = now - std::mem::replace(&mut self.counted, now);
        let held = self.guard.held.fetch_add(more, Ordering::Relaxed) + more;
        if self.guard.memory.is_some()
            && let Some(progress) = &self.guard.progress
        {
            progress.holds(usize::try_from(held).unwrap_or(0));
        }
        if self.guard.cancelled.as_ref().is_some_and(CancellationToken::is_cancelled) {
            return Err(SparqlError::Cancelled.into());
        }
        if let Some((_, limit)) = self.guard.end.filter(|(end, _)| Instant::now() >= *end) {
            return Err(SparqlError::TimedOut { limit }.into());
        }
        if let Some(limit) = self.guard.memory.filter(|limit| held > 0 && held.cast_unsigned() > *limit) {
            return Err(SparqlError::TooMuchMemory { limit }.into());
        }
        Ok(())
    }
}
