//! Which addresses may be asked.

use std::net::{IpAddr, Ipv6Addr};

use super::RemoteError;
use super::address::what;

/// An address that cannot be allowed.
#[derive(Debug, thiserror::Error)]
#[error(
    "{0:?} is no address to be allowed: give the whole of it, as in https://example.org/sparql, without user, password and fragment; * at its end \
     allows whatever begins so"
)]
pub struct NotAnEndpoint(String);

/// Addresses by http or https that may be asked, word by word.
///
/// ```
/// use milieu::remote::Allowed;
///
/// let allowed = Allowed::new(["https://example.org/sparql", "https://data.example.org/dumps/*"])?;
/// assert!(allowed.holds("https://EXAMPLE.org:443/sparql") && allowed.holds("https://data.example.org/dumps/2024.ttl"));
/// for other in ["http://example.org/sparql", "https://example.org/sparql/x", "https://example.org@evil.example/sparql",
///     "https://data.example.org/dumps/../private"] {
///     assert!(!allowed.holds(other));
/// }
/// # Ok::<(), milieu::remote::NotAnEndpoint>(())
/// ```
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct Allowed {
    endpoints: Vec<Endpoint>,
    addresses: Vec<IpAddr>,
}

/// Scheme, host, port, and the rest from the path on.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Url {
    secure: bool,
    host: String,
    port: u16,
    rest: String,
}

#[derive(Clone, Debug)]
struct Endpoint {
    url: Url,
    /// Whether what begins so is meant too.
    open: bool,
}

impl Allowed {
    /// These addresses; one that ends in `*` stands for all that begin so.
    ///
    /// # Errors
    /// When one of them is no whole address by http or https.
    pub fn new(endpoints: impl IntoIterator<Item = impl AsRef<str>>) -> Result<Self, NotAnEndpoint> {
        let endpoint = |text: &str| {
            let (start, open) = text.strip_suffix('*').map_or((text, false), |start| (start, true));
            // Behind a host that is open at its end stands any host.
            let url = Url::parse(start).filter(|_| !open || start.matches('/').count() >= 3);
            url.map(|url| Endpoint { url, open }).ok_or_else(|| NotAnEndpoint(text.to_owned()))
        };
        let endpoints = endpoints.into_iter().map(|text| endpoint(text.as_ref())).collect::<Result<_, _>>()?;
        Ok(Self { endpoints, addresses: Vec::new() })
    }

    /// Lets names stand for this address too, though it is not of the public network.
    pub fn address(mut self, address: IpAddr) -> Self {
        self.addresses.push(address.to_canonical());
        self
    }

    /// Whether `url` may be asked, as far as it says so itself.
    pub fn holds(&self, url: &str) -> bool {
        Url::parse(url).is_some_and(|url| {
            self.endpoints.iter().any(|endpoint| {
                let Url { secure, host, port, rest } = &endpoint.url;
                (*secure, host, *port) == (url.secure, &url.host, url.port)
                    && if endpoint.open { url.rest.starts_with(rest.as_str()) } else { url.rest == *rest }
            })
        })
    }

    pub(super) fn check(&self, url: &str) -> Result<(), RemoteError> {
        if self.holds(url) { Ok(()) } else { Err(RemoteError::NotAllowed(url.chars().take(200).collect())) }
    }

    /// Whether `host` may be at `address`.
    pub(super) fn check_address(&self, host: &str, address: IpAddr) -> Result<(), RemoteError> {
        let Some(what) = what(address) else { return Ok(()) };
        // An endpoint that is named by its number is named by that very address.
        let named = |endpoint: &Endpoint| endpoint.url.host == host && literal(host) == Some(address);
        let own = address.is_loopback() && (host == "localhost" || host.ends_with(".localhost"));
        if own || self.addresses.contains(&address.to_canonical()) || self.endpoints.iter().any(named) {
            return Ok(());
        }
        Err(RemoteError::Address { host: host.to_owned(), address, what })
    }
}

