//! Mapping sets in a store: records, reviews, and what is stated of them.

#[path = "mapping/follows.rs"]
mod follows;
#[path = "support/rows.rs"]
mod rows;

use milieu::link::decision::{Decision, Reason, Weighed};
use milieu::link::sssom::{self, Evidence, Form, Mapping, MappingSet, Plain, Slot, State};
use milieu::mapping::{self, Choice, Facts, Mappings, Order, Queue, Review, SetName, Subject};
use milieu::model::NamedNode;
use milieu::sparql::QueryOptions;
use milieu::{Snapshot, Store, ingest};

const SET: &str = "#curie_map:
#  mine: https://example.org/mine/
#  ror: https://ror.org/
#license: https://creativecommons.org/publicdomain/zero/1.0/
#mapping_set_id: https://example.org/members
#mapping_set_title: Members
#sssom_version: \"1.1\"
subject_id\tsubject_label\tpredicate_id\tpredicate_modifier\tobject_id\tmapping_justification\treviewer_label\treview_date\tconfidence
mine:1\tOne\tskos:exactMatch\t\tror:04vnq7t77\tsemapv:LexicalMatching\tAda\t2026-07-01\t0.9
mine:2\tTwo\tskos:exactMatch\t\tror:03v4gjf40\tsemapv:LexicalMatching\t\t\t0.8
mine:3\tThree\tskos:exactMatch\tNot\tror:02kkvpp62\tsemapv:LexicalMatching\tAda\t2026-07-01\t0.7
mine:4\tFour\tskos:exactMatch\t\tsssom:NoTermFound\tsemapv:ManualMappingCuration\tAda\t2026-07-01\t
";

fn name() -> SetName {
    "members".parse().unwrap()
}

