//! milieu
pub mod source;
