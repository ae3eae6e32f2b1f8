//! How to cite a view's result, and its crate.

use std::sync::Arc;
use std::time::SystemTime;

use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use super::asked::Asked;
use super::problem;
use crate::cite::{Citation, Run, detached};
use crate::face::http::answer::{Answer, NOT_AGAIN};
use crate::face::http::link::query_string;
use crate::face::http::negotiate::{Offer, choose};
use crate::face::http::problem::Problem;
use crate::face::http::state::Shared;
use crate::sparql::QueryOptions;

/// How a citation is sent.
#[derive(Clone, Copy)]
enum Form {
    Bibtex,
    Csl,
}

const OFFERS: [Offer<Form>; 2] = [
    Offer::new("application/x-bibtex", &["text/plain", "text/html"], Form::Bibtex),
    Offer::new("application/vnd.citationstyles.csl+json", &["application/json"], Form::Csl),
];

/// `GET /views/ASPECT/VIEW/cite`
pub(in crate::face::http) async fn cite(
    State(state): State<Arc<Shared>>,
    Path((aspect, name)): Path<(String, String)>,
    request: Request,
) -> Result<Response, Problem> {
    let asked = Asked::read(&format!("{aspect}/{name}"), request.uri(), state.base(request.headers()), &[])?;
    let form = match asked.ours("format") {
        Some("bibtex" | "bib") => Form::Bibtex,
        Some("json" | "csl-json") => Form::Csl,
        Some(other) => {
            let detail = format!("The format {other:?} is not known here. Known are bibtex and json.");
            return Err(Problem::bad_request(detail));
        }
        None => choose(request.headers(), &OFFERS)
            .map(|offer| offer.what)
            .ok_or_else(|| Problem::not_acceptable(OFFERS.map(|offer| offer.media)))?,
    };
    state
        .run(move |state, options| {
            cited(state, options, &asked, |run, _| match form {
                // A browser shows text, and would only keep what BibTeX's own type names.
                Form::Bibtex => Answer::new("text/plain", run.citation.to_bibtex()),
                Form::Csl => Answer::new("application/json", pretty(&run.citation.to_csl())),
            })
        })
        .await
}

/// `GET /views/ASPECT/VIEW/crate`: the crate without a folder, whose files stand at their addresses here.
pub(in crate::face::http) async fn research_object(
    State(state): State<Arc<Shared>>,
    Path((aspect, name)): Path<(String, String)>,
    request: Request,
) -> Result<Response, Problem> {
    let asked = Asked::read(&format!("{aspect}/{name}"), request.uri(), state.base(request.headers()), &[])?;
    state
        .run(move |state, options| {
            cited(state, options, &asked, |run, query| {
                let at = |ending: &str| format!("{}{}{ending}", asked.base, asked.address());
                let files = [at(&format!(".csv{query}")), at(&format!(".csvw{query}")), at(".rq")];
                let metadata = detached(run, &at(&format!("/crate{query}")), files);
                Answer::new("application/ld+json", pretty(&metadata))
            })
        })
        .await
}

fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}

/// What `write` makes of the run that was asked for and of the query of its address, which names the snapshot.
fn cited(
    state: &Shared,
    options: &QueryOptions,
    asked: &Asked,
    write: impl FnOnce(&Run<'_>, &str) -> Answer,
) -> Result<Response, Problem> {
    let (snapshot, arguments) = asked.resolved(state)?;
    let view = asked.view;
    let started = SystemTime::now();
    let run = || {
        let table = state.views.run(view, &snapshot, &arguments, &options.clone().into())?;
        let citation = Citation::of(view, &snapshot, &arguments, &table, SystemTime::now())?;
        Ok((table, citation))
    };
    let (table, citation) = run().map_err(|error| problem(&error))?;
    let number = snapshot.number().to_string();
    let given = table.parameters.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let query = query_string(given.chain([("at", number.as_str())]));
    let citation = citation.address(format!("{}{}{query}", asked.base, asked.address()));
    let run = Run { view, table: &table, citation: &citation, started };
    // It says when it was made.
    Ok(([NOT_AGAIN], write(&run, &query).of(&snapshot)).into_response())
}
