//! What is answered while the store is still being opened.

use std::convert::Infallible;
use std::sync::{Arc, OnceLock};

use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Json, Router};
use serde_json::json;
use tower::ServiceExt;

use super::problem::Problem;

/// Stands in for a server whose store is still being opened: it lives, and is not ready.
///
/// ```
/// use milieu::{Store, face::http::{self, Loading, Settings, State}};
/// use std::sync::Arc;
///
/// let loading = Loading::new();
/// // Served from now on: `/healthz` says that it lives, everything else that it is loading.
/// let app = loading.app();
/// let store = Store::new();
/// loading.done(http::app(State::new(Arc::new(store), Settings::new())));
/// # drop(app);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Loading {
    loaded: Arc<OnceLock<Router>>,
}

impl Loading {
    /// One that is loading.
    pub fn new() -> Self {
        Self::default()
    }

    /// What is served: that it is loading, and once it is [`done`](Self::done) what was loaded.
    pub fn app(&self) -> Router {
        let loaded = Arc::clone(&self.loaded);
        Router::new().fallback(move |request: Request| async move {
            match loaded.get() {
                Some(app) => app.clone().oneshot(request).await.unwrap_or_else(|never: Infallible| match never {}),
                None => loading(&request),
            }
        })
    }

    /// Answers by `app` from now on. Done once; what comes later is not heard.
    pub fn done(&self, app: Router) {
        self.loaded.get_or_init(|| app);
    }
}

fn loading(request: &Request) -> Response {
    if request.uri().path() == "/healthz" {
        return Json(json!({ "status": "loading", "version": env!("CARGO_PKG_VERSION") })).into_response();
    }
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "loading", "The server starts", "The store is still being opened.")
        .with("retry-after", "1")
        .next("Try again in a moment.")
        .into_response()
}
