//! Views: the gallery, and each view as a page or a file.

mod asked;
mod cite;
mod embed;
mod explain;
mod form;
mod gallery;
mod page;
mod panel;
mod signs;
mod table;
mod uses;
mod what_if;
mod why;

use std::io;
use std::sync::Arc;
use std::time::Instant;

use axum::Json;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use self::asked::Asked;
pub(super) use self::cite::{cite, research_object};
pub(super) use self::embed::embed;
pub(super) use self::explain::explain;
use self::form::Fields;
pub(super) use self::gallery::capital;
pub(super) use self::page::audience;
pub(super) use self::panel::panels;
pub(super) use self::what_if::what_if;
pub(super) use self::why::why;
use super::answer::{self, Answer, NOT_AGAIN, Sending, Sink, cache_status};
use super::dataset::Signs;
use super::drawn;
use super::negotiate::{Offer, choose};
use super::problem::Problem;
use super::state::Shared;
use crate::batch::File;
use crate::face::results::{Drawing, Sheet};
use crate::sparql::QueryOptions;
use crate::view::{Catalogue, Table, View, ViewError};

/// The media type of what the columns of a CSV file mean.
const CSVW: &str = "application/csvm+json";

/// How a view's answer is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Json,
    Page,
    Csv,
    Csvw,
    Query,
    Tsv,
    Lines,
    Columns(File),
    Drawing(Drawing),
}

const OFFERS: [Offer<Form>; 10] = [
    Offer::new("application/json", &[], Form::Json),
    Offer::new("text/html", &["application/xhtml+xml"], Form::Page),
    Offer::new("text/csv", &[], Form::Csv),
    Offer::new(CSVW, &[], Form::Csvw),
    Offer::new("text/tab-separated-values", &["text/tsv"], Form::Tsv),
    Offer::new("application/jsonl", &["application/x-ndjson"], Form::Lines),
    Offer::new("application/vnd.apache.arrow.stream", &[], Form::Columns(File::Arrow)),
    Offer::new("application/vnd.apache.parquet", &[], Form::Columns(File::Parquet)),
    Offer::new(Drawing::Map.media_type(), &[], Form::Drawing(Drawing::Map)),
    Offer::new(Drawing::Network.media_type(), &[], Form::Drawing(Drawing::Network)),
];

fn ending(name: &str) -> Option<Form> {
    Some(match name {
        "json" => Form::Json,
        "html" => Form::Page,
        "csv" => Form::Csv,
        "csvw" => Form::Csvw,
        "rq" => Form::Query,
        "tsv" => Form::Tsv,
        "jsonl" => Form::Lines,
        "arrow" | "arrows" => Form::Columns(File::Arrow),
        "parquet" => Form::Columns(File::Parquet),
        other => return Drawing::from_extension(other).map(Form::Drawing),
    })
}

fn accepted(headers: &HeaderMap) -> Result<Form, Problem> {
    choose(headers, &OFFERS)
        .map(|offer| offer.what)
        .ok_or_else(|| Problem::not_acceptable(OFFERS.map(|offer| offer.media)))
}

/// `GET /`
pub(super) async fn gallery(State(state): State<Arc<Shared>>) -> Response {
    Signs::default().of_api().on(gallery::page(&state.store.snapshot()))
}

/// `GET /views`
pub(super) async fn list(State(state): State<Arc<Shared>>, headers: HeaderMap) -> Result<Response, Problem> {
    match accepted(&headers)? {
        Form::Page => Ok(gallery::page(&state.store.snapshot()).into_response()),
        Form::Json => Ok(Json(Catalogue::shipped().iter().map(summary).collect::<Vec<_>>()).into_response()),
        _ => Err(Problem::not_acceptable(["application/json", "text/html"])),
    }
}

fn summary(view: &View) -> Value {
    let header = view.header();
    let params = header.params.iter().map(|parameter| {
        json!({
            "name": parameter.name, "label": parameter.label, "type": parameter.type_,
            "class": parameter.class, "default": parameter.default,
        })
    });
    let params: Vec<_> = params.collect();
    json!({
        "id": view.id().as_str(), "title": header.title, "question": header.question, "for": header.for_,
        "parameters": params, "columns": header.columns, "hash": view.hash(), "href": format!("/views/{}", view.id().as_str()),
    })
}

/// `GET /views/ASPECT/VIEW`, also with an ending such as `.csv`
pub(super) async fn view(
    State(state): State<Arc<Shared>>,
    Path((aspect, name)): Path<(String, String)>,
    request: Request,
) -> Result<Response, Problem> {
    let (name, ending_) = match name.rsplit_once('.') {
        Some((stem, text)) if ending(text).is_some() => (stem, Some(text)),
        _ => (name.as_str(), None),
    };
    let (id, ours) = (format!("{aspect}/{name}"), ["page_size", "cursor"]);
    let asked = Asked::read(&id, request.uri(), state.base(request.headers()), &ours)?;
    let form = match ending_.or(asked.ours("format")) {
        Some(text) => ending(text).ok_or_else(|| {
            Problem::bad_request(format!(
                "The format {text:?} is not known here. Known are html, json, jsonl, csv, csvw, tsv, arrow, parquet, geojson, graphml, rq."
            ))
        })?,
        None => accepted(request.headers())?,
    };
    if form == Form::Query {
        return Ok(Answer::new("application/sparql-query", asked.view.text()).into_response());
    }
    let is_steady = asked.view.is_steady();
    let answer = state.answer(move |state, options, sending| answered(state, options, sending, &asked, form));
    let mut response = answer.await?;
    if !is_steady {
        response.headers_mut().extend([NOT_AGAIN]);
    }
    Ok(response)
}

