//! Errors as RFC 9457 problem documents: what went wrong, where, and what to do next.

use axum::Json;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, HeaderValue};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::sparql::SparqlError;
use crate::store::StoreError;

/// Where the types of problems are named.
const TYPES: &str = "https://w3id.org/milieu/problem/";

/// A problem document.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Problem {
    #[serde(serialize_with = "iri")]
    r#type: &'static str,
    pub(super) title: &'static str,
    #[serde(serialize_with = "number")]
    pub(super) status: StatusCode,
    pub(super) detail: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) line: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) column: Option<u32>,
    /// Members of this problem alone.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    more: Option<Box<serde_json::Value>>,
    #[serde(skip)]
    header: Option<(&'static str, &'static str)>,
}

fn iri<S: serde::Serializer>(name: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&format_args!("{TYPES}{name}"))
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes what it serialises by reference")]
fn number<S: serde::Serializer>(status: &StatusCode, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u16(status.as_u16())
}

impl Problem {
    pub(super) fn new(status: StatusCode, name: &'static str, title: &'static str, detail: impl Into<String>) -> Self {
        let detail = detail.into();
        Self { r#type: name, title, status, detail, line: None, column: None, more: None, header: None }
    }

    pub(super) fn with(self, name: &'static str, value: &'static str) -> Self {
        Self { header: Some((name, value)), ..self }
    }

    /// The same, with other words.
    pub(super) fn detail(self, detail: impl Into<String>) -> Self {
        Self { detail: detail.into(), ..self }
    }

    pub(super) fn bad_request(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "bad-request", "The request cannot be understood", detail)
    }

    pub(super) fn not_found(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not-found", "Nothing is known by this name", detail)
    }

    /// What the store says when it is asked for an earlier state.
    pub(super) fn store(error: &StoreError) -> Self {
        match error {
            StoreError::NotKept { .. } => {
                Self::new(StatusCode::NOT_FOUND, "not-kept", "This snapshot is not kept", format!("{error}."))
            }
            error => {
                tracing::error!(%error, "an earlier snapshot could not be read");
                Self::internal("An earlier snapshot could not be read; the newest can.")
            }
        }
    }

    /// What the store says when it cannot keep an update.
    pub(super) fn not_kept(error: &StoreError) -> Self {
        tracing::error!(%error, "an update could not be kept");
        let full = matches!(error, StoreError::File { source, .. } if source.kind() == std::io::ErrorKind::StorageFull);
        let status = if full { StatusCode::INSUFFICIENT_STORAGE } else { StatusCode::INTERNAL_SERVER_ERROR };
        let detail = "The store could not be written; nothing was changed. The server's log says why.";
        Self::new(status, "not-written", "The update was not kept", detail)
    }

