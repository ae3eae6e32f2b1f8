//! `/queries`: what runs and what waits, and how to stop it.

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, Json};
use maud::{Markup, html};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::access::{Caller, Role};
use super::body;
use super::call::{self, Call};
use super::frame::Frame;
use super::negotiate::wants_page;
use super::number::grouped;
use super::problem::Problem;
use super::state::Shared;
use super::work::Job;

/// How much of a text a list shows.
const LONGEST_TEXT: usize = 4_000;

/// One piece of work, for who may see it.
#[derive(Serialize)]
struct Listed {
    id: u64,
    request_id: String,
    who: String,
    state: &'static str,
    /// When it came.
    since: String,
    /// Since it came.
    elapsed_ms: u64,
    /// Since its turn came.
    #[serde(skip_serializing_if = "Option::is_none")]
    running_ms: Option<u64>,
    timeout_ms: u64,
    method: String,
    /// Path and parameters.
    address: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    rows: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    memory_bytes: Option<usize>,
}

impl Listed {
    fn of(job: &Job) -> Self {
        let call = job.call.as_deref();
        let running = job.running_for();
        Self {
            id: job.number,
            request_id: call.map(|call| call.id.clone()).unwrap_or_default(),
            who: call.map(Call::whom).unwrap_or_default(),
            state: if running.is_some() { "running" } else { "waiting" },
            since: humantime::format_rfc3339_seconds(job.since).to_string(),
            elapsed_ms: milliseconds(job.begun.elapsed()),
            running_ms: running.map(milliseconds),
            timeout_ms: milliseconds(job.timeout),
            method: call.map(|call| call.method.to_string()).unwrap_or_default(),
            address: call.map(Call::address).unwrap_or_default(),
            text: call.and_then(Call::text).map(|text| text.chars().take(LONGEST_TEXT).collect()),
            rows: job.progress.rows(),
            memory_bytes: Some(job.progress.memory()).filter(|bytes| *bytes > 0),
        }
    }
}

fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

/// `GET /queries`
pub(super) async fn list(
    State(state): State<Arc<Shared>>,
    Extension(caller): Extension<Caller>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let page = wants_page(&headers)?;
    let (running, waiting) = state.queue.counts();
    let may_see = may_manage(&state, &caller);
    let listed = may_see.then(|| state.jobs.all().iter().map(|job| Listed::of(job)).collect::<Vec<_>>());
    if page {
        return Ok(html(&state, running, waiting, listed.as_deref()).into_response());
    }
    let mut answer = json!({ "running": running, "waiting": waiting, "may_run": state.settings.at_once });
    if let Some(listed) = listed {
        answer["queries"] = json!(listed);
    }
    Ok(Json(answer).into_response())
}

/// `DELETE /queries/ID`
pub(super) async fn stop(
    State(state): State<Arc<Shared>>,
    Extension(caller): Extension<Caller>,
    Path(number): Path<String>,
) -> Result<StatusCode, Problem> {
    admit(&state, &caller)?;
    end(&state, &number)?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
pub(super) struct Button {
    #[serde(default)]
    key: String,
}

/// `POST /queries/ID/stop`: the button of the page.
pub(super) async fn press(
    State(state): State<Arc<Shared>>,
    Extension(caller): Extension<Caller>,
    Path(number): Path<String>,
    request: Request,
) -> Result<Redirect, Problem> {
    admit(&state, &caller)?;
    let Button { key } = body::form(request).await?;
    // The page of somebody else can send a form here, and cannot read the key that ours holds.
    if !bool::from(subtle::ConstantTimeEq::ct_eq(key.as_bytes(), KEY.as_bytes())) {
        return Err(forbidden(
            "The form does not come from this server's page. Load /queries anew and press the button again.",
        ));
    }
    // What has ended meanwhile is what was wanted.
    if let Err(problem) = end(&state, &number)
        && problem.status != StatusCode::NOT_FOUND
    {
        return Err(problem);
    }
    Ok(Redirect::to("/queries"))
}

/// What only our own page knows, for as long as the server runs.
static KEY: LazyLock<String> = LazyLock::new(|| {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).expect("the system has random bytes");
    format!("{:032x}", u128::from_le_bytes(bytes))
});

