//! What the server works on.

use std::sync::Arc;

use axum::http::HeaderMap;
use axum::http::header::HOST;

use super::access::Tokens;
use super::dataset::Shelf;
use super::metrics::Metrics;
use super::problem::Problem;
use super::queue::{Capacity, Queue};
use super::reconcile::Services;
use super::settings::Settings;
use super::work::Jobs;
use crate::snapshot::Snapshot;
use crate::store::Store;
use crate::view::Cache;

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
        let views = Cache::new(settings.view_cache);
        let queue = Queue::new(Capacity {
            running: settings.at_once,
            waiting: settings.limits.waiting,
            client_running: settings.client_running(),
            client_waiting: settings.limits.client_waiting,
        });
        let tokens = Tokens::new(&settings.access.tokens, settings.access.plain.as_ref());
        let services = Services::new(&settings.targets);
        Self {
            shared: Arc::new(Shared {
                store,
                settings,
                tokens,
                views,
                dumps: Shelf::default(),
                services,
                queue,
                jobs: Jobs::default(),
                metrics: Metrics::new(),
            }),
        }
    }

    /// Shuts the doors: what runs goes on, what waits and what comes is refused. For who is about to end the server.
    ///
    /// ```
    /// use milieu::{Store, face::http::{State, Settings}};
    /// use std::sync::Arc;
    ///
    /// let state = State::new(Arc::new(Store::new()), Settings::new());
    /// state.close();
    /// ```
    pub fn close(&self) {
        self.shared.queue.close();
    }
}

/// What every handler sees.
pub(super) struct Shared {
    pub(super) store: Arc<Store>,
    pub(super) settings: Settings,
    pub(super) tokens: Tokens,
    /// The answers of views that are kept.
    pub(super) views: Cache,
    /// The dumps that are kept.
    pub(super) dumps: Shelf,
    /// What names are reconciled with.
    pub(super) services: Services,
    /// Who is worked for next.
    pub(super) queue: Arc<Queue>,
    /// What waits and what runs.
    pub(super) jobs: Jobs,
    pub(super) metrics: Metrics,
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
}
