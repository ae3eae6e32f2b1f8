//! How well names are linked with ROR, by cross-validation on the published training data; and the fit of the weights that ship.
//!
//! ```sh
//! MILIEU_SHARED_DATA=... cargo bench --bench linking            # the figures
//! MILIEU_SHARED_DATA=... cargo bench --bench linking -- fit     # writes src/link/data/weights_*.tsv
//! ```
//!
//! Five folds, by a seed. Weights are fitted in the other four, and the threshold is the best of a cross-validation within these. A link
//! that is wrong counts as wrong and as missed. What a string means and the catalogue has not cannot be found: figures are given with
//! these left aside (nothing is the right answer then) and with them as missed.

#[path = "linking/gold.rs"]
mod gold;
#[path = "linking/regression.rs"]
mod regression;

use std::time::Instant;

use gold::{CROSSREF, Item, LOGS, Tally, catalogue, items};
use milieu::link::context::CONTEXT;
use milieu::link::decision::{LinkOptions, Linker};
use milieu::link::index::Index;
use milieu::link::mention::Mention;
use milieu::link::score::FEATURES;
use milieu::link::weights::Weights;
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use regression::{Sample, fit};

const RIDGE: f64 = 3.0;
const FOLDS: usize = 5;
const INNER: usize = 4;
const SEED: u64 = 7;

/// From where the fit begins; by hand.
const FIRST: &str = "bias\t-6\nname_said\t3\nsegment_explained\t3\nsegment_whole\t3\ninformation\t2\ncountry_same\t1\ncountry_other\t-2\ncity_same\t1";

fn names<const N: usize>(table: [(&'static str, &'static str); N]) -> [&'static str; N] {
    table.map(|(name, _)| name)
}

/// Whether a record is what an item means.
fn means(item: &Item, index: &Index, record: u32) -> bool {
    item.gold.contains(&index.record(record).id)
}

/// Fits both regressions; the first thrice, as it says which name of a record is looked at.
fn train(items: &[&Item], index: Index) -> Linker {
    let first = Weights::read(FIRST, &names(FEATURES)).expect("the table is well formed");
    let nothing = Weights::read("", &names(CONTEXT)).expect("an empty table");
    let mut linker = Linker::with_weights(index, first, nothing);
    for round in 0..3 {
        let weighed: Vec<_> = items.par_iter().map(|item| linker.weigh(&Mention::new(&item.text))).collect();
        let mut alone: Vec<Sample> = Vec::new();
        let mut among: Vec<Sample> = Vec::new();
        for (item, found) in items.iter().zip(&weighed) {
            for (candidate, context) in found {
                let is = means(item, linker.index(), candidate.record);
                alone.push((candidate.features.to_vec(), is));
                among.push((context.to_vec(), is));
            }
        }
        let (old, _) = linker.weights();
        let (alone, among) =
            if round < 2 { (fit(&alone, RIDGE), fit(&among, RIDGE)) } else { (old.clone(), fit(&among, RIDGE)) };
        linker = Linker::with_weights(linker.into_index(), alone, among);
    }
    linker
}

/// Links with all confidences for each item; the threshold comes later.
type Links = Vec<(String, f32)>;

fn links(items: &[&Item], linker: &Linker) -> Vec<Links> {
    let all = |item: &&Item| {
        let found = linker.ids(&Mention::new(&item.text), LinkOptions { threshold: 0.0 });
        found.into_iter().map(|(id, sure)| (id.to_owned(), sure)).collect()
    };
    items.par_iter().map(all).collect()
}

fn tally(items: &[&Item], links: &[Links], threshold: f32) -> Tally {
    let mut tally = Tally::default();
    add(&mut tally, items, links, threshold);
    tally
}

fn add(tally: &mut Tally, items: &[&Item], links: &[Links], threshold: f32) {
    for (item, links) in items.iter().zip(links) {
        let kept: Vec<&str> = links.iter().filter(|(_, sure)| *sure >= threshold).map(|(id, _)| id.as_str()).collect();
        tally.add(item, &kept);
    }
}

/// Thresholds from 0 to 1 in hundredths.
fn hundredths() -> impl Iterator<Item = f32> {
    (0_u8..100).map(|hundredth| f32::from(hundredth) / 100.0)
}

