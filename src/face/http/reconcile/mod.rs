//! The Reconciliation Service API: 0.2, which `OpenRefine` speaks, and beside it the draft of 1.0.
//!
//! | address under `/reconcile/SERVICE` | 0.2 | 1.0-draft, under `/v1` |
//! |---|---|---|
//! | the service itself | manifest; `queries`, `extend` by GET or as a form | manifest |
//! | `/match` | | a batch of queries, as JSON |
//! | `/extend` | | properties of things, as JSON |
//! | `/suggest/entity`, `/type`, `/property`, `/extend/propose`, `/preview`, `/view` | the same | the same |
//!
//! What is asked is read by [`v02`] or [`v1`] into one [`asked::Query`], which [`matching`] answers; nothing is ever written.
//! `docs/reconciliation.md` says what the versions differ in and how scores are to be understood.

mod asked;
mod evidence;
mod extend;
mod graph;
mod list;
mod manifest;
mod matching;
mod part;
mod preview;
mod properties;
mod service;
mod services;
mod suggest;
mod told;
mod v02;
mod v1;

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Request, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use self::asked::{Query, refused};
use self::extend::Wanted;
use self::service::Service;
pub(super) use self::services::Services;
use self::suggest::{Typed, What};
use self::told::Candidate;
use super::answer::rests_on;
use super::content;
use super::negotiate::wants_page;
use super::problem::Problem;
use super::sparql::Parameters;
use super::state::Shared;
use crate::sparql::{CancellationToken, QueryOptions};

const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";

/// Whether an address is one of reconciliation, where POST asks and changes nothing.
pub(super) fn is_asked(path: &str) -> bool {
    path == "/reconcile" || path.starts_with("/reconcile/")
}

/// `GET /reconcile`
pub(super) async fn list(State(state): State<Arc<Shared>>, headers: HeaderMap) -> Result<Response, Problem> {
    let (page, base) = (wants_page(&headers)?, state.base(&headers));
    let job = move |state: &Shared, _: &QueryOptions| {
        let snapshot = state.store.snapshot();
        let all = state.services.all(&snapshot);
        Ok(list::answer(all.iter().map(Arc::as_ref), &base, page.then_some(&snapshot)))
    };
    state.run(job).await
}

/// `GET /reconcile/SERVICE`: the manifest, or what `queries` or `extend` ask.
pub(super) async fn get(
    State(state): State<Arc<Shared>>,
    Path(name): Path<String>,
    request: Request,
) -> Result<Response, Problem> {
    let parameters = Parameters::of_address(request.uri())?;
    let base = state.base(request.headers());
    answer(&state, name, move |service, token| match asked_of(&parameters)? {
        Some(asked) => asked(service, token),
        None => Ok(manifest::v02(service, &base, &format!("{base}/reconcile/{}", service.name))),
    })
    .await
}

/// `POST /reconcile/SERVICE` with a form that has `queries` or `extend`.
pub(super) async fn post(
    State(state): State<Arc<Shared>>,
    Path(name): Path<String>,
    request: Request,
) -> Result<Response, Problem> {
    let kind = content::kind(request.headers())?;
    if kind != FORM {
        return Err(Problem::unsupported(&kind, &[FORM]));
    }
    let parameters = Parameters::of_form(&content::text(request).await?)?;
    answer(&state, name, move |service, token| {
        let asked = asked_of(&parameters)?;
        asked.ok_or_else(|| refused("queries", "neither `queries` nor `extend` is in the form"))?(service, token)
    })
    .await
}

/// `GET /reconcile/SERVICE/v1`
pub(super) async fn manifest_v1(
    State(state): State<Arc<Shared>>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let base = state.base(&headers);
    answer(&state, name, move |service, _| {
        Ok(manifest::v1(service, &base, &format!("{base}/reconcile/{}/v1", service.name)))
    })
    .await
}

/// `POST /reconcile/SERVICE/v1/match`
pub(super) async fn match_v1(
    State(state): State<Arc<Shared>>,
    Path(name): Path<String>,
    request: Request,
) -> Result<Response, Problem> {
    let queries = v1::read(&json_of(request).await?)?;
    answer(&state, name, move |service, token| {
        let results = queries.iter().map(|query| Ok(json!({ "candidates": candidates(service, query, token)? })));
        Ok(json!({ "results": results.collect::<Result<Vec<_>, Problem>>()? }))
    })
    .await
}

/// `POST /reconcile/SERVICE/v1/extend`
pub(super) async fn extend_v1(
    State(state): State<Arc<Shared>>,
    Path(name): Path<String>,
    request: Request,
) -> Result<Response, Problem> {
    let body = json_of(request).await?;
    let text = String::from_utf8_lossy(&body).into_owned();
    let wanted = Wanted::read(&asked::json("body", &text)?)?;
    answer(&state, name, move |service, token| Ok(service.extended_v1(&wanted, &service.rows(&wanted, token)?))).await
}

