//! Requests that no client would send.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use crate::server::Server;

/// What came back, as it came.
#[derive(Debug)]
pub(crate) struct Raw {
    pub(crate) status: u16,
    /// In small letters.
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Raw {
    /// The values of a header, in their order.
    pub(crate) fn all(&self, name: &str) -> Vec<&str> {
        let named =
            |line: &'_ str| line.split_once(':').filter(|(given, _)| *given == name).map(|(_, value)| value.len());
        self.head.lines().filter(|line| named(line).is_some()).map(|line| line[name.len() + 1..].trim()).collect()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.all(name).first().copied().unwrap_or_default()
    }
}

pub(crate) fn connect(server: &Server) -> TcpStream {
    let client = TcpStream::connect(server.base.strip_prefix("http://").unwrap()).unwrap();
    client.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    client.set_write_timeout(Some(Duration::from_secs(30))).unwrap();
    client
}

/// Sends `bytes` and reads to the end; the request has to ask for the connection to be closed.
pub(crate) fn send(server: &Server, bytes: &[u8]) -> Raw {
    let mut client = connect(server);
    // A server that refuses early may hang up before it has read everything.
    let _ = client.write_all(bytes);
    read(&mut client)
}

pub(crate) fn read(client: &mut TcpStream) -> Raw {
    let mut answer = Vec::new();
    let mut buffer = [0; 1 << 16];
    loop {
        match client.read(&mut buffer) {
            Ok(0) | Err(_) => break,
            Ok(read) => answer.extend_from_slice(&buffer[..read]),
        }
    }
    let answer = String::from_utf8_lossy(&answer);
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
    let status = head.get(9..12).and_then(|status| status.parse().ok()).unwrap_or(0);
    Raw { status, head: head.to_ascii_lowercase(), body: body.to_owned() }
}

/// A request with these headers beside its host, and no body.
pub(crate) fn ask(server: &Server, method: &str, target: &str, headers: &[(&str, &str)]) -> Raw {
    ask_with(server, method, target, headers, "")
}

/// The same with a body.
pub(crate) fn ask_with(server: &Server, method: &str, target: &str, headers: &[(&str, &str)], body: &str) -> Raw {
    let host = server.base.strip_prefix("http://").unwrap();
    let mut text = format!("{method} {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n");
    for (name, value) in headers {
        text += &format!("{name}: {value}\r\n");
    }
    if !body.is_empty() {
        text += &format!("Content-Length: {}\r\n", body.len());
    }
    send(server, format!("{text}\r\n{body}").as_bytes())
}
