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
//! | `/id/...`, `/entity?iri=` | a thing as HTML or RDF |
//! | `/sparql` | SPARQL 1.1 Protocol; the editor for a browser; with `explain`, how a query was answered |
//! | `/ontology`, `/ontology/TERM`, `/scheme/NAME` | the words, as HTML or RDF |
//! | `/search?q=` | things by their labels |
//! | `/prefixes.json`, `/sparql/examples.json`, `/healthz` | for programs |
//!
//! An answer is whole or an error: it is gathered up to a limit and then sent with its length. Errors are problem documents (RFC 9457).

mod access;
mod answer;
mod assets;
mod entity;
mod explain;
mod frame;
mod guard;
mod host;
mod link;
mod meta;
mod negotiate;
mod number;
mod ontology;
mod problem;
mod rdf;
mod search;
mod settings;
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

pub use access::{AccessError, Role, Secret, SecretHash, TokenEntry};
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
        .route("/ontology", get(ontology::all))
        .route("/ontology.ttl", get(ontology::all))
        .route("/ontology.jsonld", get(ontology::all))
        .route("/ontology.nt", get(ontology::all))
        .route("/ontology.rdf", get(ontology::all))
        .route("/ontology/{term}", get(ontology::term))
        .route("/scheme/{name}", get(ontology::scheme))
        .route("/search", get(search::search))
        .route("/prefixes.json", get(meta::prefixes))
        .route("/healthz", get(meta::health))
        .route("/assets/{*name}", get(assets::asset))
        .route("/favicon.svg", get(assets::icon))
        .route("/favicon.ico", get(assets::icon))
        .fallback(|| async { Problem::not_found("There is no page at this address.") })
        .layer(DefaultBodyLimit::max(LARGEST_REQUEST))
        .layer(from_fn_with_state(Arc::clone(&shared), access::identify))
        .layer(from_fn_with_state(Arc::clone(&shared), access::cross_origin))
        .layer(from_fn_with_state(Arc::clone(&shared), guard::guard))
        .layer(CompressionLayer::new())
        .with_state::<()>(shared)
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
    axum::serve(listener, app.into_make_service_with_connect_info::<std::net::SocketAddr>())
        .with_graceful_shutdown(shutdown)
        .await
}
