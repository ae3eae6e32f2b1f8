//! What is told of each request when it is over: to the log and to the metrics.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::extract::MatchedPath;
use axum::http::Method;
use axum::response::Response;
use bytes::Bytes;
use http_body::{Frame, SizeHint};

use super::call::Call;
use super::metrics::Answered;
use super::problem::Problem;
use super::state::Shared;

/// How much of a slow query's text is logged, in characters.
const LONGEST_TEXT: usize = 2_000;

/// Gathers what there is to tell of a request, and tells it when it is dropped.
pub(super) struct Account {
    shared: Arc<Shared>,
    call: Arc<Call>,
    route: Option<MatchedPath>,
    begun: Instant,
    status: u16,
    bytes: u64,
    is_whole: bool,
}

impl Account {
    pub(super) fn open(shared: Arc<Shared>, call: Arc<Call>, route: Option<MatchedPath>) -> Self {
        // Until there is an answer it is one whose client went away; nginx has given such a status its number.
        Self { shared, call, route, begun: Instant::now(), status: 499, bytes: 0, is_whole: false }
    }

    /// `response`, whose body keeps this account.
    pub(super) fn of(mut self, response: Response) -> Response {
        self.status = response.status().as_u16();
        if let Some(problem) = response.extensions().get::<Problem>() {
            self.shared.metrics.problem(problem.name());
        }
        if let Some(status) = response.headers().get("cache-status") {
            self.shared.metrics.view(status.as_bytes().ends_with(b"hit"));
        }
        self.is_whole = self.call.method == Method::HEAD || http_body::Body::is_end_stream(response.body());
        response.map(|inner| Body::new(Counted { inner, account: self }))
    }
}

impl Drop for Account {
    fn drop(&mut self) {
        let took = self.begun.elapsed();
        let route = self.route.as_ref().map_or("none", MatchedPath::as_str);
        let (status, bytes, is_whole) = (self.status, self.bytes, self.is_whole);
        let method = known(&self.call.method);
        self.shared.metrics.answered(&Answered { method, route, status, took, bytes, is_whole });
        let outcome = match (is_whole, self.call.is_broken()) {
            (true, _) => "whole",
            (false, true) => "broken off",
            (false, false) => "client gone",
        };
        let (id, who, ms, rows) = (&self.call.id, self.call.whom(), milliseconds(took), self.call.rows());
        // The address may hold what is nobody's business: the path is enough.
        let path = &self.call.path;
        tracing::info!(
            target: "milieu::access", id, who, method, route, path, status, ms, rows, bytes, outcome, "request"
        );
        if self.shared.settings.limits.slow.is_some_and(|slow| took >= slow) {
            let address = self.call.address();
            let asked: String = self.call.text().unwrap_or(&address).chars().take(LONGEST_TEXT).collect();
            tracing::warn!(target: "milieu::slow", id, who, route, status, ms, rows, asked, "slow request");
        }
    }
}

fn milliseconds(took: Duration) -> u64 {
    u64::try_from(took.as_millis()).unwrap_or(u64::MAX)
}

/// A method by its name; a client may make up others without end.
fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::DELETE => "DELETE",
        Method::PATCH => "PATCH",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

/// A body whose bytes are counted.
struct Counted {
    inner: Body,
    account: Account,
}

impl http_body::Body for Counted {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let frame = ready!(Pin::new(&mut self.inner).poll_frame(context));
        match &frame {
            Some(Ok(frame)) => {
                self.account.bytes += frame.data_ref().map_or(0, |data| data.len() as u64);
                // Where the length is known nobody asks for what comes after the last byte.
                self.account.is_whole = self.inner.is_end_stream();
            }
            Some(Err(_)) => self.account.is_whole = false,
            None => self.account.is_whole = true,
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}
