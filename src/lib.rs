#![doc = include_str!("../README.md")]

pub mod batch;
pub mod canonical;
pub mod cite;
#[cfg(feature = "federation")]
pub mod enrich;
#[cfg(any(feature = "cli", feature = "http"))]
pub mod face;
pub mod ingest;
pub mod interop;
pub mod link;
pub mod mapping;
pub mod measure;
pub mod memory;
pub mod reason;
#[cfg(feature = "federation")]
pub mod remote;
#[cfg(feature = "shacl")]
pub mod shape;
pub mod snapshot;
pub mod source;
pub mod sparql;
pub mod store;
mod text;
pub mod view;
pub mod vocab;
pub mod what_if;

pub use oxigraph::{io, model};
pub use snapshot::Snapshot;
pub use store::{Store, StoreError, Transaction};

/// Bytes in hexadecimal, as hashes are written.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut hex, byte| {
        write!(hex, "{byte:02x}").expect("a string takes all that is written");
        hex
    })
}
