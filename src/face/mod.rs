//! The faces: how people and programs reach the graph. A face holds no SPARQL and no arithmetic of its own.

#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "http")]
pub mod http;

mod results;
