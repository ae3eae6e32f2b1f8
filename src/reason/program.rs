//! The axioms of the data, read as steps over tables.
//!
//! Nearly every rule is one of four forms. `rdf:type` and `rdfs:subClassOf` together make a chain like any other, so that class
//! hierarchies need no code of their own.

use std::collections::BTreeSet;

use super::facts::{Facts, Pair};
use super::rules::{Rule, Rules};
use crate::model::NamedNodeRef;
use crate::model::vocab::{rdf, rdfs};
use crate::store::dictionary::TermId;

/// Which end of a triple.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum End {
    Subject,
    Object,
}

/// Whether a triple is copied as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Way {
    Same,
    Turned,
}

/// What one axiom does.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Form {
    /// Every triple of `of` is one of `to` too.
    Copy { of: TermId, to: TermId, way: Way },
    /// One end of every triple of `of` is a `class`.
    Typed { of: TermId, end: End, class: TermId },
    /// Who walks the `steps` has gone the way of `head`.
    Chain { steps: Vec<TermId>, head: TermId },
    /// A walk of any length over `of` is one step.
    Transitive { of: TermId },
}

/// A form, and the rule that it is for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Step {
    pub(super) form: Form,
    pub(super) rule: Rule,
}

/// The words in which axioms are written, by number.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words {
    pub(super) kind: TermId,
    first: TermId,
    rest: TermId,
    nil: TermId,
    sub_class: TermId,
    sub_property: TermId,
    domain: TermId,
    range: TermId,
    inverse: TermId,
    symmetric: TermId,
    transitive: TermId,
    chain: TermId,
}

impl Words {
    /// The words numbered by `intern`.
    pub(super) fn new(mut intern: impl FnMut(NamedNodeRef<'_>) -> TermId) -> Self {
        let owl = |name: &str| crate::vocab::expand(&format!("owl:{name}")).expect("owl is a known prefix");
        Self {
            kind: intern(rdf::TYPE),
            first: intern(rdf::FIRST),
            rest: intern(rdf::REST),
            nil: intern(rdf::NIL),
            sub_class: intern(rdfs::SUB_CLASS_OF),
            sub_property: intern(rdfs::SUB_PROPERTY_OF),
            domain: intern(rdfs::DOMAIN),
            range: intern(rdfs::RANGE),
            inverse: intern(owl("inverseOf").as_ref()),
            symmetric: intern(owl("SymmetricProperty").as_ref()),
            transitive: intern(owl("TransitiveProperty").as_ref()),
            chain: intern(owl("propertyChainAxiom").as_ref()),
        }
    }

    /// Whether such a triple may change what [`program`] gives.
    pub(super) fn speaks(&self, predicate: TermId, (_, object): Pair) -> bool {
        let axioms = [self.sub_property, self.domain, self.range, self.inverse, self.chain, self.first, self.rest];
        axioms.contains(&predicate) || predicate == self.kind && [self.symmetric, self.transitive].contains(&object)
    }
}

/// What the axioms among the facts do, as far as their rules are on.
pub(super) fn program(facts: &Facts<'_>, words: &Words, rules: Rules) -> BTreeSet<Step> {
    let mut steps = BTreeSet::new();
    let mut add = |rule, form| {
        let sound = match &form {
            Form::Copy { of, to, way } => facts.is_iri(*to) && (of != to || *way == Way::Turned),
            Form::Chain { head, .. } => facts.is_iri(*head),
            Form::Typed { .. } | Form::Transitive { .. } => true,
        };
        if rules.has(rule) && sound {
            steps.insert(Step { form, rule });
        }
    };
    let Words { kind, sub_class, sub_property, domain, range, .. } = *words;
    let pair = |steps: [TermId; 2], head| Form::Chain { steps: steps.to_vec(), head };
    add(Rule::Rdfs5, Form::Transitive { of: sub_property });
    add(Rule::Rdfs9, pair([kind, sub_class], kind));
    add(Rule::Rdfs11, Form::Transitive { of: sub_class });
    add(Rule::ScmDom1, pair([domain, sub_class], domain));
    add(Rule::ScmDom2, pair([sub_property, domain], domain));
    add(Rule::ScmRng1, pair([range, sub_class], range));
    add(Rule::ScmRng2, pair([sub_property, range], range));

    for (of, class) in facts.pairs(domain) {
        add(Rule::Rdfs2, Form::Typed { of, end: End::Subject, class });
    }
    for (of, class) in facts.pairs(range) {
        add(Rule::Rdfs3, Form::Typed { of, end: End::Object, class });
    }
    for (of, to) in facts.pairs(sub_property) {
        add(Rule::Rdfs7, Form::Copy { of, to, way: Way::Same });
    }
    for (one, other) in facts.pairs(words.inverse) {
        add(Rule::PrpInv1, Form::Copy { of: one, to: other, way: Way::Turned });
        add(Rule::PrpInv2, Form::Copy { of: other, to: one, way: Way::Turned });
    }
    for of in facts.subjects(kind, words.symmetric) {
        add(Rule::PrpSymp, Form::Copy { of, to: of, way: Way::Turned });
    }
    for of in facts.subjects(kind, words.transitive) {
        add(Rule::PrpTrp, Form::Transitive { of });
    }
    for (head, list) in facts.pairs(words.chain) {
        if let Some(steps) = walk(facts, words, list) {
            add(Rule::PrpSpo2, Form::Chain { steps, head });
        }
    }
    steps
}

/// The members of a list; nothing if it is empty, forked, open or a circle.
fn walk(facts: &Facts<'_>, words: &Words, list: TermId) -> Option<Vec<TermId>> {
    let only = |objects: Vec<TermId>| <[TermId; 1]>::try_from(objects).ok().map(|[only]| only);
    let (mut members, mut node) = (Vec::new(), list);
    let mut seen = BTreeSet::new();
    while node != words.nil {
        if !seen.insert(node) {
            return None;
        }
        members.push(only(facts.objects(words.first, node))?);
        node = only(facts.objects(words.rest, node))?;
    }
    (!members.is_empty()).then_some(members)
}
