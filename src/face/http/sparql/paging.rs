//! Some rows of an answer, and where the next are.

use axum::response::Response;

use super::Output;
use super::request::Asked;
use super::run;
use crate::face::http::answer::Sending;
use crate::face::http::cursor::{Page, question};
use crate::face::http::problem::Problem;
use crate::face::http::state::Shared;
use crate::face::results::Of;
use crate::sparql::{self, Query, QueryOptions, QueryResults, QuerySolutionIter, SparqlError};

/// The rows of `query` that `page` says.
pub(super) fn answer(
    state: &Shared,
    query: Query,
    asked: &Asked,
    page: Page,
    output: Output,
    limits: &QueryOptions,
    sending: &Sending,
) -> Result<Response, Problem> {
    let options = asked.options(limits);
    if let Some(most) = options.max_rows.filter(|most| page.size >= *most) {
        return Err(Problem::bad_request(format!(
            "page_size={} is too large: {} rows are the most.",
            page.size,
            most - 1
        )));
    }
    if !sparql::is_steady(&asked.text) {
        return Err(Problem::bad_request(
            "The query holds a word (NOW, RAND, UUID, STRUUID, BNODE, SERVICE) by which each page could be of another answer. Leave page_size out.",
        ));
    }
    let question = asked.question();
    let (snapshot, offset) = page.begin(state, asked.at, question)?;
    // One row more tells whether there is a next page.
    let Some(paged) = sparql::page(query, offset, page.size + 1) else {
        return Err(Problem::bad_request("Only a SELECT has pages. Leave page_size out."));
    };
    let QueryResults::Solutions(rows) = sparql::evaluate(&snapshot, paged.query, &options)? else {
        return Err(Problem::internal("a SELECT gave no rows"));
    };
    let variables = rows.variables().into();
    let mut rows = rows.collect::<Result<Vec<_>, _>>().map_err(SparqlError::from)?;
    let next = (rows.len() > page.size).then_some(offset + page.size);
    if next.is_some() && !paged.is_ordered {
        return Err(Problem::bad_request(
            "Without an ORDER BY no row has a place, so that pages could overlap or leave rows out. Add an ORDER BY, or leave page_size out.",
        ));
    }
    rows.truncate(page.size);
    let rows = QuerySolutionIter::new(variables, rows.into_iter().map(Ok));
    let of = Of { snapshot: &snapshot, query: &asked.text };
    let links = page.links(&asked.address, &snapshot, question, next);
    run::send(QueryResults::Solutions(rows), &of, output, sending, Some(&links))
}

impl Asked {
    /// What is asked, but for the page.
    fn question(&self) -> [u8; 8] {
        let graphs = |part: &str, graphs: Vec<String>| format!("{part} {}", graphs.join(" "));
        let default = self.default_graphs.iter().flatten().map(ToString::to_string).collect();
        let named = self.named_graphs.iter().flatten().map(ToString::to_string).collect();
        let says = if self.names_dataset() { "of these" } else { "of all" };
        question(["sparql", &self.text, &self.base, says, &graphs("default", default), &graphs("named", named)])
    }
}
