//! Linking names with open data sets.
pub mod candidate;
pub mod country;
pub mod decision;
pub mod index;
pub mod legal_forms;
pub mod mention;
pub mod normal;
pub mod record;
pub mod score;
pub mod target;
pub mod vocabulary;
