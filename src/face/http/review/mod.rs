//! `/review`: mappings that wait for somebody to look at them.
//!
//! A review is sent by a form, which works without scripts, or as JSON by programs. Either shows a token that may write, in a header or in
//! the form: a form cannot set headers. Pages of others are refused before they come here, as for every other write.

mod list;
mod page;
mod sent;
mod told;

use std::sync::Arc;

use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, Json};
use serde_json::json;

pub(super) use self::sent::READ;
use self::sent::Sent;
use self::told::Told;
use super::access::{self, Caller};
use super::negotiate::wants_page;
use super::problem::Problem;
use super::sparql::Parameters;
use super::state::Shared;
use super::{answer, call, write};
use crate::link::sssom::State as Standing;
use crate::mapping::{self, MappingError, Order, Queue, SetName};
use crate::model::NamedNode;
use crate::snapshot::Snapshot;
use crate::sparql::QueryOptions;
use crate::store::Transaction;

/// How many mappings are told at once, unless it is said otherwise.
const FIRST: usize = 50;
/// The most that are.
const MOST: usize = 1_000;

/// `GET /review`
pub(super) async fn sets(State(state): State<Arc<Shared>>, request: Request) -> Result<Response, Problem> {
    let page = wants_page(request.headers())?;
    state
        .run(move |state, _| {
            let snapshot = state.store.snapshot();
            let sets = mapping::sets(&snapshot);
            let answer =
                if page { list::page(&snapshot, &sets).into_response() } else { list::json(&sets).into_response() };
            Ok(resting(&snapshot, answer))
        })
        .await
}

/// Which mappings of a set are asked for.
#[derive(Clone)]
struct Asked {
    set: SetName,
    /// Those that stand so; else all.
    standing: Option<Standing>,
    order: Order,
    /// The place of the first, from 0.
    at: usize,
    first: usize,
    /// The mapping that was reviewed last, and may be taken back.
    undo: Option<NamedNode>,
    /// Who reviews, once they said so.
    reviewer: String,
}

impl Asked {
    fn of(set: &str, request: &Request) -> Result<Self, Problem> {
        let parameters = Parameters::of_address(request.uri())?;
        let number = |name: &str, default: usize| match parameters.one(name)? {
            None => Ok(default),
            Some(text) => text.parse().map_err(|_| Problem::bad_request(format!("{name}={text:?} is no number."))),
        };
        let standing = match parameters.one("state")? {
            None => Some(Standing::Proposed),
            Some("all") => None,
            Some(name) => Some(name.parse().map_err(|error| Problem::bad_request(format!("{error}, and all.")))?),
        };
        let order = match parameters.one("order")? {
            None | Some("surest-first") => Order::SurestFirst,
            Some("least-sure-first") => Order::LeastSureFirst,
            Some(other) => {
                let detail = format!("order={other:?} is no order: there are surest-first and least-sure-first.");
                return Err(Problem::bad_request(detail));
            }
        };
        let undo = parameters.one("undo")?.map(record).transpose()?;
        let (at, first) = (number("at", 0)?, number("first", FIRST)?.min(MOST));
        let reviewer = parameters.one("reviewer")?.unwrap_or_default().to_owned();
        Ok(Self { set: set.parse().map_err(refused)?, standing, order, at, first, undo, reviewer })
    }

    /// The address of the same at another place.
    fn address(&self, at: usize, undo: Option<&str>) -> String {
        let at = at.to_string();
        let mut pairs = vec![("at", at.as_str())];
        if let Some(standing) = self.standing.filter(|standing| *standing != Standing::Proposed) {
            pairs.push(("state", standing.name()));
        } else if self.standing.is_none() {
            pairs.push(("state", "all"));
        }
        if self.order == Order::LeastSureFirst {
            pairs.push(("order", "least-sure-first"));
        }
        pairs.extend(undo.map(|undo| ("undo", undo)));
        if !self.reviewer.is_empty() {
            pairs.push(("reviewer", &self.reviewer));
        }
        format!("/review/{}{}", self.set, super::link::query_string(pairs))
    }
}

