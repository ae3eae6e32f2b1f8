//! Headers, and what is refused.

use std::fs;

use milieu::view::{Binds, Catalogue, View, undeclared};

use super::support::TOY;

const FIRST: [&str; 12] = [
    "actor/degree",
    "cluster/activity-coverage",
    "cluster/ei-index",
    "cluster/location-quotient",
    "cluster/members-by-kind",
    "cluster/profile",
    "cluster/strong",
    "gap/systemic",
    "knowledge/flow",
    "linkage/direction",
    "linkage/reach",
    "theory/claims",
];

#[test]
fn the_first_twelve_are_there_and_none_is_refused() {
    assert!(Catalogue::shipped().refused().is_empty(), "{:?}", Catalogue::shipped().refused());
    for id in FIRST {
        assert!(Catalogue::shipped().get(id).is_ok(), "{id}");
    }
}

#[test]
fn every_term_is_declared_in_the_ontology() {
    for view in Catalogue::shipped().iter() {
        assert!(undeclared(view, &TOY).is_empty(), "{}: {:?}", view.id(), undeclared(view, &TOY));
    }
}

#[test]
fn every_source_is_a_work_of_the_atlas() {
    let store = milieu::Store::new();
    milieu::ingest::Load::new(&store).atlas().unwrap();
    for view in Catalogue::shipped().iter() {
        for work in &view.header().source {
            let iri = milieu::vocab::expand(work).unwrap_or_else(|| panic!("{}: {work} is no name", view.id()));
            assert!(store.snapshot().label(&iri).is_some(), "{}: the atlas has no {work}", view.id());
        }
    }
}

#[test]
fn every_header_is_meant_for_readers() {
    for view in Catalogue::shipped().iter() {
        let header = view.header();
        assert!(header.question.ends_with('?'), "{}", view.id());
        assert!(!header.for_.is_empty() && !header.source.is_empty(), "{}", view.id());
        for column in &header.columns {
            assert!(column.definition.ends_with('.'), "{}: {}", view.id(), column.name);
        }
        for rows in header.params.iter().filter(|parameter| parameter.binds == Binds::Rows) {
            assert!(header.columns.iter().any(|column| column.name == rows.name));
        }
    }
}

/// A view that is good, to be broken in one place at a time.
const GOOD: &str = "#+ title: Actors
#+ question: Who is there?
#+ for: [manager]
#+ params:
#+   - {name: country, label: Country, type: class, class: milieu:Country}
#+ columns:
#+   - {name: actor, title: Actor, type: iri, definition: Who.}
#+ missing: none
#+ direction: none
#+ denominator: none
#+ source: [id:publication/andreeva]
#+ since: 0.1.0
SELECT ?actor WHERE { ?actor a milieu:Actor ; milieu:inCountry ?country } ORDER BY ?actor
";

fn broken(from: &str, to: &str) -> String {
    assert!(GOOD.contains(from));
    View::read("test/broken", &GOOD.replace(from, to)).expect_err("it is refused").to_string()
}

#[test]
fn a_broken_view_is_refused_by_name_line_and_reason() {
    assert!(View::read("test/good", GOOD).is_ok());
    assert!(View::read("Test/Good", GOOD).is_err());
    let header = broken("#+ missing: none", "#+ mising: none");
    assert!(header.starts_with("test/broken.rq:8: mising: "), "{header}");
    let header = broken("type: iri", "type: irk");
    assert!(header.starts_with("test/broken.rq:7: "), "{header}");
    assert!(broken("#+ title: Actors\n", "").contains("title: missing field"));
    assert!(broken("SELECT ?actor WHERE", "SELECT ?someone WHERE").contains("the query selects [\"someone\"]"));
    assert!(broken("milieu:inCountry ?country", "milieu:inCountry ?land").contains("\"country\" is used nowhere"));
    assert!(broken(", class: milieu:Country", "").contains("of type class and names none"));
    assert!(
        broken("ORDER BY", "ORDERED BY").starts_with("test/broken: line 13"),
        "{}",
        broken("ORDER BY", "ORDERED BY")
    );
    assert!(broken("#+ since: 0.1.0", "#+ since: 0.1.0\n#+ sentence: \"{nobody}\"").contains("{nobody}"));
    assert!(
        broken("#+ since: 0.1.0", "#+ since: 0.1.0\n#+ chart: {kind: bar, x: nobody}")
            .contains("\"nobody\", which is no column")
    );
    assert!(
        broken("#+ since: 0.1.0", "#+ since: 0.1.0\n#+ measure: {name: magic}")
            .contains("there is no measure \"magic\"")
    );
}

#[test]
fn a_term_that_the_ontology_lacks_is_found() {
    let text = GOOD.replace("milieu:inCountry ?country", "milieu:inCuontry ?country");
    let view = View::read("test/typo", &text).unwrap();
    let found: Vec<String> = undeclared(&view, &TOY).into_iter().map(milieu::model::NamedNode::into_string).collect();
    assert_eq!(found, ["https://w3id.org/milieu/ontology#inCuontry"]);
}

#[test]
fn a_folder_with_a_bad_view_keeps_the_good_ones() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("test")).unwrap();
    fs::write(folder.path().join("test/good.rq"), GOOD).unwrap();
    fs::write(folder.path().join("test/bad.rq"), GOOD.replace("SELECT", "SELCT")).unwrap();
    let catalogue = Catalogue::from_dir(folder.path()).unwrap();
    assert_eq!(catalogue.iter().map(|view| view.id().as_str()).collect::<Vec<_>>(), ["test/good"]);
    assert_eq!(catalogue.refused().len(), 1);
    assert!(catalogue.refused()[0].to_string().starts_with("test/bad: "), "{}", catalogue.refused()[0]);
    assert!(Catalogue::from_dir(folder.path().join("nowhere")).is_err());
}
