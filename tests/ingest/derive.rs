//! What follows from the data, against answers worked out by hand.

use super::support::{one, quads, select};
use milieu::Store;
use milieu::ingest::Load;

const PREFIXES: &str =
    "@prefix milieu: <https://w3id.org/milieu/ontology#> . @prefix id: <https://w3id.org/milieu/id/> .
    @prefix org: <http://www.w3.org/ns/org#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n";

fn load(turtle: &str) -> Store {
    let store = Store::new();
    Load::new(&store).rdf_bytes("world.ttl", format!("{PREFIXES}{turtle}")).unwrap();
    store
}

fn derived(store: &Store, pattern: &str) -> Vec<Vec<String>> {
    let variables = if pattern.contains("?b") { "?a ?b" } else { "?a" };
    select(
        &store.snapshot(),
        &format!("SELECT {variables} {{ GRAPH graph:derived {{ {pattern} }} }} ORDER BY {variables}"),
    )
}

#[test]
fn weights_are_those_of_sparql() {
    let ends = |n: usize| (0..n).map(|i| format!("id:a{i}")).collect::<Vec<_>>().join(" , ");
    let linkages: Vec<String> = (1..9).map(|n| format!("id:l{n} milieu:hasEnd {} .\n", ends(n))).collect();
    let store = load(&linkages.concat());
    let rows = select(
        &store.snapshot(),
        "SELECT ?n (COUNT(?end) AS ?ends) (SAMPLE(?w) AS ?weight) (SAMPLE(?w) = 1 / xsd:decimal(COUNT(?end) - 1) AS ?same)
         { ?l milieu:endCount ?n ; milieu:hasEnd ?end . OPTIONAL { ?l milieu:tieWeight ?w } } GROUP BY ?l ?n ORDER BY ?n",
    );
    let told: Vec<[&str; 4]> =
        rows.iter().map(|row| [&row[0], &row[1], &row[2], &row[3]].map(String::as_str)).collect();
    assert_eq!(
        told,
        [
            ["1", "1", "", ""],
            ["2", "2", "1", "true"],
            ["3", "3", "0.5", "true"],
            ["4", "4", "0.333333333333333333", "true"],
            ["5", "5", "0.25", "true"],
            ["6", "6", "0.2", "true"],
            ["7", "7", "0.166666666666666666", "true"],
            ["8", "8", "0.142857142857142857", "true"],
        ]
    );
}

#[test]
fn a_direction_implies_the_ends() {
    let store = load(
        "id:l milieu:leadsFrom id:a ; milieu:leadsTo id:b . id:m milieu:hasEnd id:a , id:c ; milieu:leadsTo id:c .",
    );
    assert_eq!(
        derived(&store, "?a milieu:hasEnd ?b"),
        [["id:l", "id:a"], ["id:l", "id:b"]],
        "what is said is not repeated"
    );
    assert_eq!(derived(&store, "?a milieu:linkedWith ?b").len(), 4);
}

#[test]
fn regions_end_in_the_country_and_circles_end_somewhere() {
    let store = load(
        "id:de a milieu:Country . id:de1 milieu:partOf id:de . id:de11 milieu:partOf id:de1 . id:de111 milieu:partOf id:de11 .
         id:x milieu:partOf id:y . id:y milieu:partOf id:x .
         id:firm a milieu:Actor ; milieu:locatedIn id:de111 . id:lost a milieu:Actor ; milieu:locatedIn id:x .",
    );
    let rows = derived(&store, "?a milieu:belongsTo ?b");
    let groups = |actor: &str| rows.iter().filter(|row| row[0] == actor).map(|row| row[1].as_str()).collect::<Vec<_>>();
    assert_eq!(groups("id:firm"), ["id:de", "id:de1", "id:de11", "id:de111"]);
    assert_eq!(groups("id:lost"), ["id:x", "id:y"]);
}

#[test]
fn only_groups_have_those_who_belong_and_no_group_belongs() {
    let store = load(
        "id:valley a milieu:Cluster ; milieu:inCountry id:de . id:de a milieu:Country . id:club a org:Organization .
         id:one org:memberOf id:valley , id:club .
         id:m1 a org:Membership ; org:member id:two ; org:organization id:valley .
         id:m2 a org:Membership ; org:member id:two ; org:organization id:club .
         id:city milieu:inCountry id:de . id:two milieu:inCountry id:de .",
    );
    let rows = derived(&store, "?a milieu:belongsTo ?b");
    assert_eq!(rows, [["id:one", "id:valley"], ["id:two", "id:de"], ["id:two", "id:valley"]]);
}

#[test]
fn a_subclass_of_actor_is_an_actor() {
    let store = load("id:Bank rdfs:subClassOf milieu:Actor . id:b a id:Bank ; milieu:inCountry id:de .");
    assert_eq!(derived(&store, "?a milieu:belongsTo ?b"), [["id:b", "id:de"]]);
}

#[test]
fn linkages_across_borders_are_told_by_country_or_region() {
    let store = load(
        "id:fr a milieu:Country . id:paris milieu:partOf id:fr .
         id:a milieu:inCountry id:de . id:b milieu:inCountry id:fr . id:c milieu:locatedIn id:paris . id:d milieu:inCountry id:de .
         id:ab milieu:hasEnd id:a , id:b . id:ac milieu:hasEnd id:a , id:c . id:ad milieu:hasEnd id:a , id:d .
         id:bc milieu:hasEnd id:b , id:c . id:ax milieu:hasEnd id:a , id:x . id:abcd milieu:hasEnd id:a , id:b , id:c , id:d .",
    );
    assert_eq!(derived(&store, "?a a milieu:InternationalLinkage"), [["id:ab"], ["id:abcd"], ["id:ac"]]);
}

#[test]
fn what_no_longer_follows_goes() {
    let store = load("id:l milieu:hasEnd id:a , id:b .");
    assert_eq!(derived(&store, "?a milieu:linkedWith ?b").len(), 2);
    Load::new(&store).rdf_bytes("world.ttl", format!("{PREFIXES} id:l milieu:hasEnd id:a , id:b , id:c .")).unwrap();
    assert!(derived(&store, "?a milieu:linkedWith ?b").is_empty());
    assert_eq!(one(&store.snapshot(), "SELECT ?w { ?l milieu:tieWeight ?w }"), "0.5");
    // Deriving again changes nothing.
    let before = quads(&store.snapshot());
    let mut transaction = store.begin();
    milieu::ingest::derive(&mut transaction);
    transaction.commit().unwrap();
    assert_eq!(quads(&store.snapshot()), before);
}
