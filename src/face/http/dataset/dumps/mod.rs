//! `/dumps`: the data as files.
//!
//! They are kept in memory, compressed, up to [`dump_bytes`](crate::face::http::Settings::dump_bytes), and of one state only. Lines come in
//! the order of canonical N-Quads, so the same content gives the same bytes and the same digest wherever it is served.

mod make;
mod shelf;

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Request, State};
use axum::http::header::{ACCEPT_RANGES, CONTENT_DISPOSITION, CONTENT_TYPE, HeaderName};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde_json::json;

pub(in crate::face::http) use self::make::file_of;
pub(super) use self::make::{ALL, Dump};
pub(in crate::face::http) use self::shelf::Shelf;
use super::Place;
use super::catalog::web;
use super::signs::Signs;
use crate::face::http::frame::Frame;
use crate::face::http::link::page_of;
use crate::face::http::negotiate::wants_page;
use crate::face::http::number::grouped;
use crate::face::http::problem::Problem;
use crate::face::http::state::Shared;
use crate::model::{GraphName, NamedNode};
use crate::snapshot::Snapshot;
use crate::view::GraphSource;

/// The digest of what is sent (RFC 9530).
const REPR_DIGEST: HeaderName = HeaderName::from_static("repr-digest");

/// `GET /dumps`
pub(in crate::face::http) async fn list(
    State(state): State<Arc<Shared>>,
    request: Request,
) -> Result<Response, Problem> {
    let page = wants_page(request.headers())?;
    let place = Place::of(&state, request.headers())?;
    let dumps = Shelf::get(&state).await?;
    state
        .run(move |state, _| {
            if page {
                return Ok(self::page(&state.store.snapshot(), &dumps.files).into_response());
            }
            let told = dumps.files.iter().map(|dump| {
                json!({
                    "file": dump.file, "href": place.at(&format!("/dumps/{}", dump.file)).as_str(),
                    "graph": dump.graph.as_ref().map(NamedNode::as_str), "statements": dump.statements,
                    "bytes": dump.bytes.len(), "sha256": crate::hex(&dump.sha256), "media_type": media(dump),
                })
            });
            let signs = dumps.files.iter().fold(Signs::default(), |signs, dump| {
                signs.typed("item", &format!("/dumps/{}", dump.file), "application/gzip")
            });
            let signs = signs.add("collection", "/catalog");
            Ok(signs.on(Json(told.collect::<Vec<_>>())))
        })
        .await
}

/// `GET /dumps/FILE`
pub(in crate::face::http) async fn dump(
    State(state): State<Arc<Shared>>,
    Path(file): Path<String>,
) -> Result<Response, Problem> {
    let dumps = Shelf::get(&state).await?;
    let Some(dump) = dumps.files.iter().find(|dump| dump.file == file) else {
        let known: Vec<_> = dumps.files.iter().map(|dump| dump.file.as_str()).collect();
        return Err(Problem::not_found(format!("There is no dump {file:?}. There are {}.", known.join(", "))));
    };
    let licence = dump
        .graph
        .as_ref()
        .and_then(|graph| GraphSource::of(&state.store.snapshot(), &GraphName::from(graph.clone())).licence);
    let signs = Signs::default()
        .add("collection", "/dumps")
        .typed("describedby", "/.well-known/void", "text/turtle")
        .typed("describedby", "/catalog", "text/turtle")
        .add("type", "https://schema.org/Dataset")
        .maybe("license", licence.as_deref());
    let headers = [
        (CONTENT_TYPE, "application/gzip".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", dump.file)),
        (REPR_DIGEST, format!("sha-256=:{}:", base64(&dump.sha256))),
        (ACCEPT_RANGES, "none".to_owned()),
    ];
    let mut response = signs.on((headers, dump.bytes.clone()));
    response.headers_mut().extend(dumps.rests_on.clone());
    Ok(response)
}

/// What is in the file once it is taken apart.
fn media(dump: &Dump) -> &'static str {
    if dump.graph.is_none() { "application/n-quads" } else { "application/n-triples" }
}

fn page(snapshot: &Snapshot, dumps: &[Dump]) -> Markup {
    let body = html! {
        p.crumbs { a href="/catalog" { "Data sets" } " / dumps" }
        h1 { "Dumps" }
        p.lead { "The data as files: N-Quads with every graph, N-Triples of each, sorted and compressed with gzip." }
        p.note { "The same data have the same bytes, so a file can be known by its SHA-256 again." }
        div.scroll tabindex="0" role="region" aria-label="Dumps" {
            table {
                thead { tr {
                    th scope="col" { "File" } th scope="col" { "Graph" } th.num scope="col" { "Statements" } th.num scope="col" { "Bytes" }
                    th scope="col" { "Licence" } th scope="col" { "SHA-256" }
                } }
                tbody {
                    @for dump in dumps {
                        @let source = dump.graph.clone().map(|graph| GraphSource::of(snapshot, &graph.into()));
                        tr {
                            td { a href={ "/dumps/" (dump.file) } download { (dump.file) } }
                            td {
                                @if let Some((graph, source)) = dump.graph.as_ref().zip(source.as_ref()) {
                                    a href=(page_of(graph.as_str())) { (source.title) }
                                } @else { "all" }
                            }
                            td.num { (grouped(usize::try_from(dump.statements).unwrap_or(usize::MAX))) }
                            td.num { (grouped(dump.bytes.len())) }
                            td { (web(source.as_ref().and_then(|source| source.licence.as_deref()))) }
                            td { code { (crate::hex(&dump.sha256)) } }
                        }
                    }
                }
            }
        }
    };
    Frame::new("Dumps").snapshot(snapshot).page(&body)
}

/// RFC 4648, 4.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for at in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * at)) as usize & 63];
            text.push(if at > chunk.len() { '=' } else { char::from(letter) });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    #[test]
    fn base64_as_the_rfc_has_it() {
        for (text, coded) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("foobar", "Zm9vYmFy")]
        {
            assert_eq!(super::base64(text.as_bytes()), coded);
        }
    }
}
