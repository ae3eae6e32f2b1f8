//! Whole sets: in, out, away, and how many of them stand where.

use super::MappingError;
use super::name::SetName;
use super::standing::Standing;
use super::terms::{DECLARE, NAMESPACE, PREFIX, SET, prefix};
use crate::link::sssom::{MappingSet, Plain, Prefixes, Slot, State, properties, read_triples, triples};
use crate::model::vocab::{rdf, xsd};
use crate::model::{GraphName, LiteralRef, NamedNode, NamedNodeRef, NamedOrBlankNode, QuadRef, Term, Triple};
use crate::snapshot::Snapshot;
use crate::store::Transaction;

/// How many mappings stand where.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Counts {
    /// Nobody has looked at them.
    pub proposed: usize,
    /// Somebody says that they are right.
    pub accepted: usize,
    /// Somebody says that they are wrong.
    pub rejected: usize,
}

impl Counts {
    /// All of them.
    ///
    /// ```
    /// let counts = milieu::mapping::Counts { proposed: 3, accepted: 2, rejected: 1 };
    /// assert_eq!(counts.all(), 6);
    /// ```
    pub fn all(&self) -> usize {
        self.proposed + self.accepted + self.rejected
    }

    pub(super) fn note(&mut self, state: State) {
        *match state {
            State::Proposed => &mut self.proposed,
            State::Accepted => &mut self.accepted,
            State::Rejected => &mut self.rejected,
        } += 1;
    }
}

/// A set, and how far its review is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The name of its graph.
    pub name: SetName,
    /// Its IRI.
    pub id: String,
    /// Its title, if it has one.
    pub title: Option<String>,
    /// How many of its mappings stand where.
    pub counts: Counts,
}

/// The sets of a store, by name.
///
/// ```
/// use milieu::link::sssom::read as read_file;
/// use milieu::{Store, mapping};
/// let text = "#curie_map:\n#  ror: https://ror.org/\n#  wd: http://www.wikidata.org/entity/\n\
///             #mapping_set_id: https://example.org/members\n#license: https://creativecommons.org/publicdomain/zero/1.0/\n\
///             subject_id\tpredicate_id\tobject_id\tmapping_justification\treviewer_label\n\
///             ror:04vnq7t77\tskos:exactMatch\twd:Q122453\tsemapv:LexicalMatching\tAda\n";
/// let store = Store::new();
/// let mut transaction = store.begin();
/// mapping::put(&mut transaction, &"members".parse()?, read_file("members.sssom.tsv", text).set)?;
/// let snapshot = transaction.commit()?;
/// let sets = mapping::sets(&snapshot);
/// assert_eq!((sets[0].name.as_str(), sets[0].counts.accepted), ("members", 1));
/// assert_eq!(mapping::read(&snapshot, &sets[0].name)?.mappings[0].object(), "wd:Q122453");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn sets(snapshot: &Snapshot) -> Vec<Summary> {
    let standing = Standing::new(snapshot);
    let mut sets = Vec::new();
    for name in names(snapshot) {
        let Ok(node) = set_node(snapshot, &name) else { continue };
        let graph = snapshot.find(name.graph().as_ref()).unwrap_or_default();
        let mut counts = Counts::default();
        standing.of_set(graph).into_iter().for_each(|record| counts.note(standing.state((record, graph))));
        let title = snapshot.objects(node.as_ref().into(), crate::vocab::dct::TITLE).find_map(|title| match title {
            Term::Literal(literal) => Some(literal.value().to_owned()),
            _ => None,
        });
        sets.push(Summary { name, id: node.into_string(), title, counts });
    }
    sets
}

fn names(snapshot: &Snapshot) -> Vec<SetName> {
    let named = snapshot.named_graphs().into_iter().filter_map(|graph| match graph {
        NamedOrBlankNode::NamedNode(graph) => SetName::of_graph(graph.as_str()),
        NamedOrBlankNode::BlankNode(_) => None,
    });
    named.collect()
}

/// What the IRI of a record follows from.
const SAID: [Slot; 6] = [
    Slot::SubjectId,
    Slot::SubjectLabel,
    Slot::PredicateId,
    Slot::ObjectId,
    Slot::ObjectLabel,
    Slot::MappingJustification,
];

