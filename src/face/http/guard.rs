//! What holds for every request and response: names that may be asked for, headers, problems as pages.

use std::sync::Arc;

use axum::body::HttpBody;
use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, HeaderValue, REFERRER_POLICY,
    STRICT_TRANSPORT_SECURITY, TRAILER, VARY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use maud::html;

use super::frame::Frame;
use super::problem::Problem;
use super::state::Shared;
use super::{Settings, host, negotiate};

const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");

/// Nothing from elsewhere, nothing inline.
macro_rules! policy {
    ($more:literal) => {
        concat!(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; ",
            $more
        )
    };
}

const POLICY: &str = policy!("form-action 'self'; frame-ancestors 'none'");

/// Of a page that anybody may frame, as there is nothing in it to be clicked by mistake.
pub(super) const FRAMED: &str = policy!("form-action 'none'; frame-ancestors *");

/// What a page may use of the browser: nothing.
const NO_FEATURES: &str = "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), \
                           hid=(), magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=()";

/// The outermost layer.
pub(super) async fn guard(State(state): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let html = negotiate::wants_html(request.headers());
    let path = request.uri().path().to_owned();
    let mut response = match check(&request, &state.settings) {
        Ok(()) => next.run(request).await,
        Err(problem) => problem.into_response(),
    };
    if html && let Some(problem) = response.extensions().get::<Problem>().cloned() {
        let headers = std::mem::take(response.headers_mut());
        response = page(&state, &problem, &path);
        for (name, value) in &headers {
            if name != CONTENT_TYPE {
                response.headers_mut().append(name, value.clone());
            }
        }
        response.headers_mut().remove(axum::http::header::CONTENT_LENGTH);
        response.extensions_mut().insert(problem);
    }
    protect(response.headers_mut(), &state.settings);
    debug_assert!(
        response.body().size_hint().upper().is_some() || response.headers().contains_key(TRAILER),
        "an answer is whole before it is sent, or says at its end that it is"
    );
    response
}

/// Whether `request` is one that is looked at at all.
fn check(request: &Request, settings: &Settings) -> Result<(), Problem> {
    host::check(request, settings)?;
    // TRACE would show a page what it is not to see of its own request; nobody is tunnelled through here.
    if matches!(*request.method(), Method::TRACE | Method::CONNECT) {
        return Err(Problem::method("GET and HEAD"));
    }
    // What is sent compressed may be a thousand times as large as it comes.
    if let Some(coding) = request.headers().get(CONTENT_ENCODING).filter(|coding| *coding != "identity") {
        let coding = String::from_utf8_lossy(coding.as_bytes());
        let detail = format!("A body with the Content-Encoding {coding:?} is not read. Send it as it is.");
        let title = "Not a coding that is read here";
        return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "content-encoding", title, detail)
            .with("accept-encoding", "identity"));
    }
    Ok(())
}

fn protect(headers: &mut HeaderMap, settings: &Settings) {
    let is_page = headers.get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let framed = headers.contains_key(CONTENT_SECURITY_POLICY);
    let mut set = |name: HeaderName, value| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    set(X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(REFERRER_POLICY, "no-referrer");
    // The next answer may rest on a newer snapshot.
    set(CACHE_CONTROL, "no-cache");
    let anyone_reads = settings.access.pages.any_may_read;
    set(RESOURCE_POLICY, if anyone_reads { "cross-origin" } else { "same-origin" });
    if settings.base_url.as_deref().is_some_and(|url| url.starts_with("https://")) {
        set(STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
    if is_page {
        set(CONTENT_SECURITY_POLICY, POLICY);
        set(OPENER_POLICY, "same-origin");
        set(PERMISSIONS_POLICY, NO_FEATURES);
        if !framed {
            set(X_FRAME_OPTIONS, "DENY");
        }
    }
    headers.append(VARY, HeaderValue::from_static("Accept"));
}

fn page(state: &Shared, problem: &Problem, path: &str) -> Response {
    let words: String = path.rsplit('/').next().unwrap_or_default().replace(['-', '_', '.', '+'], " ");
    let body = html! {
        h1 { (problem.title) }
        div.problem role="alert" {
            strong { (problem.status) }
            p { (problem.detail) }
            @if let Some((line, column)) = problem.place() { p { "Line " (line) ", column " (column) "." } }
            @if let Some(next) = problem.what_next() { p { (next) } }
        }
        p {
            @if problem.status == StatusCode::NOT_FOUND && !words.trim().is_empty() {
                "Try " a href={ "/search?q=" (super::link::encode(words.trim())) } { "a search" } ", or go back to "
            } @else { "Go back to " }
            a href="/" { "the views" } "."
        }
    };
    (problem.status, Frame::new(problem.title).snapshot(&state.store.snapshot()).page(&body)).into_response()
}
