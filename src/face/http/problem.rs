//! Errors as RFC 9457 problem documents: what went wrong, where, and what to do next.

mod limits;

use axum::Json;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, HeaderValue};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use self::limits::{Limit, Reached};
use super::call;
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
    #[serde(flatten)]
    told: Box<Told>,
}

/// What only some problems tell.
#[derive(Clone, Debug, Default, Serialize)]
struct Told {
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<u32>,
    /// What stands there.
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<String>,
    /// Which limit was met.
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<Limit>,
    /// How far it got until then.
    #[serde(skip_serializing_if = "Option::is_none")]
    reached: Option<Reached>,
    /// The request that it is an answer to.
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<String>,
    /// Members of this problem alone.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    more: Option<serde_json::Value>,
    #[serde(skip)]
    headers: Vec<(&'static str, String)>,
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
        Self { r#type: name, title, status, detail: detail.into(), told: Box::default() }
    }

    /// The same, with a header.
    pub(super) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.told.headers.push((name, value.into()));
        self
    }

    /// The same, with what to do about it.
    pub(super) fn next(mut self, next: impl Into<String>) -> Self {
        self.told.next = Some(next.into());
        self
    }

    /// The same, with members of its own.
    pub(super) fn more(mut self, more: serde_json::Value) -> Self {
        self.told.more = Some(more);
        self
    }

    /// The last part of its type.
    pub(super) fn name(&self) -> &'static str {
        self.r#type
    }

    /// Line and column of the fault, from 1.
    pub(super) fn place(&self) -> Option<(u32, u32)> {
        self.told.line.zip(self.told.column)
    }

    /// What to do about it, if that is not in the detail.
    pub(super) fn what_next(&self) -> Option<&str> {
        self.told.next.as_deref()
    }

    /// The same with the place of the fault, each from 1, if it has one.
    pub(super) fn at(mut self, line: Option<u32>, column: Option<u32>) -> Self {
        (self.told.line, self.told.column) = (line, column);
        self
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

    /// `allowed` are methods, parted by commas.
    pub(super) fn method(allowed: &str) -> Self {
        let detail = format!("This address answers {allowed} only.");
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "method", "Not a method of this address", detail)
            .with("allow", allowed.to_owned())
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
            .with("accept-post", taken.join(", "))
    }

    /// An update that would bring so many violations, the first of which are shown.
    #[cfg(feature = "shacl")]
    pub(super) fn forbidden(count: usize, first: &[&crate::shape::Violation]) -> Self {
        let violations = if count == 1 { "1 violation that was" } else { &format!("{count} violations that were") };
        let detail = format!("It would bring {violations} not there before; nothing was changed.");
        let title = "The shapes forbid what the update brings";
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "shapes", title, detail)
            .more(serde_json::json!({ "count": count, "violations": first }))
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

    pub(super) fn internal(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "The server failed", detail)
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
            SparqlError::Syntax { message, line, column, token } => {
                let mut problem =
                    Self::new(StatusCode::BAD_REQUEST, "syntax", "The query is not valid SPARQL", message.as_str());
                let place = |number: &usize| u32::try_from(*number).ok().filter(|number| *number > 0);
                (problem.told.line, problem.told.column) = (place(line), place(column));
                problem.told.token.clone_from(token);
                problem.next("Mend the text at that place and send it again.")
            }
            SparqlError::BaseIri(_) | SparqlError::Arguments(_) => Self::bad_request(detail),
            SparqlError::TooComplex { .. } => {
                let title = "The query is larger than what this server answers";
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "too-complex", title, detail)
            }
            SparqlError::TimedOut { limit } => Self::timed_out(*limit),
            SparqlError::TooManyRows { limit } => Self::too_many_rows(*limit, detail),
            SparqlError::TooMuchMemory { limit } => Self::too_much_memory(*limit, detail),
            SparqlError::Cancelled => Self::cancelled(),
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
    fn into_response(mut self) -> Response {
        self.told.request_id = call::current().map(|call| call.id.clone());
        let mut response = (self.status, Json(&self)).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        for (name, value) in &self.told.headers {
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.insert(*name, value);
            }
        }
        response.extensions_mut().insert(self);
        response
    }
}
