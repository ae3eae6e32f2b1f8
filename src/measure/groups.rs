//! Groups of nodes, numbered densely.

/// Which group each node is in.
#[derive(Debug, Clone)]
pub(super) struct Groups {
    /// The place of each node's group among `names`; [`NONE`] where it has no group.
    pub(super) of: Vec<u32>,
    /// The groups as the caller numbers them, ascending.
    pub(super) names: Vec<u32>,
}

/// No group.
pub(super) const NONE: u32 = u32::MAX;

impl Groups {
    /// Nodes beyond the end of `groups` have none.
    pub(super) fn of(groups: &[Option<u32>], nodes: usize) -> Self {
        let mut names: Vec<u32> = groups.iter().take(nodes).copied().flatten().collect();
        names.sort_unstable();
        names.dedup();
        let place = |group: u32| super::network::number(names.binary_search(&group).expect("it is among them"));
        let of = (0..nodes).map(|node| groups.get(node).copied().flatten().map_or(NONE, place)).collect();
        Self { of, names }
    }

    /// How many nodes each group has.
    pub(super) fn sizes(&self) -> Vec<usize> {
        let mut sizes = vec![0; self.names.len()];
        for &group in self.of.iter().filter(|group| **group != NONE) {
            sizes[group as usize] += 1;
        }
        sizes
    }
}
