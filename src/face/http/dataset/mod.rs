//! What the store says of itself as a whole, in the words that harvesters read: `VoID`, DCAT, dumps, shapes, example queries, prefixes.

mod addresses;
mod catalog;
mod dumps;
mod examples;
mod prefixes;
mod problems;
mod say;
mod shapes;
mod signs;
mod void;

use std::sync::Arc;

use axum::extract::{Query, Request, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use maud::Markup;
use serde::Deserialize;

pub(super) use self::addresses::{part, problem, problems, view};
pub(super) use self::dumps::{Shelf, dump, file_of, list as dumps};
pub(super) use self::prefixes::turtle as prefixes;
use self::say::Statements;
pub(super) use self::shapes::{all as shapes, one as shape};
pub(super) use self::signs::{Signs, api_catalog};
use super::answer::{self, Answer};
use super::entity::{Form, form};
use super::problem::Problem;
use super::rdf;
use super::state::Shared;
use crate::model::NamedNode;
use crate::snapshot::Snapshot;

/// `GET /.well-known/void`
pub(super) async fn void(State(state): State<Arc<Shared>>, request: Request) -> Result<Response, Problem> {
    described(state, request, |_, snapshot, place| Ok(void::describe(snapshot, place)), catalog::page).await
}

/// `GET /catalog`
pub(super) async fn catalog(State(state): State<Arc<Shared>>, request: Request) -> Result<Response, Problem> {
    let describe = |state: &Shared, snapshot: &Snapshot, place: &Place| Ok(catalog::describe(state, snapshot, place));
    let mut response = described(state, request, describe, catalog::page).await?;
    // Sizes of dumps come to it while the state stays the same, so it has no tag by the state.
    response.headers_mut().remove(answer::SNAPSHOT);
    Ok(response)
}

/// `GET /.well-known/sparql-examples`
pub(super) async fn examples(State(state): State<Arc<Shared>>, request: Request) -> Result<Response, Problem> {
    described(state, request, |_, _, place| Ok(examples::describe(place)), examples::page).await
}

/// What is said by `describe`, as RDF; or the page.
async fn described(
    state: Arc<Shared>,
    request: Request,
    describe: impl FnOnce(&Shared, &Snapshot, &Place) -> Result<Statements, Problem> + Send + 'static,
    page: impl FnOnce(&Shared, &Snapshot) -> Markup + Send + 'static,
) -> Result<Response, Problem> {
    let form = asked(&request)?;
    let place = Place::of(&state, request.headers())?;
    state
        .run(move |state, _| {
            let snapshot = state.store.snapshot();
            match form {
                Form::Page => Ok(answer::page(&snapshot, page(state, &snapshot))),
                Form::Graph(format) => {
                    let said = describe(state, &snapshot, &place)?.finish().into_iter().map(Ok::<_, Problem>);
                    let bytes = rdf::write(said, format, state.settings.max_bytes)?;
                    Ok(Answer::new(format.media_type(), bytes).of(&snapshot).into_response())
                }
            }
        })
        .await
}

/// The form that the request asks for, by `format=` or by its Accept header.
fn asked(request: &Request) -> Result<Form, Problem> {
    #[derive(Deserialize)]
    struct Asked {
        format: Option<String>,
    }
    let Query(asked) =
        Query::<Asked>::try_from_uri(request.uri()).map_err(|error| Problem::bad_request(error.body_text()))?;
    form(request.headers(), asked.format.as_deref())
}

/// Where the client reaches this server: the beginning of the names of what stands here.
struct Place(String);

impl Place {
    fn of(state: &Shared, headers: &HeaderMap) -> Result<Self, Problem> {
        let base = state.base(headers);
        match NamedNode::new(format!("{base}/")) {
            Ok(_) => Ok(Self(base)),
            Err(error) => Err(Problem::bad_request(format!("the Host header makes no IRI: {error}"))),
        }
    }

    /// The name of what stands at `path`, which begins with a slash and holds what an IRI may.
    fn at(&self, path: &str) -> NamedNode {
        NamedNode::new_unchecked(format!("{}{path}", self.0))
    }
}
