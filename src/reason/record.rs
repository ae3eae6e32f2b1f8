//! What `graph:provenance` says of the inferred graph: by which rules it was made, and from what.

use super::rules::{Rule, Rules};
use crate::model::vocab::{rdf, rdfs};
use crate::model::{GraphName, Literal, NamedNode, NamedNodeRef, Quad, Term};
use crate::snapshot::Snapshot;
use crate::store::Transaction;
use crate::store::hash::ContentHash;
use crate::vocab::{self, dcat, dct, milieu};

const TITLE: &str = "What follows by rule from all other graphs";

pub(super) fn inferred() -> NamedNode {
    vocab::graph("inferred")
}

fn here() -> GraphName {
    vocab::graph("provenance").into()
}

fn quad(predicate: NamedNodeRef<'_>, object: impl Into<Term>) -> Quad {
    Quad::new(inferred(), predicate.into_owned(), object, here())
}

fn said(snapshot: &Snapshot, predicate: Option<NamedNodeRef<'_>>) -> Vec<Quad> {
    let name = inferred();
    snapshot.quads_for_pattern(Some(name.as_ref().into()), predicate, None, Some(here().as_ref())).collect()
}

/// Says by which rules the graph is made; from what is left open until [`seal`].
pub(super) fn open(transaction: &mut Transaction<'_>, rules: Rules) {
    forget(transaction);
    let title = || Literal::new_language_tagged_literal_unchecked(TITLE, "en");
    transaction.insert(&quad(rdf::TYPE, dcat::DATASET));
    transaction.insert(&quad(rdfs::LABEL, title()));
    transaction.insert(&quad(dct::TITLE, title()));
    for rule in rules.iter() {
        transaction.insert(&quad(milieu::INFERENCE_RULE, Literal::new_simple_literal(rule.name())));
    }
}

/// Says that the graph was made from what the transaction holds now.
pub(super) fn seal(transaction: &mut Transaction<'_>) {
    let hash = transaction.snapshot().hash();
    transaction.insert(&quad(milieu::CONTENT_HASH, Literal::new_simple_literal(hash)));
}

/// Takes back all that was said.
pub(super) fn forget(transaction: &mut Transaction<'_>) {
    for quad in said(&transaction.snapshot(), None) {
        transaction.remove(&quad);
    }
}

/// The rules that were said, if any were.
pub(super) fn rules(snapshot: &Snapshot) -> Option<Rules> {
    let said = said(snapshot, Some(milieu::INFERENCE_RULE));
    let rule = |quad: &Quad| match &quad.object {
        // A rule of another version is one that cannot be kept up here.
        Term::Literal(name) => name.value().parse::<Rule>().ok(),
        _ => None,
    };
    (!said.is_empty()).then(|| said.iter().filter_map(rule).fold(Rules::none(), Rules::with))
}

/// Whether what was said to be its source is what the snapshot holds, if anything was said.
pub(super) fn holds(snapshot: &Snapshot) -> Option<bool> {
    let said = said(snapshot, Some(milieu::CONTENT_HASH));
    let first = said.first()?;
    let Term::Literal(hash) = &first.object else { return Some(false) };
    let state = &snapshot.state;
    let id = |term: Term| state.dictionary.find(term.as_ref()).expect("what was found is in the dictionary");
    let GraphName::NamedNode(graph) = here() else { return Some(false) };
    let row = [id(inferred().into()), id(first.object.clone()), id(graph.into())];
    let own = ContentHash::of(&state.dictionary, id(first.predicate.clone().into()), &[row]);
    Some(said.len() == 1 && state.hash.minus(own).to_string() == hash.value())
}
