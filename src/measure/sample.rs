//! Seeded random samples.

use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

use super::network::number;

/// The random numbers of a seed, in the stream of this number.
pub(super) fn random(seed: u64, stream: u64) -> ChaCha8Rng {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(stream);
    rng
}

/// So many of the nodes, ascending; all of them where there are no more.
pub(super) fn some_nodes(nodes: usize, sample: usize, seed: u64) -> Vec<u32> {
    let mut all: Vec<u32> = (0..number(nodes)).collect();
    if sample >= nodes {
        return all;
    }
    let (chosen, _) = all.partial_shuffle(&mut random(seed, 0), sample);
    chosen.sort_unstable();
    chosen.to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_once_and_the_same_again() {
        let some = some_nodes(100, 30, 1);
        assert!(some.windows(2).all(|pair| pair[0] < pair[1]) && some.len() == 30 && some[29] < 100);
        assert_eq!(some, some_nodes(100, 30, 1));
        assert_ne!(some, some_nodes(100, 30, 2));
        assert_eq!(some_nodes(3, 3, 1), [0, 1, 2]);
    }
}
