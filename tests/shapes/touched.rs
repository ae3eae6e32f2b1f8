//! What a change touched, against the whole before and after.

use std::collections::BTreeSet;

use milieu::Store;
use milieu::ingest::Load;
use milieu::shape::{Report, Shapes};
use milieu::sparql::{self, QueryOptions};
use proptest::prelude::*;

/// Shapes that look one, two and three steps far, forwards and backwards, at classes and at one another.
const SHAPES: &str = "
    @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix : <urn:x:> .
    :One a sh:NodeShape ; sh:targetClass :A ; sh:property [ sh:path :p ; sh:class :B ; sh:maxCount 1 ; sh:message \"one\" ] .
    :Two a sh:NodeShape ; sh:targetSubjectsOf :q ; sh:property [ sh:path ( :q :p ) ; sh:minCount 1 ; sh:class :A ; sh:message \"two\" ] .
    :Three a sh:NodeShape ; sh:targetObjectsOf :p ; sh:property [ sh:path [ sh:inversePath :q ] ; sh:class :B ; sh:message \"three\" ] .
    :Four a sh:NodeShape ; sh:targetNode :a , :b ; sh:message \"four\" ;
        sh:or ( [ sh:property [ sh:path :r ; sh:minCount 1 ] ] [ sh:not [ sh:class :A ] ] ) .
    :Five a sh:NodeShape ; sh:targetClass :B ; sh:property [ sh:path [ sh:alternativePath ( :p :r ) ] ; sh:node :Six ; sh:message \"five\" ] .
    :Six a sh:NodeShape ; sh:property [ sh:path :v ; sh:maxCount 1 ; sh:lessThan :w ; sh:message \"six\" ] .";

fn said(report: &Report) -> BTreeSet<String> {
    report.results.iter().map(|result| format!("{result:?}")).collect()
}

fn triple() -> impl Strategy<Value = String> {
    let node = || prop::sample::select(vec![":a", ":b", ":c", ":d", ":e"]);
    let tie =
        (node(), prop::sample::select(vec![":p", ":q", ":r"]), node()).prop_map(|(s, p, o)| format!("{s} {p} {o}"));
    let value = (node(), prop::sample::select(vec![":v", ":w"]), 0..3).prop_map(|(s, p, o)| format!("{s} {p} {o}"));
    let class = (node(), prop::sample::select(vec![":A", ":B", ":C"])).prop_map(|(s, o)| format!("{s} a {o}"));
    let wider = prop::sample::select(vec![":C rdfs:subClassOf :A", ":C rdfs:subClassOf :B", ":B rdfs:subClassOf :A"]);
    prop_oneof![6 => tie, 2 => value, 4 => class, 1 => wider.prop_map(str::to_owned)]
}

fn update(store: &Store, verb: &str, triples: &[String]) -> milieu::Snapshot {
    let text = format!("PREFIX : <urn:x:> {verb} DATA {{ {} }}", triples.join(" . "));
    sparql::update(store, &text, &QueryOptions::default()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_new_is_what_the_whole_gained(
        first in prop::collection::vec(triple(), 0..14),
        added in prop::collection::vec(triple(), 0..4),
        removed in prop::collection::vec(prop::sample::select((0..14_usize).collect::<Vec<_>>()), 0..3),
    ) {
        let shapes = Shapes::from_turtle(SHAPES).unwrap();
        let store = Store::new();
        let before = update(&store, "INSERT", &first);
        let gone: Vec<String> = removed.into_iter().filter_map(|place| first.get(place).cloned()).collect();
        update(&store, "INSERT", &added);
        let after = update(&store, "DELETE", &gone);
        let (old, new) = (said(&shapes.validate(&before).unwrap()), said(&shapes.validate(&after).unwrap()));
        let gained: BTreeSet<String> = new.difference(&old).cloned().collect();
        prop_assert_eq!(said(&shapes.newly(&before, &after).unwrap()), gained);
    }
}

/// A fault that was there before is no one's fault now, and one two steps away is found.
#[test]
fn only_new_faults_count() {
    let shapes = Shapes::from_turtle(SHAPES).unwrap();
    let store = Store::new();
    let triples = |text: &str| text.split(" . ").map(str::to_owned).collect::<Vec<_>>();
    let before = update(&store, "INSERT", &triples(":a a :A . :a :p :x . :d :q :e . :e :p :f . :f a :A"));
    let after = update(&store, "INSERT", &triples(":a :r :c"));
    assert!(shapes.newly(&before, &after).unwrap().results.is_empty(), "that :x is no :B was known");
    let later = update(&store, "DELETE", &triples(":f a :A"));
    let found = shapes.newly(&after, &later).unwrap();
    assert_eq!(found.results.iter().map(|r| r.focus.to_string()).collect::<Vec<_>>(), ["<urn:x:d>"]);
}

#[test]
fn paths_of_any_length_are_looked_at_as_a_whole() {
    let shapes = Shapes::from_turtle(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix : <urn:x:> .
         :Far a sh:NodeShape ; sh:targetNode :a ;
             sh:property [ sh:path [ sh:zeroOrMorePath :p ] ; sh:not [ sh:class :A ] ; sh:message \"far\" ] .",
    )
    .unwrap();
    let store = Store::new();
    let path: Vec<String> = ["a :p :b", "b :p :c", "c :p :d", "d :p :e"].iter().map(|tie| format!(":{tie}")).collect();
    let before = update(&store, "INSERT", &path);
    let after = update(&store, "INSERT", &[":e a :A".to_owned()]);
    assert_eq!(shapes.newly(&before, &after).unwrap().results.len(), 1);
}

/// In all that ships, a country without a name and a tie to no one are two faults, and those of before are none.
#[test]
fn a_small_change_to_the_demo_is_held_against_the_shapes() {
    let store = Store::new();
    Load::new(&store).demo().unwrap();
    let before = store.snapshot();
    let change = "INSERT DATA { <urn:x:1> a milieu:Country ; skos:notation 'X' .
        <urn:x:2> a milieu:Linkage ; milieu:hasEnd <urn:x:3> ; milieu:hasLinkageKind linkage-kind:joint-research }";
    let after = sparql::update(&store, change, &QueryOptions::default()).unwrap();
    let report = Shapes::shipped().newly(&before, &after).unwrap();
    let focus: BTreeSet<String> = report.results.iter().map(|result| result.focus.to_string()).collect();
    assert_eq!(focus, BTreeSet::from(["<urn:x:1>".to_owned(), "<urn:x:2>".to_owned()]), "{:#?}", report.results);
}
