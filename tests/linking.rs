//! How well affiliation strings are linked with ROR: floors just under what was reached (`benches/linking.rs` has the figures of a
//! cross-validation). The data are outside the repository; without them these tests say so and pass.

#[path = "../benches/linking/folds.rs"]
mod folds;
#[path = "../benches/linking/gold.rs"]
mod gold;
#[path = "../benches/linking/places.rs"]
mod places;
#[path = "../benches/linking/regression.rs"]
mod regression;
#[path = "support/skip.rs"]
mod skip;

use gold::{CROSSREF, Item, LOGS, Tally, catalogue, items};
use milieu::link::decision::{LinkOptions, Linker};
use milieu::link::mention::Mention;

fn tally(items: &[Item], linker: &Linker, options: LinkOptions) -> Tally {
    let mut tally = Tally::default();
    for item in items {
        let links: Vec<&str> = linker.ids(&Mention::new(&item.text), options).into_iter().map(|(id, _)| id).collect();
        tally.add(item, &links);
    }
    tally
}

#[test]
fn strings_are_linked_as_people_linked_them() {
    let Some(folder) = gold::folder() else {
        return skip::skipped(
            "strings_are_linked_as_people_linked_them",
            "no ROR affiliations in MILIEU_SHARED_DATA or ../shared/data",
        );
    };
    let linker = Linker::new(catalogue(&folder));

    // The weights were fitted to these.
    let logs = items(&folder, LOGS, linker.index());
    let balanced = tally(&logs, &linker, LinkOptions::BALANCED);
    assert!(balanced.f1() > LOGS_FLOOR, "F1 {}", balanced.f1());
    let careful = tally(&logs, &linker, LinkOptions::CAREFUL);
    assert!(careful.precision() > 0.945 && careful.recall() > 0.66, "{} {}", careful.precision(), careful.recall());

    // Nothing was fitted to these; one in ten is enough.
    let mut crossref = items(&folder, CROSSREF, linker.index());
    let mut place = 0;
    crossref.retain(|_| {
        place += 1;
        place % 10 == 0
    });
    let long = tally(&crossref, &linker, LinkOptions::BALANCED);
    assert!(long.f1() > CROSSREF_FLOOR, "F1 {}", long.f1());
    // In the whole data some identifiers are not in the catalogue, which can only cost.
    assert!(long.outside > 0 && long.f1_of_all() < long.f1());
}

const LOGS_FLOOR: f64 = 0.855;
const CROSSREF_FLOOR: f64 = 0.81;

/// Weights and thresholds that were fitted to other folds.
#[test]
fn strings_that_nothing_was_fitted_to_are_linked() {
    let Some(folder) = gold::folder() else {
        return skip::skipped(
            "strings_that_nothing_was_fitted_to_are_linked",
            "no ROR affiliations in MILIEU_SHARED_DATA or ../shared/data",
        );
    };
    let index = catalogue(&folder);
    let logs = items(&folder, LOGS, &index);
    let (found, _) = folds::held_out(&logs, index);
    let (f1, of_all) = (found.tally.f1(), found.tally.f1_of_all());
    assert!(
        f1 > HELD_OUT_FLOORS[0] && of_all > HELD_OUT_FLOORS[1],
        "F1 {f1}, what the catalogue lacks missed {of_all}"
    );
    let recalling = found.curve().filter(|(_, tally)| tally.recall() >= 0.65);
    let precision = recalling.map(|(_, tally)| tally.precision()).fold(0.0, f64::max);
    assert!(precision > CAREFUL_FLOOR, "precision {precision} at a recall of .65");
}

/// F1, and F1 where what the catalogue lacks is missed.
const HELD_OUT_FLOORS: [f64; 2] = [0.825, 0.725];
const CAREFUL_FLOOR: f64 = 0.95;

const COUNTRIES_FLOOR: f64 = 0.955;
const REGIONS_FLOOR: f64 = 0.985;
/// All, those in countries that NUTS has regions of, and those that the gazetteer has; by name and country alone. ROR gives some cities the
/// identifier of the municipality around them, and some of its places are districts; these count as wrong.
const CITIES_FLOORS: [f64; 3] = [0.904, 0.932, 0.951];
/// The same where the region is told, too.
const CITIES_WITH_REGIONS_FLOORS: [f64; 3] = [0.939, 0.936, 0.976];

#[test]
fn countries_regions_and_cities_are_found_by_name() {
    let Some(folder) = gold::folder() else {
        return skip::skipped(
            "countries_regions_and_cities_are_found_by_name",
            "no places in MILIEU_SHARED_DATA or ../shared/data",
        );
    };
    let [countries, regions] = [places::countries_found(&folder).f1(), places::regions_found(&folder).f1()];
    assert!(countries > COUNTRIES_FLOOR && regions > REGIONS_FLOOR, "F1 {countries} {regions}");
    for (with_regions, floors) in [(false, CITIES_FLOORS), (true, CITIES_WITH_REGIONS_FLOORS)] {
        let found = places::cities_found(&folder, with_regions);
        let reached = [found.all.f1(), found.europe.f1(), found.known.f1()];
        assert!(reached.iter().zip(floors).all(|(reached, floor)| *reached > floor), "F1 {reached:?}");
    }
}
