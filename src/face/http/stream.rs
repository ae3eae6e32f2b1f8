//! An answer that is sent while it is made: whole, or broken off so that every client sees it.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use bytes::Bytes;
use http_body::Frame;
use tokio::runtime::Handle;
use tokio::sync::mpsc;
use tokio::time::Sleep;

use super::call::Call;
use crate::memory;

/// The trailer in which a streamed answer says that it is `complete`.
pub(super) const STATUS: HeaderName = HeaderName::from_static("milieu-status");

/// How many parts may wait for the network: with the size of a part, what a stream holds in memory.
const PARTS: usize = 4;

/// A client that takes less than this many bytes a second is given up.
const LEAST_RATE: u32 = 64 << 10;

/// How long what was sent has to leave before an answer is broken off.
const LINGER: Duration = Duration::from_millis(50);

enum Part {
    Bytes(Bytes),
    /// That was all.
    Complete,
}

/// Where the parts of an answer go in.
pub(super) struct Writer {
    parts: mpsc::Sender<Part>,
    network: Handle,
    stall: Duration,
    sent: u64,
    /// How long the client was waited for.
    waited: Duration,
}

/// Why a part could not be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unsent {
    /// The client went away.
    Gone,
    /// It reads too slowly.
    Stalled,
}

/// Where they come out; dropped with its client, and with it what `held` keeps.
pub(super) struct Stream<H> {
    parts: mpsc::Receiver<Part>,
    call: Option<Arc<Call>>,
    is_over: bool,
    /// Set when it is broken off.
    linger: Option<Pin<Box<Sleep>>>,
    _held: H,
}

/// The two ends of a stream; `network` is where it is waited, at most `stall` beside what a slow line takes.
pub(super) fn stream<H>(network: Handle, stall: Duration, call: Option<Arc<Call>>, held: H) -> (Writer, Stream<H>) {
    let (sender, parts) = mpsc::channel(PARTS);
    let writer = Writer { parts: sender, network, stall, sent: 0, waited: Duration::ZERO };
    (writer, Stream { parts, call, is_over: false, linger: None, _held: held })
}

impl Writer {
    /// Sends `bytes`, as soon as those before are on their way.
    pub(super) fn send(&mut self, bytes: Vec<u8>) -> Result<(), Unsent> {
        let (size, held) = (bytes.len() as u64, bytes.capacity());
        self.put(Part::Bytes(bytes.into()))?;
        // It is the network's threads that free it: what has left is no longer held by the query.
        memory::give_away(held);
        self.sent += size;
        Ok(())
    }

    /// Says that this was all. Without it the answer is broken off.
    pub(super) fn complete(mut self) -> Result<(), Unsent> {
        self.put(Part::Complete)
    }

    fn put(&mut self, part: Part) -> Result<(), Unsent> {
        let part = match self.parts.try_send(part) {
            Ok(()) => return Ok(()),
            Err(mpsc::error::TrySendError::Closed(_)) => return Err(Unsent::Gone),
            Err(mpsc::error::TrySendError::Full(part)) => part,
        };
        let allowed = self.stall + Duration::from_secs(self.sent / u64::from(LEAST_RATE));
        let begun = Instant::now();
        let left = allowed.saturating_sub(self.waited).min(self.stall);
        let room = self.network.block_on(async { tokio::time::timeout(left, self.parts.reserve()).await });
        self.waited += begun.elapsed();
        match room {
            Ok(Ok(room)) => {
                room.send(part);
                Ok(())
            }
            Ok(Err(_)) => Err(Unsent::Gone),
            Err(_) => Err(Unsent::Stalled),
        }
    }
}

impl<H: Send + Unpin + 'static> Stream<H> {
    pub(super) fn into_body(self) -> Body {
        Body::new(self)
    }
}

/// What the connection is closed for: the client must not take what it has for all.
#[derive(Debug, thiserror::Error)]
#[error("the answer was broken off before its end")]
pub(super) struct Broken;

impl<H: Unpin> http_body::Body for Stream<H> {
    type Data = Bytes;
    type Error = Broken;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Broken>>> {
        if self.is_over {
            return Poll::Ready(None);
        }
        let part = ready!(self.parts.poll_recv(context));
        if part.is_none() {
            // What was written is sent while nothing comes, so that the head at least is seen before the connection closes.
            ready!(self.linger.get_or_insert_with(|| Box::pin(tokio::time::sleep(LINGER))).as_mut().poll(context));
        }
        self.is_over = !matches!(part, Some(Part::Bytes(_)));
        Poll::Ready(Some(match part {
            Some(Part::Bytes(bytes)) => Ok(Frame::data(bytes)),
            Some(Part::Complete) => {
                Ok(Frame::trailers(HeaderMap::from_iter([(STATUS, HeaderValue::from_static("complete"))])))
            }
            None => {
                if let Some(call) = &self.call {
                    call.break_off();
                }
                Err(Broken)
            }
        }))
    }

    fn is_end_stream(&self) -> bool {
        self.is_over
    }
}
