//! The IRIs that a query mentions.

use std::collections::BTreeSet;

use spargebra::Query;

/// Every IRI in `query`, read off its canonical text.
pub(super) fn iris(query: &Query) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let text = query.to_string();
    let mut rest = text.as_str();
    while let Some(at) = rest.find(['<', '"']) {
        let after = &rest[at + 1..];
        if rest[at..].starts_with('"') {
            rest = after_string(after);
        } else if let Some((iri, beyond)) = after.split_once('>').filter(|(iri, _)| is_iri(iri)) {
            found.insert(iri.to_owned());
            rest = beyond;
        } else {
            // "less than", not the beginning of an IRI.
            rest = after;
        }
    }
    found
}

fn is_iri(text: &str) -> bool {
    text.contains(':') && !text.contains(|c: char| c.is_whitespace() || matches!(c, '<' | '"' | '{' | '}'))
}

/// What follows the string that `text` is inside of.
fn after_string(text: &str) -> &str {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return &text[at + 1..],
            _ => {}
        }
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn iris_are_found_and_strings_and_comparisons_are_not() {
        let query = crate::sparql::parse(
            r#"SELECT * { ?s a milieu:Cluster ; milieu:partOf+ ?o FILTER(?s < ?o && ?s != "<urn:no> \" <urn:no>") }"#,
            None,
        );
        let found = iris(&query.expect("it is SPARQL"));
        assert!(found.contains("https://w3id.org/milieu/ontology#Cluster"));
        assert!(found.contains("https://w3id.org/milieu/ontology#partOf"));
        assert!(!found.contains("urn:no"));
    }
}
