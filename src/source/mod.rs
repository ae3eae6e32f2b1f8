//! From bytes to typed records: one file a kind of source, and nothing of RDF.
//!
//! Every reader takes the form in which a source is published and gives an iterator of
//! `Result<Record, Refused>`: a row that cannot be understood is [`Refused`] with its file, line, column and
//! value, and the rows after it are still read. Who calls decides whether one refusal refuses all.
//!
//! The records derive `Serialize` and `Deserialize`, so that the compact tables which ship with milieu
//! ([`packed`], [`shipped`]) hold exactly what the published files say.

pub mod cities;
pub mod cordis;
pub mod countries;
pub mod country_codes;
pub mod fp7;
mod guarded;
pub mod h2020;
mod h2020_tables;
mod line_by_line;
mod meter;
pub mod nace;
pub mod nuts;
mod open;
pub mod packed;
pub mod person;
mod refused;
mod rows;
pub mod shipped;
pub mod table;
mod twice;
pub mod us_clusters;
pub mod value;
pub mod zipped;

pub(crate) use guarded::{Guarded, Syntax};
pub(crate) use line_by_line::LineByLine;
pub(crate) use meter::Meter;
pub use open::{Source, open};
pub use refused::Refused;
