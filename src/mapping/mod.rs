//! Mappings in the store: what was decided of who is who, with the decisions of those who looked at them.
//!
//! A mapping set is a named graph of its own, `graph:mappings/SET`, that holds its SSSOM records: the set with its metadata and prefixes, and a
//! node for each mapping with all that is known of it. Records say nothing by themselves: the mapping is not stated as a plain triple
//! beside them, so a query never takes what is proposed or rejected for true.
//!
//! What was accepted is stated, and nothing else is, in `graph:mappings/accepted`. [`refresh`] keeps that graph in step with the records, in
//! the transaction that changes them, whoever does so; [`without`] is the state of the store without it.
//!
//! | operation | what |
//! |---|---|
//! | [`put`], [`read`] | a set goes in, and comes out |
//! | [`propose`](fn@propose) | decisions of a linker become proposed mappings; what was reviewed stays |
//! | [`sets`], [`Queue`] | what there is, and what waits |
//! | [`review`](fn@review), [`review_all`] | somebody accepts, rejects, takes back, or names another object |

mod accepted;
mod background;
mod error;
mod name;
mod propose;
mod queue;
mod record;
mod review;
mod sets;
mod standing;
mod terms;
mod wanted;

pub use accepted::{refresh, without};
pub use background::{Background, Choice, Facts, Piece};
pub use error::MappingError;
pub use name::{SetName, accepted_graph};
pub use propose::{Proposed, Subject, proposals, propose};
pub use queue::{Order, Queue};
pub use record::{Entry, entry};
pub use review::{Review, review, review_all, reviewer, today};
pub use sets::{Counts, Summary, put, read, remove, sets};
pub use wanted::Mappings;
