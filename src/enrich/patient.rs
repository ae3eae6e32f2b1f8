//! One request, with patience for a server that asks for it.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::time::{Duration, Instant};

use crate::ingest::Progress;
use crate::remote::{Answer, Client, RemoteError, Wanted};

/// How often the same thing is asked of a server that is busy.
const TRIES: u32 = 5;
/// The first pause where the server names none; each later one is twice as long.
const PAUSE: Duration = Duration::from_secs(1);
/// A server that wants to be left alone for longer than this is not waited for.
const LONGEST: Duration = Duration::from_secs(120);
/// How often whoever waits is asked whether to go on.
const LOOK: Duration = Duration::from_millis(50);

/// Whoever waited does not want to go on.
#[derive(Debug)]
pub(super) struct Stopped;

/// A client that waits when it is told to.
#[derive(Clone, Copy)]
pub(super) struct Patient<'p> {
    pub(super) client: &'p Client,
    pub(super) progress: &'p (dyn Progress + Sync),
}

impl Patient<'_> {
    /// Fetches `wanted`; again after a pause while the server says that it is busy (429, 503).
    pub(super) fn fetch(&self, wanted: &Wanted<'_>) -> Result<Result<Answer, RemoteError>, Stopped> {
        let mut pause = PAUSE;
        for _ in 1..TRIES {
            match self.once(wanted)? {
                Err(RemoteError::Status { status: 429 | 503, retry_after, .. })
                    if retry_after.is_none_or(|after| after <= LONGEST) =>
                {
                    self.sleep(retry_after.unwrap_or(pause))?;
                    pause *= 2;
                }
                done => return Ok(done),
            }
        }
        self.once(wanted)
    }

    fn once(&self, wanted: &Wanted<'_>) -> Result<Result<Answer, RemoteError>, Stopped> {
        let look = || {
            if self.progress.cancelled() {
                resume_unwind(Box::new(Stopped));
            }
        };
        // A fetch keeps nothing that could be left half done.
        catch_unwind(AssertUnwindSafe(|| self.client.fetch(wanted, None, &look))).map_err(|thrown| {
            match thrown.downcast::<Stopped>() {
                Ok(stopped) => *stopped,
                Err(panic) => resume_unwind(panic),
            }
        })
    }

    fn sleep(&self, pause: Duration) -> Result<(), Stopped> {
        let end = Instant::now() + pause;
        while let Some(left) = end.checked_duration_since(Instant::now()) {
            if self.progress.cancelled() {
                return Err(Stopped);
            }
            std::thread::sleep(left.min(LOOK));
        }
        Ok(())
    }
}
