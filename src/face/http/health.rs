//! `/healthz` and `/readyz`: whether the server lives, and whether it can answer.

use std::path::Path;
use std::sync::Arc;
use std::{fs, io};

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::problem::Problem;
use super::state::Shared;
use crate::view::Catalogue;

/// `GET /healthz`
pub(super) async fn alive(State(state): State<Arc<Shared>>) -> Json<Value> {
    let snapshot = state.store.snapshot();
    Json(json!({
        "status": "ok",
        "version": env!("CARGO_PKG_VERSION"),
        "snapshot": { "number": snapshot.number(), "hash": snapshot.hash(), "quads": snapshot.len() },
        "read_only": state.settings.is_read_only(),
        "at_work": state.queue.counts().0,
        "refused_views": Catalogue::shipped().refused().iter().map(ToString::to_string).collect::<Vec<_>>(),
    }))
}

/// `GET /readyz`
pub(super) async fn ready(State(state): State<Arc<Shared>>) -> Result<Response, Problem> {
    if state.queue.is_closed() {
        return Err(Problem::closing());
    }
    let writes = !state.settings.is_read_only();
    // Not in turn: whether it can answer has to be told also when all workers are taken.
    let folder = state.store.folder().map(Path::to_owned);
    let checked = tokio::task::spawn_blocking(move || folder.map_or(Ok(()), |folder| check(&folder, writes)));
    match checked.await {
        Ok(Ok(())) => {
            let number = state.store.snapshot().number();
            Ok(Json(json!({ "status": "ready", "snapshot": number, "writes": writes })).into_response())
        }
        Ok(Err(error)) => {
            tracing::error!(%error, "the store's folder is not as it should be");
            let writing = if writes { "read and written" } else { "read" };
            let detail = format!("The store's folder cannot be {writing}: {}.", error.kind());
            Err(Problem::new(StatusCode::SERVICE_UNAVAILABLE, "not-ready", "The server cannot answer", detail)
                .next("Look at the disk and the rights of the store's folder."))
        }
        Err(_) => Err(Problem::internal("The store's folder could not be looked at.")),
    }
}

/// Whether `folder` is as the store needs it.
fn check(folder: &Path, writes: bool) -> io::Result<()> {
    fs::read_dir(folder)?.next().transpose()?;
    if writes {
        let probe = folder.join(format!("ready-{}.tmp", std::process::id()));
        let written = fs::write(&probe, b"ready");
        let removed = fs::remove_file(&probe);
        written.and(removed)?;
    }
    Ok(())
}
