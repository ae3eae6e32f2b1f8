//! Serving: connections that come, last as long as they behave, and end when the server does.

use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::gauge::Gauge;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tower::ServiceExt;

use super::body::{Pace, Paced};
use super::patient::Patient;
use super::state::State;

/// The most bytes of a head. What is smaller and still too large is refused in words, see [`head`](super::head).
const LARGEST_HEAD: usize = 256 << 10;

/// How often it is tried again when the system has no room for another connection.
const PAUSE: Duration = Duration::from_millis(100);

/// What is told on a connection beyond the most.
const FULL: &str = r#"{"type":"https://w3id.org/milieu/problem/connections","title":"Too many connections","status":503,"detail":"As many connections are open as may. Try again soon."}"#;

/// How connections may behave. The default suits a server that anybody can reach.
///
/// ```
/// use milieu::face::http::Connections;
/// use std::time::Duration;
///
/// let connections = Connections::new().most(200).grace(Duration::from_secs(5));
/// # drop(connections);
/// ```
#[must_use]
#[derive(Clone, Debug)]
pub struct Connections {
    most: usize,
    header_timeout: Duration,
    body_pause: Duration,
    body_rate: u32,
    write_stall: Duration,
    grace: Duration,
    open: Gauge,
    refused: Counter,
}

impl Connections {
    /// 1,024 at once; half a minute for the head of a request and between two of them; ten seconds without a byte of a body, and no
    /// less than 1 KiB a second then; half a minute without a byte of an answer being taken; half a minute to end.
    pub fn new() -> Self {
        Self {
            most: 1_024,
            header_timeout: Duration::from_secs(30),
            body_pause: Duration::from_secs(10),
            body_rate: 1 << 10,
            write_stall: Duration::from_secs(30),
            grace: Duration::from_secs(30),
            open: Gauge::default(),
            refused: Counter::default(),
        }
    }

    /// The most at once; further ones are refused with status 503.
    pub fn most(self, most: usize) -> Self {
        Self { most, ..self }
    }

    /// How long the head of a request may take, and how long a connection may lie idle between two requests.
    pub fn header_timeout(self, header_timeout: Duration) -> Self {
        Self { header_timeout, ..self }
    }

    /// How long no byte of a request's body may come, and how many bytes a second have to come beyond that.
    pub fn body(self, pause: Duration, least_rate: u32) -> Self {
        Self { body_pause: pause, body_rate: least_rate, ..self }
    }

    /// How long a client may take no byte of what is sent.
    pub fn write_stall(self, write_stall: Duration) -> Self {
        Self { write_stall, ..self }
    }

    /// How long what is being answered may go on once the server is to end.
    pub fn grace(self, grace: Duration) -> Self {
        Self { grace, ..self }
    }

    /// Counts them in the metrics of `state`.
    ///
    /// ```
    /// use milieu::{Store, face::http::{Connections, Settings, State}};
    /// use std::sync::Arc;
    ///
    /// let state = State::new(Arc::new(Store::new()), Settings::new());
    /// let connections = Connections::new().counted(&state);
    /// # drop(connections);
    /// ```
    pub fn counted(self, state: &State) -> Self {
        let metrics = &state.shared.metrics;
        Self { open: metrics.connections.clone(), refused: metrics.refused_connections.clone(), ..self }
    }
}

impl Default for Connections {
    fn default() -> Self {
        Self::new()
    }
}

/// Counts a connection for as long as it is open.
struct Open(Gauge);

impl Open {
    fn of(gauge: &Gauge) -> Self {
        gauge.inc();
        Self(gauge.clone())
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.dec();
    }
}

/// Serves `app` on `listener` until `shutdown` is done; what is being answered then is answered first.
///
/// # Errors
/// None at present: what fails on the way is tried again.
///
/// ```
/// use milieu::{Store, face::http::{self, Settings, State}};
/// use std::sync::Arc;
///
/// # tokio::runtime::Runtime::new()?.block_on(async {
/// let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
/// let app = http::app(State::new(Arc::new(Store::new()), Settings::new()));
/// http::serve(listener, app, async {}).await
/// # })?;
/// # Ok::<(), std::io::Error>(())
/// ```
pub async fn serve(
    listener: TcpListener,
    app: Router,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    serve_with(listener, app, Connections::new(), shutdown).await
}

