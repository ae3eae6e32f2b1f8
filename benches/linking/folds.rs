//! Cross-validation: five folds, by a seed. Weights are fitted in the other four, and the threshold is the best of a cross-validation
//! within these.

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

use crate::gold::{Item, Tally};
use crate::regression::{Sample, fit};

const RIDGE: f64 = 3.0;
const FOLDS: usize = 5;
const INNER: usize = 4;
const SEED: u64 = 7;

/// From where the fit begins; by hand.
const FIRST: &str = "bias\t-6\nname_said\t3\nsegment_explained\t3\nsegment_whole\t3\ninformation\t2\ncountry_same\t1\ncountry_other\t-2\ncity_same\t1";

pub(crate) fn names<const N: usize>(table: [(&'static str, &'static str); N]) -> [&'static str; N] {
    table.map(|(name, _)| name)
}

/// Whether a record is what an item means.
fn means(item: &Item, index: &Index, record: u32) -> bool {
    item.gold.contains(&index.record(record).id)
}

/// Fits both regressions; the first thrice, as it says which name of a record is looked at.
pub(crate) fn train(items: &[&Item], index: Index) -> Linker {
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
pub(crate) type Links = Vec<(String, f32)>;

pub(crate) fn links(items: &[&Item], linker: &Linker) -> Vec<Links> {
    let all = |item: &&Item| {
        let found = linker.ids(&Mention::new(&item.text), LinkOptions { threshold: 0.0 });
        found.into_iter().map(|(id, sure)| (id.to_owned(), sure)).collect()
    };
    items.par_iter().map(all).collect()
}

pub(crate) fn tally(items: &[&Item], links: &[Links], threshold: f32) -> Tally {
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

/// What a cross-validation found.
pub(crate) struct HeldOut {
    /// Links of each fold, by the threshold that was chosen without it.
    pub(crate) tally: Tally,
    order: Vec<Item>,
    found: Vec<Links>,
}

impl HeldOut {
    /// Thresholds with the links of all folds together that reach them.
    pub(crate) fn curve(&self) -> impl Iterator<Item = (f32, Tally)> {
        let order: Vec<&Item> = self.order.iter().collect();
        hundredths().map(move |threshold| (threshold, tally(&order, &self.found, threshold)))
    }
}

/// Links each item by weights and a threshold that were found without it; gives the index back.
pub(crate) fn held_out(items: &[Item], mut index: Index) -> (HeldOut, Index) {
    let items = shuffled(items);
    let mut all = HeldOut { tally: Tally::default(), order: Vec::new(), found: Vec::new() };
    for fold in 0..FOLDS {
        let (test, rest) = split(&items, FOLDS, fold);
        let (inner, inner_links, back) = crossed(&rest, INNER, index);
        let threshold = best_threshold(&inner, &inner_links);
        let linker = train(&rest, back);
        let fold_links = links(&test, &linker);
        add(&mut all.tally, &test, &fold_links, threshold);
        all.order.extend(test.into_iter().cloned());
        all.found.extend(fold_links);
        index = linker.into_index();
    }
    (all, index)
}

/// The items in another order, by a seed.
pub(crate) fn shuffled(items: &[Item]) -> Vec<&Item> {
    let mut shuffled: Vec<&Item> = items.iter().collect();
    shuffled.shuffle(&mut ChaCha8Rng::seed_from_u64(SEED));
    shuffled
}
