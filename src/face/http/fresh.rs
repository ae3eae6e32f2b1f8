//! Whether a client still has the newest answer (RFC 9110, 13): tags of answers, and conditions on reading and writing.
//!
//! An answer that rests on a snapshot is told apart by the snapshot's content, the version of milieu, and what was asked. So whether it
//! is still the newest is known before it is made. Tags are weak: they name a state of what is asked for and not the bytes, which may be
//! compressed or tell how long they took.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{
    ACCEPT, AUTHORIZATION, CACHE_CONTROL, COOKIE, ETAG, HeaderMap, HeaderName, HeaderValue, IF_MATCH, IF_NONE_MATCH,
};
use axum::http::{Method, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use super::answer::SNAPSHOT;
use super::cursor::Cursor;
use super::problem::Problem;
use super::sparql::{Parameters, request};
use super::state::Shared;
use crate::snapshot::Snapshot;

/// Tags answers, and says of those that did not change that they did not.
pub(super) async fn fresh(State(state): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    if ![Method::GET, Method::HEAD].contains(request.method()) {
        return next.run(request).await;
    }
    let asked = Asked::of(&state, &request);
    let wanted = wanted(request.headers());
    let pinned = pinned(request.uri());
    let secret = [AUTHORIZATION, COOKIE].iter().any(|name| request.headers().contains_key(name));
    let known = tags(request.headers(), &IF_NONE_MATCH);
    let policy = match (pinned, secret) {
        (None, _) => "no-cache",
        // What may not be read by all is kept by who read it alone.
        (Some(_), true) => "private, max-age=31536000, immutable",
        (Some(_), false) => "public, max-age=31536000, immutable",
    };
    let tagged = |mut response: Response, tag: &str| {
        let headers = response.headers_mut();
        headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static(policy));
        if let Ok(tag) = HeaderValue::from_str(&format!("W/{tag}")) {
            headers.insert(ETAG, tag);
        }
        response
    };
    if !known.is_empty()
        && let Some(hash) = hash(&state, pinned).await
        && let tag = asked.tag(&hash, &wanted)
        && known.contains(&tag)
    {
        return tagged(StatusCode::NOT_MODIFIED.into_response(), &tag);
    }
    let response = next.run(request).await;
    let keeps = response.headers().get(CACHE_CONTROL).is_none_or(|policy| policy != "no-store");
    let rests_on = response.headers().get(SNAPSHOT).and_then(|value| value.to_str().ok());
    match rests_on.and_then(|value| value.split_once(' ')) {
        Some((_, hash)) if response.status() == StatusCode::OK && keeps => {
            let tag = asked.tag(hash, &wanted);
            tagged(response, &tag)
        }
        _ => response,
    }
}

/// The hash of the snapshot of that number, or of the newest.
async fn hash(state: &Arc<Shared>, pinned: Option<u64>) -> Option<String> {
    match pinned {
        None => Some(state.store.snapshot().hash()),
        // It may have to be read from files.
        Some(_) => state.run(move |state, _| state.snapshot(pinned)).await.ok().map(|snapshot| snapshot.hash()),
    }
}

/// The snapshot that the address says, if it says one and is one that reads it.
fn pinned(uri: &Uri) -> Option<u64> {
    let reads = ["/sparql", "/views/", "/graphs", "/graph/"].iter().any(|path| uri.path().starts_with(path));
    if !reads {
        return None;
    }
    let parameters = Parameters::of_address(uri).ok()?;
    let at = parameters.one("at").ok()?.and_then(|text| request::at(text).ok());
    at.or_else(|| Some(Cursor::read(parameters.one("cursor").ok()??)?.number()))
}

/// What the answer looks like: the formats that are accepted, and to whom it is given.
fn wanted(headers: &HeaderMap) -> Vec<u8> {
    let of = |name| headers.get_all(name).iter().flat_map(|value| [value.as_bytes(), b","].concat());
    [ACCEPT, AUTHORIZATION, COOKIE].into_iter().flat_map(|name| of(name).chain([0])).collect()
}

/// The tags of a header, without what says that they are weak.
fn tags(headers: &HeaderMap, name: &HeaderName) -> Vec<String> {
    let values = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
    let tags = values.flat_map(|value| value.split(',')).map(str::trim).filter(|tag| !tag.is_empty());
    tags.map(|tag| tag.strip_prefix("W/").unwrap_or(tag).to_owned()).collect()
}

/// What is asked for, but for the format.
#[derive(Clone)]
struct Asked(Sha256);

impl Asked {
    fn of(state: &Shared, request: &Request) -> Self {
        let query = request.uri().query().unwrap_or_default().split('&').filter(|pair| !pair.starts_with("format="));
        let mut digest = Sha256::new();
        for part in [
            env!("CARGO_PKG_VERSION"),
            if state.settings.is_read_only() { "read-only" } else { "" },
            &state.base(request.headers()),
            request.uri().path(),
            &query.collect::<Vec<_>>().join("&"),
        ] {
            digest.update(part);
            digest.update([0]);
        }
        Self(digest)
    }

    /// Its state in the snapshot of that hash.
    fn state(&self, hash: &str) -> String {
        crate::hex(&self.0.clone().chain_update(hash).finalize()[..16])
    }

    /// The tag of the answer: the state, and what the answer looks like.
    fn tag(&self, hash: &str, wanted: &[u8]) -> String {
        format!("\"{}-{}\"", self.state(hash), crate::hex(&Sha256::digest(wanted)[..4]))
    }
}

/// Under what conditions something may be written (`If-Match`, `If-None-Match`).
pub(super) struct Conditions {
    asked: Asked,
    matches: Option<Vec<String>>,
    matches_none: Option<Vec<String>>,
}

impl Conditions {
    pub(super) fn of(state: &Shared, request: &Request) -> Self {
        let given = |name: HeaderName| request.headers().contains_key(&name).then(|| tags(request.headers(), &name));
        Self { asked: Asked::of(state, request), matches: given(IF_MATCH), matches_none: given(IF_NONE_MATCH) }
    }

    /// Whether they hold of what is asked for, which does or does not exist in `before`.
    pub(super) fn check(&self, exists: bool, before: &Snapshot) -> Result<(), Problem> {
        let state = self.asked.state(&before.hash());
        // Any format's tag tells the state.
        let fits = |tags: &Vec<String>| {
            let is = |tag: &String| tag == "*" || tag.trim_matches('"').split('-').next() == Some(state.as_str());
            exists && tags.iter().any(is)
        };
        let detail = match (&self.matches, &self.matches_none) {
            (Some(tags), _) if !fits(tags) => {
                "If-Match names another state than that of now; nothing was changed. GET it again, and send the ETag that comes with it."
            }
            (_, Some(tags)) if fits(tags) => "If-None-Match forbids what is there; nothing was changed.",
            _ => return Ok(()),
        };
        let title = "A condition of the request does not hold";
        Err(Problem::new(StatusCode::PRECONDITION_FAILED, "precondition", title, detail))
    }
}
