use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use oxigraph::sparql::{QueryResults, QuerySolutionIter, QueryTripleIter};

/// How far a query has come, for whoever watches it from another thread; see [`QueryOptions::progress`](super::QueryOptions::progress).
///
/// ```
/// use milieu::sparql::{self, Progress, QueryOptions, QueryResults};
/// use std::sync::Arc;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let progress = Arc::new(Progress::default());
/// let options = QueryOptions { progress: Some(Arc::clone(&progress)), ..QueryOptions::default() };
/// let snapshot = milieu::Store::new().snapshot();
/// let QueryResults::Solutions(rows) = sparql::query(&snapshot, "SELECT * { VALUES ?x { 1 2 3 } }", &options)? else {
///     unreachable!()
/// };
/// assert_eq!((rows.count(), progress.rows()), (3, 3));
/// # Ok(()) }
/// ```
#[derive(Debug, Default)]
pub struct Progress {
    rows: AtomicU64,
    memory: AtomicUsize,
}

impl Progress {
    /// The rows or triples that it has given.
    pub fn rows(&self) -> u64 {
        self.rows.load(Ordering::Relaxed)
    }

    /// The bytes of memory that it held when it was last looked at; 0 unless its memory is [limited](super::QueryOptions::max_memory), as
    /// it is not counted then.
    pub fn memory(&self) -> usize {
        self.memory.load(Ordering::Relaxed)
    }

    pub(super) fn holds(&self, bytes: usize) {
        self.memory.store(bytes, Ordering::Relaxed);
    }

    fn gave(&self, is_row: bool) {
        self.rows.fetch_add(u64::from(is_row), Ordering::Relaxed);
    }
}

/// `results`, each row of which is counted.
pub(super) fn counted(results: QueryResults<'static>, progress: &Arc<Progress>) -> QueryResults<'static> {
    let progress = Arc::clone(progress);
    match results {
        QueryResults::Boolean(answer) => QueryResults::Boolean(answer),
        QueryResults::Solutions(rows) => {
            let variables: Arc<[_]> = rows.variables().into();
            QueryResults::Solutions(QuerySolutionIter::new(
                variables,
                rows.inspect(move |row| progress.gave(row.is_ok())),
            ))
        }
        QueryResults::Graph(triples) => {
            QueryResults::Graph(QueryTripleIter::new(triples.inspect(move |triple| progress.gave(triple.is_ok()))))
        }
    }
}
