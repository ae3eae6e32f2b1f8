//! Canonical N-Quads: one text for one data set, whatever order its quads came in and however its blank nodes are named.

use std::collections::HashSet;
use std::io::{self, Write};

use sophia::c14n::{C14nError, rdfc10};

use crate::interop::BorrowedTerm;
use crate::model::Quad;

/// Why there is no canonical form.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CanonicalError {
    /// The text could not be written.
    #[error("the canonical form could not be written: {0}")]
    Write(#[from] io::Error),
    /// Blank nodes are tied together so that naming them would take too long, or the standard has no form for a term.
    #[error("there is no canonical form: {0}")]
    None(String),
}

/// Writes `quads` as canonical N-Quads (RDFC-1.0, W3C 2024), with SHA-256. All of them are held in memory.
///
/// # Errors
/// [`CanonicalError`]; triple terms of RDF 1.2 have no canonical form yet.
///
/// ```
/// use milieu::model::{BlankNode, GraphName, NamedNode, Quad};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let knows = NamedNode::new("http://xmlns.com/foaf/0.1/knows")?;
/// let quad = |from: &str, to: &str| -> Result<Quad, Box<dyn std::error::Error>> {
///     Ok(Quad::new(BlankNode::new(from)?, knows.clone(), BlankNode::new(to)?, GraphName::DefaultGraph))
/// };
/// let (mut one, mut other) = (Vec::new(), Vec::new());
/// milieu::canonical::write(&[quad("a", "b")?, quad("b", "b")?], &mut one)?;
/// milieu::canonical::write(&[quad("y", "y")?, quad("x", "y")?], &mut other)?;
/// assert_eq!(one, other);
/// # Ok(()) }
/// ```
pub fn write(quads: &[Quad], writer: &mut impl Write) -> Result<(), CanonicalError> {
    let quads: HashSet<_> = quads.iter().map(|quad| BorrowedTerm::spog(quad.as_ref())).collect();
    rdfc10::normalize(&quads, writer).map_err(|error| match error {
        C14nError::Io(error) => CanonicalError::Write(error),
        other => CanonicalError::None(other.to_string()),
    })
}
