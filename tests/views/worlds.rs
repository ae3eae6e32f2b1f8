//! Views on worlds that are a little larger than the toy world, against numbers made by hand, and on a published matrix.

use std::fmt::Write;

use milieu::Store;
use milieu::ingest::Load;
use milieu::sparql::{self, QueryOptions, QueryResults, Way};

use super::support::{bound, numbers, rows, run};

fn toy() -> Store {
    let store = Store::new();
    Load::new(&store).toy().expect("the toy world loads");
    store
}

fn add(store: &Store, data: &str) {
    let insert = format!("INSERT DATA {{ {data} }}");
    sparql::update(store, &insert, &QueryOptions::default()).expect("it can be added");
}

/// A university is known in a registry, and by that in an encyclopaedia; a shipyard in a register of firms.
#[test]
fn identifiers_are_found_one_mapping_away_and_two() {
    const TOY: &str = "https://w3id.org/milieu/id/toy/actor/";
    let store = toy();
    add(
        &store,
        &format!(
            "<{TOY}alder-university> skos:exactMatch <https://registry.example/1> ; skos:closeMatch <https://registry.example/9> .
             <https://registry.example/1> skos:exactMatch <https://items.example/entity/2> .
             <{TOY}birch-yards> owl:sameAs <https://firms.example/3> ."
        ),
    );
    let columns = ["actor", "data_set", "identifier", "through"];
    let all = run(&store.snapshot(), "actor/identifiers", "");
    assert_eq!(
        rows(&all, &columns),
        [
            ["Alder University", "items.example", "https://items.example/entity/2", "https://registry.example/1"],
            ["Alder University", "registry.example", "https://registry.example/1", ""],
            ["Birch Yards", "firms.example", "https://firms.example/3", ""],
        ]
    );
    assert_eq!(run(&store.snapshot(), "actor/identifiers", "group=Birch Bay").rows.len(), 1);
    let text = bound(&store.snapshot(), "actor/identifiers", "").expect("its arguments fit").to_string();
    let both = [Way::Columns, Way::Evaluator].map(|way| {
        let options = QueryOptions { way, ..QueryOptions::default() };
        let answer = sparql::query(&store.snapshot(), &text, &options).expect("it answers");
        let QueryResults::Solutions(rows) = answer else { panic!("a view selects") };
        rows.map(|row| row.expect("a row").values().to_vec()).collect::<Vec<_>>()
    });
    assert_eq!(both[0], both[1]);
}

/// Cedar Coast gets an office, which twins with that of Alder Valley, and one linkage among members goes with it.
#[test]
fn a_partnership_is_seen_from_either_cluster() {
    const TOY: &str = "https://w3id.org/milieu/id/toy/";
    let store = toy();
    assert!(run(&store.snapshot(), "linkage/cluster-partnerships", "").rows.is_empty());
    add(
        &store,
        &format!(
            "<{TOY}actor/cedar-office> a milieu:Actor , milieu:ClusterOrganisation ; rdfs:label 'Cedar Office'@en ;
                milieu:inCountry country:CHL ; milieu:manages <{TOY}cluster/cedar-coast> .
             <{TOY}linkage/twins> a milieu:Linkage ; rdfs:label 'twins'@en ; milieu:hasLinkageKind linkage-kind:cluster-partnership ;
                milieu:hasEnd <{TOY}actor/alder-office> , <{TOY}actor/cedar-office> ; schema:startDate '2022-01-01'^^xsd:date .
             <{TOY}linkage/casks> a milieu:Linkage ; rdfs:label 'casks'@en ; milieu:hasLinkageKind linkage-kind:supply ;
                milieu:hasEnd <{TOY}actor/alder-joinery> , <{TOY}actor/cedar-winery> ."
        ),
    );
    let table = run(&store.snapshot(), "linkage/cluster-partnerships", "");
    let columns = ["cluster", "organisation", "partner_cluster", "partner", "country", "since", "joint_linkages"];
    assert_eq!(
        rows(&table, &columns),
        [
            ["Alder Valley", "Alder Valley Office", "Cedar Coast", "Cedar Office", "Chile", "2022-01-01", "1"],
            ["Cedar Coast", "Cedar Office", "Alder Valley", "Alder Valley Office", "Germany", "2022-01-01", "1"],
        ]
    );
    assert_eq!(run(&store.snapshot(), "linkage/cluster-partnerships", "cluster=Cedar Coast").rows.len(), 1);
    let text = bound(&store.snapshot(), "linkage/cluster-partnerships", "").expect("its arguments fit").to_string();
    let both = [Way::Columns, Way::Evaluator].map(|way| {
        let options = QueryOptions { way, ..QueryOptions::default() };
        let QueryResults::Solutions(found) = sparql::query(&store.snapshot(), &text, &options).expect("it answers")
        else {
            panic!("a view selects")
        };
        found.map(|row| row.expect("a row").values().to_vec()).collect::<Vec<_>>()
    });
    assert_eq!(both[0], both[1]);
}

