//! Endpoints that do what they should.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use milieu::Store;
use milieu::enrich::{Enrich, EnrichError, Question, Repeat, Report, Things};
use milieu::ingest::{Load, Progress};
use milieu::sparql::{self, QueryOptions};
use milieu::vocab;

use super::partner::{Partner, Sent};
use super::server::Server;
use super::{client, counts, kept, labels, node, rows, sound, things};

const LABEL: &str = "http://www.w3.org/2000/01/rdf-schema#label";

#[test]
fn milieu_itself_is_a_partner() {
    let other = Server::shared();
    let endpoint = format!("{}/sparql", other.base);
    let client = client(&[&endpoint]);
    let store = Store::new();
    sparql::update(
        &store,
        "INSERT DATA { GRAPH graph:mine { <urn:bay> a <urn:Place> ; skos:exactMatch <https://w3id.org/milieu/id/toy/cluster/birch-bay> } }",
        &QueryOptions::default(),
    )
    .unwrap();
    let enrich = Enrich::new(&store, &client)
        .things(Things::Class(node("urn:Place")))
        .through([vocab::skos::EXACT_MATCH.into_owned()]);
    let report = enrich.ask(&endpoint, &Question::everything()).unwrap();
    assert_eq!(counts(&report), [1, 0, 0, 0, 0]);
    let said = "SELECT ?label { <urn:bay> skos:exactMatch/rdfs:label ?label } ORDER BY ?label";
    assert!(rows(&store, said).contains(&"Birch Bay".to_owned()), "{:?}", rows(&store, said));
    assert_eq!(kept(&store), report.statements());
    let from = "SELECT ?endpoint ?query { ?graph prov:wasGeneratedBy ?e . ?e a milieu:Enrichment ; prov:used ?endpoint ; milieu:queryText ?query ;
        milieu:asksAbout <https://w3id.org/milieu/id/toy/cluster/birch-bay> . GRAPH ?graph { ?s rdfs:label 'Birch Bay'@en } }";
    let text = "CONSTRUCT { ?thing ?property ?value } WHERE { ?thing ?property ?value }";
    assert_eq!(rows(&store, from), [format!("{endpoint} {text}")]);
    let again = enrich.ask(&endpoint, &Question::everything()).unwrap();
    assert_eq!((counts(&again), again.snapshot), ([0, 0, 0, 0, 1], report.snapshot));
    sound(&store);
}

#[test]
fn things_are_asked_about_in_batches_and_once() {
    let partner = Partner::new(Sent::labels);
    let store = Store::new();
    let report = labels(&store, &partner.url(), 25);
    assert_eq!((counts(&report), report.statements(), kept(&store)), ([25, 0, 0, 0, 0], 25, 25));
    let sizes = |partner: &Partner| partner.asked().iter().map(|asked| asked.things().len()).collect::<Vec<_>>();
    assert_eq!(sizes(&partner), [10, 10, 5]);
    let hash = store.snapshot().hash();
    assert_eq!(counts(&labels(&store, &partner.url(), 25)), [0, 0, 0, 0, 25]);
    assert_eq!((sizes(&partner).len(), store.snapshot().hash()), (3, hash), "nothing was asked, nothing has changed");
    assert_eq!(counts(&labels(&store, &partner.url(), 27)), [2, 0, 0, 0, 25]);
    assert_eq!(sizes(&partner), [10, 10, 5, 2], "only what is missing");
    // Another question is another matter.
    let client = client(&[&partner.url()]);
    let enrich = Enrich::new(&store, &client).things(things(25));
    assert_eq!(counts(&enrich.ask(&partner.url(), &Question::everything()).unwrap()), [25, 0, 0, 0, 0]);
    assert_eq!(kept(&store), 27);
    sound(&store);
}

