//! Fetching from elsewhere: from addresses that the operator named, and no others.
//!
//! A query may name any address, and what answers there may be anything: the machine's own services, a router, the data that clouds keep
//! about a machine. So an address has to be [`Allowed`] word by word; the name in it is looked up once, every address behind it is
//! checked, and the connection goes to the one that was checked; redirects begin anew; and what comes is held to limits of time and size
//! after it was decompressed.

mod address;
mod allowed;
mod body;
mod names;
mod retry_after;

use std::sync::Arc;
use std::sync::mpsc::sync_channel;
use std::time::{Duration, Instant, SystemTime};

pub use allowed::{Allowed, NotAnEndpoint};

use names::{Checked, Names, System};
use ureq::http::StatusCode;
use ureq::http::header::{ACCEPT, CONTENT_TYPE, LOCATION, RETRY_AFTER};
use ureq::unversioned::transport::DefaultConnector;

/// Why nothing was fetched.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RemoteError {
    /// The operator did not name it.
    #[error(
        "{0} is not allowed: name it to the server (`--allow-remote {0}`, or allow-remote in its file of settings)"
    )]
    NotAllowed(String),
    /// The name stands for an address that is not of the public network.
    #[error(
        "{host} is at {address}, {what}: such an address is only asked if it is named itself (`--allow-remote-address {address}`)"
    )]
    Address {
        /// The name.
        host: String,
        /// Its address.
        address: std::net::IpAddr,
        /// What it is.
        what: &'static str,
    },
    /// It sends on and on.
    #[error("{url} redirects more than {limit} times")]
    Redirects {
        /// What was asked.
        url: String,
        /// The limit.
        limit: usize,
    },
    /// It sends more than may come.
    #[error("{url} sends more than {limit} bytes, decompressed")]
    TooLarge {
        /// What was asked.
        url: String,
        /// The limit, in bytes.
        limit: u64,
    },
    /// It takes too long.
    #[error("{url} was not done within {} s", .limit.as_secs_f64())]
    TimedOut {
        /// What was asked.
        url: String,
        /// The limit.
        limit: Duration,
    },
    /// It says no.
    #[error("{url} answers with the status {status}")]
    Status {
        /// What was asked.
        url: String,
        /// The status.
        status: u16,
        /// After which time it asks to be asked again, as `Retry-After` says.
        retry_after: Option<Duration>,
    },
    /// It sends what was not asked for.
    #[error("{url} sends {media:?}, not one of {wanted}")]
    Media {
        /// What was asked.
        url: String,
        /// The type that came.
        media: String,
        /// The types that were asked for.
        wanted: String,
    },
    /// It cannot be reached, or breaks off.
    #[error("{url} cannot be read: {reason}")]
    Failed {
        /// What was asked.
        url: String,
        /// Why.
        reason: String,
    },
}

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Wanted<'w> {
    /// The address.
    pub url: &'w str,
    /// The types that can be read, the most wanted first.
    pub accept: &'w [&'w str],
    /// What is sent by POST, and its type; else it is a GET.
    pub body: Option<(&'w str, &'w str)>,
}

/// What came.
#[derive(Debug)]
pub struct Answer {
    /// Where it came from in the end.
    pub url: String,
    /// The type without its parameters, in small letters.
    pub media: String,
    /// All of its bytes, decompressed.
    pub bytes: Vec<u8>,
}

/// Fetches what is [`Allowed`]: thirty seconds, 64 MiB and three redirects at most, unless told otherwise.
///
/// ```
/// use milieu::remote::{Allowed, Client, RemoteError, Wanted};
///
/// let client = Client::new(Allowed::new(["https://example.org/sparql"])?);
/// let wanted = Wanted { url: "http://169.254.169.254/latest/meta-data/", accept: &["text/turtle"], body: None };
/// assert!(matches!(client.fetch(&wanted, None, &|| ()), Err(RemoteError::NotAllowed(_))));
/// # Ok::<(), milieu::remote::NotAnEndpoint>(())
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Client {
    allowed: Arc<Allowed>,
    names: Arc<dyn Names>,
    timeout: Duration,
    max_bytes: u64,
    max_redirects: usize,
}

impl Client {
    /// A client for these addresses.
    pub fn new(allowed: Allowed) -> Self {
        Self {
            allowed: Arc::new(allowed),
            names: Arc::new(System),
            timeout: Duration::from_secs(30),
            max_bytes: 64 << 20,
            max_redirects: 3,
        }
    }

    /// The longest that one fetch may take, redirects and all.
    pub fn timeout(self, timeout: Duration) -> Self {
        Self { timeout, ..self }
    }

    /// The most bytes that one fetch may bring, decompressed.
    pub fn max_bytes(self, max_bytes: u64) -> Self {
        Self { max_bytes, ..self }
    }

    /// How many redirects are followed, each held against the same rules.
    pub fn max_redirects(self, max_redirects: usize) -> Self {
        Self { max_redirects, ..self }
    }

    /// Whether `url` may be asked, as far as it says so itself.
    ///
    /// ```
    /// use milieu::remote::{Allowed, Client};
    ///
    /// let client = Client::new(Allowed::new(["https://example.org/id/*"])?);
    /// assert!(client.may_ask("https://example.org/id/a") && !client.may_ask("https://example.org/private"));
    /// # Ok::<(), milieu::remote::NotAnEndpoint>(())
    /// ```
    pub fn may_ask(&self, url: &str) -> bool {
        self.allowed.holds(url)
    }