fn end(state: &Shared, number: &str) -> Result<(), Problem> {
    let job = number.parse().ok().and_then(|number| state.jobs.get(number));
    let job =
        job.ok_or_else(|| Problem::not_found(format!("No query {number:?} runs or waits; it may have ended.")))?;
    let whom = call::current().map_or_else(|| "someone".to_owned(), |call| call.whom());
    tracing::info!(query = job.number, by = whom, "a query is stopped");
    job.stop(&whom);
    Ok(())
}

/// Whether the caller may see and stop what others ask: with a token of the role admin, or on this machine. (What a page of somebody else
/// sends is refused before it comes here.)
fn may_manage(state: &Shared, caller: &Caller) -> bool {
    let is_local = || !state.settings.limits.behind_proxy && call::current().is_some_and(|call| call.is_local());
    caller.role >= Some(Role::Admin) || is_local()
}

fn admit(state: &Shared, caller: &Caller) -> Result<(), Problem> {
    if may_manage(state, caller) {
        return Ok(());
    }
    if !state.settings.access.grants(Role::Admin) {
        return Err(forbidden(
            "Queries are stopped on the server's own machine alone, as it was started without a token for that.",
        ));
    }
    caller.needs(Role::Admin, state).map_err(|problem| match problem.status {
        StatusCode::UNAUTHORIZED => problem.detail(
            "Queries are stopped by whoever runs the server: on its machine, or with its token as `Authorization: Bearer SECRET`.",
        ),
        _ => problem,
    })
}

fn forbidden(detail: &str) -> Problem {
    Problem::new(StatusCode::FORBIDDEN, "not-allowed", "This is not allowed", detail)
}

fn html(state: &Shared, running: usize, waiting: usize, listed: Option<&[Listed]>) -> Markup {
    let body = html! {
        h1 { "Queries" }
        p.lead { (grouped(running)) " running, " (grouped(waiting)) " waiting; " (state.settings.at_once) " may run at once." }
        @match listed {
            None => p.note { "What they are is shown to whoever runs this server: on its own machine, or with its token." }
            Some([]) => p.note { "Nothing runs." }
            Some(listed) => {
                div.scroll tabindex="0" role="region" aria-label="What runs and waits" {
                    table.queries {
                        thead { tr {
                            th scope="col" { "No." } th scope="col" { "Who" } th scope="col" { "Since" }
                            th.num scope="col" { "Time " span.unit { "s" } } th scope="col" { "State" } th scope="col" { "What" }
                            th.num scope="col" { "Rows" } th.num scope="col" { "Memory " span.unit { "MiB" } } th scope="col" { "" }
                        } }
                        tbody { @for query in listed { (row(query)) } }
                    }
                }
            }
        }
        p { a href="/queries" { "Look again" } }
    };
    Frame::new("Queries").snapshot(&state.store.snapshot()).page(&body)
}

fn row(query: &Listed) -> Markup {
    html! {
        tr {
            td { (query.id) } td { (query.who) } td { (query.since) }
            td.num { (query.elapsed_ms / 1000) "." (query.elapsed_ms % 1000 / 100) } td { (query.state) }
            td {
                code { (query.method) " " (query.address) }
                @if let Some(text) = &query.text { details { summary { "Text" } pre { (text) } } }
            }
            td.num { (grouped(usize::try_from(query.rows).unwrap_or(usize::MAX))) }
            td.num { @if let Some(bytes) = query.memory_bytes { (grouped(bytes >> 20)) } }
            td {
                form method="post" action={ "/queries/" (query.id) "/stop" } {
                    input type="hidden" name="key" value=(KEY.as_str());
                    button { "Stop" }
                }
            }
        }
    }
}
