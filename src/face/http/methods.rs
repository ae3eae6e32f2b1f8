//! OPTIONS, and methods that an address does not have. The router adds the header that names those that it has.

use axum::extract::Request;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};

use super::problem::Problem;
use super::{graph_store, review, sparql};

/// Answers what no handler of the address does.
pub(super) async fn other(request: Request) -> Response {
    if request.method() != Method::OPTIONS {
        let detail =
            format!("This address does not answer {}. Its Allow header names what it answers.", request.method());
        let title = "Not a method of this address";
        return Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method", title, detail).into_response();
    }
    let read = match request.uri().path() {
        "/sparql" => sparql::READ.to_vec(),
        path if path.starts_with("/review/") => review::READ.to_vec(),
        path if path == "/graphs" || path.starts_with("/graphs/") => graph_store::read_here(),
        _ => return StatusCode::NO_CONTENT.into_response(),
    };
    (StatusCode::NO_CONTENT, [("accept-post", read.join(", "))]).into_response()
}
