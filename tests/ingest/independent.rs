//! The links of one region, counted from the published files without any of our readers, against what the graph says.
//!
//! The files are looked for in the folder named by `MILIEU_SHARED_DATA`, else in `../shared/data`; where they are not, the test is skipped by name.

use super::support::select;
use milieu::Store;
use milieu::ingest::{Load, SourceKind};
use milieu::source::country_codes::alpha3;
use milieu::source::person::is_natural_person;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::PathBuf;

const REGION: &str = "DE111";

fn folder() -> Option<PathBuf> {
    let shared = std::env::var_os("MILIEU_SHARED_DATA")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data"), PathBuf::from);
    Some(shared.join("fp7-network")).filter(|folder| folder.is_dir())
}

/// By partner country: distinct projects, and ties weighted by 1/(n-1).
fn by_hand(folder: &std::path::Path) -> BTreeMap<String, (usize, f64)> {
    let mut organisations: HashMap<String, (String, String)> = HashMap::new();
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_path(folder.join("fp7orgs.csv")).unwrap();
    for row in reader.records() {
        let row = row.unwrap();
        if let Some(country) = alpha3(&row[5])
            && !is_natural_person(&row[1], None)
        {
            organisations.entry(row[0].to_owned()).or_insert((country.to_string(), row[4].to_owned()));
        }
    }
    let mut projects: HashMap<String, BTreeSet<String>> = HashMap::new();
    let mut reader = csv::ReaderBuilder::new().delimiter(b'\t').from_path(folder.join("fp7edges.csv")).unwrap();
    for row in reader.records() {
        let row = row.unwrap();
        if organisations.contains_key(&row[1]) {
            projects.entry(row[0].to_owned()).or_default().insert(row[1].to_owned());
        }
    }
    let mut reach: BTreeMap<String, (usize, f64)> = BTreeMap::new();
    for partners in projects.values().filter(|partners| partners.len() > 1) {
        let inside =
            partners.iter().filter(|id| organisations[*id].1 == REGION && organisations[*id].0 == "DEU").count();
        let mut countries: BTreeMap<&str, usize> = BTreeMap::new();
        for id in partners {
            *countries.entry(&organisations[id].0).or_default() += 1;
        }
        countries.remove("DEU");
        #[expect(clippy::cast_precision_loss, reason = "a project has few partners")]
        for (country, abroad) in countries.into_iter().filter(|_| inside > 0) {
            let tally = reach.entry(country.to_owned()).or_default();
            tally.0 += 1;
            tally.1 += (inside * abroad) as f64 / (partners.len() - 1) as f64;
        }
    }
    reach
}

#[test]
fn the_reach_of_a_region_is_that_of_the_files() {
    let Some(folder) = folder() else {
        crate::skip::skipped("the_reach_of_a_region_is_that_of_the_files", "no ../shared/data/fp7-network");
        return;
    };
    let store = Store::new();
    Load::new(&store).source(SourceKind::Fp7, &folder).unwrap();
    let rows = select(
        &store.snapshot(),
        "SELECT ?country (COUNT(DISTINCT ?l) AS ?n) (SUM(?w) AS ?ties) {
            ?a milieu:belongsTo nuts:DE111 . ?l milieu:hasEnd ?a , ?b ; milieu:tieWeight ?w .
            ?b milieu:inCountry ?country FILTER(?country != country:DEU) } GROUP BY ?country",
    );
    let expected = by_hand(&folder);
    assert!(expected.len() > 30 && expected["FRA"].0 > 100, "{expected:?}");
    assert_eq!(rows.len(), expected.len());
    for row in &rows {
        let (linkages, ties) = expected[row[0].trim_start_matches("country:")];
        assert_eq!(row[1], linkages.to_string(), "{row:?}");
        assert!((row[2].parse::<f64>().unwrap() - ties).abs() < 1e-9, "{row:?} {ties}");
    }
}
