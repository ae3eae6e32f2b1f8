//! The snapshots that this process still knows, so that an earlier one is at hand without reading files.

use std::collections::VecDeque;
use std::sync::Arc;

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

    /// Adds the newest, and for the sake of memory keeps of the one before it what cannot be made again; one that shares little with
    /// those before it lets go of them.
    pub(super) fn push(&mut self, commit: Commit, snapshot: Snapshot) {
        if let Some((_, Some(before))) = self.commits.back_mut() {
            before.state = Arc::new(before.state.bare(&snapshot.state));
        }
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

#[cfg(test)]
mod tests {
    use oxigraph::model::vocab::{rdf, rdfs};
    use oxigraph::model::{GraphNameRef, LiteralRef, NamedNode, QuadRef};

    use crate::Store;

    #[test]
    fn an_earlier_snapshot_keeps_no_copy_of_a_table() {
        let store = Store::new();
        let copies = |number| {
            let tables = store.at(number).unwrap().state.tables.clone();
            tables.values().filter(|table| table.bare().is_some()).count()
        };
        for number in 1..=4 {
            let thing = NamedNode::new(format!("urn:thing:{number}")).unwrap();
            let mut transaction = store.begin();
            for property in [rdf::VALUE, rdfs::LABEL] {
                let value = LiteralRef::new_simple_literal("Bled");
                transaction.insert(QuadRef::new(&thing, property, value, GraphNameRef::DefaultGraph));
            }
            transaction.commit().unwrap();
            store.snapshot().state.tables.values().for_each(|table| assert_eq!(table.flat().len(), number));
        }
        assert_eq!((1..=4).map(copies).collect::<Vec<_>>(), [0, 0, 0, 2]);
        assert_eq!((1..=4).map(|number| store.at(number).unwrap().len()).collect::<Vec<_>>(), [2, 4, 6, 8]);
    }
}