/// `GET /review/SET`
pub(super) async fn queue(
    State(state): State<Arc<Shared>>,
    Path(set): Path<String>,
    request: Request,
) -> Result<Response, Problem> {
    let (page, asked) = (wants_page(request.headers())?, Asked::of(&set, &request)?);
    state
        .run(move |state, _| {
            let snapshot = state.store.snapshot();
            let queue = Queue::of(&snapshot, &asked.set, asked.standing, asked.order).map_err(refused)?;
            let first = if page { 1 } else { asked.first };
            let entries = queue.records.iter().skip(asked.at).take(first);
            let told: Result<Vec<Told>, _> =
                entries.map(|record| Ok(Told::of(&snapshot, &mapping::entry(&snapshot, &asked.set, record)?))).collect();
            let told = told.map_err(refused)?;
            let answer = if page {
                page::page(state, &snapshot, &asked, &queue, told.first()).into_response()
            } else {
                let found = json!({ "set": asked.set.as_str(), "counts": queue.counts, "found": queue.records.len(), "at": asked.at, "mappings": told });
                Json(found).into_response()
            };
            Ok(resting(&snapshot, answer))
        })
        .await
}

/// `POST /review/SET`
pub(super) async fn review(
    State(state): State<Arc<Shared>>,
    Extension(caller): Extension<Caller>,
    Path(set): Path<String>,
    request: Request,
) -> Result<Response, Problem> {
    let asked = Asked::of(&set, &request)?;
    let Sent { review, stood, token, form } = Sent::of(request).await?;
    let caller = match token {
        Some(secret) if !secret.is_empty() => access::shown(&state, &secret).await?,
        _ => caller,
    };
    access::may_write(&state, &caller)?;
    call::note(&format!("review {set}: {} {}", review.state.name(), review.mapping.as_str()));
    let name = asked.set.clone();
    let (record, reviewer) = (review.mapping.clone(), review.by.clone());
    let change = move |state: &Shared, options: &QueryOptions| {
        let make = |transaction: &mut Transaction<'_>| {
            if let Some(stood) = stood {
                unchanged(transaction, &name, &review.mapping, stood)?;
            }
            mapping::review(transaction, &name, &review).map_err(refused)
        };
        write::commit(state, &caller, options, make, |_| ())
    };
    let (entry, snapshot) = state.run_to_its_end(change).await?;
    if form {
        let taken_back = entry.state() == Standing::Proposed;
        let undo = (!taken_back).then_some(record.as_str());
        let asked = Asked { reviewer, ..asked };
        return Ok(Redirect::to(&asked.address(asked.at, undo)).into_response());
    }
    Ok(resting(&snapshot, Json(Told::of(&snapshot, &entry)).into_response()))
}

/// Refuses a review of a mapping that somebody else reviewed since it was shown.
fn unchanged(
    transaction: &mut Transaction<'_>,
    set: &SetName,
    record: &NamedNode,
    stood: Standing,
) -> Result<(), Problem> {
    let now = mapping::entry(&transaction.snapshot(), set, record).map_err(refused)?.state();
    if now == stood {
        return Ok(());
    }
    let detail =
        format!("The mapping was {} when it was shown, and is {} now; nothing was changed.", stood.name(), now.name());
    Err(Problem::new(StatusCode::CONFLICT, "conflict", "Somebody else was quicker", detail)
        .next("Look at the mapping again."))
}

/// An answer with the state that it rests on.
fn resting(snapshot: &Snapshot, mut response: Response) -> Response {
    response.headers_mut().extend(answer::rests_on(snapshot));
    response
}

fn record(iri: &str) -> Result<NamedNode, Problem> {
    NamedNode::new(iri).map_err(|error| Problem::bad_request(format!("{iri:?} is no IRI of a mapping: {error}")))
}

fn refused(error: MappingError) -> Problem {
    match error {
        MappingError::NoSuchSet { .. } | MappingError::NoSuchMapping { .. } => Problem::not_found(format!("{error}.")),
        error => Problem::bad_request(format!("{error}.")),
    }
}
