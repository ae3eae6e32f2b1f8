//! `SERVICE`: asked of endpoints that were allowed by name, and of no others, whatever features of the evaluator other crates turn on.

use oxigraph::model::NamedNode;
use oxigraph::sparql::{DefaultServiceHandler, QuerySolutionIter};
use oxiri::Iri;
use spargebra::Query;
use spargebra::algebra::GraphPattern;
use spargebra::term::NamedNodePattern;

use super::walk::each_pattern;
use super::{QueryOptions, SparqlError};

/// What is asked of other endpoints in the course of one query.
#[derive(Clone, Default)]
pub(super) struct Services {
    #[cfg(feature = "federation")]
    asked: Option<asked::Asked>,
}

impl Services {
    #[cfg(feature = "federation")]
    pub(super) fn new(options: &QueryOptions) -> Self {
        Self { asked: options.remote.clone().map(asked::Asked::new) }
    }

    #[cfg(not(feature = "federation"))]
    pub(super) fn new(_: &QueryOptions) -> Self {
        Self::default()
    }
}

/// Puts each `SERVICE ?name` behind what it is joined with, row by row: the rows say which endpoints are meant.
pub(super) fn behind_its_name(query: &mut Query) {
    let (Query::Select { pattern, .. }
    | Query::Construct { pattern, .. }
    | Query::Describe { pattern, .. }
    | Query::Ask { pattern, .. }) = query;
    let by_variable =
        |pattern: &GraphPattern| matches!(pattern, GraphPattern::Service { name: NamedNodePattern::Variable(_), .. });
    each_pattern(pattern, &mut |pattern| {
        let GraphPattern::Join { left, right } = pattern else { return };
        if by_variable(left) && !by_variable(right) {
            std::mem::swap(left, right);
        }
        if by_variable(right) {
            let (left, right) = (std::mem::take(left), std::mem::take(right));
            *pattern = GraphPattern::Lateral { left, right };
        }
    });
}

impl DefaultServiceHandler for Services {
    type Error = SparqlError;

    fn handle(
        &self,
        service: &NamedNode,
        pattern: &GraphPattern,
        base_iri: Option<&Iri<String>>,
    ) -> Result<QuerySolutionIter<'static>, SparqlError> {
        #[cfg(feature = "federation")]
        if let Some(asked) = &self.asked {
            let query = Query::Select { dataset: None, pattern: pattern.clone(), base_iri: base_iri.cloned() };
            return asked.rows(service, &query.to_string());
        }
        #[cfg(not(feature = "federation"))]
        let _ = (pattern, base_iri);
        Err(SparqlError::NotAllowed(format!(
            "SERVICE {service} is not allowed: federation is switched off. Allow the endpoint by name (`--allow-remote {}`, or allow-remote in \
             the server's file of settings) if it should be asked",
            service.as_str()
        )))
    }
}

#[cfg(feature = "federation")]
mod asked {
    use std::collections::HashMap;
    use std::sync::{Arc, Mutex, PoisonError};

    use oxigraph::model::{NamedNode, Term, Variable};
    use oxigraph::sparql::QuerySolutionIter;
    use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsParser, ReaderQueryResultsParserOutput};

    use crate::remote::{Client, RemoteError, Wanted};
    use crate::source::{Guarded, Syntax};
    use crate::sparql::SparqlError;
    use crate::sparql::watch::{look, remaining, tick};

    /// The most that one query may ask of others. The same thing is asked once.
    const MOST_ASKED: usize = 100;
    const ACCEPT: [&str; 3] =
        ["application/sparql-results+json", "application/sparql-results+xml", "text/tab-separated-values"];

    /// The rows of each question to each service.
    type Known = HashMap<(String, String), Arc<Rows>>;

    struct Rows {
        variables: Arc<[Variable]>,
        rows: Vec<Vec<Option<Term>>>,
    }

    /// What was asked so far.
    #[derive(Clone)]
    pub(super) struct Asked {
        client: Arc<Client>,
        known: Arc<Mutex<Known>>,
    }

    impl Asked {
        pub(super) fn new(client: Arc<Client>) -> Self {
            Self { client, known: Arc::default() }
        }

        /// All rows, or the reason why there are none: a part of an answer would be a wrong one, and SILENT is to pass over errors.
        pub(super) fn rows(&self, service: &NamedNode, query: &str) -> Result<QuerySolutionIter<'static>, SparqlError> {
            let key = (service.as_str().to_owned(), query.to_owned());
            let known = {
                let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
                if known.len() >= MOST_ASKED && !known.contains_key(&key) {
                    return Err(remote(service, format!("one query may ask {MOST_ASKED} things of others at most")));
                }
                known.get(&key).cloned()
            };
            let rows = match known {
                Some(rows) => rows,
                None => {
                    let rows = Arc::new(self.ask(service, query)?);
                    self.known.lock().unwrap_or_else(PoisonError::into_inner).insert(key, Arc::clone(&rows));
                    rows
                }
            };
            let mut at = 0;
            let variables = Arc::clone(&rows.variables);
            let next = std::iter::from_fn(move || {
                at += 1;
                rows.rows.get(at - 1).map(|row| Ok((Arc::clone(&rows.variables), row.clone()).into()))
            });
            Ok(QuerySolutionIter::new(variables, next))
        }

        fn ask(&self, service: &NamedNode, query: &str) -> Result<Rows, SparqlError> {
            let wanted =
                Wanted { url: service.as_str(), accept: &ACCEPT, body: Some(("application/sparql-query", query)) };
            let answer = self.client.fetch(&wanted, remaining(), &look).map_err(|error| match error {
                error @ (RemoteError::NotAllowed(_) | RemoteError::Address { .. }) => {
                    SparqlError::NotAllowed(format!("SERVICE {service}: {error}"))
                }
                error => remote(service, error.to_string()),
            })?;
            let (format, syntax) = match answer.media.as_str() {
                "application/sparql-results+json" => (QueryResultsFormat::Json, Syntax::Json),
                "application/sparql-results+xml" => (QueryResultsFormat::Xml, Syntax::Xml),
                _ => (QueryResultsFormat::Tsv, Syntax::Turtle),
            };
            let failed = |error: &dyn std::fmt::Display| remote(service, format!("its answer cannot be read: {error}"));
            let bytes = Guarded::new(syntax, &answer.bytes[..]);
            let parsed = QueryResultsParser::from_format(format).for_reader(bytes).map_err(|error| failed(&error))?;
            let ReaderQueryResultsParserOutput::Solutions(solutions) = parsed else {
                return Err(failed(&"it is yes or no, not rows"));
            };
            let variables = solutions.variables().into();
            let rows = solutions.inspect(|_| tick()).map(|row| row.map(|row| row.values().to_vec()));
            let rows = rows.collect::<Result<_, _>>().map_err(|error| failed(&error))?;
            Ok(Rows { variables, rows })
        }
    }

    fn remote(service: &NamedNode, reason: String) -> SparqlError {
        SparqlError::Remote { address: service.as_str().to_owned(), reason }
    }
}
