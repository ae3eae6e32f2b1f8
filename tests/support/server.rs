//! A real server on a port of its own, over the toy world.
#![allow(dead_code, reason = "each test file uses a part of it")]

use std::sync::{Arc, OnceLock};

use milieu::Store;
use milieu::face::http::{self, Settings, State};
use milieu::ingest::Load;

/// A server that runs until the test process ends.
pub(crate) struct Server {
    /// `http://127.0.0.1:PORT`
    pub(crate) base: String,
    pub(crate) store: Arc<Store>,
}

impl Server {
    /// Serves the toy world.
    pub(crate) fn toy(settings: Settings) -> Self {
        let store = Store::new();
        Load::new(&store).toy().expect("the toy world loads");
        Self::over(store, settings)
    }

    pub(crate) fn over(store: Store, settings: Settings) -> Self {
        let store = Arc::new(store);
        let app = http::app(State::new(Arc::clone(&store), settings));
        let (send, receive) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            tokio::runtime::Runtime::new().expect("a runtime").block_on(async move {
                let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
                send.send(listener.local_addr().expect("an address")).expect("someone waits for it");
                http::serve(listener, app, std::future::pending()).await.expect("it serves");
            });
        });
        let address = receive.recv().expect("the server starts");
        Self { base: format!("http://{address}"), store }
    }

    /// One read-only server for all tests of a file.
    pub(crate) fn shared() -> &'static Self {
        static SHARED: OnceLock<Server> = OnceLock::new();
        SHARED.get_or_init(|| Self::toy(Settings::new()))
    }

    pub(crate) fn get(&self, path: &str, accept: &str) -> Answer {
        let mut request = agent().get(format!("{}{path}", self.base));
        if !accept.is_empty() {
            request = request.header("accept", accept);
        }
        Answer::of(request.call().expect("the server answers"))
    }

    /// POSTs `body` with headers.
    pub(crate) fn post(&self, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut request = agent().post(format!("{}{path}", self.base));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Answer::of(request.send(body).expect("the server answers"))
    }

    /// Sends any request.
    pub(crate) fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: Option<&[u8]>) -> Answer {
        let mut request = ureq::http::Request::builder().method(method).uri(format!("{}{path}", self.base));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = match body {
            Some(body) => agent().run(request.body(body).expect("a request")),
            None => agent().run(request.body(()).expect("a request")),
        };
        Answer::of(answer.expect("the server answers"))
    }

    /// GETs the answer of a query.
    pub(crate) fn query(&self, query: &str, accept: &str) -> Answer {
        self.get(&format!("/sparql?query={}", encode(query)), accept)
    }
}

pub(crate) fn agent() -> ureq::Agent {
    ureq::Agent::config_builder().http_status_as_error(false).build().into()
}

/// What came back, read to its end.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) media: String,
    pub(crate) headers: ureq::http::HeaderMap,
    /// The body, and the same as text.
    pub(crate) bytes: Vec<u8>,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn of(mut response: ureq::http::Response<ureq::Body>) -> Self {
        let headers = response.headers().clone();
        let media = headers.get("content-type").map_or("", |value| value.to_str().expect("text"));
        let media = media.split(';').next().expect("a first part").to_owned();
        let bytes = response.body_mut().with_config().limit(1 << 30).read_to_vec().expect("the answer is whole");
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Self { status: response.status().as_u16(), media, headers, bytes, text }
    }

    #[track_caller]
    pub(crate) fn ok(self, media: &str) -> Self {
        assert_eq!((self.status, self.media.as_str()), (200, media), "{}", self.text);
        self
    }

    /// The problem document, which must be one.
    #[track_caller]
    pub(crate) fn problem(&self, status: u16) -> serde_json::Value {
        assert_eq!((self.status, self.media.as_str()), (status, "application/problem+json"), "{}", self.text);
        let problem = self.json();
        assert_eq!(problem["status"], status);
        for member in ["type", "title", "detail"] {
            assert!(problem[member].as_str().is_some_and(|text| !text.is_empty()), "{member}: {problem}");
        }
        problem
    }

    #[track_caller]
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("text"))
    }
}

/// `text` as a value in an address.
pub(crate) fn encode(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}
