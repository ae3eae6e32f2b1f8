//! `/metrics`: what the server did and holds, as Prometheus reads it.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::prometheus_text;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::Registry;

use super::problem::Problem;
use super::state::Shared;

/// Seconds: from what a kept answer takes to what a limit allows.
const BUCKETS: [f64; 12] = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0];

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Request {
    method: &'static str,
    route: String,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    route: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Kind {
    r#type: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct How {
    answer: &'static str,
}

/// A request that was answered.
pub(super) struct Answered<'a> {
    pub(super) method: &'static str,
    /// As the address is written in the table of routes.
    pub(super) route: &'a str,
    pub(super) status: u16,
    pub(super) took: Duration,
    pub(super) bytes: u64,
    pub(super) is_whole: bool,
}

/// Everything that is counted.
#[derive(Debug)]
pub(super) struct Metrics {
    registry: Registry,
    requests: Family<Request, Counter>,
    durations: Family<Route, Histogram>,
    problems: Family<Kind, Counter>,
    unfinished: Counter,
    bytes: Counter,
    views: Family<How, Counter>,
    pub(super) connections: Gauge,
    pub(super) refused_connections: Counter,
    now: Now,
}

/// What is looked up when it is asked for.
#[derive(Clone, Debug, Default)]
struct Now {
    running: Gauge,
    waiting: Gauge,
    snapshot: Gauge<u64, AtomicU64>,
    quads: Gauge<u64, AtomicU64>,
    store_bytes: Gauge<u64, AtomicU64>,
    memory: Gauge<u64, AtomicU64>,
}

impl Metrics {
    pub(super) fn new() -> Self {
        let mut registry = Registry::with_prefix("milieu");
        let requests = Family::<Request, Counter>::default();
        registry.register("requests", "Requests that were answered, by route, method and status", requests.clone());
        let histogram: fn() -> Histogram = || Histogram::new(BUCKETS);
        let durations = Family::<Route, Histogram>::new_with_constructor(histogram);
        registry.register(
            "request_duration_seconds",
            "Time from a request to the end of its answer",
            durations.clone(),
        );
        let problems = Family::<Kind, Counter>::default();
        registry.register("problems", "Problems that were told, by type: limits, refusals, mistakes", problems.clone());
        let unfinished = Counter::default();
        registry.register(
            "answers_unfinished",
            "Answers that were broken off, or whose client went away",
            unfinished.clone(),
        );
        let bytes = Counter::default();
        registry.register("sent_bytes", "Bytes of answers, as they were sent", bytes.clone());
        let views = Family::<How, Counter>::default();
        registry.register("view_answers", "Answers of views, kept ones and computed ones", views.clone());
        let connections = Gauge::default();
        registry.register("connections", "Connections that are open", connections.clone());
        let refused_connections = Counter::default();
        registry.register("connections_refused", "Connections beyond the most", refused_connections.clone());
        let now = Now::default();
        registry.register("queries_running", "Pieces of work that run", now.running.clone());
        registry.register("queries_waiting", "Pieces of work that wait for their turn", now.waiting.clone());
        registry.register("snapshot_number", "Number of the newest snapshot", now.snapshot.clone());
        registry.register("quads", "Quads of the newest snapshot", now.quads.clone());
        registry.register("store_bytes", "Bytes of the store's files; 0 in memory", now.store_bytes.clone());
        registry.register(
            "resident_memory_bytes",
            "Memory of the process; 0 where it is not known",
            now.memory.clone(),
        );
        let start = Gauge::<u64, AtomicU64>::default();
        start.set(SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs()));
        registry.register("start_time_seconds", "When the server started, in seconds since 1970", start);
        registry.register("build", "The program", Info::new(vec![("version", env!("CARGO_PKG_VERSION"))]));
        Self {
            registry,
            requests,
            durations,
            problems,
            unfinished,
            bytes,
            views,
            connections,
            refused_connections,
            now,
        }
    }

    pub(super) fn answered(&self, answered: &Answered<'_>) {
        let Answered { method, route, status, took, bytes, is_whole } = *answered;
        self.requests.get_or_create(&Request { method, route: route.to_owned(), status }).inc();
        self.durations.get_or_create(&Route { route: route.to_owned() }).observe(took.as_secs_f64());
        self.bytes.inc_by(bytes);
        if !is_whole {
            self.unfinished.inc();
        }
    }

    pub(super) fn problem(&self, r#type: &'static str) {
        self.problems.get_or_create(&Kind { r#type }).inc();
    }

    pub(super) fn view(&self, is_kept: bool) {
        self.views.get_or_create(&How { answer: if is_kept { "kept" } else { "computed" } }).inc();
    }
}

/// `GET /metrics`
pub(super) async fn show(State(state): State<Arc<Shared>>) -> Result<Response, Problem> {
    let now = &state.metrics.now;
    let (running, waiting) = state.queue.counts();
    now.running.set(i64::try_from(running).unwrap_or(i64::MAX));
    now.waiting.set(i64::try_from(waiting).unwrap_or(i64::MAX));
    let snapshot = state.store.snapshot();
    now.snapshot.set(snapshot.number());
    now.quads.set(snapshot.len() as u64);
    now.store_bytes.set(state.store.folder().map_or(0, bytes_of));
    now.memory.set(resident().unwrap_or(0));
    let mut text = String::new();
    prometheus_text::encode(&mut text, &state.metrics.registry)
        .map_err(|error| Problem::internal(error.to_string()))?;
    Ok(([(CONTENT_TYPE, prometheus_text::CONTENT_TYPE)], text).into_response())
}

/// The files of a folder; a store has no folders within it.
fn bytes_of(folder: &Path) -> u64 {
    let Ok(files) = std::fs::read_dir(folder) else { return 0 };
    files.filter_map(|file| file.ok()?.metadata().ok()).filter(std::fs::Metadata::is_file).map(|file| file.len()).sum()
}

/// The memory of this process, in bytes.
fn resident() -> Option<u64> {
    // Linux tells it in kB; elsewhere the file is not there.
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kilobytes| kilobytes << 10)
}
