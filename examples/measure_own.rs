//! Use measures on numbers of your own: no graph, no RDF, no store.
//!
//! `cargo run --example measure_own`

use milieu::measure::degree::{DegreeOptions, degrees};
use milieu::measure::strong_cluster::{Observation, StrongClusterOptions, strong_clusters};

/// A category of industries in five regions: name, people employed in it, all people employed, establishments.
const BOATS: [(&str, f64, f64, f64); 5] = [
    ("North Shore", 900.0, 10_000.0, 30.0),
    ("South Shore", 400.0, 20_000.0, 25.0),
    ("Uplands", 20.0, 15_000.0, 2.0),
    ("Capital", 600.0, 60_000.0, 40.0),
    ("Islands", 150.0, 2_000.0, 9.0),
];

/// Who met whom in which project.
const PROJECTS: [&[&str]; 3] =
    [&["Boatyard", "University", "Harbour"], &["Boatyard", "University"], &["Sawmill", "Harbour"]];

fn main() {
    // A measure takes columns and gives columns; what the numbers are about is the caller's business. The location quotient is a
    // region's share of the category against its share of everything (Balassa 1965): 1 is the average of all regions together.
    let sum = |of: fn(&(&str, f64, f64, f64)) -> f64| BOATS.iter().map(of).sum::<f64>();
    let (in_boats, in_all) = (sum(|region| region.1), sum(|region| region.2));
    let observations: Vec<Observation> = BOATS
        .iter()
        .map(|&(_, employment, all, establishments)| Observation {
            group: 0,
            employment,
            establishments,
            location_quotient: (employment / all) / (in_boats / in_all),
        })
        .collect();

    // Which of them are strong, by the rule of the US Cluster Mapping Project. Its bounds are options, so that another rule is
    // another value and not another program.
    let flags = strong_clusters(&observations, StrongClusterOptions::default());
    for ((region, observation), flags) in BOATS.iter().zip(&observations).zip(&flags) {
        let strong = if flags.strong { "strong" } else { "-" };
        println!("{:12} {:6.3} {strong}", region.0, observation.location_quotient);
    }
    let relaxed = StrongClusterOptions { strong: 0.5, ..StrongClusterOptions::default() };
    let number = |options| strong_clusters(&observations, options).iter().filter(|flags| flags.strong).count();
    println!(
        "strong with the upper quartile {}, with the upper half {}",
        number(StrongClusterOptions::default()),
        number(relaxed)
    );

    // A network goes in as pairs of numbers: which project, which actor. A project of n actors is one linkage with n ends, and each
    // pair of them weighs 1/(n - 1), so that a large project does not drown the small ones (Newman 2001).
    let mut names: Vec<&str> = PROJECTS.concat();
    names.sort_unstable();
    names.dedup();
    let number_of = |name: &str| names.binary_search(&name).expect("every name is in the list");
    let ends: Vec<(usize, usize)> = PROJECTS
        .iter()
        .enumerate()
        .flat_map(|(project, actors)| actors.iter().map(move |actor| (project, *actor)))
        .map(|(project, actor)| (project, number_of(actor)))
        .collect();
    let everyone: Vec<usize> = (0..names.len()).collect();
    for degree in degrees(&ends, &everyone, DegreeOptions { top: 3 }) {
        let name = names[degree.node];
        println!("{name}: {} partners in {} projects, weight {}", degree.partners, degree.linkages, degree.weight);
    }
}
