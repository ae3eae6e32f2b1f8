//! What the server works on, and how work is done: off the network's threads, within limits, and no longer than someone waits.

use std::sync::Arc;
use std::time::Duration;

use axum::http::HeaderMap;
use axum::http::header::HOST;
use tokio::sync::Semaphore;

use super::access::Tokens;
use super::problem::Problem;
use super::settings::Settings;
use crate::snapshot::Snapshot;
use crate::sparql::{CancellationToken, QueryOptions};
use crate::store::Store;
use crate::view::Cache;

/// How long after a limit the client is told anyway, though the work still gives back what it took.
const GRACE: Duration = Duration::from_millis(100);

/// What a server serves: a store, and how it is to behave.
///
/// ```
/// use milieu::{Store, face::http::{State, Settings, app}};
/// use std::sync::Arc;
///
/// let router = app(State::new(Arc::new(Store::new()), Settings::new()));
/// # drop(router);
/// ```
#[derive(Clone)]
pub struct State {
    pub(super) shared: Arc<Shared>,
}

impl State {
    /// `store`, served as `settings` say.
    pub fn new(store: Arc<Store>, settings: Settings) -> Self {
        let workers = Arc::new(Semaphore::new(settings.at_once));
        let views = Cache::new(settings.view_cache);
        let tokens = Tokens::new(&settings.access.tokens, settings.access.plain.as_ref());
        Self { shared: Arc::new(Shared { store, settings, tokens, views, workers }) }
    }
}

/// What every handler sees.
pub(super) struct Shared {
    pub(super) store: Arc<Store>,
    pub(super) settings: Settings,
    pub(super) tokens: Tokens,
    /// The answers of views that are kept.
    pub(super) views: Cache,
    workers: Arc<Semaphore>,
}

/// Ends the work when whoever waits for it is gone.
struct Waiting(CancellationToken);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

impl Shared {
    /// The address under which the client reaches this server, without a slash at its end.
    pub(super) fn base(&self, headers: &HeaderMap) -> String {
        self.settings.base_url.clone().unwrap_or_else(|| {
            let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or("127.0.0.1:7878");
            format!("http://{host}")
        })
    }

    /// The snapshot of that number, or the newest.
    pub(super) fn snapshot(&self, at: Option<u64>) -> Result<Snapshot, Problem> {
        match at {
            Some(number) => self.store.at(number).map_err(|error| Problem::store(&error)),
            None => Ok(self.store.snapshot()),
        }
    }

    /// How many jobs are being worked on.
    pub(super) fn at_work(&self) -> usize {
        self.settings.at_once - self.workers.available_permits()
    }

    /// Runs `job` on a thread of its own with the server's limits. The job is cancelled when the client goes away.
    pub(super) async fn run<T: Send + 'static>(
        self: &Arc<Self>,
        job: impl FnOnce(&Self, &QueryOptions) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        self.work(self.settings.timeout.saturating_add(GRACE), job).await
    }

    /// The same for a job that changes the store: the client is told what became of it, whenever that is.
    pub(super) async fn run_to_its_end<T: Send + 'static>(
        self: &Arc<Self>,
        job: impl FnOnce(&Self, &QueryOptions) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        self.work(Duration::MAX, job).await
    }

    /// Runs `job`, and says that it took too long when it is not back after `longest`.
    async fn work<T: Send + 'static>(
        self: &Arc<Self>,
        longest: Duration,
        job: impl FnOnce(&Self, &QueryOptions) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let timeout = self.settings.timeout;
        let permit = Arc::clone(&self.workers).acquire_owned();
        let permit = tokio::time::timeout(timeout, permit).await.map_err(|_| Problem::busy())?;
        let token = CancellationToken::new();
        let _waiting = Waiting(token.clone());
        let options = QueryOptions {
            timeout: Some(timeout),
            max_rows: Some(self.settings.max_rows),
            max_memory: self.settings.max_memory,
            cancellation: Some(token),
            #[cfg(feature = "federation")]
            remote: self.settings.remote.clone(),
            ..QueryOptions::default()
        };
        let shared = Arc::clone(self);
        let task = tokio::task::spawn_blocking(move || {
            // Held until the work has really ended, so that what cannot be stopped at once still counts.
            let _permit = permit;
            job(&shared, &options)
        });
        match tokio::time::timeout(longest, task).await {
            Ok(Ok(done)) => done,
            Ok(Err(failed)) => {
                tracing::error!("a request's work failed: {failed}");
                Err(Problem::internal("The work on this request ended unexpectedly; the server goes on."))
            }
            Err(_) => Err(Problem::timed_out(timeout)),
        }
    }
}
