//! What a row of a view rests on.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::asked::Asked;
use super::problem;
use crate::face::http::entity::label;
use crate::face::http::frame::Frame;
use crate::face::http::link::{page_of, short};
use crate::face::http::negotiate::wants_html;
use crate::face::http::number::grouped;
use crate::face::http::problem::Problem;
use crate::face::http::state::Shared;
use crate::model::{GraphName, NamedNode, NamedOrBlankNode, Term};
use crate::snapshot::Snapshot;
use crate::view::{GraphSource, Why};

/// The most quads that are sent.
const MOST: usize = 10_000;
/// As many if the request does not say.
const FIRST: usize = 100;

/// `GET /views/ASPECT/VIEW/why?row=`
pub(in crate::face::http) async fn why(
    State(state): State<Arc<Shared>>,
    Path((aspect, name)): Path<(String, String)>,
    request: Request,
) -> Result<Response, Problem> {
    let id = format!("{aspect}/{name}");
    let asked = Asked::read(&id, request.uri(), state.base(request.headers()), &["row", "first"])?;
    let number = |name: &str| {
        let text = asked.ours(name);
        text.map(|text| text.parse::<usize>().map_err(|_| Problem::bad_request(format!("{name}={text} is no number."))))
            .transpose()
    };
    let row = number("row")?.ok_or_else(|| Problem::bad_request("Say which row by its number, as in `row=1`."))?;
    let first = number("first")?.unwrap_or(FIRST).min(MOST);
    let page = asked.ours("format").map_or_else(|| wants_html(request.headers()), |format| format == "html");
    state
        .run(move |state, options| {
            let (snapshot, arguments) = asked.resolved(state)?;
            let why = asked
                .view
                .why(&snapshot, &arguments, row, first, &options.clone().into())
                .map_err(|error| problem(&error))?;
            Ok(if page { self::page(&asked, &snapshot, &why).into_response() } else { Json(&why).into_response() })
        })
        .await
}

fn page(asked: &Asked, snapshot: &Snapshot, why: &Why) -> Markup {
    let header = asked.view.header();
    let total = why.total;
    let body = html! {
        p.crumbs { a href="/" { "Views" } " / " a href=(asked.address()) { (header.title) } }
        h1 { "Why row " (why.number) }
        dl.term {
            @for (column, cell) in why.columns.iter().zip(&why.row) {
                dt { (column.title) } dd { (cell.to_text()) @if let Some(unit) = &column.unit { " " span.unit { (unit) } } }
            }
        }
        p.lead {
            "The row rests on " (grouped(total)) @if total == 1 { " quad" } @else { " quads" }
            @if why.quads.len() < total { "; here are " (grouped(why.quads.len())) " of them" } "."
        }
        @for told in &why.not_shown { p.note { (told) } }
        h2 { "Sources" }
        dl.term { @for (source, quads) in &why.sources { dt { (source.title) } dd { (self::source(source, *quads)) } } }
        h2 { "Quads" }
        div.scroll tabindex="0" role="region" aria-label="Quads" {
            table {
                thead { tr { @for name in ["Subject", "Predicate", "Object", "Graph"] { th scope="col" { (name) } } } }
                tbody {
                    @for quad in &why.quads {
                        tr {
                            td { (subject(snapshot, &quad.subject)) }
                            td { (node(snapshot, &quad.predicate)) }
                            td { (term(snapshot, &quad.object)) }
                            td { @if let GraphName::NamedNode(graph) = &quad.graph_name { (short(graph.as_str())) } }
                        }
                    }
                }
            }
        }
    };
    Frame::new(&format!("Why row {}", why.number)).snapshot(snapshot).page(&body)
}

fn source(source: &GraphSource, quads: usize) -> Markup {
    html! {
        (grouped(quads)) @if quads == 1 { " quad" } @else { " quads" }
        @for (name, value) in [("from", &source.publisher), ("licence", &source.licence)] {
            @if let Some(value) = value {
                "; " (name) " "
                @if value.starts_with("http://") || value.starts_with("https://") { a href=(value) { (value) } } @else { (value) }
            }
        }
        @for file in &source.files { "; " span title={ "SHA-256 " (file.sha256) } { (file.name) } }
    }
}

fn subject(snapshot: &Snapshot, subject: &NamedOrBlankNode) -> Markup {
    match subject {
        NamedOrBlankNode::NamedNode(named) => node(snapshot, named),
        NamedOrBlankNode::BlankNode(blank) => html! { (blank.to_string()) },
    }
}

fn node(snapshot: &Snapshot, node: &NamedNode) -> Markup {
    html! { a href=(page_of(node.as_str())) title=(node.as_str()) { (label(snapshot, node)) } }
}

fn term(snapshot: &Snapshot, term: &Term) -> Markup {
    match term {
        Term::NamedNode(named) => node(snapshot, named),
        Term::Literal(literal) => html! { span.clip title=(literal.to_string()) { (literal.value()) } },
        other => html! { (other.to_string()) },
    }
}
