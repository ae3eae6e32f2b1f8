//! SSSOM: mappings between things, with how they were found, by whom, how sure they are, and who looked at them.
//!
//! The Simple Standard for Sharing Ontology Mappings, 1.0 and 1.1 (N. Matentzoglu et al., "A Simple Standard for Sharing Ontological
//! Mappings (SSSOM)", Database 2022, baac035; `https://mapping-commons.github.io/sssom/`). [`read`] takes a file of tab-separated
//! values with its metadata before it or [beside it](read_with_metadata), and says of everything that the standard does not allow where
//! it is and what would be right; [`write()`] gives the canonical form. [`triples`] and [`json`] give the other two forms, [`read_triples`] and
//! [`read_json`] read them. [`State`] is where
//! a mapping stands with those who look at it, and [`predicate`] what may be said of it then.
//!
//! Extension slots that a set declares are passed over without a word; others with a warning. CURIEs stay as they are written.

mod fault;
mod form;
mod json;
mod metadata;
mod model;
mod prefixes;
mod rdf;
mod read;
mod read_json;
mod read_rdf;
mod review;
mod slot;
mod validate;
mod write;

pub use fault::{Fault, Problem, Severity};
pub use form::Form;
pub use json::json;
pub use model::{Mapping, MappingSet, Slots};
pub use prefixes::{BUILT_IN, Prefixes};
pub use rdf::{Plain, triples};
pub use read::{Read, read, read_with_metadata};
pub use read_json::read_json;
pub use read_rdf::{properties, read_triples};
pub use review::{Evidence, Predicate, Reviewer, State, predicate};
pub use slot::{Range, Slot};
pub use validate::validate;
pub use write::{metadata, table, write};

#[cfg(test)]
mod tests;
