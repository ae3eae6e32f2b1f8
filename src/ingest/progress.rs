//! What a load tells while it runs, and how it is stopped.

/// Who wants to know how far a load is. Every method has a body that does nothing, so `()` is a progress that keeps silent.
///
/// ```
/// use std::sync::atomic::{AtomicU64, Ordering};
/// use milieu::{Store, ingest::{Load, Progress}};
///
/// #[derive(Default)]
/// struct Counter(AtomicU64);
/// impl Progress for Counter {
///     fn advance(&self, rows: u64) {
///         self.0.fetch_add(rows, Ordering::Relaxed);
///     }
/// }
///
/// let counter = Counter::default();
/// let report = Load::new(&Store::new()).progress(&counter).toy()?;
/// assert_eq!(counter.0.into_inner(), report.iter().map(|graph| graph.rows_read).sum::<u64>());
/// # Ok::<(), milieu::ingest::LoadError>(())
/// ```
pub trait Progress {
    /// A new stage begins, such as `h2020: participations`, with the number of rows to come where that is known.
    fn stage(&self, name: &str, total: Option<u64>) {
        let _ = (name, total);
    }

    /// So many more rows were read.
    fn advance(&self, rows: u64) {
        let _ = rows;
    }

    /// So many bytes of the graph's files were read by now, of so many in all; compressed files count as they lie. Nobody tells of what is
    /// no file, such as what ships with milieu. Lines of RDF are read some megabytes ahead of their statements.
    fn read(&self, bytes: u64, of: u64) {
        let _ = (bytes, of);
    }

    /// The stage is over.
    fn finished(&self) {}

    /// Whether the load is to stop; it then ends with [`LoadError::Cancelled`](super::LoadError::Cancelled) and leaves nothing.
    fn cancelled(&self) -> bool {
        false
    }
}

impl Progress for () {}