fn answered(
    state: &Shared,
    options: &QueryOptions,
    sending: &Sending,
    asked: &Asked,
    form: Form,
) -> Result<Response, Problem> {
    let Asked { view, pairs, base, .. } = asked;
    let (snapshot, offset) = match asked.page {
        Some(_) if form == Form::Page => {
            return Err(Problem::bad_request(
                "The page for people shows all rows. Ask for another format, or leave page_size out.",
            ));
        }
        Some(page) => page.begin(state, asked.at, asked.question())?,
        None => (state.snapshot(asked.at)?, 0),
    };
    let begun = Instant::now();
    let run = |arguments| Ok((state.views.run(view, &snapshot, &arguments, &options.clone().into())?, arguments));
    let table = asked.arguments().and_then(run);
    let signs = signs::signs(asked, &snapshot);
    if form == Form::Page {
        let page = page::Page { view, snapshot: &snapshot, base, took: begun.elapsed() };
        return Ok(match table {
            Ok((table, arguments)) => {
                let fields = Fields::of(view, &snapshot, pairs, Some(&table), None);
                let answered = page.answered(&fields, &table, &arguments)?;
                signs.on(([cache_status(table.answer)], answer::page(&snapshot, answered)))
            }
            Err(error) => {
                // Who has not said anything yet has made no mistake.
                let waits =
                    matches!(error, ViewError::Missing { .. }) && pairs.iter().all(|(_, value)| value.is_empty());
                let status = if waits { StatusCode::OK } else { problem(&error).status };
                let fields = Fields::of(view, &snapshot, pairs, None, Some(&error));
                (status, page.refused(&fields, &error)).into_response()
            }
        });
    }
    let (mut table, _) = table.map_err(|error| problem(&error))?;
    let total = table.rows.len();
    let mut links = Vec::new();
    if let Some(page) = asked.page {
        let end = offset.saturating_add(page.size).min(total);
        let next = (end < total).then_some(end);
        links.push(page.links(&asked.whole, &snapshot, asked.question(), next));
        table.rows.truncate(end);
        table.rows.drain(..offset.min(end));
    }
    let (address, query) = (asked.address(), &asked.query);
    let (media, ending) = match form {
        Form::Csv => ("text/csv", "csv"),
        Form::Csvw => (CSVW, "csv-metadata.json"),
        Form::Tsv => ("text/tab-separated-values", "tsv"),
        Form::Lines => ("application/jsonl", "jsonl"),
        Form::Json | Form::Page | Form::Query => ("application/json", "json"),
        Form::Columns(file) => (file.media_type(), file.extension()),
        Form::Drawing(drawing) => (drawing.media_type(), drawing.extension()),
    };
    links.push(signs.text());
    let file = format!("{}.{ending}", view.id().as_str().replace('/', "-"));
    let links = links.join(", ");
    let answer = Answer::to_come(media).of(&snapshot).file(file).link(Some(links)).header(cache_status(table.answer));
    let mut out = sending.begin(answer);
    let written = match form {
        Form::Csv => table.to_csv(&mut out),
        Form::Csvw => table.to_csvw(&format!("{base}{address}.csv{query}"), &mut out),
        Form::Tsv => table.to_tsv(&mut out),
        Form::Lines => table.to_jsonl(&mut out),
        Form::Json if asked.page.is_some() => paged(&table, total, offset, &mut out).map_err(ViewError::Write),
        Form::Json | Form::Page | Form::Query => table.to_json(&mut out),
        Form::Columns(file) => table.to_columns(file, &mut out),
        Form::Drawing(drawing) => {
            drawn::write(&Sheet::of_table(&table), drawing, &snapshot, &mut out)?;
            Ok(())
        }
    };
    match written {
        Ok(()) => out.finish(),
        Err(ViewError::Write(error)) => Err(out.problem(&error)),
        Err(error) => Err(problem(&error)),
    }
}

/// Writes a page of a table that has `total` rows, from row `offset` on.
fn paged(table: &Table, total: usize, offset: usize, out: &mut impl io::Write) -> io::Result<()> {
    let mut page = serde_json::to_value(table)?;
    page["total"] = total.into();
    page["offset"] = offset.into();
    serde_json::to_writer(out, &page).map_err(io::Error::other)
}

/// What went wrong with a view, for programs.
fn problem(error: &ViewError) -> Problem {
    let detail = error.to_string();
    match error {
        ViewError::Id { .. } | ViewError::Unknown { .. } | ViewError::NoSuchRow { .. } => Problem::not_found(detail),
        ViewError::NoSuchParameter { .. } | ViewError::Missing { .. } | ViewError::Argument { .. } => {
            Problem::new(StatusCode::BAD_REQUEST, "parameter", "A parameter does not fit", detail)
        }
        ViewError::Sparql(error) => Problem::of_sparql(error),
        _ => Problem::internal(detail),
    }
}