/// The middle of the eleven neighbouring thresholds with the highest F1 together.
fn best_threshold(items: &[&Item], links: &[Links]) -> f32 {
    let scores: Vec<f64> = hundredths().map(|threshold| tally(items, links, threshold).f1()).collect();
    let windows = scores.windows(11).map(|window| window.iter().sum::<f64>()).zip(hundredths().skip(5));
    windows.max_by(|one, other| one.0.total_cmp(&other.0)).map_or(0.5, |(_, threshold)| threshold)
}

/// Each item's links by weights that were fitted without it.
fn crossed<'a>(items: &[&'a Item], folds: usize, mut index: Index) -> (Vec<&'a Item>, Vec<Links>, Index) {
    let (mut order, mut found) = (Vec::new(), Vec::new());
    for fold in 0..folds {
        let (test, rest) = split(items, folds, fold);
        let linker = train(&rest, index);
        found.extend(links(&test, &linker));
        order.extend(test);
        index = linker.into_index();
    }
    (order, found, index)
}

fn split<'a>(items: &[&'a Item], folds: usize, fold: usize) -> (Vec<&'a Item>, Vec<&'a Item>) {
    let (test, rest): (Vec<_>, Vec<_>) = items.iter().enumerate().partition(|(at, _)| at % folds == fold);
    let second = |pairs: Vec<(usize, &&'a Item)>| pairs.into_iter().map(|(_, item)| *item).collect();
    (second(test), second(rest))
}

fn report(name: &str, items: &[&Item], mut index: Index) -> Index {
    let mut all = Tally::default();
    let (mut order, mut found) = (Vec::new(), Vec::new());
    for fold in 0..FOLDS {
        let (test, rest) = split(items, FOLDS, fold);
        let (inner, inner_links, back) = crossed(&rest, INNER, index);
        let threshold = best_threshold(&inner, &inner_links);
        let linker = train(&rest, back);
        let fold_links = links(&test, &linker);
        add(&mut all, &test, &fold_links, threshold);
        order.extend(test);
        found.extend(fold_links);
        index = linker.into_index();
    }
    println!("{name}: precision {:.3}, recall {:.3}, F1 {:.3}", all.precision(), all.recall(), all.f1());
    let outside = all.outside;
    println!("  {outside} identifiers are not in the catalogue; with these as missed F1 is {:.3}", all.f1_of_all());
    println!("  best threshold of all folds together: {:.2}", best_threshold(&order, &found));
    let at = hundredths().map(|threshold| (threshold, tally(&order, &found, threshold)));
    if let Some((threshold, tally)) = at.skip(30).find(|(_, tally)| tally.precision() >= 0.95) {
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

fn main() {
    let Some(folder) = gold::folder() else {
        return println!("no data: set MILIEU_SHARED_DATA");
    };
    let start = Instant::now();
    let mut index = catalogue(&folder);
    println!("{} records in {:.1} s", index.len(), start.elapsed().as_secs_f64());
    let logs = items(&folder, LOGS, &index);
    let mut shuffled: Vec<&Item> = logs.iter().collect();
    shuffled.shuffle(&mut ChaCha8Rng::seed_from_u64(SEED));
    if std::env::args().any(|argument| argument == "fit") {
        let linker = train(&shuffled, index);
        let (alone, among) = linker.weights();
        write("weights_alone.tsv", "What a candidate's own evidence weighs.", alone, &names(FEATURES));
        write("weights_among.tsv", "What a candidate's standing among the others weighs.", among, &names(CONTEXT));
        return;
    }
    index = report("Logs, short strings", &shuffled, index);
    let crossref = items(&folder, CROSSREF, &index);
    let long: Vec<&Item> = crossref.iter().collect();
    let linker = Linker::new(index);
    for (name, items) in [("Crossref, long strings", &long), ("Logs, in sample", &shuffled)] {
        let start = Instant::now();
        let found: Vec<Links> = items.iter().flat_map(|item| links(&[item], &linker)).collect();
        let each = start.elapsed() / u32::try_from(items.len()).expect("few items");
        for options in [LinkOptions::BALANCED, LinkOptions::CAREFUL] {
            let all = tally(items, &found, options.threshold);
            println!(
                "{name}, weights that ship, threshold {:.2}: precision {:.3}, recall {:.3}, F1 {:.3}, all of them {:.3}; {each:?} a string",
                options.threshold,
                all.precision(),
                all.recall(),
                all.f1(),
                all.f1_of_all()
            );
        }
    }
    if std::env::args().any(|argument| argument == "crossref") {
        let mut long = long.clone();
        long.shuffle(&mut ChaCha8Rng::seed_from_u64(SEED));
        report("Crossref by its own folds", &long, linker.into_index());
    }
}
