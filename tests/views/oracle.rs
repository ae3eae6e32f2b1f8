//! Location quotients and strong clusters of the US states in 2016 against the published ones.

use std::collections::HashMap;
use std::path::PathBuf;

use milieu::Store;
use milieu::ingest::{Load, SourceKind};
use milieu::view::{Cell, Table};

use super::support::run;
use crate::skip::skipped;

/// The published figures, when the shared data is at hand.
fn shared() -> Option<PathBuf> {
    let shared = std::env::var_os("MILIEU_SHARED_DATA").map(PathBuf::from);
    let folder = shared.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data"));
    let folder = folder.join("us-cluster-mapping");
    folder.join("us_states_lq_strong_oracle_2016.csv").is_file().then_some(folder)
}

type Key = (String, String);

fn published(folder: &std::path::Path) -> Vec<HashMap<String, String>> {
    let mut reader = csv::Reader::from_path(folder.join("us_states_lq_strong_oracle_2016.csv")).expect("it opens");
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

fn key(row: &HashMap<String, String>) -> Key {
    (row["region_code_t"].clone(), row["cluster_code_t"].clone())
}

/// Rows by the codes at the end of their region's and category's IRIs.
fn by_code(table: &Table) -> HashMap<Key, &Vec<Cell>> {
    let code = |cell: &Cell| cell.to_field().rsplit('/').next().expect("a last part").to_owned();
    let (region, category) = (table.column("region").unwrap(), table.column("category").unwrap());
    table.rows.iter().map(|row| ((code(&row[region]), code(&row[category])), row)).collect()
}

#[test]
fn the_us_states_of_2016_are_as_published() {
    let Some(folder) = shared() else {
        skipped("the_us_states_of_2016_are_as_published", "no ../shared/data/us-cluster-mapping");
        return;
    };
    let store = Store::new();
    Load::new(&store).source(SourceKind::UsClusters, &folder).expect("it loads");
    let published = published(&folder);

    let table = run(&store.snapshot(), "cluster/location-quotient", "");
    let (found, at) = (by_code(&table), table.column("location_quotient").unwrap());
    let mut compared = 0;
    for row in &published {
        let expected: f64 = row["lq_tf"].parse().expect("a number");
        if expected == 0.0 {
            continue;
        }
        let quotient = found[&key(row)][at].number().expect("a number");
        assert!((quotient - expected).abs() <= 2e-7 * expected, "{:?}: {quotient}, published {expected}", key(row));
        compared += 1;
    }
    assert_eq!(compared, 3_294);
    let automotive = found[&("26".to_owned(), "4".to_owned())][at].number().unwrap();
    assert!((automotive - 5.805_291).abs() < 1e-6, "Michigan, Automotive: {automotive}");

    let table = run(&store.snapshot(), "cluster/strong", "");
    let found = by_code(&table);
    let flags = [
        ("qualifying", "qualifying_b"),
        ("significant", "significant_b"),
        ("strong", "strong_b"),
        ("strong_tenth", "strong10_b"),
    ];
    let mut agreed = 0;
    for row in published.iter().filter(|row| row["cluster_type"] == "traded") {
        for (column, name) in flags {
            let flag = &found[&key(row)][table.column(column).unwrap()];
            assert_eq!(*flag, Cell::Boolean(row[name] == "True"), "{:?} {column}", key(row));
        }
        agreed += 1;
    }
    let strong = table.column("strong").unwrap();
    assert_eq!((agreed, table.rows.len()), (2_550, 2_550));
    assert_eq!(table.rows.iter().filter(|row| row[strong] == Cell::Boolean(true)).count(), 512);
}
