//! Loads: what comes in, what is refused, what is said about it.

#[path = "support/skip.rs"]
mod skip;

mod ingest {
    mod derive;
    mod independent;
    mod rdf;
    mod sources;
    mod support;
    mod table;
    mod worlds;
}
