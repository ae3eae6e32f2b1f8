//! Loads: what comes in, what is refused, what is said about it.

mod ingest {
    mod derive;
    mod rdf;
    mod support;
    mod table;
    mod worlds;
}
