//! How well affiliation strings are linked with ROR: floors just under what was reached (`benches/linking.rs` has the figures of a
//! cross-validation). The data are outside the repository; without them these tests say so and pass.

#[path = "../benches/linking/gold.rs"]
mod gold;
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
        return skip::skipped("strings_are_linked_as_people_linked_them", "no ROR affiliations in MILIEU_SHARED_DATA or ../shared/data");
    };
    let linker = Linker::new(catalogue(&folder));

    // The weights were fitted to these.
    let logs = items(&folder, LOGS, linker.index());
    let balanced = tally(&logs, &linker, LinkOptions::BALANCED);
    assert!(balanced.f1() > LOGS_FLOOR, "F1 {}", balanced.f1());
    let careful = tally(&logs, &linker, LinkOptions::CAREFUL);
    assert!(careful.precision() > 0.94 && careful.recall() > 0.62, "{} {}", careful.precision(), careful.recall());

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

const LOGS_FLOOR: f64 = 0.84;
const CROSSREF_FLOOR: f64 = 0.79;
