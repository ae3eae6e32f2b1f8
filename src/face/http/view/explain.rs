//! How the query of a view was answered, in place of its answer.

use std::sync::Arc;
use std::time::Instant;

use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Response};

use super::form::Fields;
use super::page::Page;
use super::{Asked, problem};
use crate::face::http::explain::{Form, form, told};
use crate::face::http::problem::Problem;
use crate::face::http::state::Shared;
use crate::sparql;
use crate::view::ViewError;

/// `GET /views/ASPECT/VIEW/explain`
pub(in crate::face::http) async fn explain(
    State(state): State<Arc<Shared>>,
    Path((aspect, name)): Path<(String, String)>,
    request: Request,
) -> Result<Response, Problem> {
    let asked = Asked::read(&format!("{aspect}/{name}"), request.uri(), state.base(request.headers()), &[])?;
    let form = form(request.headers(), asked.ours("format"))?;
    let answer = move |state: &Shared, options: &sparql::QueryOptions| {
        let snapshot = state.snapshot(asked.at)?;
        let (view, begun) = (asked.view, Instant::now());
        let explained = asked.arguments().and_then(|arguments| {
            let query = view.bound(&snapshot, &arguments)?;
            Ok((sparql::explain_query(&snapshot, query, options).map_err(ViewError::Sparql)?, arguments))
        });
        let page = Page { view, snapshot: &snapshot, base: &asked.base, took: begun.elapsed() };
        match explained {
            Ok((explanation, arguments)) => {
                told(&explanation, &snapshot, form, |plan| page.explained(&asked.pairs, plan, &arguments))
            }
            Err(error) if form == Form::Page => {
                let fields = Fields::of(view, &snapshot, &asked.pairs, None, Some(&error));
                Ok((problem(&error).status, page.refused(&fields, &error)).into_response())
            }
            Err(error) => Err(problem(&error)),
        }
    };
    state.run(answer).await
}
