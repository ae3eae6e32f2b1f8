//! What stands at an address, and what such descriptions share. A view has an operation of its own; see [`super::views`].

use utoipa::openapi::HttpMethod;

/// What stands at an address.
pub(super) struct Listed {
    pub(super) method: HttpMethod,
    pub(super) path: &'static str,
    pub(super) id: &'static str,
    pub(super) tag: &'static str,
    pub(super) summary: &'static str,
    pub(super) parameters: &'static [Asked],
    /// The media types of bodies that are read.
    pub(super) bodies: &'static [&'static str],
    /// The media types of answers; none if there is no body.
    pub(super) answers: &'static [&'static str],
    /// Whether it may write, and so needs a token.
    pub(super) writes: Writes,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Writes {
    No,
    /// Some of what it takes.
    Maybe,
    Always,
}

/// A parameter: a name, where it stands, whether it has to be given, what it is. Those in the path stand in braces there.
pub(super) struct Asked {
    pub(super) name: &'static str,
    pub(super) need: Need,
    pub(super) about: &'static str,
    pub(super) example: &'static str,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    Must,
    May,
    /// As often as one likes.
    Many,
}

pub(super) const fn must(name: &'static str, about: &'static str, example: &'static str) -> Asked {
    Asked { name, need: Need::Must, about, example }
}

pub(super) const fn may(name: &'static str, about: &'static str, example: &'static str) -> Asked {
    Asked { name, need: Need::May, about, example }
}

pub(super) const fn many(name: &'static str, about: &'static str, example: &'static str) -> Asked {
    Asked { name, need: Need::Many, about, example }
}

pub(super) const fn get(
    path: &'static str,
    id: &'static str,
    tag: &'static str,
    summary: &'static str,
    parameters: &'static [Asked],
    answers: &'static [&'static str],
) -> Listed {
    Listed { method: HttpMethod::Get, path, id, tag, summary, parameters, bodies: &[], answers, writes: Writes::No }
}

/// Something that writes, or ends work of others.
pub(super) const fn write(
    method: HttpMethod,
    path: &'static str,
    id: &'static str,
    summary: &'static str,
    parameters: &'static [Asked],
    bodies: &'static [&'static str],
) -> Listed {
    Listed { method, path, id, tag: "graphs", summary, parameters, bodies, answers: &[], writes: Writes::Always }
}

impl Listed {
    pub(super) const fn of(self, tag: &'static str) -> Self {
        Self { tag, ..self }
    }
}

/// The parts of the API, in the order in which they are read.
pub(super) const TAGS: [(&str, &str); 9] = [
    ("views", "Questions with typed answers, by name."),
    ("sparql", "Any question, in SPARQL 1.1."),
    ("graphs", "Named graphs, whole: the SPARQL 1.1 Graph Store HTTP Protocol."),
    ("mappings", "Which things of other data sets are meant, and who says so."),
    ("things", "What the store says of one thing."),
    (
        "reconciliation",
        "Which things the names of a table mean: the Reconciliation Service API, 0.2 and the draft of 1.0.",
    ),
    ("words", "The ontology, its schemes and shapes, and what problems mean."),
    ("data sets", "The data as a whole: descriptions, dumps, examples, prefixes."),
    ("server", "How the server is, and what it can do."),
];

pub(super) const JSON: &str = "application/json";
pub(super) const HTML: &str = "text/html";
pub(super) const TURTLE: &str = "text/turtle";

/// A graph, as RDF.
pub(super) const RDF: &[&str] = &[
    TURTLE,
    "application/ld+json",
    "application/n-triples",
    "application/rdf+xml",
    "application/n-quads",
    "application/trig",
];
/// What may be put into a graph.
pub(super) const PAYLOADS: &[&str] = RDF;
pub(super) const NAME: Asked = must("name", "What follows /graphs/ in the graph's name.", "mine");
pub(super) const SET: Asked = must("set", "The name of a mapping set.", "members");
pub(super) const NUMBER: Asked = must("number", "The number that the list has it under.", "1");
/// A graph, as RDF or as a page.
pub(super) const DESCRIBED: &[&str] = &[
    TURTLE,
    "application/ld+json",
    "application/n-triples",
    "application/rdf+xml",
    "application/n-quads",
    "application/trig",
    HTML,
];
/// What a query may answer: rows, yes and no, or a graph.
pub(super) const RESULTS: &[&str] = &[
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
    "application/vnd.apache.arrow.stream",
    "application/vnd.apache.parquet",
    "application/geo+json",
    "application/graphml+xml",
    TURTLE,
    "application/ld+json",
    "application/n-triples",
    "application/rdf+xml",
    HTML,
];

pub(super) const TIMEOUT: Asked =
    may("timeout", "The longest that the answer may take, such as 500ms or 2s; within the server's limit.", "10s");
pub(super) const PAGE_SIZE: Asked =
    may("page_size", "The most rows of one page; Link headers lead to the others.", "100");
pub(super) const CURSOR: Asked = may("cursor", "Where a page begins, as the link to it says.", "");
pub(super) const GRAPH: Asked = may("graph", "The graph's IRI.", "https://w3id.org/milieu/graph/toy");
pub(super) const DEFAULT: Asked = may("default", "Given at all, the graph without a name is meant.", "");
pub(super) const AT: Asked =
    may("at", "The number of an earlier snapshot that is kept; the newest if it is left out.", "1");
pub(super) const MAPPINGS: Asked = may(
    "mappings",
    "with (if it is left out) or without: whether accepted mappings are stated in what is asked.",
    "without",
);
pub(super) const FORMAT: Asked =
    may("format", "The format by its short name, for who cannot send an Accept header.", "ttl");
pub(super) const ASPECT: Asked = must("aspect", "The first part of the view's name.", "linkage");
pub(super) const VIEW: Asked =
    must("view", "The second part of the view's name; a file's ending may follow it.", "reach");
pub(super) const QUERY: &[Asked] = &[
    may(
        "query",
        "A SPARQL 1.1 query. Without it the endpoint tells of itself.",
        "SELECT * { ?cluster a milieu:Cluster } LIMIT 10",
    ),
    many(
        "default-graph-uri",
        "A graph of the default graph; of all graphs if none is named.",
        "https://w3id.org/milieu/graph/toy",
    ),
    many(
        "named-graph-uri",
        "A graph that GRAPH can name; all of them if none is.",
        "https://w3id.org/milieu/graph/toy",
    ),
    may("base", "The IRI against which relative ones are read.", "https://example.org/"),
    may("explain", "Given at all, how the query was answered stands in place of the answer.", ""),
    AT,
    MAPPINGS,
    FORMAT,
    PAGE_SIZE,
    CURSOR,
    TIMEOUT,
];

/// Whether answers of this kind are graphs.
pub(super) fn is_rdf(media: &str) -> bool {
    RDF.contains(&media)
}
