//! A snapshot as sophia reads it.

use std::collections::HashSet;

use milieu::io::{RdfFormat, RdfParser};
use milieu::{Snapshot, Store};
use sophia::api::dataset::Dataset;
use sophia::api::parser::QuadParser;
use sophia::api::quad::Quad;
use sophia::api::source::QuadSource;
use sophia::api::term::matcher::Any;
use sophia::api::term::{BaseDirection, SimpleTerm, Term};
use sophia::c14n::rdfc10;
use sophia::inmem::dataset::LightDataset;
use sophia::isomorphism::isomorphic_datasets;
use sophia::turtle::parser::nq::NQuadsParser;

const LINES: &str = r#"
<urn:a> <http://www.w3.org/2000/01/rdf-schema#label> "Stuttgart"@de <urn:g> .
<urn:a> <http://www.w3.org/2000/01/rdf-schema#label> "Stuttgart" .
<urn:a> <http://www.w3.org/2000/01/rdf-schema#label> "1.10"^^<http://www.w3.org/2001/XMLSchema#decimal> .
<urn:a> <http://www.w3.org/2000/01/rdf-schema#label> "1.1"^^<http://www.w3.org/2001/XMLSchema#decimal> .
_:x <urn:knows> _:y <urn:g> .
_:y <urn:knows> _:z <urn:g> .
_:z <urn:knows> _:x _:x .
"#;

fn snapshot(lines: &str) -> Snapshot {
    let store = Store::new();
    let mut transaction = store.begin();
    transaction.extend(RdfParser::from_format(RdfFormat::NQuads).for_slice(lines).map(Result::unwrap));
    transaction.commit().unwrap()
}

fn sophias(lines: &str) -> LightDataset {
    NQuadsParser::new().parse_str(lines).collect_quads().unwrap()
}

#[test]
fn a_snapshot_is_isomorphic_to_what_sophia_reads() {
    let (ours, theirs) = (snapshot(LINES), sophias(LINES));
    assert!(isomorphic_datasets(&ours, &theirs).unwrap());
    let renamed = LINES.replace("_:x", "_:other").replace("_:y", "_:x");
    assert!(isomorphic_datasets(&ours, &sophias(&renamed)).unwrap());
    for (from, to) in [("@de", "@en"), ("_:z <urn:knows> _:x", "_:z <urn:knows> _:z"), ("\"1.10\"", "\"1.100\"")] {
        assert!(!isomorphic_datasets(&ours, &sophias(&LINES.replace(from, to))).unwrap(), "{from}");
    }
}

#[test]
fn a_snapshot_has_the_canonical_form_of_its_quads() {
    let snapshot = snapshot(LINES);
    let (mut direct, mut by_quads) = (Vec::new(), Vec::new());
    rdfc10::normalize(&snapshot, &mut direct).unwrap();
    milieu::canonical::write(&snapshot.iter().collect::<Vec<_>>(), &mut by_quads).unwrap();
    assert_eq!(String::from_utf8(direct).unwrap(), String::from_utf8(by_quads).unwrap());
}

/// Every pattern of one term or any in each place finds what sophia's own dataset finds.
#[test]
fn patterns_find_what_they_find_in_a_dataset_of_sophias() {
    // Without blank nodes, which the two name differently.
    let lines: String = LINES.split_inclusive('\n').filter(|line| !line.contains("_:")).collect();
    let (ours, theirs) = (snapshot(&lines), sophias(&lines));
    let mut terms: HashSet<SimpleTerm<'static>> = HashSet::new();
    for quad in theirs.quads() {
        let quad = quad.unwrap();
        terms.extend([quad.s(), quad.p(), quad.o()].into_iter().chain(quad.g()).map(Term::into_term));
    }
    let terms: Vec<Option<SimpleTerm<'static>>> = std::iter::once(None).chain(terms.into_iter().map(Some)).collect();
    let told = |quads: &mut dyn Iterator<Item = String>| quads.collect::<HashSet<_>>();
    let text = |quad: [SimpleTerm<'static>; 3], graph: Option<SimpleTerm<'static>>| format!("{quad:?} {graph:?}");
    macro_rules! found {
        ($dataset:expr, $s:expr, $p:expr, $o:expr, $g:expr) => {
            told(&mut $dataset.quads_matching($s, $p, $o, $g).map(|quad| {
                let quad = quad.unwrap();
                text([quad.s(), quad.p(), quad.o()].map(Term::into_term), quad.g().map(Term::into_term))
            }))
        };
    }
    macro_rules! compare {
        ($s:expr, $p:expr, $o:expr, $g:expr) => {{
            let expected = found!(theirs, $s, $p, $o, $g);
            assert_eq!(found!(ours, $s, $p, $o, $g), expected);
            expected.len()
        }};
    }
    let mut found = compare!(Any, Any, Any, Any) + compare!(Any, Any, Any, [None::<SimpleTerm<'_>>]);
    for one in terms.iter().flatten() {
        found += compare!([one], Any, Any, Any) + compare!(Any, [one], Any, Any) + compare!(Any, Any, [one], Any);
        found += compare!(Any, Any, Any, [Some(one)]);
        for other in terms.iter().flatten() {
            found += compare!([one], [other], Any, Any) + compare!(Any, [one], [other], Any);
            found += compare!([one], Any, [other], [None::<SimpleTerm<'_>>]);
        }
    }
    assert!(found > 30, "{found}");
}

#[test]
fn texts_with_a_direction_and_triple_terms_are_read() {
    let store = Store::new();
    let text = "INSERT DATA { <urn:a> <urn:p> 'x'@ar--rtl , <<( <urn:s> <urn:p> 'o'@en )>> }";
    let snapshot = milieu::sparql::update(&store, text, &milieu::sparql::QueryOptions::default()).unwrap();
    let objects: Vec<_> = snapshot.quads().map(|quad| quad.unwrap().0[2].clone()).collect();
    let directed = objects.iter().find(|term| term.is_literal()).unwrap();
    assert_eq!(directed.base_direction(), Some(BaseDirection::Rtl));
    let triple = objects.iter().find(|term| term.is_triple()).unwrap();
    let [subject, _, object] = triple.triple().unwrap();
    assert_eq!((subject.iri().unwrap().as_str(), object.language_tag().unwrap().as_str()), ("urn:s", "en"));
    assert_eq!(snapshot.quads_matching(Any, Any, [triple.borrow_term()], Any).count(), 1);
    assert_eq!(snapshot.quads_matching([subject], Any, Any, Any).count(), 0);
    // Languages are compared without regard to case.
    let upper = SimpleTerm::LiteralLanguage(
        "x".into(),
        sophia::api::term::LanguageTag::new_unchecked("AR".into()),
        Some(BaseDirection::Rtl),
    );
    assert_eq!(snapshot.quads_matching(Any, Any, [upper], Any).count(), 1);
}
