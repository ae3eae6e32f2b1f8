//! `/sparql`: the SPARQL 1.1 Protocol for programs, the editor for a browser.

mod explain;
mod format;
mod page;
pub(super) mod request;
mod run;
mod service;
mod update;

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};

use self::format::{Output, output};
use self::request::{Asked, Parameters};
use super::access::Caller;
use super::negotiate::{Offer, choose};
use super::problem::Problem;
use super::state::Shared;
use crate::face::results::Of;
use crate::model::NamedNodeRef;
use crate::sparql::{self, Query, QueryOptions};

/// What there is without a query.
const WITHOUT_QUERY: [Offer<bool>; 2] =
    [Offer::new("text/html", &["application/xhtml+xml"], true), Offer::new("text/turtle", &[], false)];

/// `GET /sparql`
pub(super) async fn get(State(state): State<Arc<Shared>>, request: Request) -> Result<Response, Problem> {
    let parameters = Parameters::of_address(request.uri())?;
    if parameters.has("update") {
        return Err(Problem::method("POST for updates").detail("An update has to be sent by POST."));
    }
    let Some(text) = parameters.one("query")? else {
        let page = choose(request.headers(), &WITHOUT_QUERY)
            .ok_or_else(|| Problem::not_acceptable(WITHOUT_QUERY.map(|offer| offer.media)))?
            .what;
        return Ok(if page {
            page::editor(&state.store.snapshot(), "").into_response()
        } else {
            service::description(&state, request.headers())?.into_response()
        });
    };
    let asked = Asked::query(text, &parameters)?;
    if parameters.has("explain") {
        return explain::answer(state, asked, parameters.one("base")?, request.headers()).await;
    }
    let query = match parse(&asked, &parameters) {
        Ok(query) => query,
        // Someone who opens a link to a query wants to see it, and to mend it.
        Err(_) if super::negotiate::wants_html(request.headers()) => {
            return Ok(page::editor(&state.store.snapshot(), &asked.text).into_response());
        }
        Err(problem) => return Err(problem),
    };
    match output(&query, request.headers(), asked.format.as_deref())? {
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
        let asked = Asked::update(text, &parameters)?;
        return update::update(state, asked, caller).await;
    }
    let Some(text) = parameters.one("query")? else {
        return Err(Problem::bad_request("The parameter `query` is missing."));
    };
    let asked = Asked::query(text, &parameters)?;
    if parameters.has("explain") {
        return explain::answer(state, asked, parameters.one("base")?, &headers).await;
    }
    let query = parse(&asked, &parameters);
    match query.and_then(|query| Ok((output(&query, &headers, asked.format.as_deref())?, query))) {
        // The form of the editor, where no script runs.
        Ok((Output::Page, query)) => page::answered(state, query, asked).await,
        Ok((output, query)) => answer(state, query, asked, output).await,
        Err(problem) if super::negotiate::wants_html(&headers) => {
            Ok((problem.status, page::refused(&state.store.snapshot(), &asked.text, &problem)).into_response())
        }
        Err(problem) => Err(problem),
    }
}

fn parse(asked: &Asked, parameters: &Parameters) -> Result<Query, Problem> {
    if let Some(base) = parameters.one("base")? {
        NamedNodeRef::new(base).map_err(|error| Problem::bad_request(format!("base {base:?} is no IRI: {error}")))?;
    }
    Ok(sparql::parse(&asked.text, parameters.one("base")?)?)
}

async fn answer(state: Arc<Shared>, query: Query, asked: Asked, output: Output) -> Result<Response, Problem> {
    let answer = state.answer(move |state, options, sending| {
        let snapshot = state.snapshot(asked.at)?;
        let options = asked.options(options);
        let results = sparql::evaluate(&snapshot, query, &options)?;
        run::send(results, &Of { snapshot: &snapshot, query: &asked.text }, output, sending)
    });
    answer.await
}

impl Asked {
    /// The server's limits with this request's dataset.
    fn options(&self, limits: &QueryOptions) -> QueryOptions {
        QueryOptions {
            default_graphs: self.default_graphs.clone(),
            named_graphs: self.named_graphs.clone(),
            ..limits.clone()
        }
    }
}
