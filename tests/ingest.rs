//! Loads: what comes in, what is refused, what is said about it.

#[path = "support/skip.rs"]
mod skip;

mod ingest {
    mod bulk;
    mod derive;
    mod derive_again;
    #[expect(dead_code, reason = "N-Triples are enough here")]
    #[path = "../../benches/generator/mod.rs"]
    mod generator;
    mod independent;
    mod rdf;
    mod sources;
    mod support;
    mod table;
    mod worlds;
}
