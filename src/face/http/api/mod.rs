//! The API described: as an `OpenAPI` 3.1 document that is made of the catalogue of views and of a list of addresses, and as pages with a
//! form for each operation, which are made of that document.

mod document;
mod explorer;
mod operation;
mod operations;
mod reconciliation;
mod schema;
mod views;

use std::sync::{Arc, LazyLock};

use axum::extract::{Path, Query, Request, State};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::answer::Answer;
use super::problem::Problem;
use super::state::Shared;

/// The media type that the `OpenAPI` Initiative registers.
const MEDIA: &str = "application/vnd.oai.openapi+json;version=3.1";

/// The document, but for where the server is. It rests on what was built in alone.
static DOCUMENT: LazyLock<Value> = LazyLock::new(|| {
    serde_json::to_value(document::document()).expect("the document is made of texts and lists alone")
});

/// `GET /openapi.json`
pub(super) async fn openapi(State(state): State<Arc<Shared>>, request: Request) -> Response {
    let mut document = DOCUMENT.clone();
    document["servers"] = json!([{ "url": state.base(request.headers()) }]);
    Answer::new(MEDIA, document.to_string()).into_response()
}

/// `GET /api`: every operation.
pub(super) async fn list(State(state): State<Arc<Shared>>) -> Response {
    explorer::list(&DOCUMENT, &state.store.snapshot()).into_response()
}

/// `GET /api/OPERATION`: a form for it, and once that is sent the request that it makes.
pub(super) async fn operation(
    State(state): State<Arc<Shared>>,
    Path(id): Path<String>,
    request: Request,
) -> Result<Response, Problem> {
    let Query(given) = Query::<Vec<(String, String)>>::try_from_uri(request.uri())
        .map_err(|error| Problem::bad_request(error.body_text()))?;
    let Some(operation) = explorer::Operation::find(&DOCUMENT, &id) else {
        return Err(Problem::not_found(format!("There is no operation {id:?}. /api lists them.")));
    };
    let base = state.base(request.headers());
    Ok(operation.page(&given, &base, &state.store.snapshot()).into_response())
}
