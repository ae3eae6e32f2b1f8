//! The formats that a result is written in.

use clap::ValueEnum;

use super::exit::Usage;
use crate::batch::File;
use crate::face::results::Drawing;
use crate::io::RdfFormat;
use crate::sparql::results::QueryResultsFormat;

/// How a result is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// A table for people
    Table,
    /// Comma-separated values
    Csv,
    /// Tab-separated values
    Tsv,
    /// JSON: one document
    Json,
    /// JSON: one object a line
    Jsonl,
    /// Arrow's stream of typed columns
    Arrow,
    /// Parquet: typed columns
    Parquet,
    /// `GeoJSON`: rows as places
    Geojson,
    /// `GraphML`: rows as ties
    Graphml,
    /// SPARQL results in XML
    Xml,
    /// Turtle
    Ttl,
    /// N-Triples
    Nt,
    /// N-Quads
    Nq,
    /// `TriG`
    Trig,
    /// JSON-LD
    Jsonld,
    /// RDF/XML
    Rdfxml,
    /// Notation3
    N3,
}

impl Format {
    /// The format for rows (of SELECT and ASK) that others define.
    pub(super) fn results(self) -> Option<QueryResultsFormat> {
        match self {
            Self::Csv => Some(QueryResultsFormat::Csv),
            Self::Tsv => Some(QueryResultsFormat::Tsv),
            Self::Json => Some(QueryResultsFormat::Json),
            Self::Xml => Some(QueryResultsFormat::Xml),
            _ => None,
        }
    }

    /// The file of typed columns.
    pub(super) fn columns(self) -> Option<File> {
        match self {
            Self::Arrow => Some(File::Arrow),
            Self::Parquet => Some(File::Parquet),
            _ => None,
        }
    }

    /// The map or network.
    pub(super) fn drawing(self) -> Option<Drawing> {
        match self {
            Self::Geojson => Some(Drawing::Map),
            Self::Graphml => Some(Drawing::Network),
            _ => None,
        }
    }

    /// The format for triples or quads.
    pub(super) fn rdf(self) -> Option<RdfFormat> {
        match self {
            Self::Ttl => Some(RdfFormat::Turtle),
            Self::Nt => Some(RdfFormat::NTriples),
            Self::Nq => Some(RdfFormat::NQuads),
            Self::Trig => Some(RdfFormat::TriG),
            Self::Jsonld => Some(RdfFormat::JsonLd { profile: crate::io::JsonLdProfileSet::empty() }),
            Self::Rdfxml => Some(RdfFormat::RdfXml),
            Self::N3 => Some(RdfFormat::N3),
            _ => None,
        }
    }

    /// The name as it is typed.
    pub(super) fn name(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }

    /// That this format does not go with `what`, and those that do.
    pub(super) fn unfit(self, what: &str, fit: &str) -> Usage {
        Usage(format!("--format {} cannot hold {what}: take one of {fit}", self.name()))
    }
}

/// Formats for rows, as a message names them.
pub(super) const ROWS: &str = "table, csv, tsv, json, jsonl, xml, arrow, parquet, geojson, graphml";
/// Formats for a yes or no, as a message names them.
pub(super) const TRUTH: &str = "table, csv, tsv, json, jsonl, xml";
/// Formats for triples, as a message names them.
pub(super) const TRIPLES: &str = "ttl, nt, nq, trig, jsonld, rdfxml, n3";
