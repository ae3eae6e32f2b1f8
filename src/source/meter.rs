//! How far a file has been read.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// How much of a file has been read, for whoever draws it; clones tell of the same file.
#[derive(Clone, Debug)]
pub(crate) struct Meter {
    read: Arc<AtomicU64>,
    size: u64,
}

impl Meter {
    /// Of a file of so many bytes that is at its beginning.
    pub(super) fn new(size: u64) -> Self {
        Self { read: Arc::default(), size }
    }

    /// Counts bytes, and tells how many they are by now.
    pub(super) fn count(&self, bytes: u64) -> u64 {
        self.read.fetch_add(bytes, Ordering::Relaxed) + bytes
    }

    /// Bytes of the file as it lies (compressed, if it is) that were read by now.
    pub(crate) fn read(&self) -> u64 {
        self.read.load(Ordering::Relaxed)
    }

    /// The bytes of the whole file.
    pub(crate) fn size(&self) -> u64 {
        self.size
    }
}