/// The claims of the atlas, held against the toy world.
#[test]
fn claims_are_supported_contradicted_or_open() {
    let store = toy();
    Load::new(&store).atlas().expect("the atlas loads");
    let table = run(&store.snapshot(), "theory/evidence", "");
    let said = rows(&table, &["claim", "verdict", "with", "share_with", "without", "share_without"]);
    let begins = |label: &str| {
        let mut found = said.iter().filter(|row| row[0].starts_with(label)).map(|row| row[1..].to_vec());
        found.next().unwrap_or_else(|| panic!("no claim {label}"))
    };
    // In the toy world 4 of 5 linkages of tacit knowledge are face to face, and none of 4 of codified knowledge.
    assert_eq!(begins("Tacit knowledge passes only"), ["supported", "5", "0.8", "4", "0"]);
    assert_eq!(begins("Codified knowledge can be had"), ["supported", "4", "0.75", "5", "0.2"]);
    assert_eq!(begins("Informal contact"), ["supported", "2", "1", "2", "0"]);
    assert_eq!(begins("A shared language"), ["supported", "1", "1", "2", "0.5"]);
    // Of the two that are able one had prior knowledge, and the third has it and is not able.
    assert_eq!(begins("To absorb knowledge"), ["contradicted", "2", "0.5", "1", "1"]);
    // What is hindered should be rarer with than without.
    assert_eq!(begins("Limited capacity keeps"), ["supported", "1", "0", "2", "0.5"]);
    assert_eq!(begins("Scarce finance keeps"), ["supported", "2", "0", "1", "1"]);
    assert_eq!(begins("Linkages abroad make up for few"), ["contradicted", "1", "1", "2", "0"]);
    assert_eq!(begins("Linkages abroad make up for a lack"), ["open", "1", "0", "2", "0"]);
    // Alder Valley alone is served: 1 of its 3 members is linked abroad, and 3 of the other 7.
    assert_eq!(begins("Being seen abroad"), ["contradicted", "3", "0.3333333333333333", "7", "0.42857142857142855"]);
    assert_eq!(begins("Access to new markets"), ["open", "0", "", "10", "0.4"]);
    // All small and medium-sized firms are in a cluster: there is nothing to compare with.
    assert_eq!(begins("Being in a cluster"), ["open", "4", "0.25", "0", ""]);
    // By narrower mechanisms, from university to industry.
    assert_eq!(begins("Exchange between universities"), ["contradicted", "2", "0", "2", "0.5"]);
    let count = |verdict: &str| said.iter().filter(|row| row[1] == verdict).count();
    assert_eq!((said.len(), count("supported"), count("contradicted")), (51, 8, 5));
    let sentence = table.sentence.as_deref().expect("a sentence");
    assert!(
        sentence.starts_with("26 of 51 claims can be held against the data; the first is contradicted"),
        "{sentence}"
    );
}

/// The example matrix of the package `EconGeo` (P.-A. Balland), with the indices that its version 1.3 computes of it.
#[test]
fn concentration_is_as_published() {
    const REGIONS: [[u32; 5]; 5] =
        [[100, 0, 0, 0, 0], [0, 15, 5, 70, 10], [0, 20, 10, 20, 50], [0, 25, 30, 5, 40], [0, 40, 55, 5, 0]];
    let mut data = String::from("<urn:d> a qb:DataSet . ");
    let mut observe = |area: &str, category: usize, employment: u32| {
        let added = write!(
            data,
            "<urn:o:{area}:{category}> a qb:Observation ; qb:dataSet <urn:d> ; sdmx-dimension:refArea <urn:{area}> ;
                sdmx-dimension:refPeriod '2017'^^xsd:gYear ; milieu:clusterCategory <urn:c:{category}> ; milieu:employment {employment} . "
        );
        added.expect("a text can be written to");
    };
    for category in 0..5 {
        for (region, row) in REGIONS.iter().enumerate() {
            // The first region has no observation where it has nobody: the others have a zero. Both count as a share of 0.
            if region > 0 || row[category] > 0 {
                observe(&format!("r{region}"), category, row[category]);
            }
        }
        observe("nation", category, REGIONS.iter().map(|row| row[category]).sum());
    }
    for number in 0..5 {
        let added = write!(
            data,
            "<urn:r{number}> a milieu:Region ; milieu:partOf <urn:nation> .
             <urn:c:{number}> a milieu:ClusterCategory ; milieu:hasScope cluster-scope:traded . "
        );
        added.expect("a text can be written to");
    }
    let store = Store::new();
    add(&store, &data);
    let table = run(&store.snapshot(), "region/concentration", "");
    for (column, published) in [
        ("herfindahl", [1.0, 0.525, 0.34, 0.315, 0.465]),
        ("krugman", [1.6, 1.0, 0.6, 0.7, 1.1]),
        ("hachman", [0.2, 0.380_952_380_952_381, 0.588_235_294_117_647, 0.634_920_634_920_635, 0.430_107_526_881_72]),
    ] {
        let found = numbers(&table, "region", column);
        for (region, expected) in published.iter().enumerate() {
            let (_, index) = found.iter().find(|(name, _)| *name == format!("urn:r{region}")).expect("every region");
            assert!((index - expected).abs() < 1e-12, "{column} of R{}: {index}, published {expected}", region + 1);
        }
    }
}
