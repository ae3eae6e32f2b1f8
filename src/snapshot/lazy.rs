//! Something computed from a state when it is first asked for, and handed on to the states that come after.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// A value that each state of a store computes at most once, beginning from the newest that any of them has.
///
/// A clone is the beginning of the next state, whose tables may change: it has no value yet, but knows where to begin.
pub(crate) struct Lazy<T> {
    own: OnceLock<Arc<T>>,
    newest: Arc<Mutex<Option<Arc<T>>>>,
}

impl<T> Lazy<T> {
    /// The value of this state; `derive` makes it, from that of another state if there is one.
    pub(super) fn get(&self, derive: impl FnOnce(Option<Arc<T>>) -> Arc<T>) -> Arc<T> {
        let made = self.own.get_or_init(|| {
            let newest = || self.newest.lock().unwrap_or_else(PoisonError::into_inner);
            // The lock is not held meanwhile: a state that has its value already never waits for one that has not.
            let before = newest().clone();
            let made = derive(before);
            *newest() = Some(Arc::clone(&made));
            made
        });
        Arc::clone(made)
    }
}

impl<T> Clone for Lazy<T> {
    fn clone(&self) -> Self {
        Self { own: OnceLock::new(), newest: Arc::clone(&self.newest) }
    }
}

impl<T> Default for Lazy<T> {
    fn default() -> Self {
        Self { own: OnceLock::new(), newest: Arc::default() }
    }
}

impl<T> std::fmt::Debug for Lazy<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Lazy").field("made", &self.own.get().is_some()).finish_non_exhaustive()
    }
}
