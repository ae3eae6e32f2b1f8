//! Values of parameters: typed, looked up, refused with what may have been meant, and never syntax.

use milieu::model::{Literal, NamedNode};
use milieu::sparql::{self, QueryOptions, QueryResults};
use milieu::view::{Catalogue, View};

use super::support::{TOY, rows, run, try_run};

fn refusal(view: &str, arguments: &str) -> String {
    try_run(&TOY, view, arguments).expect_err("it is refused").to_string()
}

#[test]
fn a_thing_is_named_by_iri_prefixed_name_code_or_label() {
    let by = |name: &str| rows(&run(&TOY, "linkage/reach", &format!("group={name}")), &["group", "country", "weight"]);
    let full = by("http://data.europa.eu/nuts/code/DE11");
    assert_eq!(full.len(), 2);
    for name in ["<http://data.europa.eu/nuts/code/DE11>", "nuts:DE11", "DE11", "de11", "Stuttgart", "stuttgart"] {
        assert_eq!(by(name), full, "{name}");
    }
    assert_eq!(by("DE"), by("DEU"));
}

#[test]
fn a_wrong_name_is_answered_with_the_nearest() {
    assert!(refusal("linkage/reach", "group=Alder Valey").contains("did you mean Alder Valley"));
    assert!(refusal("linkage/reach", "group=https://w3id.org/milieu/id/nowhere").contains("names nothing of the kind"));
    assert!(refusal("linkage/reach", "gruop=DE").contains("did you mean group"));
    assert!(refusal("cluster/ei-index", "group_kind=Clusters").contains("did you mean Cluster"));
    assert!(refusal("cluster/location-quotient", "year=20x6").contains("is not a year"));
    assert!(refusal("actor/degree", "top=-1").contains("is not a number of things"));
    assert!(refusal("linkage/raech", "").contains("did you mean linkage/reach"));
}

#[test]
fn a_parameter_puts_another_aside() {
    let view = Catalogue::shipped().get("cluster/ei-index").unwrap();
    let names = |pairs: &[(&str, &str)]| {
        let arguments = view.arguments(pairs.iter().copied()).unwrap();
        arguments.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>()
    };
    assert_eq!(names(&[]), ["group_kind=milieu:Country"]);
    assert_eq!(names(&[("group", ""), ("group_kind", "")]), ["group_kind=milieu:Country"]);
    assert_eq!(names(&[("group", "DE11"), ("group_kind", "Country")]), ["group=DE11"]);
}

/// The label is a value that would end the query and drop everything, were it pasted as text.
#[test]
fn what_looks_like_sparql_stays_a_term() {
    let evil = "x\" } } ; DROP ALL ; SELECT * { ?s ?p \"";
    let text = "#+ title: By label\n#+ question: Who is called that?\n#+ for: [researcher]\n#+ params:\n#+   - {name: called, label: Name, type: string, required: true}\n#+ columns:\n#+   - {name: actor, title: Actor, type: iri, definition: Who.}\n#+ missing: none\n#+ direction: none\n#+ denominator: none\n#+ source: []\n#+ since: 0.1.0\nSELECT ?actor { { SELECT ?actor { ?actor rdfs:label ?label FILTER(STR(?label) = ?called) } } }";
    let view = View::read("test/by-label", text).unwrap();
    let options = milieu::view::RunOptions::default();
    let found = |name: &str| view.run(&TOY, &view.arguments([("called", name)]).unwrap(), &options).unwrap().rows.len();
    assert_eq!(found("Birch Yards"), 1);
    assert_eq!(found(evil), 0);
    assert_eq!(found("Birch Yards\") || (\"a\" = \"a"), 0);
    assert!(view.arguments::<&str, &str>([]).unwrap_err().to_string().contains("needs called"));
    let iri = "https://w3id.org/milieu/id/x> } UNION { ?s ?p ?o . FILTER(?s != <urn:x";
    assert!(refusal("linkage/reach", &format!("group={iri}")).contains("names nothing of the kind"));
    // And where a term is bound, the query's text holds it as one escaped literal.
    let bound = sparql::bind(
        sparql::parse("SELECT ?a { ?a rdfs:label ?name }", None).unwrap(),
        &[("name".to_owned(), Literal::new_simple_literal(evil).into())].into(),
    );
    let again = sparql::query(&TOY, &bound.unwrap().to_string(), &QueryOptions::default()).unwrap();
    let QueryResults::Solutions(again) = again else { panic!("a SELECT stays a SELECT") };
    assert_eq!(again.count(), 0);
}

#[test]
fn choices_are_labelled_and_sorted() {
    let view = Catalogue::shipped().get("linkage/reach").unwrap();
    let groups = view.choices(&TOY, "group").unwrap();
    let labels: Vec<&str> = groups.iter().map(|choice| choice.label.as_str()).collect();
    assert!(labels.is_sorted() && labels.contains(&"Birch Bay") && labels.contains(&"Rogaland"));
    let germany = NamedNode::new("http://publications.europa.eu/resource/authority/country/DEU").unwrap().into();
    assert!(groups.iter().any(|choice| choice.value == germany && choice.label == "Germany"));
    let works = Catalogue::shipped().get("theory/claims").unwrap().choices(&TOY, "work").unwrap();
    assert_eq!(works.len(), 1);
    assert_eq!(works[0].label, "Alder and Birch (1999) Trees and Ties");
}
