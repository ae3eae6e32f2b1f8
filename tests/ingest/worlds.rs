//! The worlds that are built in.

use super::support::{one, quads, select};
use milieu::ingest::{Load, Report};
use milieu::source::shipped;
use milieu::{Snapshot, Store, vocab};
use std::sync::LazyLock;

/// Everything that ships, loaded once for all tests.
static DEMO: LazyLock<(Snapshot, Vec<Report>)> = LazyLock::new(|| {
    let store = Store::new();
    let reports = Load::new(&store).demo().expect("the demo loads");
    (store.snapshot(), reports)
});

fn toy() -> Snapshot {
    let store = Store::new();
    Load::new(&store).toy().expect("the toy world loads");
    store.snapshot()
}

#[test]
fn the_toy_worlds_linkages_follow_as_worked_out_by_hand() {
    let toy = toy();
    let linkages = "SELECT ?name ?n ?w (EXISTS { ?l a milieu:InternationalLinkage } AS ?abroad)
        { ?l a milieu:Linkage ; milieu:endCount ?n ; milieu:tieWeight ?w . BIND(STRAFTER(STR(?l), 'linkage/') AS ?name) } ORDER BY ?name";
    let third = "0.333333333333333333";
    assert_eq!(
        select(&toy, linkages),
        [
            ["boards", "2", "1", "false"],
            ["drying-lab", "2", "1", "false"],
            ["export-breakfast", "2", "1", "false"],
            ["fittings", "2", "1", "true"],
            ["glue-licence", "2", "1", "true"],
            ["grapes", "2", "1", "false"],
            ["hull-project", "4", third, "true"],
            ["sea-course", "2", "1", "true"],
            ["slipway-talks", "2", "1", "false"],
            ["vine-trials", "2", "1", "false"],
        ]
    );
    // Nine linkages of two ends, each both ways; no pair has two of them.
    assert_eq!(one(&toy, "SELECT (COUNT(*) AS ?n) { ?a milieu:linkedWith ?b }"), "18");
    // Every partner's ties in a linkage add up to one: 9 linkages x 2 ends + 4.
    let weights = "SELECT (ROUND(SUM(?w)) AS ?sum) { ?l milieu:hasEnd ?a , ?b ; milieu:tieWeight ?w FILTER(?a != ?b) }";
    assert_eq!(one(&toy, weights), "22");
}

#[test]
fn the_toy_worlds_actors_belong_as_worked_out_by_hand() {
    let toy = toy();
    let members = "SELECT ?name (COUNT(?a) AS ?n) { ?c a milieu:Cluster ; rdfs:label ?name . ?a milieu:belongsTo ?c } GROUP BY ?name ORDER BY ?name";
    assert_eq!(select(&toy, members), [["Alder Valley", "3"], ["Birch Bay", "4"], ["Cedar Coast", "3"]]);
    let joinery = "SELECT ?group { <https://w3id.org/milieu/id/toy/actor/alder-joinery> milieu:belongsTo ?group } ORDER BY ?group";
    let groups: Vec<String> = select(&toy, joinery).into_iter().map(|mut row| row.remove(0)).collect();
    let mut expected =
        ["country:DEU", "nuts:DE1", "nuts:DE11", "nuts:DE111", "https://w3id.org/milieu/id/toy/cluster/alder-valley"];
    expected.sort_unstable_by_key(|name| vocab::expand(name).map_or((*name).to_owned(), |iri| iri.as_str().to_owned()));
    assert_eq!(groups, expected);
    // The office manages the valley and is no member of it; no cluster belongs to its country.
    let office = "ASK { <https://w3id.org/milieu/id/toy/actor/alder-office> milieu:belongsTo <https://w3id.org/milieu/id/toy/cluster/alder-valley> }";
    let count = office.replace("ASK", "SELECT (COUNT(*) AS ?n)");
    assert_eq!(one(&toy, &count), "0");
    assert_eq!(one(&toy, "SELECT (COUNT(*) AS ?n) { ?c a milieu:Cluster ; milieu:belongsTo ?g }"), "0");
    // E-I of Alder Valley: outer ties 3, inner 2.
    let ties = |sign: &str| {
        format!(
            "SELECT (ROUND(SUM(?w) * 1000) / 1000 AS ?sum) {{ BIND(<https://w3id.org/milieu/id/toy/cluster/alder-valley> AS ?c)
               ?a milieu:belongsTo ?c . ?l milieu:hasEnd ?a , ?b ; milieu:tieWeight ?w FILTER(?a != ?b) FILTER {sign} {{ ?b milieu:belongsTo ?c }} }}"
        )
    };
    assert_eq!(one(&toy, &ties("NOT EXISTS")), "3");
    assert_eq!(one(&toy, &ties("EXISTS")), "4", "each inner tie is seen from both ends");
}