    pub(super) fn method(allowed: &'static str) -> Self {
        let detail = format!("This address answers {allowed} only.");
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "method", "Not a method of this address", detail)
            .with("allow", allowed)
    }

    pub(super) fn not_acceptable(offered: impl IntoIterator<Item = &'static str>) -> Self {
        let offered: Vec<_> = offered.into_iter().collect();
        let detail =
            format!("None of the types in the Accept header can be sent. Ask for one of {}.", offered.join(", "));
        Self::new(StatusCode::NOT_ACCEPTABLE, "not-acceptable", "No such representation", detail)
    }

    pub(super) fn unsupported(given: &str, taken: &[&str]) -> Self {
        let given = if given.is_empty() {
            "No Content-Type was sent".to_owned()
        } else {
            format!("{given:?} is not read here")
        };
        let detail = format!("{given}. Send one of {}.", taken.join(", "));
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "content-type", "Not a type that is read here", detail)
    }

    /// An update that would bring so many violations, the first of which are shown.
    #[cfg(feature = "shacl")]
    pub(super) fn forbidden(count: usize, first: &[&crate::shape::Violation]) -> Self {
        let violations = if count == 1 { "1 violation that was" } else { &format!("{count} violations that were") };
        let detail = format!("It would bring {violations} not there before; nothing was changed.");
        let more = Some(Box::new(serde_json::json!({ "count": count, "violations": first })));
        let title = "The shapes forbid what the update brings";
        Self { more, ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, "shapes", title, detail) }
    }

    pub(super) fn read_only() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "read-only",
            "Updates are switched off",
            "This server was started read-only. Start it with a token (`milieu token new`, `milieu serve --token-file FILE`, or the variable \
             MILIEU_TOKEN) and send the token with each update as `Authorization: Bearer SECRET`.",
        )
    }

    pub(super) fn unauthorized() -> Self {
        let detail = "This needs a token that the server knows, as `Authorization: Bearer SECRET`.";
        Self::new(StatusCode::UNAUTHORIZED, "token", "The token is missing or wrong", detail)
            .with("www-authenticate", "Bearer realm=\"milieu\"")
    }

    /// The same where a browser may ask its user, as what it sends then allows to read and no more.
    pub(super) fn unauthorized_to_read() -> Self {
        let detail = "Reading this server needs a token, as `Authorization: Bearer SECRET`; in a browser as the password, with any name.";
        Self::unauthorized()
            .detail(detail)
            .with("www-authenticate", "Bearer realm=\"milieu\", Basic realm=\"milieu\", charset=\"UTF-8\"")
    }

    /// A body larger than what is read.
    pub(super) fn body_too_large(limit: usize) -> Self {
        let detail = format!(
            "The body of a request may have {limit} bytes. Send less at once, or load files with `milieu load`."
        );
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "body-too-large", "The request is larger than what is read", detail)
    }

    pub(super) fn too_large(limit: usize) -> Self {
        Self::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "result-too-large",
            "The answer is larger than this server sends",
            format!(
                "The answer has more than {limit} bytes, the server's limit. Nothing was sent, because half an answer would be a wrong one: \
                 add LIMIT and OFFSET with ORDER BY, aggregate, or raise the server's limit."
            ),
        )
    }

    pub(super) fn busy() -> Self {
        let detail = "All of the server's workers are taken. Try again in a few seconds.";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", "The server is busy", detail).with("retry-after", "5")
    }

    pub(super) fn internal(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "The server failed", detail)
    }

    pub(super) fn timed_out(limit: std::time::Duration) -> Self {
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "timeout",
            "The answer took too long",
            format!(
                "It was stopped at the server's limit of {} s, and nothing was sent. Ask for less, or raise the server's limit.",
                limit.as_secs_f64()
            ),
        )
    }
}

impl From<SparqlError> for Problem {
    fn from(error: SparqlError) -> Self {
        Self::of_sparql(&error)
    }
}

impl Problem {
    pub(super) fn of_sparql(error: &SparqlError) -> Self {
        let detail = error.to_string();
        match error {
            SparqlError::Syntax { message, line, column } => {
                let problem =
                    Self::new(StatusCode::BAD_REQUEST, "syntax", "The query is not valid SPARQL", message.as_str());
                let place = |number: &usize| u32::try_from(*number).ok().filter(|number| *number > 0);
                Self { line: place(line), column: place(column), ..problem }
            }
            SparqlError::BaseIri(_) | SparqlError::Arguments(_) => Self::bad_request(detail),
            SparqlError::TooComplex { .. } => {
                let title = "The query is larger than what this server answers";
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "too-complex", title, detail)
            }
            SparqlError::TimedOut { limit } => Self::timed_out(*limit),
            SparqlError::TooManyRows { .. } => {
                let title = "The answer has more rows than this server sends";
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "too-many-rows", title, detail)
            }
            SparqlError::TooMuchMemory { .. } => {
                let title = "The answer takes more memory than this server gives";
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "too-much-memory", title, detail)
            }
            SparqlError::Cancelled => {
                Self::new(StatusCode::SERVICE_UNAVAILABLE, "cancelled", "The query was cancelled", detail)
            }
            SparqlError::NotAllowed(_) => {
                Self::new(StatusCode::FORBIDDEN, "not-allowed", "This is switched off", detail)
            }
            SparqlError::Remote { .. } => {
                Self::new(StatusCode::BAD_GATEWAY, "remote", "Another server did not answer as it should", detail)
            }
            SparqlError::Evaluation(_) | SparqlError::Load { .. } | SparqlError::GraphExists(_) => {
                let title = "The query cannot be evaluated";
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "evaluation", title, detail)
            }
            _ => Self::internal(detail),
        }
    }
}

impl IntoResponse for Problem {
    /// The document, with the problem itself among the response's extensions, so that a page can be made of it.
    fn into_response(self) -> Response {
        let mut response = (self.status, Json(&self)).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some((name, value)) = self.header {
            headers.insert(name, HeaderValue::from_static(value));
        }
        response.extensions_mut().insert(self);
        response
    }
}
