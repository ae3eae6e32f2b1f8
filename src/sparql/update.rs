//! SPARQL 1.1 Update: every operation of a request, or none.

use oxigraph::model::{BlankNode, GraphName, GraphNameRef, NamedOrBlankNode, Quad, Term, Triple, Variable};
use oxiri::Iri;
use rustc_hash::FxHashMap;
use spargebra::algebra::{GraphPattern, GraphTarget};
use spargebra::term::{
    GroundQuad, GroundQuadPattern, GroundTerm, GroundTriple, NamedNodePattern, QuadPattern, TermPattern, TriplePattern,
};
use spargebra::{GraphUpdateOperation, Query, Update};

use super::limit::Limit;
use super::service::Services;
use super::template::{Filling, variables_of_quads};
use super::{Asked, QueryOptions, QueryResults, SparqlError, Way, deep, load, parser, prepared};
use crate::snapshot::Snapshot;
use crate::store::{Store, Transaction};

/// Makes the changes that `text` says, all at once, and gives the snapshot after them.
///
/// `WHERE` is matched as a query is: in the union of all graphs unless `USING`, `WITH` or `GRAPH` says otherwise, or, where
/// none of them does, [`QueryOptions::default_graphs`]. What is written or deleted without `GRAPH` or `WITH` is meant for the default graph. A graph exists while it holds a quad, so
/// `CREATE` changes nothing, and fails for a graph that exists; to drop, clear, copy, move or add a graph that does not is no
/// error (SPARQL 1.1 Update, 3.2). `LOAD` reads files below the folders of [`QueryOptions::load_from`], for which the ingest stage
/// is the better place: it keeps where each quad comes from.
///
/// # Errors
/// [`SparqlError`]; the store is then as it was.
///
/// ```
/// use milieu::sparql::{update, QueryOptions};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let store = milieu::Store::new();
/// update(&store, "INSERT DATA { GRAPH graph:mine { nuts:DE11 rdfs:label 'Stuttgart' } }", &QueryOptions::default())?;
/// let after = update(&store, "DELETE WHERE { GRAPH ?g { ?region rdfs:label ?label } }", &QueryOptions::default())?;
/// assert!(after.is_empty());
/// # Ok(()) }
/// ```
pub fn update(store: &Store, text: &str, options: &QueryOptions) -> Result<Snapshot, SparqlError> {
    let mut transaction = store.begin();
    update_in(&mut transaction, text, options)?;
    Ok(transaction.commit()?)
}

/// [`update`] inside a transaction that goes on.
///
/// # Errors
/// [`SparqlError`]; some operations may have been made in the transaction then, so drop it.
pub fn update_in(transaction: &mut Transaction<'_>, text: &str, options: &QueryOptions) -> Result<(), SparqlError> {
    let update = read(text, options.base_iri.as_deref())?;
    transaction.note(format!("update {}", text.split_whitespace().take(12).collect::<Vec<_>>().join(" ")));
    // An update has no rows that could be too many.
    let limit = Limit::new(&QueryOptions { max_rows: None, ..options.clone() })?;
    let names_default = text.to_ascii_uppercase().contains("DEFAULT");
    let base = update.base_iri.as_ref();
    for operation in update.operations {
        limit.check()?;
        if names_default && copies_default_graph(&operation) {
            let own = QueryOptions { default_graphs: Some(vec![GraphName::DefaultGraph]), ..options.clone() };
            make(transaction, operation, base, &own, &limit)?;
            continue;
        }
        make(transaction, operation, base, options, &limit)?;
    }
    Ok(())
}

/// Whether an operation of `text` says itself, by `USING` or `WITH`, in which graphs it is matched.
///
/// # Errors
/// [`SparqlError::Syntax`] when it cannot be parsed.
///
/// ```
/// use milieu::sparql::update_names_dataset;
/// # fn main() -> Result<(), milieu::sparql::SparqlError> {
/// assert!(update_names_dataset("WITH graph:mine DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", None)?);
/// assert!(!update_names_dataset("DELETE WHERE { ?s ?p ?o }", None)?);
/// # Ok(()) }
/// ```
pub fn update_names_dataset(text: &str, base_iri: Option<&str>) -> Result<bool, SparqlError> {
    let update = read(text, base_iri)?;
    let names = |operation: &_| matches!(operation, GraphUpdateOperation::DeleteInsert { using: Some(_), .. });
    Ok(update.operations.iter().any(names))
}

