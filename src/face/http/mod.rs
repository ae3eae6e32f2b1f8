//! The page, the SPARQL endpoint and the data of every view and thing over HTTP.
//!
//! | address | what |
//! |---|---|
//! | `/` | the gallery of views |
//! | `/views/ASPECT/VIEW/embed` | the chart alone, for a frame in another page |
//! | `/views/ASPECT/VIEW/explain` | how the query of a view was answered |
//! | `/views`, `/views/ASPECT/VIEW` | views as HTML, JSON, CSV with its CSVW, TSV, Arrow, Parquet |
//! | `/views/ASPECT/VIEW/cite`, `/crate` | how to cite a result: BibTeX, CSL-JSON; its RO-Crate |
//! | `/views/ASPECT/VIEW/why?row=` | the quads that a row rests on |
//! | `/views/ASPECT/VIEW/what-if?add=` | the rows that would change with other linkages |
//! | `/id/...`, `/.well-known/genid/...`, `/entity?iri=` | a thing as HTML or RDF |
//! | `/sparql` | SPARQL 1.1 Protocol; the editor for a browser; with `explain`, how a query was answered |
//! | `/graphs?graph=`, `/graphs/...`, `/graph/NAME` | SPARQL 1.1 Graph Store HTTP Protocol: a graph is read, put, added to, deleted |
//! | `/ontology`, `/ontology/TERM`, `/scheme/NAME` | the words, as HTML or RDF |
//! | `/search?q=` | things by their labels |
//! | `/reconcile`, `/reconcile/SERVICE/...` | which things the names of a table mean: the Reconciliation Service API |
//! | `/ontology/VERSION`, `/ontology/part/NAME`, `/shape/NAME`, `/view/ASPECT/VIEW`, `/problem/NAME` | IRIs of ours that lead elsewhere, or say what they mean |
//! | `/catalog`, `/.well-known/void` | the data sets as DCAT and as `VoID`, with a page |
//! | `/dumps`, `/dumps/FILE` | the data as files |
//! | `/shapes` | what data have to look like: SHACL |
//! | `/.well-known/sparql-examples` | views and queries, described as RDF |
//! | `/review`, `/review/SET` | mappings that wait to be accepted or rejected |
//! | `/context.jsonld`, `/prefixes.json`, `/prefixes.ttl` | names, short and long |
//! | `/.well-known/api-catalog`, `/openapi.json`, `/api` | the API: where it is described, how, and forms to try it |
//! | `/queries`, `/queries/ID` | what runs and waits; DELETE stops it |
//! | `/sparql/examples.json` | for programs |
//! | `/healthz`, `/readyz`, `/metrics` | whether it lives, whether it can answer, what it did |
//!
//! An answer is whole or an error. It is gathered up to a size and sent with its length; beyond that it is sent while it is made, and
//! broken off, so that no client takes it for whole, when an error comes late. Errors are problem documents (RFC 9457).

mod access;
mod account;
mod answer;
mod api;
mod assets;
mod body;
mod call;
mod content;
mod cursor;
mod dataset;
mod drawn;
mod entity;
mod explain;
mod frame;
mod fresh;
mod graph_store;
mod guard;
mod head;
mod health;
mod host;
mod jsonld;
mod link;
mod loading;
mod meta;
mod methods;
mod metrics;
mod negotiate;
mod number;
mod ontology;
mod patient;
mod problem;
mod queries;
mod queue;
mod rdf;
mod reconcile;
mod review;
mod search;
mod serve;
mod settings;
mod snippet;
mod sparql;
mod state;
mod stream;
mod view;
mod work;
mod write;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{delete, get, post};
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate, SizeAbove};

pub use access::{AccessError, Role, Secret, SecretHash, TokenEntry};
pub use loading::Loading;
pub use serve::{Connections, serve, serve_with};
pub use settings::Settings;
pub use state::State;

use problem::Problem;

/// The largest request that is read: a long query, or an update with data in it.
const LARGEST_REQUEST: usize = 16 << 20;

/// Below this an answer fits a packet, and to compress it gains nothing.
const SMALLEST_COMPRESSED: u16 = 1_024;

