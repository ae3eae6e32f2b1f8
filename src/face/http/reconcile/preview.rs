//! A thing at a glance, for the frame of a client, and the way to its page.

use axum::http::StatusCode;
use axum::http::header::{CONTENT_SECURITY_POLICY, HeaderValue, LOCATION};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::asked::refused;
use super::part::Held;
use super::service::{Service, Thing};
use crate::face::http::frame::Frame;
use crate::face::http::guard::FRAMED;
use crate::face::http::link::page_of;
use crate::face::http::problem::Problem;
use crate::face::http::sparql::Parameters;
use crate::link::record::NameKind;

/// How many other names and identifiers are shown.
const SHOWN: usize = 4;

/// The thing that a request names.
fn asked(service: &Service, parameters: &Parameters) -> Result<Thing, Problem> {
    let id = parameters.one("id")?.ok_or_else(|| refused("id", "it is missing; give the identifier of a candidate"))?;
    let unknown = || Problem::not_found(format!("{} has nothing with the identifier {id:?}.", service.title));
    service.by_id(id).ok_or_else(unknown)
}

/// `GET preview?id=`
pub(super) fn preview(service: &Service, parameters: &Parameters) -> Result<Response, Problem> {
    let thing = asked(service, parameters)?;
    let record = service.record(thing);
    let named = service.named(thing);
    let types: Vec<String> = service.types_of(thing).into_iter().map(|kind| kind.name).collect();
    let others: Vec<&str> = record
        .names
        .iter()
        .filter(|(name, kind)| *kind != NameKind::Label && *name != named.name)
        .map(|(name, _)| name.as_str())
        .collect();
    let body: Markup = html! {
        article.preview {
            h1.lead { strong { (named.name) } }
            p.iri { (service.iri(thing)) }
            @if let Some(about) = &named.description { p { (about) @if !types.is_empty() { " · " (types.join(", ")) } } }
            @else if !types.is_empty() { p { (types.join(", ")) } }
            @if !others.is_empty() { p.note { "Also " (others[..others.len().min(SHOWN)].join("; ")) @if others.len() > SHOWN { "; …" } } }
            @if !record.identifiers.is_empty() {
                p.note { @for (kind, code) in record.identifiers.iter().take(SHOWN) { span { (kind.name()) " " code { (code) } } " " } }
            }
            @if let Some(domain) = &record.domain { p.note { (domain) } }
        }
    };
    Ok(([(CONTENT_SECURITY_POLICY, FRAMED)], Frame::new(&named.name).bare(&body)).into_response())
}

/// `GET view?id=`: where the thing is told of. Only what is in the target is led to, so the address leads nowhere else.
pub(super) fn view(service: &Service, parameters: &Parameters) -> Result<Response, Problem> {
    let thing = asked(service, parameters)?;
    let iri = service.iri(thing);
    let to = match &service.parts[thing.part].linker {
        Held::Own(_) => page_of(&iri),
        Held::Shelf(_) => iri,
    };
    let leads = to.starts_with("https://") || to.starts_with("http://") || to.starts_with('/');
    let to = HeaderValue::from_str(&to).ok().filter(|_| leads);
    let to = to.ok_or_else(|| Problem::not_found(format!("{} has no page.", service.iri(thing))))?;
    Ok((StatusCode::SEE_OTHER, [(LOCATION, to)]).into_response())
}
