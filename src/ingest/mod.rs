//! Records -> quads with provenance, one named graph for each source.
//!
//! [`Load`] is where one begins.

mod cities;
mod cordis;
mod countries;
mod derive;
mod embedded;
mod error;
mod files;
mod follow;
mod fp7;
mod guard;
mod h2020;
mod kind;
mod load;
pub mod mapping;
mod nace;
mod nuts;
mod progress;
mod project;
mod provenance;
mod rdf;
mod report;
mod session;
mod source;
mod table;
mod us_clusters;

pub use self::derive::derive;
pub use self::error::LoadError;
pub use self::follow::follow;
#[cfg(feature = "federation")]
pub(crate) use self::follow::follows;
pub use self::guard::Guard;
pub use self::kind::{SourceKind, UnknownKind};
pub use self::load::Load;
pub use self::progress::Progress;
#[cfg(feature = "federation")]
pub(crate) use self::provenance::date_time;
#[cfg(feature = "federation")]
pub(crate) use self::rdf::Skolem;
pub(crate) use self::rdf::guarded;
pub use self::rdf::rdf_format;
pub use self::report::{FileUsed, Report};
