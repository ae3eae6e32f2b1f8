//! The web of data asked about things that a store knows, and what comes kept with its provenance.
//!
//! Two ways of asking: a SPARQL endpoint about a batch of things at a time ([`Enrich::ask`]), and the things' own addresses, from where chosen
//! properties are followed ([`Enrich::dereference`]; [`Web`] alone for whoever wants to walk). Both go through a
//! [`Client`](crate::remote::Client), so only what was allowed is asked.
//!
//! A partner may fail in the middle. So each thing has a row in the [`Report`], and each batch is a commit of its own: what came is kept in the
//! named graph `graph:enriched/HOST`, what failed is told with its status and reason, and `graph:provenance` says of both who was asked, what,
//! and when. Asking again asks only what is missing, unless [`Repeat`] says otherwise.

mod answer;
mod endpoint;
mod error;
mod follow;
mod keep;
mod patient;
mod question;
mod record;
mod report;
mod run;
mod things;
mod web;

pub use error::EnrichError;
pub use follow::Follow;
pub use question::{Question, QuestionError};
pub use report::{Failure, Outcome, Report, Row};
pub use run::{Enrich, Repeat};
pub use things::Things;
pub use web::Web;
