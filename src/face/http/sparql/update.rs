//! Updates: for who holds the token, all or nothing, with what follows from them.

use std::sync::Arc;

use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use super::request::Asked;
use crate::face::http::problem::Problem;
use crate::face::http::state::Shared;
use crate::ingest;
use crate::reason;
use crate::sparql;

pub(super) async fn update(
    state: Arc<Shared>,
    asked: Asked,
    authorization: Option<&HeaderValue>,
) -> Result<Response, Problem> {
    let Some(token) = &state.settings.token else { return Err(Problem::read_only()) };
    let given = authorization.and_then(|value| value.to_str().ok()).and_then(|value| value.split_once(' '));
    match given {
        Some((scheme, given)) if scheme.eq_ignore_ascii_case("bearer") && token.is(given.trim()) => {}
        _ => return Err(Problem::unauthorized()),
    }
    let snapshot = state
        .run(move |state, options| {
            let mut transaction = state.store.begin();
            sparql::update_in(&mut transaction, &asked.text, &asked.options(options))?;
            ingest::derive(&mut transaction);
            reason::refresh(&mut transaction).map_err(|error| Problem::internal(error.to_string()))?;
            transaction.commit().map_err(|error| Problem::not_kept(&error))
        })
        .await?;
    let rests_on = HeaderValue::from_str(&format!("{} {}", snapshot.number(), snapshot.hash()));
    let mut response = StatusCode::NO_CONTENT.into_response();
    if let Ok(value) = rests_on {
        response.headers_mut().insert("milieu-snapshot", value);
    }
    Ok(response)
}