/// Everything that is served, apart from serving it: it can be called without a socket.
pub fn app(state: State) -> Router {
    let shared = state.shared;
    Router::new()
        .route("/", get(view::gallery))
        .route("/views", get(view::list))
        .route("/views/{aspect}/{view}", get(view::view))
        .route("/views/{aspect}/{view}/embed", get(view::embed))
        .route("/views/{aspect}/{view}/explain", get(view::explain))
        .route("/views/{aspect}/{view}/cite", get(view::cite))
        .route("/views/{aspect}/{view}/crate", get(view::research_object))
        .route("/views/{aspect}/{view}/what-if", get(view::what_if))
        .route("/views/{aspect}/{view}/why", get(view::why))
        .route("/sparql", get(sparql::get).post(sparql::post))
        .route("/sparql/examples.json", get(meta::examples))
        .route("/graphs", graph_store::graphs())
        .route("/graphs/", graph_store::graphs())
        .route("/graphs/{*name}", graph_store::graphs())
        .route("/graph/{*name}", get(graph_store::ours))
        .route("/id/{*path}", get(entity::by_path))
        .route("/entity", get(entity::by_iri))
        .route("/.well-known/genid/{*path}", get(entity::unnamed))
        .route("/ontology", get(ontology::all))
        .route("/ontology.ttl", get(ontology::all))
        .route("/ontology.jsonld", get(ontology::all))
        .route("/ontology.nt", get(ontology::all))
        .route("/ontology.rdf", get(ontology::all))
        .route("/ontology/{term}", get(ontology::term))
        .route("/ontology/part/{name}", get(dataset::part))
        .route("/scheme/{name}", get(ontology::scheme))
        .route("/search", get(search::search))
        .route("/reconcile", get(reconcile::list))
        .route("/reconcile/{service}", get(reconcile::get).post(reconcile::post))
        .route("/reconcile/{service}/suggest/{what}", get(reconcile::suggest))
        .route("/reconcile/{service}/extend/propose", get(reconcile::propose))
        .route("/reconcile/{service}/preview", get(reconcile::preview))
        .route("/reconcile/{service}/view", get(reconcile::view))
        .route("/reconcile/{service}/v1", get(reconcile::manifest_v1))
        .route("/reconcile/{service}/v1/match", post(reconcile::match_v1))
        .route("/reconcile/{service}/v1/suggest/{what}", get(reconcile::suggest))
        .route("/reconcile/{service}/v1/extend", post(reconcile::extend_v1))
        .route("/reconcile/{service}/v1/extend/propose", get(reconcile::propose))
        .route("/reconcile/{service}/v1/preview", get(reconcile::preview))
        .route("/reconcile/{service}/v1/view", get(reconcile::view))
        .route("/view/{aspect}/{view}", get(dataset::view))
        .route("/shapes", get(dataset::shapes))
        .route("/shape/", get(dataset::shape))
        .route("/shape/{name}", get(dataset::shape))
        .route("/problem/", get(dataset::problems))
        .route("/problem/{name}", get(dataset::problem))
        .route("/catalog", get(dataset::catalog))
        .route("/dumps", get(dataset::dumps))
        .route("/dumps/{file}", get(dataset::dump))
        .route("/.well-known/void", get(dataset::void))
        .route("/.well-known/sparql-examples", get(dataset::examples))
        .route("/.well-known/api-catalog", get(dataset::api_catalog))
        .route("/openapi.json", get(api::openapi))
        .route("/api", get(api::list))
        .route("/api/{operation}", get(api::operation))
        .route("/context.jsonld", get(jsonld::context))
        .route("/prefixes.ttl", get(dataset::prefixes))
        .route("/queries", get(queries::list))
        .route("/queries/{number}", delete(queries::stop))
        .route("/queries/{number}/stop", post(queries::press))
        .route("/prefixes.json", get(meta::prefixes))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/review", get(review::sets))
        .route("/review/{set}", get(review::queue).post(review::review))
        .route("/metrics", get(metrics::show))
        .route("/assets/{*name}", get(assets::asset))
        .route("/favicon.svg", get(assets::icon))
        .route("/favicon.ico", get(assets::icon))
        .fallback(|| async { Problem::not_found("There is no page at this address.") })
        .method_not_allowed_fallback(methods::other)
        .layer(DefaultBodyLimit::max(LARGEST_REQUEST))
        .layer(from_fn_with_state(Arc::clone(&shared), fresh::fresh))
        .layer(from_fn_with_state(Arc::clone(&shared), access::identify))
        .layer(from_fn_with_state(Arc::clone(&shared), access::cross_origin))
        .layer(from_fn_with_state(Arc::clone(&shared), guard::guard))
        .layer(CompressionLayer::new().compress_when(is_worth_compressing()))
        .layer(from_fn_with_state(Arc::clone(&shared), call::layer))
        .with_state::<()>(shared)
}

/// Not what is small, nor what is compressed already.
fn is_worth_compressing() -> impl Predicate {
    let parquet = NotForContentType::const_new(crate::batch::File::Parquet.media_type());
    let gzip = NotForContentType::const_new("application/gzip");
    DefaultPredicate::new().and(SizeAbove::new(SMALLEST_COMPRESSED)).and(parquet).and(gzip)
}
