//! SPARQL 1.1 Update: every operation of a request, or none.

use oxigraph::model::{BlankNode, GraphName, GraphNameRef, NamedOrBlankNode, Quad, Term, Triple, Variable};
use rustc_hash::FxHashMap;
use spareval::{DeleteInsertQuad, QueryEvaluator};
use spargebra::GraphUpdateOperation;
use spargebra::algebra::{GraphPattern, GraphTarget};
use spargebra::term::{GroundQuad, GroundTerm, GroundTriple, TriplePattern};

use super::dataset::View;
use super::limit::Limit;
use super::service::Refuse;
use super::{QueryOptions, SparqlError, load, parser, rows};
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
    let update = parser(text, options.base_iri.as_deref())?
        .parse_update(text)
        .map_err(|error| SparqlError::syntax(&error, text))?;
    transaction.note(format!("update {}", text.split_whitespace().take(12).collect::<Vec<_>>().join(" ")));
    let limit = Limit::new(options)?;
    let names_default = text.to_ascii_uppercase().contains("DEFAULT");
    for operation in update.operations {
        limit.check()?;
        if names_default && copies_default_graph(&operation) {
            let own = QueryOptions { default_graphs: Some(vec![GraphName::DefaultGraph]), ..options.clone() };
            make(transaction, operation, &own, &limit)?;
            continue;
        }
        make(transaction, operation, options, &limit)?;
    }
    Ok(())
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
            super::normal::count_variables(&mut pattern);
            let called = super::computed::prepare(&mut pattern)?;
            rows::bind_each_in(&mut pattern);
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
            let view = View::new(snapshot.clone(), default.as_deref()).that_computes(&called);
            let failure = view.failure();
            let mut evaluator =
                QueryEvaluator::new().with_default_service_handler(Refuse).with_cancellation_token(limit.token());
            for (name, gather) in super::functions::aggregates(&called.functions) {
                evaluator = evaluator.with_custom_aggregate_function(name, gather);
            }
            for (name, call) in super::functions::functions(called.functions, &snapshot, view.default_scope()) {
                evaluator = evaluator.with_custom_function(name, call);
            }
            let mut prepared = evaluator.prepare_delete_insert(delete, insert, None, None, &pattern);
            prepared.dataset_mut().set_default_graph(vec![GraphName::DefaultGraph]);
            if let Some(named) = named {
                prepared.dataset_mut().set_available_named_graphs(named);
            }
            let (deleted, inserted) = limit.run(|| {
                let (mut deleted, mut inserted) = (Vec::new(), Vec::new());
                for change in prepared.execute(view)? {
                    match change? {
                        DeleteInsertQuad::Delete(quad) => deleted.push(quad),
                        DeleteInsertQuad::Insert(quad) => inserted.push(quad),
                    }
                }
                Ok((deleted, inserted))
            })?;
            limit.check()?;
            failure.check()?;
            // All deletions come before all insertions (SPARQL 1.1 Update, 3.1.3).
            for quad in &deleted {
                transaction.remove(quad.as_ref());
            }
            transaction.extend(inserted);
        }
        GraphUpdateOperation::Load { silent, source, destination } => {
            match load::read(&source, graph_name(destination), &options.load_from, limit) {
                Ok(quads) => transaction.extend(quads),
                // SILENT passes over files that are not there or not as they should be, not over limits.
                Err(SparqlError::NotAllowed(_) | SparqlError::Load { .. }) if silent => {}
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