/// Puts a set in the place of the one of this name; gives how many mappings it has.
///
/// A mapping without a record id is given one, which follows from what it says, and a set without an id the name of its graph. Mappings that say
/// the same are one. What the set says of all its mappings is said of each, so that a record is whole by itself.
///
/// # Errors
/// [`MappingError::Record`] where an identifier stands for no IRI, which [`validate`](crate::link::sssom::validate) finds before.
pub fn put(transaction: &mut Transaction<'_>, name: &SetName, mut set: MappingSet) -> Result<usize, MappingError> {
    let graph = name.graph();
    set.propagate();
    if set.slots.get(Slot::MappingSetId).is_none() {
        set.slots.set(Slot::MappingSetId, graph.as_str());
    }
    if set.prefixes.contract(&name.records()).is_none() && set.prefixes.get("mapping").is_none() {
        set.prefixes.declare("mapping", name.records());
    }
    let MappingSet { prefixes, mappings, .. } = &mut set;
    for mapping in mappings.iter_mut() {
        if mapping.get(Slot::RecordId).is_some() {
            continue;
        }
        let said = SAID.map(|slot| {
            let value = mapping.get(slot).unwrap_or_default();
            prefixes.expand(value).unwrap_or_else(|| value.to_owned())
        });
        let record = name.record(&said.each_ref().map(String::as_str));
        mapping.set(Slot::RecordId, prefixes.shorten(record.as_str()));
    }
    mappings.sort_by(|one, other| one.get(Slot::RecordId).cmp(&other.get(Slot::RecordId)));
    mappings.dedup_by(|one, other| one.get(Slot::RecordId) == other.get(Slot::RecordId));
    // The standard has record ids from this version on.
    set.slots.set(Slot::SssomVersion, "1.1");
    transaction.clear_graph(graph.as_ref().into());
    let here = GraphName::from(graph);
    triples(&set, Plain::Left, |triple| transaction.insert(&triple.in_graph(here.clone())))?;
    let id = set.slots.get(Slot::MappingSetId).unwrap_or_default();
    write_prefixes(transaction, name, &NamedNode::new_unchecked(id), &set.prefixes);
    Ok(set.mappings.len())
}

/// A set as it stands, with a record id for each mapping.
///
/// # Errors
/// [`MappingError::NoSuchSet`].
pub fn read(snapshot: &Snapshot, name: &SetName) -> Result<MappingSet, MappingError> {
    set_node(snapshot, name)?;
    let graph = GraphName::from(name.graph());
    let mut properties = properties();
    properties.sort();
    properties.dedup();
    let of =
        |property: &NamedNode| snapshot.quads_for_pattern(None, Some(property.as_ref()), None, Some(graph.as_ref()));
    let said = properties.iter().flat_map(of).map(Triple::from);
    Ok(read_triples(name.as_str(), prefixes(snapshot, name), said).set)
}

/// Takes a set away; what was accepted in it alone is stated no more once the transaction is refreshed.
///
/// # Errors
/// [`MappingError::NoSuchSet`].
///
/// ```
/// use milieu::{Store, mapping};
/// assert!(mapping::remove(&mut Store::new().begin(), &"mine".parse()?).is_err());
/// # Ok::<(), mapping::MappingError>(())
/// ```
pub fn remove(transaction: &mut Transaction<'_>, name: &SetName) -> Result<(), MappingError> {
    set_node(&transaction.snapshot(), name)?;
    transaction.clear_graph(name.graph().as_ref().into());
    Ok(())
}

/// The node of a set: its IRI.
pub(super) fn set_node(snapshot: &Snapshot, name: &SetName) -> Result<NamedNode, MappingError> {
    let graph = GraphName::from(name.graph());
    let mut found = snapshot.quads_for_pattern(None, Some(rdf::TYPE), Some(SET.into()), Some(graph.as_ref()));
    let node = found.find_map(|quad| match quad.subject {
        NamedOrBlankNode::NamedNode(node) => Some(node),
        NamedOrBlankNode::BlankNode(_) => None,
    });
    node.ok_or_else(|| MappingError::NoSuchSet {
        name: name.to_string(),
        there: names(snapshot).iter().map(ToString::to_string).collect(),
    })
}

/// The prefixes that a set declares.
pub(super) fn prefixes(snapshot: &Snapshot, name: &SetName) -> Prefixes {
    let graph = GraphName::from(name.graph());
    let of = |property: NamedNodeRef<'_>| {
        let found = snapshot.quads_for_pattern(None, Some(property), None, Some(graph.as_ref()));
        found.filter_map(|quad| match quad.object {
            Term::Literal(literal) => Some((quad.subject.to_string(), literal.value().to_owned())),
            _ => None,
        })
    };
    let namespaces: std::collections::BTreeMap<String, String> = of(NAMESPACE).collect();
    let mut prefixes = Prefixes::default();
    for (node, prefix) in of(PREFIX) {
        if let Some(namespace) = namespaces.get(&node) {
            prefixes.declare(prefix, namespace.as_str());
        }
    }
    prefixes
}

/// Keeps the prefixes with a set.
pub(super) fn write_prefixes(transaction: &mut Transaction<'_>, name: &SetName, set: &NamedNode, prefixes: &Prefixes) {
    let graph = name.graph();
    for (prefix_name, namespace) in prefixes.iter() {
        let node = prefix(&graph, prefix_name);
        let name = LiteralRef::new_simple_literal(prefix_name);
        let namespace = LiteralRef::new_typed_literal(namespace, xsd::ANY_URI);
        transaction.insert(QuadRef::new(set, DECLARE, &node, &graph));
        transaction.insert(QuadRef::new(&node, PREFIX, name, &graph));
        transaction.insert(QuadRef::new(&node, NAMESPACE, namespace, &graph));
    }
}
