//! A snapshot as Oxigraph's evaluator reads it.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use oxigraph::model::{GraphName, Term};
use spareval::{InternalQuad, QueryableDataset};

use super::SparqlError;
use super::computed::{COMPUTED, Calls, call_of};
use super::search::{Failure, Searches, of_subject};
use super::terms::Terms;
use super::watch::{look, tick};
use crate::snapshot::{DEFAULT_GRAPH, Scope, Snapshot};
use crate::store::dictionary::TermId;

/// A term's text from which on making or copying it is worth a [`look`] of its own, in bytes: it may be the one that fills the memory.
const LARGE: usize = 1 << 12;

/// A term as the evaluator holds it, which [`tick`]s when it is cloned: no join, sort, aggregation or path goes on without cloning
/// terms. When it is hashed too, as a large set of rows hashes all of them when it grows. Comparing ticks nothing: the evaluator never
/// compares much that it did not clone.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Id(TermId);

impl Clone for Id {
    #[inline]
    fn clone(&self) -> Self {
        tick();
        Self(self.0)
    }
}

impl Hash for Id {
    #[inline]
    fn hash<H: Hasher>(&self, state: &mut H) {
        tick();
        self.0.hash(state);
    }
}

/// What one query sees of a snapshot.
pub(super) struct View {
    snapshot: Snapshot,
    default: Scope,
    terms: Arc<Terms>,
    /// The ids of the computed properties.
    computed: [TermId; COMPUTED.len()],
    searches: Searches,
}

impl View {
    /// A view whose default graph is the union of `default`, or of every graph.
    pub(super) fn new(snapshot: Snapshot, default: Option<&[GraphName]>) -> Self {
        let default = default_scope(&snapshot, default);
        let terms = Arc::new(Terms::of(&snapshot));
        let computed = [DEFAULT_GRAPH; COMPUTED.len()];
        Self { snapshot, default, terms, computed, searches: Searches::default() }
    }

    /// The same for a query that calls computed properties; most do not, and a small query would feel the cost.
    pub(super) fn that_computes(mut self, calls: &Calls) -> Self {
        if calls.computed {
            self.computed = COMPUTED.map(|property| self.terms.intern(call_of(property).as_ref().into()));
        }
        self
    }

    /// The graphs that make up the default graph.
    pub(super) fn default_scope(&self) -> &Scope {
        &self.default
    }

    /// What tells whether a search of this query could not be made.
    pub(super) fn failure(&self) -> Failure {
        self.searches.failure()
    }

    /// The rows that an index finds for a computed property; none for any other.
    fn computed(
        &self,
        subject: Option<TermId>,
        predicate: Option<TermId>,
        object: Option<TermId>,
        scope: &Scope,
    ) -> Result<Vec<[TermId; 4]>, SparqlError> {
        // No predicate is numbered as the default graph is, so a query without calls finds none here.
        let place = self.computed.iter().position(|property| Some(*property) == predicate);
        let Some((place, predicate)) = place.zip(predicate) else { return Ok(Vec::new()) };
        let argument = object.map(|object| self.terms.term(object));
        let things = self.searches.find(&self.snapshot, COMPUTED[place], argument, scope)?;
        let rows = &things[of_subject(&things, subject)];
        Ok(rows.iter().map(|&(thing, graph)| [thing, predicate, object.unwrap_or_default(), graph]).collect())
    }
}

/// The graphs whose union is the default graph: `default`, or all.
pub(super) fn default_scope(snapshot: &Snapshot, default: Option<&[GraphName]>) -> Scope {
    let dictionary = &snapshot.state.dictionary;
    let number = |graph: &GraphName| match graph {
        GraphName::DefaultGraph => Some(DEFAULT_GRAPH),
        GraphName::NamedNode(node) => dictionary.find(node.as_ref().into()),
        GraphName::BlankNode(node) => dictionary.find(node.as_ref().into()),
    };
    default.map_or(Scope::Union, |graphs| Scope::UnionOf(graphs.iter().filter_map(number).collect()))
}

impl QueryableDataset<'static> for View {
    type InternalTerm = Id;
    type Error = SparqlError;

    fn internal_quads_for_pattern(
        &self,
        subject: Option<&Id>,
        predicate: Option<&Id>,
        object: Option<&Id>,
        graph_name: Option<Option<&Id>>,
    ) -> impl Iterator<Item = Result<InternalQuad<Id>, SparqlError>> + use<> {
        tick();
        let scope = match graph_name {
            None => Scope::Named,
            Some(None) => self.default.clone(),
            Some(Some(graph)) => Scope::Graph(graph.0),
        };
        let in_default = matches!(graph_name, Some(None));
        let [subject, predicate, object] = [subject, predicate, object].map(|term| term.map(|id| id.0));
        let (computed, failed) = match self.computed(subject, predicate, object, &scope) {
            Ok(rows) => (rows, None),
            Err(error) => (Vec::new(), Some(Err(error))),
        };
        let rows = computed.into_iter().chain(self.snapshot.matches(subject, predicate, object, scope));
        let rows = rows.map(move |[subject, predicate, object, graph]| {
            tick();
            let graph_name = (!in_default && graph != DEFAULT_GRAPH).then_some(Id(graph));
            Ok(InternalQuad { subject: Id(subject), predicate: Id(predicate), object: Id(object), graph_name })
        });
        failed.into_iter().chain(rows)
    }

    fn internal_named_graphs(&self) -> impl Iterator<Item = Result<Id, SparqlError>> + use<> {
        let graphs: Vec<TermId> =
            self.snapshot.state.graphs.keys().copied().filter(|id| *id != DEFAULT_GRAPH).collect();
        graphs.into_iter().map(|graph| {
            tick();
            Ok(Id(graph))
        })
    }

    fn contains_internal_graph_name(&self, graph: &Id) -> Result<bool, SparqlError> {
        Ok(self.snapshot.state.graphs.contains_key(&graph.0))
    }

    fn internalize_term(&self, term: Term) -> Result<Id, SparqlError> {
        worked_on(&term);
        Ok(Id(self.terms.intern(term.as_ref())))
    }

    fn externalize_term(&self, id: Id) -> Result<Term, SparqlError> {
        let term = self.terms.term(id.0);
        worked_on(&term);
        Ok(term)
    }
}

fn worked_on(term: &Term) {
    match term {
        Term::Literal(literal) if literal.value().len() >= LARGE => look(),
        _ => tick(),
    }
}
