//! How work is done: off the network's threads, in turn, within limits, listed, and no longer than someone waits.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use axum::response::Response;
use tokio::runtime::Handle;
use tokio::sync::{Notify, oneshot};

use super::answer::Sending;
use super::call::{self, Call};
use super::problem::Problem;
use super::queue::Full;
use super::state::Shared;
use crate::sparql::{CancellationToken, Progress, QueryOptions};

/// How long after a limit the client is told anyway, though the work still gives back what it took.
const GRACE: Duration = Duration::from_millis(100);

/// How long a question may take that is answered where it arrived, though it is sure to be little work.
const LONGEST_HERE: Duration = Duration::from_millis(20);

/// The largest answer that is given so.
const LARGEST_HERE: usize = 256 << 10;

/// A piece of work that waits or runs.
pub(super) struct Job {
    /// What it is known by.
    pub(super) number: u64,
    pub(super) call: Option<Arc<Call>>,
    pub(super) since: SystemTime,
    pub(super) begun: Instant,
    /// How long it may take, once it runs.
    pub(super) timeout: Duration,
    pub(super) progress: Arc<Progress>,
    started: OnceLock<Instant>,
    token: CancellationToken,
    stopped_by: OnceLock<String>,
    stopped: Notify,
}

impl Job {
    /// How long it has been running; none while it waits.
    pub(super) fn running_for(&self) -> Option<Duration> {
        self.started.get().map(Instant::elapsed)
    }

    /// Ends it in the name of `whom`.
    pub(super) fn stop(&self, whom: &str) {
        self.stopped_by.get_or_init(|| whom.to_owned());
        self.token.cancel();
        self.stopped.notify_one();
    }

    /// `problem` with who lies behind it and how far the work came.
    fn explain(&self, problem: Problem) -> Problem {
        match self.stopped_by.get() {
            Some(whom) if problem.is_cancelled() => Problem::stopped(whom),
            _ => problem.reached(self.progress.rows(), self.progress.memory(), self.running_for().unwrap_or_default()),
        }
    }
}

/// All that waits or runs.
#[derive(Default)]
pub(super) struct Jobs {
    last: AtomicU64,
    list: Mutex<BTreeMap<u64, Arc<Job>>>,
}

/// Takes a job off the list when it is dropped.
struct Listed {
    shared: Arc<Shared>,
    job: Arc<Job>,
}

impl Drop for Listed {
    fn drop(&mut self) {
        self.shared.jobs.list().remove(&self.job.number);
    }
}

impl Jobs {
    /// The oldest first.
    pub(super) fn all(&self) -> Vec<Arc<Job>> {
        self.list().values().cloned().collect()
    }

    pub(super) fn get(&self, number: u64) -> Option<Arc<Job>> {
        self.list().get(&number).cloned()
    }

    fn list(&self) -> MutexGuard<'_, BTreeMap<u64, Arc<Job>>> {
        self.list.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn add(shared: &Arc<Shared>, timeout: Duration) -> Listed {
        let job = Arc::new(Job {
            number: shared.jobs.last.fetch_add(1, Ordering::Relaxed) + 1,
            call: call::current(),
            since: SystemTime::now(),
            begun: Instant::now(),
            timeout,
            progress: Arc::default(),
            started: OnceLock::new(),
            token: CancellationToken::new(),
            stopped_by: OnceLock::new(),
            stopped: Notify::new(),
        });
        shared.jobs.list().insert(job.number, Arc::clone(&job));
        Listed { shared: Arc::clone(shared), job }
    }
}

/// Ends the work when whoever waits for it is gone.
pub(super) struct Waiting {
    token: CancellationToken,
    /// Whether the answer is on its way, so that it is no longer here that it is waited for.
    pub(super) handed_on: Arc<AtomicBool>,
}

impl Waiting {
    pub(super) fn new(token: CancellationToken) -> Self {
        Self { token, handed_on: Arc::default() }
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        if !self.handed_on.load(Ordering::Acquire) {
            self.token.cancel();
        }
    }
}

/// How a piece of work ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// By its limit at the latest.
    InTime,
    /// When it is done: the client is told what became of it, whenever that is.
    OfItself,
}

/// Whom the work of a call is counted for.
fn whom(call: Option<&Call>) -> String {
    call.map_or_else(String::new, Call::whom)
}

