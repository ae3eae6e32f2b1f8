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
use super::sparql::request;
use super::work::Jobs;
use crate::mapping::Mappings;
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

/// Which state of the store is asked: the newest, or an earlier one, with accepted mappings or without.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct AsOf {
    /// The number of the snapshot; else the newest.
    pub(super) number: Option<u64>,
    pub(super) mappings: Mappings,
}

impl AsOf {
    /// What the parameters `at` and `mappings` say.
    pub(super) fn read(at: Option<&str>, mappings: Option<&str>) -> Result<Self, Problem> {
        let mappings = mappings.map_or(Ok(Mappings::default()), str::parse);
        let mappings = mappings.map_err(|error| Problem::bad_request(format!("{error}.")))?;
        Ok(Self { number: at.map(request::at).transpose()?, mappings })
    }
}

impl From<Option<u64>> for AsOf {
    fn from(number: Option<u64>) -> Self {
        Self { number, ..Self::default() }
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

    /// The state that is asked.
    pub(super) fn snapshot(&self, as_of: impl Into<AsOf>) -> Result<Snapshot, Problem> {
        let AsOf { number, mappings } = as_of.into();
        let snapshot = match number {
            Some(number) => self.store.at(number).map_err(|error| Problem::store(&error))?,
            None => self.store.snapshot(),
        };
        Ok(mappings.of(snapshot))
    }
}
