//! Bytes from the thread that fetches to whoever reads them.

use std::io::Read;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender};
use std::time::Duration;

use ureq::http::Response;
use ureq::http::header::CONTENT_TYPE;

use super::{Answer, RemoteError};

/// How many pieces are fetched before they are read.
pub(super) const AHEAD: usize = 4;
const PIECE: usize = 64 << 10;
/// How often whoever waits is asked whether to go on.
const LOOK: Duration = Duration::from_millis(10);

/// What comes from the thread that fetches.
pub(super) enum Part {
    Begins { url: String, media: String },
    Bytes(Vec<u8>),
}

pub(super) type Sender = SyncSender<Result<Part, RemoteError>>;

/// Hands on the bytes of `response`, up to `limit` of them.
pub(super) fn hand_on(response: Response<ureq::Body>, url: &str, limit: u64, time: Duration, send: &Sender) {
    let media = response.headers().get(CONTENT_TYPE).and_then(|media| media.to_str().ok()).unwrap_or_default();
    let media = media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if send.send(Ok(Part::Begins { url: url.to_owned(), media })).is_err() {
        return;
    }
    let mut bytes = response.into_body().into_reader();
    let mut come = 0;
    loop {
        let mut piece = vec![0; PIECE];
        let part = match bytes.read(&mut piece) {
            Ok(0) => return,
            Ok(read) => {
                come += read as u64;
                piece.truncate(read);
                if come > limit {
                    Err(RemoteError::TooLarge { url: url.to_owned(), limit })
                } else {
                    Ok(Part::Bytes(piece))
                }
            }
            Err(error) => Err(match ureq::Error::from(error) {
                ureq::Error::Timeout(_) => RemoteError::TimedOut { url: url.to_owned(), limit: time },
                error => RemoteError::Failed { url: url.to_owned(), reason: error.to_string() },
            }),
        };
        let is_over = part.is_err();
        // Whoever read it may have gone away.
        if send.send(part).is_err() || is_over {
            return;
        }
    }
}

/// The address, the type and the bytes of an answer, if `check` takes its address and type.
pub(super) fn gathered(
    parts: &Receiver<Result<Part, RemoteError>>,
    check: impl Fn(&str, &str) -> Result<(), RemoteError>,
    wait: &dyn Fn(),
) -> Result<Option<Answer>, RemoteError> {
    let mut answer = None;
    while let Some(part) = next(parts, wait) {
        match (part?, &mut answer) {
            (Part::Begins { url, media }, _) => {
                check(&url, &media)?;
                answer = Some(Answer { url, media, bytes: Vec::new() });
            }
            (Part::Bytes(piece), Some(answer)) => {
                answer.bytes.extend_from_slice(&piece);
                wait();
            }
            (Part::Bytes(_), None) => break,
        }
    }
    Ok(answer)
}

fn next(parts: &Receiver<Result<Part, RemoteError>>, wait: &dyn Fn()) -> Option<Result<Part, RemoteError>> {
    loop {
        match parts.recv_timeout(LOOK) {
            Ok(part) => return Some(part),
            Err(RecvTimeoutError::Timeout) => wait(),
            Err(RecvTimeoutError::Disconnected) => return None,
        }
    }
}
