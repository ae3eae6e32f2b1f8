//! Data large enough for what is done only where many rows are expected: threads, sets gathered ahead, pages and bits.

use milieu::model::{GraphName, Literal, NamedNode, Quad, Term};

fn node(kind: &str, number: u32) -> NamedNode {
    NamedNode::new_unchecked(format!("urn:{kind}:{number}"))
}

/// Ties with two to six ends each in places, in two graphs of which some statements are in both.
pub(super) fn quads() -> Vec<Quad> {
    let mut state = 7_u32;
    let mut next = move |below: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) % below
    };
    let mut quads = Vec::new();
    let mut say = |subject: &NamedNode, predicate: &str, object: Term, both: bool| {
        let predicate = NamedNode::new_unchecked(format!("urn:{predicate}"));
        let quad = Quad::new(subject.clone(), predicate, object, GraphName::DefaultGraph);
        if both {
            let graph_name = node("graph", 1).into();
            quads.push(Quad { graph_name, ..quad.clone() });
        }
        quads.push(quad);
    };
    for number in 0..700 {
        let actor = node("actor", number);
        say(&actor, "in", node("place", next(9)).into(), number % 50 == 0);
        say(&actor, "kind", node("kind", next(4)).into(), false);
        let name = format!("actor {}", next(90));
        let name = match next(4) {
            0 => Literal::new_simple_literal(name),
            1 => Literal::new_language_tagged_literal_unchecked(name, "de"),
            _ => Literal::new_language_tagged_literal_unchecked(name, "en"),
        };
        say(&actor, "name", name.into(), false);
    }
    for number in 0..2000 {
        let tie = node("tie", number);
        for _ in 0..2 + next(5) {
            // Some ends are in no place.
            say(&tie, "end", node("actor", next(720)).into(), number % 40 == 0);
        }
        let amount = match next(3) {
            0 => Literal::from(i64::from(next(1000))),
            1 => Literal::new_typed_literal(format!("{}.50", next(1000)), milieu::model::vocab::xsd::DECIMAL),
            _ => Literal::from(f64::from(next(1000)) / 8.0),
        };
        say(&tie, "amount", amount.into(), false);
    }
    quads
}

pub(super) const QUERIES: [&str; 16] = [
    "SELECT ?a ?c (COUNT(DISTINCT ?b) AS ?n) { ?a <urn:in> <urn:place:1> ; <urn:kind> <urn:kind:0> . ?s <urn:end> ?a , ?b . ?t <urn:end> ?b , ?c . ?c <urn:in> <urn:place:2> ; <urn:kind> <urn:kind:1> FILTER(?b != ?a && ?b != ?c) FILTER NOT EXISTS { ?u <urn:end> ?a , ?c } } GROUP BY ?a ?c",
    "SELECT ?a ?d { ?a <urn:in> <urn:place:1> . ?s <urn:end> ?a , ?b . ?t <urn:end> ?b , ?d . ?d <urn:kind> <urn:kind:1> OPTIONAL { ?d <urn:in> ?p . ?e <urn:in> ?p ; <urn:kind> <urn:kind:9> } }",
    "SELECT ?p ?q (COUNT(DISTINCT ?t) AS ?ties) (COUNT(?t) AS ?rows) (COUNT(DISTINCT ?b) AS ?ends) { ?a <urn:in> ?p . ?t <urn:end> ?a , ?b . ?b <urn:in> ?q FILTER(?p != ?q) } GROUP BY ?p ?q",
    "SELECT ?a (COUNT(?t) AS ?n) (COUNT(DISTINCT ?b) AS ?all) { ?t <urn:end> ?a , ?b } GROUP BY ?a",
    "SELECT ?a (COUNT(*) AS ?n) { ?t <urn:end> ?a . ?u <urn:end> ?a . ?a <urn:in> ?p } GROUP BY ?a",
    "SELECT DISTINCT ?q ?a { ?t <urn:end> ?a , ?b . ?b <urn:in> ?p ; <urn:kind> ?q }",
    "SELECT ?a (SUM(?n) AS ?sum) { { SELECT ?a ?t (COUNT(?b) AS ?n) { ?t <urn:end> ?a , ?b . ?u <urn:end> ?b } GROUP BY ?a ?t } ?t <urn:end> ?c . ?c <urn:kind> ?k } GROUP BY ?a",
    "SELECT ?a (COUNT(?b) AS ?n) { { SELECT ?a ?b { ?t <urn:end> ?b OPTIONAL { ?b <urn:in> ?p . ?p <urn:of> ?a } } } ?x <urn:end> ?b , ?a } GROUP BY ?a",
    "SELECT ?a { ?a <urn:kind> ?k MINUS { ?t <urn:end> ?a ; <urn:amount> ?n FILTER(?n > 900) } }",
    "SELECT ?b { <urn:actor:3> (^<urn:end>/<urn:end>)+ ?b }",
    "SELECT ?b { <urn:actor:3> (<urn:in>|(^<urn:end>/<urn:end>/<urn:in>))* ?b }",
    "SELECT ?b { ?b (^<urn:end>/(<urn:end>/^<urn:end>)*/<urn:amount>)+ 500 }",
    "SELECT ?a ?p { ?a (<urn:in>/^<urn:in>?/<urn:kind>)+ ?p }",
    "SELECT ?size (COUNT(?t) AS ?n) { ?t <urn:amount> ?n BIND(IF(?n < 100, \"few\", IF(?n < 400.25, ?t, \"many\")) AS ?size) } GROUP BY ?size",
    "SELECT ?k ?l (COUNT(?name) AS ?n) { ?a <urn:kind> ?k ; <urn:name> ?name BIND(LANG(?name) AS ?l) } GROUP BY ?k ?l",
    "SELECT ?t { ?t <urn:end> ?a ; <urn:amount> ?n . ?a <urn:name> ?name FILTER(?n >= 99.5 && 700 > ?n && ?name > \"a\") }",
];
