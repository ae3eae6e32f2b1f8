//! Problems of limits: which one was met, what it is, how far it got, what to do next.

use std::time::Duration;

use axum::http::StatusCode;
use serde::Serialize;

use super::Problem;

/// A limit, as the setting of the server that has it is called.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Limit {
    name: &'static str,
    value: serde_json::Number,
    unit: &'static str,
}

/// How far the work got.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct Reached {
    rows: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    memory_bytes: Option<usize>,
    milliseconds: u64,
}

/// What can be done about an answer that is too large.
const LESS: &str =
    "Ask for less at once: add LIMIT and OFFSET with ORDER BY, or aggregate. Or raise the server's limit.";

/// Whole seconds, at least one, as `Retry-After` has them.
fn seconds(wait: Duration) -> String {
    wait.as_secs_f64().ceil().max(1.0).to_string()
}

impl Problem {
    fn limit(self, name: &'static str, value: usize, unit: &'static str) -> Self {
        self.limited(Limit { name, value: value.into(), unit })
    }

    fn limited(mut self, limit: Limit) -> Self {
        self.told.limit = Some(limit);
        self
    }

    /// The same, with how far it got; only where a limit was met.
    pub(in crate::face::http) fn reached(mut self, rows: u64, memory: usize, took: Duration) -> Self {
        if self.told.limit.is_some() && self.told.reached.is_none() {
            let milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
            self.told.reached =
                Some(Reached { rows, memory_bytes: Some(memory).filter(|memory| *memory > 0), milliseconds });
        }
        self
    }

    pub(in crate::face::http) fn too_large(limit: usize) -> Self {
        let detail = format!(
            "The answer has more than {limit} bytes, the server's limit. It is not sent, because half an answer would be a wrong one."
        );
        Self::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "result-too-large",
            "The answer is larger than this server sends",
            detail,
        )
        .limit("max-bytes", limit, "bytes")
        .next(LESS)
    }

    pub(super) fn too_many_rows(limit: usize, detail: String) -> Self {
        let title = "The answer has more rows than this server sends";
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "too-many-rows", title, detail)
            .limit("max-rows", limit, "rows")
            .next(LESS)
    }

    pub(super) fn too_much_memory(limit: usize, detail: String) -> Self {
        let title = "The answer takes more memory than this server gives";
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "too-much-memory", title, detail)
            .limit("max-memory", limit, "bytes")
            .next(LESS)
    }

    /// An answer that is larger than what is gathered, for a client that cannot tell half of it from all.
    pub(in crate::face::http) fn needs_http_11(buffer: usize) -> Self {
        Self::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "needs-http-1.1",
            "The answer is too large for HTTP/1.0",
            format!(
                "The answer has more than {buffer} bytes. With HTTP/1.0 nobody could tell whether all of it arrived, so it is not sent."
            ),
        )
        .limit("buffer", buffer, "bytes")
        .next("Ask with HTTP/1.1; behind nginx, set `proxy_http_version 1.1`.")
    }

    pub(in crate::face::http) fn timed_out(limit: Duration) -> Self {
        let seconds = limit.as_secs_f64();
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "timeout",
            "The answer took too long",
            format!("It was stopped at its limit of {seconds} s."),
        )
        .limited(Limit {
            name: "timeout",
            value: serde_json::Number::from_f64(seconds).unwrap_or(0.into()),
            unit: "seconds",
        })
        .next("Ask for less, or raise the server's limit; a larger `timeout` parameter cannot.")
    }

    /// A client that left its answer unread for too long.
    pub(in crate::face::http) fn stalled() -> Self {
        let detail = "The client read its answer too slowly.";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "stalled", "The answer could not be sent", detail)
    }

    pub(in crate::face::http) fn cancelled() -> Self {
        let detail = "The query was cancelled.";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "cancelled", "The query was cancelled", detail)
    }

    /// Work that somebody ended by hand.
    pub(in crate::face::http) fn stopped(whom: &str) -> Self {
        Self::cancelled()
            .detail(format!("The query was stopped by {whom}, who runs this server."))
            .next("Ask for less, or ask whoever runs the server why.")
            .more(serde_json::json!({ "stopped_by": whom }))
    }

    pub(in crate::face::http) fn is_cancelled(&self) -> bool {
        self.name() == "cancelled"
    }

    pub(in crate::face::http) fn busy(wait: Duration) -> Self {
        let detail = "All of the server's workers are taken, and others wait for them already.";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", "The server is busy", detail)
            .with("retry-after", seconds(wait))
            .next(format!("Try again in {} s.", seconds(wait)))
    }

    pub(in crate::face::http) fn client_busy(running: usize, waiting: usize, wait: Duration) -> Self {
        Self::new(
            StatusCode::TOO_MANY_REQUESTS,
            "too-many-requests",
            "You have too many requests at once",
            format!("Of one client {running} are worked on at once, and {waiting} more may wait."),
        )
        .limit("client-waiting", waiting, "requests")
        .with("retry-after", seconds(wait))
        .next(format!("Wait for those that run, and try again in {} s.", seconds(wait)))
    }

    pub(in crate::face::http) fn closing() -> Self {
        let detail = "The server shuts down; it answers what it has begun, and nothing more.";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "shutting-down", "The server shuts down", detail)
            .with("connection", "close")
            .with("retry-after", "5")
    }

    pub(in crate::face::http) fn request_too_large(limit: usize) -> Self {
        let detail = format!("The body of the request has more than {limit} bytes.");
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "request-too-large", "The request is too large", detail)
            .limit("request-bytes", limit, "bytes")
            .with("connection", "close")
            .next("Send it in parts; load large data with `milieu load`.")
    }

    pub(in crate::face::http) fn request_too_slow() -> Self {
        let detail = "The body of the request came too slowly.";
        Self::new(StatusCode::REQUEST_TIMEOUT, "request-too-slow", "The request came too slowly", detail)
            .with("connection", "close")
            .next("Send it again over a better line.")
    }

    pub(in crate::face::http) fn address_too_long(limit: usize) -> Self {
        let detail = format!("The address of the request has more than {limit} bytes.");
        Self::new(StatusCode::URI_TOO_LONG, "address-too-long", "The address is too long", detail)
            .limit("address-bytes", limit, "bytes")
            .next("Send a long query by POST, as application/sparql-query.")
    }

    pub(in crate::face::http) fn headers_too_large(limit: usize) -> Self {
        let detail = format!("The headers of the request have more than {limit} bytes.");
        let title = "The headers are too large";
        Self::new(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE, "headers-too-large", title, detail)
            .limit("header-bytes", limit, "bytes")
            .next("Leave out cookies and headers that this server does not need.")
    }
}
