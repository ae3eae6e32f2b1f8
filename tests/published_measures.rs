//! Measures of regions and industries against published numbers and what other programs make of the same data.
//!
//! The files are looked for in the directory named by `MILIEU_SHARED_DATA`, else in `../shared/data`. Where they are not, the
//! comparison is skipped by name. What is small enough stands beside each measure and is checked everywhere.

#[path = "support/skip.rs"]
mod skip;

#[path = "published_measures/econgeo.rs"]
mod econgeo;
#[path = "published_measures/helix.rs"]
mod helix;
#[path = "published_measures/read.rs"]
mod read;
#[path = "published_measures/trade.rs"]
mod trade;
#[path = "published_measures/us_states.rs"]
mod us_states;
