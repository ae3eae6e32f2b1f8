//! `/graphs` and `/graph/NAME`: the SPARQL 1.1 Graph Store HTTP Protocol.
//!
//! | address | graph |
//! |---|---|
//! | `/graphs?graph=IRI` | the graph of that name |
//! | `/graphs?default` | the graph without a name, which is not the union that a query reads |
//! | `/graphs?union` | for reading: the union of all graphs, which a query reads |
//! | `/graphs/NAME` | the graph whose name is this address |
//! | `/graph/NAME` | for reading: `https://w3id.org/milieu/graph/NAME` |

mod change;
mod empty;
mod payload;
mod read;
mod target;

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::{HeaderValue, LOCATION};
use axum::response::{IntoResponse, Response};
use axum::routing::MethodRouter;

use self::change::Change;
pub(super) use self::payload::read_here;
use self::target::Target;
use super::access::{self, Caller};
use super::fresh::Conditions;
use super::problem::Problem;
use super::state::Shared;
use super::{answer, call, content, write};
use crate::store::Transaction;

/// What the addresses below `/graphs` answer.
pub(super) fn graphs() -> MethodRouter<Arc<Shared>> {
    axum::routing::get(get).put(put).post(post).delete(delete)
}

/// `GET /graphs`, also below it
async fn get(State(state): State<Arc<Shared>>, request: Request) -> Result<Response, Problem> {
    let (target, wanted) = (Target::of(&state, &request)?, read::Wanted::of(&request)?);
    read::send(state, target, wanted).await
}

/// `GET /graph/NAME`
pub(super) async fn ours(State(state): State<Arc<Shared>>, request: Request) -> Result<Response, Problem> {
    let (target, wanted) = (Target::ours(request.uri())?, read::Wanted::of(&request)?);
    read::send(state, target, wanted).await
}

async fn put(state: State<Arc<Shared>>, caller: Extension<Caller>, request: Request) -> Result<Response, Problem> {
    written(state, caller, request, Change::Replace).await
}

async fn post(state: State<Arc<Shared>>, caller: Extension<Caller>, request: Request) -> Result<Response, Problem> {
    written(state, caller, request, Change::Add).await
}

async fn delete(state: State<Arc<Shared>>, caller: Extension<Caller>, request: Request) -> Result<Response, Problem> {
    written(state, caller, request, Change::Remove).await
}

async fn written(
    State(state): State<Arc<Shared>>,
    Extension(caller): Extension<Caller>,
    request: Request,
    change: Change,
) -> Result<Response, Problem> {
    access::may_write(&state, &caller)?;
    let target = Target::of_change(&state, &request, change)?;
    let conditions = Conditions::of(&state, &request);
    call::note(&format!("{} {}", change.verb(), target.graph_name()));
    let address = target.address(&state, request.headers());
    let payload = if change == Change::Remove {
        payload::Payload::default()
    } else {
        content::has_length(request.headers())?;
        payload::receive(request).await?
    };
    let changed = state.run_to_its_end(move |state, options| {
        let base = target.name().map(|name| name.as_str().to_owned());
        let quads = payload.quads(&target.graph_name(), base.as_deref(), options)?;
        let make = |transaction: &mut Transaction<'_>| change.make(transaction, &target, quads, &conditions);
        write::commit(state, &caller, options, make, |transaction| change.note(transaction, &target))
    });
    let (is_new, snapshot) = changed.await?;
    let mut response = if is_new { StatusCode::CREATED } else { StatusCode::NO_CONTENT }.into_response();
    response.headers_mut().extend(answer::rests_on(&snapshot));
    if is_new && let Ok(address) = HeaderValue::from_str(&address) {
        response.headers_mut().insert(LOCATION, address);
    }
    Ok(response)
}
