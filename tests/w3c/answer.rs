//! The answer to a query, read to its end, and the same through a format and back.

use milieu::model::{Quad, Term, Variable};
use milieu::sparql::QueryResults;
use milieu::sparql::results::{
    QueryResultsFormat, QueryResultsParser, QueryResultsSerializer, SliceQueryResultsParserOutput,
};

/// One value for each column; what is unbound has none.
pub(crate) type Row = Vec<Option<Term>>;

#[derive(Clone, Debug)]
pub(crate) enum Answer {
    Boolean(bool),
    Rows { variables: Vec<Variable>, rows: Vec<Row>, order: Order },
    Graph(Vec<Row>),
}

/// Whether an expected answer says in which order its rows come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    Kept,
    Free,
}

/// A quad as a row, so that graphs, datasets and solutions are compared alike.
pub(crate) fn row_of(quad: Quad) -> Row {
    let graph = match quad.graph_name {
        milieu::model::GraphName::DefaultGraph => None,
        milieu::model::GraphName::NamedNode(node) => Some(node.into()),
        milieu::model::GraphName::BlankNode(node) => Some(node.into()),
    };
    vec![Some(quad.subject.into()), Some(quad.predicate.into()), Some(quad.object), graph]
}

impl Answer {
    /// What an engine said, to the last row.
    pub(crate) fn read(results: QueryResults<'_>) -> Result<Self, String> {
        Ok(match results {
            QueryResults::Boolean(answer) => Self::Boolean(answer),
            QueryResults::Solutions(solutions) => {
                let variables = solutions.variables().to_vec();
                let rows = solutions
                    .map(|solution| Ok(solution.map_err(|error| error.to_string())?.values().to_vec()))
                    .collect::<Result<_, String>>()?;
                Self::Rows { variables, rows, order: Order::Free }
            }
            QueryResults::Graph(triples) => Self::Graph(
                triples
                    .map(|triple| {
                        let triple = triple.map_err(|error| error.to_string())?;
                        Ok(row_of(triple.in_graph(milieu::model::GraphName::DefaultGraph)))
                    })
                    .collect::<Result<_, String>>()?,
            ),
        })
    }

    /// What a file of results says.
    pub(crate) fn parse(format: QueryResultsFormat, text: &[u8]) -> Result<Self, String> {
        let output = QueryResultsParser::from_format(format).for_slice(text).map_err(|error| error.to_string())?;
        Ok(match output {
            SliceQueryResultsParserOutput::Boolean(answer) => Self::Boolean(answer),
            SliceQueryResultsParserOutput::Solutions(solutions) => {
                let variables = solutions.variables().to_vec();
                let rows = solutions
                    .map(|solution| Ok(solution.map_err(|error| error.to_string())?.values().to_vec()))
                    .collect::<Result<_, String>>()?;
                Self::Rows { variables, rows, order: Order::Free }
            }
        })
    }

    /// The answer in `format`.
    pub(crate) fn write(&self, format: QueryResultsFormat) -> Result<Vec<u8>, String> {
        let serializer = QueryResultsSerializer::from_format(format);
        match self {
            Self::Boolean(answer) => serializer.serialize_boolean_to_writer(Vec::new(), *answer),
            Self::Rows { variables, rows, .. } => {
                let mut writer = serializer
                    .serialize_solutions_to_writer(Vec::new(), variables.clone())
                    .map_err(|error| error.to_string())?;
                for row in rows {
                    let bound = variables.iter().zip(row).filter_map(|(name, value)| Some((name, value.as_ref()?)));
                    writer.serialize(bound).map_err(|error| error.to_string())?;
                }
                writer.finish()
            }
            Self::Graph(_) => return Err("a graph has no form in a results format".to_owned()),
        }
        .map_err(|error| error.to_string())
    }
}
