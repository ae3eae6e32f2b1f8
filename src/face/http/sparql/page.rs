//! The editor. It works without scripts: the form posts the query, and the answer stands below it.

use std::sync::Arc;

use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::request::Asked;
use crate::face::http::frame::Frame;
use crate::face::http::link::{page_of, short};
use crate::face::http::number::grouped;
use crate::face::http::problem::Problem;
use crate::face::http::state::Shared;
use crate::model::{Term, Triple};
use crate::snapshot::Snapshot;
use crate::sparql::{self, Query, QueryResults, QuerySolutionIter, SparqlError};

/// The most rows on a page; the formats for programs hold more.
const MOST_ROWS: usize = 10_000;

/// The page with `text` in the editor.
pub(super) fn editor(snapshot: &Snapshot, text: &str) -> Markup {
    page(snapshot, text, &html! {})
}

/// The page with a query that was refused.
pub(super) fn refused(snapshot: &Snapshot, text: &str, problem: &Problem) -> Markup {
    let place = problem.place().map(|(line, column)| format!(" (line {line}, column {column})"));
    page(
        snapshot,
        text,
        &html! {
            div.problem role="alert" { strong { (problem.title) (place.unwrap_or_default()) } pre { (problem.detail) } }
        },
    )
}

/// The page with a query and its answer.
pub(super) async fn answered(state: Arc<Shared>, query: Query, asked: Asked) -> Result<Response, Problem> {
    let text = asked.text.clone();
    let page = state
        .run(move |state, options| {
            let snapshot = state.snapshot(asked.at)?;
            let mut options = asked.options(options);
            options.max_rows = Some(options.max_rows.map_or(MOST_ROWS, |most| most.min(MOST_ROWS)));
            let answer = sparql::evaluate(&snapshot, query, &options).and_then(show);
            Ok(match answer {
                Ok(answer) => page(&snapshot, &asked.text, &answer).into_response(),
                Err(error) => {
                    let problem = Problem::from(error);
                    (problem.status, refused(&snapshot, &asked.text, &problem)).into_response()
                }
            })
        })
        .await;
    Ok(match page {
        Ok(page) => page,
        Err(problem) => (problem.status, refused(&state.store.snapshot(), &text, &problem)).into_response(),
    })
}

/// The page with `text` in the editor and `results` below it.
pub(super) fn page(snapshot: &Snapshot, text: &str, results: &Markup) -> Markup {
    let body = html! {
        h1 { "SPARQL" }
        p.note {
            "Queries read the union of all named graphs. " kbd { "Ctrl" } " " kbd { "Enter" } " runs, " kbd { "Ctrl" } " " kbd { "Space" }
            " completes, " kbd { "Esc" } " stops."
        }
        form id="sparql" method="post" action="/sparql" data-prefixes="/prefixes.json" data-examples="/sparql/examples.json" {
            label.sr for="query" { "Query" }
            // A first line break after the tag would be dropped by the browser.
            textarea id="query" name="query" spellcheck="false" rows="16" { "\n" (text) }
            div.query-bar {
                div.buttons {
                    button.primary { "Run" }
                    button name="explain" title="Run it and show how it is answered" { "Explain" }
                }
                div.field id="examples" hidden {}
            }
        }
        div id="sparql-results" aria-live="polite" { (results) }
    };
    Frame::new("SPARQL").current("/sparql").editor().snapshot(snapshot).page(&body)
}

fn show(results: QueryResults<'static>) -> Result<Markup, SparqlError> {
    match results {
        QueryResults::Boolean(answer) => Ok(html! { p.lead { @if answer { "Yes." } @else { "No." } } }),
        QueryResults::Solutions(rows) => table(rows),
        QueryResults::Graph(triples) => {
            let triples = triples.collect::<Result<Vec<Triple>, _>>()?;
            Ok(html! { pre tabindex="0" { @for triple in &triples { (triple) " .\n" } } })
        }
    }
}

fn table(rows: QuerySolutionIter<'static>) -> Result<Markup, SparqlError> {
    let variables = rows.variables().to_vec();
    let rows = rows.collect::<Result<Vec<_>, _>>()?;
    Ok(html! {
        p.note { (grouped(rows.len())) @if rows.len() == 1 { " row" } @else { " rows" } }
        div.scroll tabindex="0" role="region" aria-label="The answer" {
            table.result {
                thead { tr { @for variable in &variables { th scope="col" { (variable.as_str()) } } } }
                tbody {
                    @for row in &rows {
                        tr { @for variable in &variables { (cell(row.get(variable))) } }
                    }
                }
            }
        }
    })
}

fn cell(term: Option<&Term>) -> Markup {
    match term {
        None => html! { td.none data-value="" { "–" } },
        Some(Term::NamedNode(node)) => html! {
            td data-value=(node.as_str()) { a href=(page_of(node.as_str())) title=(node.as_str()) { (short(node.as_str())) } }
        },
        Some(Term::Literal(literal)) => html! {
            td data-value=(literal.value()) {
                span.clip title=(literal.value()) { (literal.value()) }
                @if let Some(language) = literal.language() { span.lang { (language) } }
            }
        },
        Some(other) => html! { td data-value=(other) { (other) } },
    }
}