#[test]
fn the_atlas_is_loaded_with_its_ontology() {
    let store = Store::new();
    let reports = Load::new(&store).atlas().unwrap();
    assert_eq!(
        reports.iter().map(|report| report.graph.clone()).collect::<Vec<_>>(),
        ["ontology", "atlas"].map(vocab::graph)
    );
    let snapshot = store.snapshot();
    assert_eq!(one(&snapshot, "SELECT (COUNT(DISTINCT ?c) AS ?n) { GRAPH graph:atlas { ?c a milieu:Cluster } }"), "10");
    assert_eq!(
        one(&snapshot, "SELECT (COUNT(?a) AS ?n) { ?a skos:inScheme <https://w3id.org/milieu/scheme/activity> }"),
        "8"
    );
    let files = "SELECT (COUNT(?f) AS ?n) { graph:ontology prov:wasGeneratedBy/prov:used ?f }";
    assert_eq!(one(&snapshot, files), reports[0].files.len().to_string());
    let before = quads(&snapshot);
    Load::new(&store).atlas().unwrap();
    assert_eq!(quads(&store.snapshot()), before);
}

#[test]
fn the_demo_holds_every_table() {
    let (snapshot, reports) = &*DEMO;
    let names: Vec<&str> = reports.iter().filter_map(|report| report.graph.as_str().rsplit('/').next()).collect();
    assert_eq!(names, ["ontology", "atlas", "countries", "nuts", "nace", "cities", "us-clusters", "h2020", "fp7"]);
    for report in reports {
        assert_eq!((report.rows_refused, report.snapshot), (0, 1), "{}", report.graph);
        assert!(report.quads > 1_000, "{}", report.graph);
    }
    assert!(snapshot.len() > 2_000_000);
    let counted = |class: &str, graph: &str| {
        one(snapshot, &format!("SELECT (COUNT(?x) AS ?n) {{ GRAPH graph:{graph} {{ ?x a {class} }} }}"))
            .parse::<usize>()
            .unwrap()
    };
    assert_eq!(counted("milieu:Country", "countries"), shipped::countries().count());
    assert_eq!(counted("schema:City", "cities"), shipped::cities().count());
    assert_eq!(counted("milieu:Region", "nuts"), shipped::nuts().count());
    assert_eq!(counted("milieu:Industry", "nace"), shipped::nace().count());
    assert_eq!(
        counted("qb:Observation", "us-clusters"),
        shipped::us_observations().count() + shipped::us_national_totals().count()
    );
    assert_eq!(counted("milieu:Actor", "h2020"), shipped::h2020_organisations().count());
    assert_eq!(counted("s66:Project", "h2020"), shipped::h2020_projects().count());
    assert_eq!(counted("s66:OrganisationRole", "h2020"), shipped::h2020_participations().count());
    assert_eq!(counted("milieu:Actor", "fp7"), shipped::fp7_organisations().count());
    assert_eq!(counted("s66:OrganisationRole", "fp7"), shipped::fp7_participations().count());
    assert_eq!(one(snapshot, "SELECT (COUNT(?x) AS ?n) { GRAPH graph:h2020 { ?x a s66:SME } }"), "0");
    let classes = "SELECT ?class ?date { ?r milieu:classifies country:CHL ; milieu:classifiedAs ?class ; dct:issued ?date } ORDER BY ?date";
    assert_eq!(
        select(snapshot, classes),
        [["development-status:developing", "2020-10-15"], ["income-group:high", "2025-07-01"]]
    );
}

#[test]
fn every_region_in_the_demo_ends_in_a_country() {
    let (snapshot, _) = &*DEMO;
    let loose = "SELECT ?r { { SELECT DISTINCT ?r { ?a milieu:locatedIn ?r } } OPTIONAL { ?r milieu:partOf+ ?top . ?top a milieu:Country } FILTER(!BOUND(?top)) }";
    assert_eq!(select(snapshot, loose), [[""; 1]; 0]);
}
