//! Which web pages may speak to this server: none but its own, unless their origin is allowed by name.
//!
//! A page of somebody else that is open in a browser can send requests here, also to a server that only this machine reaches. What
//! changes something is refused to it, and so are parts of it that would make this server work; what it reads it is not shown.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_METHOD, HOST, HeaderValue, ORIGIN,
    VARY,
};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::face::http::problem::Problem;
use crate::face::http::state::Shared;
use crate::face::http::{host, reconcile};

const METHODS: &str = "GET, HEAD, POST, PUT, PATCH, DELETE";
const READS: &str = "GET, HEAD";
const ASKS: &str = "GET, HEAD, POST";
const SENT: &str = "accept, authorization, content-type, if-match, if-none-match, prefer, range";
const SHOWN: &str =
    "cache-status, content-disposition, etag, link, location, milieu-snapshot, retry-after, x-request-id";

/// The pages of others that may speak to this server.
#[derive(Clone, Debug, Default)]
pub(in crate::face::http) struct Pages {
    /// Origins, such as `https://app.example.org`.
    pub(in crate::face::http) origins: Vec<String>,
    /// Whether any page may read.
    pub(in crate::face::http) any_may_read: bool,
}

/// Where a request of a browser comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum From {
    /// Not from a page of somebody else.
    Here,
    /// From a page whose origin is allowed.
    Allowed,
    /// From any other page.
    Elsewhere,
}

/// Answers the questions that browsers ask beforehand, and refuses what pages of others may not do.
pub(in crate::face::http) async fn cross_origin(
    State(state): State<Arc<Shared>>,
    request: Request,
    next: Next,
) -> Response {
    let pages = &state.settings.access.pages;
    let asks = reconcile::is_asked(request.uri().path());
    let from = match from(&state, request.headers()) {
        From::Elsewhere if asks && is_of_a_program_here(request.headers()) => From::Allowed,
        from => from,
    };
    let origin = request.headers().get(ORIGIN).cloned();
    let reads = request.method().is_safe() || asks && pages.any_may_read && request.method() == Method::POST;
    let asks_first =
        request.method() == Method::OPTIONS && request.headers().contains_key(ACCESS_CONTROL_REQUEST_METHOD);
    let mut response = if asks_first {
        beforehand(from, pages, asks)
    } else if from == From::Elsewhere && (!reads || is_a_part(request.headers()) && !pages.any_may_read) {
        refused(origin.as_ref()).into_response()
    } else {
        next.run(request).await
    };
    let headers = response.headers_mut();
    if !pages.origins.is_empty() || asks {
        headers.append(VARY, HeaderValue::from_static("Origin"));
    }
    match origin {
        Some(origin) if from == From::Allowed => headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin),
        Some(_) if pages.any_may_read && (reads || asks_first) => {
            headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"))
        }
        _ => return response,
    };
    headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(SHOWN));
    response
}

fn from(state: &Shared, headers: &HeaderMap) -> From {
    let site = headers.get("sec-fetch-site").and_then(|site| site.to_str().ok());
    let Some(origin) = headers.get(ORIGIN) else {
        // Without an origin the browser's own word counts; who is no browser says nothing.
        return if matches!(site, None | Some("same-origin" | "none")) { From::Here } else { From::Elsewhere };
    };
    let origin = origin.to_str().unwrap_or("null").to_ascii_lowercase();
    // Our pages tell nobody where they are (Referrer-Policy), so that the origin of their forms is "null"; the browser still knows.
    if origin == "null" && site == Some("same-origin") {
        return From::Here;
    }
    if state.settings.access.pages.origins.contains(&origin) {
        return From::Allowed;
    }
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default().to_ascii_lowercase();
    let public = state.settings.base_url.as_deref().unwrap_or_default().to_ascii_lowercase();
    let here = origin.split_once("://").is_some_and(|(scheme, authority)| {
        matches!(scheme, "http" | "https") && authority == host
            || public == origin
            || public.starts_with(&format!("{origin}/"))
    });
    if here && matches!(site, None | Some("same-origin" | "none")) { From::Here } else { From::Elsewhere }
}

/// Whether it is a part of a page of somebody else, such as a picture, and not a link that a person follows.
fn is_a_part(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-mode").is_some_and(|mode| mode == "no-cors")
}

/// Whether a page at an address of the loopback sent it: a program that runs where the browser does.
fn is_of_a_program_here(headers: &HeaderMap) -> bool {
    let origin = headers.get(ORIGIN).and_then(|origin| origin.to_str().ok()).unwrap_or_default();
    let authority = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
    authority.is_some_and(host::is_here)
}

fn beforehand(from: From, pages: &Pages, asks: bool) -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    let methods = match from {
        From::Here | From::Allowed if asks => ASKS,
        From::Here | From::Allowed => METHODS,
        From::Elsewhere if pages.any_may_read => {
            if asks {
                ASKS
            } else {
                READS
            }
        }
        From::Elsewhere => return response,
    };
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static(methods));
    headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static(SENT));
    headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
    response
}

fn refused(origin: Option<&HeaderValue>) -> Problem {
    let origin = origin.and_then(|origin| origin.to_str().ok()).unwrap_or("another site");
    let detail = format!(
        "A page of {origin} sent this, and pages of others may not. If it is yours, start the server with `--cors-origin {origin}`."
    );
    Problem::new(StatusCode::FORBIDDEN, "origin", "Not from a page of this server", detail)
}
