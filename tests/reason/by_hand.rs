//! Each rule alone: what it gives, and what it does not.

use crate::support::{infer, inferred, store, written};
use milieu::reason::{Rule, Rules};

/// What `rule` alone infers from `given` is `expected`, and it is the rule that is counted for it.
#[track_caller]
fn gives(rule: Rule, given: &str, expected: &str) {
    let store = store(given);
    let report = infer(&store, Rules::none().with(rule));
    let found = inferred(&store.snapshot());
    assert_eq!(found, written(expected), "{rule} of {given}");
    assert_eq!(report.triples, found.len() as u64);
    assert_eq!(report.counts.get(&rule).copied().unwrap_or_default(), report.triples);
    assert!(report.counts.keys().all(|counted| *counted == rule));
}

#[test]
fn rdfs2_types_the_subject() {
    gives(Rule::Rdfs2, ":p rdfs:domain :C . :x :p :y , 'literal' . :x :q :y", ":x a :C");
    gives(Rule::Rdfs2, ":p rdfs:domain :C . :x :p :y ; a :C", "");
    gives(Rule::Rdfs2, ":p rdfs:range :C . :x :p :y", "");
}

#[test]
fn rdfs3_types_the_object_unless_it_is_a_literal() {
    gives(Rule::Rdfs3, ":p rdfs:range :C . :x :p :y , 'literal' , 7", ":y a :C");
    gives(Rule::Rdfs3, ":p rdfs:range xsd:string . :x :p 'literal' , <<( :a :b :c )>>", "");
    gives(Rule::Rdfs3, ":p rdfs:domain :C . :x :p :y", "");
}

#[test]
fn rdfs5_and_rdfs11_are_transitive() {
    gives(
        Rule::Rdfs5,
        ":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :r . :r rdfs:subPropertyOf :s",
        ":p rdfs:subPropertyOf :r , :s . :q rdfs:subPropertyOf :s",
    );
    gives(Rule::Rdfs5, ":p rdfs:subPropertyOf :q . :r rdfs:subPropertyOf :s . :x :p :y", "");
    gives(Rule::Rdfs11, ":A rdfs:subClassOf :B . :B rdfs:subClassOf :C", ":A rdfs:subClassOf :C");
    gives(Rule::Rdfs11, ":A rdfs:subClassOf :B . :C rdfs:subClassOf :B . :x a :A", "");
}

#[test]
fn rdfs7_states_the_wider_property() {
    gives(Rule::Rdfs7, ":p rdfs:subPropertyOf :q . :x :p :y , 7 . :y :q :z", ":x :q :y , 7");
    gives(Rule::Rdfs7, ":p rdfs:subPropertyOf :q , 'none' , :p . :x :q :y", "");
}

#[test]
fn rdfs9_states_the_wider_class() {
    gives(Rule::Rdfs9, ":A rdfs:subClassOf :B . :B rdfs:subClassOf :C . :x a :A", ":x a :B , :C");
    gives(Rule::Rdfs9, ":A rdfs:subClassOf :B . :x a :B . :y :p :A", "");
}

#[test]
fn domains_and_ranges_widen() {
    gives(Rule::ScmDom1, ":p rdfs:domain :C . :C rdfs:subClassOf :D", ":p rdfs:domain :D");
    gives(Rule::ScmDom1, ":p rdfs:range :C . :C rdfs:subClassOf :D . :D rdfs:subClassOf :C", "");
    gives(Rule::ScmDom2, ":q rdfs:domain :C . :p rdfs:subPropertyOf :q", ":p rdfs:domain :C");
    gives(Rule::ScmDom2, ":p rdfs:domain :C . :p rdfs:subPropertyOf :q", "");
    gives(Rule::ScmRng1, ":p rdfs:range :C . :C rdfs:subClassOf :D", ":p rdfs:range :D");
    gives(Rule::ScmRng1, ":p rdfs:domain :C . :C rdfs:subClassOf :D", "");
    gives(Rule::ScmRng2, ":q rdfs:range :C . :p rdfs:subPropertyOf :q", ":p rdfs:range :C");
    gives(Rule::ScmRng2, ":p rdfs:range :C . :p rdfs:subPropertyOf :q", "");
}

