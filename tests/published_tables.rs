//! The packed tables against the files as their publishers give them out, and both against known counts.
//!
//! The published files are looked for in the directory named by `MILIEU_SHARED_DATA`, else in `../shared/data`. Where
//! they are not, the comparison is skipped by name; the counts of the packed tables are checked everywhere.

#[path = "support/skip.rs"]
mod skip;

use milieu::source::value::ActivityType;
use milieu::source::{self, Refused, Source, cities, countries, fp7, h2020, nace, nuts, shipped, us_clusters};
use std::collections::BTreeMap;
use std::path::PathBuf;

fn published(name: &str, files: &[&str]) -> Option<Vec<Source>> {
    let directory = std::env::var_os("MILIEU_SHARED_DATA")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data"), PathBuf::from);
    if !directory.is_dir() {
        skip::skipped(name, "no ../shared/data");
        return None;
    }
    Some(files.iter().map(|file| source::open(directory.join(file)).unwrap()).collect())
}

fn all<R>(rows: Result<impl Iterator<Item = Result<R, Refused>>, Refused>) -> Vec<R> {
    rows.unwrap().collect::<Result<_, _>>().unwrap()
}

fn reasons(refused: &[Refused]) -> BTreeMap<(&str, &str), usize> {
    refused.iter().fold(BTreeMap::new(), |mut counts, refused| {
        let file = refused.file.rsplit('/').next().unwrap_or_default();
        *counts.entry((file, refused.reason.as_str())).or_default() += 1;
        counts
    })
}

#[test]
fn every_shipped_table_reads_to_its_end() {
    assert_eq!(shipped::countries().count(), 250);
    assert_eq!(shipped::cities().count(), 34_006);
    assert_eq!(shipped::nuts().count(), 1_582 + 466);
    assert_eq!(shipped::nuts_changes().count(), 103);
    assert_eq!(shipped::nace().count(), 996 + 1_047);
    assert_eq!(shipped::us_observations().count(), 3_350);
    assert_eq!(shipped::us_national_totals().count(), 67);
    assert_eq!(shipped::us_industries().count(), 4_240);
    assert_eq!(shipped::h2020_organisations().count(), 35_871 - H2020_PERSONS);
    assert_eq!(shipped::h2020_projects().count(), 31_451 - H2020_PROJECTS_OF_PERSONS_ONLY);
    assert_eq!(shipped::h2020_participations().count(), 144_726 - H2020_ROWS_OF_PERSONS);
    assert_eq!(shipped::fp7_organisations().count(), 31_055 - 82 - 42 - FP7_PERSONS);
    assert_eq!(shipped::fp7_participations().count(), 135_670 - 90 - 3 - FP7_ROWS_OF_PERSONS);
}

const H2020_PERSONS: usize = 123;
const H2020_ROWS_OF_PERSONS: usize = 175;
const H2020_PROJECTS_OF_PERSONS_ONLY: usize = 10;
const FP7_PERSONS: usize = 270;
const FP7_ROWS_OF_PERSONS: usize = 312;

#[test]
fn shipped_tables_stay_small() {
    let directory = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("examples/data");
    let bytes: u64 =
        shipped::TABLES.iter().map(|table| std::fs::metadata(directory.join(table.file)).unwrap().len()).sum();
    assert!(bytes < 4_500_000, "{bytes} bytes");
}

#[test]
fn no_natural_person_is_shipped() {
    use milieu::source::person::is_natural_person;
    let h2020 = shipped::h2020_organisations().filter(|organisation| {
        let kind = Some(organisation.activity_type);
        organisation.name.as_ref().is_some_and(|name| is_natural_person(name, kind))
    });
    assert_eq!(h2020.count(), 0);
    let fp7 = shipped::fp7_organisations().filter(|organisation| is_natural_person(&organisation.name, None));
    assert_eq!(fp7.count(), 0);
}

