//! Who asks what: one [`Call`] for each request, known to all that is done for it.

use std::hash::{BuildHasher, RandomState};
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, OnceLock};
use std::time::Duration;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::HeaderName;
use axum::http::{HeaderMap, HeaderValue, Method, Version};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::account::Account;
use super::head;
use super::problem::Problem;
use super::state::Shared;
use crate::sparql::Progress;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const FORWARDED: [&str; 2] = ["forwarded", "x-forwarded-for"];

/// Parameters that are shown to nobody.
const SECRETS: [&str; 5] = ["token", "access_token", "key", "password", "secret"];

/// A longer identifier of a client's is replaced by one of ours.
const LONGEST_ID: usize = 128;

tokio::task_local! {
    static CALL: Arc<Call>;
}

/// One request.
#[derive(Debug)]
pub(super) struct Call {
    /// What it is known by in answers, problems and logs.
    pub(super) id: String,
    /// Where it came from; none when the server is called without a socket.
    pub(super) client: Option<IpAddr>,
    /// Whether somebody else handed it on.
    pub(super) is_forwarded: bool,
    pub(super) method: Method,
    pub(super) path: String,
    /// What stands behind the path's `?`.
    pub(super) query: Option<String>,
    pub(super) version: Version,
    name: OnceLock<String>,
    text: OnceLock<String>,
    timeout: OnceLock<Duration>,
    is_broken: AtomicBool,
    progress: OnceLock<Arc<Progress>>,
}

impl Call {
    fn of(request: &Request, behind_proxy: bool) -> Self {
        let headers = request.headers();
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip());
        let uri = request.uri();
        Self {
            id: headers.get(REQUEST_ID).and_then(sane).map_or_else(new_id, str::to_owned),
            client: behind_proxy.then(|| forwarded_for(headers)).flatten().or(peer).map(|client| client.to_canonical()),
            is_forwarded: FORWARDED.iter().any(|name| headers.contains_key(*name)),
            method: request.method().clone(),
            path: uri.path().to_owned(),
            query: uri.query().map(str::to_owned),
            version: request.version(),
            name: OnceLock::new(),
            text: OnceLock::new(),
            timeout: OnceLock::new(),
            is_broken: AtomicBool::new(false),
            progress: OnceLock::new(),
        }
    }

    /// Path and parameters, without the values of those that hold secrets.
    pub(super) fn address(&self) -> String {
        let Some(query) = &self.query else { return self.path.clone() };
        let shown = query.split('&').map(|pair| match pair.split_once('=') {
            Some((name, _)) if SECRETS.iter().any(|secret| name.eq_ignore_ascii_case(secret)) => format!("{name}=***"),
            _ => pair.to_owned(),
        });
        format!("{}?{}", self.path, shown.collect::<Vec<_>>().join("&"))
    }

    /// The caller's name, if one was given.
    pub(super) fn name(&self) -> Option<&str> {
        self.name.get().map(String::as_str)
    }

    /// The query or update, if it was noted.
    pub(super) fn text(&self) -> Option<&str> {
        self.text.get().map(String::as_str)
    }

    /// The longest that the client wants to wait, if it says so.
    pub(super) fn timeout(&self) -> Option<Duration> {
        self.timeout.get().copied()
    }

    /// Notes that its answer was begun and not ended.
    pub(super) fn break_off(&self) {
        self.is_broken.store(true, Ordering::Relaxed);
    }

    /// Whether its answer was broken off.
    pub(super) fn is_broken(&self) -> bool {
        self.is_broken.load(Ordering::Relaxed)
    }

    /// Notes by what its rows are counted.
    pub(super) fn watch(&self, progress: &Arc<Progress>) {
        self.progress.get_or_init(|| Arc::clone(progress));
    }

    /// The rows that were made for it.
    pub(super) fn rows(&self) -> u64 {
        self.progress.get().map_or(0, |progress| progress.rows())
    }

    /// Whom it is counted for: a name, an address, or a network, as one client of IPv6 has 2^64 addresses.
    pub(super) fn whom(&self) -> String {
        match (self.name(), self.client) {
            (Some(name), _) => name.to_owned(),
            (None, Some(IpAddr::V6(address))) if !address.is_loopback() => {
                let [a, b, c, d, ..] = address.segments();
                format!("{}/64", Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
            }
            (None, Some(address)) => address.to_string(),
            (None, None) => "nobody".to_owned(),
        }
    }

    /// Whether it was made on this machine, and by no proxy.
    pub(super) fn is_local(&self) -> bool {
        !self.is_forwarded && self.client.is_some_and(|client| client.is_loopback())
    }
}

/// The request that is being answered here, if one is.
pub(super) fn current() -> Option<Arc<Call>> {
    CALL.try_with(Arc::clone).ok()
}

/// Notes the text of the query or update that is asked.
pub(super) fn note(text: &str) {
    set(|call| &call.text, || text.to_owned());
}

