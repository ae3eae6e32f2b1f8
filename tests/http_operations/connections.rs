//! Connections that are slow, large or many, and the end of a server.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use milieu::Store;
use milieu::face::http::{self, Connections, Settings, State};
use milieu::ingest::Load;
use tokio::sync::oneshot;

use crate::raw::{self, End, Raw, at_work, wait};
use crate::server::{Server, encode};

const SOON: Duration = Duration::from_millis(300);
/// Some megabytes, which neither the network nor the server holds back.
const LARGE: &str = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 40000";
const ENDLESS: &str = "SELECT ?a ?f ?u { ?a ?b ?c . ?d ?e ?f . BIND(STRUUID() AS ?u) }";

/// A server that can be ended.
struct Running {
    server: Server,
    stop: Option<oneshot::Sender<()>>,
    thread: JoinHandle<()>,
}

impl Running {
    fn start(settings: Settings, connections: Connections) -> Self {
        let store = Store::new();
        Load::new(&store).toy().unwrap();
        let store = Arc::new(store);
        let state = State::new(Arc::clone(&store), settings);
        let connections = connections.counted(&state);
        let (stop, stopped) = oneshot::channel();
        let (send, receive) = std::sync::mpsc::channel();
        let thread = thread::spawn(move || {
            tokio::runtime::Runtime::new().unwrap().block_on(async move {
                let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
                send.send(listener.local_addr().unwrap()).unwrap();
                let app = http::app(state.clone());
                let shutdown = async move {
                    stopped.await.unwrap();
                    state.close();
                };
                http::serve_with(listener, app, connections, shutdown).await.unwrap();
            });
        });
        let base = format!("http://{}", receive.recv().unwrap());
        Self { server: Server { base, store }, stop: Some(stop), thread }
    }

    fn stop(&mut self) {
        self.stop.take().unwrap().send(()).unwrap();
    }

    /// Waits until the server has ended.
    fn end(mut self) {
        if self.stop.is_some() {
            self.stop();
        }
        wait("the end of the server", || self.thread.is_finished());
        self.thread.join().unwrap();
        let address = self.server.base.strip_prefix("http://").unwrap();
        assert!(TcpStream::connect(address).is_err(), "nobody listens any more");
    }
}

fn send(server: &Server, text: &str) -> TcpStream {
    let mut stream = raw::connect(server);
    // Who is refused early may be sent away while it still writes.
    let _ = stream.write_all(text.as_bytes());
    stream
}

fn sparql(query: &str) -> String {
    format!("/sparql?format=csv&query={}", encode(query))
}

