//! Real records of ROR.

use milieu::face::http::Settings;
use milieu::link::target::Format;
use milieu::source::Source;
use serde_json::{Value, json};

use crate::server::{Server, encode};
use crate::shared;
use crate::world::{FORM, described};

#[test]
fn names_of_the_world_are_found_in_ror() {
    let Some(text) = shared::text("names_of_the_world_are_found_in_ror", "ror-subset/ror_subset.jsonl.gz") else {
        return;
    };
    // One record in four is enough to be found among, and quick to index.
    let wanted = ["04vnq7t77", "01ggx4157", "05a28rw58"];
    let lines: Vec<&str> = text
        .lines()
        .enumerate()
        .filter(|(at, line)| at % 4 == 0 || wanted.iter().any(|id| line.contains(id)))
        .map(|(_, line)| line)
        .collect();
    let records = Format::Ror.read(Source::from_bytes("ror.jsonl", lines.join("\n")).unwrap(), &()).unwrap();
    let there = |id: &str| records.iter().any(|record| record.id.ends_with(id));
    let there = wanted.map(there);
    let server = Server::toy(Settings::new().target(described(records)));
    let ask = |query: Value| {
        let form = format!("queries={}", encode(&json!({ "q0": query }).to_string()));
        server.post("/reconcile/ror", &[FORM], &form).ok("application/json").json()["q0"]["result"].clone()
    };
    let mut asked = 0;
    for ((id, name), there) in wanted.iter().zip(["University of Stuttgart", "CERN", "ETH Zurich"]).zip(there) {
        if there {
            asked += 1;
            let found = ask(json!({ "query": name }));
            assert_eq!(found[0]["id"], *id, "{name}: {found:#}");
        }
    }
    assert!(asked > 0, "none of {wanted:?} is among the records");
    assert_eq!(
        ask(json!({ "query": "Optomechatronics Group Ltd" }))
            .as_array()
            .map(|found| found.iter().any(|one| one["match"] == true)),
        Some(false)
    );
}
