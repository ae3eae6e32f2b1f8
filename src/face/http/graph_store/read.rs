//! Reading a graph.

use std::sync::Arc;
use std::time::Instant;

use axum::extract::Request;
use axum::response::Response;

use super::empty;
use super::target::Target;
use crate::face::http::answer::{Answer, Sending};
use crate::face::http::negotiate::choose;
use crate::face::http::problem::Problem;
use crate::face::http::rdf::{self, GRAPH_OFFERS};
use crate::face::http::sparql::Parameters;
use crate::face::http::state::Shared;
use crate::io::RdfFormat;
use crate::model::Triple;
use crate::snapshot::Snapshot;
use crate::sparql::{CancellationToken, QueryOptions, SparqlError};

/// How many triples are read between two looks at the clock.
const STRIDE: usize = 1_024;

/// How a graph is wanted.
pub(super) struct Wanted {
    format: RdfFormat,
    /// The number of the snapshot; else the newest.
    at: Option<u64>,
}

impl Wanted {
    pub(super) fn of(request: &Request) -> Result<Self, Problem> {
        let parameters = Parameters::of_address(request.uri())?;
        let at = parameters.one("at")?.map(crate::face::http::sparql::request::at).transpose()?;
        Ok(Self { format: format(request, &parameters)?, at })
    }
}

/// Sends the graph `target`, whole.
pub(super) async fn send(state: Arc<Shared>, target: Target, wanted: Wanted) -> Result<Response, Problem> {
    let Wanted { format, at } = wanted;
    let send = move |state: &Shared, options: &QueryOptions, sending: &Sending| {
        let snapshot = state.snapshot(at)?;
        if let Some(name) = target.name().filter(|name| !empty::exists(&snapshot, name)) {
            return Err(Problem::not_found(format!("The store holds no graph <{}>.", name.as_str())));
        }
        let triples = within(triples(&snapshot, &target), options);
        let file = format!("graph.{}", format.file_extension());
        let mut out = sending.begin(Answer::to_come(format.media_type()).of(&snapshot).file(file));
        rdf::write_to(triples, format, &mut out)?;
        out.finish()
    };
    state.answer(send).await
}

fn format(request: &Request, parameters: &Parameters) -> Result<RdfFormat, Problem> {
    let offer = match parameters.one("format")? {
        Some(format) => rdf::by_ending(format).ok_or_else(|| {
            let known = "ttl, jsonld, nt, rdf, nq, trig";
            Problem::bad_request(format!("The format {format:?} is not known for a graph. Known are {known}."))
        })?,
        None => choose(request.headers(), &GRAPH_OFFERS)
            .ok_or_else(|| Problem::not_acceptable(GRAPH_OFFERS.map(|offer| offer.media)))?,
    };
    Ok(offer.what)
}

/// The triples of `target`, each once.
fn triples(snapshot: &Snapshot, target: &Target) -> impl Iterator<Item = Triple> + use<> {
    let graph = target.graph_name();
    let only = (*target != Target::Union).then(|| graph.as_ref());
    // Copies of a triple in several graphs follow one another.
    let mut last = None;
    let once = move |triple: &Triple| last.replace(triple.clone()).as_ref() != Some(triple);
    snapshot.quads_for_pattern(None, None, None, only).map(Triple::from).filter(once)
}

/// `triples` up to the limits of `options`.
fn within(
    triples: impl Iterator<Item = Triple>,
    options: &QueryOptions,
) -> impl Iterator<Item = Result<Triple, SparqlError>> {
    let begun = Instant::now();
    let options = options.clone();
    triples.enumerate().map(move |(at, triple)| {
        if let Some(limit) = options.max_rows.filter(|limit| at >= *limit) {
            return Err(SparqlError::TooManyRows { limit });
        }
        if at % STRIDE == 0 {
            if options.cancellation.as_ref().is_some_and(CancellationToken::is_cancelled) {
                return Err(SparqlError::Cancelled);
            }
            if let Some(limit) = options.timeout.filter(|limit| begun.elapsed() > *limit) {
                return Err(SparqlError::TimedOut { limit });
            }
        }
        Ok(triple)
    })
}