#[test]
fn horizon_2020() {
    let files = [
        "h2020-participation/h2020.csv.gz",
        "h2020-participation/programme_parts.csv.gz",
        "h2020-orgs-2017/h2020_orgs_2017.csv",
    ];
    let Some(sources) = published("horizon_2020", &files) else {
        return;
    };
    let [rows, parts, names] = <[Source; 3]>::try_from(sources).unwrap();
    let mut tables = h2020::read(rows, parts, names).unwrap();
    assert_eq!(tables.rows_read, 144_726 + 37_441 + 16_591);
    let expected = [
        (("h2020.csv.gz", "natural person"), H2020_ROWS_OF_PERSONS),
        (("h2020_orgs_2017.csv", "natural person"), H2020_PERSONS),
    ];
    assert_eq!(reasons(&tables.refused), BTreeMap::from(expected));
    let with_name = tables.organisations.iter().filter(|organisation| organisation.name.is_some());
    assert_eq!(with_name.count(), 16_281 - H2020_PERSONS);
    assert!(tables.organisations.iter().any(|o| o.country.as_str() == "NAM"), "NA is Namibia");

    assert!(tables.organisations.iter().eq(&shipped::h2020_organisations().collect::<Vec<_>>()));
    assert!(tables.projects.iter().eq(&shipped::h2020_projects().collect::<Vec<_>>()));
    tables.participations.sort_by_key(|row| (row.rcn, row.pic));
    assert!(tables.participations.iter().eq(&shipped::h2020_participations().collect::<Vec<_>>()));
}

#[test]
fn horizon_2020_rows_agree_with_each_other() {
    let Some(mut sources) = published("horizon_2020_rows", &["h2020-participation/h2020.csv.gz"]) else {
        return;
    };
    let rows = all(h2020::rows(sources.remove(0)));
    assert_eq!(rows.len(), 144_726);
    let mut kinds: BTreeMap<ActivityType, usize> = BTreeMap::new();
    let (mut projects, mut organisations) = (BTreeMap::new(), BTreeMap::new());
    for row in &rows {
        *kinds.entry(row.organisation.activity_type).or_default() += 1;
        assert_eq!(projects.entry(row.project.rcn).or_insert(&row.project), &&row.project);
        assert_eq!(organisations.entry(row.organisation.pic).or_insert(&row.organisation), &&row.organisation);
    }
    assert_eq!((projects.len(), organisations.len()), (31_451, 35_871));
    let published_kinds = [
        (ActivityType::Hes, 49_220),
        (ActivityType::Prc, 48_244),
        (ActivityType::Rec, 29_481),
        (ActivityType::Pub, 7_941),
        (ActivityType::Oth, 9_840),
    ];
    assert_eq!(kinds, BTreeMap::from(published_kinds));
}

#[test]
fn seventh_framework_programme() {
    let files = ["fp7-network/fp7orgs.csv", "fp7-network/fp7edges.csv"];
    let Some(sources) = published("seventh_framework_programme", &files) else {
        return;
    };
    let [organisations, edges] = <[Source; 2]>::try_from(sources).unwrap();
    let mut tables = fp7::read(organisations, edges).unwrap();
    assert_eq!(tables.rows_read, 31_055 + 135_670);
    let expected = [
        (("fp7edges.csv", "natural person"), FP7_ROWS_OF_PERSONS),
        (("fp7edges.csv", "no organisation was taken under this identifier"), 90),
        (("fp7edges.csv", "the participation stands on an earlier row"), 3),
        (("fp7orgs.csv", "natural person"), FP7_PERSONS),
        (("fp7orgs.csv", "no value where one is needed"), 42),
        (("fp7orgs.csv", "the identifier stands on an earlier row"), 82),
    ];
    assert_eq!(reasons(&tables.refused), BTreeMap::from(expected));

    tables.organisations.sort_by(|a, b| a.id.cmp(&b.id));
    assert!(tables.organisations.iter().eq(&shipped::fp7_organisations().collect::<Vec<_>>()));
    tables.participations.sort_by(|a, b| (&a.organisation, a.rcn).cmp(&(&b.organisation, b.rcn)));
    assert!(tables.participations.iter().eq(&shipped::fp7_participations().collect::<Vec<_>>()));
}

