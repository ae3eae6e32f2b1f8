//! Open a store and ask it in SPARQL.
//!
//! `cargo run --example ask`, or `cargo run --example ask -- FOLDER` to keep the store in a folder of your own.

use std::path::PathBuf;

use milieu::Store;
use milieu::ingest::Load;
use milieu::sparql::{self, QueryOptions, QueryResults};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // A store lives in a folder, as Parquet that other tools read too. One process has it open at a time; `Store::new()` would be
    // a store in memory, with the same methods.
    let own = std::env::args().nth(1).map(PathBuf::from);
    let temporary = tempfile::tempdir()?;
    let folder = own.unwrap_or_else(|| temporary.path().join("store"));
    let store = Store::open(&folder)?;

    // The toy world is a small graph drawn by hand: three clusters, twelve actors, ten linkages. `demo()` in its place loads the
    // real data that ship with milieu; `rdf(path)` and `source(kind, path)` load yours.
    for report in Load::new(&store).toy()? {
        println!("{}: {} quads", report.graph, report.quads);
    }

    // A snapshot is one state of the store. It stays as it is, whatever is written later, so all questions asked of it agree.
    let snapshot = store.snapshot();

    // The project's prefixes need no declaration, and the default graph is the union of all named graphs. `belongsTo` was derived
    // while loading: it says of an actor which clusters, regions and countries it belongs to, however that was written down.
    let question = "
        SELECT ?cluster (COUNT(DISTINCT ?actor) AS ?members) {
            ?group a milieu:Cluster ; rdfs:label ?cluster .
            ?actor milieu:belongsTo ?group .
        }
        GROUP BY ?cluster ORDER BY DESC(?members) ?cluster";

    // Limits are part of the question. One that is met is an error, never a short answer.
    let options = QueryOptions { max_rows: Some(100), ..QueryOptions::default() };
    let QueryResults::Solutions(rows) = sparql::query(&snapshot, question, &options)? else {
        unreachable!("a SELECT has rows")
    };
    for row in rows {
        let row = row?;
        if let (Some(cluster), Some(members)) = (row.get("cluster"), row.get("members")) {
            println!("{cluster} {members}");
        }
    }

    // Number and hash name the state that was asked: whoever holds the same quads gets the same hash.
    println!("asked of snapshot {}, {} quads", snapshot.number(), snapshot.len());
    Ok(())
}
