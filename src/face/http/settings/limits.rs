//! How much one client may have, and how long it may take.

use std::time::Duration;

use super::Settings;

/// What keeps one client from taking the server from the others.
#[derive(Clone, Copy, Debug)]
pub(in crate::face::http) struct Limits {
    pub(in crate::face::http) buffer: usize,
    pub(in crate::face::http) stall: Duration,
    pub(in crate::face::http) waiting: usize,
    pub(in crate::face::http) client_running: Option<usize>,
    pub(in crate::face::http) client_waiting: usize,
    pub(in crate::face::http) behind_proxy: bool,
    pub(in crate::face::http) slow: Option<Duration>,
}

impl Limits {
    pub(super) const fn new() -> Self {
        Self {
            buffer: 8 << 20,
            stall: Duration::from_secs(10),
            waiting: 256,
            client_running: None,
            client_waiting: 64,
            behind_proxy: false,
            slow: None,
        }
    }
}

impl Settings {
    /// How many bytes of an answer are gathered before any is sent; 8 MiB unless said otherwise. A smaller answer has a length and a
    /// status that tells of every error; a larger one is sent while it is made, and broken off if an error comes later.
    ///
    /// ```
    /// let settings = milieu::face::http::Settings::new().buffer(1 << 20);
    /// # drop(settings);
    /// ```
    pub fn buffer(mut self, bytes: usize) -> Self {
        self.limits.buffer = bytes;
        self
    }

    /// How long a client may leave a part of its answer unread, beside the time that 64 KiB a second take; 10 seconds unless said otherwise.
    /// The answer of a slower one is broken off.
    ///
    /// ```
    /// use std::time::Duration;
    /// let settings = milieu::face::http::Settings::new().stall(Duration::from_secs(30));
    /// # drop(settings);
    /// ```
    pub fn stall(mut self, longest: Duration) -> Self {
        self.limits.stall = longest;
        self
    }

    /// How many requests may wait for a worker, of all clients together; 256 unless said otherwise. More are refused.
    ///
    /// ```
    /// let settings = milieu::face::http::Settings::new().max_waiting(1000);
    /// # drop(settings);
    /// ```
    pub fn max_waiting(mut self, requests: usize) -> Self {
        self.limits.waiting = requests;
        self
    }

    /// How many requests of one client are worked on at once, at least one, or three quarters of [`at_once`](Self::at_once) with `None`, and
    /// how many more of its may wait; 64 unless said otherwise. Further ones are refused.
    ///
    /// ```
    /// let settings = milieu::face::http::Settings::new().at_once(8).per_client(2, 20);
    /// # drop(settings);
    /// ```
    pub fn per_client(mut self, running: impl Into<Option<usize>>, waiting: usize) -> Self {
        self.limits.client_running = running.into().map(|running| running.max(1));
        self.limits.client_waiting = waiting;
        self
    }

    /// Takes a client for the last address of `X-Forwarded-For`, as a reverse proxy appends it. Only where every request comes through
    /// such a proxy: otherwise a client may call itself anything.
    ///
    /// ```
    /// let settings = milieu::face::http::Settings::new().behind_proxy();
    /// # drop(settings);
    /// ```
    pub fn behind_proxy(mut self) -> Self {
        self.limits.behind_proxy = true;
        self
    }

    /// Logs what is asked by requests that take at least as long, as an event of [`tracing`] at the level of a warning with the target
    /// `milieu::slow`.
    ///
    /// ```
    /// use std::time::Duration;
    /// let settings = milieu::face::http::Settings::new().slow(Duration::from_secs(2));
    /// # drop(settings);
    /// ```
    pub fn slow(mut self, from: Duration) -> Self {
        self.limits.slow = Some(from);
        self
    }

    /// How many requests of one client are worked on at once.
    pub(in crate::face::http) fn client_running(&self) -> usize {
        self.limits.client_running.unwrap_or((self.at_once - self.at_once / 4).max(1))
    }
}