#[test]
fn us_cluster_mapping() {
    let files = [
        "us-cluster-mapping/all_states_clusters.csv",
        "us-cluster-mapping/us_national_cluster_employment_2016_implied.csv",
        "us-cluster-mapping/benchmark_cluster_definitions_naics.csv",
        "us-cluster-mapping/related_clusters.csv",
    ];
    let Some(sources) = published("us_cluster_mapping", &files) else {
        return;
    };
    let [states, nation, definitions, related] = <[Source; 4]>::try_from(sources).unwrap();
    let mut observations = all(us_clusters::observations(states));
    observations.sort_by(|a, b| (a.category, &a.state).cmp(&(b.category, &b.state)));
    assert_eq!(observations.iter().filter(|row| row.employment > 0).count(), 3_294);
    assert_eq!(observations.iter().filter(|row| row.average_wage.is_none()).count(), 260);
    assert!(observations.into_iter().eq(shipped::us_observations()));
    assert!(all(us_clusters::national_totals(nation)).into_iter().eq(shipped::us_national_totals()));
    let mut industries = all(us_clusters::industries(definitions));
    industries.sort_by(|a, b| (a.category, &a.naics, a.edition).cmp(&(b.category, &b.naics, b.edition)));
    assert!(industries.into_iter().eq(shipped::us_industries()));
    let pairs = all(us_clusters::relatedness(related));
    assert_eq!(pairs.len(), 51 * 50);
    assert_eq!(pairs.iter().filter(|pair| pair.related).count(), 256);
}

#[test]
fn regions_activities_countries_cities() {
    let files = [
        "nuts-2024/nuts2024.csv",
        "nuts-2024/statistical_regions2024.csv",
        "nuts-2024/nuts2021_2024.csv",
        "eubg-nace-nuts/nace-201706.csv",
        "nace-isic-naics/naceconverter_nacecodes.csv",
        "countries/country-codes_with_developed.csv",
        "countries/worldbank_country_income_region.csv",
        "cities/geonames_cities15000.csv.gz",
    ];
    let Some(sources) = published("regions_activities_countries_cities", &files) else {
        return;
    };
    let [members, neighbours, changes, rev2, rev21, codes, income, places] = <[Source; 8]>::try_from(sources).unwrap();
    let mut regions = all(nuts::regions(members, nuts::Kind::Nuts));
    regions.extend(all(nuts::regions(neighbours, nuts::Kind::Statistical)));
    assert!(regions.into_iter().eq(shipped::nuts()));
    let changes = all(nuts::changes(changes));
    assert!(changes.into_iter().filter(|row| row.change.is_some()).eq(shipped::nuts_changes()));
    let mut activities = all(nace::rev2(rev2));
    activities.extend(all(nace::rev21(rev21)));
    assert!(activities.into_iter().eq(shipped::nace()));
    let mut known = all(countries::countries(codes, income));
    known.sort_by_key(|country| country.alpha3);
    assert!(known.into_iter().eq(shipped::countries()));
    let mut towns = all(cities::cities(places));
    towns.sort_by_key(|city| city.geonames);
    let mut packed: Vec<_> = shipped::cities().collect();
    packed.sort_by_key(|city| city.geonames);
    assert!(towns == packed);
}

#[test]
fn every_parent_is_there() {
    let regions: Vec<_> = shipped::nuts().collect();
    let codes: std::collections::HashSet<_> = regions.iter().map(|region| region.code.as_str()).collect();
    let orphans: Vec<_> = regions
        .iter()
        .filter(|region| region.parent.as_deref().is_some_and(|parent| !codes.contains(parent)))
        .map(|region| region.code.as_str())
        .collect();
    assert_eq!(orphans, Vec::<&str>::new());
    let activities: Vec<_> = shipped::nace().collect();
    let codes: std::collections::HashSet<_> =
        activities.iter().map(|a| (format!("{:?}", a.edition), a.code.as_str())).collect();
    for activity in &activities {
        if let Some(parent) = &activity.parent {
            assert!(codes.contains(&(format!("{:?}", activity.edition), parent.as_str())), "{parent}");
        }
    }
}
