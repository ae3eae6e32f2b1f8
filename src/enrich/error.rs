//! Why nothing could be asked, or what came could not be kept.

use crate::model::NamedNode;
use crate::reason::ReasonError;
use crate::sparql::SparqlError;
use crate::store::StoreError;

/// Why an enrichment ends without a report. What a partner does wrong is no such reason: that stands in the report.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EnrichError {
    /// The query that names the things fails.
    #[error("the query that names the things: {0}")]
    Things(#[source] SparqlError),
    /// The query that names the things does not name them.
    #[error("the query that names the things has to be a SELECT with ?thing")]
    NoThing,
    /// The endpoint has no address.
    #[error("{0:?} is no address of an endpoint: give the whole of it, as in https://query.wikidata.org/sparql")]
    Endpoint(String),
    /// The graph is kept by milieu itself.
    #[error("{0} is kept by milieu itself: give another graph")]
    ReservedGraph(NamedNode),
    /// The graph holds what came from elsewhere, which would be replaced.
    #[error("{0} holds what no enrichment brought, which would be replaced: give another graph")]
    OtherGraph(NamedNode),
    /// What follows from the data is too much.
    #[error(transparent)]
    Reason(#[from] ReasonError),
    /// The store could not be written.
    #[error(transparent)]
    Store(#[from] StoreError),
}