impl Url {
    fn parse(text: &str) -> Option<Self> {
        let (scheme, rest) = text.split_once("://")?;
        let secure = match scheme.to_ascii_lowercase().as_str() {
            "http" => false,
            "https" => true,
            _ => return None,
        };
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, rest) = rest.split_at(end);
        // What a backslash or a control character means, readers of addresses do not agree on.
        if text.bytes().any(|byte| byte <= b' ' || matches!(byte, b'\\' | b'#' | 0x7f..)) || authority.contains('@') {
            return None;
        }
        let (host, port) = match authority.rfind(':').filter(|at| !authority[*at..].contains(']')) {
            Some(at) => (&authority[..at], authority[at + 1..].parse().ok().filter(|port| *port > 0)?),
            None => (authority, if secure { 443 } else { 80 }),
        };
        let host = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
        let is_name =
            !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte));
        if !is_name && literal(&host).is_none() {
            return None;
        }
        let rest = if rest.starts_with('/') { rest.to_owned() } else { format!("/{rest}") };
        let path =
            rest.split('?').next().unwrap_or_default().to_ascii_lowercase().replace("%2e", ".").replace("%2f", "/");
        if path.split('/').any(|part| matches!(part, "." | "..")) {
            return None;
        }
        Some(Self { secure, host, port, rest })
    }
}

/// The address that `host` writes as a number.
fn literal(host: &str) -> Option<IpAddr> {
    match host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
        Some(inner) => inner.parse::<Ipv6Addr>().ok().map(IpAddr::V6),
        None => host.parse().ok().filter(IpAddr::is_ipv4),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_addresses_are_allowed() {
        for wrong in [
            "",
            "*",
            "https://*",
            "https://example.org*",
            "example.org/sparql",
            "ftp://example.org/",
            "file:///etc/passwd",
            "https://user:pass@example.org/",
            "https://example.org/#a",
            "https://exa mple.org/",
            "https://example.org:0/",
            "https://example.org:99999/",
            "https://[::1/",
            "https:///sparql",
        ] {
            assert!(Allowed::new([wrong]).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn an_address_is_held_word_by_word() {
        let allowed =
            Allowed::new(["http://example.org/sparql", "https://example.org/a/*", "http://[::1]:8080/"]).unwrap();
        for (url, held) in [
            ("http://example.org/sparql", true),
            ("HTTP://Example.ORG.:80/sparql", true),
            ("http://example.org/sparql?query=x", false),
            ("http://example.org/Sparql", false),
            ("http://example.org:8080/sparql", false),
            ("https://example.org/sparql", false),
            ("http://example.org\\@evil.example/sparql", false),
            ("http://evil.example/http://example.org/sparql", false),
            ("https://example.org/a/b?c=d", true),
            ("https://example.org/a", false),
            ("https://example.org/a/../b", false),
            ("https://example.org/a/%2E%2e/b", false),
            ("https://example.org/a/%2e%2e%2fb", false),
            ("http://[0:0::1]:8080/", false),
            ("http://[::1]:8080", true),
        ] {
            assert_eq!(allowed.holds(url), held, "{url}");
        }
    }

    #[test]
    fn a_name_may_be_at_what_is_named() {
        let allowed = Allowed::new(["http://example.org/", "http://127.0.0.1:1/", "http://localhost/"]).unwrap();
        let at = |host, address: &str| allowed.check_address(host, address.parse().unwrap()).is_ok();
        assert!(at("example.org", "93.184.216.34") && !at("example.org", "127.0.0.1"));
        assert!(at("127.0.0.1", "127.0.0.1") && !at("127.0.0.1", "127.0.0.2"));
        assert!(at("localhost", "::1") && !at("localhost", "10.0.0.1"));
        assert!(
            allowed
                .address("10.0.0.1".parse().unwrap())
                .check_address("example.org", "10.0.0.1".parse().unwrap())
                .is_ok()
        );
    }
}
