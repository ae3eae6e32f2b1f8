//! All that follows from a change.

use crate::mapping;
use crate::model::NamedNode;
use crate::reason::{self, ReasonError};
use crate::store::Transaction;
use crate::vocab;

/// Brings everything that follows from the data to the state that the transaction would leave: mappings that were accepted are stated
/// ([`mapping::refresh`]), what follows by rule is [derived](super::derive), and where somebody asked for it, [inferred](reason::refresh).
/// Whoever changes a store calls it before the commit.
///
/// # Errors
/// [`ReasonError::TooMany`]; drop the transaction then.
///
/// ```
/// use milieu::{Store, ingest};
/// let store = Store::new();
/// let mut transaction = store.begin();
/// ingest::follow(&mut transaction)?;
/// assert!(transaction.snapshot().is_empty());
/// # Ok::<(), milieu::reason::ReasonError>(())
/// ```
pub fn follow(transaction: &mut Transaction<'_>) -> Result<(), ReasonError> {
    mapping::refresh(transaction);
    super::derive(transaction);
    reason::refresh(transaction)?;
    Ok(())
}

/// Whether a graph is made of what the others say, by [`follow`].
pub(crate) fn follows(graph: &NamedNode) -> bool {
    [vocab::graph("derived"), vocab::graph("inferred"), mapping::accepted_graph()].contains(graph)
}
