//! The body of a request, read to its end or refused for a reason.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::Form;
use axum::body::Body;
use axum::extract::{FromRequest, Request};
use bytes::Bytes;
use http_body::{Frame, SizeHint};
use serde::de::DeserializeOwned;
use tokio::time::{Instant, Sleep};

use super::LARGEST_REQUEST;
use super::problem::Problem;

/// How much of a body that is too large is read on and thrown away: who is still sending would not hear why it is refused.
const HEARD_OUT: usize = 2 * LARGEST_REQUEST;

/// All of it, up to the largest request that is read.
pub(super) async fn whole(mut body: Body) -> Result<Vec<u8>, Problem> {
    let (mut bytes, mut length) = (Vec::new(), 0);
    let said = usize::try_from(http_body::Body::size_hint(&body).lower()).unwrap_or(usize::MAX);
    while said <= HEARD_OUT
        && length <= HEARD_OUT
        && let Some(frame) = poll_fn(|context| http_body::Body::poll_frame(Pin::new(&mut body), context)).await
    {
        let frame = match frame {
            Ok(frame) => frame,
            // Why it was refused before is the better answer.
            Err(_) if said.max(length) > LARGEST_REQUEST => break,
            Err(error) => return Err(broken(&error)),
        };
        if let Ok(data) = frame.into_data() {
            length += data.len();
            if said.max(length) <= LARGEST_REQUEST {
                bytes.extend_from_slice(&data);
            }
        }
    }
    if said.max(length) > LARGEST_REQUEST { Err(Problem::request_too_large(LARGEST_REQUEST)) } else { Ok(bytes) }
}

/// What stands in a form.
pub(super) async fn form<T: DeserializeOwned>(request: Request) -> Result<T, Problem> {
    let (parts, body) = request.into_parts();
    let bytes = whole(body).await?;
    let Form(read) = Form::from_request(Request::from_parts(parts, bytes.into()), &())
        .await
        .map_err(|error| Problem::bad_request(error.body_text()))?;
    Ok(read)
}

/// The time that bodies have to come in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    /// The longest that nothing may come.
    pub(super) pause: Duration,
    /// The fewest bytes a second, once the pause is over.
    pub(super) rate: u32,
}

/// A body that has to come in time.
pub(super) struct Paced<B> {
    inner: B,
    pace: Pace,
    /// When it is too slow, unless more comes.
    deadline: Pin<Box<Sleep>>,
    /// Until when all that came so far is quick enough.
    paid: Instant,
}

/// What a body is that does not come in time.
#[derive(Debug, thiserror::Error)]
#[error("the body of the request came too slowly")]
pub(super) struct TooSlow;

impl<B> Paced<B> {
    pub(super) fn new(inner: B, pace: Pace) -> Self {
        let paid = Instant::now() + pace.pause;
        Self { inner, pace, deadline: Box::pin(tokio::time::sleep(pace.pause)), paid }
    }
}

impl<B> http_body::Body for Paced<B>
where
    B: http_body::Body<Data = Bytes> + Unpin,
    B::Error: Into<axum::BoxError>,
{
    type Data = Bytes;
    type Error = axum::BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::BoxError>>> {
        let this = &mut *self;
        match Pin::new(&mut this.inner).poll_frame(context) {
            Poll::Ready(Some(Ok(frame))) => {
                if let Some(data) = frame.data_ref() {
                    let seconds =
                        u64::try_from(data.len()).unwrap_or(u64::MAX) * 1_000 / u64::from(this.pace.rate.max(1));
                    this.paid += Duration::from_millis(seconds);
                    let soonest = Instant::now() + this.pace.pause;
                    this.deadline.as_mut().reset(soonest.min(this.paid));
                }
                Poll::Ready(Some(Ok(frame)))
            }
            Poll::Ready(other) => Poll::Ready(other.map(|frame| frame.map_err(Into::into))),
            Poll::Pending => {
                ready!(this.deadline.as_mut().poll(context));
                Poll::Ready(Some(Err(TooSlow.into())))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

fn broken(error: &axum::Error) -> Problem {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if error.is::<TooSlow>() {
            return Problem::request_too_slow();
        }
        cause = error.source();
    }
    Problem::bad_request("The body of the request broke off.")
}
