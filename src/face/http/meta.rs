//! Small things for programs: prefixes, example queries, health.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde_json::{Map, Value, json};

use super::state::Shared;
use crate::view::Catalogue;
use crate::vocab;

/// The example queries, in the order in which they are offered.
const EXAMPLES: [&str; 6] = [
    include_str!("../../../examples/queries/things-by-class.rq"),
    include_str!("../../../examples/queries/partner-countries.rq"),
    include_str!("../../../examples/queries/universities-beside-firms.rq"),
    include_str!("../../../examples/queries/claims-with-works.rq"),
    include_str!("../../../examples/queries/find-by-words.rq"),
    include_str!("../../../examples/queries/where-data-are-from.rq"),
];

/// `GET /prefixes.json`
pub(super) async fn prefixes() -> Json<Map<String, Value>> {
    Json(vocab::PREFIXES.iter().map(|(prefix, namespace)| ((*prefix).to_owned(), json!(namespace))).collect())
}

/// `GET /sparql/examples.json`
pub(super) async fn examples() -> Json<Vec<Value>> {
    let example = |text: &str| {
        let title = text.lines().find_map(|line| line.strip_prefix("#+ title:")).unwrap_or_default().trim();
        let query: Vec<_> = text.lines().filter(|line| !line.starts_with("#+")).collect();
        json!({ "title": title, "query": format!("{}\n", query.join("\n").trim()) })
    };
    Json(EXAMPLES.into_iter().map(example).collect())
}

/// `GET /healthz`
pub(super) async fn health(State(state): State<Arc<Shared>>) -> Json<Value> {
    let snapshot = state.store.snapshot();
    Json(json!({
        "status": "ok",
        "version": env!("CARGO_PKG_VERSION"),
        "snapshot": { "number": snapshot.number(), "hash": snapshot.hash(), "quads": snapshot.len() },
        "read_only": state.settings.is_read_only(),
        "at_work": state.queue.counts().0,
        "refused_views": Catalogue::shipped().refused().iter().map(ToString::to_string).collect::<Vec<_>>(),
    }))
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_example_has_a_title_and_is_sparql() {
        for text in super::EXAMPLES {
            assert!(text.starts_with("#+ title: "), "{text}");
            crate::sparql::parse(text, None).unwrap();
        }
    }
}
