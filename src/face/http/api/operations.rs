//! The addresses that are always there, as a list. A view has an operation of its own beside them; see [`super::views`].

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

const fn must(name: &'static str, about: &'static str, example: &'static str) -> Asked {
    Asked { name, need: Need::Must, about, example }
}

const fn may(name: &'static str, about: &'static str, example: &'static str) -> Asked {
    Asked { name, need: Need::May, about, example }
}

const fn many(name: &'static str, about: &'static str, example: &'static str) -> Asked {
    Asked { name, need: Need::Many, about, example }
}

const fn get(
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
const fn write(
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
    const fn of(self, tag: &'static str) -> Self {
        Self { tag, ..self }
    }
}

/// The parts of the API, in the order in which they are read.
pub(super) const TAGS: [(&str, &str); 7] = [
    ("views", "Questions with typed answers, by name."),
    ("sparql", "Any question, in SPARQL 1.1."),
    ("graphs", "Named graphs, whole: the SPARQL 1.1 Graph Store HTTP Protocol."),
    ("things", "What the store says of one thing."),
    ("words", "The ontology, its schemes and shapes, and what problems mean."),
    ("data sets", "The data as a whole: descriptions, dumps, examples, prefixes."),
    ("server", "How the server is, and what it can do."),
];

const JSON: &str = "application/json";
const HTML: &str = "text/html";
const TURTLE: &str = "text/turtle";

/// A graph, as RDF.
const RDF: &[&str] = &[
    TURTLE,
    "application/ld+json",
    "application/n-triples",
    "application/rdf+xml",
    "application/n-quads",
    "application/trig",
];
/// What may be put into a graph.
const PAYLOADS: &[&str] = RDF;
const NAME: Asked = must("name", "What follows /graphs/ in the graph's name.", "mine");
const NUMBER: Asked = must("number", "The number that the list has it under.", "1");
/// A graph, as RDF or as a page.
const DESCRIBED: &[&str] = &[
    TURTLE,
    "application/ld+json",
    "application/n-triples",
    "application/rdf+xml",
    "application/n-quads",
    "application/trig",
    HTML,
];
/// What a query may answer: rows, yes and no, or a graph.
const RESULTS: &[&str] = &[
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
const GRAPH: Asked = may("graph", "The graph's IRI.", "https://w3id.org/milieu/graph/toy");
const DEFAULT: Asked = may("default", "Given at all, the graph without a name is meant.", "");
pub(super) const AT: Asked =
    may("at", "The number of an earlier snapshot that is kept; the newest if it is left out.", "1");
const FORMAT: Asked = may("format", "The format by its short name, for who cannot send an Accept header.", "ttl");
const ASPECT: Asked = must("aspect", "The first part of the view's name.", "linkage");
const VIEW: Asked = must("view", "The second part of the view's name; a file's ending may follow it.", "reach");
const QUERY: &[Asked] = &[
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
    FORMAT,
    PAGE_SIZE,
    CURSOR,
    TIMEOUT,
];

/// Every operation but those of single views.
pub(super) const ALL: &[Listed] = &[
    get("/views", "listViews", "views", "Every view, with its parameters and columns", &[], &[JSON, HTML]),
    get(
        "/views/{aspect}/{view}",
        "runView",
        "views",
        "Any view by its name; its own operation has its parameters",
        &[ASPECT, VIEW, AT, FORMAT, PAGE_SIZE, CURSOR, TIMEOUT],
        super::views::ANSWERS,
    ),
    get(
        "/views/{aspect}/{view}/cite",
        "citeView",
        "views",
        "How to cite the result of a view",
        &[ASPECT, VIEW, AT, may("format", "bibtex or json", "bibtex")],
        &["text/plain", JSON],
    ),
    get(
        "/views/{aspect}/{view}/crate",
        "describeView",
        "views",
        "The RO-Crate of a view's result: all that it rests on",
        &[ASPECT, VIEW, AT],
        &["application/ld+json"],
    ),
    get(
        "/views/{aspect}/{view}/embed",
        "embedView",
        "views",
        "The chart of a view, for a frame in another page",
        &[ASPECT, VIEW, AT],
        &[HTML],
    ),
    get(
        "/views/{aspect}/{view}/explain",
        "explainView",
        "views",
        "How the query of a view was answered",
        &[ASPECT, VIEW, AT, may("format", "json, text or html", "json")],
        &[JSON, "text/plain", HTML],
    ),
    get(
        "/views/{aspect}/{view}/what-if",
        "whatIfView",
        "views",
        "The rows that would change with other linkages; nothing is written",
        &[
            ASPECT,
            VIEW,
            many("add", "A linkage that there would be.", "Birch Boatyard -> Alder University : trade"),
            many("remove", "A linkage that there would not be.", "Birch Boatyard -- Alder University"),
        ],
        &[JSON, HTML],
    ),
    get(
        "/views/{aspect}/{view}/why",
        "whyView",
        "views",
        "The quads that a row of a view rests on",
        &[
            ASPECT,
            VIEW,
            must("row", "The row by its number, from 1.", "1"),
            may("first", "The most quads that are sent, to 10,000; 100 if it is left out.", "100"),
            AT,
        ],
        &[JSON, HTML],
    ),
    get("/sparql", "query", "sparql", "Asks a SPARQL query by its address", QUERY, RESULTS),
    Listed {
        method: HttpMethod::Post,
        path: "/sparql",
        id: "queryOrUpdate",
        tag: "sparql",
        summary: "Asks a SPARQL query, or makes a SPARQL update with a token",
        parameters: &[AT, FORMAT],
        bodies: &["application/sparql-query", "application/sparql-update", "application/x-www-form-urlencoded"],
        answers: RESULTS,
        writes: Writes::Maybe,
    },
    get("/sparql/examples.json", "listExamples", "sparql", "The example queries of the editor", &[], &[JSON]),
    get(
        "/.well-known/sparql-examples",
        "describeExamples",
        "sparql",
        "Every view and example query, described as RDF",
        &[FORMAT],
        DESCRIBED,
    ),
    get(
        "/search",
        "search",
        "things",
        "Things whose labels hold words that begin so",
        &[must("q", "The beginnings of words.", "alder")],
        &[JSON, HTML],
    ),
    get(
        "/id/{path}",
        "describeThing",
        "things",
        "A thing of ours; an ending such as .ttl names a format",
        &[must("path", "What follows https://w3id.org/milieu/id/.", "toy/actor/alder-university"), FORMAT],
        DESCRIBED,
    ),
    get(
        "/entity",
        "describeEntity",
        "things",
        "Any thing by its IRI",
        &[must("iri", "The IRI.", "http://data.europa.eu/nuts/code/DE111"), FORMAT],
        DESCRIBED,
    ),
    get(
        "/.well-known/genid/{path}",
        "describeUnnamed",
        "things",
        "What came without a name and was given one",
        &[must("path", "What follows .well-known/genid/ in its IRI.", "0123456789abcdef/0")],
        DESCRIBED,
    ),
    get("/ontology", "describeOntology", "words", "All classes and properties", &[], DESCRIBED),
    get("/ontology.ttl", "ontologyAsTurtle", "words", "The ontology as Turtle", &[], &[TURTLE]),
    get("/ontology.jsonld", "ontologyAsJsonLd", "words", "The ontology as JSON-LD", &[], &["application/ld+json"]),
    get("/ontology.nt", "ontologyAsNTriples", "words", "The ontology as N-Triples", &[], &["application/n-triples"]),
    get("/ontology.rdf", "ontologyAsRdfXml", "words", "The ontology as RDF/XML", &[], &["application/rdf+xml"]),
    get(
        "/ontology/{term}",
        "describeTerm",
        "words",
        "A term by its local name, or the whole ontology by its version",
        &[must("term", "A local name, or a version such as 0.1.0.", "Linkage")],
        DESCRIBED,
    ),
    get(
        "/ontology/part/{name}",
        "describePart",
        "words",
        "A part of the ontology",
        &[must("name", "The part's name.", "cluster"), FORMAT],
        DESCRIBED,
    ),
    get(
        "/scheme/{name}",
        "describeScheme",
        "words",
        "A SKOS scheme with its concepts",
        &[must("name", "The scheme's name.", "flow")],
        DESCRIBED,
    ),
    get(
        "/view/{aspect}/{view}",
        "findView",
        "words",
        "The IRI of a view, which leads to where it is answered",
        &[ASPECT, VIEW],
        super::views::ANSWERS,
    ),
    get("/shapes", "describeShapes", "words", "What data have to look like, as SHACL", &[FORMAT], DESCRIBED),
    get("/shape/", "findShapes", "words", "The IRI of the shapes, which leads to all of them", &[], DESCRIBED),
    get(
        "/shape/{name}",
        "describeShape",
        "words",
        "One shape",
        &[must("name", "The shape's name.", "Cluster"), FORMAT],
        DESCRIBED,
    ),
    get("/problem/", "listProblems", "words", "Every kind of problem", &[], &[HTML, JSON]),
    get(
        "/problem/{name}",
        "describeProblem",
        "words",
        "What a kind of problem is, and the way out",
        &[must("name", "The last part of the type of a problem document.", "not-found")],
        &[HTML, JSON],
    ),
    get(
        "/catalog",
        "describeCatalog",
        "data sets",
        "The data sets, files and services, as DCAT 3",
        &[FORMAT],
        DESCRIBED,
    ),
    get(
        "/.well-known/void",
        "describeDataset",
        "data sets",
        "What the data set holds, in numbers, as VoID",
        &[FORMAT],
        DESCRIBED,
    ),
    get("/dumps", "listDumps", "data sets", "The data as files, with sizes and checksums", &[], &[JSON, HTML]),
    get(
        "/dumps/{file}",
        "download",
        "data sets",
        "A file of the data; Repr-Digest has its SHA-256",
        &[must("file", "The file's name, as the list has it.", "all.nq.gz")],
        &["application/gzip"],
    ),
    get(
        "/context.jsonld",
        "context",
        "data sets",
        "The JSON-LD context with every prefix and term",
        &[],
        &["application/ld+json"],
    ),
    get("/prefixes.json", "prefixes", "data sets", "The prefixes that every query knows", &[], &[JSON]),
    get("/prefixes.ttl", "prefixesAsTurtle", "data sets", "The same, as SHACL declares them", &[], &[TURTLE]),
    get(
        "/graphs",
        "readGraph",
        "graphs",
        "A graph, whole: SPARQL 1.1 Graph Store HTTP Protocol",
        &[GRAPH, DEFAULT, may("union", "Given at all, the union of all graphs is meant.", ""), AT, FORMAT],
        RDF,
    ),
    write(
        HttpMethod::Put,
        "/graphs",
        "replaceGraph",
        "Puts a graph in place of what is there",
        &[GRAPH, DEFAULT],
        PAYLOADS,
    ),
    write(HttpMethod::Post, "/graphs", "addToGraph", "Adds to a graph", &[GRAPH, DEFAULT], PAYLOADS),
    write(HttpMethod::Delete, "/graphs", "removeGraph", "Deletes a graph", &[GRAPH, DEFAULT], &[]),
    get("/graphs/", "readGraphHere", "graphs", "The graph whose name is this address", &[AT, FORMAT], RDF),
    write(HttpMethod::Put, "/graphs/", "replaceGraphHere", "The same, in place of what is there", &[], PAYLOADS),
    write(HttpMethod::Post, "/graphs/", "addToGraphHere", "The same, added to", &[], PAYLOADS),
    write(HttpMethod::Delete, "/graphs/", "removeGraphHere", "The same, deleted", &[], &[]),
    get(
        "/graphs/{name}",
        "readGraphByAddress",
        "graphs",
        "The graph whose name is this address",
        &[NAME, AT, FORMAT],
        RDF,
    ),
    write(
        HttpMethod::Put,
        "/graphs/{name}",
        "replaceGraphByAddress",
        "The same, in place of what is there",
        &[NAME],
        PAYLOADS,
    ),
    write(HttpMethod::Post, "/graphs/{name}", "addToGraphByAddress", "The same, added to", &[NAME], PAYLOADS),
    write(HttpMethod::Delete, "/graphs/{name}", "removeGraphByAddress", "The same, deleted", &[NAME], &[]),
    get(
        "/graph/{name}",
        "readOurGraph",
        "graphs",
        "A graph of ours, whole",
        &[must("name", "What follows https://w3id.org/milieu/graph/.", "toy"), AT, FORMAT],
        RDF,
    ),
    get("/queries", "listQueries", "server", "What runs and what waits", &[], &[JSON, HTML]),
    write(HttpMethod::Delete, "/queries/{number}", "stopQuery", "Stops what runs", &[NUMBER], &[]).of("server"),
    write(HttpMethod::Post, "/queries/{number}/stop", "stopQueryByForm", "The same, for a form", &[NUMBER], &[])
        .of("server"),
    get("/readyz", "ready", "server", "Whether the server can answer", &[], &[JSON]),
    get("/metrics", "metrics", "server", "What the server did, for Prometheus", &[], &["text/plain"]),
    get("/healthz", "health", "server", "Whether the server runs, and on which snapshot", &[], &[JSON]),
    get(
        "/.well-known/api-catalog",
        "apiCatalog",
        "server",
        "Where the API and its descriptions are (RFC 9727)",
        &[],
        &["application/linkset+json"],
    ),
    get("/openapi.json", "openapi", "server", "This description", &[], &[super::MEDIA]),
];

/// Whether answers of this kind are graphs.
pub(super) fn is_rdf(media: &str) -> bool {
    RDF.contains(&media)
}
