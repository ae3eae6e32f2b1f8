//! Shortest paths from one source, and how much of them goes through each node.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::super::network::Network;
use super::Length;

/// Paths from one source at a time; what is made for one is used for the next.
pub(super) struct Paths<'a> {
    network: &'a Network,
    length: Length,
    nodes: Vec<Reached>,
    /// Nodes that are reached, nearest first.
    order: Vec<u32>,
    /// Where the next nodes on the paths through each node of the order begin in `next`.
    starts: Vec<usize>,
    next: Vec<u32>,
    /// By node, what it hands on to each path that comes to it: (1 + dependency)/paths.
    handed: Vec<f64>,
    distances: Vec<f64>,
    heap: BinaryHeap<Reverse<(u64, u32)>>,
}

/// What is known of a node.
#[derive(Clone, Copy)]
struct Reached {
    /// How many shortest paths lead to it.
    paths: f64,
    /// Its place among the distances: steps, or the place in the order.
    step: u32,
}

const NOT_YET: Reached = Reached { paths: 0.0, step: u32::MAX };

/// Two lengths that differ by less, relative to them, are the same.
const SAME: f64 = 1e-10;

impl<'a> Paths<'a> {
    pub(super) fn of(network: &'a Network, length: Length) -> Self {
        let nodes = network.nodes();
        let distances = vec![f64::INFINITY; if length == Length::Step { 0 } else { nodes }];
        Self {
            network,
            length,
            nodes: vec![NOT_YET; nodes],
            order: Vec::with_capacity(nodes),
            starts: Vec::with_capacity(nodes + 1),
            next: Vec::new(),
            handed: vec![0.0; nodes],
            distances,
            heap: BinaryHeap::new(),
        }
    }

    /// Calls `each` with every other node that is reached, and the sum over all ends of the share of paths through it.
    pub(super) fn follow(&mut self, source: u32, mut each: impl FnMut(u32, f64)) {
        self.order.clear();
        self.starts.clear();
        if self.length == Length::Step {
            self.by_steps(source);
        } else {
            self.by_length(source);
        }
        let mut end = self.starts.pop().unwrap_or(0);
        while let (Some(node), Some(start)) = (self.order.pop(), self.starts.pop()) {
            let paths = self.nodes[node as usize].paths;
            let dependency = paths * self.next[start..end].iter().map(|next| self.handed[*next as usize]).sum::<f64>();
            end = start;
            self.handed[node as usize] = (1.0 + dependency) / paths;
            self.nodes[node as usize] = NOT_YET;
            if node != source {
                each(node, dependency);
            }
        }
    }

    /// Breadth first. Ties that lead onward are kept, so that the way back need not look at the others.
    fn by_steps(&mut self, source: u32) {
        let Self { network, nodes, order, starts, next, .. } = self;
        order.resize(network.nodes() + 1, 0);
        order[0] = source;
        nodes[source as usize] = Reached { paths: 1.0, step: 0 };
        let (mut at, mut reached, mut filled) = (0, 1, 0);
        while at < reached {
            let node = order[at];
            let Reached { paths, step } = nodes[node as usize];
            starts.push(filled);
            let row = network.outgoing(node);
            if next.len() < filled + row.len() + 1 {
                next.resize((filled + row.len() + 1) * 2, 0);
            }
            for &other in row {
                let found = &mut nodes[other as usize];
                if found.step == u32::MAX {
                    found.step = step + 1;
                    order[reached] = other;
                    reached += 1;
                }
                if found.step > step {
                    found.paths += paths;
                    next[filled] = other;
                    filled += 1;
                }
            }
            at += 1;
        }
        starts.push(filled);
        order.truncate(reached);
    }

    /// Nearest first, by Dijkstra's algorithm; then the paths are counted along the order.
    fn by_length(&mut self, source: u32) {
        let Self { network, length, nodes, order, starts, next, distances, heap, .. } = self;
        let long = |weight: &f64| if *length == Length::Weight { *weight } else { 1.0 / weight };
        distances[source as usize] = 0.0;
        heap.push(Reverse((0, source)));
        while let Some(Reverse((bits, node))) = heap.pop() {
            let distance = f64::from_bits(bits);
            // Numbers that are not negative are in the order of their bits; an entry that was bettered since is passed over.
            if distance > distances[node as usize] || nodes[node as usize].step != u32::MAX {
                continue;
            }
            nodes[node as usize].step = super::number(order.len());
            order.push(node);
            for (&other, weight) in network.outgoing(node).iter().zip(network.outgoing_weights(node)) {
                let far = distance + long(weight);
                if far < distances[other as usize] {
                    distances[other as usize] = far;
                    heap.push(Reverse((far.to_bits(), other)));
                }
            }
        }
        next.clear();
        nodes[source as usize].paths = 1.0;
        for &node in order.iter() {
            starts.push(next.len());
            let (Reached { paths, step }, distance) = (nodes[node as usize], distances[node as usize]);
            for (&other, weight) in network.outgoing(node).iter().zip(network.outgoing_weights(node)) {
                let (found, far) = (&mut nodes[other as usize], distances[other as usize]);
                if found.step > step && distance + long(weight) - far <= SAME * far {
                    found.paths += paths;
                    next.push(other);
                }
            }
        }
        starts.push(next.len());
        for &node in order.iter() {
            distances[node as usize] = f64::INFINITY;
        }
    }
}
