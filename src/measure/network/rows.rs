//! Ties by one of their ends, as compressed sparse rows.

use std::ops::Range;

use super::{Tie, number};

/// Partners and weights, row by row, each row ascending by partner.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Rows {
    pub(super) starts: Vec<usize>,
    pub(super) nodes: Vec<u32>,
    pub(super) weights: Vec<f64>,
}

impl Rows {
    /// Arcs by their first end and then by their second, parallel ones added in the order given.
    pub(super) fn of(nodes: usize, arcs: &[Tie]) -> Self {
        let by_second = Self::sorted(nodes, arcs.iter().map(|&(from, to, weight)| (to, from, weight)));
        let mut rows = by_second.turned();
        rows.merge();
        rows
    }

    /// Arcs by their first end, else in the order given.
    fn sorted(nodes: usize, arcs: impl Iterator<Item = Tie> + Clone) -> Self {
        let mut starts = vec![0; nodes + 1];
        for (from, ..) in arcs.clone() {
            starts[from as usize + 1] += 1;
        }
        for node in 0..nodes {
            starts[node + 1] += starts[node];
        }
        let (mut ends, mut weights) = (vec![0; starts[nodes]], vec![0.0; starts[nodes]]);
        let mut next = starts.clone();
        for (from, to, weight) in arcs {
            let at = &mut next[from as usize];
            (ends[*at], weights[*at]) = (to, weight);
            *at += 1;
        }
        Self { starts, nodes: ends, weights }
    }

    pub(super) fn row(&self, node: u32) -> Range<usize> {
        self.starts[node as usize]..self.starts[node as usize + 1]
    }

    /// The same arcs by their other end.
    pub(super) fn turned(&self) -> Self {
        let nodes = self.starts.len() - 1;
        let arcs =
            (0..number(nodes)).flat_map(|from| self.row(from).map(move |at| (self.nodes[at], from, self.weights[at])));
        Self::sorted(nodes, arcs)
    }

    /// Makes one of arcs that stand beside each other with the same ends.
    fn merge(&mut self) {
        let mut kept = 0;
        for node in 0..self.starts.len() - 1 {
            let (start, end) = (self.starts[node], self.starts[node + 1]);
            let first = kept;
            self.starts[node] = first;
            for at in start..end {
                if kept > first && self.nodes[kept - 1] == self.nodes[at] {
                    self.weights[kept - 1] += self.weights[at];
                } else {
                    (self.nodes[kept], self.weights[kept]) = (self.nodes[at], self.weights[at]);
                    kept += 1;
                }
            }
        }
        *self.starts.last_mut().expect("one more than nodes") = kept;
        self.nodes.truncate(kept);
        self.weights.truncate(kept);
    }
}
