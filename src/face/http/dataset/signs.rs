//! [Signposting](https://signposting.org/FAIR/): typed links in headers (RFC 8288), so that a program finds what a page is about without
//! reading it; and where the API is described (RFC 9727).

use std::sync::Arc;

use axum::Json;
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_TYPE, HeaderName, HeaderValue, LINK};
use axum::response::{IntoResponse, Response};
use percent_encoding::{AsciiSet, CONTROLS, PercentEncode, utf8_percent_encode};
use serde_json::json;

use super::Place;
use crate::face::http::problem::Problem;
use crate::face::http::rdf::GRAPH_OFFERS;
use crate::face::http::state::Shared;

/// Where the API and its descriptions are found.
const API_CATALOG: &str = "/.well-known/api-catalog";

/// The links of one answer, in the order in which they were added.
#[derive(Clone, Debug, Default)]
#[must_use]
pub(in crate::face::http) struct Signs(Vec<String>);

impl Signs {
    /// Leads to `to`, an address or an IRI.
    pub(in crate::face::http) fn add(mut self, rel: &str, to: &str) -> Self {
        self.0.push(format!("<{}>; rel=\"{rel}\"", safe(to)));
        self
    }

    /// The same, if there is somewhere to lead. Words are no address.
    pub(in crate::face::http) fn maybe(self, rel: &str, to: Option<&str>) -> Self {
        match to.filter(|to| to.starts_with("http://") || to.starts_with("https://")) {
            Some(to) => self.add(rel, to),
            None => self,
        }
    }

    /// Leads to something of a media type.
    pub(in crate::face::http) fn typed(mut self, rel: &str, to: &str, media: &str) -> Self {
        self.0.push(format!("<{}>; rel=\"{rel}\"; type=\"{media}\"", safe(to)));
        self
    }

    /// Where the API is described, for the first page that a program meets.
    pub(in crate::face::http) fn of_api(self) -> Self {
        self.add("api-catalog", API_CATALOG)
            .typed("service-desc", "/openapi.json", "application/vnd.oai.openapi+json;version=3.1")
            .typed("service-doc", "/api", "text/html")
            .typed("describedby", "/.well-known/void", "text/turtle")
            .typed("describedby", "/catalog", "text/turtle")
    }

    /// The same page in every format of RDF: `address` gives where.
    pub(in crate::face::http) fn in_rdf(self, rel: &str, address: impl Fn(&str) -> String) -> Self {
        let endings = ["ttl", "jsonld", "nt", "rdf"];
        GRAPH_OFFERS
            .iter()
            .zip(endings)
            .fold(self, |signs, (offer, ending)| signs.typed(rel, &address(ending), offer.media))
    }

    /// All of them as the text of one header.
    pub(in crate::face::http) fn text(&self) -> String {
        self.0.join(", ")
    }

    /// All of them as the value of one header.
    pub(in crate::face::http) fn header(&self) -> HeaderValue {
        HeaderValue::from_str(&self.text()).unwrap_or_else(|_| HeaderValue::from_static(""))
    }

    /// `response` with them beside the links that it has already.
    pub(in crate::face::http) fn on(&self, response: impl IntoResponse) -> Response {
        let mut response = response.into_response();
        if !self.0.is_empty() {
            response.headers_mut().append(LINK, self.header());
        }
        response
    }
}

/// What must not stand between angle brackets in a header as it is.
const UNSAFE: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'\\').add(b'^').add(b'`').add(b'{').add(b'|').add(b'}');

fn safe(address: &str) -> PercentEncode<'_> {
    utf8_percent_encode(address, UNSAFE)
}

/// `GET /.well-known/api-catalog`
pub(in crate::face::http) async fn api_catalog(
    State(state): State<Arc<Shared>>,
    request: Request,
) -> Result<Response, Problem> {
    let place = Place::of(&state, request.headers())?;
    let to = |path: &str, media: &str| json!({ "href": place.at(path).as_str(), "type": media });
    let media = "application/vnd.oai.openapi+json;version=3.1";
    let linkset = json!({
        "linkset": [
            {
                "anchor": place.at(API_CATALOG).as_str(),
                "item": [to("/views", "application/json"), to("/sparql", "application/sparql-results+json")],
            },
            {
                "anchor": place.at("/views").as_str(),
                "service-desc": [to("/openapi.json", media)],
                "service-doc": [to("/api", "text/html")],
                "service-meta": [to("/catalog", "text/turtle")],
                "status": [to("/healthz", "application/json")],
            },
            {
                "anchor": place.at("/sparql").as_str(),
                "service-desc": [to("/sparql", "text/turtle"), to("/openapi.json", media)],
                "service-doc": [to("/.well-known/sparql-examples", "text/html")],
                "service-meta": [to("/.well-known/void", "text/turtle")],
                "status": [to("/healthz", "application/json")],
            },
        ]
    });
    let kind = "application/linkset+json; profile=\"https://www.rfc-editor.org/info/rfc9727\"";
    let link = Signs::default().add("api-catalog", API_CATALOG).header();
    let headers: [(HeaderName, HeaderValue); 2] = [(CONTENT_TYPE, HeaderValue::from_static(kind)), (LINK, link)];
    Ok((headers, Json(linkset)).into_response())
}
