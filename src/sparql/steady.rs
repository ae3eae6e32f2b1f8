//! Whether a query asks of the data alone.

/// What gives another answer each time, or asks somebody else.
const UNSTEADY: [&str; 6] = ["BNODE", "NOW", "RAND", "SERVICE", "STRUUID", "UUID"];

/// Whether the same snapshot always has the same answer to the query `text`: it asks for no time, no chance, no new name, and of no
/// other endpoint.
///
/// It looks at words alone: a text that holds one of these in a string counts as one that may not be steady.
///
/// ```
/// use milieu::sparql::is_steady;
/// assert!(is_steady("# from now on\nSELECT ?now { ?now ex:uuid ?o }"));
/// assert!(!is_steady("SELECT (now () AS ?x) {}"));
/// ```
pub fn is_steady(text: &str) -> bool {
    // A word may be written with escapes.
    let escapes = text.contains("\\u") || text.contains("\\U");
    let mut lines = text.split(['\n', '\r']).filter(|line| !line.trim_start().starts_with('#'));
    !escapes && lines.all(|line| words(line).all(|word| !is_unsteady(word)))
}

fn is_unsteady(word: &str) -> bool {
    UNSTEADY.iter().any(|name| name.eq_ignore_ascii_case(word))
}

/// The words of a line but for IRIs, names of variables and of things.
fn words(line: &str) -> impl Iterator<Item = &str> {
    let outside = |c: char| !(c.is_alphanumeric() || "_?$:".contains(c));
    let parts = line.split('<').enumerate().map(|(at, part)| match part.split_once('>') {
        Some((iri, rest)) if at > 0 && !iri.contains(|c: char| c.is_whitespace() || "\"(){}".contains(c)) => rest,
        _ => part,
    });
    parts.flat_map(move |part| part.split(outside)).filter(|word| !word.contains(['?', '$', ':']))
}

#[cfg(test)]
mod tests {
    use super::is_steady;

    #[test]
    fn every_way_to_write_a_call() {
        for text in [
            "SELECT (NOW() AS ?x) {}",
            "SELECT (Rand\n() AS ?x) {}",
            "#\rSELECT (NOW() AS ?x) {}",
            "SELECT * {BIND(UUID#\n() AS ?x)}",
            "SELECT * { BIND(1+rand() AS ?x) }",
            "SELECT * { FILTER(STRUUID() != '') }",
            "SELECT * { BIND(BNODE('a') AS ?b) }",
            "SELECT * {SERVICE<http://example.org/>{ ?s ?p ?o }}",
            "SELECT (\\u004eOW() AS ?x) {}",
            "SELECT * { FILTER(?a<rand()&&?b>1) }",
        ] {
            assert!(!is_steady(text), "{text}");
        }
    }

    #[test]
    fn names_are_no_calls() {
        for text in [
            "SELECT ?now $rand { ?now ex:uuid _:bnode }",
            "  # NOW()\nASK {}",
            "SELECT * { ?s ex:knows ?o . ?s milieu:services ?p FILTER(REGEX(?o, '\\\\d')) }",
            "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> SELECT * { ?s a <http://example.org/service/now> }",
        ] {
            assert!(is_steady(text), "{text}");
        }
    }
}
