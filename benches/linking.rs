//! How well names are linked: strings with ROR by cross-validation on the published training data, places, records with several fields; and
//! the fit of the weights that ship.
//!
//! ```sh
//! MILIEU_SHARED_DATA=... cargo bench --bench linking                  # the figures
//! MILIEU_SHARED_DATA=... cargo bench --bench linking -- fit           # writes src/link/data/weights_*.tsv
//! MILIEU_SHARED_DATA=... cargo bench --bench linking -- beside strings  # as linking.py reads them; also: beside records FOLDER
//! ```
//!
//! A link that is wrong counts as wrong and as missed. What a string means and the catalogue has not cannot be found: figures are given with
//! these left aside (nothing is the right answer then) and with them as missed. `benches/linking.py` sets others beside.

#[path = "linking/folds.rs"]
mod folds;
#[path = "linking/gold.rs"]
mod gold;
#[path = "linking/noisy.rs"]
mod noisy;
#[path = "linking/places.rs"]
mod places;
#[path = "linking/regression.rs"]
mod regression;

use std::path::Path;
use std::time::Instant;

use folds::{Links, held_out, links, names, shuffled, tally, train};
use gold::{CROSSREF, Item, LOGS, Tally, catalogue, items};
use milieu::link::context::CONTEXT;
use milieu::link::decision::{LinkOptions, Linker};
use milieu::link::index::Index;
use milieu::link::records::noise::{Noisy, noisy};
use milieu::link::score::FEATURES;
use milieu::link::weights::Weights;

fn show(name: &str, tally: &Tally) {
    let (precision, recall, f1, of_all) = (tally.precision(), tally.recall(), tally.f1(), tally.f1_of_all());
    println!("{name}: precision {precision:.3}, recall {recall:.3}, F1 {f1:.3}, all of them {of_all:.3}");
}

fn report(name: &str, items: &[Item], index: Index) -> Index {
    let (found, index) = held_out(items, index);
    show(name, &found.tally);
    println!("  {} identifiers are not in the catalogue", found.tally.outside);
    if let Some((threshold, tally)) = found.curve().max_by(|one, other| one.1.f1().total_cmp(&other.1.f1())) {
        println!("  best threshold of all folds together: {threshold:.2}, F1 {:.3}", tally.f1());
    }
    if let Some((threshold, tally)) = found.curve().skip(30).find(|(_, tally)| tally.precision() >= 0.95) {
        println!("  precision {:.3} at recall {:.3}, threshold {threshold:.2}", tally.precision(), tally.recall());
    }
    index
}

fn write(file: &str, what: &str, weights: &Weights, names: &[&str]) {
    use std::fmt::Write;
    let mut text =
        format!("# {what}\n# Fitted by benches/linking.rs to the training split of ROR's logs; see there.\n");
    writeln!(text, "bias\t{:.3}", weights.bias).expect("a string takes all");
    for (name, weight) in names.iter().zip(&weights.weights) {
        writeln!(text, "{name}\t{weight:.3}").expect("a string takes all");
    }
    let path = format!("{}/src/link/data/{file}", env!("CARGO_MANIFEST_DIR"));
    std::fs::write(path, text).expect("the table is written");
}

/// The seeds of the noisy records; nothing was set by them.
const SEEDS: std::ops::Range<u64> = 21..24;

fn records(folder: &Path) {
    for seed in SEEDS {
        let made = noisy(&noisy::organisations(folder), 3_300, seed);
        let start = Instant::now();
        let (recall, pairs, clusters) = noisy::put_together(&made);
        let (seconds, pairs, clusters) = (start.elapsed().as_secs_f64(), pairs.f1, clusters.f1);
        println!(
            "Records, seed {seed}: blocking {recall:.3}, F1 of pairs {pairs:.3}, of clusters {clusters:.3}; {seconds:.2} s"
        );
    }
}

fn all_places(folder: &Path) {
    show("Countries", &places::countries_found(folder));
    show("Regions", &places::regions_found(folder));
    for (with_regions, name) in [(false, "Cities"), (true, "Cities with regions")] {
        let found = places::cities_found(folder, with_regions);
        show(name, &found.all);
        show("  in countries with NUTS regions", &found.europe);
        show("  that the gazetteer has", &found.known);
    }
}