/// `GET /reconcile/SERVICE/suggest/WHAT`, and the same under `/v1`
pub(super) async fn suggest(
    State(state): State<Arc<Shared>>,
    Path((name, what)): Path<(String, String)>,
    request: Request,
) -> Result<Response, Problem> {
    let what = match what.as_str() {
        "entity" => What::Entity,
        "type" => What::Type,
        "property" => What::Property,
        _ => return Err(Problem::not_found(format!("{what:?} is not suggested; entity, type and property are."))),
    };
    let parameters = plain(Parameters::of_address(request.uri())?)?;
    let typed = Typed::read(&parameters)?;
    answer(&state, name, move |service, _| Ok(json!(service.suggest(what, &typed)))).await
}

/// `GET /reconcile/SERVICE/extend/propose`, and the same under `/v1`
pub(super) async fn propose(
    State(state): State<Arc<Shared>>,
    Path(name): Path<String>,
    request: Request,
) -> Result<Response, Problem> {
    let parameters = plain(Parameters::of_address(request.uri())?)?;
    answer(&state, name, move |service, _| service.proposed(&parameters)).await
}

/// `GET /reconcile/SERVICE/preview`, and the same under `/v1`
pub(super) async fn preview(
    State(state): State<Arc<Shared>>,
    Path(name): Path<String>,
    request: Request,
) -> Result<Response, Problem> {
    let parameters = Parameters::of_address(request.uri())?;
    with(&state, name, move |service, _| preview::preview(service, &parameters)).await
}

/// `GET /reconcile/SERVICE/view`, and the same under `/v1`
pub(super) async fn view(
    State(state): State<Arc<Shared>>,
    Path(name): Path<String>,
    request: Request,
) -> Result<Response, Problem> {
    let parameters = Parameters::of_address(request.uri())?;
    with(&state, name, move |service, _| preview::view(service, &parameters)).await
}

type Asked = Box<dyn FnOnce(&Service, Option<&CancellationToken>) -> Result<Value, Problem>>;

/// What the fields of version 0.2 ask, if they ask something.
fn asked_of(parameters: &Parameters) -> Result<Option<Asked>, Problem> {
    refuse_callback(parameters)?;
    match (parameters.one("queries")?, parameters.one("extend")?) {
        (Some(queries), None) => {
            let queries = v02::read(queries)?;
            Ok(Some(Box::new(move |service, token| results(service, &queries, token))))
        }
        (None, Some(extend)) => {
            let wanted = Wanted::read(&asked::json("extend", extend)?)?;
            Ok(Some(Box::new(move |service, token| Ok(service.extended_v02(&wanted, service.rows(&wanted, token)?)))))
        }
        (Some(_), Some(_)) => Err(refused("extend", "`queries` and `extend` are asked one at a time")),
        (None, None) if parameters.has("query") => Err(refused(
            "query",
            "one query alone is of version 0.1; send `queries`, as in {\"q0\": {\"query\": \"...\"}}",
        )),
        (None, None) => Ok(None),
    }
}

/// Refuses JSONP: a script that any page may include cannot be kept from pages that may not read.
fn refuse_callback(parameters: &Parameters) -> Result<(), Problem> {
    if parameters.has("callback") {
        let what =
            "JSONP is not answered, as a page that may not read could include it; leave `callback` out and ask by CORS";
        return Err(refused("callback", what));
    }
    Ok(())
}

fn plain(parameters: Parameters) -> Result<Parameters, Problem> {
    refuse_callback(&parameters)?;
    Ok(parameters)
}

fn results(
    service: &Service,
    queries: &[(String, Query)],
    token: Option<&CancellationToken>,
) -> Result<Value, Problem> {
    let mut results = Map::new();
    for (name, query) in queries {
        results.insert(name.clone(), json!({ "result": candidates(service, query, token)? }));
    }
    Ok(Value::Object(results))
}

/// One query of a batch, unless nobody waits for it any more.
fn candidates(service: &Service, query: &Query, token: Option<&CancellationToken>) -> Result<Vec<Candidate>, Problem> {
    if token.is_some_and(CancellationToken::is_cancelled) {
        return Err(Problem::cancelled());
    }
    Ok(service.candidates(query))
}

async fn json_of(request: Request) -> Result<Vec<u8>, Problem> {
    let kind = content::kind(request.headers())?;
    if kind != JSON {
        return Err(Problem::unsupported(&kind, &[JSON]));
    }
    content::bytes(request).await
}

/// What `job` says of a service, as JSON.
async fn answer(
    state: &Arc<Shared>,
    name: String,
    job: impl FnOnce(&Service, Option<&CancellationToken>) -> Result<Value, Problem> + Send + 'static,
) -> Result<Response, Problem> {
    with(state, name, |service, token| Ok(Json(job(service, token)?).into_response())).await
}

/// What `job` answers, with the state that it rests on.
async fn with(
    state: &Arc<Shared>,
    name: String,
    job: impl FnOnce(&Service, Option<&CancellationToken>) -> Result<Response, Problem> + Send + 'static,
) -> Result<Response, Problem> {
    let work = move |state: &Shared, options: &QueryOptions| {
        let service = state.services.get(&name, || state.store.snapshot())?;
        let mut response = job(&service, options.cancellation.as_ref())?;
        response.headers_mut().extend(service.snapshot.as_ref().and_then(rests_on));
        Ok(response)
    };
    state.run(work).await
}
