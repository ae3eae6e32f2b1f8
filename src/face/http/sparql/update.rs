//! Updates: for who holds a token that allows them, all or nothing, with what follows from them.

use std::sync::Arc;

use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use super::request::Asked;
use crate::face::http::access::{self, Caller};
use crate::face::http::problem::Problem;
use crate::face::http::state::Shared;
use crate::ingest;
use crate::reason;
use crate::snapshot::Snapshot;
use crate::sparql::{self, CancellationToken, SparqlError};

pub(super) async fn update(state: Arc<Shared>, asked: Asked, caller: Caller) -> Result<Response, Problem> {
    access::may_write(&state, &caller)?;
    let snapshot = state
        .run_to_its_end(move |state, options| {
            let mut transaction = state.store.begin();
            let before = transaction.before().clone();
            sparql::update_in(&mut transaction, &asked.text, &asked.options(options))?;
            access::may_change(&caller, &before, &transaction.snapshot())?;
            ingest::derive(&mut transaction);
            reason::refresh(&mut transaction).map_err(|error| Problem::internal(error.to_string()))?;
            admit(state, &before, &transaction.snapshot())?;
            // Who went away meanwhile was told nothing, and is to find nothing changed.
            if options.cancellation.as_ref().is_some_and(CancellationToken::is_cancelled) {
                return Err(SparqlError::Cancelled.into());
            }
            transaction.commit().map_err(|error| Problem::not_kept(&error))
        })
        .await?;
    let rests_on = HeaderValue::from_str(&format!("{} {}", snapshot.number(), snapshot.hash()));
    let mut response = StatusCode::NO_CONTENT.into_response();
    if let Ok(value) = rests_on {
        response.headers_mut().insert("milieu-snapshot", value);
    }
    Ok(response)
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
