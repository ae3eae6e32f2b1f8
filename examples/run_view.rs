//! Run a view and read its table.
//!
//! `cargo run --example run_view`

use milieu::Store;
use milieu::ingest::Load;
use milieu::view::{Catalogue, RunOptions};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let store = Store::new();
    Load::new(&store).toy()?;
    let snapshot = store.snapshot();

    // A view is a question that is asked again and again: one file of SPARQL with a header. The catalogue holds those that ship;
    // `Catalogue::from_dir` reads your own.
    let view = Catalogue::shipped().get("cluster/ei-index")?;
    println!("{}\n{}\n", view.header().title, view.header().question);

    // Parameters are typed by the header and bound into the query as terms, so there is nothing to quote or to escape. A thing
    // may be named as people name it, by label or code, or by its IRI.
    let arguments = view.arguments([("group_kind", "milieu:Cluster")])?;
    let table = view.run(&snapshot, &arguments, &RunOptions::default())?;

    // The columns say what they mean and in which unit; the cells keep their types.
    let index = table.column("ei_index").expect("the view has this column");
    println!("{}: {}", table.columns[index].title, table.columns[index].definition);
    for row in &table.rows {
        // -1 is all ties inside the group, 1 is all ties across its border.
        let verdict = match row[index].number() {
            Some(value) if value > 0.0 => "looks outward",
            Some(value) if value < 0.0 => "looks inward",
            Some(_) => "is in balance",
            None => "has no ties",
        };
        println!("{} {verdict} ({})", row[0].to_text(), row[index].to_text());
    }

    // A table says what it rests on: anyone with the same snapshot and the same view gets the same numbers.
    println!("\n{} rows, snapshot {}", table.rows.len(), table.snapshot.number);
    assert_eq!(table.snapshot.hash, snapshot.hash());

    // The same table as a file.
    let mut csv = Vec::new();
    table.to_csv(&mut csv)?;
    println!("{}", String::from_utf8(csv)?.lines().next().unwrap_or_default());

    // A mistyped name is an error that says what may have been meant.
    if let Err(error) = Catalogue::shipped().get("cluster/ei-indx") {
        println!("{error}");
    }
    Ok(())
}
