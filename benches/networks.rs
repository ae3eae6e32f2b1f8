//! Measures of networks; `benches/networks.py` runs this beside igraph and `NetworkX`. By hand:
//!
//! ```text
//! cargo bench --bench networks -- FOLDER RUNS ANSWERS MEASURE...
//! ```
//! The folder has `ties.txt`, two numbers a line, and `groups.txt`, the group of each node. A line of JSON a measure: milliseconds of each run
//! after a first. What was found is put into `ANSWERS/MEASURE.txt`, a number a line.

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::Instant;

use milieu::measure::betweenness::{BetweennessOptions, betweenness};
use milieu::measure::brokerage::{BrokerageOptions, brokerage};
use milieu::measure::communities::{CommunityOptions, communities};
use milieu::measure::ei_index::{EiOptions, ei_index};
use milieu::measure::k_core::core_numbers;
use milieu::measure::matrix::Matrix;
use milieu::measure::network::{Direction, Network, Tie, Weighing};
use milieu::measure::pagerank::{PageRankOptions, pagerank};
use milieu::measure::permutation::PermutationOptions;
use milieu::measure::small_world::{PathOptions, clustering, mean_path};
use milieu::measure::specialisation::{SpecialisationOptions, location_quotients};
use milieu::measure::structural_holes::{HolesOptions, structural_holes};
use milieu::measure::work::Work;
use serde_json::json;

type Done<T> = Result<T, Box<dyn Error>>;

fn main() -> Done<()> {
    // Cargo adds its own flag to what was asked for.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let [folder, runs, answers, measures @ ..] = &arguments[..] else {
        println!("FOLDER RUNS ANSWERS MEASURE...; see benches/networks.py");
        return Ok(());
    };
    let (runs, input) = (runs.parse::<usize>()?, Input::read(folder.as_ref())?);
    for measure in measures {
        let found = input.measure(measure)?;
        let text = found.iter().fold(String::new(), |mut text, value| {
            writeln!(text, "{value}").expect("a string takes all");
            text
        });
        fs::write(Path::new(answers).join(format!("{measure}.txt")), text)?;
        let mut ms = Vec::new();
        for _ in 0..runs {
            let begun = Instant::now();
            std::hint::black_box(input.measure(measure)?);
            ms.push(begun.elapsed().as_secs_f64() * 1e3);
        }
        println!("{}", json!({ "measure": measure, "ms": ms }));
    }
    Ok(())
}

struct Input {
    ties: Vec<Tie>,
    groups: Vec<Option<u32>>,
    directed: Network,
    undirected: Network,
}

impl Input {
    fn read(folder: &Path) -> Done<Self> {
        let lines = fs::read_to_string(folder.join("groups.txt"))?;
        let groups: Vec<Option<u32>> = lines.lines().map(|line| Ok(Some(line.parse()?))).collect::<Done<_>>()?;
        let lines = fs::read_to_string(folder.join("ties.txt"))?;
        let tie = |line: &str| -> Done<Tie> {
            let (from, to) = line.split_once(' ').ok_or("two numbers a line")?;
            Ok((from.parse()?, to.parse()?, 1.0))
        };
        let ties = lines.lines().map(tie).collect::<Done<Vec<Tie>>>()?;
        let directed = Network::of(groups.len(), &ties, Direction::Directed)?;
        let undirected = directed.weighed(Weighing::Equal).undirected().weighed(Weighing::Equal).into_owned();
        Ok(Self { ties, groups, directed, undirected })
    }

    fn measure(&self, name: &str) -> Done<Vec<f64>> {
        let (network, work) = (&self.undirected, &Work::unwatched());
        Ok(match name {
            "network" => {
                let network = Network::of(self.groups.len(), &self.ties, Direction::Directed)?;
                vec![real(network.ties())]
            }
            "betweenness" | "betweenness-sampled" => {
                let exact_up_to = if name == "betweenness" { usize::MAX } else { 0 };
                betweenness(network, BetweennessOptions { exact_up_to, ..BetweennessOptions::default() }, work)?.nodes
            }
            "brokerage" => {
                let found = brokerage(&self.directed, &self.groups, BrokerageOptions::default(), work)?.nodes;
                found.into_iter().flatten().flat_map(|roles| roles.array().map(real)).collect()
            }
            "constraint" => {
                let found = structural_holes(network, HolesOptions::default(), work)?;
                found.into_iter().map(|holes| holes.map_or(0.0, |holes| holes.constraint)).collect()
            }
            "effective-size" => {
                let found = structural_holes(network, HolesOptions::default(), work)?;
                found.into_iter().map(|holes| holes.map_or(0.0, |holes| holes.effective_size)).collect()
            }
            "communities" => communities(network, CommunityOptions::default(), work)?.modularity.into_iter().collect(),
            "ei-index" | "ei-index-permuted" => {
                let test = PermutationOptions { permutations: 100, ..PermutationOptions::default() };
                let test = (name == "ei-index-permuted").then_some(test);
                let found = ei_index(&self.directed, &self.groups, EiOptions { test, ..EiOptions::default() }, work)?;
                let groups = found.groups.into_iter().map(|(_, found)| found.index);
                std::iter::once(found.whole.index).chain(groups).map(|index| index.unwrap_or(0.0)).collect()
            }
            // Ties as amounts: of industry `end % 785` in the region that is the group of the start.
            "location-quotient" => {
                const INDUSTRIES: usize = 785;
                let regions = self.groups.iter().flatten().max().map_or(0, |most| *most as usize + 1);
                let region = |node: u32| self.groups[node as usize].map_or(0, |group| group as usize);
                let cells =
                    self.ties.iter().map(|&(from, to, amount)| (region(from), to as usize % INDUSTRIES, amount));
                let table = Matrix::from_triplets(regions, INDUSTRIES, cells)?;
                let found = location_quotients(&table, SpecialisationOptions::default())?;
                let row = |region| found.row(region).iter().map(|quotient| quotient.unwrap_or(0.0));
                (0..regions).flat_map(row).collect()
            }
            "k-core" => core_numbers(network).into_iter().map(real).collect(),
            "transitivity" => clustering(network, work)?.transitivity.into_iter().collect(),
            "mean-path" => {
                let options = PathOptions { exact_up_to: usize::MAX, ..PathOptions::default() };
                mean_path(network, options, work)?.mean.into_iter().collect()
            }
            "pagerank" => pagerank(&self.directed, PageRankOptions::default(), work)?.nodes,
            _ => return Err(format!("no measure {name}").into()),
        })
    }
}

/// Exact below 2^53.
#[expect(clippy::cast_precision_loss)]
fn real(count: usize) -> f64 {
    count as f64
}
