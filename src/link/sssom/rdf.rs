//! A set as RDF: each mapping an `owl:Axiom` that annotates what it says.

use super::validate::NO_TERM;
use super::{Fault, Mapping, MappingSet, Problem, Range, Slot, Slots};
use crate::model::{
    BlankNode, Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, Term, Triple, vocab::rdf, vocab::xsd,
};

pub(super) const OWL: &str = "http://www.w3.org/2002/07/owl#";
pub(super) const SSSOM: &str = "https://w3id.org/sssom/";
/// Prefixes of the properties of slots that are not built in.
const OF_PROPERTIES: [(&str, &str); 3] =
    [("dcterms", "http://purl.org/dc/terms/"), ("pav", "http://purl.org/pav/"), ("prov", "http://www.w3.org/ns/prov#")];

/// Whether mappings are said as plain triples too.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Plain {
    /// They are only described, so that nobody who does not know SSSOM takes them for true.
    #[default]
    Left,
    /// Subject, predicate and object are said too, as an annotated axiom of OWL is; not of what is negated or has no match.
    Said,
}

/// Calls `each` with the triples of a set: the set, and each mapping as an axiom that it has as `sssom:mappings`.
///
/// A mapping with a record id is that IRI, else a blank node. What the set says of all mappings is said of the set alone, as it stands;
/// [`MappingSet::propagate`] says it of each, which is what readers who do not know SSSOM need.
///
/// # Errors
///
/// [`Fault`] at the first identifier that stands for no IRI; a set [without faults](super::validate) has none.
///
/// ```
/// use milieu::link::sssom::{Mapping, MappingSet, Plain, Slot, triples};
/// let mut set = MappingSet::default();
/// set.prefixes.declare("ror", "https://ror.org/");
/// set.prefixes.declare("wd", "http://www.wikidata.org/entity/");
/// set.slots.set(Slot::MappingSetId, "https://example.org/members");
/// set.mappings.push(Mapping::new("ror:04vnq7t77", "skos:exactMatch", "wd:Q122453", "semapv:LexicalMatching"));
/// let mut lines = Vec::new();
/// triples(&set, Plain::Said, |triple| lines.push(triple.to_string()))?;
/// assert!(lines.contains(&"<https://ror.org/04vnq7t77> <http://www.w3.org/2004/02/skos/core#exactMatch> \
///     <http://www.wikidata.org/entity/Q122453>".to_owned()));
/// assert_eq!(lines.len(), 1 + 2 + 4 + 1);
/// # Ok::<(), Box<milieu::link::sssom::Fault>>(())
/// ```
pub fn triples(set: &MappingSet, plain: Plain, mut each: impl FnMut(Triple)) -> Result<(), Box<Fault>> {
    let writer = Writer { set, properties: Slot::ALL.iter().map(|slot| property(*slot)).collect() };
    let of_set: NamedOrBlankNode = match set.slots.get(Slot::MappingSetId) {
        Some(id) => writer.address(id, Slot::MappingSetId, 0)?.into(),
        None => BlankNode::default().into(),
    };
    each(Triple::new(of_set.clone(), rdf::TYPE, NamedNode::new_unchecked([SSSOM, "MappingSet"].concat())));
    writer.slots(&of_set, &set.slots, 0, &mut each)?;
    let (axiom, mappings) = (term(OWL, "Axiom"), term(SSSOM, "mappings"));
    for (row, mapping) in (1..).zip(&set.mappings) {
        let node: NamedOrBlankNode = match mapping.get(Slot::RecordId) {
            Some(id) => writer.entity(id, Slot::RecordId, row)?.into(),
            None => BlankNode::default().into(),
        };
        each(Triple::new(of_set.clone(), mappings.clone(), node.clone()));
        each(Triple::new(node.clone(), rdf::TYPE, axiom.clone()));
        writer.slots(&node, mapping, row, &mut each)?;
        if plain == Plain::Said && is_said(mapping) {
            let entity = |slot| writer.entity(mapping.get(slot).unwrap_or_default(), slot, row);
            each(Triple::new(entity(Slot::SubjectId)?, entity(Slot::PredicateId)?, entity(Slot::ObjectId)?));
        }
    }
    Ok(())
}

fn is_said(mapping: &Mapping) -> bool {
    let is_thing = |value: &str| !value.is_empty() && value != NO_TERM;
    !mapping.is_negated() && is_thing(mapping.subject()) && is_thing(mapping.object())
}

pub(super) fn term(namespace: &str, local: &str) -> NamedNode {
    NamedNode::new_unchecked([namespace, local].concat())
}

/// The property that says a slot.
pub(super) fn property(slot: Slot) -> NamedNode {
    let (prefix, local) = slot.property().split_once(':').expect("a property is a CURIE");
    let known = OF_PROPERTIES.iter().chain(&super::BUILT_IN).find(|(name, _)| *name == prefix);
    term(known.expect("the prefix of a property is known").1, local)
}

struct Writer<'a> {
    set: &'a MappingSet,
    /// By slot.
    properties: Vec<NamedNode>,
}

impl Writer<'_> {
    fn slots(
        &self,
        of: &NamedOrBlankNode,
        slots: &Slots,
        row: u64,
        each: &mut impl FnMut(Triple),
    ) -> Result<(), Box<Fault>> {
        // What names the thing is not said of it.
        let said = slots.iter().filter(|(slot, _)| !matches!(slot, Slot::RecordId | Slot::MappingSetId));
        for (slot, value) in said {
            each(Triple::new(of.clone(), self.properties[slot as usize].clone(), self.value(slot, value, row)?));
        }
        Ok(())
    }

    fn value(&self, slot: Slot, value: &str, row: u64) -> Result<Term, Box<Fault>> {
        let typed = |datatype: NamedNodeRef<'_>| Literal::new_typed_literal(value, datatype).into();
        Ok(match slot.range() {
            Range::Entity => self.entity(value, slot, row)?.into(),
            Range::Uri => self.address(value, slot, row)?.into(),
            Range::Text => Literal::new_simple_literal(value).into(),
            Range::Date => typed(xsd::DATE),
            Range::Number(..) => typed(xsd::DOUBLE),
            Range::OneOf(choices) => match choices.iter().find(|(choice, _)| *choice == value) {
                Some((_, Some(meaning))) => self.entity(meaning, slot, row)?.into(),
                _ => Literal::new_simple_literal(value).into(),
            },
        })
    }

    fn entity(&self, curie: &str, slot: Slot, row: u64) -> Result<NamedNode, Box<Fault>> {
        let iri = self.set.prefixes.expand(curie).ok_or_else(|| fault(slot, curie, row, Problem::Curie))?;
        NamedNode::new(iri).map_err(|error| fault(slot, curie, row, Problem::Expanded(error.to_string())))
    }

    #[expect(clippy::unused_self, reason = "beside `entity`, which asks the set")]
    fn address(&self, uri: &str, slot: Slot, row: u64) -> Result<NamedNode, Box<Fault>> {
        NamedNode::new(uri).map_err(|_| fault(slot, uri, row, Problem::Uri))
    }
}

fn fault(slot: Slot, value: &str, row: u64, problem: Problem) -> Box<Fault> {
    Box::new(Fault {
        file: "mapping".to_owned(),
        line: row,
        column: Some(slot.name().to_owned()),
        value: value.to_owned(),
        problem,
    })
}
