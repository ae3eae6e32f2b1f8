//! Every view on everything that ships: it answers, and fast.

use std::time::Instant;

use milieu::Store;
use milieu::ingest::Load;
use milieu::view::Catalogue;

use super::support::{numbers, run};

#[test]
fn every_view_answers_the_demo() {
    let store = Store::new();
    Load::new(&store).demo().expect("it loads");
    let snapshot = store.snapshot();
    for view in Catalogue::shipped().iter() {
        let begun = Instant::now();
        let table = run(&snapshot, view.id().as_str(), "");
        eprintln!(
            "{}: {} rows in {:?}: {}",
            view.id(),
            table.rows.len(),
            begun.elapsed(),
            table.sentence.as_deref().unwrap_or("-")
        );
        assert!(!table.rows.is_empty(), "{} has nothing to say of the demo", view.id());
    }
    let rows = |view| run(&snapshot, view, "").rows.len();
    assert_eq!(rows("cluster/location-quotient"), 3_350);
    assert_eq!(rows("cluster/strong"), 2_550);
    assert_eq!(rows("cluster/activity-coverage"), 80, "ten clusters, eight activities");
    let table = run(&snapshot, "cluster/ei-index", "");
    assert!(numbers(&table, "group", "ei_index").iter().all(|(_, index)| (-1.0..=1.0).contains(index)));
    // What two countries share is the same from either side.
    let tie = |from: &str, to: &str| {
        let ties = numbers(&run(&snapshot, "linkage/reach", &format!("group={from}")), "country", "weight");
        ties.into_iter().find(|(country, _)| country == to).expect("they are linked").1
    };
    assert!((tie("DEU", "Norway") - tie("NOR", "Germany")).abs() < 1e-9);
}