#[test]
fn symmetric_and_inverse_properties_turn_round() {
    gives(Rule::PrpSymp, ":p a owl:SymmetricProperty . :x :p :y , 7 , :x . :x :q :z", ":y :p :x");
    gives(Rule::PrpSymp, ":p a owl:TransitiveProperty . :x :p :y", "");
    gives(Rule::PrpInv1, ":p owl:inverseOf :q . :x :p :y , 7 . :u :q :v", ":y :q :x");
    gives(Rule::PrpInv2, ":p owl:inverseOf :q . :x :p :y . :u :q :v , 7", ":v :p :u");
}

#[test]
fn transitive_properties_are_walked() {
    let chain = ":p a owl:TransitiveProperty . :a :p :b . :b :p :c . :c :p :d";
    gives(Rule::PrpTrp, chain, ":a :p :c , :d . :b :p :d");
    gives(Rule::PrpTrp, ":p a owl:TransitiveProperty . :a :p :b . :b :p :a", ":a :p :a . :b :p :b");
    gives(Rule::PrpTrp, ":p a owl:SymmetricProperty . :a :p :b . :b :p :c", "");
    gives(Rule::PrpTrp, ":p a owl:TransitiveProperty . :a :p :b . :b :q :c", "");
}

#[test]
fn chains_of_properties_are_walked() {
    let axiom = ":h owl:propertyChainAxiom ( :p :q :p ) .";
    gives(Rule::PrpSpo2, &format!("{axiom} :a :p :b . :b :q :c . :c :p :d , 7"), ":a :h :d , 7");
    gives(Rule::PrpSpo2, &format!("{axiom} :a :p :b . :b :p :c . :c :q :d"), "");
    gives(Rule::PrpSpo2, ":h owl:propertyChainAxiom ( :h :p ) . :a :h :b . :b :p :c . :c :p :d", ":a :h :c , :d");
    gives(Rule::PrpSpo2, ":h owl:propertyChainAxiom ( :p ) . :a :p :b", ":a :h :b");
    gives(Rule::PrpSpo2, ":h owl:propertyChainAxiom () . :a :p :b", "");
    let circle = ":h owl:propertyChainAxiom :l . :l rdf:first :p ; rdf:rest :l . :a :p :b";
    gives(Rule::PrpSpo2, circle, "");
    let open = ":h owl:propertyChainAxiom :l . :l rdf:first :p . :a :p :b";
    gives(Rule::PrpSpo2, open, "");
}

#[test]
fn rules_feed_one_another() {
    let store = store(
        ":p rdfs:subPropertyOf :q . :q a owl:TransitiveProperty ; owl:inverseOf :r ; rdfs:range :C . :C rdfs:subClassOf :D .
         :a :p :b . :b :q :c",
    );
    infer(&store, Rules::owl_rl());
    let expected = ":p rdfs:range :C , :D . :q rdfs:range :D .
        :a :q :b , :c . :b :r :a . :c :r :a , :b . :b a :C , :D . :c a :C , :D";
    assert_eq!(inferred(&store.snapshot()), written(expected));
}

#[test]
fn axioms_that_follow_count_as_those_that_are_stated() {
    let store = store(":is rdfs:subPropertyOf rdf:type . :p :is owl:TransitiveProperty . :a :p :b . :b :p :c");
    infer(&store, Rules::owl_rl());
    assert_eq!(inferred(&store.snapshot()), written(":p a owl:TransitiveProperty . :a :p :c"));
}

#[test]
fn no_one_is_made_the_same_as_another() {
    let store = store(
        ":p a owl:InverseFunctionalProperty , owl:FunctionalProperty . :a :p :x , :y . :b :p :x . :a owl:sameAs :c . :a :q :z",
    );
    infer(&store, Rules::owl_rl());
    assert!(inferred(&store.snapshot()).is_empty());
}
