//! In which format a query is answered.

use axum::http::HeaderMap;

use crate::batch::File;
use crate::face::http::negotiate::{Offer, choose};
use crate::face::http::problem::Problem;
use crate::face::http::rdf::{self, GRAPH_OFFERS};
use crate::face::results::Drawing;
use crate::io::RdfFormat;
use crate::sparql::Query;
use crate::sparql::results::QueryResultsFormat;

/// How an answer is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Output {
    /// Rows, or yes and no.
    Rows(QueryResultsFormat),
    /// Rows as typed columns.
    Columns(File),
    /// Rows as a map or a network.
    Drawing(Drawing),
    /// Triples.
    Graph(RdfFormat),
    /// The editor.
    Page,
}

/// For a SELECT; the first [`TRUTH`] of them are also for an ASK, which has no columns.
pub(super) const ROWS: [Offer<Output>; 9] = [
    Offer::new("application/sparql-results+json", &["application/json"], Output::Rows(QueryResultsFormat::Json)),
    Offer::new(
        "application/sparql-results+xml",
        &["application/xml", "text/xml"],
        Output::Rows(QueryResultsFormat::Xml),
    ),
    Offer::new("text/csv", &[], Output::Rows(QueryResultsFormat::Csv)),
    Offer::new("text/tab-separated-values", &["text/tsv"], Output::Rows(QueryResultsFormat::Tsv)),
    PAGE,
    Offer::new("application/vnd.apache.arrow.stream", &[], Output::Columns(File::Arrow)),
    Offer::new("application/vnd.apache.parquet", &[], Output::Columns(File::Parquet)),
    Offer::new(Drawing::Map.media_type(), &[], Output::Drawing(Drawing::Map)),
    Offer::new(Drawing::Network.media_type(), &[], Output::Drawing(Drawing::Network)),
];
const TRUTH: usize = 5;
const PAGE: Offer<Output> = Offer::new("text/html", &["application/xhtml+xml"], Output::Page);

/// The format for `query`: what the `format` parameter says, else what the client accepts.
pub(super) fn output(query: &Query, headers: &HeaderMap, format: Option<&str>) -> Result<Output, Problem> {
    let is_graph = matches!(query, Query::Construct { .. } | Query::Describe { .. });
    let has_columns = matches!(query, Query::Select { .. });
    if let Some(format) = format {
        let known = if format == "html" {
            Some(Output::Page)
        } else if is_graph {
            rdf::by_ending(format).map(|offer| Output::Graph(offer.what))
        } else {
            match format {
                "arrow" | "arrows" if has_columns => Some(Output::Columns(File::Arrow)),
                "parquet" if has_columns => Some(Output::Columns(File::Parquet)),
                "json" => Some(Output::Rows(QueryResultsFormat::Json)),
                "xml" => Some(Output::Rows(QueryResultsFormat::Xml)),
                other => match Drawing::from_extension(other) {
                    Some(drawing) if has_columns => Some(Output::Drawing(drawing)),
                    _ => QueryResultsFormat::from_extension(other).map(Output::Rows),
                },
            }
        };
        let possible = match query {
            Query::Select { .. } => "json, xml, csv, tsv, html, arrow, parquet, geojson, graphml",
            Query::Ask { .. } => "json, xml, csv, tsv, html",
            Query::Construct { .. } | Query::Describe { .. } => "ttl, jsonld, nt, rdf, nq, trig, html",
        };
        return known.ok_or_else(|| {
            Problem::bad_request(format!("The format {format:?} is not known for this query. Known are {possible}."))
        });
    }
    if is_graph {
        let mut offers: Vec<_> =
            GRAPH_OFFERS.iter().map(|offer| Offer::new(offer.media, offer.also, Output::Graph(offer.what))).collect();
        offers.push(PAGE);
        chosen(headers, &offers)
    } else {
        chosen(headers, if has_columns { &ROWS } else { &ROWS[..TRUTH] })
    }
}

fn chosen(headers: &HeaderMap, offers: &[Offer<Output>]) -> Result<Output, Problem> {
    choose(headers, offers)
        .map(|offer| offer.what)
        .ok_or_else(|| Problem::not_acceptable(offers.iter().map(|offer| offer.media)))
}
