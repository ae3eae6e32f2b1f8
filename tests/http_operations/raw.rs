//! HTTP/1.1 byte by byte, so that the framing of an answer can be checked.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::server::Server;

/// How long a test waits for what must come.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// How an answer ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// With all bytes that its length or its last chunk promised.
    Whole,
    /// Before that.
    Cut,
}

#[derive(Debug)]
pub(crate) struct Raw {
    pub(crate) status: u16,
    /// Names in small letters.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    pub(crate) trailers: Vec<(String, String)>,
    pub(crate) end: End,
}

impl Raw {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    #[track_caller]
    pub(crate) fn problem(&self, status: u16) -> serde_json::Value {
        assert_eq!(self.status, status, "{}", self.text());
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{}", self.text());
        assert_eq!(self.end, End::Whole);
        serde_json::from_slice(&self.body).expect("a problem document")
    }
}

pub(crate) fn connect(server: &Server) -> TcpStream {
    let stream = TcpStream::connect(server.base.strip_prefix("http://").expect("an address")).expect("it listens");
    stream.set_read_timeout(Some(PATIENCE)).expect("a limit can be set");
    stream.set_write_timeout(Some(PATIENCE)).expect("a limit can be set");
    stream
}

/// GETs `path` with further header lines, each with its line end.
pub(crate) fn get(server: &Server, path: &str, lines: &str) -> Raw {
    let mut stream = connect(server);
    ask(&mut stream, path, lines);
    read(&mut stream)
}

pub(crate) fn ask(stream: &mut TcpStream, path: &str, lines: &str) {
    write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{lines}\r\n").expect("it is taken");
}

/// Reads one answer, to the end of the connection if it is cut.
pub(crate) fn read(stream: &mut TcpStream) -> Raw {
    read_after(Vec::new(), stream)
}

/// The same when its first `bytes` were read already.
pub(crate) fn read_after(mut bytes: Vec<u8>, stream: &mut TcpStream) -> Raw {
    // A connection that is reset gives what came before as well.
    let mut part = vec![0; 1 << 16];
    loop {
        match stream.read(&mut part) {
            Ok(0) => break,
            Ok(count) => bytes.extend_from_slice(&part[..count]),
            Err(error) if error.kind() == std::io::ErrorKind::ConnectionReset => break,
            Err(error) => panic!("nothing came for {PATIENCE:?}: {error}"),
        }
    }
    parse(&bytes)
}

fn parse(bytes: &[u8]) -> Raw {
    let head = find(bytes, b"\r\n\r\n").unwrap_or_else(|| panic!("no head: {:?}", String::from_utf8_lossy(bytes)));
    let text = std::str::from_utf8(&bytes[..head]).expect("a head is ASCII");
    let (first, lines) = text.split_once("\r\n").unwrap_or((text, ""));
    let status = first[9..12].parse().expect("a status");
    let headers = fields(lines);
    let rest = &bytes[head + 4..];
    let value = |name: &str| headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
    let (body, trailers, end) = if value("transfer-encoding").as_deref() == Some("chunked") {
        chunks(rest)
    } else {
        let length: usize = value("content-length").expect("an answer without chunks has a length").parse().unwrap();
        (rest.to_vec(), Vec::new(), if rest.len() == length { End::Whole } else { End::Cut })
    };
    Raw { status, headers, body, trailers, end }
}

fn chunks(mut rest: &[u8]) -> (Vec<u8>, Vec<(String, String)>, End) {
    let mut body = Vec::new();
    loop {
        let Some(line) = find(rest, b"\r\n") else { return (body, Vec::new(), End::Cut) };
        let size = usize::from_str_radix(std::str::from_utf8(&rest[..line]).unwrap(), 16).expect("a chunk's size");
        rest = &rest[line + 2..];
        if size == 0 {
            let Some(end) = find(rest, b"\r\n") else { return (body, Vec::new(), End::Cut) };
            if end == 0 {
                return (body, Vec::new(), End::Whole);
            }
            let end = find(rest, b"\r\n\r\n").map_or(rest.len(), |end| end);
            return (body, fields(std::str::from_utf8(&rest[..end]).unwrap()), End::Whole);
        }
        if rest.len() < size + 2 {
            body.extend_from_slice(&rest[..size.min(rest.len())]);
            return (body, Vec::new(), End::Cut);
        }
        body.extend_from_slice(&rest[..size]);
        rest = &rest[size + 2..];
    }
}

fn fields(lines: &str) -> Vec<(String, String)> {
    let field =
        |line: &str| line.split_once(':').map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()));
    lines.split("\r\n").filter_map(field).collect()
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

/// Waits until `is_so`, which has to come true.
#[track_caller]
pub(crate) fn wait(what: &str, is_so: impl Fn() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < PATIENCE, "{what} never came");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// How many pieces of work run.
pub(crate) fn at_work(server: &Server) -> u64 {
    server.get("/healthz", "").ok("application/json").json()["at_work"].as_u64().expect("a number")
}
