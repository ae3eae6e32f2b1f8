//! What a request asks: its query or update, the graphs, the format.

use axum::extract::{Query, Request};
use axum::http::Uri;
use axum::http::header::CONTENT_TYPE;

use crate::face::http::problem::Problem;
use crate::face::http::{body, call};
use crate::model::{GraphName, NamedNode, NamedOrBlankNode};

const FORM: &str = "application/x-www-form-urlencoded";
const QUERY: &str = "application/sparql-query";
const UPDATE: &str = "application/sparql-update";

/// Names and values, in the order in which they came.
pub(super) struct Parameters(Vec<(String, String)>);

impl Parameters {
    pub(super) fn of_address(uri: &Uri) -> Result<Self, Problem> {
        Query::try_from_uri(uri)
            .map(|Query(pairs)| Self(pairs))
            .map_err(|error| Problem::bad_request(error.body_text()))
    }

    /// The body's parameters; a query or update that is the body itself goes with the parameters of the address.
    pub(super) async fn of_body(request: Request) -> Result<Self, Problem> {
        let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let name = match kind.as_str() {
            FORM => {
                // SPARQL 1.1 Protocol, 2.1.2: everything is in the body. What stands in the address is read too, never ignored.
                let Self(mut pairs) = Self::of_address(request.uri())?;
                pairs.extend(body::form::<Vec<(String, String)>>(request).await?);
                return Ok(Self(pairs));
            }
            QUERY => "query",
            UPDATE => "update",
            other => return Err(Problem::unsupported(other, &[QUERY, UPDATE, FORM])),
        };
        let Self(mut pairs) = Self::of_address(request.uri())?;
        let bytes = body::whole(request.into_body()).await?;
        let text = String::from_utf8(bytes).map_err(|_| Problem::bad_request("The body is not UTF-8."))?;
        pairs.push((name.to_owned(), text));
        Ok(Self(pairs))
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.all(name).next().is_some()
    }

    fn all<'p>(&'p self, name: &str) -> impl Iterator<Item = &'p str> {
        self.0.iter().filter(move |(given, _)| given == name).map(|(_, value)| value.as_str())
    }

    /// The value of what may be given once.
    pub(super) fn one(&self, name: &str) -> Result<Option<&str>, Problem> {
        let mut values = self.all(name);
        let value = values.next();
        match values.next() {
            Some(_) => Err(Problem::bad_request(format!("The parameter `{name}` is given more than once."))),
            None => Ok(value),
        }
    }

    fn graphs(&self, name: &str) -> Result<Vec<NamedNode>, Problem> {
        let node = |iri: &str| {
            NamedNode::new(iri).map_err(|error| Problem::bad_request(format!("{name} {iri:?} is no IRI: {error}")))
        };
        self.all(name).map(node).collect()
    }
}

/// The number of a snapshot.
pub(in crate::face::http) fn at(text: &str) -> Result<u64, Problem> {
    text.parse().map_err(|_| Problem::bad_request(format!("at={text:?} is no number of a snapshot.")))
}

/// A query or an update with its dataset.
pub(super) struct Asked {
    pub(super) text: String,
    pub(super) default_graphs: Option<Vec<GraphName>>,
    pub(super) named_graphs: Option<Vec<NamedOrBlankNode>>,
    pub(super) format: Option<String>,
    /// The number of the snapshot; else the newest.
    pub(super) at: Option<u64>,
}

impl Asked {
    pub(super) fn query(text: &str, parameters: &Parameters) -> Result<Self, Problem> {
        Self::new(text, parameters, "default-graph-uri", "named-graph-uri")
    }

    pub(super) fn update(text: &str, parameters: &Parameters) -> Result<Self, Problem> {
        Self::new(text, parameters, "using-graph-uri", "using-named-graph-uri")
    }

    fn new(text: &str, parameters: &Parameters, default: &str, named: &str) -> Result<Self, Problem> {
        let (default, named) = (parameters.graphs(default)?, parameters.graphs(named)?);
        // Whoever names one half of the dataset gets nothing in the other (SPARQL 1.1 Protocol, 2.1.4).
        let says = !default.is_empty() || !named.is_empty();
        call::note(text);
        parameters.one("timeout")?.map_or(Ok(()), call::timeout)?;
        Ok(Self {
            text: text.to_owned(),
            default_graphs: says.then(|| default.into_iter().map(Into::into).collect()),
            named_graphs: says.then(|| named.into_iter().map(Into::into).collect()),
            format: parameters.one("format")?.map(str::to_owned),
            at: parameters.one("at")?.map(at).transpose()?,
        })
    }
}
