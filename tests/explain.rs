//! How queries are answered, as `sparql::explain` tells it.

use milieu::ingest::Load;
use milieu::sparql::{self, AnsweredBy, ExplainedStep, Explanation, QueryOptions, SparqlError, StepKind, Way};
use milieu::{Snapshot, Store};

fn toy() -> Snapshot {
    let store = Store::new();
    Load::new(&store).toy().unwrap();
    store.snapshot()
}

fn told(text: &str) -> Explanation {
    sparql::explain(&toy(), text, &QueryOptions::default()).unwrap()
}

/// The tree without what differs from one time to the next.
fn tree(mut explanation: Explanation) -> String {
    fn still(steps: &mut [ExplainedStep]) {
        for step in steps {
            step.milliseconds = None;
            still(&mut step.steps);
        }
    }
    still(&mut explanation.plan);
    let text = explanation.to_text();
    text.split_once("\n\n").unwrap().1.to_owned()
}

#[test]
fn a_plan_is_a_tree_in_words() {
    let told = told(
        "SELECT ?label (COUNT(DISTINCT ?actor) AS ?members) { ?cluster a milieu:Cluster ; rdfs:label ?label . \
         ?actor milieu:belongsTo ?cluster FILTER(?label != 'x') } GROUP BY ?label ORDER BY DESC(?members) ?label LIMIT 2",
    );
    assert_eq!((told.answered_by, told.rows, told.why.len()), (AnsweredBy::Columns, 2, 0));
    assert!(told.milliseconds >= told.planning_milliseconds);
    let expected = "
                                                    expected        rows         ms
match ?cluster a milieu:Cluster by object                  3           3
match ?cluster rdfs:label ?label by subject                3           3
filter ?label != \"x\"                                     1.5           3
match ?actor milieu:belongsTo ?cluster by object         5.3          10
group by ?label: COUNT(DISTINCT ?actor)                  3.8           3
bind ?members = COUNT(DISTINCT ?actor)                   3.8           3
sort by DESC(?members) ?label, the first 2               3.8           2
";
    assert_eq!(tree(told), expected[1..]);
}

#[test]
fn patterns_within_patterns() {
    let text = tree(told(
        "SELECT * { ?linkage milieu:hasEnd ?actor . OPTIONAL { ?actor milieu:belongsTo ?group . ?group rdfs:label ?label } \
         { ?actor a milieu:Actor } UNION { ?actor rdfs:label ?name FILTER(STRLEN(?name) > 3) } \
         FILTER EXISTS { ?actor milieu:belongsTo ?any } FILTER NOT EXISTS { ?actor rdfs:seeAlso ?other . ?other ?p ?o } \
         MINUS { ?actor rdfs:label 'nobody' } ?group2 milieu:partOf* ?top VALUES ?group2 { nuts:DE11 nuts:DE1 } \
         BIND(?linkage AS ?same) BIND(CONCAT(?label, '!') AS ?loud) GRAPH ?g { ?linkage a ?class } }",
    ));
    let lines: Vec<&str> = text.lines().map(|line| line.split("  ").next().unwrap_or_default()).collect();
    for line in [
        "values ?group2",
        "path ?group2 milieu:partOf* ?top",
        "join with, nothing in common",
        " ├─ match ?linkage milieu:hasEnd ?actor, all of them",
        " ├─ optional",
        " ├─ union",
        " └─ minus, by ?actor",
        "bind ?same = ?linkage",
        "bind ?loud = CONCAT(?label, \"!\")",
        "match ?linkage a ?class by subject in ?g",
    ] {
        assert!(lines.contains(&line), "{line}\n{text}");
    }
    for part in ["├─ way", "filter STRLEN(?name) > 3", "exists, as _:exists-", "filter !_:exists-"] {
        assert!(text.contains(part), "{part}\n{text}");
    }
}

