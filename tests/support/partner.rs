//! A partner on the loopback that answers as it is told to, and remembers what it was asked.
#![allow(dead_code, reason = "each test file uses a part of it")]

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A request as it came.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) path: String,
    /// The head, in small letters.
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Asked {
    /// The things that a query asks about.
    pub(crate) fn things(&self) -> Vec<String> {
        let Some((_, values)) = self.body.split_once("VALUES ( ?thing ) { ") else { return Vec::new() };
        let values = values.split('}').next().unwrap();
        values.split("( <").skip(1).map(|part| part.split('>').next().unwrap().to_owned()).collect()
    }

    pub(crate) fn is_about(&self, thing: &str) -> bool {
        self.things().iter().any(|asked| asked == thing)
    }

    /// A label for each thing, as N-Triples.
    pub(crate) fn labels(&self) -> String {
        let label = |thing: &String| {
            format!(
                "<{thing}> <http://www.w3.org/2000/01/rdf-schema#label> \"{}\" .\n",
                thing.rsplit('/').next().unwrap()
            )
        };
        self.things().iter().map(label).collect()
    }
}

/// What is sent back.
pub(crate) struct Sent {
    head: String,
    body: String,
    after: Duration,
    /// How much of the body is sent before the line is cut.
    cut: Option<usize>,
}

impl Sent {
    pub(crate) fn new(head: &str, body: impl Into<String>) -> Self {
        Self { head: head.to_owned(), body: body.into(), after: Duration::ZERO, cut: None }
    }

    pub(crate) fn rdf(media: &str, body: impl Into<String>) -> Self {
        Self::new(&format!("200 OK\r\nContent-Type: {media}"), body)
    }

    /// A label for each thing that was asked about.
    pub(crate) fn labels(asked: &Asked) -> Self {
        Self::rdf("application/n-triples", asked.labels())
    }

    pub(crate) fn after(self, after: Duration) -> Self {
        Self { after, ..self }
    }

    pub(crate) fn cut(self, at: usize) -> Self {
        Self { cut: Some(at), ..self }
    }
}

pub(crate) struct Partner {
    /// `http://127.0.0.1:PORT`
    pub(crate) base: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Partner {
    pub(crate) fn new(answer: impl Fn(&Asked) -> Sent + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (answer, remembered) = (Arc::new(answer), Arc::clone(&asked));
        std::thread::spawn(move || {
            for client in listener.incoming() {
                let Ok(mut client) = client else { return };
                let (answer, remembered) = (Arc::clone(&answer), Arc::clone(&remembered));
                std::thread::spawn(move || {
                    let Some(request) = read(&mut client) else { return };
                    remembered.lock().unwrap().push(request.clone());
                    let sent = answer(&request);
                    std::thread::sleep(sent.after);
                    let length = sent.body.len();
                    let head =
                        format!("HTTP/1.1 {}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n", sent.head);
                    // Whoever asked may have gone away.
                    let _ = client.write_all(head.as_bytes());
                    let _ = client.write_all(&sent.body.as_bytes()[..sent.cut.unwrap_or(length)]);
                });
            }
        });
        Self { base, asked }
    }

    pub(crate) fn url(&self) -> String {
        format!("{}/sparql", self.base)
    }

    /// All requests so far.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }
}

fn read(client: &mut TcpStream) -> Option<Asked> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        client.read_exact(&mut byte).ok()?;
        head.push(byte[0]);
    }
    let text = String::from_utf8(head).ok()?;
    let path = text.split(' ').nth(1)?.to_owned();
    let head = text.to_ascii_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    let mut body = vec![0; length.map_or(0, |length| length.parse().unwrap())];
    client.read_exact(&mut body).ok()?;
    Some(Asked { path, head, body: String::from_utf8(body).ok()? })
}
