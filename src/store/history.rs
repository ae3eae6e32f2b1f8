//! The snapshots that this process still knows, so that an earlier one is at hand without reading files.

use std::collections::VecDeque;

use super::Commit;
use super::folder::LARGE;
use crate::snapshot::Snapshot;

/// The last commits with their snapshots.
#[derive(Debug)]
pub(super) struct History {
    pub(super) keep: u64,
    commits: VecDeque<(Commit, Option<Snapshot>)>,
}

impl History {
    pub(super) fn new(keep: u64, commit: Commit, snapshot: Snapshot) -> Self {
        Self { keep, commits: VecDeque::from([(commit, Some(snapshot))]) }
    }

    /// Adds the newest. One that shares little with those before it lets go of them, for the sake of memory.
    pub(super) fn push(&mut self, commit: Commit, snapshot: Snapshot) {
        let changed = commit.added + commit.removed;
        if changed > LARGE && changed > snapshot.len() as u64 / 2 {
            self.commits.iter_mut().for_each(|(_, snapshot)| *snapshot = None);
        }
        self.commits.push_back((commit, Some(snapshot)));
        self.prune();
    }

    pub(super) fn prune(&mut self) {
        let keep = usize::try_from(self.keep).unwrap_or(usize::MAX).saturating_add(1);
        let gone = self.commits.len().saturating_sub(keep);
        self.commits.drain(..gone);
    }

    pub(super) fn at(&self, number: u64) -> Option<Snapshot> {
        self.commits.iter().find(|(commit, _)| commit.number == number)?.1.clone()
    }

    pub(super) fn newest(&self) -> &Commit {
        &self.commits.back().expect("the last one stays").0
    }

    /// The oldest whose snapshot is here, and the newest.
    pub(super) fn range(&self) -> (u64, u64) {
        let newest = self.newest().number;
        let oldest = self.commits.iter().find(|(_, snapshot)| snapshot.is_some());
        (oldest.map_or(newest, |(commit, _)| commit.number), newest)
    }

    pub(super) fn log(&self) -> Vec<Commit> {
        self.commits.iter().map(|(commit, _)| commit.clone()).collect()
    }
}
