//! An immutable, numbered state of the store: the only thing that is read.
//!
//! A [`Snapshot`] shares every table that a later commit did not touch, so it costs next to nothing to hold, and a reader
//! never waits for a writer nor sees half of a commit.

mod labels;
mod lazy;
mod lines;
mod near;
mod places;
mod point;
mod profile;
mod search;
mod typed;
mod words;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use oxigraph::model::{
    GraphName, GraphNameRef, Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, NamedOrBlankNodeRef, Quad, QuadRef,
    Term, TermRef, vocab::rdfs,
};

use crate::store::dictionary::{Dictionary, TermId};
use crate::store::hash::ContentHash;
use crate::store::table::{Order, Table, Walk};
use crate::store::term;
pub use typed::FromTerm;

use labels::Labels;
use lazy::Lazy;
use places::Places;

pub use lines::Line;
pub use near::Near;
#[cfg(any(feature = "cli", feature = "http"))]
pub(crate) use point::WKT;
pub use point::{EARTH_RADIUS_KM, Point, distance_km};
pub use profile::{Counts, Profile, PropertyCounts};
pub use search::{Found, match_score};

/// The id that stands for the default graph in a row.
pub(crate) const DEFAULT_GRAPH: TermId = 0;

/// An immutable, numbered state of a [`Store`](crate::Store).
///
/// Its default graph, when it is asked in SPARQL, is the union of all its graphs without duplicates.
///
/// ```
/// use milieu::model::{NamedNodeRef, QuadRef, GraphNameRef, vocab::rdfs};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let store = milieu::Store::new();
/// let before = store.snapshot();
/// let stuttgart = NamedNodeRef::new("http://data.europa.eu/nuts/code/DE11")?;
/// let mut transaction = store.begin();
/// transaction.insert(QuadRef::new(stuttgart, rdfs::LABEL, milieu::model::LiteralRef::new_simple_literal("Stuttgart"), GraphNameRef::DefaultGraph));
/// let after = transaction.commit()?;
/// assert_eq!((before.len(), after.len()), (0, 1));
/// assert_eq!(after.label(stuttgart).as_deref(), Some("Stuttgart"));
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct Snapshot {
    pub(crate) state: Arc<State>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct State {
    pub(crate) number: u64,
    pub(crate) dictionary: Dictionary,
    pub(crate) tables: BTreeMap<TermId, Arc<Table>>,
    /// Quads of each graph that holds any, the default graph's under [`DEFAULT_GRAPH`].
    pub(crate) graphs: BTreeMap<TermId, u64>,
    pub(crate) quads: usize,
    pub(crate) hash: ContentHash,
    /// The state for which what follows from the rest was last made, with that in it; it has none itself.
    pub(crate) settled: Option<Arc<State>>,
    /// The words of the labels, once someone has searched.
    pub(crate) labels: Lazy<Labels>,
    /// The points of places, once someone has asked for what is near.
    pub(crate) places: Lazy<Places>,
    /// What it holds in numbers, once someone has asked.
    pub(crate) profile: Lazy<Profile>,
}

/// Which graphs a pattern is matched in.
#[derive(Clone, Debug)]
pub(crate) enum Scope {
    /// One graph, the default graph if [`DEFAULT_GRAPH`].
    Graph(TermId),
    /// Every named graph; a triple comes once for each graph that holds it.
    Named,
    /// Every graph; a triple comes once for each graph that holds it.
    All,
    /// The union of every graph; a triple comes once.
    Union,
    /// The union of these graphs; a triple comes once.
    UnionOf(Arc<[TermId]>),
}

impl Snapshot {
    /// The number of the commit that made this state; an empty store begins at 0.
    pub fn number(&self) -> u64 {
        self.state.number
    }

    /// A hash of the content, in hexadecimal: equal for two stores that hold the same quads, in whatever order they came.
    pub fn hash(&self) -> String {
        self.state.hash.to_string()
    }

    /// How many quads there are.
    pub fn len(&self) -> usize {
        self.state.quads
    }

    /// True when there is no quad.
    pub fn is_empty(&self) -> bool {
        self.state.quads == 0
    }

    /// How many different terms the dictionary knows, those of earlier states included; small
    /// numbers, dates and booleans need no place in it.
    pub fn term_count(&self) -> usize {
        self.state.dictionary.len()
    }

    /// True when `quad` is here.
    pub fn contains<'a>(&self, quad: impl Into<QuadRef<'a>>) -> bool {
        let quad = quad.into();
        self.quads_for_pattern(Some(quad.subject), Some(quad.predicate), Some(quad.object), Some(quad.graph_name))
            .next()
            .is_some()
    }

    /// The graphs that hold a quad, by their names; the default graph has none.
    pub fn named_graphs(&self) -> Vec<NamedOrBlankNode> {
        self.graph_sizes().into_iter().filter_map(|(name, _)| name).collect()
    }

    /// Every graph that holds a quad with the number of its quads; `None` names the default graph.
    pub fn graph_sizes(&self) -> Vec<(Option<NamedOrBlankNode>, u64)> {
        let mut sizes: Vec<_> =
            self.state.graphs.iter().map(|(&graph, &quads)| (node_of(self.graph(graph)), quads)).collect();
        sizes.sort_by_key(|(name, _)| name.as_ref().map(ToString::to_string));
        sizes
    }

    /// How many triples a query's default graph holds: those of all graphs, each once. It reads all of them.
    ///
    /// ```
    /// use milieu::sparql::{update, QueryOptions};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let store = milieu::Store::new();
    /// let twice = "INSERT DATA { GRAPH graph:a { <urn:a> a <urn:B> } GRAPH graph:b { <urn:a> a <urn:B> } }";
    /// let snapshot = update(&store, twice, &QueryOptions::default())?;
    /// assert_eq!((snapshot.len(), snapshot.union_len()), (2, 1));
    /// # Ok(()) }
    /// ```
    pub fn union_len(&self) -> usize {
        self.matches(None, None, None, Scope::Union).count()
    }

    /// All quads, in no order that matters.
    pub fn iter(&self) -> impl Iterator<Item = Quad> + use<> {
        self.quads_for_pattern(None, None, None, None)
    }

    /// The quads that match, in every graph unless one is named.
    pub fn quads_for_pattern(
        &self,
        subject: Option<NamedOrBlankNodeRef<'_>>,
        predicate: Option<NamedNodeRef<'_>>,
        object: Option<TermRef<'_>>,
        graph: Option<GraphNameRef<'_>>,
    ) -> impl Iterator<Item = Quad> + use<> {
        let find = |term: Option<TermRef<'_>>| match term {
            None => Some(None),
            Some(term) => self.state.dictionary.find(term).map(Some),
        };
        let scope = match graph {
            None => Some(Scope::All),
            Some(GraphNameRef::DefaultGraph) => Some(Scope::Graph(DEFAULT_GRAPH)),
            Some(GraphNameRef::NamedNode(node)) => self.state.dictionary.find(node.into()).map(Scope::Graph),
            Some(GraphNameRef::BlankNode(node)) => self.state.dictionary.find(node.into()).map(Scope::Graph),
        };
        let found =
            (|| Some((find(subject.map(Into::into))?, find(predicate.map(Into::into))?, find(object)?, scope?)))();
        let snapshot = self.clone();
        found
            .map(|(subject, predicate, object, scope)| self.matches(subject, predicate, object, scope))
            .into_iter()
            .flatten()
            .map(move |row| snapshot.quad(row))
    }

    /// The objects of `subject` and `predicate` in any graph, each once.
    pub fn objects(
        &self,
        subject: NamedOrBlankNodeRef<'_>,
        predicate: NamedNodeRef<'_>,
    ) -> impl Iterator<Item = Term> + use<> {
        let dictionary = &self.state.dictionary;
        let ids = dictionary.find(subject.into()).zip(dictionary.find(predicate.into()));
        let snapshot = self.clone();
        ids.map(|(subject, predicate)| self.matches(Some(subject), Some(predicate), None, Scope::Union))
            .into_iter()
            .flatten()
            .map(move |[_, _, object, _]| snapshot.state.dictionary.term(object))
    }

    /// This state without one of its graphs, under the same number; a graph that is not there costs nothing.
    pub(crate) fn without_graph(&self, graph: NamedNodeRef<'_>) -> Self {
        let graph = self.find(graph).filter(|graph| self.state.graphs.contains_key(graph));
        graph.map_or_else(|| self.clone(), |graph| Self { state: Arc::new(self.state.without(graph)) })
    }

    /// The label of a thing for people: its `rdfs:label` in English if it has one, else without a language, else any.
    pub fn label<'a>(&self, thing: impl Into<NamedOrBlankNodeRef<'a>>) -> Option<String> {
        let rank = |literal: &Literal| match literal.language() {
            Some(language) if language == "en" || language.starts_with("en-") => 0,
            None => 1,
            Some(_) => 2,
        };
        self.objects(thing.into(), rdfs::LABEL)
            .filter_map(|term| match term {
                Term::Literal(literal) => Some(literal),
                _ => None,
            })
            .min_by_key(|literal| (rank(literal), literal.value().to_owned()))
            .map(|literal| literal.value().to_owned())
    }

    /// Whether these properties have the same triples here and in another state of the same store, as far as a look at the tables tells:
    /// what was made of them for one then holds for the other.
    #[cfg(feature = "http")]
    pub(crate) fn shares(&self, other: &Self, properties: &[NamedNodeRef<'_>]) -> bool {
        let table =
            |snapshot: &Self, property| snapshot.find(property).and_then(|id| snapshot.state.tables.get(&id)).cloned();
        properties.iter().all(|property| match (table(self, *property), table(other, *property)) {
            (Some(one), Some(other)) => Arc::ptr_eq(&one, &other),
            (None, None) => true,
            _ => false,
        })
    }

    /// The number of a term that is known.
    pub(crate) fn find<'a>(&self, term: impl Into<TermRef<'a>>) -> Option<TermId> {
        self.state.dictionary.find(term.into())
    }

    /// True for IRIs and blank nodes.
    pub(crate) fn is_node(&self, id: TermId) -> bool {
        term::is_node(&self.state.dictionary.bytes(id))
    }

    /// Rows `[subject, predicate, object, graph]` that match.
    pub(crate) fn matches(
        &self,
        subject: Option<TermId>,
        predicate: Option<TermId>,
        object: Option<TermId>,
        scope: Scope,
    ) -> impl Iterator<Item = [TermId; 4]> + use<> {
        let tables: Vec<(TermId, Arc<Table>)> = match predicate {
            Some(predicate) => {
                self.state.tables.get(&predicate).map(|table| (predicate, Arc::clone(table))).into_iter().collect()
            }
            None => self.state.tables.iter().map(|(&predicate, table)| (predicate, Arc::clone(table))).collect(),
        };
        tables.into_iter().flat_map(move |(predicate, table)| {
            let walk = match (subject, object) {
                (Some(subject), object) => Walk::range(table, Order::BySubject, subject, object),
                (None, Some(object)) => Walk::range(table, Order::ByObject, object, None),
                (None, None) => Walk::whole(table),
            };
            let once = matches!(scope, Scope::Union | Scope::UnionOf(_));
            let scope = scope.clone();
            let mut last = None;
            walk.filter_map(move |[subject, object, graph]| {
                let within = match &scope {
                    Scope::Graph(only) => graph == *only,
                    Scope::Named => graph != DEFAULT_GRAPH,
                    Scope::All | Scope::Union => true,
                    Scope::UnionOf(graphs) => graphs.contains(&graph),
                };
                // Copies of a triple in several graphs lie next to one another in both orders.
                if !within || (once && last.replace((subject, object)) == Some((subject, object))) {
                    return None;
                }
                Some([subject, predicate, object, graph])
            })
        })
    }

    pub(crate) fn graph(&self, id: TermId) -> GraphName {
        match id {
            DEFAULT_GRAPH => GraphName::DefaultGraph,
            id => match self.state.dictionary.term(id) {
                Term::NamedNode(node) => node.into(),
                Term::BlankNode(node) => node.into(),
                other => unreachable!("{other} names a graph"),
            },
        }
    }

    pub(crate) fn quad(&self, [subject, predicate, object, graph]: [TermId; 4]) -> Quad {
        let dictionary = &self.state.dictionary;
        let subject: NamedOrBlankNode = match dictionary.term(subject) {
            Term::NamedNode(node) => node.into(),
            Term::BlankNode(node) => node.into(),
            other => unreachable!("{other} is a subject"),
        };
        let predicate: NamedNode = match dictionary.term(predicate) {
            Term::NamedNode(node) => node,
            other => unreachable!("{other} is a predicate"),
        };
        Quad::new(subject, predicate, dictionary.term(object), self.graph(graph))
    }
}

impl fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Snapshot").field("number", &self.number()).field("quads", &self.len()).finish_non_exhaustive()
    }
}

fn node_of(graph: GraphName) -> Option<NamedOrBlankNode> {
    match graph {
        GraphName::NamedNode(node) => Some(node.into()),
        GraphName::BlankNode(node) => Some(node.into()),
        GraphName::DefaultGraph => None,
    }
}
