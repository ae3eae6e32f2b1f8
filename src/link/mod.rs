//! Linking names and records with things that open data describe.
//!
//! A *mention* (a name, a row, an identifier) has *candidates*; a *decision* takes one of them, or none. Nothing here reads a store.

pub mod identifier;
pub mod records;
pub mod sssom;
