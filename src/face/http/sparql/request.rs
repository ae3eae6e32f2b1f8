//! What a request asks: its query or update, the graphs, the format.

use axum::extract::Request;
use axum::http::Uri;
use percent_encoding::percent_decode_str;

use crate::face::http::cursor::Page;
use crate::face::http::link::query_string;
use crate::face::http::problem::Problem;
use crate::face::http::state::AsOf;
use crate::face::http::{call, content};
use crate::model::{GraphName, NamedNode, NamedNodeRef, NamedOrBlankNode};

const FORM: &str = "application/x-www-form-urlencoded";
const QUERY: &str = "application/sparql-query";
const UPDATE: &str = "application/sparql-update";

/// The types of bodies that are read.
pub(in crate::face::http) const READ: [&str; 3] = [QUERY, UPDATE, FORM];

/// Names and values, in the order in which they came.
pub(in crate::face::http) struct Parameters(Vec<(String, String)>);

impl Parameters {
    pub(in crate::face::http) fn of_address(uri: &Uri) -> Result<Self, Problem> {
        Self::of_form(uri.query().unwrap_or_default())
    }

    /// The pairs of `name=value&name=value`, percent-encoded UTF-8.
    pub(in crate::face::http) fn of_form(text: &str) -> Result<Self, Problem> {
        let decoded = |text: &str| {
            let text = text.replace('+', " ");
            let decoded = percent_decode_str(&text).decode_utf8().map(std::borrow::Cow::into_owned);
            decoded.map_err(|_| Problem::bad_request(format!("{text:?} is not UTF-8, percent-encoded.")))
        };
        let pairs = text.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Ok((decoded(name)?, decoded(value)?))
        });
        pairs.collect::<Result<_, _>>().map(Self)
    }

    /// The body's parameters; a query or update that is the body itself goes with the parameters of the address.
    pub(super) async fn of_body(request: Request) -> Result<Self, Problem> {
        let kind = content::kind(request.headers())?;
        // SPARQL 1.1 Protocol, 2.1.2: of a form everything is in the body. What stands in the address is read too, never ignored.
        let Self(mut pairs) = Self::of_address(request.uri())?;
        match kind.as_str() {
            FORM => pairs.extend(Self::of_form(&content::text(request).await?)?.0),
            QUERY => pairs.push(("query".to_owned(), content::text(request).await?)),
            UPDATE => pairs.push(("update".to_owned(), content::text(request).await?)),
            other => return Err(Problem::unsupported(other, &READ)),
        }
        Ok(Self(pairs))
    }

    pub(in crate::face::http) fn has(&self, name: &str) -> bool {
        self.all(name).next().is_some()
    }

    fn all<'p>(&'p self, name: &str) -> impl Iterator<Item = &'p str> {
        self.0.iter().filter(move |(given, _)| given == name).map(|(_, value)| value.as_str())
    }

    /// The value of what may be given once.
    pub(in crate::face::http) fn one(&self, name: &str) -> Result<Option<&str>, Problem> {
        let mut values = self.all(name);
        let value = values.next();
        match values.next() {
            Some(_) => Err(Problem::bad_request(format!("The parameter `{name}` is given more than once."))),
            None => Ok(value),
        }
    }

    /// The address `path` with these but for those named `without`.
    pub(super) fn address(&self, path: &str, without: &[&str]) -> String {
        let kept = self.0.iter().filter(|(name, _)| !without.contains(&name.as_str()));
        format!("{path}{}", query_string(kept.map(|(name, value)| (name.as_str(), value.as_str()))))
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
    /// The state of the store.
    pub(super) at: AsOf,
    /// What relative IRIs are resolved against.
    pub(super) base: String,
    pub(super) page: Option<Page>,
    /// Where the whole answer is.
    pub(super) address: String,
}

impl Asked {
    pub(super) fn query(text: &str, parameters: &Parameters, endpoint: String) -> Result<Self, Problem> {
        Self::new(text, parameters, endpoint, ["default-graph-uri", "named-graph-uri"])
    }

    pub(super) fn update(text: &str, parameters: &Parameters, endpoint: String) -> Result<Self, Problem> {
        Self::new(text, parameters, endpoint, ["using-graph-uri", "using-named-graph-uri"])
    }

    /// Whether the request says which graphs are meant.
    pub(super) fn names_dataset(&self) -> bool {
        self.default_graphs.is_some()
    }

    fn new(
        text: &str,
        parameters: &Parameters,
        endpoint: String,
        [default, named]: [&str; 2],
    ) -> Result<Self, Problem> {
        let base = parameters.one("base")?.map_or(endpoint, str::to_owned);
        NamedNodeRef::new(&base).map_err(|error| Problem::bad_request(format!("base {base:?} is no IRI: {error}")))?;
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
            at: AsOf::read(parameters.one("at")?, parameters.one("mappings")?)?,
            base,
            page: Page::of(parameters.one("page_size")?, parameters.one("cursor")?)?,
            address: parameters.address("/sparql", &["page_size", "cursor", "at"]),
        })
    }
}
