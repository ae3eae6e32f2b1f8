//! How a query was answered, in place of its answer.

use std::sync::Arc;

use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};

use super::page;
use super::request::Asked;
use crate::face::http::explain::{Form, form, told};
use crate::face::http::problem::Problem;
use crate::face::http::state::Shared;
use crate::sparql;

/// Tells how the query of `asked` was answered.
pub(super) async fn answer(state: Arc<Shared>, asked: Asked, headers: &HeaderMap) -> Result<Response, Problem> {
    let form = form(headers, asked.format.as_deref())?;
    let text = asked.text.clone();
    let answer = state.run(move |state, options| {
        let snapshot = state.snapshot(asked.at)?;
        let options = asked.options(options);
        let explanation = sparql::explain(&snapshot, &asked.text, &options)?;
        told(&explanation, &snapshot, form, |plan| page::page(&snapshot, &asked.text, plan))
    });
    match (answer.await, form) {
        (Err(problem), Form::Page) => {
            Ok((problem.status, page::refused(&state.store.snapshot(), &text, &problem)).into_response())
        }
        (answer, _) => answer,
    }
}
