//! How a query was answered, for programs and as part of a page.

use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::answer::{Answer, NOT_AGAIN};
use super::negotiate::{Offer, choose};
use super::number::{Format, grouped};
use super::problem::Problem;
use crate::snapshot::Snapshot;
use crate::sparql::{AnsweredBy, ExplainedStep, Explanation};

/// How it is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Json,
    Text,
    Page,
}

const OFFERS: [Offer<Form>; 3] = [
    Offer::new("application/json", &[], Form::Json),
    Offer::new("text/plain", &[], Form::Text),
    Offer::new("text/html", &["application/xhtml+xml"], Form::Page),
];

/// `explanation`, with its times, as it was asked for; `page` makes a page around the plan.
pub(super) fn told(
    explanation: &Explanation,
    snapshot: &Snapshot,
    form: Form,
    page: impl FnOnce(&Markup) -> Markup,
) -> Result<Response, Problem> {
    Ok(match form {
        Form::Json => {
            let json = serde_json::to_vec(explanation).map_err(|error| Problem::internal(error.to_string()))?;
            ([NOT_AGAIN], Answer::new("application/json", json).of(snapshot)).into_response()
        }
        Form::Text => ([NOT_AGAIN], Answer::new("text/plain", explanation.to_text()).of(snapshot)).into_response(),
        Form::Page => page(&show(explanation)).into_response(),
    })
}

/// As the `format` parameter says, else as the client accepts.
pub(super) fn form(headers: &HeaderMap, format: Option<&str>) -> Result<Form, Problem> {
    match format {
        Some("json") => Ok(Form::Json),
        Some("text" | "txt") => Ok(Form::Text),
        Some("html") => Ok(Form::Page),
        Some(other) => Err(Problem::bad_request(format!(
            "The format {other:?} is not known for an explanation. Known are json, text, html."
        ))),
        None => choose(headers, &OFFERS)
            .map(|offer| offer.what)
            .ok_or_else(|| Problem::not_acceptable(OFFERS.iter().map(|offer| offer.media))),
    }
}

/// The plan as a table whose first column is set in by depth.
fn show(explanation: &Explanation) -> Markup {
    let mut steps = Vec::new();
    list(&explanation.plan, 0, &mut steps);
    let times = Format::of(steps.iter().filter_map(|(_, step)| step.milliseconds));
    let way = match explanation.answered_by {
        AnsweredBy::Evaluator => "Answered by the evaluator, row by row",
        AnsweredBy::ColumnsAndEvaluator => "Answered over columns, with parts by the evaluator",
        _ => "Answered over columns",
    };
    let (rows, threads) = (explanation.rows, explanation.threads);
    let total = Format::of([explanation.milliseconds, explanation.planning_milliseconds]);
    html! {
        p.lead { (way) "." }
        p.note {
            (count(rows)) @if rows == 1 { " row" } @else { " rows" }
            " in " (total.show(explanation.milliseconds)) " ms, "
            (total.show(explanation.planning_milliseconds)) " ms of it to read and plan, on "
            (threads) @if threads == 1 { " thread" } @else { " threads" }
            ". The rows themselves are only counted."
        }
        @for why in &explanation.why { p.note { "By the evaluator because of: " code { (why) } } }
        div.scroll tabindex="0" role="region" aria-label="The plan" {
            table.plan {
                thead { tr {
                    th scope="col" { "Step" }
                    th.num scope="col" { "Rows expected" }
                    th.num scope="col" { "Rows" }
                    th.num scope="col" { "Time " span.unit { "ms" } }
                } }
                tbody { @for (depth, step) in &steps { (row(*depth, step, times)) } }
            }
        }
    }
}

fn list<'e>(steps: &'e [ExplainedStep], depth: usize, found: &mut Vec<(usize, &'e ExplainedStep)>) {
    for step in steps {
        found.push((depth, step));
        list(&step.steps, depth + 1, found);
    }
}

fn row(depth: usize, step: &ExplainedStep, times: Format) -> Markup {
    // The page allows no styles within it, and a depth has no end: so it is set in by characters.
    let before = "\u{2003}\u{2003}".repeat(depth.saturating_sub(1));
    html! {
        tr {
            td { (before) @if depth > 0 { "└\u{2002}" } code { (step.text) } }
            td.num { @if let Some(expected) = step.expected { (rounded(expected)) } }
            td.num { @if let Some(rows) = step.rows { (count(rows)) } }
            td.num { @if let Some(time) = step.milliseconds { (times.show(time)) } }
        }
    }
}

fn count(rows: u64) -> String {
    grouped(usize::try_from(rows).unwrap_or(usize::MAX))
}

/// A number of rows that is only reckoned.
fn rounded(number: f64) -> String {
    if number < 1.0 && number > 0.0 { "< 1".to_owned() } else { Format::of([0.0]).show(number) }
}