#[test]
fn accepted_mappings_say_what_is_asked_about() {
    let partner = Partner::new(Sent::labels);
    let store = Store::new();
    let mut transaction = store.begin();
    let set = "INSERT DATA { GRAPH <https://w3id.org/milieu/graph/mappings/mine> {
        <urn:m1> owl:annotatedSource <urn:a> ; owl:annotatedProperty skos:exactMatch ; owl:annotatedTarget <https://example.org/1> ; sssom:reviewer_label 'Ada' .
        <urn:m2> owl:annotatedSource <urn:b> ; owl:annotatedProperty skos:exactMatch ; owl:annotatedTarget <https://example.org/2> } }";
    sparql::update_in(&mut transaction, set, &QueryOptions::default()).unwrap();
    milieu::ingest::follow(&mut transaction).unwrap();
    transaction.commit().unwrap();
    let client = client(&[&partner.url()]);
    let enrich = Enrich::new(&store, &client);
    assert_eq!(enrich.clone().ask(&partner.url(), &Question::everything()).unwrap().rows.len(), 2);
    assert_eq!(partner.asked()[0].things(), ["https://example.org/1", "urn:a"]);
    let asked =
        enrich.starting_with("https://example.org/").repeat(Repeat::All).ask(&partner.url(), &Question::everything());
    assert_eq!(asked.unwrap().rows.len(), 1);
}

#[test]
fn what_is_asked_again_takes_the_place_of_what_was_there() {
    let turn = AtomicUsize::new(0);
    let partner = Partner::new(move |_| {
        let turn = turn.fetch_add(1, Ordering::SeqCst);
        Sent::rdf(
            "text/turtle",
            format!(
                "<https://example.org/0> <{LABEL}> 'name {turn}' ; <urn:at> [ <urn:street> 'street {turn}' ; <urn:in> [ <urn:n> {turn} ] ] ."
            ),
        )
    });
    let store = Store::new();
    let client = client(&[&partner.url()]);
    let day = Duration::from_secs(86_400);
    let first = SystemTime::UNIX_EPOCH + day * 20_000;
    let ask = |time: SystemTime, repeat: Repeat| {
        let enrich = Enrich::new(&store, &client).things(things(1)).at(time).repeat(repeat);
        enrich.ask(&partner.url(), &Question::everything()).unwrap()
    };
    ask(first, Repeat::Missing);
    let names = || {
        rows(
            &store,
            "SELECT ?name { { ?s rdfs:label ?name FILTER(?s = <https://example.org/0>) } UNION { ?s <urn:street>|<urn:n> ?name } } ORDER BY STR(?name)",
        )
    };
    assert_eq!((names(), kept(&store)), (vec!["0".into(), "name 0".into(), "street 0".into()], 5));
    assert_eq!(counts(&ask(first + day * 29, Repeat::OlderThan(day * 30))), [0, 0, 0, 0, 1]);
    assert_eq!(counts(&ask(first + day * 31, Repeat::OlderThan(day * 30))), [1, 0, 0, 0, 0]);
    assert_eq!((names(), kept(&store)), (vec!["1".into(), "name 1".into(), "street 1".into()], 5));
    assert_eq!(counts(&ask(first + day * 32, Repeat::All)), [1, 0, 0, 0, 0]);
    assert_eq!((names()[1].as_str(), kept(&store)), ("name 2", 5));
    assert_eq!(rows(&store, "SELECT ?e { ?e a milieu:Enrichment }").len(), 1, "what nothing is left of is forgotten");
    assert_eq!(rows(&store, "SELECT ?g { ?g prov:wasGeneratedBy ?e . ?e milieu:asksAbout ?t }").len(), 1);
    sound(&store);
}

#[test]
fn one_question_leaves_alone_what_another_brought() {
    let partner = Partner::new(|asked| {
        let property = if asked.body.contains("#label") { LABEL } else { "urn:size" };
        Sent::rdf("text/turtle", format!("<https://example.org/0> <{property}> 1 ."))
    });
    let store = Store::new();
    let client = client(&[&partner.url()]);
    let enrich = Enrich::new(&store, &client).things(things(1)).repeat(Repeat::All);
    for _ in 0..2 {
        for property in [LABEL, "urn:size"] {
            enrich.ask(&partner.url(), &Question::properties([node(property)])).unwrap();
        }
    }
    assert_eq!(kept(&store), 2);
}

#[test]
fn a_construct_may_tell_of_others_and_no_other_question_may() {
    let said = format!(
        "<https://example.org/0> <{LABEL}> 'a' ; <urn:x> 1 . <https://example.org/1> <urn:of> <https://example.org/0> . <urn:other> <urn:p> 1 ."
    );
    let partner = Partner::new(move |_| Sent::rdf("text/turtle", said.clone()));
    let store = Store::new();
    let client = client(&[&partner.url()]);
    let ask = |question: Question| {
        let enrich = Enrich::new(&store, &client).things(things(1)).repeat(Repeat::All);
        let report = enrich.ask(&partner.url(), &question).unwrap();
        (report.statements(), report.beside, report.unasked, kept(&store))
    };
    assert_eq!(ask(Question::properties([node(LABEL)])), (1, 0, 3, 1));
    assert_eq!(ask(Question::everything()), (2, 0, 2, 2));
    let construct = "CONSTRUCT { ?thing rdfs:label ?l ; <urn:x> ?x . ?o <urn:p> ?n } WHERE { ?thing rdfs:label ?l ; <urn:x> ?x . ?o <urn:p> ?n }";
    assert_eq!(ask(Question::construct(construct).unwrap()), (3, 1, 0, 4));
}

