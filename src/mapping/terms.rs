//! Terms by which records are told apart and prefixes are kept.

use crate::model::{NamedNode, NamedNodeRef};

macro_rules! terms {
    ($($name:ident $iri:literal)*) => { $(pub(super) const $name: NamedNodeRef<'static> = NamedNodeRef::new_unchecked($iri);)* };
}

terms! {
    SOURCE "http://www.w3.org/2002/07/owl#annotatedSource"
    PROPERTY "http://www.w3.org/2002/07/owl#annotatedProperty"
    TARGET "http://www.w3.org/2002/07/owl#annotatedTarget"
    SET "https://w3id.org/sssom/MappingSet"
    MAPPINGS "https://w3id.org/sssom/mappings"
    REVIEWER_ID "https://w3id.org/sssom/reviewer_id"
    REVIEWER_LABEL "https://w3id.org/sssom/reviewer_label"
    AGREEMENT "https://w3id.org/sssom/reviewer_agreement"
    MODIFIER "https://w3id.org/sssom/predicate_modifier"
    CONFIDENCE "https://w3id.org/sssom/confidence"
    NO_TERM "https://w3id.org/sssom/NoTermFound"
    DECLARE "http://www.w3.org/ns/shacl#declare"
    PREFIX "http://www.w3.org/ns/shacl#prefix"
    NAMESPACE "http://www.w3.org/ns/shacl#namespace"
}

/// The node of a prefix in a set's graph.
pub(super) fn prefix(graph: &NamedNode, name: &str) -> NamedNode {
    crate::vocab::graph(&format!("{}#prefix-{name}", &graph.as_str()[crate::vocab::GRAPH.len()..]))
}
