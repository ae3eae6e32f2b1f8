//! Whether a query asks of the data alone.

use super::Query;

/// Whether the same snapshot always has the same answer to `query`: it asks for no time, no chance, no new name, and of no other
/// endpoint.
///
/// ```
/// use milieu::sparql::{is_steady, parse};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// assert!(is_steady(&parse("SELECT * { ?s ?p ?o }", None)?));
/// assert!(!is_steady(&parse("SELECT (NOW() AS ?now) {}", None)?));
/// # Ok(()) }
/// ```
pub fn is_steady(query: &Query) -> bool {
    // As the parser writes it; what stands so inside a string only keeps an answer from being kept.
    let written = query.to_string();
    !["NOW()", "RAND()", "UUID()", "BNODE(", "SERVICE "].iter().any(|call| written.contains(call))
}
