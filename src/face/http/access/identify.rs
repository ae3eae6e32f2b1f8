//! Finds out who sent a request.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::AUTHORIZATION;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::{Caller, Role};
use crate::face::http::call;
use crate::face::http::problem::Problem;
use crate::face::http::state::Shared;

/// What is answered to anyone, even where reading is not open: that the server is up, and what its pages look like.
const OPEN: [&str; 4] = ["/healthz", "/readyz", "/favicon.svg", "/favicon.ico"];

/// Puts the [`Caller`] among the request's extensions; refuses who shows a wrong token, or none where one is needed.
pub(in crate::face::http) async fn identify(
    State(state): State<Arc<Shared>>,
    mut request: Request,
    next: Next,
) -> Response {
    let caller = match shown(&state, &request) {
        Ok(shown) => shown.caller(&state).await,
        Err(problem) => Err(problem),
    };
    match caller {
        Ok(caller) => {
            if caller.is_named() {
                call::named(&caller.name);
            }
            request.extensions_mut().insert(caller);
            next.run(request).await
        }
        Err(problem) => problem.into_response(),
    }
}

/// What a request shows of who sent it.
enum Shown {
    Nothing(Caller),
    Secret {
        secret: String,
        client: Option<IpAddr>,
        /// The most that it allows, because of how it came.
        most: Role,
    },
}

impl Shown {
    async fn caller(self, state: &Shared) -> Result<Caller, Problem> {
        match self {
            Self::Nothing(caller) => Ok(caller),
            Self::Secret { secret, client, most } => {
                let caller = state.tokens.caller(&secret, client).await?.ok_or_else(Problem::unauthorized)?;
                Ok(Caller { role: caller.role.min(Some(most)), ..caller })
            }
        }
    }
}

fn shown(state: &Shared, request: &Request) -> Result<Shown, Problem> {
    let private = state.settings.access.private;
    let path = request.uri().path();
    let open = !private || OPEN.contains(&path) || path.starts_with("/assets/");
    let nothing = || {
        let anyone = Caller::anyone((!private).then_some(Role::Read));
        if open { Ok(Shown::Nothing(anyone)) } else { Err(Problem::unauthorized_to_read()) }
    };
    // Where no token is known a header may be one that is meant for somebody on the way.
    let Some(given) = request.headers().get(AUTHORIZATION).filter(|_| !state.tokens.is_empty()) else {
        return nothing();
    };
    let given = given.to_str().map_err(|_| Problem::unauthorized())?;
    let client = call::current().and_then(|call| call.client);
    let (scheme, value) = given.split_once(' ').unwrap_or((given, ""));
    if scheme.eq_ignore_ascii_case("bearer") {
        return Ok(Shown::Secret { secret: value.trim().to_owned(), client, most: Role::Admin });
    }
    if !scheme.eq_ignore_ascii_case("basic") || !private {
        return nothing();
    }
    // A browser sends this by itself, also for a page of somebody else: so it may read, and change nothing.
    let pair = base64(value.trim()).and_then(|bytes| String::from_utf8(bytes).ok());
    let secret = pair.as_deref().and_then(|pair| pair.split_once(':')).map(|(_, secret)| secret.to_owned());
    Ok(Shown::Secret { secret: secret.ok_or_else(Problem::unauthorized_to_read)?, client, most: Role::Read })
}

/// The bytes that `text` is the base64 of (RFC 4648, 4).
fn base64(text: &str) -> Option<Vec<u8>> {
    let (mut bytes, mut bits, mut held) = (Vec::with_capacity(text.len()), 0, 0_u32);
    for byte in text.trim_end_matches('=').bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        held = (held << 6) | u32::from(value);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(held >> bits & 0xff).expect("it is masked"));
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    #[test]
    fn base64_of_the_rfc() {
        for (text, bytes) in
            [("", ""), ("Zg==", "f"), ("Zm8=", "fo"), ("Zm9v", "foo"), ("Zm9vYg==", "foob"), ("Zm9vYmFy", "foobar")]
        {
            assert_eq!(super::base64(text).unwrap(), bytes.as_bytes());
        }
        assert_eq!(super::base64("Zm9v!"), None);
    }
}