    /// Fetches `wanted`, within what is `left` of somebody's time. `wait` is called again and again while nothing comes, and may unwind.
    ///
    /// # Errors
    /// [`RemoteError`]; nothing of what came is given then.
    pub fn fetch(&self, wanted: &Wanted<'_>, left: Option<Duration>, wait: &dyn Fn()) -> Result<Answer, RemoteError> {
        // Before anything is asked of anybody.
        self.allowed.check(wanted.url)?;
        let limit = left.map_or(self.timeout, |left| left.min(self.timeout));
        let (send, receive) = sync_channel(body::AHEAD);
        let fetch = Fetch {
            client: self.clone(),
            url: wanted.url.to_owned(),
            accept: wanted.accept.join(", "),
            body: wanted.body.map(|(media, text)| (media.to_owned(), text.to_owned())),
            end: Instant::now() + limit,
            limit,
        };
        // On a thread of its own, so that whoever waits can go away.
        std::thread::Builder::new()
            .name("fetch".to_owned())
            .spawn(move || fetch.run(&send))
            .map_err(|error| RemoteError::Failed { url: wanted.url.to_owned(), reason: error.to_string() })?;
        let check = |url: &str, media: &str| {
            if wanted.accept.contains(&media) {
                return Ok(());
            }
            let media = media.chars().take(100).collect();
            Err(RemoteError::Media { url: url.to_owned(), media, wanted: wanted.accept.join(", ") })
        };
        let gathered = body::gathered(&receive, check, wait)?;
        let broken =
            || RemoteError::Failed { url: wanted.url.to_owned(), reason: "it ended before it began".to_owned() };
        gathered.ok_or_else(broken)
    }

    #[cfg(test)]
    fn names(self, names: impl Names) -> Self {
        Self { names: Arc::new(names), ..self }
    }
}

/// One fetch, on its thread.
struct Fetch {
    client: Client,
    url: String,
    accept: String,
    body: Option<(String, String)>,
    end: Instant,
    limit: Duration,
}

impl Fetch {
    fn run(mut self, send: &body::Sender) {
        match self.response() {
            Ok(response) => body::hand_on(response, &self.url, self.client.max_bytes, self.limit, send),
            // Nobody may be waiting any more.
            Err(error) => drop(send.send(Err(error))),
        }
    }

    /// The first answer that sends nowhere else.
    fn response(&mut self) -> Result<ureq::http::Response<ureq::Body>, RemoteError> {
        let first = self.url.clone();
        for _ in 0..=self.client.max_redirects {
            let response = self.ask()?;
            let status = response.status();
            if !matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308) {
                return if status == StatusCode::OK { Ok(response) } else { Err(self.refused(&response)) };
            }
            let repeats = matches!(status, StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT);
            if self.body.is_some() && !repeats {
                return Err(self.refused(&response));
            }
            let failed = |reason: &str| RemoteError::Failed { url: self.url.clone(), reason: reason.to_owned() };
            let location = response.headers().get(LOCATION).and_then(|location| location.to_str().ok());
            let location = location.ok_or_else(|| failed("it redirects and does not say where to"))?;
            let base = oxiri::Iri::parse(self.url.as_str()).map_err(|_| failed("its address is none"))?;
            let next = base.resolve(location).map_err(|_| failed("it redirects to what is no address"))?.into_inner();
            self.client.allowed.check(&next)?;
            self.url = next;
        }
        Err(RemoteError::Redirects { url: first, limit: self.client.max_redirects })
    }

    fn ask(&self) -> Result<ureq::http::Response<ureq::Body>, RemoteError> {
        let left = self.end.saturating_duration_since(Instant::now());
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            // Neither the environment's proxy, which would resolve the name again, nor a connection that was checked for another name.
            .proxy(None)
            .max_idle_connections(0)
            .timeout_global(Some(left.max(Duration::from_millis(1))))
            .max_response_header_size(64 << 10)
            .user_agent(concat!("milieu/", env!("CARGO_PKG_VERSION")))
            .build();
        let resolver = Checked { names: Arc::clone(&self.client.names), allowed: Arc::clone(&self.client.allowed) };
        let agent = ureq::Agent::with_parts(config, DefaultConnector::default(), resolver);
        let answer = match &self.body {
            None => agent.get(&self.url).header(ACCEPT, &self.accept).call(),
            Some((media, text)) => {
                agent.post(&self.url).header(ACCEPT, &self.accept).header(CONTENT_TYPE, media).send(text)
            }
        };
        answer.map_err(|error| self.told(error))
    }

    fn refused(&self, response: &ureq::http::Response<ureq::Body>) -> RemoteError {
        let retry_after = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok());
        RemoteError::Status {
            url: self.url.clone(),
            status: response.status().as_u16(),
            retry_after: retry_after.and_then(|value| retry_after::read(value, SystemTime::now())),
        }
    }

    fn told(&self, error: ureq::Error) -> RemoteError {
        match error {
            ureq::Error::Other(other) => match other.downcast::<RemoteError>() {
                Ok(ours) => *ours,
                Err(other) => RemoteError::Failed { url: self.url.clone(), reason: other.to_string() },
            },
            ureq::Error::Timeout(_) => RemoteError::TimedOut { url: self.url.clone(), limit: self.limit },
            error => RemoteError::Failed { url: self.url.clone(), reason: error.to_string() },
        }
    }
}

#[cfg(test)]
mod tests;
