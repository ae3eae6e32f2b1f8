//! The worlds that are built in.

use super::support::{one, select};
use milieu::ingest::{Load, Report};
use milieu::{Snapshot, Store};
use std::sync::LazyLock;

/// Everything that ships, loaded once for all tests.
static DEMO: LazyLock<(Snapshot, Vec<Report>)> = LazyLock::new(|| {
    let store = Store::new();
    let begun = std::time::Instant::now();
    let reports = Load::new(&store).demo().expect("the demo loads");
    eprintln!("demo: {} quads in {:?}", store.snapshot().len(), begun.elapsed());
    (store.snapshot(), reports)
});

#[test]
fn the_demo_holds_every_table() {
    let (snapshot, reports) = &*DEMO;
    for report in reports {
        eprintln!("{}: {} rows, {} quads", report.graph, report.rows_read, report.quads);
    }
    assert_eq!(reports.len(), 9);
    assert!(snapshot.len() > 100_000);
}

#[test]
fn what_follows_follows_fast() {
    let (snapshot, _) = &*DEMO;
    let store = Store::new();
    let mut transaction = store.begin();
    transaction.extend(snapshot.iter());
    drop(transaction.snapshot());
    let begun = std::time::Instant::now();
    milieu::ingest::derive(&mut transaction);
    eprintln!("derive: {:?}", begun.elapsed());
}
