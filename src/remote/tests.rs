//! Against real servers on the loopback, and names that stand for whatever the test says.

use std::io::{self, Read, Write};
use std::net::{IpAddr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::names::Names;
use super::{Allowed, Answer, Client, RemoteError, Wanted};

/// A server on the loopback that sends what it is told to, and counts who comes.
struct Other {
    port: u16,
    come: std::sync::Arc<AtomicUsize>,
}

impl Other {
    fn new(answer: impl Fn(&str, &mut TcpStream) -> io::Result<()> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let come = std::sync::Arc::new(AtomicUsize::new(0));
        let counted = come.clone();
        let answer = std::sync::Arc::new(answer);
        std::thread::spawn(move || {
            for client in listener.incoming() {
                let Ok(mut client) = client else { return };
                counted.fetch_add(1, Ordering::SeqCst);
                let answer = answer.clone();
                std::thread::spawn(move || {
                    let mut request = Vec::new();
                    let mut byte = [0];
                    while !request.ends_with(b"\r\n\r\n") && client.read(&mut byte).is_ok_and(|read| read == 1) {
                        request.push(byte[0]);
                    }
                    let request = String::from_utf8_lossy(&request).into_owned();
                    // The client hangs up when it has had enough.
                    let _ = answer(&request, &mut client);
                });
            }
        });
        Self { port, come }
    }

    fn sends(head: &str, body: &[u8]) -> Self {
        let length = body.len();
        let bytes =
            [format!("HTTP/1.1 {head}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n").as_bytes(), body]
                .concat();
        Self::new(move |_, client| client.write_all(&bytes))
    }

    fn url(&self) -> String {
        format!("http://127.0.0.1:{}/data", self.port)
    }

    fn come(&self) -> usize {
        self.come.load(Ordering::SeqCst)
    }
}

fn turtle(url: &str) -> Wanted<'_> {
    Wanted { url, accept: &["text/turtle"], body: None }
}

fn client(urls: &[&str]) -> Client {
    Client::new(Allowed::new(urls).unwrap()).timeout(Duration::from_secs(10))
}

fn fetch(client: &Client, url: &str) -> Result<Answer, RemoteError> {
    client.fetch(&turtle(url), None, &|| ())
}

#[test]
fn what_is_named_is_fetched_and_nothing_else() {
    let other = Other::sends("200 OK\r\nContent-Type: text/Turtle; charset=utf-8", b"<urn:a> <urn:b> 1 .");
    let answer = fetch(&client(&[&other.url()]), &other.url()).unwrap();
    assert_eq!((answer.media.as_str(), &answer.bytes[..]), ("text/turtle", &b"<urn:a> <urn:b> 1 ."[..]));
    assert_eq!(other.come(), 1);
    let localhost = format!("http://localhost:{}/data", other.port);
    for url in [&localhost, &format!("{}/x", other.url()), &format!("{}?x", other.url())] {
        assert_eq!(fetch(&client(&[&other.url()]), url).unwrap_err(), RemoteError::NotAllowed(url.clone()));
    }
    assert_eq!(other.come(), 1, "nobody was asked");
}

#[test]
fn a_redirect_is_held_against_the_same_rules() {
    let secret = Other::sends("200 OK\r\nContent-Type: text/turtle", b"secret");
    for status in ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"] {
        let other = Other::sends(&format!("{status}\r\nLocation: {}", secret.url()), b"");
        let refused = fetch(&client(&[&other.url()]), &other.url()).unwrap_err();
        assert_eq!(refused, RemoteError::NotAllowed(secret.url()), "{status}");
    }
    for location in ["http://169.254.169.254/latest/", "file:///etc/passwd", "gopher://127.0.0.1/", "//evil.example/"] {
        let other = Other::sends(&format!("302 Found\r\nLocation: {location}"), b"");
        assert!(matches!(fetch(&client(&[&other.url()]), &other.url()), Err(RemoteError::NotAllowed(_))), "{location}");
    }
    assert_eq!(secret.come(), 0);
    // What is named is followed, a relative address too.
    let other = Other::sends(&format!("302 Found\r\nLocation: {}", secret.url()), b"");
    let answer = fetch(&client(&[&other.url(), &secret.url()]), &other.url()).unwrap();
    assert_eq!((answer.url, &answer.bytes[..]), (secret.url(), &b"secret"[..]));
}

