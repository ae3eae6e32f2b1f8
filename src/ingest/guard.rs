//! Who has the last word on a load.

use crate::snapshot::Snapshot;

/// Looks at what a load would leave, with what follows from it, and may refuse it. `()` lets everything pass.
///
/// ```
/// use milieu::{Snapshot, Store, ingest::{Guard, Load, LoadError}};
///
/// struct Small;
/// impl Guard for Small {
///     fn admit(&self, before: &Snapshot, after: &Snapshot) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
///         if after.len() - before.len() > 1_000 { Err("that is too much at once".into()) } else { Ok(()) }
///     }
/// }
///
/// let store = Store::new();
/// let refused = Load::new(&store).guard(&Small).ontology();
/// assert!(matches!(refused, Err(LoadError::NotAdmitted(_))));
/// assert!(store.snapshot().is_empty());
/// ```
pub trait Guard {
    /// Whether the store may go from `before` to `after`.
    ///
    /// # Errors
    /// Why not.
    fn admit(&self, before: &Snapshot, after: &Snapshot) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        let _ = (before, after);
        Ok(())
    }
}

impl Guard for () {}
