//! Under which names the server may be asked.
//!
//! A page of somebody else can point a name of its own at this machine (DNS rebinding) and then read what is served here. So a request
//! has to name this server by a name that others do not control.

use std::net::IpAddr;

use axum::extract::Request;
use axum::http::StatusCode;
use axum::http::header::{HOST, HeaderValue};

use super::Settings;
use super::problem::Problem;

/// Whether `request` names this server, once and clearly.
pub(super) fn check(request: &Request, settings: &Settings) -> Result<(), Problem> {
    let mut headers = request.headers().get_all(HOST).iter();
    let header = headers.next();
    if headers.next().is_some() {
        return Err(Problem::bad_request("The request has more than one Host header."));
    }
    let target = request.uri().authority().map(axum::http::uri::Authority::as_str);
    if header.is_none() && target.is_none() {
        return Err(Problem::bad_request("The request names no host."));
    }
    // Who sends the address whole means that one (RFC 9112, 3.2.2); what stands in the header is used too, so both have to be ours.
    let header = header.map(HeaderValue::to_str).transpose();
    let header = header.map_err(|_| Problem::bad_request("The Host header is not ASCII."))?;
    [header, target].into_iter().flatten().try_for_each(|authority| is_ours(authority, settings))
}

fn is_ours(authority: &str, settings: &Settings) -> Result<(), Problem> {
    let host = parse(authority).ok_or_else(|| {
        Problem::bad_request(format!("{authority:?} is no name of a host: it is NAME, NAME:PORT or [ADDRESS]:PORT."))
    })?;
    if is_allowed(&host, settings) {
        return Ok(());
    }
    let detail = format!(
        "This server does not answer to the name {host:?}. Start it with that name (`milieu serve --host {host}`) if it should."
    );
    Err(Problem::new(StatusCode::MISDIRECTED_REQUEST, "host", "Not a name of this server", detail))
}

/// The host of `NAME`, `NAME:PORT` or `[ADDRESS]:PORT`, in small letters and without the dot that may end a name.
fn parse(authority: &str) -> Option<String> {
    let host = host_of(authority);
    let port = authority[host.len()..].strip_prefix(':').unwrap_or(&authority[host.len()..]);
    if authority.len() > host.len() && !authority[host.len()..].starts_with(':') {
        return None;
    }
    if !port.is_empty()
        && (port.len() > 5 || !port.bytes().all(|digit| digit.is_ascii_digit()) || port.parse::<u16>().is_err())
    {
        return None;
    }
    if let Some(address) = host.strip_prefix('[') {
        let address = address.strip_suffix(']')?;
        return address.parse::<std::net::Ipv6Addr>().is_ok().then(|| host.to_ascii_lowercase());
    }
    let host = host.strip_suffix('.').unwrap_or(host);
    let is_name = |label: &str| {
        !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
    };
    (host.len() <= 253 && host.split('.').all(is_name)).then(|| host.to_ascii_lowercase())
}

fn is_allowed(host: &str, settings: &Settings) -> bool {
    // A name that others control can be pointed at this machine; the machine's own names and numbers cannot.
    is_loopback(host) || settings.hosts.iter().any(|name| name == host)
}

fn is_loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    host == "localhost" || host.ends_with(".localhost") || address.is_ok_and(|address| address.is_loopback())
}

/// Whether `NAME`, `NAME:PORT` or `[ADDRESS]:PORT` stands for the machine itself.
pub(super) fn is_here(authority: &str) -> bool {
    parse(authority).is_some_and(|host| is_loopback(&host))
}

/// The host of `host:port`, `[v6]:port` or `host`.
pub(super) fn host_of(authority: &str) -> &str {
    match authority.strip_prefix('[') {
        Some(_) => authority.find(']').map_or(authority, |end| &authority[..=end]),
        None => authority.split(':').next().unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_without_ports() {
        for (authority, host) in [("localhost:7878", "localhost"), ("[::1]:80", "[::1]"), ("a.org", "a.org"), ("", "")]
        {
            assert_eq!(host_of(authority), host);
        }
    }

    #[test]
    fn names_are_held_to_their_form() {
        for (authority, host) in [
            ("Localhost.:80", Some("localhost")),
            ("localhost:", Some("localhost")),
            ("[::1]", Some("[::1]")),
            ("xn--bcher-kva.example", Some("xn--bcher-kva.example")),
            ("localhost:80@evil.example", None),
            ("user@localhost", None),
            ("localhost:65536", None),
            ("localhost:080808", None),
            ("localhost:+80", None),
            ("localhost/x", None),
            ("local host", None),
            ("localhost..", None),
            ("[::1", None),
            ("[::1]x", None),
            ("[::1]@evil.example", None),
            ("::1", None),
            ("", None),
        ] {
            assert_eq!(parse(authority).as_deref(), host, "{authority:?}");
        }
    }

    #[test]
    fn numbers_that_only_look_like_this_machine_are_not() {
        let settings = Settings::new().host("clusters.example.org");
        for (host, allowed) in [
            ("127.0.0.1", true),
            ("[::1]", true),
            ("a.localhost", true),
            ("clusters.example.org", true),
            ("0.0.0.0", false),
            ("2130706433", false),
            ("0x7f.1", false),
            ("127.1", false),
            ("[::ffff:127.0.0.1]", false),
            ("169.254.169.254", false),
            ("localhost.example.org", false),
            ("xn--clusters.example.org", false),
        ] {
            assert_eq!(is_allowed(host, &settings), allowed, "{host}");
        }
    }
}
