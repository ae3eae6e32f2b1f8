//! `SERVICE` is switched off, whatever features of the evaluator other crates turn on.

use oxigraph::model::NamedNode;
use oxigraph::sparql::{DefaultServiceHandler, QuerySolutionIter};
use oxiri::Iri;
use spargebra::algebra::GraphPattern;

use super::SparqlError;

/// Refuses every service by name.
pub(super) struct Refuse;

impl DefaultServiceHandler for Refuse {
    type Error = SparqlError;

    fn handle(
        &self,
        service: &NamedNode,
        _pattern: &GraphPattern,
        _base_iri: Option<&Iri<String>>,
    ) -> Result<QuerySolutionIter<'static>, SparqlError> {
        Err(SparqlError::NotAllowed(format!("SERVICE {service} is not allowed: federation is switched off")))
    }
}
