//! What the body of a request is said to be: its type, charset, coding and length.

use axum::extract::Request;
use axum::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, TRANSFER_ENCODING};
use axum::http::{HeaderMap, StatusCode};

use super::body;
use super::problem::Problem;

/// The media type of the body in small letters, without its parameters; empty if none is named.
///
/// # Errors
/// When it names another charset than UTF-8, which everything that is read here is in.
pub(super) fn kind(headers: &HeaderMap) -> Result<String, Problem> {
    let header = headers.get(CONTENT_TYPE).map_or(Ok(""), |value| value.to_str());
    of(header.map_err(|_| Problem::bad_request("The Content-Type header is no text."))?)
}

/// The same of the value of a header.
pub(super) fn of(content_type: &str) -> Result<String, Problem> {
    let mut parts = content_type.split(';').map(str::trim);
    let kind = parts.next().unwrap_or_default().to_ascii_lowercase();
    for (name, value) in parts.filter_map(|part| part.split_once('=')) {
        let value = value.trim_matches('"').to_ascii_lowercase();
        if name.eq_ignore_ascii_case("charset") && !["utf-8", "utf8", "us-ascii"].contains(&value.as_str()) {
            return Err(Problem::bad_request(format!("The charset {value:?} is not read here. Send UTF-8.")));
        }
    }
    Ok(kind)
}

/// Refuses a body of unknown length: one that was forgotten would else be read as an empty one.
pub(super) fn has_length(headers: &HeaderMap) -> Result<(), Problem> {
    if headers.contains_key(CONTENT_LENGTH) || headers.contains_key(TRANSFER_ENCODING) {
        return Ok(());
    }
    let detail = "The request has no Content-Length. Send the body with its length; 0 if it is to be empty.";
    Err(Problem::new(StatusCode::LENGTH_REQUIRED, "length", "The body has no length", detail))
}

/// Refuses a body that is compressed.
pub(super) fn is_plain(headers: &HeaderMap) -> Result<(), Problem> {
    match headers.get(CONTENT_ENCODING) {
        Some(coding) if coding != "identity" => {
            let detail = format!("A body in the coding {coding:?} is not read here. Send it uncompressed.");
            let (status, title) = (StatusCode::UNSUPPORTED_MEDIA_TYPE, "Not a coding that is read here");
            Err(Problem::new(status, "content-encoding", title, detail).with("accept-encoding", "identity"))
        }
        _ => Ok(()),
    }
}

/// All of the body.
pub(super) async fn bytes(request: Request) -> Result<Vec<u8>, Problem> {
    body::whole(request.into_body()).await
}

/// All of the body as text.
pub(super) async fn text(request: Request) -> Result<String, Problem> {
    String::from_utf8(bytes(request).await?).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Problem::bad_request(format!("The body is not UTF-8 from byte {at} on."))
    })
}
