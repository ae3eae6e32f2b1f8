//! Updates: for who holds a token that allows them, all or nothing, with what follows from them.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::request::Asked;
use crate::face::http::access::{self, Caller};
use crate::face::http::problem::Problem;
use crate::face::http::state::Shared;
use crate::face::http::{answer, write};
use crate::sparql::{self, QueryOptions};
use crate::store::Transaction;

pub(super) async fn update(state: Arc<Shared>, asked: Asked, caller: Caller) -> Result<Response, Problem> {
    access::may_write(&state, &caller)?;
    let change = move |state: &Shared, options: &QueryOptions| {
        // SPARQL 1.1 Protocol, 2.2.3: who names the dataset twice is told so.
        if asked.names_dataset() && sparql::update_names_dataset(&asked.text, Some(&asked.base))? {
            return Err(Problem::bad_request(
                "The update names its graphs by USING or WITH, and the request by using-graph-uri or using-named-graph-uri. \
                 Leave one of them out.",
            ));
        }
        let options = asked.options(options);
        let change = |transaction: &mut Transaction<'_>| Ok(sparql::update_in(transaction, &asked.text, &options)?);
        write::commit(state, &caller, &options, change, |_| ()).map(|((), snapshot)| snapshot)
    };
    let snapshot = state.run_to_its_end(change).await?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    response.headers_mut().extend(answer::rests_on(&snapshot));
    Ok(response)
}
