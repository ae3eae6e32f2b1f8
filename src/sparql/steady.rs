//! Whether a query asks of the data alone.

/// What gives another answer each time, or asks somebody else.
const UNSTEADY: [&str; 6] = ["BNODE", "NOW", "RAND", "SERVICE", "STRUUID", "UUID"];

/// Whether the same snapshot always has the same answer to the query `text`: it asks for no time, no chance, no new name, and of no
/// other endpoint.
///
/// It looks at words outside of strings, comments, IRIs and names alone.
///
/// ```
/// use milieu::sparql::is_steady;
/// assert!(is_steady("# from now on\nSELECT ?now { ?now ex:uuid 'now' }"));
/// assert!(!is_steady("SELECT (now () AS ?x) {}"));
/// ```
pub fn is_steady(text: &str) -> bool {
    // A word may be written with escapes.
    let escapes = text.contains("\\u") || text.contains("\\U");
    let outside = |c: char| !(c.is_alphanumeric() || "_?$:".contains(c));
    !escapes && code(text).is_some_and(|code| !code.split(outside).any(is_unsteady))
}

fn is_unsteady(word: &str) -> bool {
    UNSTEADY.iter().any(|name| name.eq_ignore_ascii_case(word))
}

/// `text` with a blank for each string, comment and IRI; `None` if an IRI may as well be what stands between two comparisons.
fn code(text: &str) -> Option<String> {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let skipped = match first {
            '#' => rest.find(['\n', '\r']).unwrap_or(rest.len()),
            '"' | '\'' => string(rest, first),
            '<' => iri(rest)?,
            _ => 0,
        };
        if skipped > 0 {
            code.push(' ');
            rest = &rest[skipped..];
            continue;
        }
        // What is escaped in a name begins nothing.
        let taken =
            first.len_utf8() + if first == '\\' { rest[1..].chars().next().map_or(0, char::len_utf8) } else { 0 };
        code.push_str(&rest[..taken]);
        rest = &rest[taken..];
    }
    Some(code)
}

/// The length of the string that `text` begins with; of all of it if the string does not end.
fn string(text: &str, quote: char) -> usize {
    let long = quote.to_string().repeat(3);
    let end = if text.starts_with(&long) { long } else { quote.to_string() };
    let mut at = end.len();
    while let Some(next) = text[at..].chars().next() {
        if text[at..].starts_with(&end) {
            return at + end.len();
        }
        at += next.len_utf8();
        if next == '\\' {
            at += text[at..].chars().next().map_or(0, char::len_utf8);
        }
    }
    text.len()
}

/// The length of the IRI that `text` begins with, 0 if it is "less than".
fn iri(text: &str) -> Option<usize> {
    let outside = |c: char| c.is_whitespace() || "<>\"{}|^`\\".contains(c);
    match text[1..].find(outside) {
        Some(length) if text[1 + length..].starts_with('>') => {
            (!text[..=length].contains(['(', '\''])).then_some(length + 2)
        }
        _ => Some(0),
    }
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
            "SELECT * { ?s ex:o\\'neil ?o FILTER(?o > NOW()) } # it's",
            "SELECT * { ?s <http://example.org/o'neil> ?o FILTER(?o > NOW()) }",
            "SELECT * { ?s ?p 'it\\'s' FILTER(NOW() > '') }",
            "SELECT * { ?s ?p \"\"\"it's \" this\"\"\" FILTER(NOW() > '') }",
        ] {
            assert!(!is_steady(text), "{text}");
        }
    }

    #[test]
    fn names_are_no_calls() {
        for text in [
            "SELECT ?now $rand { ?now ex:uuid _:bnode }",
            "  # NOW()\nASK {} # NOW()",
            "SELECT * { ?s ?p 'NOW()', \"RAND()\", '''it's UUID()''', 'it\\'s RAND()' }",
            "SELECT * { ?s ex:knows ?o . ?s milieu:services ?p FILTER(REGEX(?o, '\\\\d')) }",
            "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> SELECT * { ?s a <http://example.org/service/now> }",
        ] {
            assert!(is_steady(text), "{text}");
        }
    }
}
