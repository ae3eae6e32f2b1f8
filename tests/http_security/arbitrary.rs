//! Any bytes as a request, and as a document: the same functions for the fuzzer (`fuzz/`) and, by chance, for every run of the tests.

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use milieu::Store;
use milieu::face::http::{Settings, State, app};
use milieu::ingest::Load;
use tower::ServiceExt;

/// Where requests go; what follows is arbitrary.
const ADDRESSES: [&str; 12] = [
    "/sparql?query=",
    "/sparql?",
    "/views/cluster/profile?",
    "/views/linkage/reach.csv?",
    "/views/linkage/reach/what-if?add=",
    "/views/cluster/profile/why?row=",
    "/search?q=",
    "/entity?iri=",
    "/id/",
    "/ontology/",
    "/views/",
    "/",
];

static ROUTER: LazyLock<axum::Router> = LazyLock::new(|| {
    let store = Store::new();
    Load::new(&store).toy().expect("the toy world loads");
    let settings = Settings::new().timeout(Duration::from_secs(1)).max_rows(1_000).token("open sesame");
    app(State::new(Arc::new(store), settings))
});

static RUNTIME: LazyLock<tokio::runtime::Runtime> = LazyLock::new(|| {
    tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime")
});

/// The answer to a request that these bytes make up; none if they make no request.
pub(crate) fn asked(bytes: &[u8]) -> Option<StatusCode> {
    let (&[first, second], rest) = bytes.split_first_chunk::<2>()?;
    let mut parts = rest.split(|byte| *byte == 0);
    let (address, accept, host, body) = (parts.next()?, parts.next(), parts.next(), parts.next());
    let start = ADDRESSES[usize::from(first) % ADDRESSES.len()];
    // As it is if it can be, else as a client would write it.
    let plain = std::str::from_utf8(address).ok().map(|text| format!("{start}{text}"));
    let encoded = percent_encoding::percent_encode(address, percent_encoding::NON_ALPHANUMERIC);
    let uri =
        plain.filter(|text| text.parse::<axum::http::Uri>().is_ok()).unwrap_or_else(|| format!("{start}{encoded}"));
    let method =
        [Method::GET, Method::POST, Method::PUT, Method::DELETE, Method::HEAD][usize::from(second) % 5].clone();
    let media =
        ["application/sparql-query", "application/x-www-form-urlencoded", "application/sparql-update", "text/turtle"];
    let mut request = Request::builder().method(method).uri(uri);
    request = request.header("host", host.filter(|host| !host.is_empty()).unwrap_or(b"localhost"));
    request = request.header("content-type", media[usize::from(second >> 4) % media.len()]);
    if let Some(accept) = accept {
        request = request.header("accept", accept);
    }
    let request = request.body(Body::from(body.unwrap_or_default().to_vec())).ok()?;
    let status = RUNTIME.block_on(async {
        let response = ROUTER.clone().oneshot(request).await.expect("it cannot fail");
        let status = response.status();
        axum::body::to_bytes(response.into_body(), 64 << 20).await.expect("the answer is whole");
        status
    });
    assert_ne!(status, StatusCode::INTERNAL_SERVER_ERROR, "{bytes:?}");
    Some(status)
}

/// Reads the bytes as a document of each format.
pub(crate) fn document(bytes: &[u8]) {
    for ending in ["ttl", "trig", "nt", "nq", "rdf", "jsonld"] {
        let store = Store::new();
        let loaded = Load::new(&store).base("https://example.org/").rdf_bytes(&format!("x.{ending}"), bytes.to_vec());
        assert!(loaded.is_ok() || store.snapshot().is_empty(), "what is refused leaves nothing: {ending} {bytes:?}");
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    /// Pieces that parsers look at twice.
    fn text() -> impl Strategy<Value = Vec<u8>> {
        let pieces = [
            "SELECT",
            "*",
            "{",
            "}",
            "(",
            ")",
            "?s ",
            "a ",
            "FILTER",
            "'",
            "\"",
            "\\u00e9",
            "<",
            ">",
            "<<(",
            ")>>",
            ".",
            ";",
            "%00",
            "%ff",
            "&",
            "=",
            "<urn:a>",
            "_:b",
            "@en",
            "^^",
            "[",
            "]",
            "\n",
            "#",
            "<a>",
            "</a>",
            "<!DOCTYPE a [<!ENTITY b \"c\">]>",
            "&b;",
            "{\"@id\":",
            "\"@context\"",
            ":",
            ",",
            "\0",
            "text/html",
            "text/csv;q=0.5",
            "1",
            "-",
            "é",
            "\u{202e}",
            "xmlns='urn:'",
        ];
        let piece = prop::sample::select(pieces.to_vec()).prop_map(|piece: &str| piece.as_bytes().to_vec());
        let bytes = prop::collection::vec(any::<u8>(), 0..4);
        prop::collection::vec(prop_oneof![4 => piece, 1 => bytes], 0..24).prop_map(|parts| parts.concat())
    }

    proptest! {
        #[test]
        fn any_request_has_an_answer(first in any::<u8>(), second in any::<u8>(), rest in text()) {
            super::asked(&[&[first, second], &rest[..]].concat());
        }

        #[test]
        fn any_document_is_read_or_refused(bytes in text()) {
            super::document(&bytes);
        }
    }

    #[test]
    fn what_is_asked_is_answered() {
        let status = |bytes: &[u8]| super::asked(bytes).map(|status| status.as_u16());
        assert_eq!(status(b"\x00\x00ASK%7B%7D"), Some(200));
        assert_eq!(status(b"\x00\x00ASK%7B"), Some(400));
        assert_eq!(status(b"\x0b\x00\x00text/html\x00evil.example"), Some(421));
        assert_eq!(status(b"x"), None);
    }
}
