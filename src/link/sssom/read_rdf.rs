//! Reading a set from RDF: the contrary of [`super::triples`].

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::rdf::{OWL, SSSOM, property, term};
use super::{Fault, Mapping, MappingSet, Prefixes, Problem, Range, Read, Slot, Slots, validate};
use crate::model::{NamedNode, NamedOrBlankNode, Term, Triple, vocab::rdf};
use crate::text;

/// The properties by which a set is said in RDF: those of the slots, and those that hold it together.
///
/// Who reads a set from a store asks for these alone.
///
/// ```
/// let said = milieu::link::sssom::properties();
/// assert!(said.iter().any(|property| property.as_str() == "http://www.w3.org/2002/07/owl#annotatedSource"));
/// ```
pub fn properties() -> Vec<NamedNode> {
    let mut all: Vec<NamedNode> = Slot::ALL.iter().map(|slot| property(*slot)).collect();
    all.extend([rdf::TYPE.into_owned(), term(SSSOM, "mappings")]);
    all
}

/// Reads a set from triples, as [`super::triples`] or another tool wrote them; `file` is the name that faults give.
///
/// Mappings come in the order of their nodes, and a node with a name has it as its record id. What stands beside the records, such as the
/// mappings as plain triples, is passed over. `prefixes` are those of the file: CURIEs are made by them, and a namespace that none of them
/// stands for is given one. Faults have the number of their mapping as their line.
///
/// ```
/// use milieu::link::sssom::{Mapping, MappingSet, Plain, Slot, read_triples, triples};
/// let mut set = MappingSet::default();
/// set.prefixes.declare("ror", "https://ror.org/");
/// set.prefixes.declare("wd", "http://www.wikidata.org/entity/");
/// set.slots.set(Slot::MappingSetId, "https://example.org/members");
/// set.slots.set(Slot::License, "https://creativecommons.org/publicdomain/zero/1.0/");
/// set.mappings.push(Mapping::new("ror:04vnq7t77", "skos:exactMatch", "wd:Q122453", "semapv:LexicalMatching"));
/// let mut said = Vec::new();
/// triples(&set, Plain::Said, |triple| said.push(triple))?;
/// let read = read_triples("members.ttl", set.prefixes.clone(), said);
/// assert!(read.is_valid());
/// assert_eq!(read.set, set);
/// # Ok::<(), Box<milieu::link::sssom::Fault>>(())
/// ```
pub fn read_triples(file: &str, prefixes: Prefixes, triples: impl IntoIterator<Item = Triple>) -> Read {
    let (is_a, has) = (rdf::TYPE, term(SSSOM, "mappings"));
    let (a_set, an_axiom) = (Term::from(term(SSSOM, "MappingSet")), Term::from(term(OWL, "Axiom")));
    let mut nodes: FxHashMap<NamedOrBlankNode, Vec<(NamedNode, Term)>> = FxHashMap::default();
    let (mut sets, mut axioms, mut members) = (FxHashSet::default(), Vec::new(), Vec::new());
    for Triple { subject, predicate, object } in triples {
        if predicate == is_a && object == a_set {
            sets.insert(subject);
        } else if predicate == is_a && object == an_axiom {
            axioms.push(subject);
        } else if predicate == has {
            members.extend(node(object));
        } else {
            nodes.entry(subject).or_default().push((predicate, object));
        }
    }
    let mut reader = Reader {
        file,
        slots: Slot::ALL.iter().map(|slot| (property(*slot), *slot)).collect(),
        set: MappingSet { prefixes, ..MappingSet::default() },
        faults: Vec::new(),
    };
    let mut sets: Vec<NamedOrBlankNode> = sets.into_iter().collect();
    sets.sort_by_key(ToString::to_string);
    for other in sets.iter().skip(1) {
        reader.fault(0, Some("mapping_set_id"), &other.to_string(), Problem::Several);
    }
    if let Some(of_set) = sets.first() {
        reader.set.slots = reader.slots(of_set, nodes.get(of_set), 0);
        if let NamedOrBlankNode::NamedNode(id) = of_set {
            reader.set.slots.set(Slot::MappingSetId, id.as_str());
        }
    }
    let mut members = if members.is_empty() { axioms } else { members };
    members.sort_by_cached_key(ToString::to_string);
    members.dedup();
    for (row, member) in (1..).zip(&members) {
        let mut mapping = Mapping::from(reader.slots(member, nodes.get(member), row));
        if let NamedOrBlankNode::NamedNode(id) = member {
            mapping.set(Slot::RecordId, reader.set.prefixes.shorten(id.as_str()));
        }
        reader.set.mappings.push(mapping);
    }
    let mut faults = reader.faults;
    faults.extend(validate(file, &reader.set));
    Read { set: reader.set, faults }
}

fn node(term: Term) -> Option<NamedOrBlankNode> {
    match term {
        Term::NamedNode(node) => Some(node.into()),
        Term::BlankNode(node) => Some(node.into()),
        _ => None,
    }
}

struct Reader<'f> {
    file: &'f str,
    slots: BTreeMap<NamedNode, Slot>,
    set: MappingSet,
    faults: Vec<Fault>,
}

impl Reader<'_> {
    /// What is said of a node, by slot.
    fn slots(&mut self, of: &NamedOrBlankNode, said: Option<&Vec<(NamedNode, Term)>>, row: u64) -> Slots {
        let mut slots: Vec<(Slot, String)> = Vec::new();
        for (property, value) in said.into_iter().flatten() {
            match self.slots.get(property) {
                Some(slot) => slots.push((*slot, self.value(*slot, value))),
                None if property.as_str().starts_with(SSSOM) => {
                    let local = &property.as_str()[SSSOM.len()..];
                    let near = text::nearest(local, Slot::ALL.iter().map(|slot| slot.name()));
                    self.fault(row, Some(local), &of.to_string(), Problem::Unknown { near });
                }
                // Terms of others say what they like of a mapping.
                None => {}
            }
        }
        slots.sort();
        Slots::ascending(slots)
    }

    fn value(&mut self, slot: Slot, value: &Term) -> String {
        let text = match value {
            Term::NamedNode(node) => node.as_str(),
            Term::Literal(literal) => literal.value(),
            Term::BlankNode(node) => node.as_str(),
            Term::Triple(_) => "",
        };
        match slot.range() {
            Range::Entity if text.contains("://") => self.set.prefixes.shorten(text),
            Range::OneOf(choices) => {
                let prefixes = &self.set.prefixes;
                let meant = |meaning: &str| prefixes.expand(meaning).as_deref() == Some(text);
                let choice = choices.iter().find(|(_, meaning)| meaning.is_some_and(meant));
                choice.map_or(text, |(choice, _)| choice).to_owned()
            }
            _ => text.to_owned(),
        }
    }

    fn fault(&mut self, line: u64, column: Option<&str>, value: &str, problem: Problem) {
        let column = column.map(str::to_owned);
        self.faults.push(Fault { file: self.file.to_owned(), line, column, value: value.to_owned(), problem });
    }
}
