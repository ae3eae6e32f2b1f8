//! Blank nodes as IRIs.

use crate::model::{BlankNode, GraphName, NamedNode, NamedOrBlankNode, Quad, Term, Triple};
use rustc_hash::FxHashMap;

/// Blank nodes as IRIs: numbered as they come, under the file's hash.
///
/// The number rather than the label, because most formats give a blank node no label of its own; the order is that of the file.
pub(crate) struct Skolem {
    namespace: String,
    numbers: FxHashMap<BlankNode, usize>,
}

impl Skolem {
    /// What every such IRI begins with.
    pub(crate) const GENID: &str = "https://w3id.org/milieu/.well-known/genid/";

    pub(crate) fn new(sha256: &str) -> Self {
        Self { namespace: format!("{}{}/", Self::GENID, &sha256[..16]), numbers: FxHashMap::default() }
    }

    fn node(&mut self, node: BlankNode) -> NamedNode {
        let next = self.numbers.len() + 1;
        let number = *self.numbers.entry(node).or_insert(next);
        NamedNode::new_unchecked(format!("{}b{number}", self.namespace))
    }

    fn subject(&mut self, subject: NamedOrBlankNode) -> NamedOrBlankNode {
        match subject {
            NamedOrBlankNode::BlankNode(node) => self.node(node).into(),
            NamedOrBlankNode::NamedNode(_) => subject,
        }
    }

    pub(super) fn term(&mut self, term: Term) -> Term {
        match term {
            Term::BlankNode(node) => self.node(node).into(),
            Term::Triple(triple) => {
                let Triple { subject, predicate, object } = *triple;
                let subject = self.subject(subject);
                Triple::new(subject, predicate, self.term(object)).into()
            }
            other => other,
        }
    }

    pub(crate) fn quad(&mut self, quad: Quad) -> Quad {
        let Quad { subject, predicate, object, graph_name } = quad;
        let subject = self.subject(subject);
        let object = self.term(object);
        let graph_name = match graph_name {
            GraphName::BlankNode(node) => self.node(node).into(),
            other => other,
        };
        Quad { subject, predicate, object, graph_name }
    }
}
