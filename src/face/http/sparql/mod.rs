//! `/sparql`: the SPARQL 1.1 Protocol for programs, the editor for a browser.

mod explain;
mod format;
mod page;
mod paging;
pub(super) mod request;
mod run;
mod service;
mod update;

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};

use self::format::{Output, output};
use self::request::Asked;
pub(super) use self::request::{Parameters, READ};
use super::access::Caller;
use super::answer::{NOT_AGAIN, Sending};
use super::problem::Problem;
use super::state::Shared;
use crate::face::results::Of;
use crate::snapshot::Snapshot;
use crate::sparql::{self, Query, QueryOptions};

/// `GET /sparql`
pub(super) async fn get(State(state): State<Arc<Shared>>, request: Request) -> Result<Response, Problem> {
    let headers = request.headers();
    let parameters = Parameters::of_address(request.uri())?;
    if parameters.has("update") {
        return Err(Problem::method("POST").detail("An update has to be sent by POST."));
    }
    let Some(text) = parameters.one("query")? else { return service::get(state, &parameters, headers).await };
    let asked = Asked::query(text, &parameters, endpoint(&state, headers))?;
    if parameters.has("explain") {
        return explain::answer(state, asked, headers).await;
    }
    let query = match parse(&asked) {
        Ok(query) => query,
        // Someone who opens a link to a query wants to see it, and to mend it.
        Err(_) if super::negotiate::wants_html(headers) => {
            return Ok(page::editor(&state.store.snapshot(), &asked.text).into_response());
        }
        Err(problem) => return Err(problem),
    };
    match output(&query, headers, asked.format.as_deref())? {
        Output::Page if asked.page.is_some() => Err(unpaged()),
        Output::Page if asked.format.is_some() => page::answered(state, query, asked).await,
        Output::Page => Ok(page::editor(&state.store.snapshot(), &asked.text).into_response()),
        output => answer(state, query, asked, output).await,
    }
}

/// `POST /sparql`
pub(super) async fn post(
    State(state): State<Arc<Shared>>,
    Extension(caller): Extension<Caller>,
    request: Request,
) -> Result<Response, Problem> {
    let headers = request.headers().clone();
    let parameters = Parameters::of_body(request).await?;
    if let Some(text) = parameters.one("update")? {
        if parameters.has("query") {
            return Err(Problem::bad_request("A request holds a query or an update, not both."));
        }
        let asked = Asked::update(text, &parameters, endpoint(&state, &headers))?;
        return update::update(state, asked, caller).await;
    }
    let Some(text) = parameters.one("query")? else {
        return Err(Problem::bad_request("The parameter `query` is missing."));
    };
    let asked = Asked::query(text, &parameters, endpoint(&state, &headers))?;
    if parameters.has("explain") {
        return explain::answer(state, asked, &headers).await;
    }
    let query = parse(&asked);
    match query.and_then(|query| Ok((output(&query, &headers, asked.format.as_deref())?, query))) {
        Ok((Output::Page, _)) if asked.page.is_some() => Err(unpaged()),
        // The form of the editor, where no script runs.
        Ok((Output::Page, query)) => page::answered(state, query, asked).await,
        Ok((output, query)) => answer(state, query, asked, output).await,
        Err(problem) if super::negotiate::wants_html(&headers) => {
            Ok((problem.status, page::refused(&state.store.snapshot(), &asked.text, &problem)).into_response())
        }
        Err(problem) => Err(problem),
    }
}

/// Where the client reaches this endpoint; relative IRIs are relative to it.
fn endpoint(state: &Shared, headers: &HeaderMap) -> String {
    format!("{}/sparql", state.base(headers))
}

fn unpaged() -> Problem {
    Problem::bad_request("The page for people has no pages. Ask for another format, or leave page_size out.")
}

fn parse(asked: &Asked) -> Result<Query, Problem> {
    Ok(sparql::parse(&asked.text, Some(&asked.base))?)
}

async fn answer(state: Arc<Shared>, query: Query, asked: Asked, output: Output) -> Result<Response, Problem> {
    if let Some(response) = small(&state, &query, &asked, output) {
        return Ok(response);
    }
    let is_steady = sparql::is_steady(&asked.text);
    let answer = state.answer(move |state, options, sending| {
        if let Some(page) = asked.page {
            return paging::answer(state, query, &asked, page, output, options, sending);
        }
        let snapshot = state.snapshot(asked.at)?;
        evaluated(&snapshot, query, &asked, output, options, sending)
    });
    let mut response = answer.await?;
    if !is_steady {
        response.headers_mut().extend([NOT_AGAIN]);
    }
    Ok(response)
}

/// The answer to a query over `snapshot`.
fn evaluated(
    snapshot: &Snapshot,
    query: Query,
    asked: &Asked,
    output: Output,
    limits: &QueryOptions,
    sending: &Sending,
) -> Result<Response, Problem> {
    let results = sparql::evaluate(snapshot, query, &asked.options(limits))?;
    run::send(results, &Of { snapshot, query: &asked.text }, output, sending, None)
}

/// The answer to a query that is less work than to hand it to another thread.
fn small(state: &Shared, query: &Query, asked: &Asked, output: Output) -> Option<Response> {
    let whole = asked.page.is_none() && asked.default_graphs.is_none() && asked.named_graphs.is_none();
    let snapshot = (whole && matches!(output, Output::Rows(_))).then(|| state.snapshot(asked.at).ok())??;
    if !sparql::is_small(&snapshot, query) {
        return None;
    }
    state.answer_here(|options, sending| evaluated(&snapshot, query.clone(), asked, output, options, sending))
}

impl Asked {
    /// The server's limits with this request's dataset.
    fn options(&self, limits: &QueryOptions) -> QueryOptions {
        QueryOptions {
            default_graphs: self.default_graphs.clone(),
            named_graphs: self.named_graphs.clone(),
            base_iri: Some(self.base.clone()),
            ..limits.clone()
        }
    }
}