#[test]
fn a_head_that_does_not_come_is_not_waited_for() {
    let running = Running::start(Settings::new(), Connections::new().header_timeout(SOON));
    let mut slow: Vec<_> = (0..20).map(|_| send(&running.server, "GET / HTTP/1.1\r\nHost: local")).collect();
    running.server.get("/healthz", "").ok("application/json");
    for stream in &mut slow {
        let mut rest = Vec::new();
        // Closed, whether it was told why or not.
        stream.read_to_end(&mut rest).expect("the connection is closed");
        assert!(rest.is_empty() || rest.starts_with(b"HTTP/1.1 408"), "{}", String::from_utf8_lossy(&rest));
    }
    // A connection that is kept and not used is closed as well.
    let mut idle = send(&running.server, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
    let mut answer = String::new();
    idle.read_to_string(&mut answer).expect("the connection is closed");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    running.end();
}

#[test]
fn heads_that_are_too_large_are_refused() {
    let server = Server::shared();
    let large = format!("X-Large: {}\r\n", "x".repeat(100_000));
    let problem = raw::get(server, "/healthz", &large).problem(431);
    assert_eq!(problem["type"], "https://w3id.org/milieu/problem/headers-too-large");
    assert_eq!(problem["limit"]["value"], 64 << 10);
    let long = format!("/healthz?{}", "x".repeat(50_000));
    let problem = raw::get(server, &long, "").problem(414);
    assert_eq!(problem["type"], "https://w3id.org/milieu/problem/address-too-long");
    assert!(problem["next"].as_str().unwrap().contains("POST"));
    // What is larger still is not even read.
    let many = "X-Many: y\r\n".repeat(500);
    for (path, lines, status) in [
        ("/healthz", format!("X-Large: {}\r\n", "x".repeat(1_000_000)), "431"),
        ("/healthz", many, "431"),
        (&*format!("/{}", "x".repeat(100_000)), String::new(), "414"),
    ] {
        let mut stream = send(server, &format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n{lines}\r\n"));
        let mut first = [0; 12];
        if stream.read_exact(&mut first).is_ok() {
            assert_eq!(&first[9..], status.as_bytes());
        }
    }
    server.get("/healthz", "").ok("application/json");
}

#[test]
fn a_body_that_comes_too_slowly_is_refused() {
    let running = Running::start(Settings::new(), Connections::new().body(SOON, 1_000));
    for kind in ["application/sparql-query", "application/x-www-form-urlencoded"] {
        let head =
            format!("POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: {kind}\r\nContent-Length: 1000\r\n\r\n");
        let mut pauses = send(&running.server, &format!("{head}query=ASK"));
        let problem = raw::read(&mut pauses).problem(408);
        assert_eq!(problem["type"], "https://w3id.org/milieu/problem/request-too-slow");
        // A byte now and then is no better.
        let mut drips = send(&running.server, &head);
        let mut half = drips.try_clone().unwrap();
        let writer = thread::spawn(move || {
            (0..1_000)
                .take_while(|_| {
                    thread::sleep(Duration::from_millis(20));
                    half.write_all(b"x").is_ok()
                })
                .count()
        });
        raw::read(&mut drips).problem(408);
        drop(drips);
        assert!(writer.join().unwrap() < 900);
    }
    running.end();
}

#[test]
fn a_body_that_is_too_large_is_refused() {
    let server = Server::shared();
    let head = "POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n";
    let mut stream = send(server, &format!("{head}Content-Length: 20000000\r\n\r\n"));
    let told = raw::read(&mut stream);
    assert_eq!(told.problem(413)["limit"]["value"], 16 << 20);
    assert_eq!(told.header("connection"), Some("close"));
    // Without a length it is read up to the limit.
    let mut stream = send(server, &format!("{head}Transfer-Encoding: chunked\r\n\r\n"));
    let part = format!("10000\r\n{}\r\n", "x".repeat(0x10000));
    let mut half = stream.try_clone().unwrap();
    let writer = thread::spawn(move || (0..1_000).take_while(|_| half.write_all(part.as_bytes()).is_ok()).count());
    let mut first = [0; 12];
    if stream.read_exact(&mut first).is_ok() {
        assert_eq!(&first, b"HTTP/1.1 413");
    }
    drop(stream);
    assert!(writer.join().unwrap() < 1_000, "it was not read to its end");
}

#[test]
fn too_many_connections_are_told_so() {
    let running = Running::start(Settings::new(), Connections::new().most(5));
    let kept: Vec<_> =
        (0..5).map(|_| send(&running.server, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")).collect();
    for mut stream in &kept {
        stream.read_exact(&mut [0; 12]).unwrap();
    }
    let refused = raw::get(&running.server, "/healthz", "");
    assert_eq!(refused.problem(503)["type"], "https://w3id.org/milieu/problem/connections");
    assert_eq!(refused.header("retry-after"), Some("1"));
    drop(kept);
    let answer = |server: &Server| raw::get(server, "/metrics", "");
    wait("room", || answer(&running.server).status == 200);
    let metrics = answer(&running.server).text();
    let refusals = metrics.lines().find_map(|line| line.strip_prefix("milieu_connections_refused_total "));
    assert!(refusals.is_some_and(|count| count.parse::<u64>().unwrap() >= 1), "{metrics}");
    running.end();
}

#[test]
fn an_answer_that_nobody_takes_is_given_up() {
    let running = Running::start(Settings::new(), Connections::new().write_stall(SOON));
    let mut stream = raw::connect(&running.server);
    raw::ask(&mut stream, &sparql(LARGE), "");
    let open = || {
        let metrics = running.server.get("/metrics", "").text;
        metrics.lines().find_map(|line| line.strip_prefix("milieu_connections ")).unwrap().parse::<u64>().unwrap()
    };
    wait("the answer", || at_work(&running.server) == 0);
    // The one that asks is open too, and may be kept by its client.
    wait("the end of the connection", || {
        let unfinished = running.server.get("/metrics", "").text;
        unfinished.lines().any(|line| line == "milieu_answers_unfinished_total 1")
    });
    assert!(open() >= 1);
    assert_eq!(raw::read(&mut stream).end, End::Cut);
    running.end();
}

#[test]
fn what_runs_is_finished_and_what_waits_is_refused() {
    let settings = Settings::new().at_once(1).per_client(1, 10).buffer(1_000);
    let mut running = Running::start(settings, Connections::new());
    let whole = Server::toy(Settings::new()).get(&sparql(LARGE), "").ok("text/csv").bytes;
    let mut begun = raw::connect(&running.server);
    raw::ask(&mut begun, &sparql(LARGE), "");
    wait("the work", || at_work(&running.server) == 1);
    let mut waits = raw::connect(&running.server);
    raw::ask(&mut waits, &sparql("ASK { }"), "");
    let waiting = || running.server.get("/queries", "application/json").json()["waiting"] == 1;
    wait("the one that waits", waiting);
    running.stop();
    let refused: Raw = raw::read(&mut waits);
    assert_eq!(refused.problem(503)["type"], "https://w3id.org/milieu/problem/shutting-down");
    assert_eq!(refused.header("connection"), Some("close"));
    // Nothing was read of it so far, and all of it comes.
    let answer = raw::read(&mut begun);
    assert_eq!(answer.end, End::Whole);
    assert!(answer.body == whole, "the same bytes");
    running.end();
}

#[test]
fn what_is_not_finished_in_the_grace_is_broken_off() {
    let settings = Settings::new().buffer(1_000).max_rows(usize::MAX);
    let running = Running::start(settings, Connections::new().grace(SOON));
    let mut begun = raw::connect(&running.server);
    raw::ask(&mut begun, &sparql(ENDLESS), "");
    begun.read_exact(&mut [0; 12]).unwrap();
    let reader = thread::spawn(move || {
        let mut rest = Vec::new();
        // Reset or closed, but not ended.
        let _ = begun.read_to_end(&mut rest);
        rest
    });
    running.end();
    let rest = reader.join().unwrap();
    assert!(rest.len() > 1_000 && !rest.ends_with(b"0\r\n\r\n"));
}
