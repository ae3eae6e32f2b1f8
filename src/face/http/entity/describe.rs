//! What the store says of a thing.

use std::collections::BTreeMap;

use crate::model::vocab::{rdf, rdfs};
use crate::model::{GraphName, Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, Term, Triple};
use crate::snapshot::Snapshot;
use crate::vocab::{dct, skos};

/// The most values of one property, and things that lead here by one, that a page lists.
pub(super) const MOST_LISTED: usize = 25;
/// The most statements about a thing by others that its RDF holds; what it says itself is never cut.
const MOST_INCOMING: usize = 1_000;
/// How deep blank nodes are followed.
const DEEPEST: usize = 8;

/// Where a description in words may stand, the first that is there counts.
const DESCRIPTIONS: [NamedNodeRef<'static>; 4] = [
    skos::DEFINITION,
    NamedNodeRef::new_unchecked("http://purl.org/dc/terms/description"),
    NamedNodeRef::new_unchecked("http://schema.org/description"),
    rdfs::COMMENT,
];

/// Values or things, at first some, and how many there are.
pub(crate) struct Listed<T> {
    pub(crate) first: Vec<T>,
    pub(crate) count: usize,
}

impl<T> Default for Listed<T> {
    fn default() -> Self {
        Self { first: Vec::new(), count: 0 }
    }
}

impl<T> Listed<T> {
    fn add(&mut self, item: impl FnOnce() -> T) {
        if self.count < MOST_LISTED {
            self.first.push(item());
        }
        self.count += 1;
    }
}

/// What the store says of a thing.
pub(crate) struct Description {
    pub(crate) node: NamedNode,
    pub(crate) label: Option<String>,
    pub(crate) text: Option<String>,
    pub(crate) types: Vec<NamedNode>,
    /// Its properties but type, each with its values.
    pub(crate) outgoing: Vec<(NamedNode, Listed<Term>)>,
    /// The properties by which others lead here.
    pub(crate) incoming: Vec<(NamedNode, Listed<NamedOrBlankNode>)>,
    /// The named graphs that speak of it.
    pub(crate) graphs: Vec<NamedNode>,
}

impl Description {
    pub(crate) fn of(snapshot: &Snapshot, node: &NamedNode) -> Self {
        let mut types = Vec::new();
        let mut outgoing: BTreeMap<NamedNode, Listed<Term>> = BTreeMap::new();
        let mut graphs = Vec::new();
        let mut last = None;
        for quad in snapshot.quads_for_pattern(Some(node.into()), None, None, None) {
            if let GraphName::NamedNode(graph) = quad.graph_name
                && !graphs.contains(&graph)
            {
                graphs.push(graph);
            }
            // Copies of a triple in several graphs follow one another.
            let said = (quad.predicate, quad.object);
            if last.as_ref() == Some(&said) {
                continue;
            }
            if said.0.as_ref() == rdf::TYPE {
                if let Term::NamedNode(class) = &said.1 {
                    types.push(class.clone());
                }
            } else {
                outgoing.entry(said.0.clone()).or_default().add(|| said.1.clone());
            }
            last = Some(said);
        }
        let mut incoming: BTreeMap<NamedNode, Listed<NamedOrBlankNode>> = BTreeMap::new();
        let mut last = None;
        for quad in snapshot.quads_for_pattern(None, None, Some(node.into()), None) {
            let said = (quad.predicate, quad.subject);
            if last.as_ref() != Some(&said) {
                incoming.entry(said.0.clone()).or_default().add(|| said.1.clone());
                last = Some(said);
            }
        }
        graphs.sort_unstable();
        Self {
            label: snapshot.label(node.as_ref()),
            text: words(snapshot, node.as_ref()),
            types,
            outgoing: in_order(snapshot, outgoing),
            incoming: in_order(snapshot, incoming),
            graphs,
            node: node.clone(),
        }
    }
}

/// The description of `node` in words.
pub(crate) fn words(snapshot: &Snapshot, node: NamedNodeRef<'_>) -> Option<String> {
    let english = |literal: &Literal| literal.language().is_none_or(|language| language.starts_with("en"));
    DESCRIPTIONS.iter().find_map(|property| {
        let texts = snapshot.objects(node.into(), *property).filter_map(|term| match term {
            Term::Literal(literal) => Some(literal),
            _ => None,
        });
        texts
            .min_by_key(|literal| (!english(literal), literal.value().to_owned()))
            .map(|literal| literal.value().to_owned())
    })
}

/// Properties of ours first, then by their labels.
fn in_order<T>(snapshot: &Snapshot, properties: BTreeMap<NamedNode, T>) -> Vec<(NamedNode, T)> {
    let mut properties: Vec<_> = properties.into_iter().collect();
    properties.sort_by_cached_key(|(property, _)| {
        let ours = property.as_str().starts_with(crate::vocab::M);
        let label = snapshot.label(property.as_ref()).unwrap_or_else(|| super::super::link::short(property.as_str()));
        (!ours, label, property.clone())
    });
    properties
}

/// The concise bounded description of `node`: what it says, its blank nodes with it, and what others say of it up to a number.
pub(crate) fn graph(snapshot: &Snapshot, node: &NamedNode) -> Vec<Triple> {
    let mut triples = Vec::new();
    say(snapshot, &NamedOrBlankNode::from(node.clone()), &mut triples, DEEPEST);
    let incoming = snapshot.quads_for_pattern(None, None, Some(node.into()), None).map(Triple::from);
    let mut last = None;
    let others = incoming.filter(|triple| last.replace(triple.clone()).as_ref() != Some(triple));
    triples.extend(others.take(MOST_INCOMING));
    triples
}

fn say(snapshot: &Snapshot, node: &NamedOrBlankNode, triples: &mut Vec<Triple>, depth: usize) {
    let from = triples.len();
    for quad in snapshot.quads_for_pattern(Some(node.as_ref()), None, None, None) {
        let triple = Triple::from(quad);
        if triples[from..].last() != Some(&triple) {
            triples.push(triple);
        }
    }
    let blank = |triple: &Triple| match &triple.object {
        Term::BlankNode(blank) => Some(NamedOrBlankNode::from(blank.clone())),
        _ => None,
    };
    let blanks: Vec<_> = triples[from..].iter().filter_map(blank).collect();
    for blank in blanks {
        if depth > 0 && !triples.iter().any(|triple| triple.subject == blank) {
            say(snapshot, &blank, triples, depth - 1);
        }
    }
}

/// Where a title of a graph stands.
pub(super) const TITLE: NamedNodeRef<'static> = dct::TITLE;