#[test]
fn a_question_is_the_same_however_often_it_is_read() {
    let partner = Partner::new(Sent::labels);
    let store = Store::new();
    let client = client(&[&partner.url()]);
    // What is counted and what has no name get new names each time they are parsed.
    let text = "CONSTRUCT { ?thing <urn:n> ?n } WHERE { { SELECT ?thing (COUNT(*) AS ?n) { ?thing <urn:p> [ <urn:q> ?o ] } GROUP BY ?thing } }";
    let ask = || {
        let question = Question::construct(text).unwrap();
        counts(&Enrich::new(&store, &client).things(things(3)).ask(&partner.url(), &question).unwrap())
    };
    assert_eq!((ask(), ask()), ([3, 0, 0, 0, 0], [0, 0, 0, 0, 3]));
}

#[test]
fn an_endpoint_that_takes_forms_only_is_asked_by_form() {
    let partner = Partner::new(|asked| {
        if asked.head.contains("content-type: application/x-www-form-urlencoded")
            && asked.body.starts_with("query=CONSTRUCT%20%7B")
        {
            return Sent::rdf("text/turtle", format!("<https://example.org/0> <{LABEL}> 'a' ."));
        }
        Sent::new("415 Unsupported Media Type", "")
    });
    let store = Store::new();
    assert_eq!(counts(&labels(&store, &partner.url(), 12)), [1, 11, 0, 0, 0]);
    assert_eq!(partner.asked().len(), 3, "it is remembered");
}

#[test]
fn who_stops_keeps_whole_batches() {
    struct Impatient(AtomicUsize, AtomicBool);
    impl Progress for Impatient {
        fn advance(&self, rows: u64) {
            if self.0.fetch_add(usize::try_from(rows).unwrap(), Ordering::SeqCst) + 10 >= 20 {
                self.1.store(true, Ordering::SeqCst);
            }
        }
        fn cancelled(&self) -> bool {
            self.1.load(Ordering::SeqCst)
        }
    }
    let partner = Partner::new(Sent::labels);
    let store = Store::new();
    let client = client(&[&partner.url()]);
    let progress = Impatient(AtomicUsize::new(0), AtomicBool::new(false));
    let enrich = Enrich::new(&store, &client).things(things(40)).batch(10.try_into().unwrap());
    let question = Question::properties([node(LABEL)]);
    let report: Report = enrich.clone().progress(&progress).ask(&partner.url(), &question).unwrap();
    assert!(report.stopped);
    assert_eq!((counts(&report)[0], kept(&store)), (20, 20));
    sound(&store);
    let rest = enrich.ask(&partner.url(), &question).unwrap();
    assert_eq!((counts(&rest), kept(&store)), ([20, 0, 0, 0, 20], 40));
}

#[test]
fn a_graph_of_somebody_else_is_not_written_into() {
    let partner = Partner::new(Sent::labels);
    let store = Store::new();
    Load::new(&store).toy().unwrap();
    let client = client(&[&partner.url()]);
    let into = |name: &str| {
        let enrich = Enrich::new(&store, &client).things(things(1)).graph(vocab::graph(name));
        enrich.ask(&partner.url(), &Question::everything())
    };
    assert!(matches!(into("toy"), Err(EnrichError::OtherGraph(_))));
    for name in ["derived", "inferred", "provenance", "ontology", "mappings/accepted", "mappings/members"] {
        assert!(matches!(into(name), Err(EnrichError::ReservedGraph(_))), "{name}");
    }
    assert!(partner.asked().is_empty(), "nobody is asked in vain");
    assert_eq!(into("from-elsewhere").unwrap().graphs, [vocab::graph("from-elsewhere")]);
    assert_eq!(counts(&into("from-elsewhere").unwrap()), [0, 0, 0, 0, 1]);
}