fn read(text: &str, base_iri: Option<&str>) -> Result<Update, SparqlError> {
    let deep = deep::is_deep_text(text)?;
    let parser = parser(text, base_iri)?;
    deep::with_room(deep, || parser.parse_update(text)).map_err(|error| SparqlError::syntax(&error, text))
}

/// The parser turns `COPY`, `MOVE` and `ADD DEFAULT TO g` into `INSERT { GRAPH g { ?s ?p ?o } } WHERE { ?s ?p ?o }`. They mean
/// the store's own default graph, not the union of all.
fn copies_default_graph(operation: &GraphUpdateOperation) -> bool {
    let GraphUpdateOperation::DeleteInsert { delete, insert, using: None, pattern } = operation else { return false };
    let [subject, predicate, object] = ["s", "p", "o"].map(Variable::new_unchecked);
    let everything = GraphPattern::Bgp {
        patterns: vec![TriplePattern { subject: subject.into(), predicate: predicate.into(), object: object.into() }],
    };
    delete.is_empty() && insert.len() == 1 && **pattern == everything
}

fn make(
    transaction: &mut Transaction<'_>,
    operation: GraphUpdateOperation,
    base: Option<&Iri<String>>,
    options: &QueryOptions,
    limit: &Limit,
) -> Result<(), SparqlError> {
    match operation {
        GraphUpdateOperation::InsertData { data } => {
            let mut fresh = FxHashMap::default();
            for quad in data {
                transaction.insert(renamed(quad, &mut fresh).as_ref());
            }
        }
        GraphUpdateOperation::DeleteData { data } => {
            for quad in data {
                transaction.remove(ground_quad(quad).as_ref());
            }
        }
        GraphUpdateOperation::DeleteInsert { delete, insert, using, mut pattern } => {
            let delete: Vec<QuadPattern> = delete.into_iter().map(pattern_of).collect();
            let variables = variables_of_quads(delete.iter().chain(&insert));
            // Columns are read from tables that are one list, and a small commit leaves them two: to make one costs more than a small update.
            let way = if names_a_thing(&pattern) { Way::Evaluator } else { options.way };
            let deep = deep::is_deep_pattern(&pattern)?;
            limit.deepen(deep);
            let called = deep::with_room(deep, || prepared(&mut pattern))?;
            let snapshot = transaction.snapshot();
            // What an operation says of itself is stronger than what the request was given: each may name other graphs.
            let (default, named) = match using {
                Some(using) => (
                    Some(using.default.into_iter().map(GraphName::from).collect()),
                    // `WITH` names none and so leaves all of them to `GRAPH`; `USING` leaves those of `USING NAMED`.
                    using.named.map(|named| named.into_iter().map(NamedOrBlankNode::from).collect()),
                ),
                None => (options.default_graphs.clone(), options.named_graphs.clone()),
            };
            let pattern = GraphPattern::Project { inner: pattern, variables };
            let query = Query::Select { dataset: None, pattern, base_iri: base.cloned() };
            let asked = Asked {
                snapshot: &snapshot,
                default,
                named,
                called,
                limit: limit.clone(),
                services: Services::new(options),
                deep,
            };
            let QueryResults::Solutions(rows) = asked.results(query, way)? else { unreachable!("it selects") };
            let (mut deleted, mut inserted) = (Vec::new(), Vec::new());
            for row in rows {
                let row = row?;
                let mut filling = Filling::new(|variable| row.get(variable).cloned());
                deleted.extend(delete.iter().filter_map(|quad| filling.quad(quad)));
                inserted.extend(insert.iter().filter_map(|quad| filling.quad(quad)));
            }
            limit.check()?;
            // All deletions come before all insertions (SPARQL 1.1 Update, 3.1.3).
            for quad in &deleted {
                transaction.remove(quad.as_ref());
            }
            transaction.extend(inserted);
        }
        GraphUpdateOperation::Load { silent, source, destination } => {
            match load::read(&source, graph_name(destination), options, limit) {
                Ok(quads) => transaction.extend(quads),
                // SILENT passes over files that are not there or not as they should be, not over limits.
                Err(SparqlError::NotAllowed(_) | SparqlError::Load { .. } | SparqlError::Remote { .. }) if silent => {}
                Err(error) => return Err(error),
            }
        }
        GraphUpdateOperation::Create { silent, graph } => {
            if !silent && transaction.snapshot().named_graphs().contains(&graph.clone().into()) {
                return Err(SparqlError::GraphExists(graph));
            }
        }
        GraphUpdateOperation::Clear { graph, .. } | GraphUpdateOperation::Drop { graph, .. } => match graph {
            GraphTarget::NamedNode(node) => transaction.clear_graph(node.as_ref().into()),
            GraphTarget::DefaultGraph => transaction.clear_graph(GraphNameRef::DefaultGraph),
            GraphTarget::NamedGraphs => transaction.clear_named_graphs(),
            GraphTarget::AllGraphs => transaction.clear_all(),
        },
    }
    Ok(())
}

