//! How often suggested partners are right: a tenth of the ties of the network that ships is hidden, and as many pairs are suggested.
//!
//! `cargo bench --bench partners`

use std::collections::HashMap;

use milieu::Store;
use milieu::ingest::Load;
use milieu::measure::link_prediction::{Index, PrecisionOptions, precision};
use milieu::measure::network::Network;
use milieu::measure::work::Work;
use milieu::sparql::{self, QueryOptions, QueryResults};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let store = Store::new();
    Load::new(&store).demo()?;
    println!(
        "| network | actors | ties | hidden | index | found | precision | by chance |\n|---|---|---|---|---|---|---|---|"
    );
    for (name, graph, group) in [
        ("Norway, Horizon 2020", "h2020", "NOR"),
        ("Norway, FP7", "fp7", "NOR"),
        ("Germany, Horizon 2020", "h2020", "DEU"),
    ] {
        let query = format!(
            "SELECT ?linkage ?actor {{ GRAPH graph:{graph} {{ ?actor milieu:inCountry country:{group} }}
             ?linkage milieu:hasEnd ?actor }}"
        );
        let QueryResults::Solutions(rows) = sparql::query(&store.snapshot(), &query, &QueryOptions::default())? else {
            unreachable!("it selects")
        };
        let (mut linkages, mut actors, mut ends) = (HashMap::new(), HashMap::new(), Vec::new());
        for row in rows {
            let row = row?;
            let number = |numbers: &mut HashMap<String, u32>, name: &str| -> u32 {
                let next = u32::try_from(numbers.len()).expect("few enough");
                *numbers.entry(row[name].to_string()).or_insert(next)
            };
            ends.push((number(&mut linkages, "linkage"), number(&mut actors, "actor")));
        }
        let network = Network::of_linkages(actors.len(), &ends)?;
        for (index_name, index) in [
            ("resource allocation", Index::ResourceAllocation),
            ("Adamic-Adar", Index::AdamicAdar),
            ("shared partners", Index::CommonNeighbours),
        ] {
            let options = PrecisionOptions { index, ..PrecisionOptions::default() };
            let found = precision(&network, options, &Work::unwatched())?;
            println!(
                "| {name} | {} | {} | {} | {index_name} | {} | {:.3} | {:.5} |",
                network.nodes(),
                network.ties(),
                found.hidden,
                found.found,
                found.precision().unwrap_or(0.0),
                found.by_chance().unwrap_or(0.0)
            );
        }
    }
    Ok(())
}