#[test]
fn what_goes_to_the_evaluator_has_a_reason() {
    let text = "SELECT ?n { { SELECT (COUNT(*) AS ?n) { ?cluster milieu:matches 'alder' } } ?any a milieu:Cluster }";
    let parts = told(text);
    assert_eq!(parts.answered_by, AnsweredBy::ColumnsAndEvaluator, "{}", parts.to_text());
    assert_eq!((&parts.why[..], parts.rows), (&["a computed property".to_owned()][..], 3));
    assert!(parts.to_text().contains("\nevaluator for COUNT(*)  "), "{}", parts.to_text());
    let computed = told("CONSTRUCT { ?c rdfs:label ?l } WHERE { ?c milieu:matches 'alder' ; rdfs:label ?l }");
    assert_eq!((computed.answered_by, computed.why.len()), (AnsweredBy::Evaluator, 1));
    let [step] = &computed.plan[..] else { panic!("it tells of one step") };
    assert_eq!((step.kind, step.rows), (StepKind::Evaluator, Some(computed.rows)));
    assert_eq!(step.why.as_deref(), Some("a computed property"));
    let options = QueryOptions { way: Way::Evaluator, ..QueryOptions::default() };
    let asked_for = sparql::explain(&toy(), "ASK { ?c a milieu:Cluster }", &options).unwrap();
    assert_eq!((asked_for.answered_by, asked_for.rows), (AnsweredBy::Evaluator, 1));
}

#[test]
fn what_is_constructed_and_described_goes_over_columns() {
    let construct = told("CONSTRUCT { ?c rdfs:label ?l ; a ?l } WHERE { ?c a milieu:Cluster ; rdfs:label ?l ; ?p ?o }");
    assert_eq!((construct.answered_by, construct.rows), (AnsweredBy::Columns, 6), "{}", construct.to_text());
    let texts: Vec<&str> = construct.plan.iter().map(|step| step.text.as_str()).collect();
    assert_eq!(texts[0], "match ?c a milieu:Cluster by object", "{texts:?}");
    let describe = told("DESCRIBE ?c { ?c a milieu:Cluster }");
    assert_eq!(describe.answered_by, AnsweredBy::Columns);
    let different = told("SELECT ?class (COUNT(DISTINCT *) AS ?n) { ?s a ?class ; ?p ?o } GROUP BY ?class");
    assert_eq!(different.answered_by, AnsweredBy::Columns, "{}", different.to_text());
}

#[test]
fn it_counts_what_a_query_gives() {
    for text in [
        "SELECT * { ?s ?p ?o }",
        "SELECT DISTINCT ?p { ?s ?p ?o }",
        "SELECT ?s { ?s a ?class } ORDER BY ?s LIMIT 3 OFFSET 2",
        "ASK { nuts:XX a milieu:Region }",
        "DESCRIBE nuts:DE11",
    ] {
        let expected = match sparql::query(&toy(), text, &QueryOptions::default()).unwrap() {
            sparql::QueryResults::Solutions(rows) => rows.count(),
            sparql::QueryResults::Boolean(answer) => usize::from(answer),
            sparql::QueryResults::Graph(triples) => triples.count(),
        };
        let told = told(text);
        assert_eq!(told.rows, expected as u64, "{text}");
        // The rows of a plan are things, of each of which a DESCRIBE has triples.
        if told.answered_by == AnsweredBy::Columns && expected > 1 && !text.starts_with("DESCRIBE") {
            assert_eq!(told.plan.last().unwrap().rows, Some(told.rows), "{text}: {}", told.to_text());
        }
    }
}

#[test]
fn limits_hold() {
    let most = QueryOptions { max_rows: Some(3), ..QueryOptions::default() };
    for text in ["SELECT * { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }"] {
        let met = sparql::explain(&toy(), text, &most).unwrap_err();
        assert!(matches!(met, SparqlError::TooManyRows { limit: 3 }), "{text}: {met}");
    }
    let met = sparql::explain(&toy(), "SELECT * {", &most).unwrap_err();
    assert!(matches!(met, SparqlError::Syntax { line: 1, .. }), "{met}");
}

#[test]
fn programs_read_it_as_json() {
    let json = serde_json::to_value(told("SELECT ?c { ?c a milieu:Cluster }")).unwrap();
    assert_eq!((&json["answered_by"], &json["rows"], &json["snapshot"]), (&"columns".into(), &3.into(), &1.into()));
    let step = &json["plan"][0];
    assert_eq!((&step["kind"], &step["rows"]), (&"match".into(), &3.into()));
    assert_eq!(step["text"], "match ?c a milieu:Cluster by object");
    assert!(step["milliseconds"].is_number() && json["planning_milliseconds"].is_number());
}