#[test]
fn redirects_end() {
    let other = Other::sends("302 Found\r\nLocation: /data", b"");
    let url = other.url();
    assert_eq!(fetch(&client(&[&url]), &url).unwrap_err(), RemoteError::Redirects { url: url.clone(), limit: 3 });
    assert_eq!(other.come(), 4);
    let posted = Wanted { body: Some(("text/plain", "x")), ..turtle(&url) };
    let refused = client(&[&url]).fetch(&posted, None, &|| ()).unwrap_err();
    assert_eq!(
        refused,
        RemoteError::Status { url, status: 302, retry_after: None },
        "what was posted is not asked for elsewhere"
    );
}

/// A name that stands for one address after another.
#[derive(Debug)]
struct Rebinds {
    addresses: Vec<Vec<IpAddr>>,
    asked: AtomicUsize,
}

impl Rebinds {
    fn new(addresses: &[&[&str]]) -> Self {
        let parse = |list: &&[&str]| list.iter().map(|address| address.parse().unwrap()).collect();
        Self { addresses: addresses.iter().map(parse).collect(), asked: AtomicUsize::new(0) }
    }
}

impl Names for Rebinds {
    fn look_up(&self, _: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
        let asked = self.asked.fetch_add(1, Ordering::SeqCst);
        let addresses = &self.addresses[asked.min(self.addresses.len() - 1)];
        Ok(addresses.iter().map(|address| SocketAddr::new(*address, port)).collect())
    }
}

#[test]
fn a_name_that_stands_for_an_address_within_is_refused() {
    let other = Other::sends("200 OK\r\nContent-Type: text/turtle", b"secret");
    let url = format!("http://public.example:{}/data", other.port);
    for address in [
        "127.0.0.1",
        "::1",
        "10.0.0.1",
        "169.254.169.254",
        "fd00:ec2::254",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "0.0.0.0",
    ] {
        let refused = fetch(&client(&[&url]).names(Rebinds::new(&[&[address]])), &url).unwrap_err();
        assert!(matches!(refused, RemoteError::Address { .. }), "{address}: {refused}");
        assert!(
            refused.to_string().contains("public.example") && refused.to_string().contains("--allow-remote-address")
        );
    }
    // One bad address among good ones is enough.
    let mixed = fetch(&client(&[&url]).names(Rebinds::new(&[&["93.184.216.34", "127.0.0.1"]])), &url);
    assert!(matches!(mixed, Err(RemoteError::Address { .. })));
    assert_eq!(other.come(), 0, "nobody was asked");
    // The operator may name the address.
    let allowed = Allowed::new([&url]).unwrap().address("127.0.0.1".parse().unwrap());
    let answer = fetch(&Client::new(allowed).names(Rebinds::new(&[&["127.0.0.1"]])), &url).unwrap();
    assert_eq!(answer.bytes, b"secret");
}

#[test]
fn a_name_is_looked_up_once_for_each_connection_and_what_was_checked_is_used() {
    let second = Other::sends("200 OK\r\nContent-Type: text/turtle", b"secret");
    let url = format!("http://public.example:{}/data", second.port);
    let first = Other::sends(&format!("302 Found\r\nLocation: {url}"), b"");
    let start = format!("http://start.example:{}/data", first.port);
    // The first name is allowed to be here by number; then the second turns to another address of the loopback.
    let allowed = Allowed::new([&url, &start]).unwrap().address("127.0.0.1".parse().unwrap());
    let names = std::sync::Arc::new(Rebinds::new(&[&["127.0.0.1"], &["127.0.0.2"], &["127.0.0.1"]]));
    let client = Client { names: names.clone(), ..Client::new(allowed) };
    assert!(matches!(fetch(&client, &start), Err(RemoteError::Address { .. })));
    assert_eq!((names.asked.load(Ordering::SeqCst), first.come(), second.come()), (2, 1, 0));
    let answer = fetch(&client, &url).unwrap();
    assert_eq!((answer.bytes, names.asked.load(Ordering::SeqCst)), (b"secret".to_vec(), 3));
}

#[test]
fn what_is_too_large_is_refused_before_it_is_held() {
    let endless = Other::new(|_, client| {
        client.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: text/turtle\r\n\r\n")?;
        loop {
            client.write_all(&[b'#'; 4096])?;
        }
    });
    let url = endless.url();
    let limited = client(&[&url]).max_bytes(1 << 20);
    assert_eq!(fetch(&limited, &url).unwrap_err(), RemoteError::TooLarge { url, limit: 1 << 20 });
    // Some kilobytes that would become a hundred megabytes.
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    for _ in 0..100 {
        gzip.write_all(&vec![b'#'; 1 << 20]).unwrap();
    }
    let bomb = gzip.finish().unwrap();
    assert!(bomb.len() < 1 << 20);
    let bomb = Other::sends("200 OK\r\nContent-Type: text/turtle\r\nContent-Encoding: gzip", &bomb);
    let url = bomb.url();
    let limited = client(&[&url]).max_bytes(1 << 20);
    assert_eq!(fetch(&limited, &url).unwrap_err(), RemoteError::TooLarge { url, limit: 1 << 20 });
}

