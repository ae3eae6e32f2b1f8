//! The same rules written down as they stand in the W3C documents, tried on every pair of triples until nothing is new.

use std::collections::BTreeSet;

use crate::support::{infer, inferred, update};
use milieu::Store;
use milieu::model::{GraphName, Literal, NamedNode, Quad, Term};
use milieu::reason::{self, Rule, Rules, Status};
use milieu::vocab;
use proptest::prelude::*;

type Triple = (usize, usize, usize);

/// Things, and the words in which axioms are written, so that axioms about these come up too.
const NAMES: [&str; 20] = [
    "urn:x:a",
    "urn:x:b",
    "urn:x:c",
    "urn:x:p",
    "urn:x:q",
    "urn:x:r",
    "rdf:type",
    "rdfs:subClassOf",
    "rdfs:subPropertyOf",
    "rdfs:domain",
    "rdfs:range",
    "owl:inverseOf",
    "owl:propertyChainAxiom",
    "owl:SymmetricProperty",
    "owl:TransitiveProperty",
    "urn:x:list",
    "urn:x:rest",
    "rdf:first",
    "rdf:rest",
    "rdf:nil",
];
const TYPE: usize = 6;
const SUB_CLASS: usize = 7;
const SUB_PROPERTY: usize = 8;
const DOMAIN: usize = 9;
const RANGE: usize = 10;
const INVERSE: usize = 11;
const CHAIN: usize = 12;
const SYMMETRIC: usize = 13;
const TRANSITIVE: usize = 14;
const LIST: usize = 15;
const REST: usize = 16;
const LITERAL: usize = NAMES.len();

fn node(id: usize) -> NamedNode {
    vocab::expand(NAMES[id]).unwrap_or_else(|| NamedNode::new(NAMES[id]).unwrap())
}

fn term(id: usize) -> Term {
    if id == LITERAL { Literal::new_simple_literal("literal").into() } else { node(id).into() }
}

fn quad((subject, predicate, object): Triple) -> Quad {
    Quad::new(node(subject), node(predicate), term(object), GraphName::from(vocab::graph("mine")))
}

/// One round over all triples. `LIST` is a list of `first` and `second`, `REST` of `second` alone.
fn follow(all: &BTreeSet<Triple>, [first, second]: [usize; 2], rules: Rules) -> BTreeSet<Triple> {
    let mut found = BTreeSet::new();
    let mut say = |rule, holds: bool, triple: Triple| {
        if holds && rules.has(rule) && triple.0 != LITERAL && triple.1 != LITERAL {
            found.insert(triple);
        }
    };
    let heads =
        |of: usize| all.iter().filter(move |(_, axiom, list)| *axiom == CHAIN && *list == of).map(|axiom| axiom.0);
    for &(x, p, y) in all {
        for &(a, q, b) in all {
            say(Rule::Rdfs2, q == DOMAIN && p == a, (x, TYPE, b));
            say(Rule::Rdfs3, q == RANGE && p == a, (y, TYPE, b));
            say(Rule::Rdfs5, q == SUB_PROPERTY && p == SUB_PROPERTY && y == a, (x, SUB_PROPERTY, b));
            say(Rule::Rdfs7, q == SUB_PROPERTY && p == a, (x, b, y));
            say(Rule::Rdfs9, q == SUB_CLASS && p == TYPE && y == a, (x, TYPE, b));
            say(Rule::Rdfs11, q == SUB_CLASS && p == SUB_CLASS && y == a, (x, SUB_CLASS, b));
            say(Rule::ScmDom1, q == SUB_CLASS && p == DOMAIN && y == a, (x, DOMAIN, b));
            say(Rule::ScmDom2, q == DOMAIN && p == SUB_PROPERTY && y == a, (x, DOMAIN, b));
            say(Rule::ScmRng1, q == SUB_CLASS && p == RANGE && y == a, (x, RANGE, b));
            say(Rule::ScmRng2, q == RANGE && p == SUB_PROPERTY && y == a, (x, RANGE, b));
            say(Rule::PrpSymp, q == TYPE && b == SYMMETRIC && p == a, (y, p, x));
            say(Rule::PrpTrp, p == q && y == a && all.contains(&(p, TYPE, TRANSITIVE)), (x, p, b));
            say(Rule::PrpInv1, q == INVERSE && p == a, (y, b, x));
            say(Rule::PrpInv2, q == INVERSE && p == b, (y, a, x));
            if p == first && q == second && y == a {
                heads(LIST).for_each(|head| say(Rule::PrpSpo2, true, (x, head, b)));
            }
        }
        if p == second {
            heads(REST).for_each(|head| say(Rule::PrpSpo2, true, (x, head, y)));
        }
    }
    found
}

