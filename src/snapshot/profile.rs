//! What a state holds, counted as [VoID](https://www.w3.org/TR/void/) counts: by graph, by class and by property.
//!
//! Each table is walked once; what is counted by number of term is named at the end. It is made when it is first asked for and kept with
//! the state.

use std::collections::BTreeMap;
use std::sync::Arc;

use oxigraph::model::vocab::rdf;
use oxigraph::model::{GraphName, NamedNode, Term};

use super::{Snapshot, State};
use crate::store::dictionary::TermId;
use crate::store::term::{self, Kind};

/// What a state holds, as a whole and graph by graph; [`Snapshot::profile`] makes it.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let store = milieu::Store::new();
/// milieu::sparql::update(&store, "INSERT DATA { GRAPH graph:a { nuts:DE1 rdfs:label 'a' } GRAPH graph:b { nuts:DE1 rdfs:label 'a' } }", &Default::default())?;
/// let profile = store.snapshot().profile();
/// assert_eq!((profile.whole.triples, profile.graphs.len()), (1, 2));
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Profile {
    /// The union of all graphs: a triple that several of them hold counts once.
    pub whole: Counts,
    /// Each graph that holds a quad, by name; the default graph is first.
    pub graphs: Vec<(GraphName, Counts)>,
}

/// What a set of triples holds.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let store = milieu::Store::new();
/// milieu::sparql::update(&store, "INSERT DATA { nuts:DE1 milieu:partOf nuts:DE . _:x milieu:partOf nuts:DE }", &Default::default())?;
/// let profile = store.snapshot().profile();
/// assert_eq!((profile.whole.subjects, profile.whole.entities, profile.whole.objects), (2, 1, 1));
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counts {
    /// Different triples.
    pub triples: u64,
    /// Different subjects that are IRIs: the things that are described.
    pub entities: u64,
    /// Different subjects.
    pub subjects: u64,
    /// Different objects, literals included.
    pub objects: u64,
    /// The classes that have instances, by IRI, with how many.
    pub classes: Vec<(NamedNode, u64)>,
    /// The properties that are used, by IRI.
    pub properties: Vec<PropertyCounts>,
}

/// How a property is used.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let store = milieu::Store::new();
/// milieu::sparql::update(&store, "INSERT DATA { nuts:DE1 rdfs:label 'a', 'b' . nuts:DE2 rdfs:label 'a' }", &Default::default())?;
/// let used = &store.snapshot().profile().whole.properties[0];
/// assert_eq!((used.triples, used.subjects, used.objects), (3, 2, 2));
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PropertyCounts {
    /// The property.
    pub property: NamedNode,
    /// Different triples that have it.
    pub triples: u64,
    /// Their different subjects.
    pub subjects: u64,
    /// Their different objects.
    pub objects: u64,
}

impl Snapshot {
    /// What this state holds, counted once. A walk over every table when it is first asked for.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let store = milieu::Store::new();
    /// milieu::ingest::Load::new(&store).toy()?;
    /// let profile = store.snapshot().profile();
    /// let clusters = profile.whole.classes.iter().find(|(class, _)| class.as_ref() == milieu::vocab::milieu::CLUSTER);
    /// assert_eq!(clusters.map(|(_, instances)| *instances), Some(3));
    /// # Ok(()) }
    /// ```
    pub fn profile(&self) -> Arc<Profile> {
        self.state.profile.get(|_| Arc::new(Profile::of(self)))
    }
}

impl Profile {
    fn of(snapshot: &Snapshot) -> Self {
        let state = &*snapshot.state;
        let mut whole = Tally::default();
        let mut graphs: BTreeMap<TermId, Tally> = BTreeMap::new();
        let types = state.dictionary.find(rdf::TYPE.into());
        for (&predicate, table) in &state.tables {
            let mut union = Uses::default();
            let mut parts: BTreeMap<TermId, Uses> = BTreeMap::new();
            let mut last = None;
            for [subject, object, graph] in table.rows() {
                parts.entry(graph).or_default().add(subject, object);
                // Copies of a triple in several graphs lie next to one another.
                if last.replace((subject, object)) != Some((subject, object)) {
                    union.add(subject, object);
                }
            }
            let is_type = types == Some(predicate);
            whole.take(predicate, union, is_type);
            for (graph, uses) in parts {
                graphs.entry(graph).or_default().take(predicate, uses, is_type);
            }
        }
        let graphs = graphs.into_iter().map(|(graph, tally)| (snapshot.graph(graph), tally.finish(state)));
        let mut graphs: Vec<_> = graphs.collect();
        graphs.sort_by_cached_key(|(graph, _)| (!graph.is_default_graph(), graph.to_string()));
        Self { whole: whole.finish(state), graphs }
    }
}

/// The ends of one property in one graph, as they come.
#[derive(Default)]
struct Uses {
    triples: u64,
    /// Each once: rows come by subject.
    subjects: Vec<TermId>,
    objects: Vec<TermId>,
}

impl Uses {
    fn add(&mut self, subject: TermId, object: TermId) {
        self.triples += 1;
        if self.subjects.last() != Some(&subject) {
            self.subjects.push(subject);
        }
        self.objects.push(object);
    }
}

#[derive(Default)]
struct Tally {
    triples: u64,
    subjects: Vec<TermId>,
    objects: Vec<TermId>,
    classes: Vec<(TermId, u64)>,
    properties: Vec<(TermId, [u64; 3])>,
}

impl Tally {
    fn take(&mut self, predicate: TermId, uses: Uses, is_type: bool) {
        let Uses { triples, mut subjects, mut objects } = uses;
        objects.sort_unstable();
        if is_type {
            self.classes = objects.chunk_by(|a, b| a == b).map(|same| (same[0], count(same))).collect();
        }
        objects.dedup();
        self.triples += triples;
        self.properties.push((predicate, [triples, count(&subjects), count(&objects)]));
        self.subjects.append(&mut subjects);
        self.objects.append(&mut objects);
    }

    fn finish(mut self, state: &State) -> Counts {
        for ends in [&mut self.subjects, &mut self.objects] {
            ends.sort_unstable();
            ends.dedup();
        }
        let is_iri = |id: &&TermId| term::kind(&state.dictionary.bytes(**id)) == Kind::Iri;
        let name = |id: TermId| match state.dictionary.term(id) {
            Term::NamedNode(node) => Some(node),
            _ => None,
        };
        let mut classes: Vec<_> =
            self.classes.into_iter().filter_map(|(class, instances)| Some((name(class)?, instances))).collect();
        classes.sort_unstable();
        let properties = self.properties.into_iter().filter_map(|(property, [triples, subjects, objects])| {
            Some(PropertyCounts { property: name(property)?, triples, subjects, objects })
        });
        let mut properties: Vec<_> = properties.collect();
        properties.sort_unstable_by(|a, b| a.property.cmp(&b.property));
        Counts {
            triples: self.triples,
            entities: self.subjects.iter().filter(is_iri).count() as u64,
            subjects: count(&self.subjects),
            objects: count(&self.objects),
            classes,
            properties,
        }
    }
}

fn count(ids: &[TermId]) -> u64 {
    ids.len() as u64
}
