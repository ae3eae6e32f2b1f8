//! Readers of the data sets that names are linked with, as they are published.

pub mod ror;
