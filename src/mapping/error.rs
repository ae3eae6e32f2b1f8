//! What can go wrong with mappings in a store.

use crate::link::sssom::Fault;

/// Why an operation on mappings was not made; nothing was changed then.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MappingError {
    /// A set cannot have this name.
    #[error("{0:?} is no name of a mapping set: use 1 to 64 letters, digits, and - _ . (and not \"accepted\")")]
    Name(String),
    /// The store has no such set.
    #[error("there is no mapping set {name:?}{}", known(.there))]
    NoSuchSet {
        /// The name that was asked for.
        name: String,
        /// Those that there are.
        there: Vec<String>,
    },
    /// The set has no such mapping.
    #[error("the set {set:?} has no mapping <{mapping}>; it may have been replaced")]
    NoSuchMapping {
        /// The set.
        set: String,
        /// The IRI that was asked for.
        mapping: String,
    },
    /// A review is nobody's.
    #[error("a review needs the name of who makes it, or an ORCID iD")]
    Nobody,
    /// What a mapping is to lead to is no IRI.
    #[error("{0:?} is no IRI of a thing that a mapping can lead to")]
    Object(String),
    /// A record cannot be said in RDF.
    #[error(transparent)]
    Record(#[from] Box<Fault>),
}

fn known(there: &[String]) -> String {
    if there.is_empty() { "; the store has none".to_owned() } else { format!("; there are {}", there.join(", ")) }
}
