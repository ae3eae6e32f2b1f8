//! The two engines under test: milieu, and Oxigraph's own memory store as the oracle.

use milieu::model::{GraphName, Quad};
use milieu::sparql::{self, Query, QueryOptions, SparqlError, Way};
use oxigraph::sparql::SparqlEvaluator;

use crate::answer::Answer;

/// What a case needs of an engine. Errors are words for people.
pub(crate) trait Engine {
    fn parses_query(&self, text: &str, base: &str) -> Result<(), String>;
    fn parses_update(&self, text: &str, base: &str) -> Result<(), String>;
    fn query(&self, data: Vec<Quad>, text: &str, base: &str) -> Result<Answer, String>;
    /// The dataset after an update.
    fn update(&self, data: Vec<Quad>, text: &str, base: &str) -> Result<Vec<Quad>, String>;
}

/// By value, so that it fits `map_err`.
#[allow(clippy::needless_pass_by_value)]
fn words(error: impl ToString) -> String {
    error.to_string()
}

#[derive(Default)]
pub(crate) struct Milieu {
    pub(crate) way: Way,
}

impl Milieu {
    fn store(data: Vec<Quad>) -> Result<milieu::Store, String> {
        let store = milieu::Store::new();
        let mut transaction = store.begin();
        transaction.extend(data);
        transaction.commit().map_err(words)?;
        Ok(store)
    }

    /// The suites assume the store's own default graph; milieu's is the union of all unless it is told.
    fn options(base: &str) -> QueryOptions {
        QueryOptions {
            base_iri: Some(base.to_owned()),
            default_graphs: Some(vec![GraphName::DefaultGraph]),
            ..QueryOptions::default()
        }
    }
}

impl Engine for Milieu {
    fn parses_query(&self, text: &str, base: &str) -> Result<(), String> {
        sparql::parse(text, Some(base)).map(drop).map_err(words)
    }

    fn parses_update(&self, text: &str, base: &str) -> Result<(), String> {
        // What is refused for another reason than its syntax, such as LOAD, has been parsed.
        match sparql::update(&milieu::Store::new(), text, &Self::options(base)) {
            Err(error @ SparqlError::Syntax { .. }) => Err(error.to_string()),
            _ => Ok(()),
        }
    }

    fn query(&self, data: Vec<Quad>, text: &str, base: &str) -> Result<Answer, String> {
        let query = sparql::parse(text, Some(base)).map_err(words)?;
        let mut options = QueryOptions { way: self.way, ..Self::options(base) };
        if dataset_of(&query).is_some() {
            // Set, it would stand in the place of FROM.
            options.default_graphs = None;
        }
        let snapshot = Self::store(data)?.snapshot();
        Answer::read(sparql::evaluate(&snapshot, query, &options).map_err(words)?)
    }

    fn update(&self, data: Vec<Quad>, text: &str, base: &str) -> Result<Vec<Quad>, String> {
        let store = Self::store(data)?;
        Ok(sparql::update(&store, text, &Self::options(base)).map_err(words)?.iter().collect())
    }
}

/// What `FROM` and `FROM NAMED` of a query say, if it has any.
pub(crate) fn dataset_of(query: &Query) -> Option<&spargebra::algebra::QueryDataset> {
    match query {
        Query::Select { dataset, .. }
        | Query::Construct { dataset, .. }
        | Query::Describe { dataset, .. }
        | Query::Ask { dataset, .. } => dataset.as_ref(),
    }
}

pub(crate) struct Oxigraph;

impl Oxigraph {
    fn store(data: Vec<Quad>) -> Result<oxigraph::store::Store, String> {
        let store = oxigraph::store::Store::new().map_err(words)?;
        store.extend(data).map_err(words)?;
        Ok(store)
    }

    fn evaluator(base: &str) -> Result<SparqlEvaluator, String> {
        SparqlEvaluator::new().with_base_iri(base).map_err(words)
    }
}

impl Engine for Oxigraph {
    fn parses_query(&self, text: &str, base: &str) -> Result<(), String> {
        Self::evaluator(base)?.parse_query(text).map(drop).map_err(words)
    }

    fn parses_update(&self, text: &str, base: &str) -> Result<(), String> {
        Self::evaluator(base)?.parse_update(text).map(drop).map_err(words)
    }

    fn query(&self, data: Vec<Quad>, text: &str, base: &str) -> Result<Answer, String> {
        let store = Self::store(data)?;
        let query = Self::evaluator(base)?.parse_query(text).map_err(words)?;
        Answer::read(query.on_store(&store).execute().map_err(words)?)
    }

    fn update(&self, data: Vec<Quad>, text: &str, base: &str) -> Result<Vec<Quad>, String> {
        let store = Self::store(data)?;
        Self::evaluator(base)?.parse_update(text).map_err(words)?.on_store(&store).execute().map_err(words)?;
        store.iter().collect::<Result<_, _>>().map_err(words)
    }
}
