//! What the standard asks of values, of mappings and of sets.

use super::{BUILT_IN, Fault, Mapping, MappingSet, Prefixes, Problem, Range, Slot, Slots};
use crate::model::NamedNode;
use crate::source::value::Date;
use crate::text;

/// The justifications that the standard lists, without their prefix.
const JUSTIFICATIONS: [&str; 13] = [
    "BackgroundKnowledgeBasedMatching",
    "CompositeMatching",
    "InstanceBasedMatching",
    "LexicalMatching",
    "LexicalSimilarityThresholdMatching",
    "LogicalReasoning",
    "ManualMappingCuration",
    "MappingChaining",
    "MappingInversion",
    "MappingReview",
    "SemanticSimilarityThresholdMatching",
    "StructuralMatching",
    "UnspecifiedMatching",
];
const SEMAPV: &str = "https://w3id.org/semapv/vocab/";
/// What stands for no match at all.
pub(super) const NO_TERM: &str = "sssom:NoTermFound";

/// Holds a set that no file gave against the standard; [`super::read`] does so with a file's.
///
/// Lines are numbers of mappings, from 1; what is said of the set has line 0.
///
/// ```
/// use milieu::link::sssom::{Mapping, MappingSet, Slot, validate};
/// let mut set = MappingSet::default();
/// set.slots.set(Slot::MappingSetId, "https://example.org/members");
/// set.slots.set(Slot::License, "https://creativecommons.org/publicdomain/zero/1.0/");
/// set.mappings.push(Mapping::new("ror:04vnq7t77", "skos:exactMatch", "wd:Q122453", "semapv:LexicalMatching"));
/// let faults = validate("members", &set);
/// assert_eq!(faults[0].to_string(), "members:1: subject_id: the prefix \"ror\" is not declared; add it to the curie_map with the IRI \
///     that it stands for");
/// set.prefixes.declare("ror", "https://ror.org/");
/// set.prefixes.declare("wd", "http://www.wikidata.org/entity/");
/// assert_eq!(validate("members", &set), []);
/// ```
pub fn validate(name: &str, set: &MappingSet) -> Vec<Fault> {
    let fault = |line, (slot, value, problem): Found| Fault {
        file: name.to_owned(),
        line,
        column: Some(slot.name().to_owned()),
        value,
        problem,
    };
    let mut faults: Vec<Fault> = of_set(set).into_iter().map(|found| fault(0, found)).collect();
    for (line, mapping) in (1..).zip(&set.mappings) {
        faults.extend(of_mapping(mapping, set).into_iter().map(|found| fault(line, found)));
    }
    faults
}

/// A slot, what it holds, and what is wrong with it.
pub(super) type Found = (Slot, String, Problem);

/// Faults of what is said of a set.
pub(super) fn of_set(set: &MappingSet) -> Vec<Found> {
    let mut found = Vec::new();
    for slot in [Slot::MappingSetId, Slot::License] {
        if set.slots.get(slot).is_none() {
            found.push((slot, String::new(), Problem::Missing));
        }
    }
    of_values(&set.slots, &set.prefixes, &mut found);
    let version_1_1 = set.slots.get(Slot::SssomVersion) == Some("1.1");
    for (slot, value) in set.slots.iter().filter(|(slot, _)| !slot.is_of_set()) {
        found.push((slot, value.to_owned(), Problem::Misplaced("a mapping set")));
    }
    let later = |(slot, _): &(Slot, &str)| *slot != Slot::SssomVersion && slot.is_of_1_1() && !version_1_1;
    found.extend(set.slots.iter().filter(later).map(|(slot, value)| (slot, value.to_owned(), Problem::Later)));
    found
}

/// A prefix that is built in, and declared as something else.
pub(super) fn of_prefix(prefix: &str, iri: &str) -> Option<Problem> {
    let (_, built_in) = BUILT_IN.iter().find(|(name, built_in)| *name == prefix && *built_in != iri)?;
    Some(Problem::BuiltIn(built_in))
}