fn closure(stated: &BTreeSet<Triple>, chain: [usize; 2], rules: Rules) -> BTreeSet<Triple> {
    let mut all = stated.clone();
    loop {
        let found = follow(&all, chain, rules);
        let before = all.len();
        all.extend(found);
        if all.len() == before {
            return all;
        }
    }
}

fn lines(triples: &BTreeSet<Triple>) -> BTreeSet<String> {
    triples.iter().map(|triple| quad(*triple)).map(|q| format!("{} {} {}", q.subject, q.predicate, q.object)).collect()
}

/// Mostly ties between things, so that axioms have something to say; the rest anything.
fn triple() -> impl Strategy<Value = Triple> {
    let ties = (0..6_usize, 3..6_usize, prop_oneof![6 => 0..6_usize, 1 => Just(LITERAL)]);
    let kinds = (0..6_usize, Just(TYPE), prop_oneof![0..3_usize, SYMMETRIC..=TRANSITIVE]);
    let axioms = (0..6_usize, SUB_CLASS..=INVERSE, 0..6_usize);
    let chains = (0..6_usize, Just(CHAIN), LIST..=REST);
    let wild = (0..=TRANSITIVE, 3..=CHAIN, prop_oneof![8 => 0..=REST, 1 => Just(LITERAL)]);
    prop_oneof![4 => ties, 2 => kinds, 4 => axioms, 1 => chains, 1 => wild]
}

fn rules() -> impl Strategy<Value = Rules> {
    let some = prop::collection::vec(any::<bool>(), Rule::ALL.len()).prop_map(|on| {
        let on = Rule::ALL.into_iter().zip(on).filter(|(_, on)| *on);
        on.fold(Rules::none(), |rules, (rule, _)| rules.with(rule))
    });
    prop_oneof![2 => Just(Rules::owl_rl()), 1 => Just(Rules::rdfs()), 1 => some]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_closure_is_that_of_the_naive_fixpoint(
        triples in prop::collection::btree_set(triple(), 1..14),
        more in prop::collection::vec(triple(), 1..4),
        chain in [3..6_usize, 3..6_usize],
        rules in rules(),
    ) {
        // An axiom about rdf:type itself says things of what `graph:provenance` types.
        prop_assume!(triples.iter().chain(&more).all(|triple| triple.0 != TYPE));
        let (first, rest, nil) = (17, 18, 19);
        let list = [(LIST, first, chain[0]), (LIST, rest, REST), (REST, first, chain[1]), (REST, rest, nil)];
        let mut stated: BTreeSet<Triple> = triples.into_iter().chain(list).collect();
        let store = Store::new();
        let mut transaction = store.begin();
        transaction.extend(stated.iter().map(|triple| quad(*triple)));
        transaction.commit().unwrap();
        let report = infer(&store, rules);
        // What `graph:provenance` says is about other things than these, unless an axiom is about rdf:type itself.
        let mine = |lines: BTreeSet<String>| lines.into_iter().filter(|line| !line.contains("w3id.org")
            && !line.contains("dcat#")).collect::<BTreeSet<_>>();
        let expected = |stated: &BTreeSet<Triple>| {
            closure(stated, chain, rules).difference(stated).copied().collect::<BTreeSet<Triple>>()
        };
        let snapshot = store.snapshot();
        prop_assert_eq!(mine(inferred(&snapshot)), lines(&expected(&stated)));
        prop_assert_eq!(report.counts.values().sum::<u64>(), report.triples);
        prop_assert_eq!(report.triples, inferred(&snapshot).len() as u64);
        prop_assert_eq!(reason::status(&snapshot), Status::Current);

        // Again, after more was said: as if all had been there from the beginning.
        stated.extend(more.iter().copied());
        let mut transaction = store.begin();
        transaction.extend(more.iter().map(|triple| quad(*triple)));
        reason::refresh(&mut transaction).unwrap();
        let snapshot = transaction.commit().unwrap();
        if rules != Rules::none() {
            prop_assert_eq!(mine(inferred(&snapshot)), lines(&expected(&stated)));
        }
        // And after it was taken back.
        let texts: Vec<String> = more.iter().map(|triple| quad(*triple)).map(|q| format!("{} {} {}", q.subject, q.predicate, q.object)).collect();
        let taken = update(&store, &format!("DELETE DATA {{ GRAPH graph:mine {{ {} }} }}", texts.join(" . ")));
        for triple in &more {
            stated.remove(triple);
        }
        prop_assert!(taken.number() >= snapshot.number());
        infer(&store, rules);
        let again = inferred(&store.snapshot());
        prop_assert_eq!(mine(again), lines(&expected(&stated)));
    }
}
