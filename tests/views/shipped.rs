//! Every view on everything that ships: it answers, and fast.

use std::time::Instant;

use milieu::ingest::Load;
use milieu::model::Term;
use milieu::sparql::{self, AnsweredBy, QueryOptions, QueryResults, Way};
use milieu::view::Catalogue;
use milieu::{Snapshot, Store};

use super::support::{numbers, run};

/// How many rows each view has with its default parameters.
const ROWS: [(&str, usize); 63] = [
    ("activity/programme-parts", 1),
    ("activity/unserved", 9 * 8),
    ("actor/absorptive-capacity", 100),
    ("actor/betweenness", 100),
    ("actor/brokerage", 100),
    ("actor/core", 100),
    ("actor/countries", 84),
    ("actor/degree", 100),
    ("actor/ego-network", 296),
    ("actor/gatekeepers", 7_288),
    // Nothing that ships is mapped.
    ("actor/identifiers", 0),
    ("actor/partners", 50),
    ("actor/profile", 1),
    ("actor/proximities", 50),
    ("actor/roles", 10 * 9),
    ("actor/structural-holes", 100),
    ("actor/ties-abroad", 48),
    ("cluster/activity-coverage", 10 * 8),
    ("cluster/benchmark", 189),
    ("cluster/buzz-and-pipelines", 3),
    ("cluster/competition-and-cooperation", 10),
    ("cluster/ei-index", 189),
    ("cluster/life-cycle", 169),
    ("cluster/location-quotient", 3_350),
    ("cluster/members-by-kind", 772),
    ("cluster/open-members", 189),
    ("cluster/openness", 189),
    ("cluster/profile", 84),
    ("cluster/strong", 2_550),
    ("cluster/traits", 16),
    // The clusters that ship have no members, so nobody joined or left.
    ("cluster/turnover", 0),
    ("gap/barriers", 4),
    ("gap/cluster-support", 10),
    ("gap/knowledge-triangle", 3),
    ("gap/sources", 17),
    ("gap/systemic", 1),
    ("industry/complexity", 51),
    ("industry/proximity", 100),
    ("knowledge/absorptive-capacity", 4),
    ("knowledge/distance", 2),
    ("knowledge/flow", 1),
    ("knowledge/from-abroad", 1),
    ("knowledge/mechanisms", 16),
    // No cluster organisation and no value chain ships.
    ("linkage/cluster-partnerships", 0),
    ("linkage/communities", 6_532),
    ("linkage/core-periphery", 6_532),
    ("linkage/direction", 5),
    ("linkage/distance-decay", 2),
    ("linkage/reach", 176),
    ("linkage/small-world", 1),
    ("linkage/trend", 8),
    ("linkage/value-chain", 0),
    ("policy/country-class", 461),
    ("policy/outcomes", 12),
    ("region/cluster-linkages", 10),
    ("region/complexity", 50),
    ("region/concentration", 50),
    ("region/helix", 189),
    ("region/next-industries", 100),
    ("region/variety", 50),
    ("theory/claims", 55),
    ("theory/evidence", 49),
    ("theory/theories", 54),
];

/// How often a pattern matches: the figures that `examples/data/README.md` and the README tell.
const COUNTS: [(&str, usize); 6] = [
    ("?role a s66:OrganisationRole", 144_551 + 135_265),
    ("GRAPH graph:h2020 { ?actor a milieu:Actor }", 35_748),
    ("GRAPH graph:h2020 { ?project a s66:Project }", 31_441),
    ("GRAPH graph:fp7 { ?actor a milieu:Actor }", 30_661),
    ("?linkage a milieu:Linkage", 12_397 + 12_219),
    ("?linkage a milieu:InternationalLinkage", 22_262),
];

/// The answer to a query as text.
fn rows_of(snapshot: &Snapshot, query: &str) -> Vec<Vec<String>> {
    by_way(snapshot, query, Way::default())
}

fn by_way(snapshot: &Snapshot, query: &str, way: Way) -> Vec<Vec<String>> {
    let options = QueryOptions { way, ..QueryOptions::default() };
    let answer = sparql::query(snapshot, query, &options).expect("it is a query");
    let QueryResults::Solutions(rows) = answer else { panic!("{query} is no SELECT") };
    let text = |term: &Option<Term>| match term {
        Some(Term::Literal(literal)) => literal.value().to_owned(),
        other => other.as_ref().map_or_else(String::new, ToString::to_string),
    };
    rows.map(|row| row.expect("a row").values().iter().map(text).collect()).collect()
}

#[test]
fn every_view_answers_the_demo() {
    let store = Store::new();
    Load::new(&store).demo().expect("it loads");
    let snapshot = store.snapshot();
    for view in Catalogue::shipped().iter() {
        let begun = Instant::now();
        let table = run(&snapshot, view.id().as_str(), "");
        let (rows, sentence) = (table.rows.len(), table.sentence.as_deref().unwrap_or("-"));
        eprintln!("{}: {rows} rows in {:?}: {sentence}", view.id(), begun.elapsed());
        let expected = ROWS.iter().find(|(id, _)| *id == view.id().as_str());
        assert_eq!(expected.map(|(_, rows)| *rows), Some(rows), "rows of {}", view.id());
        let arguments = view.arguments::<&str, &str>([]).expect("defaults are enough");
        let query = view.bound(&snapshot, &arguments).expect("they can be bound").to_string();
        let told = sparql::explain(&snapshot, &query, &QueryOptions::default()).expect("it can be told");
        assert_eq!(told.answered_by, AnsweredBy::Columns, "{}: {:?}", view.id(), told.why);
        let both = [Way::Columns, Way::Evaluator].map(|way| {
            let mut rows = by_way(&snapshot, &query, way);
            rows.sort();
            rows
        });
        assert!(both[0] == both[1], "{} differs between the two ways", view.id());
    }
    for (pattern, expected) in COUNTS {
        let query = format!("SELECT (COUNT(*) AS ?n) {{ {pattern} }}");
        assert_eq!(rows_of(&snapshot, &query), [[expected.to_string()]], "{pattern}");
    }
    let examples = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/queries")).expect("it is there");
    for example in examples {
        let path = example.expect("it can be listed").path();
        let query = std::fs::read_to_string(&path).expect("it can be read");
        assert!(!rows_of(&snapshot, &query).is_empty(), "{} has no answer", path.display());
    }
    let table = run(&snapshot, "cluster/ei-index", "");
    assert!(numbers(&table, "group", "ei_index").iter().all(|(_, index)| (-1.0..=1.0).contains(index)));
    // What two countries share is the same from either side.
    let tie = |from: &str, to: &str| {
        let ties = numbers(&run(&snapshot, "linkage/reach", &format!("group={from}")), "country", "weight");
        ties.into_iter().find(|(country, _)| country == to).expect("they are linked").1
    };
    assert!((tie("DEU", "Norway") - tie("NOR", "Germany")).abs() < 1e-9);
}
