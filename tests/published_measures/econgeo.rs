//! What `EconGeo` 1.3 gives for its example matrix A, of five regions by five industries.

use std::path::Path;

use milieu::measure::concentration::{ConcentrationOptions, hachman, herfindahl, krugman};
use milieu::measure::density::{DensityOptions, densities};
use milieu::measure::gini::locational_gini;
use milieu::measure::matrix::Matrix;
use milieu::measure::presence::Presence;
use milieu::measure::proximity::{Proximities, ProximityOptions, Similarity, Totals, proximities};
use milieu::measure::specialisation::{SpecialisationOptions, location_quotients, specialised};
use milieu::measure::variety::entropies;
use milieu::measure::work::Work;

use crate::read::{close, columns, folder, number};

/// A table of five by five; `None` where `EconGeo` says NA.
fn table(folder: &Path, name: &str) -> Vec<Vec<Option<f64>>> {
    let rows = columns(&folder.join(format!("A_{name}.csv")), ["I1", "I2", "I3", "I4", "I5"]);
    assert_eq!(rows.len(), 5);
    rows.iter().map(|row| row.iter().map(|cell| (cell != "NA").then(|| number(cell))).collect()).collect()
}

fn column(folder: &Path, name: &str, header: &str) -> Vec<f64> {
    columns(&folder.join(format!("A_{name}.csv")), [header]).iter().map(|[cell]| number(cell)).collect()
}

fn input(folder: &Path) -> Matrix {
    let cells = table(folder, "input").concat().into_iter().map(Option::unwrap).collect();
    Matrix::from_dense(5, 5, cells).unwrap()
}

fn presence(folder: &Path) -> Presence {
    let quotients = location_quotients(&input(folder), SpecialisationOptions::default()).unwrap();
    specialised(&quotients, 1.0)
}

#[track_caller]
fn all_close(found: &[Option<f64>], expected: &[f64], tolerance: f64) {
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        close(*found, *expected, tolerance);
    }
}

#[test]
fn specialisation_of_matrix_a() {
    let Some(folder) = folder("specialisation_of_matrix_a", "econgeo-oracle") else { return };
    let found = location_quotients(&input(&folder), SpecialisationOptions::default()).unwrap();
    let presence = presence(&folder);
    let (quotients, ones) = (table(&folder, "location_quotient"), table(&folder, "rca_binary"));
    for (row, column) in (0..5).flat_map(|row| (0..5).map(move |column| (row, column))) {
        close(found.get(row, column), quotients[row][column].unwrap(), 1e-12);
        assert_eq!(presence.has(row, column), ones[row][column] == Some(1.0));
    }
    let counts = |count: &dyn Fn(usize) -> usize| (0..5).map(|place| count(place).to_string()).collect::<Vec<_>>();
    let published = |name: &str| column(&folder, name, "x").iter().map(f64::to_string).collect::<Vec<_>>();
    assert_eq!(counts(&|region| presence.diversity(region)), published("diversity"));
    assert_eq!(counts(&|industry| presence.ubiquity(industry)), published("ubiquity"));
}

#[test]
fn concentration_and_entropy_of_matrix_a() {
    let Some(folder) = folder("concentration_and_entropy_of_matrix_a", "econgeo-oracle") else { return };
    let (regions, options) = (input(&folder), ConcentrationOptions::default());
    all_close(&herfindahl(&regions), &column(&folder, "herfindahl", "x"), 5e-4);
    all_close(&entropies(&regions), &column(&folder, "entropy", "x"), 5e-4);
    let krugman = krugman(&regions, options).unwrap();
    all_close(&krugman, &column(&folder, "krugman", "x"), 5e-4);
    let half: Vec<_> = krugman.iter().map(|value| value.map(|value| value / 2.0)).collect();
    all_close(&half, &column(&folder, "spec_coeff", "x"), 5e-4);
    let hachman = hachman(&regions, options).unwrap();
    all_close(&hachman, &column(&folder, "hachman", "x"), 1e-12);
    let inverse: Vec<_> = hachman.iter().map(|value| value.map(|value| 1.0 / value)).collect();
    all_close(&inverse, &column(&folder, "lq_avg", "x"), 5e-4);
    all_close(&locational_gini(&regions), &column(&folder, "locational_gini", "Loc.Gini"), 5e-4);
}

/// It leaves out the diagonal, and counts as 0 an industry that has no proximity.
#[test]
fn relatedness_of_matrix_a() {
    let Some(folder) = folder("relatedness_of_matrix_a", "econgeo-oracle") else { return };
    let presence = presence(&folder);
    let together = table(&folder, "cooccurrence");
    let named =
        [("association", Similarity::Association), ("cosine", Similarity::Cosine), ("jaccard", Similarity::Jaccard)];
    for (name, similarity) in named {
        let options = ProximityOptions { similarity, totals: Totals::CoOccurrences };
        let found = proximities(&presence, options, &Work::unwatched()).unwrap();
        let published = table(&folder, &format!("relatedness_{name}"));
        for (one, other) in (0..5).flat_map(|one| (0..5).map(move |other| (one, other))).filter(|(i, j)| i != j) {
            close(Some(found.get(one, other).unwrap_or(0.0)), published[one][other].unwrap(), 1e-12);
            assert_eq!(presence.together(one, other).to_string(), together[one][other].unwrap().to_string());
        }
    }
}

/// In percent, to two decimals.
#[test]
fn densities_of_matrix_a() {
    let Some(folder) = folder("densities_of_matrix_a", "econgeo-oracle") else { return };
    let presence = presence(&folder);
    let options = ProximityOptions { similarity: Similarity::Association, totals: Totals::CoOccurrences };
    let close_by = proximities(&presence, options, &Work::unwatched()).unwrap();
    let check = |proximities: &Proximities, name: &str| {
        let options = DensityOptions { counts_itself: false };
        let found = densities(&presence, proximities, options, &Work::unwatched()).unwrap();
        for (row, published) in table(&folder, name).iter().enumerate() {
            for (found, published) in found.row(row).iter().zip(published) {
                match published {
                    Some(percent) => close(found.map(|found| found * 100.0), *percent, 5e-3 + 1e-9),
                    None => assert_eq!(*found, None),
                }
            }
        }
    };
    check(&close_by, "rel_density_assoc");
    check(&close_by.at_least(1.0), "rel_density_assoc_bin");
}
