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
//! | `/ontology`, `/ontology/TERM`, `/scheme/NAME` | the words, as HTML or RDF |
//! | `/search?q=` | things by their labels |
//! | `/ontology/VERSION`, `/ontology/part/NAME`, `/shape/NAME`, `/view/ASPECT/VIEW`, `/problem/NAME` | IRIs of ours that lead elsewhere, or say what they mean |
//! | `/catalog`, `/.well-known/void` | the data sets as DCAT and as `VoID`, with a page |
//! | `/dumps`, `/dumps/FILE` | the data as files |
//! | `/shapes` | what data have to look like: SHACL |
//! | `/.well-known/sparql-examples` | views and queries, described as RDF |
//! | `/context.jsonld`, `/prefixes.json`, `/prefixes.ttl` | names, short and long |
//! | `/.well-known/api-catalog`, `/openapi.json`, `/api` | the API: where it is described, how, and forms to try it |
//! | `/sparql/examples.json`, `/healthz` | for programs |
//!
//! An answer is whole or an error: it is gathered up to a limit and then sent with its length. Errors are problem documents (RFC 9457).

mod answer;
mod api;
mod assets;
mod dataset;
mod entity;
mod explain;
mod frame;
mod guard;
mod jsonld;
mod link;
mod meta;
mod negotiate;
mod number;
mod ontology;
mod problem;
mod rdf;
mod search;
mod settings;
mod snippet;
mod sparql;
mod state;
mod view;

use std::future::Future;
use std::io;
use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};

pub use settings::Settings;
pub use state::State;

use problem::Problem;

/// The largest request that is read: a long query, or an update with data in it.
const LARGEST_REQUEST: usize = 16 << 20;

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
        .route("/prefixes.json", get(meta::prefixes))
        .route("/prefixes.ttl", get(dataset::prefixes))
        .route("/healthz", get(meta::health))
        .route("/assets/{*name}", get(assets::asset))
        .route("/favicon.svg", get(assets::icon))
        .route("/favicon.ico", get(assets::icon))
        .fallback(|| async { Problem::not_found("There is no page at this address.") })
        .layer(DefaultBodyLimit::max(LARGEST_REQUEST))
        .layer(from_fn_with_state(Arc::clone(&shared), guard::guard))
        .layer(CompressionLayer::new().compress_when(worth_compressing()))
        .with_state::<()>(shared)
}

/// What is worth compressing: all but what is small, or compressed already.
fn worth_compressing() -> impl Predicate {
    DefaultPredicate::new().and(NotForContentType::const_new("application/gzip"))
}

/// Serves `app` on `listener` until `shutdown` is done; what is being answered then is answered first.
///
/// # Errors
/// When the listener fails.
///
/// ```
/// use milieu::{Store, face::http::{self, Settings, State}};
/// use std::sync::Arc;
///
/// # tokio::runtime::Runtime::new()?.block_on(async {
/// let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
/// let app = http::app(State::new(Arc::new(Store::new()), Settings::new()));
/// http::serve(listener, app, async {}).await
/// # })?;
/// # Ok::<(), std::io::Error>(())
/// ```
pub async fn serve(
    listener: tokio::net::TcpListener,
    app: Router,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    axum::serve(listener, app).with_graceful_shutdown(shutdown).await
}
