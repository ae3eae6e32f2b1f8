//! Answers that are whole or an error: with their length up to a size, and seen to be broken off beyond it.

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::body::Body;
use axum::http::Version;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, HeaderName, HeaderValue, LINK, TRAILER};
use axum::response::{IntoResponse, Response};
use maud::Markup;
use tokio::runtime::Handle;
use tokio::sync::oneshot;

use super::call;
use super::problem::Problem;
use super::stream::{STATUS, Unsent, Writer, stream};
use super::work::Waiting;
use crate::snapshot::Snapshot;
use crate::sparql::CancellationToken;
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

/// The most of an answer that is only ever sent as a whole.
const LARGEST_WHOLE: usize = 64 << 20;

/// The parts in which an answer is sent that is too large to be gathered.
const PART: usize = 64 << 10;

/// The header that says how a view's answer came about.
pub(super) fn cache_status(answer: Answered) -> (HeaderName, HeaderValue) {
    let status = if answer == Answered::Kept { "milieu; hit" } else { "milieu; fwd=miss" };
    (CACHE_STATUS, HeaderValue::from_static(status))
}

/// Takes the bytes of an answer, and knows why it took no more.
pub(super) trait Sink: Write {
    /// The problem behind an error of writing here.
    fn problem(&self, error: &io::Error) -> Problem;
}

/// Bytes up to a limit.
pub(super) struct Capped {
    bytes: Vec<u8>,
    limit: usize,
    over: bool,
}

impl Capped {
    pub(super) fn new(limit: usize) -> Self {
        Self { bytes: Vec::new(), limit: limit.min(LARGEST_WHOLE), over: false }
    }

    /// All that was written, or that it was too much.
    pub(super) fn finish(self) -> Result<Vec<u8>, Problem> {
        if self.over { Err(Problem::too_large(self.limit)) } else { Ok(self.bytes) }
    }
}

impl Sink for Capped {
    fn problem(&self, error: &io::Error) -> Problem {
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

/// Where a job that runs on a thread of its own may begin to send its answer before it has all of it.
pub(super) struct Sending {
    /// Whoever waits for the answer; taken by the one that is sent.
    pub(super) first: Mutex<Option<oneshot::Sender<Response>>>,
    /// Set when it is the network that waits for the rest.
    pub(super) handed_on: Arc<AtomicBool>,
    pub(super) token: CancellationToken,
    pub(super) network: Handle,
    pub(super) buffer: usize,
    pub(super) max_bytes: usize,
    pub(super) stall: Duration,
}

impl Sending {
    /// Takes the bytes of `answer`, which has none yet.
    pub(super) fn begin(&self, answer: Answer) -> Out<'_> {
        Out { sending: self, answer: Some(answer), bytes: Vec::new(), stream: None, written: 0, failed: None }
    }
}

/// The bytes of one answer: gathered up to the buffer's size, and sent as they come beyond it.
pub(super) struct Out<'s> {
    sending: &'s Sending,
    answer: Option<Answer>,
    bytes: Vec<u8>,
    stream: Option<Writer>,
    written: usize,
    failed: Option<Problem>,
}

impl Out<'_> {
    /// The whole answer, or the end of one that is on its way.
    pub(super) fn finish(mut self) -> Result<Response, Problem> {
        if let Some(problem) = self.failed {
            return Err(problem);
        }
        let Some(mut stream) = self.stream.take() else {
            let answer = self.answer.take().ok_or_else(|| Problem::internal("an answer was begun twice"))?;
            return Ok(Answer { bytes: self.bytes, ..answer }.into_response());
        };
        let sent = if self.bytes.is_empty() { Ok(()) } else { stream.send(self.bytes) };
        sent.and_then(|()| stream.complete()).map_err(unsent)?;
        // Nobody sees this one: the answer began long ago.
        Ok(Body::empty().into_response())
    }

    /// Sends what was gathered.
    fn pass(&mut self) -> Result<(), Problem> {
        if self.stream.is_none() {
            self.stream = Some(self.start()?);
        }
        if self.sending.token.is_cancelled() {
            return Err(Problem::cancelled());
        }
        let bytes = std::mem::replace(&mut self.bytes, Vec::with_capacity(PART));
        self.stream.as_mut().map_or(Ok(()), |stream| stream.send(bytes)).map_err(unsent)
    }

    fn start(&mut self) -> Result<Writer, Problem> {
        let call = call::current();
        // HTTP/1.0 has no sign for the end of such an answer but the end of the connection, which half an answer has too.
        if call.as_ref().is_some_and(|call| call.version < Version::HTTP_11) {
            return Err(Problem::needs_http_11(self.sending.buffer));
        }
        let first = self.sending.first.lock().ok().and_then(|mut first| first.take());
        let (Some(first), Some(answer)) = (first, self.answer.take()) else {
            return Err(Problem::internal("an answer was begun twice"));
        };
        let waiting = Waiting::new(self.sending.token.clone());
        let (writer, stream) = stream(self.sending.network.clone(), self.sending.stall, call, waiting);
        let mut response = answer.into_response();
        *response.body_mut() = stream.into_body();
        response.headers_mut().insert(TRAILER, HeaderValue::from_name(STATUS));
        self.sending.handed_on.store(true, Ordering::Release);
        first.send(response).map_err(|_| unsent(Unsent::Gone))?;
        Ok(writer)
    }
}

fn unsent(why: Unsent) -> Problem {
    match why {
        Unsent::Gone => Problem::cancelled(),
        Unsent::Stalled => Problem::stalled(),
    }
}

impl Sink for Out<'_> {
    fn problem(&self, error: &io::Error) -> Problem {
        self.failed.clone().unwrap_or_else(|| Problem::internal(error.to_string()))
    }
}

impl Write for Out<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.written += bytes.len();
        if self.written > self.sending.max_bytes {
            self.failed = Some(Problem::too_large(self.sending.max_bytes));
        } else {
            self.bytes.extend_from_slice(bytes);
            let most = if self.stream.is_some() { PART } else { self.sending.buffer };
            if self.bytes.len() > most
                && let Err(problem) = self.pass()
            {
                self.failed = Some(problem);
            }
        }
        if self.failed.is_some() {
            return Err(io::Error::other("the answer cannot be sent"));
        }
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
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl Answer {
    pub(super) fn new(media: &str, bytes: impl Into<Vec<u8>>) -> Self {
        let text = media.starts_with("text/") || media.ends_with("+xml");
        let media =
            if text && !media.contains("charset") { format!("{media}; charset=utf-8") } else { media.to_owned() };
        Self { media, bytes: bytes.into(), snapshot: None, file: None, link: None, headers: Vec::new() }
    }

    /// One whose bytes are still to come.
    pub(super) fn to_come(media: &str) -> Self {
        Self::new(media, Vec::new())
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
    pub(super) fn link(self, link: Option<String>) -> Self {
        Self { link, ..self }
    }

    /// Says one more thing of it.
    pub(super) fn header(mut self, header: (HeaderName, HeaderValue)) -> Self {
        self.headers.push(header);
        self
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
        headers.extend(self.headers);
        response
    }
}
