//! Numbers of records by keys, in twelve bytes a key.

use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

/// Where records are that have a key, as far as its hash tells.
#[derive(Debug)]
pub(crate) struct Lookup(Vec<(u64, u32)>);

impl Lookup {
    /// Of records by their numbers, each with any number of keys.
    pub(crate) fn of<K: Hash>(keys: impl IntoIterator<Item = (K, u32)>) -> Self {
        let mut found: Vec<(u64, u32)> = keys.into_iter().map(|(key, number)| (hash(&key), number)).collect();
        found.sort_unstable();
        found.dedup();
        Self(found)
    }

    /// The records that may have a key, in the order of their numbers: another key may have the same hash.
    pub(crate) fn find(&self, key: impl Hash) -> impl Iterator<Item = u32> {
        let sought = hash(&key);
        let from = self.0.partition_point(|(hash, _)| *hash < sought);
        self.0[from..].iter().take_while(move |(hash, _)| *hash == sought).map(|(_, number)| *number)
    }
}

fn hash(key: &impl Hash) -> u64 {
    let mut hasher = FxHasher::default();
    key.hash(&mut hasher);
    hasher.finish()
}
