//! Views: questions that are asked again and again, each one file of SPARQL with a typed header.
//!
//! `queries/<aspect>/<view>.rq` begins with a YAML header in lines that start with `#+` (grlc's convention). The header says
//! what the view asks, of which parameters and into which columns, how missing values, direction and denominator are treated,
//! and which works it rests on. Everything that a face shows of a view comes from that file.
//!
//! A [`View`] is run over a [`Snapshot`](crate::Snapshot): its [`Arguments`] are bound as terms, the rows are typed into
//! [`Cell`]s, a measure adds what SPARQL cannot say, and out comes a [`Table`] that names the state it rests on.
//!
//! ```
//! use milieu::view::{Catalogue, RunOptions};
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let snapshot = milieu::Store::new().snapshot();
//! let view = Catalogue::shipped().get("cluster/ei-index")?;
//! let arguments = view.arguments([("group_kind", "milieu:Cluster")])?;
//! let table = view.run(&snapshot, &arguments, &RunOptions::default())?;
//! assert_eq!(table.columns[4].name, "ei_index");
//! # Ok(()) }
//! ```

mod arguments;
mod batch;
mod bound;
mod cache;
mod catalogue;
mod cell;
mod check;
mod choice;
mod csvw;
mod diff;
mod error;
mod header;
mod id;
mod iris;
mod measured;
mod parameter;
mod run;
mod sentence;
mod source;
mod table;
mod why;
mod write;

pub use arguments::{Argument, Arguments};
pub use cache::Cache;
pub use catalogue::{Catalogue, View};
pub use cell::Cell;
pub use check::undeclared;
pub use choice::Choice;
pub use diff::RowChange;
pub use error::ViewError;
pub use header::{Audience, Chart, ChartKind, Column, ColumnType, Header, Measure};
pub use id::ViewId;
pub use parameter::{Binds, FixedChoice, Offered, Parameter, ParameterType, Requirement};
pub use run::RunOptions;
pub use source::{GraphSource, SourceFile};
pub use table::{Answered, RestsOn, Table};
pub use why::Why;
