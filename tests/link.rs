//! Linking against real data: identifiers, mappings and records of the Research Organization Registry and of Horizon 2020.
//!
//! The files are looked for in the folder named by `MILIEU_SHARED_DATA`, else in `../shared/data`; where they are not, the test is
//! skipped by name.

#[path = "link/identifiers.rs"]
mod identifiers;
#[path = "link/mappings.rs"]
mod mappings;
#[path = "link/records.rs"]
mod records;
#[path = "link/shared.rs"]
mod shared;
#[path = "support/skip.rs"]
mod skip;
