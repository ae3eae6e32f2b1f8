//! Measures: columns or networks in, numbers out. Nothing here knows of RDF.
//!
//! Each file is one measure, with the paper that defines it, its units and range, and what it does with missing values.

pub mod absorptive_capacity;
pub mod assortativity;
pub mod betweenness;
pub mod bootstrap;
pub mod brokerage;
pub mod buzz_pipelines;
pub mod communities;
pub mod complexity;
pub mod components;
pub mod concentration;
pub mod core_periphery;
pub mod degree;
pub mod density;
pub mod distance_decay;
pub mod ei_index;
mod eigen;
pub mod fitness;
pub mod five_proximities;
pub mod gatekeepers;
pub mod gini;
mod groups;
pub mod helix;
pub mod k_core;
mod least_squares;
pub mod life_cycle;
pub mod link_prediction;
pub mod matrix;
pub mod network;
mod number;
pub mod pagerank;
pub mod permutation;
pub mod presence;
pub mod proximity;
pub mod quantile;
mod sample;
pub mod small_world;
pub mod specialisation;
pub mod strong_cluster;
pub mod structural_holes;
mod triangles;
pub mod variety;
pub mod work;