/// [`serve`] with connections that may behave as `connections` says.
///
/// Once `shutdown` is done no connection is accepted, each that is open ends with the answer that is under way, and what is left after
/// the [grace](Connections::grace) is broken off.
///
/// # Errors
/// As [`serve`].
///
/// ```
/// use milieu::{Store, face::http::{self, Connections, Settings, State}};
/// use std::sync::Arc;
///
/// # tokio::runtime::Runtime::new()?.block_on(async {
/// let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
/// let state = State::new(Arc::new(Store::new()), Settings::new());
/// let connections = Connections::new().counted(&state);
/// // What waits for its turn is sent away, what runs is ended.
/// let shutdown = { let state = state.clone(); async move { state.close() } };
/// http::serve_with(listener, http::app(state), connections, shutdown).await
/// # })?;
/// # Ok::<(), std::io::Error>(())
/// ```
pub async fn serve_with(
    listener: TcpListener,
    app: Router,
    connections: Connections,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let mut shutdown = pin!(shutdown);
    let places = Arc::new(Semaphore::new(connections.most));
    let graceful = GracefulShutdown::new();
    let mut tasks = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            biased;
            () = &mut shutdown => break,
            Some(_) = tasks.join_next(), if !tasks.is_empty() => continue,
            accepted = listener.accept() => accepted,
        };
        let (socket, address) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                // A connection that was gone before it was taken is nothing; without free file handles it gets better in a while.
                if !is_of_the_client(&error) {
                    tracing::error!(%error, "a connection could not be accepted");
                    tokio::time::sleep(PAUSE).await;
                }
                continue;
            }
        };
        let Ok(place) = Arc::clone(&places).try_acquire_owned() else {
            connections.refused.inc();
            tasks.spawn(refuse(socket));
            continue;
        };
        let open = Open::of(&connections.open);
        let connection = graceful.watch(connection(socket, address, app.clone(), &connections));
        tasks.spawn(async move {
            let _held = (place, open);
            if let Err(error) = connection.await {
                tracing::debug!(%error, client = %address, "a connection broke off");
            }
        });
    }
    drop(listener);
    if tokio::time::timeout(connections.grace, graceful.shutdown()).await.is_err() {
        tracing::warn!(connections = tasks.len(), "the grace is over: what is still being answered is broken off");
    }
    tasks.shutdown().await;
    Ok(())
}

fn connection(
    socket: TcpStream,
    address: SocketAddr,
    app: Router,
    connections: &Connections,
) -> http1::Connection<
    TokioIo<Patient<TcpStream>>,
    impl hyper::service::HttpService<hyper::body::Incoming, ResBody = Body, Error = Infallible, Future: Send> + use<>,
> {
    // Parts of an answer go out as they come. Where that cannot be set they go out a little later.
    let _ = socket.set_nodelay(true);
    let pace = Pace { pause: connections.body_pause, rate: connections.body_rate };
    let service = service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
        let mut request = request.map(|body| Body::new(Paced::new(body, pace)));
        request.extensions_mut().insert(ConnectInfo(address));
        app.clone().oneshot(request)
    });
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(connections.header_timeout)
        .max_buf_size(LARGEST_HEAD)
        .serve_connection(TokioIo::new(Patient::new(socket, connections.write_stall)), service)
}

fn is_of_the_client(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

/// Says that there are too many.
async fn refuse(mut socket: TcpStream) {
    let length = FULL.len();
    let told = async {
        let head = format!(
            "HTTP/1.1 503 Service Unavailable\r\ncontent-type: application/problem+json\r\nretry-after: 1\r\n\
             connection: close\r\ncontent-length: {length}\r\n\r\n"
        );
        socket.write_all(head.as_bytes()).await?;
        socket.write_all(FULL.as_bytes()).await?;
        socket.shutdown().await?;
        // A connection that is closed with something unread is reset, and its answer lost.
        let mut unread = [0; 1 << 10];
        while socket.read(&mut unread).await? > 0 {}
        io::Result::Ok(())
    };
    // Who does not listen is not told.
    drop(tokio::time::timeout(Duration::from_secs(1), told).await);
}
