//! Measures: columns or networks in, numbers out. Nothing here knows of RDF.
//!
//! Each file is one measure, with the paper that defines it, its units and range, and what it does with missing values.

pub mod absorptive_capacity;
pub mod bootstrap;
pub mod complexity;
pub mod concentration;
pub mod degree;
pub mod density;
pub mod distance_decay;
mod eigen;
pub mod fitness;
pub mod five_proximities;
pub mod gini;
pub mod helix;
mod least_squares;
pub mod life_cycle;
pub mod matrix;
mod number;
pub mod presence;
pub mod proximity;
pub mod quantile;
pub mod specialisation;
pub mod strong_cluster;
pub mod variety;
pub mod work;
