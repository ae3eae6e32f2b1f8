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
    // Every tie is inner to one country or outer to two, so what leaves all countries is an even share of it.
    let table = run(&snapshot, "cluster/ei-index", "");
    assert!(numbers(&table, "group", "ei_index").iter().all(|(_, index)| (-1.0..=1.0).contains(index)));
}
