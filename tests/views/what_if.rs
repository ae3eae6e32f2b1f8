//! Linkages that are not there, against the same linkages written.

use milieu::model::{Quad, Term};
use milieu::sparql::{self, QueryOptions};
use milieu::view::{Catalogue, RowChange, RunOptions};
use milieu::what_if::{Outcome, WhatIf, WhatIfError};
use milieu::{Store, ingest};

use super::support::TOY;

fn try_it(add: &[&str], remove: &[&str], view: &str, arguments: &str) -> Result<Outcome, WhatIfError> {
    let view = Catalogue::shipped().get(view)?;
    let arguments = view.arguments(arguments.split('&').filter_map(|pair| pair.split_once('=')))?;
    WhatIf::read(add, remove)?.run(view, &TOY, &arguments, &RunOptions::default())
}

/// Cedar Coast has no tie outward: its E-I index is -1. With one it is (1 - 2) / (1 + 2).
#[test]
fn a_linkage_changes_what_follows_from_it() {
    let before = TOY.hash();
    let outcome =
        try_it(&["Cedar Winery -> Birch Yards : trade"], &[], "cluster/ei-index", "group_kind=milieu:Cluster").unwrap();
    let cedar = outcome.rows.iter().find_map(|row| match row {
        RowChange::Changed { before, after } if before[0].to_text() == "Cedar Coast" => {
            Some((before[4].number().unwrap(), after[4].number().unwrap()))
        }
        _ => None,
    });
    let (was, would_be) = cedar.expect("Cedar Coast changes");
    assert!((was + 1.0).abs() < 1e-12 && (would_be + 1.0 / 3.0).abs() < 1e-12, "{was} {would_be}");
    assert_eq!(outcome.rows.len(), 2, "Birch Bay changes too, and Alder Valley does not");
    let reach = try_it(&["Cedar Winery -- Birch Yards"], &[], "linkage/reach", "group=Cedar Coast").unwrap();
    assert!(matches!(&reach.rows[..], [RowChange::Added(row)] if row[1].to_text() == "Norway"));
    assert_eq!(TOY.hash(), before, "nothing was written");
}

/// What is tried is what a write would leave, quad for quad but for the names.
#[test]
fn what_is_tried_is_what_a_write_derives() {
    let tried = WhatIf::read(
        ["Cedar Winery -> Birch Yards : trade", "Cedar Growers -- Alder Joinery -- Birch Institute"],
        [""; 0],
    );
    let tried = tried.unwrap().applied(&TOY).unwrap();
    let store = Store::from(TOY.clone());
    let mut transaction = store.begin();
    let text = "INSERT DATA { GRAPH graph:what-if {
        <https://w3id.org/milieu/id/what-if/linkage/1> a milieu:Linkage ; milieu:hasLinkageKind linkage-kind:trade ;
          rdfs:label 'Cedar Winery -> Birch Yards : trade' ;
          milieu:leadsFrom <https://w3id.org/milieu/id/toy/actor/cedar-winery> ; milieu:leadsTo <https://w3id.org/milieu/id/toy/actor/birch-yards> .
        <https://w3id.org/milieu/id/what-if/linkage/2> a milieu:Linkage ; rdfs:label 'Cedar Growers -- Alder Joinery -- Birch Institute' ;
          milieu:hasEnd <https://w3id.org/milieu/id/toy/actor/cedar-growers> , <https://w3id.org/milieu/id/toy/actor/alder-joinery> ,
            <https://w3id.org/milieu/id/toy/actor/birch-institute> } }";
    sparql::update_in(&mut transaction, text, &QueryOptions::default()).unwrap();
    ingest::derive(&mut transaction);
    let written = transaction.commit().unwrap();
    assert_eq!(tried.hash(), written.hash());
    let weight = |quad: &Quad| {
        quad.object == Term::from(milieu::model::Literal::new_typed_literal("0.5", milieu::model::vocab::xsd::DECIMAL))
    };
    assert!(tried.iter().any(|quad| quad.subject.to_string().contains("what-if/linkage/2") && weight(&quad)));
}

#[test]
fn linkages_are_removed_by_name_or_by_their_ends() {
    for remove in [
        "grapes",
        "Cedar Growers -> Cedar Winery",
        "Cedar Growers -> Cedar Winery : supply",
        "https://w3id.org/milieu/id/toy/linkage/grapes",
    ] {
        let outcome = try_it(&[], &[remove], "actor/degree", "").unwrap_or_else(|error| panic!("{remove}: {error}"));
        assert_eq!(outcome.removed, ["grapes"], "{remove}");
        assert_eq!(outcome.rows.len(), 2, "{remove}: its two ends");
    }
    for wrong in
        ["Cedar Winery -> Cedar Growers", "Cedar Growers -- Cedar Winery", "Cedar Growers -> Cedar Winery : trade"]
    {
        let error = try_it(&[], &[wrong], "actor/degree", "").unwrap_err().to_string();
        assert!(error.contains("no linkage") && error.contains("grapes"), "{error}");
    }
    // What is added and taken away again changes nothing.
    let none = try_it(
        &["Cedar Winery -- Cedar University : joint research and development"],
        &["vine-trials"],
        "cluster/ei-index",
        "",
    );
    assert!(none.unwrap().rows.is_empty());
}

#[test]
fn errors_name_the_text_what_was_looked_for_and_what_is_near() {
    let told = |add: &str| try_it(&[add], &[], "actor/degree", "").unwrap_err().to_string();
    let actor = told("Cedar Winary -> Birch Yards");
    assert!(actor.contains("no actor") && actor.contains("Cedar Winary") && actor.contains("Cedar Winery"), "{actor}");
    let kind = told("Cedar Winery -> Birch Yards : trad");
    assert!(kind.contains("no kind of linkage") && kind.contains("\"trad\"") && kind.contains("trade"), "{kind}");
    assert!(told("Alder Valley -> Birch Yards").contains("no actor"), "a cluster is no actor");
    assert!(told("Birch Yards -> Birch Yards").contains("same actor"));
    assert!(told("Birch Yards").contains("no two ends"));
}