fn strings(folder: &Path) {
    let start = Instant::now();
    let mut index = catalogue(folder);
    println!("{} records in {:.1} s", index.len(), start.elapsed().as_secs_f64());
    let logs = items(folder, LOGS, &index);
    index = report("Logs, short strings", &logs, index);
    let crossref = items(folder, CROSSREF, &index);
    let linker = Linker::new(index);
    for (name, items) in [("Crossref, long strings", &crossref), ("Logs, in sample", &logs)] {
        let items: Vec<&Item> = items.iter().collect();
        let start = Instant::now();
        let found: Vec<Links> = items.iter().flat_map(|item| links(&[item], &linker)).collect();
        let each = start.elapsed() / u32::try_from(items.len()).expect("few items");
        for options in [LinkOptions::BALANCED, LinkOptions::CAREFUL] {
            let name = format!("{name}, weights that ship, threshold {:.2}, {each:?} a string", options.threshold);
            show(&name, &tally(&items, &found, options.threshold));
        }
    }
    if std::env::args().any(|argument| argument == "crossref") {
        report("Crossref by its own folds", &crossref, linker.into_index());
    }
}

fn main() {
    let Some(folder) = gold::folder() else {
        return println!("no data: set MILIEU_SHARED_DATA");
    };
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["fit"] => {
            let index = catalogue(&folder);
            let logs = items(&folder, LOGS, &index);
            let linker = train(&shuffled(&logs), index);
            let (alone, among) = linker.weights();
            write("weights_alone.tsv", "What a candidate's own evidence weighs.", alone, &names(FEATURES));
            write("weights_among.tsv", "What a candidate's standing among the others weighs.", among, &names(CONTEXT));
        }
        ["beside", "strings"] => beside_strings(&folder),
        ["beside", "records", to] => beside_records(&folder, Path::new(to)),
        _ => {
            strings(&folder);
            all_places(&folder);
            records(&folder);
        }
    }
}

/// For `linking.py`: F1 as held out, F1 with what the catalogue lacks missed, and seconds for all the strings on one core.
fn beside_strings(folder: &Path) {
    let index = catalogue(folder);
    let logs = items(folder, LOGS, &index);
    let (found, index) = held_out(&logs, index);
    let linker = Linker::new(index);
    let start = Instant::now();
    for item in &logs {
        links(&[item], &linker);
    }
    let seconds = start.elapsed().as_secs_f64();
    let (f1, all) = (found.tally.f1(), found.tally.f1_of_all());
    println!("{}", serde_json::json!({ "f1": f1, "all": all, "seconds": seconds }));
}

/// The same for noisy records, written for the others to read: the means of F1 of pairs, of clusters, and of seconds.
fn beside_records(folder: &Path, to: &Path) {
    let organisations = noisy::organisations(folder);
    let (mut sums, mut seconds) = ([0.0; 2], 0.0);
    for seed in SEEDS {
        let made = noisy(&organisations, 3_300, seed);
        save(&made, seed, to);
        let start = Instant::now();
        let (_, pairs, clusters) = noisy::put_together(&made);
        seconds += start.elapsed().as_secs_f64();
        sums = [sums[0] + pairs.f1, sums[1] + clusters.f1];
    }
    let sets = f64::from(u8::try_from(SEEDS.count()).expect("few seeds"));
    println!("{}", serde_json::json!({ "f1": sums[0] / sets, "all": sums[1] / sets, "seconds": seconds / sets }));
}

/// Writes the records, with their organisation, as `noisy-SEED.csv`.
fn save(made: &Noisy, seed: u64, folder: &Path) {
    let mut file = csv::Writer::from_path(folder.join(format!("noisy-{seed}.csv"))).expect("the file");
    file.write_record(["id", "entity", "name", "acronym", "city", "country", "website", "established"])
        .expect("the header");
    for (id, (row, of)) in made.table.rows.iter().zip(&made.of).enumerate() {
        let numbers = [id.to_string(), of.to_string()];
        file.write_record(numbers.iter().chain(row)).expect("a row");
    }
    file.flush().expect("the file is written");
}