/// `quad` with blank nodes of its own: those of a request are no one else's.
fn renamed(quad: spargebra::term::Quad, fresh: &mut FxHashMap<BlankNode, BlankNode>) -> Quad {
    fn node(node: NamedOrBlankNode, fresh: &mut FxHashMap<BlankNode, BlankNode>) -> NamedOrBlankNode {
        match node {
            NamedOrBlankNode::BlankNode(node) => fresh.entry(node).or_default().clone().into(),
            named @ NamedOrBlankNode::NamedNode(_) => named,
        }
    }
    fn term(this: Term, fresh: &mut FxHashMap<BlankNode, BlankNode>) -> Term {
        match this {
            Term::BlankNode(node) => fresh.entry(node).or_default().clone().into(),
            Term::Triple(triple) => {
                let Triple { subject, predicate, object } = *triple;
                Triple::new(node(subject, fresh), predicate, term(object, fresh)).into()
            }
            other => other,
        }
    }
    Quad::new(node(quad.subject, fresh), quad.predicate, term(quad.object, fresh), graph_name(quad.graph_name))
}

/// Whether every solution of `pattern` has to do with one thing that it names, so that there are few.
fn names_a_thing(pattern: &GraphPattern) -> bool {
    let named = |term: &TermPattern| matches!(term, TermPattern::NamedNode(_));
    match pattern {
        GraphPattern::Bgp { patterns } => patterns.iter().any(|triple| {
            let any = matches!(triple.predicate, NamedNodePattern::Variable(_));
            named(&triple.subject) || any && named(&triple.object)
        }),
        GraphPattern::Path { subject, .. } => named(subject),
        GraphPattern::Join { left, right } => names_a_thing(left) || names_a_thing(right),
        GraphPattern::LeftJoin { left: inner, .. }
        | GraphPattern::Minus { left: inner, .. }
        | GraphPattern::Filter { inner, .. }
        | GraphPattern::Extend { inner, .. }
        | GraphPattern::Graph { inner, .. } => names_a_thing(inner),
        _ => false,
    }
}

fn pattern_of(quad: GroundQuadPattern) -> QuadPattern {
    let GroundQuadPattern { subject, predicate, object, graph_name } = quad;
    QuadPattern { subject: subject.into(), predicate, object: object.into(), graph_name }
}

fn ground_quad(quad: GroundQuad) -> Quad {
    Quad::new(quad.subject, quad.predicate, ground_term(quad.object), graph_name(quad.graph_name))
}

fn graph_name(name: spargebra::term::GraphName) -> GraphName {
    match name {
        spargebra::term::GraphName::NamedNode(node) => node.into(),
        spargebra::term::GraphName::DefaultGraph => GraphName::DefaultGraph,
    }
}

fn ground_term(term: GroundTerm) -> Term {
    match term {
        GroundTerm::NamedNode(node) => node.into(),
        GroundTerm::Literal(literal) => literal.into(),
        GroundTerm::Triple(triple) => {
            let GroundTriple { subject, predicate, object } = *triple;
            Triple::new(subject, predicate, ground_term(object)).into()
        }
    }
}
