//! From decisions of a linker to proposed mappings.

use std::collections::BTreeSet;

use super::background::{Background, Choice, Facts, Piece};
use super::sets::{put, read};
use super::terms::NO_TERM;
use super::{MappingError, SetName};
use crate::link::decision::{Decision, Weighed};
use crate::link::identifier::Identifier;
use crate::link::sssom::{Evidence, Mapping, MappingSet, Slot, State};
use crate::model::NamedNode;
use crate::store::Transaction;

/// The tool that proposals are of.
pub(super) const TOOL: &str = "milieu";
/// How many pieces of evidence are kept.
const PIECES: usize = 8;
/// What is less sure than this is no choice.
const NEAR: f32 = 0.005;
/// How many other choices are kept: as many as have a key in a review.
const CHOICES: usize = 5;

/// What was linked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// Its IRI.
    pub iri: NamedNode,
    /// The name by which it was linked.
    pub label: String,
    /// What else was known of it.
    pub facts: Facts,
    /// The identifier of it that decided by itself, if one did.
    pub identifier: Option<Identifier>,
}

/// What became of proposals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proposed {
    /// Mappings that are proposed now.
    pub proposed: usize,
    /// Subjects that were left as they were, as somebody had reviewed a mapping of theirs.
    pub kept: usize,
}

/// Adds what a decision says of a subject to a set, as proposed mappings: one for each link, or, where there is none, one that says so with
/// `sssom:NoTermFound`. Each has the tool, the sentence and what the decision rests on.
///
/// `known` says of a record of the target by its id what a mapping leads to.
///
/// ```
/// use milieu::link::decision::{Decision, Weighed};
/// use milieu::link::sssom::{MappingSet, Slot};
/// use milieu::mapping::{Choice, Facts, Subject, proposals};
/// let link = Weighed { id: "04vnq7t77".into(), label: "University of Stuttgart".into(), name: "Universität Stuttgart".into(),
///     said: "Universität Stuttgart".into(), confidence: 0.97, reasons: Vec::new() };
/// let decision = Decision { links: vec![link], others: Vec::new(), because: "the names are the same".into() };
/// let subject = Subject { iri: milieu::vocab::id("actor/pic/999974456"), label: "UNIVERSITAET STUTTGART".into(), facts: Facts::default(), identifier: None };
/// let mut set = MappingSet::default();
/// proposals(&mut set, &subject, &decision, |id| Choice { iri: format!("https://ror.org/{id}"), ..Choice::default() });
/// let mapping = &set.mappings[0];
/// assert_eq!(set.prefixes.expand(mapping.object()).unwrap(), "https://ror.org/04vnq7t77");
/// assert_eq!((mapping.predicate(), mapping.get(Slot::Comment)), ("skos:exactMatch", Some("the names are the same")));
/// ```
pub fn proposals(set: &mut MappingSet, subject: &Subject, decision: &Decision, known: impl Fn(&str) -> Choice) {
    let choice = |weighed: &Weighed| Choice {
        label: weighed.label.clone(),
        confidence: Some(rounded(weighed.confidence)),
        ..known(&weighed.id)
    };
    let curie = set.prefixes.shorten(subject.iri.as_str());
    let mut add = |mut mapping: Mapping, linked: Option<&Weighed>| {
        mapping.set(Slot::SubjectLabel, subject.label.as_str());
        mapping.set(Slot::MappingTool, TOOL);
        mapping.set(Slot::MappingToolVersion, env!("CARGO_PKG_VERSION"));
        mapping.set(Slot::MappingDate, super::today().to_string());
        mapping.set(Slot::Comment, decision.because.as_str());
        let others = decision.links.iter().filter(|link| linked.is_none_or(|linked| linked.id != link.id));
        let near = |weighed: &&Weighed| weighed.confidence >= NEAR;
        let piece =
            |reason: &crate::link::decision::Reason| Piece { what: reason.what.to_owned(), weight: reason.weight };
        let background = Background {
            subject: subject.facts.clone(),
            object: linked.map(|linked| known(&linked.id).facts).unwrap_or_default(),
            evidence: linked.iter().flat_map(|linked| linked.reasons.iter().take(PIECES).map(piece)).collect(),
            choices: others.chain(&decision.others).filter(near).take(CHOICES).map(choice).collect(),
            proposed: None,
        };
        background.keep(&mut mapping);
        set.mappings.push(mapping);
    };
    for link in &decision.links {
        let iri = known(&link.id).iri;
        let object = set.prefixes.shorten(&iri);
        let evidence = match &subject.identifier {
            Some(identifier) => Evidence::Identifier(identifier.kind()),
            None => Evidence::Likeness(rounded(link.confidence)),
        };
        let mut mapping = Mapping::proposed(&curie, &object, evidence).with(Slot::ObjectLabel, link.label.as_str());
        if let Some(identifier) = &subject.identifier {
            mapping.set(Slot::MatchString, identifier.iri().unwrap_or_else(|| identifier.as_str().to_owned()));
        }
        add(mapping, Some(link));
    }
    if decision.is_nil() {
        let none = set.prefixes.shorten(NO_TERM.as_str());
        let justification = "semapv:LexicalSimilarityThresholdMatching";
        let mapping = Mapping::new(&curie, "skos:exactMatch", &none, justification);
        add(mapping.with(Slot::MappingCardinality, "1:0"), None);
    }
}

