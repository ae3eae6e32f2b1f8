//! A split into core and periphery, and what changes when a node goes over.

use super::super::network::Network;

/// What the correlation follows from.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sums {
    /// How many are in the core.
    pub(super) core: usize,
    /// The weights of ties within the core, and their squares.
    pub(super) within: [f64; 2],
    /// The same within the periphery.
    pub(super) beyond: [f64; 2],
}

pub(super) struct Split<'a> {
    network: &'a Network,
    /// Whether each node is in the core.
    pub(super) core: Vec<bool>,
    pub(super) sums: Sums,
    /// Of each node: weights and squares of its ties, either way.
    own: Vec<[f64; 2]>,
    /// The same of its ties with the core.
    with_core: Vec<[f64; 2]>,
}

/// The ties of a node with others; in a directed network those each way.
fn ties(network: &Network, node: u32) -> impl Iterator<Item = (u32, f64)> + '_ {
    let beside = |(node, weight): (&u32, &f64)| (*node, *weight);
    let outgoing = network.outgoing(node).iter().zip(network.outgoing_weights(node)).map(beside);
    let incoming = network.incoming(node).iter().zip(network.incoming_weights(node)).map(beside);
    outgoing.chain(incoming.take(if network.is_directed() { usize::MAX } else { 0 }))
}

fn add(sums: &mut [f64; 2], weight: f64, sign: f64) {
    sums[0] += sign * weight;
    sums[1] += sign * weight * weight;
}

impl<'a> Split<'a> {
    /// All in the periphery.
    pub(super) fn none(network: &'a Network) -> Self {
        let nodes = network.nodes();
        let mut own = vec![[0.0; 2]; nodes];
        for node in network.numbers() {
            ties(network, node).for_each(|(_, weight)| add(&mut own[node as usize], weight, 1.0));
        }
        let with_core = vec![[0.0; 2]; nodes];
        let mut split = Self { network, core: vec![false; nodes], sums: Sums::default(), own, with_core };
        split.refresh();
        split
    }

    /// The weight of a node's ties.
    pub(super) fn strength(&self, node: u32) -> f64 {
        self.own[node as usize][0]
    }

    /// The sums if the node were in the other part.
    pub(super) fn sums_if_turned(&self, node: u32) -> Sums {
        let Sums { core, within, beyond } = self.sums;
        let (own, with_core) = (self.own[node as usize], self.with_core[node as usize]);
        let leaves = self.core[node as usize];
        let sign = if leaves { -1.0 } else { 1.0 };
        let part = |at: usize| (within[at] + sign * with_core[at], beyond[at] - sign * (own[at] - with_core[at]));
        let ((within, beyond), (within_squares, beyond_squares)) = (part(0), part(1));
        Sums {
            core: if leaves { core - 1 } else { core + 1 },
            within: [within, within_squares],
            beyond: [beyond, beyond_squares],
        }
    }

    /// Puts the node into the other part.
    pub(super) fn turn(&mut self, node: u32) {
        self.sums = self.sums_if_turned(node);
        let sign = if self.core[node as usize] { -1.0 } else { 1.0 };
        self.core[node as usize] ^= true;
        for (other, weight) in ties(self.network, node) {
            add(&mut self.with_core[other as usize], weight, sign);
        }
    }

    /// Adds all up anew, so that nothing is left of what was added and taken off.
    pub(super) fn refresh(&mut self) {
        let mut sums = Sums { core: self.core.iter().filter(|core| **core).count(), ..Sums::default() };
        self.with_core.fill([0.0; 2]);
        for (from, to, weight) in self.network.all_ties() {
            let (one, other) = (self.core[from as usize], self.core[to as usize]);
            if one {
                add(&mut self.with_core[to as usize], weight, 1.0);
            }
            if other {
                add(&mut self.with_core[from as usize], weight, 1.0);
            }
            match (one, other) {
                (true, true) => add(&mut sums.within, weight, 1.0),
                (false, false) => add(&mut sums.beyond, weight, 1.0),
                _ => {}
            }
        }
        self.sums = sums;
    }
}
