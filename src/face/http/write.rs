//! How the store is changed over HTTP: all or nothing, with what follows from the change, if the shapes let it.

use super::access::{self, Caller};
use super::problem::Problem;
use super::state::Shared;
use crate::ingest;
use crate::snapshot::Snapshot;
use crate::sparql::{CancellationToken, QueryOptions, SparqlError};
use crate::store::Transaction;

/// Makes `change`, if `caller` may change those graphs, what the server itself notes down of it, and what follows; gives what `change` gave, and the snapshot after it.
///
/// # Errors
/// That of `change`, or why its outcome is not kept; the store is then as it was.
pub(super) fn commit<T>(
    state: &Shared,
    caller: &Caller,
    options: &QueryOptions,
    change: impl FnOnce(&mut Transaction<'_>) -> Result<T, Problem>,
    note: impl FnOnce(&mut Transaction<'_>),
) -> Result<(T, Snapshot), Problem> {
    let mut transaction = state.store.begin();
    let before = transaction.before().clone();
    let changed = change(&mut transaction)?;
    access::may_change(caller, &before, &transaction.snapshot())?;
    note(&mut transaction);
    ingest::follow(&mut transaction).map_err(|error| Problem::internal(error.to_string()))?;
    admit(state, &before, &transaction.snapshot())?;
    // Who went away meanwhile was told nothing, and is to find nothing changed.
    if options.cancellation.as_ref().is_some_and(CancellationToken::is_cancelled) {
        return Err(SparqlError::Cancelled.into());
    }
    let snapshot = transaction.commit().map_err(|error| Problem::not_kept(&error))?;
    Ok((changed, snapshot))
}

/// How many violations a refusal shows.
#[cfg(feature = "shacl")]
const MOST_SHOWN: usize = 20;

/// Whether the server's shapes let the store go from `before` to `after`.
#[cfg(feature = "shacl")]
fn admit(state: &Shared, before: &Snapshot, after: &Snapshot) -> Result<(), Problem> {
    let Some(shapes) = &state.settings.shapes else { return Ok(()) };
    let report = shapes.newly(before, after).map_err(|error| Problem::internal(error.to_string()))?;
    let violations: Vec<_> = report.violations().collect();
    if violations.is_empty() {
        return Ok(());
    }
    Err(Problem::forbidden(violations.len(), &violations[..violations.len().min(MOST_SHOWN)]))
}

#[cfg(not(feature = "shacl"))]
#[expect(clippy::unnecessary_wraps, reason = "without shapes nothing is refused")]
fn admit(_: &Shared, _: &Snapshot, _: &Snapshot) -> Result<(), Problem> {
    Ok(())
}
