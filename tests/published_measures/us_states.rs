//! US Cluster Mapping 2016: location quotients of clusters by state.

use milieu::measure::matrix::Matrix;
use milieu::measure::specialisation::{SpecialisationOptions, location_quotients};

use crate::read::{Labels, close, columns, folder, number};

/// Traded and local clusters are each held against their own: a share is one of all traded or of all local employment.
#[test]
fn location_quotients_of_us_states() {
    let Some(folder) = folder("location_quotients_of_us_states", "us-cluster-mapping") else { return };
    let names = ["region_name_t", "cluster_code_t", "emp_tl", "lq_tf", "cluster_type", "cluster_name_t"];
    let all = columns(&folder.join("all_states_clusters.csv"), names);
    let national =
        columns(&folder.join("us_national_cluster_employment_2016_implied.csv"), ["cluster_code_t", "us_emp", "type"]);
    let (mut compared, mut off) = (0, 0.0_f64);
    for scope in ["traded", "local"] {
        let rows: Vec<_> = all.iter().filter(|row| row[4] == scope).collect();
        let national: Vec<_> = national.iter().filter(|row| row[2] == scope).collect();
        let states = Labels::new(rows.iter().map(|row| &row[0]));
        let clusters = Labels::new(national.iter().map(|row| &row[0]));
        let triplets = rows.iter().map(|row| (states.number(&row[0]), clusters.number(&row[1]), number(&row[2])));
        let regions = Matrix::from_triplets(states.len(), clusters.len(), triplets).unwrap();
        let mut totals = vec![0.0; clusters.len()];
        for [cluster, people, _] in national {
            totals[clusters.number(cluster)] = number(people);
        }
        let options = SpecialisationOptions { national: Some(&totals), regional: None };
        let found = location_quotients(&regions, options).unwrap();
        // The states alone do not make the nation.
        let summed = location_quotients(&regions, SpecialisationOptions::default()).unwrap();
        for row in rows.iter().filter(|row| number(&row[2]) > 0.0) {
            let (state, cluster) = (states.number(&row[0]), clusters.number(&row[1]));
            // Published with eight digits, or seven.
            close(found.get(state, cluster), number(&row[3]), 2e-7 * number(&row[3]).max(1.0));
            let two =
                [("Michigan", "Automotive", 5.805_291), ("California", "Video Production and Distribution", 5.637_202)];
            for (_, _, expected) in two.iter().filter(|one| (one.0, one.1) == (&row[0], &row[5])) {
                close(found.get(state, cluster), *expected, 1e-6);
            }
            off = off.max((summed.get(state, cluster).unwrap() / found.get(state, cluster).unwrap() - 1.0).abs());
            compared += 1;
        }
    }
    assert_eq!(compared, 3_294);
    assert!((0.07..0.08).contains(&off), "{off}");
}
