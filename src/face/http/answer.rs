//! Answers that are whole or an error: gathered up to a limit, then sent with their length.

use std::io::{self, Write};

use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, HeaderName, HeaderValue, LINK};
use axum::response::{IntoResponse, Response};
use maud::Markup;

use super::problem::Problem;
use crate::snapshot::Snapshot;
use crate::view::Answered;

/// Says which state of the store an answer rests on: its number and its hash.
pub(super) const SNAPSHOT: HeaderName = HeaderName::from_static("milieu-snapshot");

/// The header that says what an answer rests on.
pub(super) fn rests_on(snapshot: &Snapshot) -> Option<(HeaderName, HeaderValue)> {
    Some((SNAPSHOT, HeaderValue::from_str(&format!("{} {}", snapshot.number(), snapshot.hash())).ok()?))
}

/// The header of an answer that the same question may not have again, though it rests on the same snapshot.
pub(super) const NOT_AGAIN: (HeaderName, HeaderValue) = (CACHE_CONTROL, HeaderValue::from_static("no-store"));

/// `page`, which rests on `snapshot`.
pub(super) fn page(snapshot: &Snapshot, page: Markup) -> Response {
    let mut response = page.into_response();
    response.headers_mut().extend(rests_on(snapshot));
    response
}

/// Says whether an answer was kept (RFC 9211).
const CACHE_STATUS: HeaderName = HeaderName::from_static("cache-status");

/// The header that says how a view's answer came about.
pub(super) fn cache_status(answer: Answered) -> (HeaderName, HeaderValue) {
    let status = if answer == Answered::Kept { "milieu; hit" } else { "milieu; fwd=miss" };
    (CACHE_STATUS, HeaderValue::from_static(status))
}

/// Bytes up to a limit.
pub(super) struct Capped {
    bytes: Vec<u8>,
    limit: usize,
    over: bool,
}

impl Capped {
    pub(super) fn new(limit: usize) -> Self {
        Self { bytes: Vec::new(), limit, over: false }
    }

    /// All that was written, or that it was too much.
    pub(super) fn finish(self) -> Result<Vec<u8>, Problem> {
        if self.over { Err(Problem::too_large(self.limit)) } else { Ok(self.bytes) }
    }

    /// The problem behind an error of writing here.
    pub(super) fn problem(&self, error: &io::Error) -> Problem {
        if self.over { Problem::too_large(self.limit) } else { Problem::internal(error.to_string()) }
    }
}

impl Write for Capped {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + bytes.len() > self.limit {
            self.over = true;
            return Err(io::Error::other("the answer is too large"));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A whole answer.
pub(super) struct Answer {
    pub(super) media: String,
    pub(super) bytes: Vec<u8>,
    pub(super) snapshot: Option<String>,
    pub(super) file: Option<String>,
    pub(super) link: Option<String>,
}

impl Answer {
    pub(super) fn new(media: &str, bytes: impl Into<Vec<u8>>) -> Self {
        let text = media.starts_with("text/") || media.ends_with("+xml");
        let media =
            if text && !media.contains("charset") { format!("{media}; charset=utf-8") } else { media.to_owned() };
        Self { media, bytes: bytes.into(), snapshot: None, file: None, link: None }
    }

    /// Says what it rests on.
    pub(super) fn of(self, snapshot: &Snapshot) -> Self {
        Self { snapshot: Some(format!("{} {}", snapshot.number(), snapshot.hash())), ..self }
    }

    /// Names the file that a browser may keep it as.
    pub(super) fn file(self, name: impl Into<String>) -> Self {
        Self { file: Some(name.into()), ..self }
    }

    /// Links to what belongs to it (RFC 8288).
    pub(super) fn link(self, link: impl Into<String>) -> Self {
        Self { link: Some(link.into()), ..self }
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let mut response = self.bytes.into_response();
        let headers = response.headers_mut();
        let mut set = |name, value: &str| {
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.insert(name, value);
            }
        };
        set(CONTENT_TYPE, &self.media);
        if let Some(snapshot) = &self.snapshot {
            set(SNAPSHOT, snapshot);
        }
        if let Some(file) = &self.file {
            set(CONTENT_DISPOSITION, &format!("inline; filename=\"{file}\""));
        }
        if let Some(link) = &self.link {
            set(LINK, link);
        }
        response
    }
}
