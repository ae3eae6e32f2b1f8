//! The protocols over real HTTP: SPARQL 1.1 Protocol, Graph Store, Service Description; formats, pages, tags.
#![cfg(feature = "http")]

#[path = "support/server.rs"]
mod server;

#[path = "http_protocol/formats.rs"]
mod formats;
#[path = "http_protocol/fresh.rs"]
mod fresh;
#[path = "http_protocol/graph_store.rs"]
mod graph_store;
#[path = "http_protocol/graph_store_refused.rs"]
mod graph_store_refused;
#[path = "http_protocol/paging.rs"]
mod paging;
#[path = "http_protocol/query.rs"]
mod query;
#[path = "http_protocol/service.rs"]
mod service;
#[path = "http_protocol/update.rs"]
mod update;

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use milieu::Store;
use milieu::face::http::Settings;
use server::Server;

const TOKEN: (&str, &str) = ("authorization", "Bearer open sesame");
const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
const TURTLE: (&str, &str) = ("content-type", "text/turtle");
const UPDATE: (&str, &str) = ("content-type", "application/sparql-update");

/// A server over an empty store that may be written.
fn empty() -> Server {
    Server::over(Store::new(), Settings::new().token("open sesame"))
}

/// What comes back over the wire for the first line and headers of a request, without the host.
fn raw(server: &Server, head: &str) -> String {
    let address = server.base.strip_prefix("http://").expect("an address");
    let (line, headers) = head.split_once('\n').unwrap_or((head, ""));
    let headers: String = headers.lines().flat_map(|header| [header, "\r\n"]).collect();
    let mut client = TcpStream::connect(address).expect("it listens");
    client.set_read_timeout(Some(Duration::from_secs(30))).expect("a limit");
    write!(client, "{line} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n{headers}\r\n").expect("it reads");
    let mut answer = Vec::new();
    client.read_to_end(&mut answer).expect("it answers");
    String::from_utf8_lossy(&answer).into_owned()
}

/// How many triples `text` has in the format of `media`.
#[track_caller]
fn triples(text: &str, media: &str) -> usize {
    let format = milieu::io::RdfFormat::from_media_type(media).expect("a format");
    let parser = milieu::io::RdfParser::from_format(format).with_base_iri("http://example.org/").expect("a base");
    parser.for_slice(text).collect::<Result<Vec<_>, _>>().unwrap_or_else(|error| panic!("{error}: {text}")).len()
}
