//! k-cores: the largest part of a network in which everyone has at least k partners.
//!
//! A node's core number is the largest k of a core that it is in (S. B. Seidman, "Network structure and minimum degree", Social
//! Networks 5, 1983, 269-287); found in a time that grows with the ties alone (V. Batagelj and M. Zaveršnik, "An O(m) Algorithm
//! for Cores Decomposition of Networks", 2003). Partners are distinct nodes with a tie either way; weights are left aside. A node
//! without partners has 0.

use super::network::Network;

/// The core number of every node.
///
/// ```
/// use milieu::measure::k_core::core_numbers;
/// use milieu::measure::network::{Direction, Network};
/// let triangle_and_tail = [(0, 1, 1.0), (1, 2, 1.0), (0, 2, 1.0), (2, 3, 1.0)];
/// let network = Network::of(5, &triangle_and_tail, Direction::Undirected).unwrap();
/// assert_eq!(core_numbers(&network), [2, 2, 2, 1, 0]);
/// ```
pub fn core_numbers(network: &Network) -> Vec<usize> {
    let network = network.undirected();
    let mut left: Vec<usize> = network.numbers().map(|node| network.outgoing(node).len()).collect();
    let mut order: Vec<u32> = network.numbers().collect();
    order.sort_by_key(|node| left[*node as usize]);
    let mut places = vec![0; order.len()];
    // Where nodes with at least so many partners left begin in the order.
    let mut begins = vec![0; left.iter().max().map_or(1, |most| most + 2)];
    for (place, &node) in order.iter().enumerate() {
        places[node as usize] = place;
        begins[left[node as usize] + 1] = place + 1;
    }
    for degree in 1..begins.len() {
        begins[degree] = begins[degree].max(begins[degree - 1]);
    }
    for at in 0..order.len() {
        let node = order[at];
        for &other in network.outgoing(node) {
            let degree = left[other as usize];
            if degree > left[node as usize] {
                // It goes to the front of those with as many left, and then among those with one fewer.
                let (place, front) = (places[other as usize], begins[degree].max(at + 1));
                let first = order[front];
                order.swap(place, front);
                (places[other as usize], places[first as usize]) = (front, place);
                begins[degree] = front + 1;
                left[other as usize] -= 1;
            }
        }
    }
    left
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::measure::network::Direction;
    use crate::measure::network::tests::{plain, renamed, some_ties};

    /// By hand: a clique of four, one of its nodes also in a triangle.
    #[test]
    fn by_hand() {
        let ties = [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3), (3, 4), (4, 5), (5, 3), (5, 6)];
        assert_eq!(core_numbers(&plain(8, &ties, Direction::Undirected)), [3, 3, 3, 3, 2, 2, 1, 0]);
        assert_eq!(core_numbers(&plain(0, &[], Direction::Undirected)), [0; 0]);
    }

    proptest! {
        #[test]
        fn as_if_nodes_were_taken_off_one_by_one(ties in some_ties()) {
            let network = Network::of(12, &ties, Direction::Directed).unwrap();
            let tied = |a: u32, b: u32| network.has_tie(a, b) || network.has_tie(b, a);
            let mut expected = vec![0; 12];
            for k in 1..12 {
                let mut kept: Vec<u32> = (0..12).collect();
                while let Some(at) = kept.iter().position(|a| kept.iter().filter(|b| tied(*a, **b)).count() < k) {
                    kept.remove(at);
                }
                for node in kept {
                    expected[node as usize] = k;
                }
            }
            prop_assert_eq!(core_numbers(&network), expected);
            let mut after = core_numbers(&Network::of(12, &renamed(&ties), Direction::Directed).unwrap());
            after.reverse();
            prop_assert_eq!(core_numbers(&network), after);
        }
    }
}
