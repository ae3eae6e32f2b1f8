//! What a view would answer with other linkages.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde_json::json;

use super::asked::Asked;
use super::problem;
use crate::face::http::frame::Frame;
use crate::face::http::negotiate::wants_html;
use crate::face::http::problem::Problem;
use crate::face::http::state::Shared;
use crate::snapshot::Snapshot;
use crate::view::{Cell, RowChange};
use crate::what_if::{Outcome, WhatIf, WhatIfError};

/// `GET /views/ASPECT/VIEW/what-if?add=&remove=`: nothing is written.
pub(in crate::face::http) async fn what_if(
    State(state): State<Arc<Shared>>,
    Path((aspect, name)): Path<(String, String)>,
    request: Request,
) -> Result<Response, Problem> {
    let id = format!("{aspect}/{name}");
    let asked = Asked::read(&id, request.uri(), state.base(request.headers()), &["add", "remove"])?;
    let what_if = WhatIf::read(asked.all("add"), asked.all("remove")).map_err(|error| told(&error))?;
    if what_if.is_empty() {
        let detail = "Say which linkage is to be added or removed, as in `add=A -> B : trade` or `remove=A -- B`.";
        return Err(Problem::bad_request(detail));
    }
    let page = asked.ours("format").map_or_else(|| wants_html(request.headers()), |format| format == "html");
    state
        .run(move |state, options| {
            let (snapshot, arguments) = asked.resolved(state)?;
            let run = what_if.run(asked.view, &snapshot, &arguments, &options.clone().into());
            let outcome = run.map_err(|error| told(&error))?;
            if page {
                return Ok(self::page(&asked, &snapshot, &outcome).into_response());
            }
            let Outcome { before, after, rows, added, removed, quads, .. } = &outcome;
            let answer = json!({
                "view": before.view.as_str(), "parameters": before.parameters, "columns": before.columns,
                "added": added, "removed": removed, "quads": { "added": quads.0, "removed": quads.1 },
                "rows": { "before": before.rows.len(), "after": after.rows.len() }, "changes": rows,
                "sentence": { "before": before.sentence, "after": after.sentence }, "snapshot": before.snapshot,
            });
            Ok(Json(answer).into_response())
        })
        .await
}

fn told(error: &WhatIfError) -> Problem {
    match error {
        WhatIfError::View(error) => problem(error),
        WhatIfError::Reason(_) | WhatIfError::Store(_) => Problem::internal(error.to_string()),
        error => Problem::new(StatusCode::BAD_REQUEST, "linkage", "A linkage cannot be understood", error.to_string()),
    }
}

fn page(asked: &Asked, snapshot: &Snapshot, outcome: &Outcome) -> Markup {
    let title = &asked.view.header().title;
    let told = |names: &[String]| names.join("; ");
    let body = html! {
        p.crumbs { a href="/" { "Views" } " / " a href=(asked.address()) { (title) } }
        h1 { "What if: " (title) }
        dl.term {
            @if !outcome.added.is_empty() { dt { "Added" } dd { (told(&outcome.added)) } }
            @if !outcome.removed.is_empty() { dt { "Removed" } dd { (told(&outcome.removed)) } }
            @if let Some(sentence) = &outcome.before.sentence { dt { "As it is" } dd { (sentence) } }
            @if let Some(sentence) = &outcome.after.sentence { dt { "As it would be" } dd { (sentence) } }
        }
        p.note { "Nothing was written." }
        @if outcome.rows.is_empty() {
            p.empty { "No row would change." }
        } @else {
            div.scroll tabindex="0" role="region" aria-label="Rows that would change" {
                table {
                    thead { tr { th scope="col" { "Change" } @for column in &outcome.before.columns { th scope="col" { (column.title) } } } }
                    tbody { @for row in &outcome.rows { (self::row(row)) } }
                }
            }
        }
    };
    Frame::new(&format!("What if: {title}")).snapshot(snapshot).page(&body)
}

fn row(change: &RowChange) -> Markup {
    let (name, before, after) = match change {
        RowChange::Added(after) => ("comes", after, after),
        RowChange::Removed(before) => ("goes", before, before),
        RowChange::Changed { before, after } => ("changes", before, after),
    };
    let cell = |(before, after): (&Cell, &Cell)| {
        let (old, new) = (before.to_text(), after.to_text());
        if old == new { new } else { format!("{old} → {new}") }
    };
    html! { tr { td { (name) } @for text in before.iter().zip(after).map(cell) { td { (text) } } } }
}
