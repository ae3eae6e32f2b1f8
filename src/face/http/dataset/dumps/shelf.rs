//! The files of one state: made once, behind the back of who asks first, and kept until another state is asked for.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::http::{HeaderName, HeaderValue};
use tokio::sync::watch;

use super::make::{Dump, Failed, make};
use crate::face::http::answer::rests_on;
use crate::face::http::problem::Problem;
use crate::face::http::state::Shared;
use crate::snapshot::Snapshot;

/// How long a client is told to wait that comes too early.
const WAIT: Duration = Duration::from_secs(5);

/// The files of a state.
pub(in crate::face::http::dataset) struct Dumps {
    pub(in crate::face::http::dataset) files: Vec<Dump>,
    /// The header that names the state.
    pub(super) rests_on: Option<(HeaderName, HeaderValue)>,
}

/// What has been made of a state: nothing yet, or an end.
type Made = Option<Result<Arc<Dumps>, Failed>>;

/// The files of the state that was last asked for, by its content hash.
#[derive(Default)]
pub(in crate::face::http) struct Shelf(Mutex<Option<(String, watch::Receiver<Made>)>>);

impl Shelf {
    /// The files of `snapshot`, if they are ready.
    pub(in crate::face::http::dataset) fn made(&self, snapshot: &Snapshot) -> Option<Arc<Dumps>> {
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (hash, made) = held.as_ref()?;
        let made = made.borrow().clone()?.ok()?;
        (*hash == snapshot.hash()).then_some(made)
    }

    /// The files of the newest state; the first who asks has them made. They are made to the end, even if nobody waits so long.
    pub(super) async fn get(state: &Arc<Shared>) -> Result<Arc<Dumps>, Problem> {
        let mut made = state.dumps.begin(state)?;
        let waited = tokio::time::timeout(state.settings.timeout, made.wait_for(Option::is_some)).await;
        match waited.map(|made| made.ok().and_then(|made| made.clone())) {
            Ok(Some(Ok(dumps))) => Ok(dumps),
            Ok(Some(Err(Failed::TooLarge))) => Err(too_large(state.settings.dump_bytes)),
            // Who begins to make them waits for a worker like everybody, and gives up like everybody.
            Ok(Some(Err(Failed::Stopped)) | None) => Err(Problem::busy(WAIT)),
            Err(_) => Err(Problem::busy(WAIT).detail("The dumps are being made.")),
        }
    }

    /// Looks for the files of the newest state, and begins to make them. One state at a time.
    fn begin(&self, state: &Arc<Shared>) -> Result<watch::Receiver<Made>, Problem> {
        let snapshot = state.store.snapshot();
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((hash, made)) = &*held {
            if *hash == snapshot.hash() && (made.borrow().is_some() || made.has_changed().is_ok()) {
                return Ok(made.clone());
            }
            if made.borrow().is_none() && made.has_changed().is_ok() {
                return Err(Problem::busy(WAIT).detail("The dumps of an earlier state are being made."));
            }
        }
        let (send, receive) = watch::channel(None);
        *held = Some((snapshot.hash(), receive.clone()));
        let state = Arc::clone(state);
        tokio::spawn(async move {
            let limit = state.settings.dump_bytes;
            let job = move |_: &Shared, options: &crate::sparql::QueryOptions| {
                let files = make(&snapshot, limit, options.cancellation.as_ref());
                Ok(files.map(|files| Arc::new(Dumps { files, rests_on: rests_on(&snapshot) })))
            };
            match state.run_to_its_end(job).await {
                Ok(made) => drop(send.send_replace(Some(made))),
                // What was begun is dropped, so that the next who asks begins anew.
                Err(problem) => tracing::error!(detail = problem.detail, "the dumps could not be made"),
            }
        });
        Ok(receive)
    }
}

fn too_large(limit: usize) -> Problem {
    Problem::too_large(limit).detail(format!(
        "The dumps of this store have more than {limit} bytes, the most that the server keeps of them. Take `milieu export` or `milieu backup` \
         on the server's machine, or ask for one graph at a time in SPARQL."
    ))
}