impl Shared {
    /// Runs `job` on a thread of its own with the server's limits. The job is cancelled when the client goes away.
    pub(super) async fn run<T: Send + 'static>(
        self: &Arc<Self>,
        job: impl FnOnce(&Self, &QueryOptions) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let (first, _) = oneshot::channel();
        self.work(End::InTime, first, |shared, options, _| job(shared, options)).await
    }

    /// The same for a job that changes the store: the client is told what became of it, whenever that is.
    pub(super) async fn run_to_its_end<T: Send + 'static>(
        self: &Arc<Self>,
        job: impl FnOnce(&Self, &QueryOptions) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let (first, _) = oneshot::channel();
        self.work(End::OfItself, first, |shared, options, _| job(shared, options)).await
    }

    /// [`run`](Self::run) for a job whose answer may be large: what it writes to [`Sending::begin`] is sent while it is made, once it is
    /// more than is gathered.
    pub(super) async fn answer(
        self: &Arc<Self>,
        job: impl FnOnce(&Self, &QueryOptions, &Sending) -> Result<Response, Problem> + Send + 'static,
    ) -> Result<Response, Problem> {
        let (first, mut begun) = oneshot::channel();
        let work = self.work(End::InTime, first, job);
        tokio::select! {
            biased;
            Ok(response) = &mut begun => Ok(response),
            // It may have begun and ended between two looks: a problem is told as one then, as nothing was sent yet.
            done = work => done.map(|whole| begun.try_recv().unwrap_or(whole)),
        }
    }

    /// Answers a question here and now that is sure to be little work, on the thread of the network; nothing if it is not its turn, or
    /// if it does not end well and soon, and has to be asked in its turn.
    pub(super) fn answer_here(
        &self,
        job: impl FnOnce(&QueryOptions, &Sending) -> Result<Response, Problem>,
    ) -> Option<Response> {
        let call = call::current();
        let _place = self.queue.enter_now(&whom(call.as_deref()))?;
        let (token, progress) = (CancellationToken::new(), Arc::default());
        let options = self.options(self.settings.timeout.min(LONGEST_HERE), &token, &progress);
        let sending = Sending {
            first: Mutex::new(None),
            handed_on: Arc::default(),
            token,
            network: Handle::current(),
            buffer: self.settings.limits.buffer.min(LARGEST_HERE),
            max_bytes: self.settings.max_bytes,
            stall: self.settings.limits.stall,
        };
        // What panics here would take the connection with it; asked again, it is told as what it is.
        let response = catch_unwind(AssertUnwindSafe(|| job(&options, &sending))).ok()?.ok()?;
        if let Some(call) = call {
            call.watch(&progress);
        }
        Some(response)
    }

    /// The server's limits for one question.
    fn options(&self, timeout: Duration, token: &CancellationToken, progress: &Arc<Progress>) -> QueryOptions {
        QueryOptions {
            timeout: Some(timeout),
            max_rows: Some(self.settings.max_rows),
            max_memory: self.settings.max_memory,
            cancellation: Some(token.clone()),
            progress: Some(Arc::clone(progress)),
            #[cfg(feature = "federation")]
            remote: self.settings.remote.clone(),
            ..QueryOptions::default()
        }
    }

    async fn work<T: Send + 'static>(
        self: &Arc<Self>,
        end: End,
        first: oneshot::Sender<Response>,
        job: impl FnOnce(&Self, &QueryOptions, &Sending) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let call = call::current();
        let asked = call.as_ref().and_then(|call| call.timeout());
        let timeout = asked.map_or(self.settings.timeout, |asked| asked.min(self.settings.timeout));
        let listed = Jobs::add(self, timeout);
        let own = Arc::clone(&listed.job);
        if let Some(call) = &call {
            call.watch(&own.progress);
        }
        let whom = whom(call.as_deref());
        let place = tokio::select! {
            place = tokio::time::timeout(timeout, self.queue.enter(&whom)) => match place {
                Ok(Ok(place)) => place,
                Ok(Err(full)) => return Err(self.refused(full)),
                Err(_) => return Err(self.refused(Full::Server)),
            },
            () = own.stopped.notified() => return Err(own.explain(Problem::cancelled())),
        };
        own.started.get_or_init(Instant::now);
        let waiting = Waiting::new(own.token.clone());
        let options = self.options(timeout, &own.token, &own.progress);
        let sending = Sending {
            first: Mutex::new(Some(first)),
            handed_on: Arc::clone(&waiting.handed_on),
            token: own.token.clone(),
            network: Handle::current(),
            buffer: self.settings.limits.buffer,
            max_bytes: self.settings.max_bytes,
            stall: self.settings.limits.stall,
        };
        let shared = Arc::clone(self);
        let task = tokio::task::spawn_blocking(move || {
            // Held until the work has really ended, so that what cannot be stopped at once still counts.
            let (_place, listed) = (place, listed);
            let done = call::within(call, || job(&shared, &options, &sending));
            done.map_err(|problem| {
                if sending.handed_on.load(Ordering::Acquire) {
                    shared.metrics.problem(problem.name());
                }
                listed.job.explain(problem)
            })
        });
        let (longest, is_stopped) = match end {
            End::InTime => (timeout.saturating_add(GRACE), own.stopped.notified()),
            End::OfItself => (Duration::MAX, own.stopped.notified()),
        };
        let stopped = async {
            is_stopped.await;
            if end == End::OfItself {
                std::future::pending::<()>().await;
            }
            tokio::time::sleep(GRACE).await;
        };
        tokio::select! {
            biased;
            done = tokio::time::timeout(longest, task) => match done {
                Ok(Ok(done)) => done,
                Ok(Err(failed)) => {
                    tracing::error!("a request's work failed: {failed}");
                    Err(Problem::internal("The work on this request ended unexpectedly; the server goes on."))
                }
                Err(_) => Err(own.explain(Problem::timed_out(timeout))),
            },
            () = stopped => Err(own.explain(Problem::cancelled())),
        }
    }

    /// What is said to whom there is no place for.
    fn refused(&self, full: Full) -> Problem {
        let running = self.jobs.all();
        let running = running.iter().filter_map(|job| job.running_for());
        let wait = self.queue.likely_wait(running, self.settings.timeout);
        match full {
            Full::Client => {
                Problem::client_busy(self.settings.client_running(), self.settings.limits.client_waiting, wait)
            }
            Full::Server => Problem::busy(wait),
            Full::Closed => Problem::closing(),
        }
    }
}