/// Changes the store as every write does.
fn change<T>(store: &Store, make: impl FnOnce(&mut milieu::Transaction<'_>) -> T) -> (T, Snapshot) {
    let mut transaction = store.begin();
    let given = make(&mut transaction);
    ingest::follow(&mut transaction).unwrap();
    (given, transaction.commit().unwrap())
}

fn members() -> Store {
    let store = Store::new();
    let read = sssom::read("members.sssom.tsv", SET);
    assert_eq!(read.faults, []);
    assert_eq!(change(&store, |it| mapping::put(it, &name(), read.set).unwrap()).0, 4);
    store
}

/// What is stated of anything by `skos:exactMatch`, in whatever graphs a query sees.
fn stated(snapshot: &Snapshot) -> Vec<Vec<String>> {
    let query = "SELECT ?a ?b { ?a skos:exactMatch|skos:closeMatch|owl:sameAs ?b } ORDER BY ?a";
    rows::rows(snapshot, query, &QueryOptions::default()).unwrap()
}

/// The record with this subject.
fn record(snapshot: &Snapshot, subject: &str) -> NamedNode {
    let queue = Queue::of(snapshot, &name(), None, Order::SurestFirst).unwrap();
    let is = |iri: &NamedNode| mapping::entry(snapshot, &name(), iri).unwrap().subject().unwrap().as_str() == subject;
    queue.records.into_iter().find(is).unwrap()
}

fn said(mapping: NamedNode, state: State) -> Review {
    Review { mapping, state, object: None, by: "Grace".to_owned(), on: "2026-08-01".parse().unwrap() }
}

#[test]
fn what_was_accepted_is_stated_and_nothing_else() {
    let store = members();
    let snapshot = store.snapshot();
    assert_eq!(stated(&snapshot), [["https://example.org/mine/1", "https://ror.org/04vnq7t77"]]);
    assert_eq!(stated(&Mappings::Without.of(snapshot.clone())), Vec::<Vec<String>>::new());
    let in_graph = "ASK { GRAPH <https://w3id.org/milieu/graph/mappings/accepted> { ?a ?p ?b } }";
    let ask = |snapshot: &Snapshot| {
        let results = milieu::sparql::query(snapshot, in_graph, &QueryOptions::default()).unwrap();
        matches!(results, milieu::sparql::QueryResults::Boolean(true))
    };
    assert!(ask(&snapshot) && !ask(&mapping::without(&snapshot)));
    let summary = &mapping::sets(&snapshot)[0];
    let counts = summary.counts;
    assert_eq!(
        (summary.title.as_deref(), counts.proposed, counts.accepted, counts.rejected),
        (Some("Members"), 1, 2, 1)
    );
}

#[test]
fn a_review_changes_its_record_and_what_is_stated() {
    let store = members();
    let before = store.snapshot();
    let two = record(&before, "https://example.org/mine/2");
    let (entry, after) =
        change(&store, |it| mapping::review(it, &name(), &said(two.clone(), State::Accepted)).unwrap());
    assert_eq!((entry.state(), entry.mapping.get(Slot::ReviewerLabel)), (State::Accepted, Some("Grace")));
    assert_eq!(stated(&after).len(), 2);
    let accepted = mapping::accepted_graph();
    let diff = store.diff(before.number(), after.number()).unwrap();
    let own =
        |quad: &milieu::model::Quad| quad.subject == two.clone().into() || quad.graph_name == accepted.clone().into();
    assert!(diff.added().chain(diff.removed()).all(|quad| own(&quad)));
    assert_eq!((diff.added().count(), diff.removed().count()), (3, 0), "who, when, and the mapping");
    assert_eq!(store.log().unwrap().last().unwrap().note, "review members: accept Two = ror:03v4gjf40 by Grace");

    change(&store, |it| mapping::review(it, &name(), &said(two.clone(), State::Rejected)).unwrap());
    assert_eq!(stated(&store.snapshot()).len(), 1);
    change(&store, |it| mapping::review(it, &name(), &said(two, State::Proposed)).unwrap());
    assert_eq!(store.snapshot().hash(), before.hash(), "a review that is taken back leaves nothing");
}

#[test]
fn another_object_can_be_chosen_and_taken_back() {
    let store = Store::new();
    let weighed = |id: &str, confidence| Weighed {
        id: id.to_owned(),
        label: format!("Label of {id}"),
        name: String::new(),
        said: String::new(),
        confidence,
        reasons: vec![Reason { what: "the words are the same", value: 1.0, weight: 2.5 }],
    };
    let decision = |links| Decision { links, others: vec![weighed("03v4gjf40", 0.31)], because: "it is so".to_owned() };
    let known = |id: &str| {
        let facts = Facts { city: "Ulm".to_owned(), ..Facts::default() };
        Choice { iri: format!("https://ror.org/{id}"), facts, ..Choice::default() }
    };
    let mut set = MappingSet::default();
    for (number, links) in [(1, vec![weighed("04vnq7t77", 0.62)]), (2, Vec::new())] {
        let iri = NamedNode::new(format!("https://example.org/mine/{number}")).unwrap();
        let subject = Subject { iri, label: format!("Member {number}"), facts: Facts::default(), identifier: None };
        mapping::proposals(&mut set, &subject, &decision(links), known);
    }
    let (proposed, before) = change(&store, |it| mapping::propose(it, &name(), &set).unwrap());
    assert_eq!((proposed.proposed, proposed.kept), (2, 0));
    let faults = sssom::validate("members", &mapping::read(&before, &name()).unwrap());
    assert!(faults.iter().all(|fault| fault.column.as_deref() == Some("license")), "{faults:?}");

    for subject in ["https://example.org/mine/1", "https://example.org/mine/2"] {
        let one = record(&before, subject);
        let other = Choice { iri: "https://ror.org/03v4gjf40".to_owned(), ..Choice::default() };
        let review = Review { object: Some(other), ..said(one.clone(), State::Accepted) };
        let (entry, after) = change(&store, |it| mapping::review(it, &name(), &review).unwrap());
        assert_eq!(entry.mapping.get(Slot::ObjectLabel), Some("Label of 03v4gjf40"));
        assert_eq!((entry.mapping.confidence(), entry.mapping.get(Slot::MappingCardinality)), (Some(0.31), None));
        assert_eq!(stated(&after), [[subject, "https://ror.org/03v4gjf40"]]);
        change(&store, |it| mapping::review(it, &name(), &said(one, State::Proposed)).unwrap());
        assert_eq!(store.snapshot().hash(), before.hash());
    }

    // Who was looked at is not proposed again.
    let one = record(&before, "https://example.org/mine/1");
    change(&store, |it| mapping::review(it, &name(), &said(one.clone(), State::Rejected)).unwrap());
    let (proposed, after) = change(&store, |it| mapping::propose(it, &name(), &set).unwrap());
    assert_eq!((proposed.proposed, proposed.kept), (1, 1));
    assert_eq!(mapping::entry(&after, &name(), &one).unwrap().state(), State::Rejected);
    assert_eq!(mapping::sets(&after)[0].counts.all(), 2);
}

#[test]
fn one_and_the_same_is_said_only_of_an_identifier_that_was_accepted() {
    let store = Store::new();
    let mut set = MappingSet::default();
    set.prefixes.declare("mine", "https://example.org/mine/");
    set.prefixes.declare("lei", "https://rdf.gleif.org/L1/L-");
    set.prefixes.declare("wd", "http://www.wikidata.org/entity/");
    let ours =
        |mapping: Mapping, matched: &str| mapping.with(Slot::MappingTool, "milieu").with(Slot::MatchString, matched);
    let lei = Evidence::Identifier(milieu::link::identifier::Kind::Lei);
    let wikidata = Evidence::Identifier(milieu::link::identifier::Kind::Wikidata);
    set.mappings.push(ours(Mapping::proposed("mine:1", "lei:5299000J2N45DDNE4Y28", lei), "LEI:5299000J2N45DDNE4Y28"));
    set.mappings.push(ours(Mapping::proposed("mine:2", "wd:Q122453", wikidata), "wd:Q122453"));
    set.mappings.push(Mapping::new("mine:3", "skos:broadMatch", "wd:Q1", "semapv:ManualMappingCuration"));
    change(&store, |it| mapping::put(it, &name(), set).unwrap());
    let count =
        change(&store, |it| mapping::review_all(it, &name(), State::Accepted, 0.0, "Ada", mapping::today()).unwrap());
    assert_eq!(count.0, 3);
    let query = "SELECT ?a ?p { GRAPH <https://w3id.org/milieu/graph/mappings/accepted> { ?a ?p ?b } } ORDER BY ?a";
    let stated = rows::rows(&store.snapshot(), query, &QueryOptions::default()).unwrap();
    let mine = |number| format!("https://example.org/mine/{number}");
    let expected =
        [[mine(1), "owl:sameAs".into()], [mine(2), "skos:exactMatch".into()], [mine(3), "skos:broadMatch".into()]];
    assert_eq!(stated, expected);
}

/// All quads but those of the prefixes, which not every form has names for.
fn quads(snapshot: &Snapshot) -> Vec<String> {
    let of_prefixes = |quad: &milieu::model::Quad| quad.predicate.as_str().starts_with("http://www.w3.org/ns/shacl#");
    let mut quads: Vec<String> =
        snapshot.iter().filter(|quad| !of_prefixes(quad)).map(|quad| quad.to_string()).collect();
    quads.sort();
    quads
}

#[test]
fn a_set_comes_out_as_it_went_in() {
    let snapshot = members().snapshot();
    let mut set = mapping::read(&snapshot, &name()).unwrap();
    assert_eq!(sssom::validate("members", &set), []);
    set.condense();
    for form in Form::NAMES {
        let (form, mut text) = (Form::named(form).unwrap(), Vec::new());
        form.write(&set, Plain::Left, &mut text).unwrap();
        let read = form.read("members", &String::from_utf8(text).unwrap());
        assert_eq!(read.faults, [], "{form:?}");
        let again = Store::new();
        let (_, after) = change(&again, |it| mapping::put(it, &name(), read.set).unwrap());
        assert_eq!(quads(&after), quads(&snapshot), "{form:?}");
    }
}

#[test]
fn what_is_wrong_is_told() {
    let store = members();
    let mut transaction = store.begin();
    let nowhere = said(NamedNode::new("https://example.org/none").unwrap(), State::Accepted);
    let told = |error: mapping::MappingError| error.to_string();
    let unknown = told(mapping::review(&mut transaction, &name(), &nowhere).unwrap_err());
    assert!(unknown.starts_with("the set \"members\" has no mapping <https://example.org/none>"), "{unknown}");
    let one = record(&transaction.snapshot(), "https://example.org/mine/1");
    let nobody = Review { by: " ".to_owned(), ..said(one.clone(), State::Accepted) };
    assert!(told(mapping::review(&mut transaction, &name(), &nobody).unwrap_err()).contains("a review needs the name"));
    let object = Some(Choice { iri: "no iri".to_owned(), ..Choice::default() });
    let wrong = Review { object, ..said(one, State::Accepted) };
    assert!(told(mapping::review(&mut transaction, &name(), &wrong).unwrap_err()).contains("\"no iri\" is no IRI"));
    let error = told(mapping::read(&transaction.snapshot(), &"other".parse().unwrap()).unwrap_err());
    assert_eq!(error, "there is no mapping set \"other\"; there are members");
}
