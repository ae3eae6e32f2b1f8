//! A view's chart for the page of somebody else.

use std::sync::Arc;

use axum::extract::{Path, Request, State};
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::response::{IntoResponse, Response};
use maud::html;

use super::asked::Asked;
use super::problem;
use super::table::{embedded, table};
use crate::face::http::frame::Frame;
use crate::face::http::guard::FRAMED;
use crate::face::http::problem::Problem;
use crate::face::http::state::Shared;
use crate::sparql::QueryOptions;
use crate::view::ChartKind;

/// `GET /views/ASPECT/VIEW/embed`
pub(in crate::face::http) async fn embed(
    State(state): State<Arc<Shared>>,
    Path((aspect, name)): Path<(String, String)>,
    request: Request,
) -> Result<Response, Problem> {
    let asked = Asked::read(&format!("{aspect}/{name}"), request.uri(), state.base(request.headers()), &[])?;
    state.run(move |state, options| framed(state, options, &asked)).await
}

fn framed(state: &Shared, options: &QueryOptions, asked: &Asked) -> Result<Response, Problem> {
    let (snapshot, arguments) = asked.resolved(state)?;
    let answer =
        state.views.run(asked.view, &snapshot, &arguments, &options.clone().into()).map_err(|error| problem(&error))?;
    let whole = format!("{}{}{}", asked.base, asked.address(), asked.query);
    let why = format!(
        "{}{}/why{}{}row=",
        asked.base,
        asked.address(),
        asked.query,
        if asked.query.is_empty() { "?" } else { "&" }
    );
    let drawn = answer.chart.kind != ChartKind::None && !answer.rows.is_empty();
    let body = html! {
        h1 { (answer.title) }
        @if let Some(sentence) = &answer.sentence { p.lead { (sentence) } }
        @if drawn { figure.chart data-chart { figcaption { (answer.title) } } }
        @if answer.rows.is_empty() { p.empty { "The data hold nothing on this." } } @else {
            details open[!drawn] { summary { "Table (" (answer.rows.len()) " rows)" } (table(&answer, &why)) }
        }
        p.provenance { a href=(whole) target="_blank" rel="noopener" { "From milieu, snapshot " (answer.snapshot.number) ": data, query, how to cite" } }
        (embedded(&answer)?)
    };
    Ok(([(CONTENT_SECURITY_POLICY, FRAMED)], Frame::new(&answer.title).bare(&body)).into_response())
}
