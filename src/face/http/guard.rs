//! What holds for every request and response: names that may be asked for, headers, problems as pages.

use std::net::IpAddr;
use std::sync::Arc;

use axum::body::HttpBody;
use axum::extract::{Request, State};
use axum::http::header::{
    ALLOW, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HOST, HeaderName, HeaderValue, REFERRER_POLICY,
    TRAILER, VARY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use maud::html;

use super::frame::Frame;
use super::problem::Problem;
use super::settings::host_of;
use super::state::Shared;
use super::{Settings, negotiate};

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

/// The outermost layer.
pub(super) async fn guard(State(state): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let html = negotiate::wants_html(request.headers());
    let path = request.uri().path().to_owned();
    let host = request
        .headers()
        .get(HOST)
        .and_then(|host| host.to_str().ok())
        .or_else(|| request.uri().authority().map(axum::http::uri::Authority::as_str))
        .map(host_of);
    let mut response = match host {
        Some(host) if is_allowed(host, &state.settings) => next.run(request).await,
        _ => misdirected(host).into_response(),
    };
    if response.status() == StatusCode::METHOD_NOT_ALLOWED && response.extensions().get::<Problem>().is_none() {
        let allowed = response.headers().get(ALLOW).and_then(|allowed| allowed.to_str().ok());
        response = Problem::method(allowed.unwrap_or("GET,HEAD")).into_response();
    }
    if html && let Some(problem) = response.extensions().get::<Problem>().cloned() {
        let headers = std::mem::take(response.headers_mut());
        response = page(&state, &problem, &path);
        for (name, value) in &headers {
            if name != CONTENT_TYPE {
                response.headers_mut().insert(name, value.clone());
            }
        }
        response.headers_mut().remove(axum::http::header::CONTENT_LENGTH);
        response.extensions_mut().insert(problem);
    }
    protect(response.headers_mut());
    debug_assert!(
        response.body().size_hint().upper().is_some() || response.headers().contains_key(TRAILER),
        "an answer is whole before it is sent, or says at its end that it is"
    );
    response
}

fn is_allowed(host: &str, settings: &Settings) -> bool {
    let host = host.to_ascii_lowercase();
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    // A name that others control can be pointed at this machine; the machine's own names and numbers cannot.
    host == "localhost"
        || host.ends_with(".localhost")
        || address.is_ok_and(|address| address.is_loopback())
        || settings.hosts.contains(&host)
}

fn misdirected(host: Option<&str>) -> Problem {
    let Some(host) = host else { return Problem::bad_request("The request names no host.") };
    let detail = format!(
        "This server does not answer to the name {host:?}. Start it with that name (`milieu serve --base-url http://{host}`) if it should."
    );
    Problem::new(StatusCode::MISDIRECTED_REQUEST, "host", "Not a name of this server", detail)
}

fn protect(headers: &mut HeaderMap) {
    let is_page = headers.get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let framed = headers.contains_key(CONTENT_SECURITY_POLICY);
    let mut set = |name: HeaderName, value| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    set(X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(REFERRER_POLICY, "no-referrer");
    // The next answer may rest on a newer snapshot.
    set(CACHE_CONTROL, "no-cache");
    set(VARY, "Accept");
    if is_page {
        set(CONTENT_SECURITY_POLICY, POLICY);
        if !framed {
            set(X_FRAME_OPTIONS, "DENY");
        }
    }
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
        @if let Some(id) = problem.request_id() { p.note { "Request " code { (id) } } }
    };
    (problem.status, Frame::new(problem.title).snapshot(&state.store.snapshot()).page(&body)).into_response()
}
