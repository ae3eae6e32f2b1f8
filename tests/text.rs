//! Finding things by the words of their labels: the library, and `milieu:matches` in SPARQL.

#[path = "text/property.rs"]
mod property;
#[path = "support/rows.rs"]
mod rows;
#[path = "text/sparql.rs"]
mod sparql;
#[path = "text/support.rs"]
mod support;

use milieu::snapshot::match_score;
use milieu::{Snapshot, Store};
use support::{filled, found, labelled};

#[test]
fn names_that_are_hard_to_type() {
    let names =
        ["Łódź", "Århus", "Ελλάδα", "Straße", "O'Higgins", "São Paulo", "Saint-Étienne", "Москва", "Ñuñoa", "Đà Nẵng"];
    let world = filled(names.into_iter().enumerate().map(|(n, name)| (format!("t{n}"), name.to_owned())));
    for (typed, meant) in [
        ("lodz", "Łódź"),
        ("ŁÓDŹ", "Łódź"),
        ("arhus", "Århus"),
        ("A\u{30a}rhus", "Århus"),
        ("ellada", "Ελλάδα"),
        ("ΕΛΛΆΔΑ", "Ελλάδα"),
        ("strasse", "Straße"),
        ("STRASSE", "Straße"),
        ("o'higgins", "O'Higgins"),
        ("o higg", "O'Higgins"),
        ("o’higgins", "O'Higgins"),
        ("sao paulo", "São Paulo"),
        ("paulo, são", "São Paulo"),
        ("saint etienne", "Saint-Étienne"),
        ("moskva", "Москва"),
        ("nunoa", "Ñuñoa"),
        ("da nang", "Đà Nẵng"),
    ] {
        assert_eq!(found(&world, typed), [meant], "{typed}");
    }
    assert!(found(&world, "odz").is_empty() && found(&world, "lodz paulo").is_empty());
    assert!(found(&world, "").is_empty() && found(&world, " -' ").is_empty());
}

#[test]
fn the_best_come_first_and_always_in_the_same_order() {
    let names = [
        "Stuttgart Autos",
        "Autos of Stuttgart",
        "Auto",
        "Auto Stuttgart",
        "Automotive Stuttgart",
        "The Auto Stuttgart Club",
        "Stuttgarter Automobile",
    ];
    let world = filled(names.into_iter().enumerate().map(|(n, name)| (format!("t{n}"), name.to_owned())));
    let expected = [
        "Auto Stuttgart",
        "The Auto Stuttgart Club",
        "Stuttgart Autos",
        "Autos of Stuttgart",
        "Automotive Stuttgart",
        "Stuttgarter Automobile",
    ];
    assert_eq!(found(&world, "auto stuttgart"), expected);
    assert_eq!(found(&world, "auto")[..2], ["Auto", "Auto Stuttgart"]);
    let scores: Vec<f64> = expected.iter().map(|label| match_score(label, "auto stuttgart").unwrap()).collect();
    assert!(scores.is_sorted_by(|a, b| a > b), "{scores:?}");
    let twins = filled(["b", "c", "a"].map(|thing| (thing.to_owned(), "Twin".to_owned())));
    let things: Vec<String> = twins.search("twin").map(|found| found.thing.into_string()).collect();
    assert_eq!(things, ["http://example.com/a", "http://example.com/b", "http://example.com/c"]);
}

#[test]
fn a_thing_is_found_by_each_of_its_names_and_listed_once() {
    let store = Store::new();
    let names = "INSERT DATA { nuts:DE11 rdfs:label 'Stuttgart'@en , 'Stoccarda'@it ; skos:altLabel 'Region of Stuttgart' ; \
                 skos:notation 'DE11' ; milieu:cityName 'Ulm' . _:b rdfs:label 'Stuttgart nameless' }";
    let after = milieu::sparql::update(&store, names, &milieu::sparql::QueryOptions::default()).unwrap();
    assert_eq!(found(&after, "stuttgart"), ["Stuttgart"]);
    assert_eq!(found(&after, "stocc"), ["Stoccarda"]);
    assert_eq!(found(&after, "region"), ["Region of Stuttgart"]);
    assert_eq!(found(&after, "de11"), ["DE11"]);
    assert!(found(&after, "ulm").is_empty() && found(&after, "nameless").is_empty());
}

#[test]
fn each_snapshot_finds_its_own_labels() {
    let store = Store::new();
    let set = |thing: u32, label: Option<&str>| -> Snapshot {
        let mut transaction = store.begin();
        let old: Vec<_> = store.snapshot().iter().filter(|quad| quad.subject == labelled(thing, "").subject).collect();
        for quad in &old {
            transaction.remove(quad.as_ref());
        }
        if let Some(label) = label {
            transaction.insert(labelled(thing, label).as_ref());
        }
        transaction.commit().unwrap()
    };
    let first = set(1, Some("Mill"));
    assert_eq!(found(&first, "mill"), ["Mill"]);
    let second = set(2, Some("Millstone"));
    let third = set(1, None);
    let fourth = set(1, Some("Mill"));
    assert_eq!(found(&fourth, "mill"), ["Mill", "Millstone"]);
    assert_eq!(found(&third, "mill"), ["Millstone"]);
    assert_eq!(found(&second, "mill"), ["Mill", "Millstone"]);
    assert_eq!(found(&first, "mill"), ["Mill"]);
    // More than are kept beside an index: it is made anew.
    let mut transaction = store.begin();
    (10..6000).for_each(|n| transaction.insert(labelled(n, &format!("Wheel {n}")).as_ref()));
    let fifth = transaction.commit().unwrap();
    assert_eq!((found(&fifth, "wheel 17").len(), found(&fifth, "wheel").len()), (111, 5990));
    assert_eq!(found(&fifth, "wheel 17")[0], "Wheel 17");
    assert!(found(&fourth, "wheel").is_empty());
    let mut transaction = store.begin();
    transaction.clear_all();
    assert!(found(&transaction.commit().unwrap(), "wheel").is_empty());
}
