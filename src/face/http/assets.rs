//! What the pages are made of: styles, scripts, outlines of countries, the icon.

use std::fmt::Write;

use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

use super::problem::Problem;

#[derive(RustEmbed)]
#[folder = "web/dist"]
struct Dist;

/// `/assets/NAME`
pub(super) async fn asset(Path(name): Path<String>, headers: HeaderMap) -> Result<Response, Problem> {
    send(&name, &headers)
}

/// `/favicon.svg` and `/favicon.ico`
pub(super) async fn icon(headers: HeaderMap) -> Result<Response, Problem> {
    send("icon.svg", &headers)
}

fn send(name: &str, headers: &HeaderMap) -> Result<Response, Problem> {
    let file = Dist::get(name).ok_or_else(|| Problem::not_found(format!("The page has no part named {name:?}.")))?;
    let mut tag = String::from('"');
    for byte in &file.metadata.sha256_hash()[..12] {
        write!(tag, "{byte:02x}").expect("a string takes all that is written");
    }
    tag.push('"');
    let known = headers.get(IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    // The addresses hold no version, so a browser has to ask each time; the tag makes the answer short.
    let shared = [(CACHE_CONTROL, "no-cache".to_owned()), (ETAG, tag.clone())];
    if known.is_some_and(|known| known.split(',').any(|known| known.trim().trim_start_matches("W/") == tag)) {
        return Ok((StatusCode::NOT_MODIFIED, shared).into_response());
    }
    let media = match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        _ => "text/plain; charset=utf-8",
    };
    Ok((shared, [(CONTENT_TYPE, media)], file.data.into_owned()).into_response())
}
