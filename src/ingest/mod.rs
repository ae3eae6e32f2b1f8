//! Records -> quads with provenance, one named graph for each source.
//!
//! [`Load`] is where one begins.

mod derive;
mod error;
mod kind;
mod load;
mod progress;
mod provenance;
mod rdf;
mod report;
mod session;

pub use self::derive::derive;
pub use self::error::LoadError;
pub use self::kind::{SourceKind, UnknownKind};
pub use self::load::Load;
pub use self::progress::Progress;
pub use self::rdf::rdf_format;
pub use self::report::{FileUsed, Report};
