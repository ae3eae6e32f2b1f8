//! Why a load did not happen.

use super::Report;
use super::mapping::MappingError;
use crate::reason::ReasonError;
use crate::source::Refused;
use crate::store::StoreError;

/// Why a load did not happen. The store then holds what it held before.
///
/// ```
/// use milieu::{Store, ingest::{Load, LoadError}};
///
/// let error = Load::new(&Store::new()).rdf("no/such/file.ttl".as_ref()).unwrap_err();
/// assert!(matches!(error, LoadError::Unreadable(_)));
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// A file cannot be read, lacks a column, or breaks off.
    #[error(transparent)]
    Unreadable(#[from] Refused),
    /// Rows are broken and the load is [strict](super::Load::strict); the report names them.
    #[error("{} of {} rows of {} are broken, so none was loaded", .0.broken(), .0.rows_read, .0.file)]
    Refused(Box<Report>),
    /// No RDF format goes with the file's name, and none was named.
    #[error("{file}: no RDF format has this name; say which it is, or let the name end in one of {known}")]
    UnknownFormat {
        /// The file.
        file: String,
        /// The endings that are known.
        known: &'static str,
    },
    /// The base IRI is none.
    #[error("\"{iri}\" is no absolute IRI that relative ones can be read against")]
    Base {
        /// What was given.
        iri: String,
    },
    /// A graph that milieu writes itself was named as the one to load into.
    #[error("the graph {0} is written by milieu itself; load into another")]
    ReservedGraph(crate::model::NamedNode),
    /// The mapping does not fit the ontology or the table.
    #[error(transparent)]
    Mapping(#[from] MappingError),
    /// The load was [cancelled](super::Progress::cancelled).
    #[error("cancelled; nothing was loaded")]
    Cancelled,
    /// The inferred graph, which the store holds, could not be kept up to date.
    #[error(transparent)]
    Inference(#[from] ReasonError),
    /// The [guard](super::Load::guard) refused it.
    #[error(transparent)]
    NotAdmitted(Box<dyn std::error::Error + Send + Sync>),
    /// The store could not keep it.
    #[error(transparent)]
    Store(#[from] StoreError),
}
