//! The head of a request: refused in words when it is too large.

use axum::extract::Request;

use super::problem::Problem;

/// The longest address that is read, in bytes; the parser refuses one of 64 KiB without a word.
const LONGEST_ADDRESS: usize = 48 << 10;

/// The most that all headers may have, in bytes.
const LARGEST_HEADERS: usize = 64 << 10;

/// Whether it can be read.
pub(super) fn admit(request: &Request) -> Result<(), Problem> {
    let uri = request.uri();
    if uri.path().len() + uri.query().map_or(0, str::len) > LONGEST_ADDRESS {
        return Err(Problem::address_too_long(LONGEST_ADDRESS));
    }
    let headers = request.headers().iter().map(|(name, value)| name.as_str().len() + value.len() + ": \r\n".len());
    if headers.sum::<usize>() > LARGEST_HEADERS {
        return Err(Problem::headers_too_large(LARGEST_HEADERS));
    }
    Ok(())
}
