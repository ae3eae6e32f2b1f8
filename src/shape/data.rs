//! A snapshot as the validator reads it: its own tables, no copy.

use std::convert::Infallible;
use std::fmt;

use prefixmap::{PrefixMap, PrefixMapError};
use rudof_iri::IriS;
use rudof_rdf::rdf_core::{Matcher, NeighsRDF, Rdf};

use crate::model::{BlankNode, Literal, NamedNode, NamedOrBlankNode, Term, Triple};
use crate::snapshot::Snapshot;

/// The union of all graphs of a snapshot.
pub(super) struct Data {
    snapshot: Snapshot,
}

impl Data {
    pub(super) fn new(snapshot: Snapshot) -> Self {
        Self { snapshot }
    }
}

impl fmt::Debug for Data {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.snapshot.fmt(f)
    }
}

impl Rdf for Data {
    type Subject = NamedOrBlankNode;
    type IRI = NamedNode;
    type Term = Term;
    type BNode = BlankNode;
    type Literal = Literal;
    type Triple = Triple;
    type Err = Infallible;

    fn qualify_iri(&self, iri: &NamedNode) -> String {
        iri.to_string()
    }

    fn qualify_subject(&self, subject: &NamedOrBlankNode) -> String {
        subject.to_string()
    }

    fn qualify_term(&self, term: &Term) -> String {
        term.to_string()
    }

    fn prefixmap(&self) -> Option<PrefixMap> {
        None
    }

    fn resolve_prefix_local(&self, prefix: &str, local: &str) -> Result<IriS, PrefixMapError> {
        PrefixMap::new().resolve_prefix_local(prefix, local)
    }
}

impl NeighsRDF for Data {
    fn triples(&self) -> Result<impl Iterator<Item = Triple>, Infallible> {
        Ok(self.snapshot.iter().map(Triple::from))
    }

    fn triples_matching<S, P, O>(
        &self,
        subject: &S,
        predicate: &P,
        object: &O,
    ) -> Result<impl Iterator<Item = Triple> + '_, Infallible>
    where
        S: Matcher<NamedOrBlankNode>,
        P: Matcher<NamedNode>,
        O: Matcher<Term>,
    {
        let subject = subject.value().map(NamedOrBlankNode::as_ref);
        let predicate = predicate.value().map(NamedNode::as_ref);
        let object = object.value().map(Term::as_ref);
        // A triple that lies in several graphs comes several times; the validator gathers terms into sets.
        Ok(self.snapshot.quads_for_pattern(subject, predicate, object, None).map(Triple::from))
    }
}
