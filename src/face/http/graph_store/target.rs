//! Which graph a request means.

use axum::extract::Request;
use axum::http::{HeaderMap, Uri};

use super::change::Change;
use crate::face::http::link::encode;
use crate::face::http::problem::Problem;
use crate::face::http::sparql::Parameters;
use crate::face::http::state::Shared;
use crate::model::{GraphName, NamedNode};
use crate::vocab;

/// Where graphs are.
const STORE: &str = "/graphs";

/// The graph that is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// The one without a name.
    Default,
    /// The union of all, which can only be read.
    Union,
    /// One by its name.
    Named(NamedNode),
}

impl Target {
    /// The graph that the address names, by itself or by a parameter.
    pub(super) fn of(state: &Shared, request: &Request) -> Result<Self, Problem> {
        Self::named_by(state, request)?.ok_or_else(|| {
            Problem::bad_request(
                "The address names no graph. Add ?graph=IRI, ?default (the graph without a name) or ?union (all of them, for reading); \
                 a POST without any makes a new graph.",
            )
        })
    }

    /// The same for a change: a POST to the store itself makes a graph of a new name.
    pub(super) fn of_change(state: &Shared, request: &Request, change: Change) -> Result<Self, Problem> {
        let target = match Self::named_by(state, request)? {
            None if change == Change::Add => Self::Named(new_name(state, request.headers())?),
            None => Self::of(state, request)?,
            Some(target) => target,
        };
        if target == Self::Union {
            let detail = "The union of all graphs can only be read. Write to ?default or ?graph=IRI.";
            return Err(Problem::method("GET,HEAD").detail(detail));
        }
        Ok(target)
    }

    fn named_by(state: &Shared, request: &Request) -> Result<Option<Self>, Problem> {
        let path = request.uri().path().trim_end_matches('/');
        let parameters = Parameters::of_address(request.uri())?;
        let mut named = Vec::new();
        if let Some(iri) = parameters.one("graph")? {
            let node = NamedNode::new(iri);
            named.push(Self::Named(
                node.map_err(|error| Problem::bad_request(format!("graph {iri:?} is no absolute IRI: {error}")))?,
            ));
        }
        named.extend(parameters.has("default").then_some(Self::Default));
        named.extend(parameters.has("union").then_some(Self::Union));
        if path != STORE {
            let address = format!("{}{}", state.base(request.headers()), request.uri().path());
            let node = NamedNode::new(&address);
            named.push(Self::Named(
                node.map_err(|error| Problem::bad_request(format!("the address {address:?} is no IRI: {error}")))?,
            ));
        }
        if named.len() > 1 {
            return Err(Problem::bad_request(
                "The address names more than one graph. Use one of graph=, default, union, or an address below /graphs.",
            ));
        }
        Ok(named.pop())
    }

    /// The graph of ours whose name ends as the address does.
    pub(super) fn ours(uri: &Uri) -> Result<Self, Problem> {
        let name = uri.path().strip_prefix("/graph/").unwrap_or_default();
        let iri = format!("{}{name}", vocab::GRAPH);
        let node = NamedNode::new(&iri);
        node.map(Self::Named).map_err(|error| Problem::bad_request(format!("{iri:?} is no IRI: {error}")))
    }

    pub(super) fn name(&self) -> Option<&NamedNode> {
        match self {
            Self::Named(node) => Some(node),
            Self::Default | Self::Union => None,
        }
    }

    pub(super) fn graph_name(&self) -> GraphName {
        self.name().map_or(GraphName::DefaultGraph, |node| node.clone().into())
    }

    /// Where it can be read.
    pub(super) fn address(&self, state: &Shared, headers: &HeaderMap) -> String {
        let base = state.base(headers);
        match self {
            Self::Named(node) if node.as_str().starts_with(&format!("{base}{STORE}/")) => node.as_str().to_owned(),
            Self::Named(node) => format!("{base}{STORE}?graph={}", encode(node.as_str())),
            Self::Default => format!("{base}{STORE}?default"),
            Self::Union => format!("{base}{STORE}?union"),
        }
    }
}

/// A name that nobody has used.
fn new_name(state: &Shared, headers: &HeaderMap) -> Result<NamedNode, Problem> {
    let mut number = [0; 16];
    getrandom::fill(&mut number).map_err(|error| Problem::internal(format!("no new name could be made: {error}")))?;
    let iri = format!("{}{STORE}/{}", state.base(headers), crate::hex(&number));
    NamedNode::new(iri).map_err(|error| Problem::bad_request(format!("the Host header makes no IRI: {error}")))
}
