//! Bring a table of your own into the graph by a mapping.
//!
//! `cargo run --example import_table`

use std::path::Path;

use milieu::Store;
use milieu::ingest::Load;
use milieu::ingest::mapping::{Mapping, suggest};
use milieu::view::{Catalogue, RunOptions};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/data");
    let table = data.join("members.csv");

    // Nobody writes a mapping from nothing. A first one is guessed from the names and the values of the columns; it is a text to be
    // read and put right by whoever knows the table.
    let guess = suggest(&table)?;
    println!("the first guess names {} columns", guess.columns.len());

    // This one was put right: what identifies a row, what each column means, which rows make a membership, which a linkage.
    // Every term in it is held against the ontology, so a mistyped property is told here and not found months later.
    let mapping = Mapping::open(&data.join("members.mapping.yaml"))?;

    // Countries and regions are codes in the table. What they mean comes from elsewhere: the toy world knows three countries, the
    // demo data all of them.
    let store = Store::new();
    Load::new(&store).toy()?;

    // One load is one transaction. A broken row is refused by line, column and value, and the rest is loaded; `.strict(true)`
    // would refuse all.
    let report = Load::new(&store).table(&table, &mapping)?;
    println!("{} rows read, {} refused, into {}", report.rows_read, report.rows_refused, report.graph);
    for refused in &report.refused {
        println!("{refused}");
    }

    // What was imported is asked by the same views as everything else: firms of the table now count as members of its clusters.
    let view = Catalogue::shipped().get("cluster/members-by-kind")?;
    let arguments = view.arguments([("group", "https://w3id.org/milieu/id/cluster/members/birch-bay")])?;
    let members = view.run(&store.snapshot(), &arguments, &RunOptions::default())?;
    for row in &members.rows {
        let cells: Vec<String> = row.iter().map(milieu::view::Cell::to_text).collect();
        println!("{}", cells.join(" | "));
    }

    // Importing the same table again replaces its graph: twice is once.
    let before = store.snapshot();
    Load::new(&store).table(&table, &mapping)?;
    let graph = |snapshot: &milieu::Snapshot| {
        let sizes = snapshot.graph_sizes();
        sizes.into_iter().find(|(name, _)| *name == Some(report.graph.clone().into())).map(|(_, quads)| quads)
    };
    assert_eq!(graph(&before), graph(&store.snapshot()));
    Ok(())
}
