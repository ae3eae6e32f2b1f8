//! What each view that ships costs on the data that ship, or on a store: binding its parameters, planning, asking, and all of it with
//! its measure.
//!
//! `cargo bench --bench views`, or `cargo bench --bench views -- FOLDER` for a store.

use std::time::Instant;

use milieu::Store;
use milieu::ingest::Load;
use milieu::sparql::{self, QueryOptions};
use milieu::view::{Catalogue, RunOptions};

const RUNS: usize = 7;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().skip(1).find(|argument| !argument.starts_with("--"));
    let store = folder.as_ref().map_or_else(|| Ok(Store::new()), Store::open)?;
    if folder.is_none() {
        Load::new(&store).demo()?;
    }
    let snapshot = store.snapshot();
    println!("{} quads, medians of {RUNS}\n", snapshot.len());
    println!("| view | rows | bind, µs | plan, µs | query, ms | whole view, ms |\n|---|---|---|---|---|---|");
    let mut slowest = (String::new(), 0.0);
    for view in Catalogue::shipped().iter() {
        let arguments = view.arguments::<&str, &str>([])?;
        let (mut bind, mut plan, mut query, mut all) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut rows = 0;
        for run in 0..=RUNS {
            let begun = Instant::now();
            let bound = view.bound(&snapshot, &arguments)?;
            let binding = begun.elapsed().as_secs_f64();
            let told = sparql::explain_query(&snapshot, bound, &QueryOptions::default())?;
            let begun = Instant::now();
            rows = view.run(&snapshot, &arguments, &RunOptions::default())?.rows.len();
            let whole = begun.elapsed().as_secs_f64();
            // The first makes what later ones find.
            if run > 0 {
                bind.push(binding * 1e6);
                plan.push(told.planning_milliseconds * 1e3);
                query.push(told.milliseconds);
                all.push(whole * 1e3);
            }
        }
        let [bind, plan, query, all] = [bind, plan, query, all].map(median);
        println!("| {} | {rows} | {bind:.0} | {plan:.0} | {query:.2} | {all:.2} |", view.id());
        if all > slowest.1 {
            slowest = (view.id().to_string(), all);
        }
    }
    println!("\nslowest: {}, {:.0} ms", slowest.0, slowest.1);
    Ok(())
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
