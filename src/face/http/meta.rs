//! Small things for programs: prefixes, example queries.

use axum::Json;
use serde_json::{Map, Value, json};

use crate::vocab;

/// The example queries, in the order in which they are offered.
pub(super) const EXAMPLES: [&str; 6] = [
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
        let (title, query) = parts(text);
        json!({ "title": title, "query": query })
    };
    Json(EXAMPLES.into_iter().map(example).collect())
}

/// The title and the query of a file with a header.
pub(super) fn parts(text: &str) -> (&str, String) {
    let title = text.lines().find_map(|line| line.strip_prefix("#+ title:")).unwrap_or_default().trim();
    let query: Vec<_> = text.lines().filter(|line| !line.starts_with("#+")).collect();
    (title, format!("{}\n", query.join("\n").trim()))
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