/// Notes who asks.
pub(super) fn named(name: &str) {
    set(|call| &call.name, || name.to_owned());
}

/// Notes the `timeout` that a request gives: seconds, or a number with its unit (`500ms`, `2s`). It lowers the server's limit, and never
/// raises it.
pub(super) fn timeout(text: &str) -> Result<(), Problem> {
    let seconds = || text.parse().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    let given = seconds().or_else(|| humantime::parse_duration(text).ok()).filter(|given| !given.is_zero());
    let given = given.ok_or_else(|| {
        Problem::bad_request(format!("timeout={text:?} is no duration: write it as seconds (2.5) or like 500ms or 2s."))
    })?;
    set(|call| &call.timeout, || given);
    Ok(())
}

/// What is noted first stays.
fn set<T>(of: impl FnOnce(&Call) -> &OnceLock<T>, value: impl FnOnce() -> T) {
    // Without a call there is nobody to tell.
    let _ = CALL.try_with(|call| {
        of(call).get_or_init(value);
    });
}

/// `work` on this thread as part of `call`.
pub(super) fn within<T>(call: Option<Arc<Call>>, work: impl FnOnce() -> T) -> T {
    match call {
        Some(call) => CALL.sync_scope(call, work),
        None => work(),
    }
}

/// The outermost layer.
pub(super) async fn layer(State(state): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let call = Arc::new(Call::of(&request, state.settings.limits.behind_proxy));
    let id = HeaderValue::from_str(&call.id);
    let account = Account::open(state, Arc::clone(&call), request.extensions().get().cloned());
    let mut response = CALL
        .scope(call, async {
            match head::admit(&request).and_then(|()| lowered(&request)) {
                Ok(()) => next.run(request).await,
                Err(problem) => problem.into_response(),
            }
        })
        .await;
    if let Ok(id) = id {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    account.of(response)
}

/// Notes the limit that stands in the address.
fn lowered(request: &Request) -> Result<(), Problem> {
    let query = request.uri().query().unwrap_or_default();
    query.split('&').find_map(|pair| pair.strip_prefix("timeout=")).map_or(Ok(()), timeout)
}

/// An identifier that can be written anywhere as it is.
fn sane(value: &HeaderValue) -> Option<&str> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.:~+/=@".contains(&byte);
    value.to_str().ok().filter(|id| (1..=LONGEST_ID).contains(&id.len()) && id.bytes().all(plain))
}

fn new_id() -> String {
    static KEYS: LazyLock<[RandomState; 2]> = LazyLock::new(Default::default);
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let [high, low] = [&KEYS[0], &KEYS[1]].map(|key| key.hash_one(count));
    format!("{high:016x}{low:016x}")
}

/// The client that the nearest proxy names: those before it may have been written by anyone.
fn forwarded_for(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers.get_all(FORWARDED[1]).iter().next_back()?.to_str().ok()?;
    last.rsplit(',').next()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(client: Option<&str>, headers: &[(&'static str, &'static str)], behind_proxy: bool) -> Call {
        let mut request = Request::new(axum::body::Body::empty());
        for (name, value) in headers {
            request.headers_mut().append(*name, HeaderValue::from_static(value));
        }
        if let Some(client) = client {
            request.extensions_mut().insert(ConnectInfo(SocketAddr::new(client.parse().unwrap(), 1)));
        }
        Call::of(&request, behind_proxy)
    }

    #[test]
    fn whom_a_request_is_counted_for() {
        assert_eq!(call(Some("192.0.2.1"), &[], false).whom(), "192.0.2.1");
        assert_eq!(call(Some("::ffff:192.0.2.1"), &[], false).whom(), "192.0.2.1");
        assert_eq!(call(Some("2001:db8:1:2:3::4"), &[], false).whom(), "2001:db8:1:2::/64");
        assert_eq!(call(None, &[], false).whom(), "nobody");
        let lie = [("x-forwarded-for", "198.51.100.1, 203.0.113.9")];
        assert_eq!(call(Some("127.0.0.1"), &lie, false).whom(), "127.0.0.1");
        assert_eq!(call(Some("127.0.0.1"), &lie, true).whom(), "203.0.113.9");
    }

    #[test]
    fn who_is_local() {
        assert!(call(Some("127.0.0.1"), &[], false).is_local() && call(Some("::1"), &[], false).is_local());
        assert!(!call(Some("192.0.2.1"), &[], false).is_local() && !call(None, &[], false).is_local());
        assert!(!call(Some("127.0.0.1"), &[("forwarded", "for=192.0.2.1")], false).is_local());
    }

    #[test]
    fn identifiers() {
        assert_eq!(call(None, &[("x-request-id", "a-1:b")], false).id, "a-1:b");
        for unfit in ["", "a b", "<script>", "a\"b"] {
            let id = call(None, &[("x-request-id", unfit)], false).id;
            assert!(id.len() == 32 && id != unfit, "{id}");
        }
        assert_ne!(new_id(), new_id());
    }
}
