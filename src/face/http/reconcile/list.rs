//! What can be reconciled against, for people and for programs.

use axum::Json;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde_json::{Value, json};

use super::service::Service;
use crate::face::http::frame::Frame;
use crate::face::http::number::grouped;
use crate::snapshot::Snapshot;

fn size(service: &Service) -> usize {
    service.parts.iter().map(|part| part.linker.index().len()).sum()
}

/// `GET /reconcile`
pub(super) fn answer<'s>(services: impl Iterator<Item = &'s Service>, base: &str, page: Option<&Snapshot>) -> Response {
    match page {
        Some(snapshot) => html(services, base, snapshot).into_response(),
        None => {
            Json(json!({ "services": services.map(|service| said(service, base)).collect::<Vec<_>>() })).into_response()
        }
    }
}

fn said(service: &Service, base: &str) -> Value {
    let at = format!("{base}/reconcile/{}", service.name);
    json!({
        "name": service.name,
        "title": service.title,
        "about": service.about,
        "things": size(service),
        "endpoints": { "0.2": at, "1.0-draft": format!("{at}/v1") },
    })
}

fn html<'s>(services: impl Iterator<Item = &'s Service>, base: &str, snapshot: &Snapshot) -> Markup {
    let body = html! {
        h1 { "Reconciliation" }
        p.lead { "Which things are meant by the names in a table. Give one of these addresses to OpenRefine (Reconcile, Start reconciling, Add standard service), or to any client of the Reconciliation Service API." }
        div.scroll tabindex="0" role="region" aria-label="Services" {
            table {
                thead { tr { th scope="col" { "What" } th.num scope="col" { "Things" } th scope="col" { "Address (0.2)" } th scope="col" { "1.0-draft" } } }
                tbody {
                    @for service in services {
                        tr {
                            td { strong { (service.title) } br; span.note { (service.about) } }
                            td.num { (grouped(size(service))) }
                            td { code { (base) "/reconcile/" (service.name) } }
                            td { a href={ "/reconcile/" (service.name) "/v1" } { "manifest" } }
                        }
                    }
                }
            }
        }
        p.note { "Data sets of the web are added with " code { "milieu target add" } " and served with " code { "milieu serve --target NAME" } "." }
    };
    Frame::new("Reconciliation").current("/reconcile").snapshot(snapshot).page(&body)
}