#[test]
fn what_is_too_slow_is_left() {
    let drips = Other::new(|_, client| {
        client.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: text/turtle\r\nContent-Length: 1000\r\n\r\n")?;
        loop {
            client.write_all(b"#")?;
            std::thread::sleep(Duration::from_millis(50));
        }
    });
    let silent = Other::new(|_, _| {
        std::thread::sleep(Duration::from_secs(20));
        Ok(())
    });
    for other in [drips, silent] {
        let (url, begun) = (other.url(), Instant::now());
        let limited = client(&[&url]).timeout(Duration::from_millis(300));
        let refused = fetch(&limited, &url).unwrap_err();
        assert!(matches!(refused, RemoteError::TimedOut { .. }), "{refused:?}");
        // Whoever waits can go away at any time.
        let waited = AtomicUsize::new(0);
        let wait = || assert!(waited.fetch_add(1, Ordering::SeqCst) < 3, "enough");
        let left = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            client(&[&url]).fetch(&turtle(&url), None, &wait)
        }));
        assert!(left.is_err());
        let of_others = client(&[&url]).fetch(&turtle(&url), Some(Duration::from_millis(100)), &|| ());
        assert!(matches!(of_others, Err(RemoteError::TimedOut { .. })));
        assert!(begun.elapsed() < Duration::from_secs(8));
    }
}

#[test]
fn what_was_not_asked_for_is_not_read() {
    let page = Other::sends("200 OK\r\nContent-Type: text/html", b"<html>");
    assert!(matches!(fetch(&client(&[&page.url()]), &page.url()), Err(RemoteError::Media { .. })));
    let none = Other::sends("200 OK", b"x");
    assert!(matches!(fetch(&client(&[&none.url()]), &none.url()), Err(RemoteError::Media { .. })));
    for status in ["201 Created", "204 No Content", "401 Unauthorized", "404 Not Found", "500 Oh"] {
        let other = Other::sends(&format!("{status}\r\nContent-Type: text/turtle"), b"x");
        let number = status[..3].parse().unwrap();
        let refused = fetch(&client(&[&other.url()]), &other.url()).unwrap_err();
        assert_eq!(refused, RemoteError::Status { url: other.url(), status: number, retry_after: None });
    }
    let broken = Other::new(|_, client| {
        client.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: text/turtle\r\nContent-Length: 99\r\n\r\nx")
    });
    assert!(matches!(fetch(&client(&[&broken.url()]), &broken.url()), Err(RemoteError::Failed { .. })));
    let nobody =
        format!("http://127.0.0.1:{}/", TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port());
    assert!(matches!(fetch(&client(&[&nobody]), &nobody), Err(RemoteError::Failed { .. })));
}

#[test]
fn a_time_to_wait_is_told_with_the_status() {
    for (header, seconds) in [("\r\nRetry-After: 7", Some(7)), ("\r\nRetry-After: soon", None), ("", None)] {
        let other = Other::sends(&format!("429 Too Many Requests{header}"), b"");
        let retry_after = seconds.map(Duration::from_secs);
        let refused = fetch(&client(&[&other.url()]), &other.url()).unwrap_err();
        assert_eq!(refused, RemoteError::Status { url: other.url(), status: 429, retry_after });
    }
}

#[test]
fn nothing_of_ours_is_told() {
    let other = Other::new(|request, client| {
        let body = request.to_ascii_lowercase();
        write!(client, "HTTP/1.1 200 OK\r\nContent-Type: text/turtle\r\nContent-Length: {}\r\n\r\n{body}", body.len())
    });
    let url = other.url();
    let request = String::from_utf8(fetch(&client(&[&url]), &url).unwrap().bytes).unwrap();
    assert!(request.contains("accept: text/turtle") && request.contains("user-agent: milieu/"), "{request}");
    for header in ["cookie", "authorization", "referer", "origin"] {
        assert!(!request.contains(&format!("\n{header}:")), "{request}");
    }
}