/// Faults of a mapping; `set` knows the prefixes, and the types that all mappings have.
pub(super) fn of_mapping(mapping: &Mapping, set: &MappingSet) -> Vec<Found> {
    let mut found = Vec::new();
    let is_literal = |slot| mapping.get(slot).or_else(|| set.slots.get(slot)) == Some("rdfs literal");
    let side = |kind, id, label| if is_literal(kind) { label } else { id };
    let subject = side(Slot::SubjectType, Slot::SubjectId, Slot::SubjectLabel);
    let object = side(Slot::ObjectType, Slot::ObjectId, Slot::ObjectLabel);
    for slot in [subject, Slot::PredicateId, object, Slot::MappingJustification] {
        if mapping.get(slot).is_none() {
            found.push((slot, String::new(), Problem::Missing));
        }
    }
    of_values(mapping, &set.prefixes, &mut found);
    for slot in [Slot::ReviewDate, Slot::ReviewerAgreement] {
        if let Some(value) = mapping.get(slot).filter(|_| !is_reviewed(mapping)) {
            found.push((slot, value.to_owned(), Problem::Without(&[Slot::ReviewerId, Slot::ReviewerLabel])));
        }
    }
    if let Some((left, right)) = mapping.get(Slot::MappingCardinality).and_then(|value| value.split_once(':')) {
        for (slot, none) in [(Slot::SubjectId, left == "0"), (Slot::ObjectId, right == "0")] {
            if none != (mapping.get(slot) == Some(NO_TERM)) {
                found.push((Slot::MappingCardinality, format!("{left}:{right}"), Problem::Cardinality(slot)));
            }
        }
    }
    found
}

/// Whether someone is named who looked at it.
pub(super) fn is_reviewed(mapping: &Mapping) -> bool {
    mapping.get(Slot::ReviewerId).or_else(|| mapping.get(Slot::ReviewerLabel)).is_some()
}

fn of_values(slots: &Slots, prefixes: &Prefixes, found: &mut Vec<Found>) {
    let mut before = None;
    for (slot, value) in slots.iter() {
        if before == Some(slot) && !slot.is_list() {
            found.push((slot, value.to_owned(), Problem::Several));
        } else if let Some(problem) = of_value(slot, value, prefixes) {
            found.push((slot, value.to_owned(), problem));
        }
        before = Some(slot);
    }
}

/// What is wrong with a value, by its slot alone.
fn of_value(slot: Slot, value: &str, prefixes: &Prefixes) -> Option<Problem> {
    match slot.range() {
        Range::Entity => of_entity(slot, value, prefixes).err(),
        Range::Uri => (!is_uri(value)).then_some(Problem::Uri),
        Range::Date => value.parse::<Date>().is_err().then_some(Problem::Date),
        Range::Number(least, most) => match value.parse::<f64>() {
            Ok(number) if (least..=most).contains(&number) => None,
            Ok(number) if number.is_finite() => {
                Some(Problem::Bounds { least: least.to_string(), most: most.to_string() })
            }
            _ => Some(Problem::Number),
        },
        Range::OneOf(choices) if !choices.iter().any(|(choice, _)| *choice == value) => {
            Some(Problem::Choice(choices.iter().map(|(choice, _)| *choice).collect()))
        }
        Range::OneOf(_)
            if slot == Slot::PredicateType && matches!(value, "rdfs literal" | "composed entity expression") =>
        {
            Some(Problem::PredicateType)
        }
        Range::Text | Range::OneOf(_) => None,
    }
}

fn of_entity(slot: Slot, value: &str, prefixes: &Prefixes) -> Result<(), Problem> {
    if value.contains("://") {
        let curie = prefixes.contract(value);
        return Err(Problem::Iri(curie.unwrap_or_else(|| "a CURIE, and its prefix into the curie_map".to_owned())));
    }
    let (prefix, local) = value.split_once(':').ok_or(Problem::Curie)?;
    let undeclared = || {
        let near = text::nearest(prefix, prefixes.iter().map(|(name, _)| name));
        Problem::Prefix { prefix: prefix.to_owned(), near }
    };
    let start = prefixes.get(prefix).ok_or_else(undeclared)?;
    if slot == Slot::MappingJustification && (start != SEMAPV || !JUSTIFICATIONS.contains(&local)) {
        let near = text::nearest(local, JUSTIFICATIONS).into_iter().map(|name| format!("semapv:{name}")).collect();
        return Err(Problem::Justification { near });
    }
    // What is plainly part of an IRI need not be parsed.
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    if local.bytes().all(plain) && !local.is_empty() {
        return Ok(());
    }
    let iri = format!("{start}{local}");
    NamedNode::new(&iri).map(|_| ()).map_err(|_| Problem::Expanded(iri))
}

/// A URI of RFC 3986 with its scheme.
pub(super) fn is_uri(value: &str) -> bool {
    value.is_ascii() && NamedNode::new(value).is_ok()
}
