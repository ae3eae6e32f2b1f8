//! Measures: columns or networks in, numbers out. Nothing here knows of RDF.
//!
//! Each file is one measure, with the paper that defines it, its units and range, and what it does with missing values.

pub mod brokerage;
pub mod degree;
pub mod ei_index;
mod groups;
pub mod network;
pub mod permutation;
pub mod concentration;
pub mod degree;
pub mod density;
pub mod gini;
pub mod matrix;
mod number;
pub mod presence;
pub mod proximity;
pub mod quantile;
pub mod specialisation;
pub mod strong_cluster;
mod triangles;
pub mod variety;
pub mod work;