/// A confidence with three decimals, as SSSOM writes it.
fn rounded(confidence: f32) -> f64 {
    (f64::from(confidence) * 1_000.0).round() / 1_000.0
}

/// Puts proposals into a set, made if it is not there.
///
/// What somebody reviewed stays: a subject with an accepted or rejected mapping in the set is not proposed again. Earlier proposals of the
/// same subjects go.
///
/// # Errors
/// [`MappingError`]; nothing was changed then.
///
/// ```
/// use milieu::link::sssom::{Evidence, Mapping, MappingSet, Slot};
/// use milieu::{Store, mapping};
/// let mut set = MappingSet::default();
/// set.prefixes.declare("ror", "https://ror.org/");
/// set.mappings.push(Mapping::proposed("ror:04vnq7t77", "ror:03v4gjf40", Evidence::Likeness(0.7)));
/// let store = Store::new();
/// let mut transaction = store.begin();
/// assert_eq!(mapping::propose(&mut transaction, &"mine".parse()?, &set)?.proposed, 1);
/// assert_eq!(mapping::propose(&mut transaction, &"mine".parse()?, &set)?.proposed, 1);
/// assert_eq!(mapping::sets(&transaction.snapshot())[0].counts.all(), 1);
/// # Ok::<(), mapping::MappingError>(())
/// ```
pub fn propose(transaction: &mut Transaction<'_>, name: &SetName, new: &MappingSet) -> Result<Proposed, MappingError> {
    let mut set = match read(&transaction.snapshot(), name) {
        Ok(set) => set,
        Err(MappingError::NoSuchSet { .. }) => MappingSet::default(),
        Err(error) => return Err(error),
    };
    let iri = |set: &MappingSet, mapping: &Mapping| set.prefixes.expand(mapping.subject()).unwrap_or_default();
    let new_subjects: BTreeSet<String> = new.mappings.iter().map(|mapping| iri(new, mapping)).collect();
    let reviewed = set.mappings.iter().filter(|mapping| mapping.state() != State::Proposed);
    let reviewed: BTreeSet<String> = reviewed.map(|mapping| iri(&set, mapping)).collect();
    let (of_set, mappings) = (set.clone(), std::mem::take(&mut set.mappings));
    let stays = |mapping: &Mapping| {
        let subject = iri(&of_set, mapping);
        mapping.state() != State::Proposed || reviewed.contains(&subject) || !new_subjects.contains(&subject)
    };
    set.mappings = mappings.into_iter().filter(stays).collect();
    for (slot, value) in new.slots.iter() {
        if set.slots.get(slot).is_none() {
            set.slots.add(slot, value);
        }
    }
    for (prefix, iri) in new.prefixes.iter() {
        if set.prefixes.get(prefix).is_none() {
            set.prefixes.declare(prefix, iri);
        }
    }
    let mut proposed = 0;
    for mapping in &new.mappings {
        if !reviewed.contains(&iri(new, mapping)) {
            let renamed = mapping.renamed(&new.prefixes, &mut set.prefixes);
            set.mappings.push(renamed);
            proposed += 1;
        }
    }
    put(transaction, name, set)?;
    Ok(Proposed { proposed, kept: new_subjects.intersection(&reviewed).count() })
}
